"""RTF documents, by striprtf; what that would lose or keep by mistake is put right in the source before.

Notes, text boxes, cells, what was deleted.
"""

import re
from dataclasses import dataclass, replace
from importlib.metadata import version

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.values import Certainty
from desktop.exchange.readers.encodings import web_codec
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
# and the second of two forms of the same words
_LEFT_OUT = {"listtext", "pntext", "fldinst", "ud"}
# what stands around the text, as one is told
_MARGIN = N_("headers and footers")
_HIDDEN = N_("hidden words")
_DELETED = N_("deleted words")
_AROUND = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), _MARGIN),
    "annotation": N_("comments"),
}
# after these another word begins
_PARTING = {"par", "line", "tab", "cell", "nestcell", "row", "sect", "page", "v", "deleted"}
_APART = {"footnote", "shptxt", "dptxbxtext"}
_CELLS = {"cell", "nestcell", "row", "nestrow"}
_HEX = re.compile(r"[0-9a-fA-F]{2}")
# what the header's first words say of bytes that no font explains
_MACHINES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_MACHINE = re.compile(rb"\\(mac|pca|pc)(?![a-z])")
# the sets of characters that fonts have, as Windows numbers them
_CHARSETS = {
    "77": "mac-roman", "78": "cp932", "79": "cp949", "80": "gb18030", "81": "big5", "128": "cp932", "129": "cp949",
    "134": "gb18030", "136": "cp950", "161": "cp1253", "162": "cp1254", "163": "cp1258", "177": "cp1255",
    "178": "cp1256", "186": "cp1257", "204": "cp1251", "222": "cp874", "238": "cp1250", "255": "cp850",
}  # fmt: skip
_PAIRED = {"cp932", "cp936", "cp949", "cp950", "cp1361", "gb18030", "big5"}


@dataclass(slots=True)
class _Group:
    """What holds in a group: where its words go, and whether they go nowhere."""

    words: list[str]
    left_out: bool = False
    deleted: bool = False
    hidden: bool = False
    shown: bool = True
    font: str = ""
    instead: int = 1
    around: str = ""

    def learn(self, word: str | None, figure: str | None) -> None:
        """Note what a control word changes of the group."""
        if word in _LEFT_OUT or word in _AROUND:
            self.left_out = True
            self.around = _AROUND.get(word, "")
        elif word == "plain":
            self.deleted = self.hidden = False
        elif word == "deleted":
            self.deleted = figure != "0"
        elif word == "v":
            self.hidden = figure != "0"
        elif word == "f":
            self.font = figure or ""
        elif word == "uc":
            self.instead = min(9, max(0, int(figure or 1)))

    def take(self, word: str | None, source: str, said: str, lost: dict[str, list[str]]) -> None:
        """Put what stands in the *source* where it goes; what it *said* is lost, by the reason that one is told."""
        # a character that is told by its figure is a text
        if self.is_shown("" if word == "u" else word):
            self.words.append(source)
        reason = self.around if self.left_out else _DELETED if self.deleted else _HIDDEN if self.hidden else ""
        if reason:
            lost.setdefault(reason, []).append(said)

    def is_shown(self, word: str | None) -> bool:
        """Tell whether *word*, or a text, stands in the document."""
        return not (self.left_out or (not word and (self.deleted or self.hidden)))


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
    machine = _MACHINE.search(content[:200])
    encoding = f"cp{codepage[1].decode()}" if codepage else _MACHINES[machine[1].decode()] if machine else "cp1252"
    encoding = web_codec(source.encoding or encoding) or "cp1252"
    written = content.decode(encoding, "replace")
    # without the links' addresses too: striprtf's search for them takes the square of their number
    lost: dict[str, list[str]] = {}
    text: str = rtf_to_text(_prepared(written, encoding, lost), errors="replace")  # type: ignore[no-untyped-call]
    builder = TextBuilder(name)
    for reason, words in lost.items():
        if not source.whole or reason == _DELETED:
            builder.leave_out(_(reason), "".join(words))
    for line in text.split("\n"):
        # the mark of a list's item is no word of it, written as such or not
        builder.add(_ITEM.sub("", line))
    for reason, words in lost.items() if source.whole else ():
        builder.add("".join(words) if reason != _DELETED else "", "furniture")
    return builder.build(f"striprtf {version('striprtf')}", _facts(written))


