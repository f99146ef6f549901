"""What is known of a language, told without reading its words: a window that opens need not wait for them."""

import re
from functools import cache

from desktop.paths import shipped

FOLDER = "languages"
_TABLE = re.compile(r"^\[saying\]\n(?P<lines>(?:(?!\[).*\n?)*)", re.MULTILINE)
_VERBS = re.compile(r"^verbs\s*=\s*(?:\"\s*[^\"\s]|\[\s*\"|\"{3}\s*[^\"\s])", re.MULTILINE)


@cache
def has_verbs_of_saying(code: str) -> bool:
    """Tell whether the file of a language (its code, BCP 47) has verbs of saying."""
    file = shipped("resources") / FOLDER / f"{code}.toml"
    if not file.is_file():
        return False
    table = _TABLE.search(file.read_text("utf-8"))
    return table is not None and _VERBS.search(table["lines"]) is not None
