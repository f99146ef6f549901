"""What striprtf would lose or keep by mistake, put right in the source: notes, text boxes, cells, what was deleted."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.DOTALL)
_FONTS = re.compile(r"\\fonttbl(?![a-z])")
_FONT = re.compile(r"\\f(\d{1,6})|\\fcharset(\d{1,4})")
_BRACE = re.compile(r"(?<!\\)[{}]")
# what the program writes of its own: numbers of lists, where a link goes
_LEFT_OUT = {"listtext", "pntext", "fldinst"}
_APART = {"footnote", "shptxt", "dptxbxtext"}
_CELLS = {"cell", "nestcell", "row", "nestrow"}


@dataclass(slots=True)
class _State:
    """What holds in a group: where its words go, and whether they go nowhere."""

    words: list[str]
    left_out: bool = False
    deleted: bool = False
    shown: bool = True


def prepare(source: str) -> str:
    """Return the source of an RTF document with its notes and text boxes at its end.

    Each cell is a paragraph. What a change left out, the marks of lists, pictures' bytes, and figures that are no
    characters are dropped. Whatever follows the document's last brace is no part of it.
    """
    main: list[str] = []
    apart: list[list[str]] = []
    state, outer = _State(main), list[_State]()
    at = 0
    while token := _TOKEN.match(source, at):
        at = token.end()
        word, figure = token[1], token[2]
        if token[0] == "{":
            outer.append(state)
            state = _State(state.words, state.left_out, state.deleted, shown=not state.left_out)
            if state.shown:
                state.words.append("{")
        elif token[0] == "}":
            shown = state.shown
            if not outer:
                break
            state = outer.pop()
            if not outer:
                break
            if shown:
                state.words.append("}")
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
