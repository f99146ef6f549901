"""A whole project as annotated Markdown: an archive of texts that people can read, edit, compare and keep in versions.

``visavis.toml`` stands first and tells that it is one, and who has coded; ``codebook.toml`` holds the topics and the
actors with the memos on them, ``documents`` a file for each document, with its facts, turns, claims and memos. A single
annotated document is read in the same way.
"""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.core.claim_fields import QUALITIES
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.scale import told_step
from desktop.core.text import context, one_line, text_hash
from desktop.core.values import Actor, Codebook, CodebookFile, CodedClaim, CodedDocument, CodedMemo, EntryMemo, Topic
from desktop.exchange.annotated.reader import is_coded, read_coded
from desktop.exchange.annotated.writer import write_annotated
from desktop.exchange.codebook import read_codebook_file, write_toml
from desktop.exchange.programs.interchange import (
    ACTORS,
    CERTAINTY,
    ORIGIN,
    TOPICS,
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.readers.source import SourceFile

FORMAT = 1
MARK, BOOK, FOLDER = "visavis.toml", "codebook.toml", "documents"
# of archives no time is told, so that the same project makes the same bytes
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# letters of a title that no system refuses in the name of a file
_NAME = re.compile(r"[^\w .,()'-]+")
_LONGEST_NAME = 60


def begins_as_project(head: bytes) -> bool:
    """Tell whether a file of these first bytes is a project of annotated documents: the mark stands first in it."""
    return head.startswith(b"PK\x03\x04") and head[30 : 30 + len(MARK)] == MARK.encode()


def is_annotated_project(source: SourceFile) -> bool:
    """Tell whether *source* is a project as an archive of annotated documents, or one such document."""
    return begins_as_project(source.content) if source.is_zip else is_coded(source)


def read_annotated_project(source: SourceFile) -> ForeignProject:
    """Read a project of annotated documents.

    Raises:
        UserError: when a file of it cannot be read; the sentence names file and line.
    """
    if not source.is_zip:
        document = read_coded(source)
        return _OwnProject(CodebookFile(Codebook(), {}), {}, [document]).project()
    files = source.archive
    told = _told(files.read(MARK).decode("utf-8-sig", "replace"), source.name)
    coders = {one_line(str(one.get("name", ""))): str(one.get("uuid", "")) for one in told}
    book = CodebookFile(Codebook(), {})
    names = files.names
    if BOOK in names:
        book = read_codebook_file(files.read(BOOK).decode("utf-8-sig", "replace"), BOOK)
    documents = [
        read_coded(SourceFile(files.read(name), name.rpartition("/")[2]))
        for name in sorted(names)
        if name.startswith(f"{FOLDER}/") and name.endswith(".md")
    ]
    return _OwnProject(book, {name: uuid for name, uuid in coders.items() if name}, documents).project()


def _told(words: str, name: str) -> Sequence[dict[str, object]]:
    try:
        told = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        sentence = _("{name}: {part} cannot be read as TOML ({reason}); correct it there.")
        raise UserError(sentence, name=name, part=MARK, reason=error) from error
    version = told.get("visavis-project")
    if not isinstance(version, int) or version > FORMAT:
        sentence = _("{name} is of format {version}, and this Visavis reads up to {newest}; update Visavis.")
        raise UserError(sentence, name=name, version=version, newest=FORMAT)
    coders = told.get("coder", [])
    return [one for one in coders if isinstance(one, dict)] if isinstance(coders, list) else []


def write_annotated_project(project: ForeignProject, name: str) -> bytes:
    """Return a gathered project as an archive of annotated documents; the same project gives the same bytes."""
    import tomlkit

    told = tomlkit.document()
    told.add("visavis-project", tomlkit.item(FORMAT))
    told.add("name", tomlkit.item(name))
    coders = tomlkit.aot()
    for coder, uuid in project.coders.items():
        table = tomlkit.table()
        table.add("name", coder)
        table.add("uuid", uuid)
        coders.append(table)
    if coders:
        told.append("coder", coders)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(MARK), tomlkit.dumps(told).encode("utf-8"))
        entries = [one.entry for one in project.codes if one.entry is not None]
        book = Codebook(
            tuple(one for one in entries if isinstance(one, Actor)),
            tuple(one for one in entries if isinstance(one, Topic)),
            project.own_fields,
        )
        archive.writestr(_entry(BOOK), write_toml(book, tuple(_entry_memos(project))))
        width = max(4, len(str(len(project.documents))))
        for number, one in enumerate(project.documents, 1):
            if one.coded is not None:
                title = _NAME.sub(" ", one.coded.facts.title or one.name)
                short = " ".join(title.split())[:_LONGEST_NAME].strip(" .")
                path = f"{FOLDER}/{number:0{width}} {short}".rstrip()
                archive.writestr(_entry(f"{path}.md"), write_annotated(one.coded).encode("utf-8"))
    return made.getvalue()


