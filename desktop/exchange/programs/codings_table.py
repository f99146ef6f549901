"""A table in which a row is a coded passage: of Visavis, of an export of segments from another program, or by hand.

Known by its head: a column with words or offsets, and one with topics or codes. Offsets are believed where the words
stand there, or there are no words; else the words are looked for.
"""

import json
import re
from collections.abc import Iterator, Sequence

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.text import one_line
from desktop.core.values import Actor, Topic
from desktop.exchange.programs.coding_words import coding_words
from desktop.exchange.programs.interchange import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.readers.grids import Grid, read_grid
from desktop.exchange.readers.source import SourceFile

_BRANCHES = ("actor", "organisation", "topic", "stance", "voice", "certainty", "origin", "code")
# what parts codes in one cell, and levels in one code
_PARTS = re.compile(r"[;\n]")
_LEVELS = re.compile(r"\s*(?:>|\\|::)\s*")
# the same as Visavis writes them, in which names may have such signs behind a backslash
PARTS, LEVEL = "; ", " > "
_OWN_PARTS, _OWN_LEVELS = re.compile(r"(?<!\\); "), re.compile(r" (?<!\\)> ")
# what columns are called that may hold a whole document as well
_WHOLE = ("text", "content", "texto", "texte", "testo", "текст")
# before the name of an own field of claims, in what Visavis writes
FIELD = term("field: ")
# the column of word and value of a stance, of a scale that others may not know
STEP = term("stance_step")
# columns that only Visavis writes together
_OWN = frozenset(("uuid", "document_uuid", "document_sha256", "actor_keys", "topic_key", "stance", "voice", "memos"))


def is_codings(source: SourceFile) -> bool:
    """Tell whether *source* is a table whose head has words or offsets beside topics or codes, and what holds them."""
    start = source.content[:4096]
    if not source.is_zip and not any(sign in start for sign in (b",", b";", b"\t")):
        return False
    try:
        grid = read_grid(source)
    except UserError:
        return False
    if grid is None:
        return False
    found = columns(grid.head)
    placed = "start" in found and "end" in found
    # a table of documents has a title and a text, and may have topics as well; a statement has a stance beside them
    named = "quote" in found and fold(grid.head[found["quote"]]) not in _WHOLE
    worded = named or {"quote", "document", "topic", "stance"} <= found.keys()
    is_coded = "topic" in found or "code" in found
    return is_coded and (
        placed or (worded and not found.keys().isdisjoint(("document", "actor", "organisation", "code")))
    )


def columns(head: Sequence[str]) -> dict[str, int]:
    """Return which column holds what, by its name."""
    folded = [fold(one).replace("_", " ").strip() for one in head]
    found: dict[str, int] = {}
    for key, names in coding_words()["columns"].items():
        for name in names:
            at = next((at for at, one in enumerate(folded) if one == fold(name).replace("_", " ")), -1)
            if at >= 0 and at not in found.values():
                found[key] = at
                break
    roles = coding_words()["roles"]
    for key in ("actor", "topic", "stance", "voice"):
        # what branches of codes are called columns are called too
        words = {fold(word) for word in roles[key]}
        at = next((at for at, one in enumerate(folded) if one in words and at not in found.values()), -1)
        if key not in found and at >= 0:
            found[key] = at
    return found


def read_codings(source: SourceFile) -> ForeignProject:
    """Read a table of codings.

    Raises:
        UserError: when it is none, or lacks the columns that are needed.
    """
    grid = read_grid(source)
    found = columns(grid.head) if grid is not None else {}
    if grid is None or not ("quote" in found or ("start" in found and "end" in found)):
        sentence = _(
            "{name} is no table of codings: it needs a column “quote”, or “start” and “end”, beside “topic” or “code”."
        )
        raise UserError(sentence, name=source.name)
    return _CodingsReader(grid, found).project()


