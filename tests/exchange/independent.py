"""The words of a file by other ways than the readers': what these lack must be told as left out.

Each function takes a file's bytes and gives its text as plainly as can be: all that any element says, however it is
shown. What no one reads as words is not in it: code, properties, marks of time, what the program numbers itself.
"""

import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

# elements inside a line: a word may go on over their borders
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
}  # fmt: skip
_RTF = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_RTF_NOWHERE = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "fldinst", "sp", "listtext", "pntext", "generator"}
_RTF_SAID = {"annotation", "footnote", "shptxt", "shpinst", "nonshppict"}
_RTF_SIGNS = {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}


def counted(text: str) -> Counter[str]:
    """Return how often each word comes in a text."""
    return Counter(re.findall(r"\w+", text))


def page(content: bytes | str) -> str:
    """Return what a web page says, but for its code."""
    root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    for element in list(root.iter("script", "style", "head")):
        element.drop_tree()
    return _said(root)


def _said(root: Any) -> str:
    parts = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append(element.tail or "")
            continue
        name = str(element.tag).rpartition("}")[2].lower()
        parts.append("" if name in _INLINE else " ")
        parts.append((element.text if event == "start" else element.tail) or "")
    return "".join(parts)


def word(content: bytes) -> str:
    """Return what all parts of a Word file say: text, notes, headers, comments, drawings, parts of other formats."""
    said = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".html", ".txt")):
                said.append(page(archive.read(name)))
            elif name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                for element in root.iter(
                    "{*}p",
                    "{*}oMathPara",
                    "{*}rt",
                    "{*}rubyBase",
                    "{*}t",
                    "{*}delText",
                    "{*}tab",
                    "{*}br",
                    "{*}v",
                    "{*}noBreakHyphen",
                    "{*}softHyphen",
                ):
                    kind = element.tag.rpartition("}")[2]
                    # what was moved stands where it was moved to, and an older form says the same again
                    above = {str(up.tag).rpartition("}")[2] for up in element.iterancestors()}
                    if above & {"moveFrom", "Fallback"} or (kind == "v" and "charts/" not in name):
                        continue
                    is_words = kind in ("t", "delText", "v")
                    said.append((" " if kind == "v" else "") + (element.text or "") if is_words else " ")
    return "".join(said)


def opendocument(content: bytes) -> str:
    """Return what a text, its headers and its comments say; numbers that the program gives are none of its words."""
    if not content.startswith(b"PK"):
        parts = [content]
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [
                archive.read(name)
                for name in archive.namelist()
                if name in ("content.xml", "styles.xml") or "/content" in name
            ]
    said = []
    for part in parts:
        root = etree.fromstring(part)
        own = ["note-citation", "index-title-template", "creator", "date", "date-string"]
        for element in list(root.iter(*(f"{{*}}{name}" for name in own))):
            element.text = ""
        for element in root.iter(
            "{*}p", "{*}h", "{*}s", "{*}tab", "{*}line-break", "{*}ruby-text", "{*}title", "{*}desc"
        ):
            element.text = " " + (element.text or "")
        for body in root.iter("{*}body", "{*}header", "{*}footer", "{*}math"):
            said.append("".join(body.itertext()) if body.tag[-4:] != "math" else " ".join(body.itertext()))
    return " ".join(said)


