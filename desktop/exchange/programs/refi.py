"""REFI-QDA: projects (``.qdpx``, ``.qde``) and codebooks (``.qdc``) as NVivo, MAXQDA, ATLAS.ti and others write them.

The standard is QDA-XML 1.0 (REFI, 18 March 2019). What real programs make of it differs: names of folders and of the
inner file, schemes of paths, namespaces, units of offsets, cases that only carry a document's variables.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.text import normalise_part, normalise_text, one_line
from desktop.exchange.programs.carried_fields import fields_of_words, without_field_codes
from desktop.exchange.programs.definitions import read_definition
from desktop.exchange.programs.interchange import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.programs.readings import Selection, read_offsets
from desktop.exchange.readers.archives import Archive, DamagedPartError, parse_xml
from desktop.exchange.readers.encodings import decode
from desktop.exchange.readers.source import SourceFile

# what Visavis writes into the attribute ``origin``
ORIGIN = term("Visavis")
CASES = "cases"
_NAMESPACE = re.compile(r"urn:QDA-XML:(?:project|codebook):[\d:.]+")
_ROOT = re.compile(r"<(?:\w+:)?(Project|CodeBook)\b[^>]*urn:QDA-XML:")
_SCHEME = re.compile(r"^(?:internal|relative|absolute|file)://+", re.IGNORECASE)
_COLOR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# of selections in pictures, sound and video no words are known
_OTHERS = ("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "TranscriptSelection")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


def is_qdpx(source: SourceFile) -> bool:
    """Tell whether *source* is an archive with a REFI-QDA project in it."""
    return source.is_zip and bool(_inner(source.archive))


def is_qda_xml(source: SourceFile) -> bool:
    """Tell whether *source* is a REFI-QDA project or codebook as XML alone."""
    return _ROOT.search(source.start) is not None


def read_qdpx(source: SourceFile) -> ForeignProject:
    """Read a project in an archive; UserError when it is damaged or not safe."""
    archive = source.archive
    root = archive.xml(_inner(archive))
    parts = {name.replace("\\", "/").casefold(): name for name in archive.names}
    return _RefiReader(root, source.name, _Parts(archive, parts)).project()


def read_qda_xml(source: SourceFile) -> ForeignProject:
    """Read a project without its files, or a codebook; UserError when it is damaged."""
    return _RefiReader(parse_xml(source.content, source.name), source.name, None).project()


def _inner(archive: Archive) -> str:
    """Return the name of the project's own file: ``project.qde``, or whatever the program calls it."""
    found = [name for name in archive.names if name.lower().endswith(".qde")]
    found.sort(key=lambda name: (name.count("/"), posixpath.basename(name).lower() != "project.qde", name))
    return found[0] if found else ""