class _CodingsReader:
    def __init__(self, grid: Grid, found: dict[str, int]) -> None:
        self.grid, self.found = grid, found
        self.is_own = set(grid.head) >= _OWN
        self.codes: dict[str, ForeignCode] = {}
        self.others = list(self._others())

    def _others(self) -> Iterator[tuple[str, int]]:
        """Yield the columns that nothing else is read from, each by its name: of ours those of own fields."""
        taken = set(self.found.values())
        names = set[str]()
        for at, title in enumerate(self.grid.head):
            name = one_line(title)
            if self.is_own:
                name = name.removeprefix(FIELD) if name.startswith(FIELD) else ""
            if name and at not in taken and name not in names:
                names.add(name)
                yield name, at

    def project(self) -> ForeignProject:
        documents: dict[str, ForeignDocument] = {}
        codings: list[ForeignCoding] = []
        memos: list[ForeignMemo] = []
        coders: dict[str, str] = {}
        values: dict[str, tuple[tuple[str, str], ...]] = {}
        for number, row in enumerate(self.grid.rows, 1):
            cell = self._cells(row)
            key = cell("document_uuid") or cell("document_sha256") or cell("document")
            if key not in documents:
                documents[key] = ForeignDocument(
                    key, one_line(cell("document")), None, (), cell("document_uuid").lower(), cell("document_sha256")
                )
            unit, coder, created = f"row {number}", one_line(cell("coder")), cell("created")
            coders.setdefault(coder, "") if coder else None
            start, end = _number(cell("start")), _number(cell("end"))
            uuid = cell("uuid").lower()
            prefix, suffix = self._raw(row, "prefix"), self._raw(row, "suffix")
            quote = self._raw(row, "quote")
            weight = _weight(cell("weight"))
            for code in self._codes(row):
                place = (start, end) if 0 <= start < end else (-1, -1)
                codings.append(
                    ForeignCoding(key, code, *place, coder, created, unit, uuid, quote, prefix, suffix, weight)
                )
            if own := tuple((name, row[at]) for name, at in self.others if row[at].strip()):
                values[unit] = own
            told = _memos(self._raw(row, "memos")) if self.is_own else []
            memos += [ForeignMemo(words, by, when, unit=unit, uuid=number) for words, by, when, number in told]
            if cell("memo") and not told:
                memos.append(ForeignMemo(self._raw(row, "memo"), coder, created, unit=unit))
        return ForeignProject(
            term("Visavis") if self.is_own else _("a table of codings"),
            tuple(documents.values()),
            tuple(self.codes.values()),
            tuple(codings),
            tuple(memos),
            coders,
            True,
            self.grid.notes,
            {},
            self.is_own,
            values=values,
        )

    def _cells(self, row: Sequence[str]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return lambda key: row[self.found[key]].strip() if key in self.found else ""

    def _raw(self, row: Sequence[str], key: str) -> str:
        return row[self.found[key]] if key in self.found else ""

    def _codes(self, row: Sequence[str]) -> Iterator[str]:
        if self.is_own:
            yield from self._own_codes(row)
            return
        for branch in _BRANCHES:
            if branch not in self.found:
                continue
            words = row[self.found[branch]]
            single = branch in ("topic", "stance", "voice", "certainty", "origin")
            for part in [words] if single else _PARTS.split(words):
                names = [one_line(name) for name in _LEVELS.split(part) if name.strip()]
                if names:
                    yield self._code(branch, names)

    def _own_codes(self, row: Sequence[str]) -> Iterator[str]:
        """Yield the codes of a row that Visavis wrote: topics and actors by their keys."""
        at = {name: number for number, name in enumerate(self.grid.head)}
        key, names = row[at["topic_key"]], _OWN_LEVELS.split(row[at["topic"]])
        yield self._entry("topic", key, Topic(key, _plain(names[-1]), _plain(names[-1])))
        actors = zip(row[at["actor_keys"]].split(PARTS), _OWN_PARTS.split(row[at["actors"]]), strict=False)
        for key, name in actors:
            yield self._entry("actor", key, Actor(key, _plain(name)))
        for branch in ("stance", "voice", "certainty", "origin"):
            if branch in self.found and row[self.found[branch]]:
                told = row[at[STEP]] if branch == "stance" and STEP in at else ""
                yield self._code(branch, [row[self.found[branch]]], told)

    def _entry(self, branch: str, key: str, entry: Topic | Actor) -> str:
        self.codes.setdefault(branch, ForeignCode(branch, branch))
        code = f"{branch}\n{key}"
        self.codes.setdefault(code, ForeignCode(code, entry.name, branch, entry=entry))
        return code

    def _code(self, branch: str, names: Sequence[str], definition: str = "") -> str:
        top = "" if branch == "code" else branch
        if top and top not in self.codes:
            self.codes[top] = ForeignCode(top, self.grid.head[self.found[branch]])
        path = top
        for name in names:
            code = f"{path}\n{name}"
            self.codes.setdefault(code, ForeignCode(code, name, path, definition=definition))
            path = code
        return path


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1


def _weight(words: str) -> float | None:
    try:
        return float(words.replace(",", ".")) if words else None
    except ValueError:
        return None


def escaped(name: str) -> str:
    """Return a name as it stands among others in a cell."""
    return name.replace("\\", "\\\\").replace(PARTS, "\\" + PARTS).replace(LEVEL, LEVEL.replace(">", "\\>"))


def _plain(name: str) -> str:
    return name.replace(LEVEL.replace(">", "\\>"), LEVEL).replace("\\" + PARTS, PARTS).replace("\\\\", "\\")


def _memos(words: str) -> list[tuple[str, str, str, str]]:
    try:
        found = json.loads(words) if words else []
    except (ValueError, RecursionError):
        return []
    every = found if isinstance(found, list) else []
    return [tuple(map(str, one)) for one in every if isinstance(one, list) and len(one) == 4]  # type: ignore[misc]
