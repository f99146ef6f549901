"""Which texts of the program reach a user without a mark for translation; found by reading its syntax trees."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MARKS = {"_", "N_", "NN_", "ngettext"}
# what is raised for programmers, logged, or read by a machine
_OURS = {
    "ValueError",
    "TypeError",
    "KeyError",
    "RuntimeError",
    "AssertionError",
    "NotImplementedError",
    "FileNotFoundError",
}
_MACHINE = {
    *(
        "execute",
        "executescript",
        "executemany",
        "compile",
        "setObjectName",
        "setProperty",
        "getLogger",
        "TypeVar",
        "ParamSpec",
        "Literal",
        "cast",
        "getattr",
        "setattr",
        "startswith",
        "endswith",
    ),
    *("encode", "decode", "connect", "fullmatch", "match", "strptime", "strftime", "findChild", "removesuffix"),
    # elements of XML, and what a standard calls by a name
    *("xml_each", "xml_first", "xml_text", "xml_sub", "xml_words", "xml_root", "term"),
}
# two words, or one that begins as a sentence or a label does
_PROSE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]|^&?[A-Z][a-z&]{2,}(?:…|\.)?$|[^\W\d_]{2,}[.…]$")
_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|FROM|JOIN|WHERE|ORDER BY|GROUP BY|PRAGMA|UNION|ON CONFLICT|AND)\b"
    r"|^\s*[#.]?[\w-]+\s*\{|^\s*:root|^</?\w|^<[!?]"
)


class Text(NamedTuple):
    """A text without a mark: its file, its line, and its beginning."""

    file: Path
    line: int
    beginning: str


def unmarked(folder: Path) -> Iterator[Text]:
    """Yield the texts below *folder* that look as if a user read them and that no mark hands to a translator."""
    for file in sorted(folder.rglob("*.py")):
        finder = _Finder()
        finder.visit(ast.parse(file.read_text("utf-8")))
        for line, text in finder.texts:
            yield Text(file.relative_to(folder), line, text[:60])


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.texts: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        log = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).endswith("LOG")
        if log or name in MARKS or name in _OURS or name in _MACHINE:
            # what a mark is given may be made of other calls, but its texts are marked
            self.visit(node.func)
            return
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for part in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(part)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        self._note(node.lineno, text)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._note(node.lineno, node.value)

    def _note(self, line: int, text: str) -> None:
        if _PROSE.search(text.strip()) and not _SQL.search(text):
            self.texts.append((line, text))
