"""Documents in: a file of any format, read for its text, its structure and its facts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from desktop.core.columns import ColumnChoices, free_name
from desktop.core.errors import UserError
from desktop.core.keys import capitals_of, free_key
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.own_fields import joined
from desktop.core.proposals import Proposal
from desktop.core.roster import Roster
from desktop.core.scale import Stance, fitting, in_use, told_becoming
from desktop.core.spans import Span
from desktop.core.structure.mastheads import body_name, head_of
from desktop.core.structure.names import bare_name, names_of
from desktop.core.structure.structure import find_structure, throw_in
from desktop.core.text import bytes_hash, normalise_text, one_line
from desktop.core.values import (
    ISSUED_KINDS,
    SIGNED_BELOW,
    SIGNED_KINDS,
    Actor,
    ActorKind,
    Certainty,
    CodedDocument,
    CodedSegment,
    Facts,
    Participant,
    SegmentKind,
)
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.exchange.readers.collections import find_member, parts_of
from desktop.exchange.readers.contained import container_of
from desktop.exchange.readers.extracted import Extracted, Fact, LeftOut, count_words
from desktop.exchange.readers.formats import FileFormat, FileKind
from desktop.exchange.readers.front_matter import FIELDS, refused
from desktop.exchange.readers.source import SourceFile, read_bytes, shown
from desktop.exchange.recognition import recognise_document

_AS_SUGGESTED = ColumnChoices()
# characters
_LONGEST_NAME = 120
# two words or more, and no list
_ONE_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s(?!(?:and|e|et|og|och|und|y)\s)[\w.’'-]+){1,4}")
# how much of a text's end is looked at for who signs it
_FOOT, _FOOT_LINES = 600, 12
# “Minister of Transport of Arland”, below a name
_OFFICE_LINE = re.compile(rf"\W*{either(vocabulary().names.titles, vocabulary().saying.roles)}\b", re.IGNORECASE)
# a body that issues a text is named in it so often at least, in its head as well
_ISSUES = 2
# more fields that are left out are not told by name
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file.

    Attributes:
        document: the document with its structure and facts, ready to be added.
        format: of the file, for people; not yet in the language of the interface.
        facts: each fact with where it came from and how sure it is; for a coded document none.
        quoted: the keys of those whom its prose quotes, with how many quotations each has; whoever looks for them
            fills it in.
        proposed: names in its prose that may be actors, those with most evidence first; filled in with them.
        words: how many the text has.
        left_out: the words of the file that the text has not, by reason.
        notes: what else the user shall know of the file, a sentence each.
        doubtful: how those turns are labelled that may be no speaker's; they are nobody's.
        parts: of a file that may be one document or several, how many; 0 where nobody has to choose.
        sketch: the `near_duplicates.sketch` of the text as the bytes of an array; empty where nobody asked for it.
    """

    document: CodedDocument
    format: str
    encoding: str
    encoding_origin: str
    facts: tuple[Fact, ...]
    content: bytes
    quoted: tuple[tuple[str, int], ...] = ()
    proposed: tuple[Proposal, ...] = ()
    words: int = 0
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    parts: int = 0
    sketch: bytes = b""


def read_document(
    path: Path,
    *,
    encoding: str = "",
    actors: Sequence[Actor] = (),
    whole: bool = False,
    columns: ColumnChoices = _AS_SUGGESTED,
) -> Reading:
    """Read a file of any known format, and find its facts and structure by the rules.

    Without an *encoding*, that of a text file is found out; *actors* are those to whom the speakers are matched. Of the
    *whole* file nothing is left out that a reader can keep; *columns* says what the columns of tables are.

    Raises:
        UserError: when there is no such file, or it cannot be read, or holds no text.
    """
    file = container_of(path)
    parts = parts_of(file or path)
    encoding = encoding or columns.encoding_of(file or path)
    how: dict[str, Any] = {"encoding": encoding, "actors": actors, "whole": whole, "own": columns.own}
    if file is None:
        found = read_content(read_bytes(path), shown(path.name), **how)
        return replace(found, parts=parts.count, notes=(*found.notes, parts.told)) if parts is not None else found
    member = find_member(path, replace(columns, keeps_all=True) if whole else columns, whole=whole)
    if member.found is None:
        return read_content(member.content, shown(path.name), **how)
    form = N_("part of a collection")
    found = _reading(member.found, member.content, shown(path.name), "collection", form, actors, own=columns.own)
    return replace(found, parts=parts.count) if parts is not None else found


