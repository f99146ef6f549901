"""How a project file is known: by the end of its name, and by its first bytes."""

SUFFIX = ".visavis"
# SQLite keeps it for the program whose file it is: “VISV” in ASCII
APPLICATION_ID = 0x56495356
SQLITE_HEADER = b"SQLite format 3\0"


def is_project(head: bytes) -> bool:
    """Tell whether a file that begins with *head* (72 bytes are enough) is a project."""
    return head.startswith(SQLITE_HEADER) and int.from_bytes(head[68:72]) == APPLICATION_ID