def book(content: bytes) -> str:
    """Return what all pages of a book say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(page(archive.read(name)) for name in archive.namelist() if name.endswith((".xhtml", ".html")))


def rich(content: bytes) -> str:
    """Return what an RTF file of one byte a character says: text, headers, notes, comments, what is hidden."""
    said: list[str] = []
    outer: list[bool] = []
    shown, after_star, skip = True, False, 0
    for token in _RTF.finditer(content):
        name, figure, byte, sign, brace, words = token.groups()
        if brace == b"{":
            outer.append(shown)
        elif brace == b"}" and outer:
            shown = outer.pop()
        elif sign == b"*":
            after_star = True
            continue
        elif shown and sign in (b"~", b"_"):
            said.append(" ")
        elif name:
            key = name.decode()
            if key in _RTF_NOWHERE or (after_star and key not in _RTF_SAID):
                shown = False
            elif (
                (shown and key in ("par", "line", "tab", "cell", "row", "sect", "page", *_RTF_SAID))
                or "head" in key
                or "foot" in key
            ):
                said.append(" ")
            elif shown and key in _RTF_SIGNS:
                said.append(_RTF_SIGNS[key])
            elif shown and key == "u":
                said.append(chr(int(figure) % 65536))
                skip = 1
        elif shown and (byte or words):
            text = bytes.fromhex(byte.decode()).decode("cp1252") if byte else words.decode("cp1252")
            said.append(text[skip:])
            skip = 0
        after_star = False
    return "".join(said)


def whole_words(text: str) -> str:
    """Return a text in which no word has a hyphen or a ligature: where a line ends, nobody knows whose a hyphen is."""
    return re.sub(r"(?<=\w)[-\u2010\u00ad]\n?(?=\w)", "", unicodedata.normalize("NFKC", text))


def printed(content: bytes, folder: Path) -> str:
    """Return what pdftotext reads of a PDF; the test is skipped where there is none."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    (folder / "a.pdf").write_bytes(content)
    done = subprocess.run([program, "-enc", "UTF-8", folder / "a.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode()


def captions(content: bytes) -> str:
    """Return what subtitles say, notes and comments too, without numbers, times and marks."""
    text = content.decode()
    if text.lstrip().startswith("<"):
        return " ".join(" ".join(one.itertext()) for one in etree.fromstring(content).iter("{*}p"))
    if "[Events]" in text:
        lines = [line.split(":", 1) for line in text.partition("[Events]")[2].split("\n") if ":" in line]
        fields = [field.strip() for field in lines[0][1].split(",")]
        rows = [dict(zip(fields, line[1].split(",", len(fields) - 1), strict=True)) for line in lines[1:]]
        said = [re.sub(r"\{[^}]*\}", "", re.sub(r"\\[Nnh]", " ", row["Text"])) for row in rows]
        # the speaker's name stands in a field of its own
        return " ".join([*said, *{row["Name"] for row in rows}])
    text = re.sub(r"\A\ufeff?WEBVTT.*\n(?:.+\n)*", "", text)
    blocks = [one for one in re.split(r"\n\s*\n", text.replace("\r", "")) if not one.startswith(("STYLE", "REGION"))]
    said = []
    for block in blocks:
        lines = block.split("\n")
        times = next((at for at, line in enumerate(lines) if "-->" in line or re.match(r"[\d:.]+,[\d:.]+$", line)), -1)
        if times >= 0:
            lines = lines[times + 1 :]
        voices = re.findall(r"<v(?:\.\w+)* ([^>]*)>", "\n".join(lines))
        said += [*voices, re.sub(r"<[^>]*>", "", "\n".join(lines)).strip().removeprefix("NOTE")]
    return html.fromstring(f"<p>{' '.join(said)}</p>").text_content() if said else ""


def heard(content: bytes) -> str:
    """Return what the segments of a machine's transcript say."""
    told = json.loads(content)
    parts = told if isinstance(told, list) else (told.get("segments") or told.get("transcription") or [told])
    return " ".join(f"{one.get('text') or one.get('body')}" for one in parts)


def record(content: bytes) -> str:
    """Return what stands in the text of a record, without its header."""
    root = etree.fromstring(content)
    for element in list(root.iter("{*}teiHeader", "{*}meta")):
        element.getparent().remove(element)
    return _said(root)


def message(content: bytes) -> str:
    """Return what the texts of a message say; what is said in two forms once."""
    parts = message_from_bytes(content, policy=policy.default)
    found: dict[str, list[str]] = {"plain": [], "html": []}
    for part in parts.walk():
        if part.get_content_maintype() == "text" and not part.get_filename():
            said: str = part.get_content()
            found[part.get_content_subtype()].append(page(said) if part.get_content_subtype() == "html" else said)
    both = counted(" ".join(found["plain"])) | counted(" ".join(found["html"]))
    return " ".join(both.elements())


def marked(content: bytes) -> str:
    """Return what a Markdown text says, without its front matter and where links lead."""
    text = re.sub(r"\A---\n.*?\n---\n", "", content.decode(), flags=re.DOTALL)
    text = re.sub(r"(?<=\])\([^)]*\)|\[\^[^\]]*\]:?|^[|: -]+$|^\s*\d+\. ", "", text, flags=re.MULTILINE)
    return page(f"<div>{text}</div>")


def plain(content: bytes) -> str:
    """Return a text as it stands."""
    return content.decode()


WAYS: dict[str, Callable[[bytes], str]] = {
    ".html": page, ".docx": word, ".odt": opendocument, ".fodt": opendocument, ".epub": book, ".rtf": rich,
    ".srt": captions, ".vtt": captions, ".sbv": captions, ".ass": captions, ".ttml": captions, ".json": heard,
    ".xml": record, ".eml": message, ".mht": message, ".md": marked, ".txt": plain,
}  # fmt: skip
