"""The YAML on top of annotated Markdown: the bibliographic facts and what the body cannot say."""

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import yaml

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.scale import Scale
from desktop.core.text import one_line
from desktop.core.times import moment
from desktop.core.values import DOCUMENT_KINDS, Certainty, CodedMemo, FactOrigin, Facts, Participant
from desktop.exchange.annotated.markdown import HIDDEN

FORMAT = 1
NO_TIME = N_("the {key} “{words}” is no time; write it like 2024-04-26T09:30:00Z")
_NO_UUID = N_("the {key} “{words}” is none; correct it or leave it out")
_FACTS = tuple(each.name for each in fields(Facts))
_ORIGIN = tuple(each.name for each in fields(FactOrigin))
_DATES = ("date", "event_date")
_LISTS = ("segments", "claims")
_MEMO = tuple(each.name for each in fields(CodedMemo))
# what names a document and its file
_NAMES = ("uuid", "file", "file_sha256", "set")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEAD = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(['\"]?)visavis\1[ \t]*:")


@dataclass(frozen=True, slots=True)
class ListItem:
    """A string of a list, with its line in the file for an error."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ListedMemo:
    """A memo of a list; on the claim of this uuid, or where that is empty on the document."""

    memo: CodedMemo
    claim: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands on top of an annotated document.

    Attributes:
        uuid: names the document in every project.
        file, file_sha256: the name of the file that it was read from, and the hash of that.
        set: the path of the set that it is in.
        gap: line feeds between two blocks that say nothing else.
        segments: all segments, when the blocks do not stand for them; None when they do.
        claims: the claims that no brackets in the body can hold.
        pages: where the pages begin, when a page begins where no mark in the body can stand.
        memos: those on the document, and those on claims that have several.
        stances: the steps of the scale of its claims, where that is not the one of three: key, word and value.
    """

    facts: Facts = field(default_factory=Facts)
    original_sha256: str = ""
    extractor: str = ""
    gap: int = 2
    end_newlines: int = 0
    segments: tuple[ListItem, ...] | None = None
    claims: tuple[ListItem, ...] = ()
    pages: tuple[int, ...] = ()
    uuid: str = ""
    file: str = ""
    file_sha256: str = ""
    set: str = ""
    memos: tuple[ListedMemo, ...] = ()
    stances: Scale | None = None


def is_annotated(source: str) -> bool:
    """Tell whether *source* is annotated Markdown: it begins with front matter whose first entry is ``visavis``."""
    return _HEAD.match(source) is not None


def error_at(file: str, line: int, reason: str, /, **values: object) -> UserError:
    """Return an error that names the file and the line.

    *reason* is the rest of the sentence without its stop, with places for *values*; of ``words`` the beginning is told.
    """
    if "words" in values:
        values["words"] = one_line(str(values["words"]), 60)
    told = reason.format(**values) if values else reason
    return UserError(_("{name}, line {line}: {reason}."), name=file, line=line, reason=told)


def split_front_matter(source: str, name: str) -> tuple[str, str, int]:
    """Return the YAML, the body and the number of its first line; UserError when the YAML is missing or not closed."""
    if not is_annotated(source):
        raise UserError(
            _("{name} is no annotated document of Visavis; its first two lines must be “---” and “visavis: {format}”."),
            name=name,
            format=FORMAT,
        )
    lines = source.split("\n")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise error_at(name, 1, _("the front matter is not closed; put a line “---” after its last entry"))


def read_front_matter(source: str, name: str) -> FrontMatter:
    """Read the YAML between the two lines of dashes; every scalar is text, so that a date stays as it is written.

    Raises:
        UserError: for YAML that cannot be read, a newer format, and an unknown or bad entry.
    """
    return _Reader(name).read(source)


def write_front_matter(front: FrontMatter) -> str:
    """Return *front* with its two lines of dashes; what is empty or usual is left out."""
    entries: dict[str, object] = {"visavis": FORMAT}
    entries |= {name.replace("_", "-"): getattr(front, name) for name in _NAMES}
    for key in _FACTS:
        value = getattr(front.facts, key)
        if value == getattr(_EMPTY, key):
            continue
        if key == "participants":
            value = [{"actor": each.actor, "role": each.role} for each in front.facts.participants]
        if key == "variables":
            value = dict(front.facts.variables)
        if key == "origins":
            value = [
                {name: str(told) for name in _ORIGIN if (told := getattr(each, name))} for each in front.facts.origins
            ]
        entries[key.replace("_", "-")] = value if isinstance(value, list | dict) else str(value)
    entries["original-sha256"] = front.original_sha256
    entries["extractor"] = front.extractor
    if front.stances is not None:
        entries["stances"] = [
            {"stance": one.key, **({"word": one.word} if one.word != one.key else {}), "value": f"{one.value:g}"}
            for one in front.stances.steps
        ]
    entries["gap"] = front.gap if front.gap != 2 else ""
    entries["end-newlines"] = front.end_newlines or ""
    if front.segments is not None:
        entries["segments"] = [each.text for each in front.segments]
    entries["pages"] = list(front.pages) or ""
    entries["memos"] = [_memo(each) for each in front.memos] or ""
    entries["claims"] = [each.text for each in front.claims] or ""
    kept = {key: value for key, value in entries.items() if value != ""}
    dumped = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize)
    return f"---\n{dumped}---\n"


_EMPTY = Facts()


def _memo(listed: ListedMemo) -> dict[str, str]:
    told = {"claim": listed.claim, **{name: getattr(listed.memo, name) for name in _MEMO}}
    return {name: value for name, value in told.items() if value}


class _Dumper(yaml.SafeDumper):
    """Write lists indented below their key, and texts of several lines as literal blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML reads next line and line separator as line breaks, so only quotes with escapes keep them
    style = '"' if HIDDEN.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


class _Reader:
    """Read the entries one by one; the nodes of YAML keep the line of each for its error."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, source: str) -> FrontMatter:
        try:
            root = yaml.compose(source, Loader=yaml.BaseLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or _("a character that YAML does not allow")
            told = _(
                "the front matter cannot be read as YAML ({reason}); "
                "put a text that holds “: ”, “ #” or quotes in quotes"
            )
            raise error_at(self.name, mark.line + 2 if mark else 2, told, reason=reason) from error
        facts: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for key, node in self.entries(root):
            name = key.replace("-", "_")
            if name == "visavis":
                self.version(node)
            elif name == "participants":
                facts[name] = self.participants(node)
            elif name == "origins":
                facts[name] = self.origins(node)
            elif name == "variables":
                facts[name] = tuple((one, self.text(each, one)) for one, each in self.entries(node))
            elif name in _FACTS:
                facts[name] = self.fact(name, node)
            else:
                others[name] = self.other(name, node)
        return FrontMatter(Facts(**facts), **others)

    def version(self, node: yaml.Node) -> None:
        if self.number(node, "visavis") > FORMAT:
            told = _("this is format {version} of a newer Visavis, and this one reads up to {newest}; update Visavis")
            raise self.error(node, told, version=self.text(node, "visavis"), newest=FORMAT)

    def other(
        self, name: str, node: yaml.Node
    ) -> str | int | tuple[ListItem, ...] | tuple[int, ...] | tuple[ListedMemo, ...] | Scale:
        key = name.replace("_", "-")
        if name in ("memos", "uuid"):
            return self.memos(node) if name == "memos" else self.uuid(node, key)
        if name in ("original_sha256", "file_sha256"):
            value = self.text(node, key).strip().lower()
            if value and not _SHA256.fullmatch(value):
                told = _("{key} must be the 64 hexadecimal digits of a SHA-256; correct it or leave it out")
                raise self.error(node, told, key=key)
            return value
        if name in ("extractor", "file", "set"):
            return one_line(self.text(node, key))
        if name in ("gap", "end_newlines"):
            return self.number(node, key)
        if name == "stances":
            return self.stances(node)
        if name == "pages":
            starts = tuple(self.number(each, key, 9) for each in self.items(node, key))
            if list(starts) != sorted(starts):
                raise self.error(node, _("pages must be the places where the pages begin, in order; sort them"))
            return starts
        if name in _LISTS:
            return tuple(ListItem(self.text(each, key), _line(each)) for each in self.items(node, key))
        known = ", ".join(each.replace("_", "-") for each in (*_FACTS, *_NAMES, "memos", "stances", "original-sha256"))
        raise self.error(node, _("the entry {words} is unknown; the known ones are {known}"), words=key, known=known)

    def fact(self, name: str, node: yaml.Node) -> str:
        value = self.text(node, name.replace("_", "-"))
        if name in _DATES:
            try:
                value = str(PartialDate.parse(value))
            except ValueError as error:
                told = _("the {key} “{words}” is no date; write 2024-04-26, 2024-04, 2024 or --04-26")
                raise self.error(node, told, key=name.replace("_", "-"), words=value) from error
        elif name == "date_certainty":
            return self.one_of(node, value or Certainty.UNKNOWN, tuple(Certainty), "date-certainty")
        elif name == "kind":
            return self.one_of(node, value or _EMPTY.kind, DOCUMENT_KINDS, "kind")
        return value

    def one_of(self, node: yaml.Node, value: str, known: tuple[str, ...], key: str) -> str:
        if value in known:
            return known[known.index(value)]
        told = _("the {key} “{words}” is unknown; write one of {known}")
        raise self.error(node, told, key=key, words=value, known=", ".join(known))

    def participants(self, node: yaml.Node) -> tuple[Participant, ...]:
        found = []
        for each in self.items(node, "participants"):
            values = {key: self.text(value, key) for key, value in self.entries(each)}
            if not values.get("actor") or values.keys() - {"actor", "role"}:
                raise self.error(each, _("a participant is written as {actor: key, role: what they do}"))
            found.append(Participant(values["actor"], values.get("role", "")))
        return tuple(found)

    def origins(self, node: yaml.Node) -> tuple[FactOrigin, ...]:
        found = []
        for each in self.items(node, "origins"):
            values = {key: self.text(value, key) for key, value in self.entries(each)}
            if values.get("fact") not in _FACTS or values.keys() - set(_ORIGIN):
                told = _("an origin is written as {fact: title, certainty: stated, origin: where it was found}")
                raise self.error(each, told)
            sure = self.one_of(each, values.get("certainty", ""), tuple(Certainty), "certainty")
            found.append(FactOrigin(values["fact"], Certainty(sure), values.get("origin", ""), values.get("words", "")))
        return tuple(found)

    def memos(self, node: yaml.Node) -> tuple[ListedMemo, ...]:
        found = []
        for each in self.items(node, "memos"):
            values = {key: self.text(value, key) for key, value in self.entries(each)}
            if not values.get("text", "").strip() or values.keys() - {*_MEMO, "claim"}:
                told = _(
                    "a memo is written as {text: words, coder: name, created: time}, "
                    "with claim: uuid where it is on one"
                )
                raise self.error(each, told)
            claim, told_by = values.pop("claim", ""), one_line(values.pop("coder", ""))
            if (created := values.get("created", "")) and not moment(created):
                raise self.error(each, _(NO_TIME), key="created", words=created)
            if values.get("uuid") and not _UUID.fullmatch(values["uuid"]):
                raise self.error(each, _(_NO_UUID), key="uuid", words=values["uuid"])
            memo = CodedMemo(values["text"], told_by, moment(created), values.get("uuid", ""))
            found.append(ListedMemo(memo, claim, _line(each)))
        return tuple(found)

    def stances(self, node: yaml.Node) -> Scale:
        steps = []
        for each in self.items(node, "stances"):
            values = {key: self.text(value, key) for key, value in self.entries(each)}
            key = values.get("stance", "")
            try:
                value = float(values.get("value", ""))
            except ValueError:
                value = math.nan
            if not key.strip() or values.keys() - {"stance", "word", "value"} or math.isnan(value):
                told = _("a stance is written as {stance: key, value: 0.5}, with word: where that is another")
                raise self.error(each, told)
            steps.append((key, values.get("word", key), value))
        try:
            return Scale.from_record([list(one) for one in steps])
        except UserError as error:
            told = _("the scale of these stances cannot be read ({reason})")
            raise self.error(node, told, reason=str(error).rstrip(".")) from error

    def uuid(self, node: yaml.Node, key: str) -> str:
        value = self.text(node, key).strip().lower()
        if value and not _UUID.fullmatch(value):
            raise self.error(node, _(_NO_UUID), key=key, words=value)
        return value

    def entries(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            line = _line(node) if node else 2
            raise error_at(self.name, line, _("entries of the form “name: value” must stand here"))
        seen = set()
        for key_node, value in node.value:
            key = self.text(key_node, "a name")
            if key in seen:
                raise self.error(key_node, _("the entry {words} is given twice; keep one of them"), words=key)
            seen.add(key)
            yield key, value

    def items(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return []
        raise self.error(node, _("{key} must be a list, one item a line, each after “- ”"), key=key)

    def text(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, _("{key} must be a text, not a list or a table"), key=key)
        return str(node.value)

    def number(self, node: yaml.Node, key: str, digits: int = 6) -> int:
        value = self.text(node, key)
        if not re.fullmatch(rf"[0-9]{{1,{digits}}}", value):
            raise self.error(node, _("{key} must be a whole number, not “{words}”"), key=key, words=value)
        return int(value)

    def error(self, node: yaml.Node, reason: str, /, **values: object) -> UserError:
        return error_at(self.name, _line(node), reason, **values)


def _line(node: yaml.Node) -> int:
    # the first line of the file holds the dashes, and YAML counts from 0
    return int(node.start_mark.line) + 2