def read_content(
    content: bytes,
    name: str,
    *,
    encoding: str = "",
    actors: Sequence[Actor] = (),
    whole: bool = False,
    own: Sequence[str] = (),
) -> Reading:
    """Read the *content* of a file called *name*; as `read_document`.

    What is called as one of the project's *own* fields of documents above a text, or in its header, is that field.
    """
    source = SourceFile(content, name, encoding, whole=whole, fields=own)
    form = recognise_document(source)
    if form.kind is FileKind.ANNOTATED:
        document = replace(form.read(source), bytes_sha256=bytes_hash(content))
        _check_text(document.text, name)
        decoded = source.decoded
        document, notes = _on_scale(document)
        return Reading(document, form.name, decoded.encoding, decoded.origin, (), content, notes=notes)
    return _reading(_extracted(form, source), content, name, form.key, form.name, actors, whole=whole, own=own)


def _on_scale(document: CodedDocument) -> tuple[CodedDocument, tuple[str, ...]]:
    """Return a coded document with its stances on the scale in use, and what is told of that."""
    if document.scale is None:
        return document, ()
    becomes = fitting(document.scale, in_use())
    claims = tuple(
        replace(one, stance=Stance.of(becomes.get(one.stance.value, one.stance.value))) for one in document.claims
    )
    used = {one.stance.value: None for one in document.claims}
    told = told_becoming({old: becomes[old] for old in used if old in becomes})
    return replace(document, claims=claims, scale=None), (told,) if told else ()


def _reading(
    found: Extracted,
    content: bytes,
    name: str,
    key: str,
    form: str,
    actors: Sequence[Actor],
    *,
    whole: bool = False,
    own: Sequence[str] = (),
) -> Reading:
    """Return what was read with its structure and facts; *key* and *form* tell of which format it is."""
    from desktop.exchange.readers.facts import find_facts

    roster = Roster.of(actors)
    keys, named = _told(found, roster)
    structure = find_structure(found.text, roster.plus(named), found.hints)
    facts, origins = find_facts(found, structure, name, key)
    there = {one.actor for one in facts.participants}
    segments, new = structure.segments, structure.new_actors
    if found.turns:
        segments, new = throw_in(found.text, _spoken(found, segments, keys)), ()
    elif found.is_spoken and len(keys) == 1 and all(one.kind is not SegmentKind.TURN for one in segments):
        speaker = next(iter(keys.values()))
        segments = throw_in(found.text, (CodedSegment(SegmentKind.TURN, Span(0, len(found.text)), speaker), *segments))
    named, proposed = _heard(found, segments, named)
    unheard = {one.actor.key for one in proposed}
    told = tuple(
        Participant(key, "speaker") for key in dict.fromkeys(keys.values()) if key not in there and key not in unheard
    )
    if found.turns:
        facts = replace(facts, participants=())
    told_above = (*found.fields, *refused(found.stated, origins, keys))
    kept, rest = _own(found, told_above, own, whole=whole)
    variables = (*found.variables, *kept)
    left_out = (*found.left_out, *_left_of(rest))
    everybody = roster.plus((*named, *new))
    signers = _signers(facts, origins, everybody) or _signatories(facts, found.text, everybody)
    issuer = _issuer(facts, found.text, everybody)
    told = (*told, *(Participant(one.key, "author") for one in (*signers, *issuer) if one.key not in there))
    new = (*new, *(one for one in (*signers, *issuer) if one.key not in everybody.by_key))
    facts = replace(facts, participants=(*facts.participants, *told), variables=variables)
    document = CodedDocument(
        name=name,
        facts=facts,
        text=found.text,
        segments=segments,
        bytes_sha256=bytes_hash(content),
        extractor=found.extractor if found.encoding in ("", "utf-8") else f"{found.extractor}, {found.encoding}",
        pages=found.pages,
        new_actors=(*named, *new),
    )
    return Reading(
        document,
        form,
        found.encoding,
        found.encoding_origin,
        origins,
        content,
        words=count_words(found.text),
        left_out=left_out,
        notes=(*found.notes, *_doubted_day(found, origins)),
        doubtful=structure.doubtful,
        proposed=proposed,
    )


