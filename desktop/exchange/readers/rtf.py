"""RTF documents, by striprtf; what that would lose or keep by mistake is put right in the source before.

Notes, text boxes, cells, what was deleted.
"""

import re
from dataclasses import dataclass
from importlib.metadata import version

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.source import SourceFile

LIMIT = 16 * 1024 * 1024
_CODEPAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_ITEM = re.compile(r"^[ \t]*[•◦▪▫■□●○–·-]\t")
_INFO = re.compile(r"\{\\info\b.{0,4000}", re.DOTALL)
_FIELD = re.compile(r"\{\\(title|author) ([^{}\\]{1,500})\}")
_CREATED = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.DOTALL)
_FONTS = re.compile(r"\\fonttbl(?![a-z])")
_FONT = re.compile(r"\\f(\d{1,6})|\\fcharset(\d{1,4})")
_BRACE = re.compile(r"(?<!\\)[{}]")
# what the program writes of its own: numbers of lists, where a link goes
_LEFT_OUT = {"listtext", "pntext", "fldinst"}
_APART = {"footnote", "shptxt", "dptxbxtext"}
_CELLS = {"cell", "nestcell", "row", "nestrow"}


@dataclass(slots=True)
class _Group:
    """What holds in a group: where its words go, and whether they go nowhere."""

    words: list[str]
    left_out: bool = False
    deleted: bool = False
    shown: bool = True


def is_rtf(source: SourceFile) -> bool:
    """Tell whether *source* begins as RTF does, after any white space."""
    return source.content[:1024].lstrip().startswith(b"{\\rtf")


def read_rtf(source: SourceFile) -> Extracted:
    """Return the text of an RTF document, notes and text boxes at its end.

    The surrogates that striprtf leaves of emoji are put together again.
    """
    from striprtf.striprtf import rtf_to_text

    content, name = source.content, source.name
    if len(content) > LIMIT:
        sentence = _("{name} is larger than {limit} MB; save it as .docx or .odt and open that.")
        raise UserError(sentence, name=name, limit=LIMIT // 1024 // 1024)
    codepage = _CODEPAGE.search(content[:4096])
    encoding = f"cp{codepage[1].decode()}" if codepage else "cp1252"
    try:
        written = content.decode(encoding, "replace")
    except LookupError:
        written = content.decode("cp1252", "replace")
    # without the links' addresses too: striprtf's search for them takes the square of their number
    text: str = rtf_to_text(_prepared(written), errors="replace")  # type: ignore[no-untyped-call]
    builder = TextBuilder(name)
    for line in text.split("\n"):
        # the mark of a list's item is no word of it, written as such or not
        builder.add(_ITEM.sub("", line))
    return builder.build(f"striprtf {version('striprtf')}", _facts(written))


def _facts(source: str) -> tuple[Fact, ...]:
    info = _INFO.search(source[:100_000])
    if info is None:
        return ()
    found = [
        Fact(key, value.strip(), Certainty.INFERRED, _("the file’s properties"))
        for key, value in _FIELD.findall(info[0])
    ]
    created = _CREATED.search(info[0])
    if created:
        day = "-".join(part.zfill(2) for part in created.groups())
        found.append(Fact("date", day, Certainty.GUESSED, _("the file’s properties")))
    return tuple(found)


def _prepared(source: str) -> str:
    """Return the source of an RTF document with its notes and text boxes at its end.

    Each cell is a paragraph. What a change left out, the marks of lists, pictures' bytes, and figures that are no
    characters are dropped. Whatever follows the document's last brace is no part of it.
    """
    main: list[str] = []
    apart: list[list[str]] = []
    state, outer = _Group(main), list[_Group]()
    at = 0
    while token := _TOKEN.match(source, at):
        at = token.end()
        word, figure = token[1], token[2]
        if token[0] == "{":
            outer.append(state)
            state = _Group(state.words, state.left_out, state.deleted, shown=not state.left_out)
            state.words += ["{"] * state.shown
        elif token[0] == "}":
            if len(outer) < 2:
                break
            shown, state = state.shown, outer.pop()
            state.words += ["}"] * shown
        elif word == "bin":
            # bytes, in which braces mean nothing
            at += max(0, int(figure or 0))
        elif word in _LEFT_OUT:
            state.left_out = True
        elif word in _APART and not state.left_out:
            state.words = []
            apart.append(state.words)
        elif word in ("deleted", "plain"):
            state.deleted = word == "deleted" and figure != "0"
        elif not state.left_out and not (state.deleted and not word):
            state.words.append(_mended(word, figure, token[0]))
    return _with_plain_fonts("".join([*main, *(part for words in apart for part in ("\\par ", *words)), "}"]))


def _with_plain_fonts(source: str) -> str:
    """Return a source whose table of fonts tells of each its number and its characters' set, and no more.

    striprtf looks for these with a search that takes the cube of a table's length where no font's name ends.
    """
    begin = _FONTS.search(source)
    if begin is None:
        return source
    depth, end = 1, len(source)
    for brace in _BRACE.finditer(source, begin.end()):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            end = brace.start()
            break
    sets: dict[str, str] = {}
    font = ""
    for number, charset in _FONT.findall(source, begin.end(), end):
        if number:
            font = number
        elif font:
            sets.setdefault(font, charset)
    told = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in sets.items())
    return f"{source[: begin.end()]}{told}{source[end:]}"


def _mended(word: str | None, figure: str | None, token: str) -> str:
    if word in _CELLS:
        return "\\par "
    if word == "uc" and (figure is None or int(figure) > 9 or int(figure) < 0):
        return "\\uc1 "
    if word == "u" and figure is not None and not -0x10000 <= int(figure) <= 0x10FFFF:
        return ""
    return token