class _Parts:
    """The files of an archive, found whatever the case of their folder and the scheme of the path."""

    def __init__(self, archive: Archive, names: Mapping[str, str]) -> None:
        self._archive = archive
        self._names = names

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where it is not there."""
        bare = _SCHEME.sub("", path.replace("\\", "/")).lstrip("./")
        for able in (bare, f"sources/{bare}", f"sources/{posixpath.basename(bare)}"):
            name = self._names.get(able.casefold())
            if name is not None:
                try:
                    return self._archive.read(name)
                except DamagedPartError:
                    return None
        return None


def _plain(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def xml_each(element: Any, *names: str) -> Iterator[Any]:
    """Yield the children of an element that are called so, whatever their namespace; of None nothing."""
    if element is not None:
        for child in element:
            if _plain(child.tag) in names:
                yield child


def xml_first(element: Any, name: str) -> Any:
    """Return the first of them; None where there is none."""
    return next(xml_each(element, name), None)


def xml_text(element: Any, name: str) -> str:
    """Return its text as Visavis stores it; empty where there is none."""
    found = xml_first(element, name)
    if found is None:
        return ""
    # what Visavis wrote has the ends of lines that it has there
    is_own = (found.getroottree().getroot().get("origin") or "").startswith(ORIGIN)
    return found.text or "" if is_own else normalise_part(found.text or "")


def _id(value: str | None) -> str:
    return (value or "").strip().strip("{}").lower()


class _RefiReader:
    """Read one project, part by part."""

    def __init__(self, root: Any, name: str, parts: _Parts | None) -> None:
        if _plain(root.tag) not in (term("Project"), "CodeBook"):
            raise UserError(_("{name} is no project of REFI-QDA: choose a .qdpx, .qde or .qdc file."), name=name)
        self.root, self.name, self.parts = root, name, parts
        self.users: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.notes: list[str] = []
        self.memos: list[ForeignMemo] = []
        self.codes: list[ForeignCode] = []
        self.codings: list[ForeignCoding] = []
        self.documents: list[ForeignDocument] = []
        self.readings: dict[str, tuple[str, float]] = {}
        self.own = (root.get("origin") or "").startswith(ORIGIN)
        # of what Visavis wrote it is known
        is_nvivo = "nvivo" in (root.get("origin") or "")
        self.counted = ("utf-16" if is_nvivo else "points") if self.own else ""
        self.note_texts: dict[str, tuple[str, str, str]] = {}
        self.missing: list[str] = []
        self.others = 0
        # of each selection, where it stands: its document, and its offsets in it
        self.places: dict[str, tuple[str, int, int]] = {}
        self.lost = 0

    def project(self) -> ForeignProject:
        root = self.root
        for user in xml_each(xml_first(root, "Users"), "User"):
            self.users[_id(user.get("guid"))] = one_line(user.get("name") or user.get("id") or "")
        for variable in xml_each(xml_first(root, "Variables"), "Variable"):
            self.variables[_id(variable.get("guid"))] = one_line(variable.get("name") or "")
        for note in xml_each(xml_first(root, "Notes"), "Note"):
            self._note(note)
        book = root if _plain(root.tag) == "CodeBook" else xml_first(root, "CodeBook")
        for code in xml_each(xml_first(book, "Codes"), "Code"):
            self._code(code, "")
        own_variables = self._case_variables()
        for source in xml_each(
            xml_first(root, "Sources"), "TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"
        ):
            self._source(source, own_variables)
        self._cases()
        self._tell()
        origin = root.get("origin") or ""
        found = ForeignProject(
            one_line(origin) or "REFI-QDA",
            tuple(self.documents),
            tuple(self.codes),
            tuple(self.codings),
            tuple(self.memos),
            {name: guid for guid, name in self.users.items() if name},
            self.own,
            tuple(self.notes),
            self.readings,
            self.own,
        )
        if not self.own:
            return found
        return replace(without_field_codes(found), own_fields=fields_of_words(xml_text(root, "Description")))

    def _tell(self) -> None:
        if self.missing:
            told = _("The file lacks the texts of: {names}.")
            self.notes.append(told.format(names=", ".join(self.missing[:20]) + ", …" * (len(self.missing) > 20)))
        if self.others:
            told = _("Codings of pictures, pages, sound or video are left out, since they have no words: {count}.")
            self.notes.append(told.format(count=self.others))
        if self.lost:
            told = _("Selections that are empty or lie outside their text are left out: {count}.")
            self.notes.append(told.format(count=self.lost))

    def _note(self, note: Any) -> None:
        words = xml_text(note, "PlainTextContent")
        path = note.get("plainTextPath") or ""
        if not words and path and self.parts is not None:
            content = self.parts.read(path)
            words = normalise_text(_decoded(content, self.name)) if content else ""
        words = words or xml_text(note, "Description") or one_line(note.get("name") or "")
        coder = self.users.get(_id(note.get("creatingUser")), "")
        self.note_texts[_id(note.get("guid"))] = (words, coder, note.get("creationDateTime") or "")

    def _memos_of(self, element: Any, **on: str) -> None:
        for reference in xml_each(element, "NoteRef"):
            guid = _id(reference.get("targetGUID"))
            words, coder, created = self.note_texts.get(guid, ("", "", ""))
            if words.strip():
                self.memos.append(ForeignMemo(words, coder, created, uuid=guid, **on))

    def _code(self, element: Any, parent: str) -> None:
        # a stack of our own: codes may lie deeper in each other than Python's reaches
        waiting = [(element, parent)]
        while waiting:
            one, above = waiting.pop()
            guid = _id(one.get("guid")) or f"code {len(self.codes)}"
            color = _COLOR.fullmatch((one.get("color") or "").strip())
            shade = color[1] if color else ""
            if len(shade) == 3:
                shade = "".join(letter * 2 for letter in shade)
            told = xml_text(one, "Description")
            definition = told.strip()
            name = one_line(one.get("name") or "")
            entry = read_definition(told, name) if self.own else None
            self.codes.append(
                ForeignCode(guid, name, above, f"#{shade.lower()}" if shade else "", definition, guid, entry)
            )
            self._memos_of(one, code=guid)
            waiting.extend((child, guid) for child in reversed(list(xml_each(one, "Code"))))

    def _source(self, source: Any, own_variables: Mapping[str, dict[str, str]]) -> None:
        kind = _plain(source.tag)
        guid = _id(source.get("guid")) or f"source {len(self.documents)}"
        name = one_line(source.get("name") or "") or one_line(posixpath.basename(source.get("plainTextPath") or ""))
        self.others += sum(1 for _one in xml_each(source, *_OTHERS))
        holder = source if kind == "TextSource" else xml_first(source, "Representation")
        for able in xml_each(source, "Transcript"):
            holder = able if holder is None else holder
        raw = self._text_of(holder)
        selections = list(xml_each(holder, "PlainTextSelection")) if holder is not None else []
        variables = {**own_variables.get(guid, {}), **self._values(source)}
        if raw is None:
            if kind == "TextSource" or selections:
                self.missing.append(name or guid)
            self.documents.append(ForeignDocument(guid, name or guid, None, tuple(variables.items()), guid))
            for element in selections:
                # its words may stand in a document of the project
                self._selection(element, guid, -1, -1, normalise_part(element.get("name") or ""))
        else:
            found = [
                Selection(
                    _number(one, "startPosition"), _number(one, "endPosition"), normalise_part(one.get("name") or "")
                )
                for one in selections
            ]
            reading = read_offsets(raw, found, known=self.counted)
            if found:
                self.readings[guid] = (reading.told, reading.score)
            self.documents.append(ForeignDocument(guid, name or guid, reading.text, tuple(variables.items()), guid))
            for element, one in zip(selections, found, strict=True):
                span = reading.span(one.start, one.end)
                if span is None:
                    self.lost += 1
                    continue
                self._selection(element, guid, *span)
        for coding in xml_each(source, "Coding"):
            self._coding(coding, guid, -1, -1, f"whole {guid}", "", "")
        description = xml_text(source, "Description").strip()
        if description:
            self.memos.append(ForeignMemo(description, document=guid))
        self._memos_of(source, document=guid)

    def _text_of(self, holder: Any) -> str | None:
        if holder is None:
            return None
        path = holder.get("plainTextPath") or ""
        if path and self.parts is not None:
            content = self.parts.read(path)
            if content is not None:
                return _decoded(content, self.name)
        inline = xml_first(holder, "PlainTextContent")
        if inline is not None and inline.text:
            return str(inline.text)
        rich = holder.get("richTextPath") or ""
        content = self.parts.read(rich) if rich and self.parts is not None else None
        return _rich_text(content, rich) if content is not None else None

    def _selection(self, element: Any, document: str, start: int, end: int, quote: str = "") -> None:
        guid = _id(element.get("guid")) or f"selection {len(self.places)}"
        self.places[guid] = document, start, end
        coder = self.users.get(_id(element.get("creatingUser")), "")
        created = element.get("creationDateTime") or ""
        codings = list(xml_each(element, "Coding"))
        for coding in codings:
            self._coding(coding, document, start, end, guid, coder, created, quote)
            self._memos_of(coding, unit=guid)
        description = xml_text(element, "Description").strip()
        if description:
            self.memos.append(ForeignMemo(description, coder, created, unit=guid))
        self._memos_of(element, unit=guid)
        if not codings:
            # a comment on words that nobody coded
            self.codings.append(ForeignCoding(document, "", start, end, coder, created, guid, guid))

    def _coding(
        self, coding: Any, document: str, start: int, end: int, unit: str, coder: str, created: str, quote: str = ""
    ) -> None:
        reference = xml_first(coding, "CodeRef")
        code = _id(reference.get("targetGUID")) if reference is not None else ""
        coder = self.users.get(_id(coding.get("creatingUser")), "") or coder
        created = coding.get("creationDateTime") or created
        self.codings.append(
            ForeignCoding(document, code, start, end, coder, created, unit, unit if start >= 0 else "", quote)
        )

    def _values(self, element: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in xml_each(element, "VariableValue"):
            reference = xml_first(value, "VariableRef")
            name = self.variables.get(_id(reference.get("targetGUID")) if reference is not None else "", "")
            words = next((one for kind in _VALUES if (one := xml_text(value, kind).strip())), "")
            if name and words:
                found[name] = words
        return found

    def _case_variables(self) -> dict[str, dict[str, str]]:
        """Return the variables of documents that stand in a case without a name, as MAXQDA and Quirkos write them."""
        found: dict[str, dict[str, str]] = {}
        for case in xml_each(xml_first(self.root, "Cases"), "Case"):
            sources = [_id(one.get("targetGUID")) for one in xml_each(case, "SourceRef")]
            if len(sources) == 1 and not (case.get("name") or "").strip():
                found.setdefault(sources[0], {}).update(self._values(case))
        return found

    def _cases(self) -> None:
        named = [one for one in xml_each(xml_first(self.root, "Cases"), "Case") if (one.get("name") or "").strip()]
        if not named:
            return
        self.codes.append(ForeignCode(CASES, _("Cases")))
        known = {code.id for code in self.codes}
        for case in named:
            # an actor may be code and case under one GUID, as NVivo has it
            guid = f"case {_id(case.get('guid'))}"
            if guid in known:
                continue
            definition = xml_text(case, "Description").strip()
            values = tuple(self._values(case).items())
            name = one_line(case.get("name"))
            self.codes.append(ForeignCode(guid, name, CASES, definition=definition, attributes=values))
            for reference in xml_each(case, "SelectionRef"):
                unit = _id(reference.get("targetGUID"))
                if unit in self.places:
                    self.codings.append(ForeignCoding(self.places[unit][0], guid, *self.places[unit][1:], unit=unit))
            for reference in xml_each(case, "SourceRef"):
                document = _id(reference.get("targetGUID"))
                self.codings.append(ForeignCoding(document, guid, unit=f"whole {document}"))


def _number(element: Any, name: str) -> int:
    try:
        found = int((element.get(name) or "").strip())
    except ValueError:
        return -1
    return found if abs(found) < 2**31 else -1


def _decoded(content: bytes, name: str) -> str:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        # the byte-order mark stays: some count it
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return decode(content, name, "").text


def _rich_text(content: bytes, path: str) -> str | None:
    """Return the words of a text that is there as Word, RTF or PDF only."""
    from desktop.exchange.recognition import recognise

    source = SourceFile(content, posixpath.basename(path))
    try:
        found: str = recognise(source).read(source).text
    except Exception:
        # whatever a damaged file leads its reader to: it is told as missing
        return None
    return found
