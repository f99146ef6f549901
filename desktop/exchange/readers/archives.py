"""Opening what is a ZIP archive inside (office documents, e-books) without trusting what it says of itself."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _

MEMBERS = 10_000
# of all parts that are read, unpacked; an archive of five hundred pages of text has a tenth of that
UNPACKED = 192 * 1024 * 1024
PART = 64 * 1024 * 1024
RATIO = 400
# a tag with a picture in it, or with attributes without end: everybody who reads these takes the square of their number
_LADEN = re.compile(rb"<([A-Za-z][\w:-]*)\s[^<>]{32768,}>")
_READ = re.compile(r"\.(?:xml|rels|x?html?|mht|rtf|opf|ncx|txt|md|toml)$|^mimetype$", re.IGNORECASE)
# a document type may carry entities that grow without end or read other files; in every encoding XML may have
_TYPE = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
_ENTITY = tuple("<!ENTITY".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))


class DamagedPartError(UserError):
    """A part of an archive is missing, or cannot be unpacked; the others may be sound."""


class Archive:
    """The parts of a ZIP archive that hold text.

    Nothing is ever unpacked to the disk. What a part claims to unpack to bounds what is read of it, so the sum of the
    claims is what must be small.

    Raises:
        UserError: when it is damaged, encrypted, unpacks to too much, or names a part outside itself.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            sentence = _("{name} is damaged: its archive cannot be opened; get a new copy of it.")
            raise UserError(sentence, name=name) from error
        self._check()

    @property
    def names(self) -> list[str]:
        """The names of its parts."""
        return self._zip.namelist()

    @property
    def media_type(self) -> bytes:
        """What the archive says it is, as OpenDocument and EPUB do; empty when it does not."""
        return self.read("mimetype")[:100].strip() if "mimetype" in self.names else b""

    def read(self, part: str) -> bytes:
        """Return one part; DamagedPartError when it is missing or damaged."""
        try:
            with self._zip.open(part) as opened:
                content = opened.read(PART + 1)
        except KeyError as error:
            sentence = _("{name} is damaged: its part {part} is missing; get a new copy.")
            raise DamagedPartError(sentence, name=self.name, part=shown_part(part)) from error
        except Exception as error:
            # zlib, bz2, lzma and zipfile each have errors of their own for damaged data
            sentence = _("{name} is damaged: its part {part} cannot be unpacked; get a new copy.")
            raise DamagedPartError(sentence, name=self.name, part=shown_part(part)) from error
        if len(content) > PART:
            raise UserError(self._bomb())
        return content

    def xml(self, part: str) -> Any:
        """Return the root of an XML part; UserError as `read`, when it is no XML, and when it declares entities."""
        return parse_xml(self.read(part), self.name)

    def _check(self) -> None:
        parts = self._zip.infolist()
        total = 0
        if len(parts) > MEMBERS:
            raise UserError(self._bomb())
        for part in parts:
            path = part.filename.replace("\\", "/")
            if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
                sentence = _("{name} is not safe: it names the part {part} outside itself; get it from its author.")
                raise UserError(sentence, name=self.name, part=shown_part(path))
            if part.flag_bits & 1:
                sentence = _("{name} is protected by a password; save it without one and open that.")
                raise UserError(sentence, name=self.name)
            if _READ.search(path):
                total += part.file_size
                grows = part.file_size > 1024 * 1024 and part.file_size > RATIO * max(1, part.compress_size)
                if grows or part.file_size > PART or total > UNPACKED:
                    raise UserError(self._bomb())

    def check_types(self) -> None:
        """Look for document types before another program's parser meets them; UserError when a part has one."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels")):
                refuse_entities(self.read(name), self.name, every_type=True)

    def _bomb(self) -> str:
        return _("{name} is not safe: it unpacks to far more than a text needs; save its text as a .txt file.").format(
            name=self.name
        )


def resolve(base: str, reference: str) -> str:
    """Return the part that *reference* in the part *base* names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), reference.partition("#")[0]))


def refuse_entities(content: bytes, name: str, *, every_type: bool = False) -> None:
    """Raise UserError when *content* declares entities, or (*every_type*) any document type."""
    for mark in (*_ENTITY, *(_TYPE if every_type else ())):
        if mark in content:
            sentence = _("{name} is not safe: its XML declares entities; save its text as a .txt file.")
            raise UserError(sentence, name=name)


def parse_xml(content: bytes, name: str) -> Any:
    """Return the root of *content* as XML; nothing is fetched. UserError when it is no XML or declares entities."""
    from lxml import etree

    refuse_entities(content, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    return _parsed(lambda: etree.fromstring(content, parser), name)


def parse_html(content: bytes | str, name: str) -> Any:
    """Return the root of *content* as HTML, however broken; None when nothing is in it, UserError when that fails."""
    from lxml import html

    if not content.strip():
        return None
    # str with an encoding declaration is refused by lxml
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    data = _LADEN.sub(rb"<\1>", data)
    parser = html.HTMLParser(encoding="utf-8" if isinstance(content, str) else None, no_network=True, huge_tree=False)
    return _parsed(lambda: html.document_fromstring(data, parser=parser, ensure_head_body=True), name)


def _parsed(parse: Callable[[], Any], name: str) -> Any:
    from lxml import etree

    try:
        return parse()
    except (etree.LxmlError, ValueError) as error:
        raise UserError(_("{name} is damaged: its text cannot be read; get a new copy of it."), name=name) from error


def shown_part(part: str) -> str:
    """Return the name of a part fit to stand in a sentence."""
    return f"“{part[:60].encode('ascii', 'replace').decode()}”"