def _own(
    found: Extracted, rest: Sequence[tuple[str, str]], own: Sequence[str], *, whole: bool
) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, str]]]:
    """Return the own variables that a front matter or a header gives, and what of the *rest* of it is left out.

    They are its tags and those that are called as one of the *own* fields; of the *whole* all are.
    """
    fields = {fold(name): name for name in own}
    taken = {name for name, _words in found.variables}
    tags = [(fact.name, fact.value) for fact in found.stated if fact.name == "tags"]
    kept: dict[str, str] = {}
    left = []
    for name, words in (*tags, *rest):
        called = FIELDS["tags"] if (name, words) in tags else (name,)
        field = next((fields[fold(one)] for one in called if fold(one) in fields), "")
        if field and field not in kept and field not in taken:
            # as a field that takes several has them
            kept[field] = joined(words.split(", ")) if (name, words) in tags else words
        elif whole or (name, words) in tags:
            kept[free_name(name, {*kept, *taken})] = words
        else:
            left.append((name, words))
    return tuple(kept.items()), left


def _left_of(rest: Sequence[tuple[str, str]]) -> tuple[LeftOut, ...]:
    """Return the *rest* of the fields of a front matter as what is left out."""
    names = list(dict.fromkeys(one_line(name, 40) for name, _words in rest))
    told = _("fields above the text: {names}").format(names=", ".join(names[:_NAMED]) + ", …" * (len(names) > _NAMED))
    # a field of signs alone counts as well
    return (LeftOut(told, sum(max(1, count_words(words)) for _name, words in rest)),) if rest else ()


def _doubted_day(found: Extracted, origins: Sequence[Fact]) -> tuple[str, ...]:
    """Return in a sentence that a document's day may be another: in whatever order, or whatever language."""
    from desktop.exchange.readers.day_orders import doubtful_day
    from desktop.exchange.readers.fact_dates import doubtful_month
    from desktop.exchange.readers.fact_notes import spoken_of

    day = next((fact for fact in origins if fact.name == "date"), None)
    if day is None or day.certainty is Certainty.STATED:
        return ()
    places = [fact.value for fact in found.stated if fact.name == "date" and fact.origin == day.origin] or [day.words]
    doubtful = next(filter(None, map(doubtful_day, places)), "")
    told = _("Day and month of {cell} may be the other way round; the day is taken first.")
    months = next(filter(None, (doubtful_month(place, spoken_of(found)) for place in places)), "")
    return (told.format(cell=doubtful),) if doubtful else (months,) if months else ()


def _stated_speakers(found: Extracted) -> list[str]:
    told = next((fact.value for fact in found.stated if fact.name == "speakers"), "")
    return [" ".join(name.split()) for name in re.split(r"[,;]", told)[:100]]


def _speakers(found: Extracted) -> list[str]:
    every = (*_stated_speakers(found), *(name for _span, name in found.turns))
    # what is longer is no name
    return [name for name in every if len(name) <= _LONGEST_NAME and any(map(str.isalpha, name))]


def _told(found: Extracted, roster: Roster) -> tuple[dict[str, str], tuple[Actor, ...]]:
    """Return the keys by name of those who speak by the file's own fields, and those who are not in the *roster*."""
    keys: dict[str, str] = {}
    new: dict[str, Actor] = {}
    for name in dict.fromkeys(_speakers(found)):
        folded = fold(name)
        key = roster.by_name.get(folded, "") or (folded if folded in roster.by_key else "")
        if not key and folded in new:
            key = new[folded].key
        elif not key:
            key = free_key(name, roster.taken({one.key for one in new.values()}))
            new[folded] = Actor(key, name, initials=capitals_of(name))
        keys[name] = key
    return keys, tuple(new.values())


def _signers(facts: Facts, origins: Iterable[Fact], roster: Roster) -> tuple[Actor, ...]:
    """Return who signs an opinion piece: the authors whom its byline, or the line above its date, names in full."""
    author = next((one for one in origins if one.name == "author"), None)
    names = names_of(author.value) if author is not None else []
    if facts.kind not in SIGNED_KINDS or not names or not all(map(_ONE_NAME.fullmatch, names)):
        return ()
    return _actors(names, roster)


def _signatories(facts: Facts, text: str, roster: Roster) -> tuple[Actor, ...]:
    """Return who signs a statement: names at its foot, each alone in its line with an office in the one below."""
    if facts.kind not in SIGNED_BELOW:
        return ()
    lines = [line.strip() for line in text[-_FOOT:].split("\n") if line.strip()][-_FOOT_LINES:]
    names = [name for name, office in pairwise(lines) if _ONE_NAME.fullmatch(name) and _OFFICE_LINE.match(office)]
    return _actors([one for one in names if not _OFFICE_LINE.match(one)], roster)


