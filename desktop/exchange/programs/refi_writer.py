"""Writing REFI-QDA: a project (``.qdpx``) or a codebook (``.qdc``), valid by the schemas of the standard.

Line feeds, no byte-order mark, GUIDs in capitals, ``sources/`` and ``project.qde``; names unique in the whole tree
whatever their case, and of 63 letters at most, since QualCoder loses what is coded with a name that stands twice, and
MAXQDA cuts longer ones. Programs differ in what they count, so there are profiles.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop.core.text import one_line
from desktop.exchange.programs.carried_fields import with_field_codes, write_fields
from desktop.exchange.programs.interchange import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.programs.refi import ORIGIN

LONGEST_NAME = 63
STANDARD, NVIVO, MAXQDA = "standard", "nvivo", "maxqda"
PROFILES = (STANDARD, NVIVO, MAXQDA)
PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
# no letter of a name, since programs take them for levels; and what XML has no form for
_LEVELS = re.compile(r"::|[/\\>]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_QUOTE = 60
# of archives no time is told, so that the same project makes the same bytes
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_qdpx(project: ForeignProject, name: str, profile: str = STANDARD) -> bytes:
    """Return a project as an archive; *profile* says which program it is for."""
    writer = _RefiWriter(with_field_codes(project), profile)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("project.qde"), writer.project(name))
        for document in project.documents:
            if document.text is not None:
                archive.writestr(_entry(f"sources/{_file_of(document)}"), writer.text_of(document).encode("utf-8"))
    return made.getvalue()


def write_qdc(project: ForeignProject) -> bytes:
    """Return the codes of a project as a codebook."""
    return _RefiWriter(project, STANDARD).codebook()


def unique_names(codes: Iterable[ForeignCode]) -> dict[str, str]:
    """Return a name for each code by its id: no two alike, whatever their case, none too long or with levels."""
    every = list(codes)
    by_id = {one.id: one for one in every}
    taken = set[str]()
    found: dict[str, str] = {}
    for one in every:
        plain = _LEVELS.sub("-", _NO_XML.sub("\ufffd", one_line(one.name))).strip() or "-"
        above = by_id.get(one.parent)
        end, tails = "", [""]
        if above is not None and above.entry is not None and one.entry is None:
            # a stance goes by its topic's name, which is unique already
            end = f": {plain.rpartition(': ')[2]}"
            plain = found[above.id]
        elif above is not None and above.parent:
            tails.append(f" ({found.get(above.id, above.name)})")
        numbers = (f" {number}" for number in itertools.count(2))
        able = (_cut(plain, tail, end) for tail in itertools.chain(tails, numbers))
        name = next(each for each in able if each.casefold() not in taken)
        taken.add(name.casefold())
        found[one.id] = name
    return found


def _cut(name: str, tail: str, end: str) -> str:
    tail = f"{tail[: LONGEST_NAME // 2]}{end}"
    return f"{name[: LONGEST_NAME - len(tail)].rstrip()}{tail}"


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _file_of(document: ForeignDocument) -> str:
    return f"{document.uuid.upper()}.txt"


class _RefiWriter:
    def __init__(self, project: ForeignProject, profile: str) -> None:
        from lxml import etree

        self.etree = etree
        self.is_codebook = False
        self.whole, self.profile = project, profile
        self.names = unique_names(project.codes)
        self.users = {name: uuid.upper() for name, uuid in project.coders.items()}
        self.children: dict[str, list[ForeignCode]] = {}
        for code in project.codes:
            self.children.setdefault(code.parent, []).append(code)
        self.memos: dict[tuple[str, str], list[ForeignMemo]] = {}
        for memo in project.memos:
            kind = "unit" if memo.unit else "document" if memo.document else "code"
            self.memos.setdefault((kind, memo.unit or memo.document or memo.code), []).append(memo)
        self.uuids = {one.id: one.uuid.upper() for one in project.codes}

    def project(self, name: str) -> bytes:
        root = self.xml_root("Project", PROJECT)
        told = f"{ORIGIN} ({self.profile})"
        root.set("name", _clean(one_line(name)) or "-")
        root.set("origin", told)
        if self.users:
            users = self.xml_sub(root, "Users")
            for user, guid in self.users.items():
                self.xml_sub(users, "User", guid=guid, name=user)
        if self.whole.codes:
            self._codes(self.xml_sub(self.xml_sub(root, "CodeBook"), "Codes"), "")
        self._variables(root)
        if self.whole.documents:
            sources = self.xml_sub(root, "Sources")
            codings: dict[str, dict[str, list[ForeignCoding]]] = {}
            for one in self.whole.codings:
                codings.setdefault(one.document, {}).setdefault(one.unit, []).append(one)
            for document in self.whole.documents:
                self._source(sources, document, codings.get(document.id, {}))
        if self.whole.memos:
            notes = self.xml_sub(root, "Notes")
            for memo in self.whole.memos:
                self._note(notes, memo)
        self.xml_words(root, "Description", write_fields(self.whole.own_fields))
        return self._bytes(root)

    def codebook(self) -> bytes:
        self.is_codebook = True
        root = self.xml_root("CodeBook", CODEBOOK)
        root.set("origin", ORIGIN)
        self._codes(self.xml_sub(root, "Codes"), "")
        return self._bytes(root)

    def text_of(self, document: ForeignDocument) -> str:
        """Return a text as its file has it."""
        text = document.text or ""
        return text if self.profile == STANDARD else text.replace("\n", "\r\n")

    def xml_root(self, tag: str, namespace: str) -> Any:
        self.namespace = namespace
        return self.etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})

    def xml_sub(self, parent: Any, tag: str, **attributes: str) -> Any:
        told = {name: _clean(value) for name, value in attributes.items()}
        return self.etree.SubElement(parent, f"{{{self.namespace}}}{tag}", told)

    def _bytes(self, root: Any) -> bytes:
        content: bytes = self.etree.tostring(root, xml_declaration=True, encoding="utf-8")
        return content

    def xml_words(self, parent: Any, tag: str, words: str) -> None:
        if words:
            self.xml_sub(parent, tag).text = _clean(words)

    def _codes(self, parent: Any, above: str) -> None:
        waiting = [(parent, code) for code in reversed(self.children.get(above, []))]
        while waiting:
            element, code = waiting.pop()
            attributes = {"guid": self.uuids[code.id], "name": self.names[code.id], "isCodable": "true"}
            own = self.xml_sub(element, "Code", **attributes)
            if code.color:
                own.set("color", code.color.upper())
            self.xml_words(own, "Description", code.definition)
            if not self.is_codebook:
                self._note_refs(own, "code", code.id)
            waiting.extend((own, child) for child in reversed(self.children.get(code.id, [])))

    def _variables(self, root: Any) -> None:
        names = dict.fromkeys(name for one in self.whole.documents for name, _value in one.variables)
        self.variables = {name: _made_guid(f"variable {name}") for name in names}
        if names:
            variables = self.xml_sub(root, "Variables")
            for name, guid in self.variables.items():
                self.xml_sub(variables, "Variable", guid=guid, name=name, typeOfVariable=term("Text"))

    def _source(self, sources: Any, document: ForeignDocument, units: dict[str, list[ForeignCoding]]) -> None:
        source = self.xml_sub(
            sources, "TextSource", guid=document.uuid.upper(), name=one_line(document.name),
            plainTextPath=f"internal://{_file_of(document)}",
        )  # fmt: skip
        text = document.text or ""
        starts = _positions(text, self.profile)
        for unit, codings in units.items():
            first = codings[0]
            start, end = (starts[first.start], starts[first.end]) if starts else (first.start, first.end)
            selection = self.xml_sub(
                source, "PlainTextSelection", guid=first.uuid.upper(),
                name=one_line(text[first.start : first.end], _QUOTE), startPosition=str(start),
                endPosition=str(end),
            )  # fmt: skip
            self._by(selection, first, "creatingUser")
            for number, one in enumerate(codings):
                guid = _made_guid(f"coding {first.uuid} {number}")
                coding = self.xml_sub(selection, "Coding", guid=guid)
                self._by(coding, one, "creatingUser")
                self.xml_sub(coding, "CodeRef", targetGUID=self.uuids[one.code])
            self._note_refs(selection, "unit", unit)
        self._note_refs(source, "document", document.id)
        for name, value in document.variables:
            told = self.xml_sub(source, "VariableValue")
            self.xml_sub(told, "VariableRef", targetGUID=self.variables[name])
            self.xml_words(told, "TextValue", value)

    def _by(self, element: Any, one: ForeignCoding | ForeignMemo, attribute: str) -> None:
        if one.coder in self.users:
            element.set(attribute, self.users[one.coder])
        if one.created:
            element.set("creationDateTime", one.created)

    def _note_refs(self, element: Any, kind: str, number: str) -> None:
        for memo in self.memos.get((kind, number), ()):
            self.xml_sub(element, "NoteRef", targetGUID=memo.uuid.upper())

    def _note(self, notes: Any, memo: ForeignMemo) -> None:
        note = self.xml_sub(notes, "Note", guid=memo.uuid.upper(), name=one_line(memo.text, _QUOTE))
        self._by(note, memo, "creatingUser")
        self.xml_words(note, "PlainTextContent", memo.text)


def _positions(text: str, profile: str) -> Sequence[int]:
    """Return what a program counts for each code point of a text; nothing where it counts these."""
    if profile != NVIVO:
        return ()
    found = [0]
    for letter in text:
        found.append(found[-1] + 1 + (letter == "\n") + (ord(letter) > 0xFFFF))
    return found


def _clean(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)


def _made_guid(words: str) -> str:
    import uuid

    return str(uuid.uuid5(uuid.UUID("6d1c5f0e-7a52-4c1b-9a37-1f0e5d2c8b44"), words)).upper()


def lost_letters(project: ForeignProject) -> Iterator[str]:
    """Yield each text in which stands what XML has no form for, and which is written otherwise."""
    for words in (
        *(one.definition for one in project.codes),
        *(one.name for one in project.codes),
        *(one.text for one in project.memos),
        *(value for one in project.documents for _name, value in one.variables),
    ):
        if _NO_XML.search(words):
            yield words