def _facts(source: str) -> tuple[Fact, ...]:
    info = _INFO.search(source[:100_000])
    if info is None:
        return ()
    found = [
        Fact(key, value.strip(), Certainty.INFERRED, N_("the file’s properties"))
        for key, value in _FIELD.findall(info[0])
    ]
    created = _CREATED.search(info[0])
    if created:
        day = "-".join(part.zfill(2) for part in created.groups())
        found.append(Fact("date", day, Certainty.GUESSED, N_("the file’s properties")))
    return tuple(found)


def _prepared(source: str, encoding: str, lost: dict[str, list[str]]) -> str:
    """Return the source of an RTF document with its notes and text boxes at its end.

    Each cell is a paragraph, each byte a character of the font's set or of the document's *encoding*. What a change
    left out, hidden text, the marks of lists, pictures' bytes, and figures that are no characters are dropped. Whatever
    follows the document's last brace is no part of it.
    """
    main: list[str] = []
    apart: list[list[str]] = []
    state, outer = _Group(main), list[_Group]()
    sets = _font_sets(source)[0]
    at = instead = 0
    while token := _TOKEN.match(source, at):
        at = token.end()
        word, figure = token[1], token[2]
        if token[0] == "{":
            outer.append(state)
            state = replace(state, shown=not state.left_out)
            state.words += ["{"] * state.shown
        elif token[0] == "}":
            if len(outer) < 2:
                break
            shown, state = state.shown, outer.pop()
            state.words += ["}"] * shown
        elif word == "bin":
            # bytes, in which braces mean nothing
            at += max(0, int(figure or 0))
        elif word in _APART and not state.left_out:
            state.words = []
            apart.append(state.words)
        elif token[0] == "\\'" and not instead and _HEX.match(source, at):
            character, at = _character(source, at, _CHARSETS.get(sets.get(state.font, ""), encoding))
            state.take("", character, _said("u", character, 0), lost)
        else:
            state.learn(word, figure)
            state.take(word, _mended(word, figure, token[0]), _said(word, token[0], instead), lost)
        # what old programs show instead of the character before is left to striprtf, which passes it over
        instead = state.instead if word == "u" else max(0, instead - 1) if token[0] == "\\'" else 0
    return _with_plain_fonts("".join([*main, *(part for words in apart for part in ("\\par ", *words)), "}"]))


def _character(source: str, at: int, encoding: str) -> tuple[str, int]:
    """Return what the byte whose figures stand at *at* is in RTF's own way for any character, and where it ends.

    The second byte of a pair may be written as a letter.
    """
    written, end = bytes.fromhex(source[at : at + 2]), at + 2
    if encoding in _PAIRED and written[0] >= 0x80:
        if source.startswith("\\'", end) and _HEX.match(source, end + 2):
            pair, after = bytes.fromhex(source[end + 2 : end + 4]), end + 4
        else:
            pair, after = source[end : end + 1].encode("latin-1", "ignore"), end + 1
        if len((written + pair).decode(encoding, "ignore")) == 1 == len(pair):
            written, end = written + pair, after
    text = written.decode(encoding, "replace")
    units = text.encode("utf-16-le")
    return "".join(f"{{\\uc1\\u{int.from_bytes(units[n : n + 2], 'little')}?}}" for n in range(0, len(units), 2)), end


def _said(word: str | None, token: str, instead: int) -> str:
    """Return what a token says as plain text; so many of its characters stand *instead* of one before."""
    if word in _PARTING or word in _AROUND:
        return " "
    if word != "u":
        return "" if token[0] == "\\" else re.sub(r"[\r\n]", "", token)[instead:]
    units = [int(figure) % 0x10000 for figure in re.findall(r"\\u(-?\d{1,6})", token)]
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")


def _font_sets(source: str) -> tuple[dict[str, str], int, int]:
    """Return the number of the characters' set of each font, and where their table begins and ends; 0 without one."""
    begin = _FONTS.search(source)
    if begin is None:
        return {}, 0, 0
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
    return sets, begin.end(), end


def _with_plain_fonts(source: str) -> str:
    """Return a source whose table of fonts tells of each its number and its characters' set, and no more.

    striprtf looks for these with a search that takes the cube of a table's length where no font's name ends.
    """
    sets, begin, end = _font_sets(source)
    told = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in sets.items())
    return f"{source[:begin]}{told}{source[end:]}" if end else source


def _mended(word: str | None, figure: str | None, token: str) -> str:
    if word in _CELLS:
        return "\\par "
    if word == "uc" and (figure is None or int(figure) > 9 or int(figure) < 0):
        return "\\uc1 "
    if word == "upr":
        return ""
    if word == "u" and figure is not None and not -0x10000 <= int(figure) <= 0x10FFFF:
        return ""
    return token