def _issuer(facts: Facts, text: str, roster: Roster) -> tuple[Actor, ...]:
    """Return the body that issues a press release, where its text tells of it: it holds what nobody else is said to."""
    if facts.kind not in ISSUED_KINDS or not facts.publisher:
        return ()
    known = roster.by_key.get(roster.by_name.get(fold(facts.publisher), ""))
    if known is not None:
        return (known,)
    name = facts.publisher if body_name(facts.publisher) else ""
    # as it stands in the text, where it stands above it in capitals
    forms = re.findall(re.escape(name), text, re.IGNORECASE) if name else []
    name = next((form for form in forms if not form.isupper()), "" if name.isupper() else name)
    noun = name.partition(" ")[0]
    if not noun or len(re.findall(rf"(?<!\w){re.escape(noun)}(?!\w)", text, re.IGNORECASE)) < _ISSUES:
        return ()
    short = head_of(name)
    aliases = (short,) if short != name else ()
    kind = ActorKind.ORGANISATION
    return (Actor(free_key(name, roster.taken(set())), name, kind, aliases=aliases, initials=capitals_of(name)),)


def _actors(names: Sequence[str], roster: Roster) -> tuple[Actor, ...]:
    """Return the actors of *names*: those of the *roster*, and new ones."""
    found: dict[str, Actor] = {}
    for name in map(bare_name, names):
        known = roster.by_key.get(roster.by_name.get(fold(name), ""))
        one = known or Actor(free_key(name, roster.taken(set(found))), name, initials=capitals_of(name))
        found.setdefault(one.key, one)
    return tuple(found.values())


def _heard(
    found: Extracted, segments: Sequence[CodedSegment], named: Sequence[Actor]
) -> tuple[tuple[Actor, ...], tuple[Proposal, ...]]:
    """Return those whom fields of the file name and who speak in it, and the others: names that nobody need have.

    A name in full on top of a text, among its speakers, is told by the file itself.
    """
    speaking, stated = {one.speaker for one in segments}, {fold(name) for name in _stated_speakers(found)}
    heard = [
        one
        for one in named
        if one.key in speaking or (" " in one.name and (one.name in found.text or fold(one.name) in stated))
    ]
    return tuple(heard), tuple(Proposal(one, words=one.name) for one in named if one not in heard)


def _spoken(found: Extracted, segments: Sequence[CodedSegment], keys: dict[str, str]) -> tuple[CodedSegment, ...]:
    """Return the turns that the file tells, before the parts of its text that the rules found."""
    turns = [CodedSegment(SegmentKind.TURN, span, keys.get(name, ""), label=name) for span, name in found.turns]
    others = [one for one in segments if one.kind is not SegmentKind.TURN]
    order = sorted((*turns, *others), key=lambda one: (one.span.start, -one.span.end, one.kind is not SegmentKind.TURN))
    return tuple(order)


def read_pasted(text: str, name: str = "pasted text", *, actors: Sequence[Actor] = ()) -> Reading:
    """Read a text that came through the clipboard; as `read_document`."""
    return read_content(normalise_text(text).encode("utf-8"), name, actors=actors)


def read_plain(text: str, name: str, *, actors: Sequence[Actor] = ()) -> Reading:
    """Read a text that other offsets point into: it stays as it is; as `read_document` for the rest."""
    found = Extracted(text, "", encoding="utf-8")
    return _reading(found, text.encode("utf-8"), name, "text", N_("plain text"), actors)


def _extracted(form: FileFormat, source: SourceFile) -> Extracted:
    try:
        found: Extracted = form.read(source)
    except UserError:
        raise
    except RecursionError as error:
        sentence = _("{name} cannot be read as {format} (it nests too deep); get a new copy or save it as text.")
        raise UserError(sentence, name=source.name, format=_(form.name)) from error
    except Exception as error:
        # readers of foreign formats raise whatever a damaged file leads them to; it is the file's fault, not ours
        sentence = _("{name} cannot be read as {format} (it is damaged); get a new copy or save it as text.")
        raise UserError(sentence, name=source.name, format=_(form.name)) from error
    _check_text(found.text, source.name)
    return found


def _check_text(text: str, name: str) -> None:
    if not text.strip():
        raise UserError(_("{name} is empty; choose a file that holds a text."), name=name)