def _entry_memos(project: ForeignProject) -> Iterator[EntryMemo]:
    entries = {one.id: one.entry for one in project.codes}
    for memo in project.memos:
        on, beside = entries.get(memo.code), entries.get(memo.actor)
        told = CodedMemo(memo.text, memo.coder, memo.created, memo.uuid)
        if isinstance(on, Topic):
            yield EntryMemo(told, on.key, beside.key if beside is not None else "")
        elif isinstance(on, Actor):
            yield EntryMemo(told, actor=on.key)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


class _OwnProject:
    """A codebook and coded documents in the form in which programs exchange them."""

    def __init__(self, book: CodebookFile, coders: dict[str, str], documents: Sequence[CodedDocument]) -> None:
        self.book, self.coders, self.documents = book, coders, documents
        self.codes: dict[str, ForeignCode] = {}

    def project(self) -> ForeignProject:
        self._entries(TOPICS, self.book.codebook.topics)
        self._entries(ACTORS, self.book.codebook.actors)
        codings: list[ForeignCoding] = []
        memos: list[ForeignMemo] = []
        documents = []
        for number, one in enumerate(self.documents, 1):
            document = one.uuid or f"document {number}"
            for at, claim in enumerate(one.claims):
                unit = claim.uuid or f"{document} {at}"
                codings += self._codings(one, document, claim, unit)
                told = claim.memos or ((CodedMemo(claim.memo),) if claim.memo.strip() else ())
                memos += [ForeignMemo(memo.text, memo.coder, memo.created, unit, uuid=memo.uuid) for memo in told]
            memos += [
                ForeignMemo(memo.text, memo.coder, memo.created, document=document, uuid=memo.uuid)
                for memo in one.memos
            ]
            bare = replace(one, memos=())
            documents.append(ForeignDocument(document, one.name, one.text, (), one.uuid, text_hash(one.text), bare))
        memos += [self._memo(one) for one in self.book.memos]
        names = {one.coder for one in codings if one.coder} | {one.coder for one in memos if one.coder}
        return ForeignProject(
            term("Visavis"),
            tuple(documents),
            tuple(self.codes.values()),
            tuple(codings),
            tuple(memos),
            {**self.coders, **dict.fromkeys(sorted(names - {*self.coders}), "")},
            True,
            self.book.notes,
            {},
            True,
            own_fields=self.book.codebook.own_fields,
        )

    def _entries(self, top: str, entries: Sequence[Actor] | Sequence[Topic]) -> None:
        for one in entries:
            above = f"{top}\n{one.parent}" if one.parent else top
            self.codes.setdefault(top, ForeignCode(top, top))
            code = f"{top}\n{one.key}"
            self.codes[code] = ForeignCode(code, one.name, above, one.color, one.definition, one.uuid, one)

    def _entry(self, top: str, key: str) -> str:
        code = f"{top}\n{key}"
        if code not in self.codes:
            # of which the file tells no more than the key
            self._entries(top, [Topic(key, key, key)] if top == TOPICS else [Actor(key, key, initials=key[:2].upper())])
        return code

    def _value(self, top: str, name: str, shown: str = "", definition: str = "") -> str:
        self.codes.setdefault(top, ForeignCode(top, top))
        code = f"{top}\n{name}"
        self.codes.setdefault(code, ForeignCode(code, shown or name, top, definition=definition))
        return code

    def _codings(self, one: CodedDocument, document: str, claim: CodedClaim, unit: str) -> Iterator[ForeignCoding]:
        topic = self._entry(TOPICS, claim.topic)
        stance = claim.stance.value
        told = told_step(stance, one.scale) if one.scale is not None else ""
        codes = [self._value(topic, stance, f"{self.codes[topic].name}: {stance}", told)]
        codes += [self._entry(ACTORS, key) for key in claim.actors]
        codes += [self._value(each.key.capitalize(), getattr(claim, each.key).value) for each in QUALITIES]
        codes += [self._value(CERTAINTY, claim.certainty.value)] if claim.certainty.value else []
        codes += [self._value(ORIGIN, claim.came)] if claim.came not in ("", "coder") else []
        span = claim.span
        prefix, suffix = context(one.text, span.start, span.end)
        for code in codes:
            yield ForeignCoding(
                document, code, span.start, span.end, claim.coder, claim.created, unit, claim.uuid,
                one.text[span.start : span.end], prefix, suffix,
            )  # fmt: skip

    def _memo(self, one: EntryMemo) -> ForeignMemo:
        topic = self._entry(TOPICS, one.topic) if one.topic else ""
        actor = self._entry(ACTORS, one.actor) if one.actor else ""
        memo = one.memo
        return ForeignMemo(
            memo.text, memo.coder, memo.created, code=topic or actor, actor=actor if topic else "", uuid=memo.uuid
        )
