"""What people name and write, looked up: keys, filters, dates; filters told by names, and claims tagged by names."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.core.axes import FIELDS, NONE, NOT_KNOWN
from desktop.core.claim_fields import CHOICES
from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter, variable_parts
from desktop.core.keys import key_of
from desktop.core.language import N_, _
from desktop.core.own_fields import JOINT, OWNERS, OwnField, find, joined, value_parts
from desktop.core.spans import Span
from desktop.core.speaking import standings
from desktop.core.told_apart import shown_names
from desktop.core.values import NewClaim
from desktop.core.views import CELLS
from desktop.store import edits, reads
from desktop.store.database import Database

# why a key is not found: by the table, and by whether others are spelt nearly so
_NO_KEY = {
    ("actor", True): N_("There is no actor with the key “{key}”: did you mean {near}?"),
    ("actor", False): N_("There is no actor with the key “{key}”: “visavis actors” lists the keys."),
    ("topic", True): N_("There is no topic with the key “{key}”: did you mean {near}?"),
    ("topic", False): N_("There is no topic with the key “{key}”: “visavis topics” lists the keys."),
}


def find_key(db: Database, table: str, key: str) -> int:
    """Return the id of the *table* ``actor`` or ``topic`` with this *key*.

    Raises:
        UserError: when there is none; it names the keys that are spelt nearly so.
    """
    keys = edits.codebook.keys(db, table)
    if key in keys:
        return keys[key]
    near = difflib.get_close_matches(key_of(key), keys, 3, 0.5)
    sentence = _NO_KEY[table, bool(near)]
    raise UserError(_(sentence), key=key, near=_(" or ").join(f"“{one}”" for one in near))


def claim_filter(db: Database, words: str) -> ClaimFilter:
    """Return the filter that *words* write (``topic=trade date=2021..2024``), with its names looked up in *db*.

    Documents may be named by number, uuid, file name or title.

    Raises:
        UserError: when the words are no filter, or name what the project does not have.
    """
    chosen = ClaimFilter.parse(words)
    _check_keys(db, chosen)
    coders = [coder.name for coder in reads.project.coders(db)]
    for name in (*(chosen.coders or ()), *(chosen.hidden_coders or ()), *(chosen.blind_coders or ())):
        if name not in coders:
            known = ", ".join(coders) or _("none")
            raise UserError(_("There is no coder “{name}”: the project has {known}."), name=name, known=known)
    sets = reads.project.sets(db) if chosen.sets else {}
    for path in chosen.sets or ():
        if path not in sets:
            raise UserError(_("There is no set “{path}”: “visavis set” lists those that there are."), path=path)
    variables = reads.project.variables(db) if chosen.variables else {}
    for one in chosen.variables or ():
        name, value = variable_parts(one, variables)
        if name not in variables:
            known = ", ".join(variables) or _("none")
            sentence = _("No document has an own variable “{name}”: the project has {known}.")
            raise UserError(sentence, name=name, known=known)
        if value not in variables[name]:
            sentence = _("The own variable “{name}” is “{value}” nowhere: “visavis documents --json” tells its values.")
            raise UserError(sentence, name=name, value=value)
    documents = tuple(reads.project.find_document(db, reference).uuid for reference in chosen.documents or ())
    own = _own_values(db, chosen.own) if chosen.own else None
    return replace(chosen, documents=documents or None, own=own)


def _check_keys(db: Database, chosen: ClaimFilter) -> None:
    """Raise UserError when a filter names topics, actors or organisations by keys that there are not."""
    for table, keys in (("topic", chosen.topics), ("actor", chosen.actors)):
        for key in keys or ():
            find_key(db, table, key)
    actors = reads.project.actors(db) if chosen.organisations else []
    known = [*(actor.key for actor in actors), *standings(actors)[1], NOT_KNOWN]
    for key in (one for one in chosen.organisations or () if one not in known):
        near = difflib.get_close_matches(key, known, 3, 0.5)
        sentence = N_("There is no organisation “{key}”: did you mean {near}?")
        if not near:
            sentence = N_("There is no organisation “{key}”: “visavis matrix --rows organisation” lists the keys.")
        raise UserError(_(sentence), key=key, near=_(" or ").join(f"“{one}”" for one in near))


def filter_sentence(db: Database, chosen: ClaimFilter) -> str:
    """Return what a filter does as a reader would say it, with the names of what it names."""
    # only what it names
    names: dict[str, Mapping[str, str]] = {}
    if chosen.topics:
        names["topic"] = shown_names(reads.project.topics(db))
    if chosen.actors:
        names["actor"] = {actor.key: actor.name for actor in reads.project.actors(db)}
    if chosen.organisations:
        actors = reads.project.actors(db)
        names["organisation"] = {actor.key: actor.name for actor in actors} | standings(actors)[1]
    if chosen.documents:
        titles = reads.filtered.titles(db, chosen.documents)
        names["document"] = {key: f"“{title}”" for key, title in titles.items()}
    return chosen.sentence(lambda part, key: names.get(part, {}).get(key, key))


def filter_note(db: Database, chosen: ClaimFilter) -> str:
    """Return the note of a table whose claims *chosen* lets through."""
    return _("Filter: {filter}.").format(filter=filter_sentence(db, chosen))


def parse_date(text: str) -> str:
    """Return a date that the user wrote, in the form that is stored: ``2024-04-26``, ``--04-26``, or nothing.

    Raises:
        UserError: when it is none.
    """
    # only it knows running text, which most commands have no use for
    from desktop.exchange.readers.fact_dates import doubtful_month, parse_stamp

    try:
        return str(PartialDate.parse(text))
    except ValueError:
        day = parse_stamp(text) if text[:1].isalnum() else None
    if day is None:
        raise UserError(_("“{text}” is no date: write 2024-04-26, 2024-04, 2024 or --04-26."), text=text)
    if doubtful_month(text):
        raise UserError(
            _("The month of “{text}” has the name of another in another language: write 2024-04-26."), text=text
        )
    return str(day)


def span(start: int, end: int) -> Span:
    """Return the span between two offsets that the user wrote.

    Raises:
        UserError: when it ends before it begins.
    """
    if end < start:
        raise UserError(_("The span {start}-{end} ends before it begins: swap the two offsets."), start=start, end=end)
    return Span(start, end)


def tag(
    db: Database,
    *,
    document: str,
    start: int,
    end: int,
    actors: Sequence[str],
    topic: str,
    memo: str = "",
    own: Sequence[str] = (),
    **choices: str,
) -> int:
    """Tag a claim whose document, actors and topic are named as people name them, and return its id.

    *actors* and *topic* are keys, *document* is a number, uuid, file name or title, offsets are code points; *choices*
    are those of `CHOICES` by their keys, *own* are own fields with values (``Frame=economic``).

    Raises:
        UserError: when one of the names is unknown, or the span is not inside the text.
    """
    place = span(start, end)
    said: dict[str, Any] = {choice.key: choice.given(choices.get(choice.key, "")) for choice in CHOICES}
    return edits.claims.tag(
        db,
        NewClaim(
            reads.project.find_document(db, document).id,
            place,
            tuple(find_key(db, "actor", key) for key in actors),
            find_key(db, "topic", topic),
            memo=memo.strip(),
            own=tuple(own_given(db, own).items()),
            **said,
        ),
    )


def own_field(db: Database, place: str) -> OwnField:
    """Return the own field of a place (``claim:Frame``), or the only one of a name.

    Raises:
        UserError: when there is none, or several of that name.
    """
    return find(reads.own_fields.fields(db), place)


def axis(db: Database, text: str) -> str:
    """Return an axis as programs write it, where people name own fields as they like: without owner, in any case.

    Raises:
        UsageError, UserError: when there is no such field, or several of that name.
    """
    names = [part.strip() for part in text.split(">")]
    if all(name.lower() in FIELDS for name in names):
        return text
    known = reads.own_fields.fields(db)
    called = {called for one in known for called in (one.name.casefold(), one.place.casefold())}
    own = (name for name in names if name.lower() not in FIELDS and name.casefold() in called)
    places = {name: find(known, _with_owner(name)).place for name in own}
    return ">".join(places.get(name, name) for name in names)


def _with_owner(name: str) -> str:
    owner, joint, called = name.partition(JOINT)
    return f"{owner.lower()}{joint}{called}" if owner.lower() in OWNERS else name


def cells(db: Database, text: str) -> str:
    """Return what cells shall show as programs write it: a kind of cells, or a field as `axis` has it.

    Raises:
        UsageError, UserError: when there is no such field, or several of that name.
    """
    kind = text.strip().lower()
    if kind in (*CELLS, *FIELDS):
        return kind
    return axis(db, text.strip()) if ">" not in text else text


def _own_values(db: Database, given: Sequence[str]) -> tuple[str, ...]:
    """Return parts of a filter by own fields with the places of the fields and values that they take."""
    known = reads.own_fields.fields(db)
    found = []
    for one in given:
        field, value = value_parts(one, known)
        first, dots, last = value.partition("..")
        if value == NONE:
            values: Sequence[str] = (value,)
        elif dots and field.made.ranges:
            ends = ["".join(field.read(end)) for end in (first, last)]
            if not all(ends):
                raise UserError(
                    _("The range “{value}” needs both ends: write it as {example}."), value=value, example="2..5"
                )
            values = ("..".join(ends),)
        else:
            values = field.read(value) if field.id else (value,)
        found += [f"{field.place}={each}" for each in values]
    return tuple(found)


def own_given(db: Database, given: Sequence[str]) -> dict[str, str]:
    """Return by name what is given of own fields of claims: ``Frame=economic``, or ``Frame=`` for none.

    Raises:
        UserError: when there is no such field, or it takes no such value.
    """
    known = reads.own_fields.fields(db, "claim") if given else []
    found: dict[str, str] = {}
    for one in given:
        if "=" not in one:
            raise UserError(_("“{given}” has no value: write the field's name, “=”, and its value."), given=one)
        field, value = value_parts(one, known)
        found[field.name] = joined((*field.read(found.get(field.name, "")), *field.read(value)))
    return found
