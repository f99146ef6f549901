"""Import a thousand documents into the project named on the command line, and tell on standard output how far it is."""

import sys
from pathlib import Path

from desktop.core.values import CodedDocument, Facts
from desktop.store import trail
from desktop.store.database import Database
from desktop.store.edits.documents import add_document

DOCUMENTS = 1000


def document(number: int) -> CodedDocument:
    return CodedDocument(f"tosk {number}.txt", Facts(title=f"Tosk {number}"), f"Velo {number} marin. " * 20)


def main(path: Path) -> None:
    # so little memory for pages that they are written long before the end, as those of a greater import are
    trail.PART, trail._ROWS = 20_000, 20
    with Database(path) as db:
        db.sqlite.execute("PRAGMA cache_size=20").close()
        with db.edit_in_parts("import_documents", {"count": DOCUMENTS}) as edit:
            for number in range(DOCUMENTS):
                add_document(db, edit.recorder, document(number), "import")
                print(number, flush=True)
            edit.note()
            print("noted", flush=True)
            edit.commit()
            print("committed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
