"""The codebook as a file, written and read back byte for byte.

As TOML: ``[[actor]]`` and ``[[topic]]`` tables, and ``[[field]]`` for the fields that a project has of its own; what an
entry has of these stands in its ``fields``. As CSV for spreadsheets: a row for each actor and each topic, with the
columns of `COLUMNS`; ``entry`` says ``actor`` or ``topic``, cells of the other kind's fields are empty. A file may
leave columns out; what it leaves out it does not speak of.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.core import memberships
from desktop.core.errors import UserError
from desktop.core.fields import ENTRY_COLUMNS, columns_of
from desktop.core.keys import COLOR
from desktop.core.language import _
from desktop.core.memberships import Membership, parse_all, told
from desktop.core.own_fields import OwnField, checked
from desktop.core.text import normalise_text, one_line
from desktop.core.times import moment
from desktop.core.values import Actor, ActorKind, Codebook, CodebookFile, CodedMemo, EntryMemo, Topic
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.tables.table import Cell, Column, Table, read_csv, write_csv

if TYPE_CHECKING:
    from tomlkit.items import InlineTable
    from tomlkit.items import Table as TomlTable

FORMAT = 1
E = TypeVar("E", Actor, Topic)
_BEGINS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*visavis[ \t]*=[ \t]*\d")
_KEY = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
# what an entry has of own fields: in TOML a table of names and values, in CSV a line each
_OWN = "fields"
_FIELD = ("owner", "name", "kind", "definition", "default", "values", "uuid")
# the row number belongs to one project file
_MEMO = ("topic", "actor", "text", "coder", "created", "uuid")
_BELONGING = "memberships"
_MEMBERSHIP = ("organisation", "since", "until", "role", "uuid")
_ACTOR, _TOPIC = ((*columns_of(kind, "id", "variables"), _OWN) for kind in (Actor, Topic))
COLUMNS = (
    *("entry", "key", "name", "kind", "parent", "proposition", "definition", "inclusion", "exclusion", "example"),
    *("role", "affiliation", "country", "aliases", "color", "initials", "uuid", _BELONGING, _OWN),
)
_NEEDED = {"entry", "key", "name"}
# what the other kind of entry has and this one has not
_FOREIGN = {
    "actor": {*ENTRY_COLUMNS["topic"]} - {*ENTRY_COLUMNS["actor"]},
    "topic": {*ENTRY_COLUMNS["actor"], _BELONGING} - {*ENTRY_COLUMNS["topic"]},
}


def is_toml(source: SourceFile) -> bool:
    """Tell whether *source* begins as a codebook in TOML does."""
    return _BEGINS.match(source.start) is not None


def read_toml(source: SourceFile) -> CodebookFile:
    """Read a codebook from a file in TOML; UserError when it is not in UTF-8, and as `read_codebook_file`."""
    try:
        return read_codebook_file(source.content.decode("utf-8-sig"), source.name)
    except UnicodeDecodeError as error:
        raise UserError(_("{name} is not in UTF-8: save it as UTF-8."), name=source.name) from error


def read_codebook_file(source: str, name: str) -> CodebookFile:
    """Read a codebook and which fields it gives; *name* is the file's, for errors.

    Raises:
        UserError: for TOML that cannot be read, a newer format, and all that `codebook_of` refuses.
    """
    try:
        tables = tomllib.loads(normalise_text(source))
    except tomllib.TOMLDecodeError as error:
        sentence = _("{name} cannot be read as TOML ({reason}); correct it there.")
        raise UserError(sentence, name=name, reason=error) from error
    version = tables.pop("visavis", None)
    if not isinstance(version, int) or version < 1:
        sentence = _("{name} is no codebook of Visavis; its first line must be “visavis = {format}”.")
        raise UserError(sentence, name=name, format=FORMAT)
    if version > FORMAT:
        sentence = _("{name} is of format {version}, and this Visavis reads up to {newest}; update Visavis.")
        raise UserError(sentence, name=name, version=version, newest=FORMAT)
    if unknown := tables.keys() - {"actor", "topic", "field", "memo"}:
        sentence = _(
            "{name}: “{table}” is unknown; the tables of a codebook are [[actor]], [[topic]], [[field]] and [[memo]]."
        )
        raise UserError(sentence, name=name, table=min(unknown))
    found = codebook_of(tables.get("actor", []), tables.get("topic", []), name)
    own = tuple(_own_fields(tables.get("field", []), name))
    book = replace(found.codebook, own_fields=own)
    return replace(found, codebook=book, memos=tuple(_memos(tables.get("memo", []), book, name)))


def _memos(tables: object, book: Codebook, file: str) -> Iterator[EntryMemo]:
    """Yield the memos on entries of *book*; UserError where one has no text, or is on what is not there."""
    known = {"actor": {one.key for one in book.actors}, "topic": {one.key for one in book.topics}}
    for number, one in enumerate(tables if isinstance(tables, list) else [None], 1):
        where = _("{file}: memo number {number}").format(file=file, number=number)
        if not isinstance(one, dict) or not all(isinstance(value, str) for value in one.values()):
            raise UserError(_("{where} must be a table of texts in quotes, below [[memo]]."), where=where)
        if unknown := one.keys() - set(_MEMO):
            sentence = _("{where} has the unknown field “{field}”; the fields are {fields}.")
            raise UserError(sentence, where=where, field=min(unknown), fields=", ".join(_MEMO))
        on = {table: one.get(table, "") for table in ("topic", "actor")}
        if not one.get("text", "").strip() or not any(on.values()):
            raise UserError(_("{where} needs a text, and the key of a topic or an actor."), where=where)
        for table, key in on.items():
            if key and key not in known[table]:
                sentence = _(
                    "{where} is on the {table} “{key}”, which is not in the codebook; correct it or remove it."
                )
                raise UserError(sentence, where=where, table=table, key=key)
        created = moment(one.get("created", ""))
        memo = CodedMemo(one["text"], one_line(one.get("coder", "")), created, one.get("uuid", ""))
        yield EntryMemo(memo, on["topic"], on["actor"])


def codebook_of(actors: object, topics: object, file: str) -> CodebookFile:
    """Return the codebook that a list of tables for the actors and one for the topics make.

    Raises:
        UserError: for an unknown field or kind of actor, a bad or repeated key, an unknown parent, and parents that go
            round in a circle.
    """
    given: dict[tuple[str, str], frozenset[str]] = {}
    found_actors, found_topics = [], []
    for values, where in _tables(actors, "actor", _ACTOR, file):
        given["actor", values["key"]] = frozenset(values)
        found_actors.append(Actor(**_with_kind(_with_own(values), where)))
    for values, _where in _tables(topics, "topic", _TOPIC, file):
        given["topic", values["key"]] = frozenset(values)
        found_topics.append(Topic(**_with_own(values)))
    _check_parents(found_actors, "actor", file)
    _check_parents(found_topics, "topic", file)
    return CodebookFile(Codebook(tuple(found_actors), tuple(found_topics)), given)


def _with_own(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an entry with what it has of own fields where entries keep it."""
    return {"variables" if name == _OWN else name: value for name, value in values.items()}


def _own_fields(tables: object, file: str) -> Iterator[OwnField]:
    """Yield the fields that a file defines; UserError when one cannot be so."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        sentence = _("{file}: “{kind}” must be tables; write each as [[{kind}]] with its fields below.")
        raise UserError(sentence, file=file, kind="field")
    for number, values in enumerate(tables, 1):
        where = _("{file}: {kind} number {number}").format(file=file, kind="field", number=number)
        if unknown := values.keys() - set(_FIELD):
            sentence = _("{where} has the unknown field “{field}”; the fields are {fields}.")
            raise UserError(sentence, where=where, field=min(unknown), fields=", ".join(_FIELD))
        told = {name: _value("aliases" if name == "values" else name, one, where) for name, one in values.items()}
        choices = told.pop("values", ())
        preset = str(told.pop("default", ""))
        plain: dict[str, Any] = {"owner": "", "name": "", **{name: str(one) for name, one in told.items()}}
        try:
            yield checked(OwnField(**plain, preset=preset, choices=tuple(choices)))
        except UserError as error:
            raise UserError(_("{where} cannot be read: {reason}"), where=where, reason=error) from error


def write_toml(codebook: Codebook, memos: Sequence[EntryMemo] = ()) -> bytes:
    """Return *codebook* as TOML: actors, topics, memos on them, in their order, with the fields that are not empty."""
    import tomlkit

    document = tomlkit.document()
    document.add("visavis", tomlkit.item(FORMAT))
    for table, entries, names in (("actor", codebook.actors, _ACTOR), ("topic", codebook.topics, _TOPIC)):
        array = tomlkit.aot()
        for entry in entries:
            array.append(_table(entry, names))
        if array:
            document.append(table, array)
    fields = tomlkit.aot()
    for field in codebook.own_fields:
        fields.append(tomlkit.item({name: one for name, one in field.as_record().items() if one}))
    if fields:
        document.append("field", fields)
    noted = tomlkit.aot()
    for one in memos:
        memo = tomlkit.table()
        values = {"topic": one.topic, "actor": one.actor, **asdict(one.memo)}
        for name in _MEMO:
            if values[name]:
                memo.add(name, values[name])
        noted.append(memo)
    if noted:
        document.append("memo", noted)
    return tomlkit.dumps(document).encode("utf-8", "replace")


def _table(entry: Actor | Topic, names: Iterable[str]) -> "TomlTable":
    import tomlkit

    table = tomlkit.table()
    for name in names:
        value = dict(entry.variables) if name == _OWN else getattr(entry, name)
        if isinstance(value, dict) and value:
            own = tomlkit.inline_table()
            own.update(value)
            value = own
        if name == _BELONGING:
            value = [_membership(one) for one in value if isinstance(one, Membership)]
        if isinstance(value, StrEnum):
            value = value.value
        if value:
            table.add(name, list(value) if isinstance(value, tuple) else value)
    return table


def _membership(one: Membership) -> "InlineTable":
    import tomlkit

    table = tomlkit.inline_table()
    table.update({name: value for name in _MEMBERSHIP if (value := getattr(one, name))})
    return table


def _tables(tables: object, kind: str, names: tuple[str, ...], file: str) -> Iterable[tuple[dict[str, Any], str]]:
    """Yield the values of each table and words that name it in an error."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        sentence = _("{file}: “{kind}” must be tables; write each as [[{kind}]] with its fields below.")
        raise UserError(sentence, file=file, kind=kind)
    seen = set()
    for number, values in enumerate(tables, 1):
        key = values.get("key")
        named = isinstance(key, str) and key
        where = _("{file}: {kind} “{key}”") if named else _("{file}: {kind} number {number}")
        where = where.format(file=file, kind=kind, key=key, number=number)
        if unknown := values.keys() - set(names):
            sentence = _("{where} has the unknown field “{field}”; the fields are {fields}.")
            raise UserError(sentence, where=where, field=min(unknown), fields=", ".join(names))
        for name, value in values.items():
            values[name] = _value(name, value, where)
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            sentence = _("{where} needs a key of lower-case letters a to z, digits and hyphens, such as “us-gov”.")
            raise UserError(sentence, where=where)
        if not values.get("name", "").strip():
            raise UserError(_('{where} has no name; add a line name = "…".'), where=where)
        if key in seen:
            raise UserError(_("{where} is there twice; give one of the two another key or remove it."), where=where)
        seen.add(key)
        yield values, where


def _value(name: str, value: object, where: str) -> str | tuple[Any, ...]:
    if name == _OWN:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise UserError(_('{where}: fields must be names and texts, such as {{Party = "Greens"}}.'), where=where)
        return tuple(value.items())
    if name == _BELONGING:
        return tuple(_memberships(value, where))
    if name == "aliases":
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UserError(_('{where}: aliases must be a list of texts, such as ["One", "Two"].'), where=where)
        return tuple(value)
    if not isinstance(value, str):
        raise UserError(_("{where}: {name} must be a text in quotes."), where=where, name=name)
    if name == "color" and value and not COLOR.fullmatch(value):
        sentence = _("{where}: “{color}” is no colour; write it like #0072b2, or leave it empty.")
        raise UserError(sentence, where=where, color=one_line(value, 40))
    return value


def _memberships(value: object, where: str) -> Iterator[Membership]:
    for one in value if isinstance(value, list) else [None]:
        if not isinstance(one, dict) or not all(isinstance(each, str) for each in one.values()):
            sentence = _('{where}: memberships must be tables of texts, such as {{organisation = "ministry"}}.')
            raise UserError(sentence, where=where)
        if unknown := one.keys() - set(_MEMBERSHIP):
            sentence = _("{where} has the unknown field “{field}”; the fields are {fields}.")
            raise UserError(sentence, where=where, field=min(unknown), fields=", ".join(_MEMBERSHIP))
        if not one.get("organisation"):
            raise UserError(_("{where}: a membership needs the key of its organisation."), where=where)
        try:
            yield memberships.checked(Membership(**one))
        except UserError as error:
            raise UserError(_("{where} cannot be read: {reason}"), where=where, reason=error) from error


def _with_kind(values: dict[str, Any], where: str) -> dict[str, Any]:
    if "kind" not in values:
        return values
    try:
        return values | {"kind": ActorKind(values["kind"])}
    except ValueError as error:
        known = ", ".join(ActorKind)
        sentence = _("{where} is of the unknown kind “{kind}”; write one of {known}.")
        raise UserError(sentence, where=where, kind=values["kind"], known=known) from error


def _check_parents(entries: Iterable[E], kind: str, file: str) -> None:
    parents = {entry.key: entry.parent for entry in entries}
    for key, parent in parents.items():
        if parent and parent not in parents:
            raise UserError(
                _(
                    "{file}: {kind} “{key}” has the parent “{parent}”, which is not in the codebook; "
                    "add that {kind} or correct the parent."
                ),
                file=file,
                kind=kind,
                key=key,
                parent=parent,
            )
    checked: set[str] = set()
    for key in parents:
        path: list[str] = []
        current: str = key
        while current and current not in checked:
            if current in path:
                circle = " → ".join([*path[path.index(current) :], current])
                sentence = _("{file}: the parents of each {kind} go round in a circle ({circle}); remove one of them.")
                raise UserError(sentence, file=file, kind=kind, circle=circle)
            path.append(current)
            current = parents[current]
        checked.update(path)


def write_codebook_csv(codebook: Codebook) -> bytes:
    """Return *codebook* as CSV, made safe for spreadsheets: actors, then topics, in their order."""
    rows = [_row("actor", one) for one in codebook.actors] + [_row("topic", one) for one in codebook.topics]
    return write_csv(Table(tuple(map(Column, COLUMNS)), tuple(rows)))


def is_codebook_csv(source: SourceFile) -> bool:
    """Tell whether the first line of *source* has the columns of a codebook and no others."""
    try:
        first = source.start.partition("\n")[0]
        head = {cell.strip() for cell in next(csv.reader([first], delimiter=_separator(first)))}
    except csv.Error:
        return False
    return _NEEDED <= head <= set(COLUMNS)


def _separator(first: str) -> str:
    """Return what parts the cells of a table with this *first* line: where people write 1,5 it is the semicolon."""
    return max(",;\t", key=first.count)


def read_codebook_csv(source: SourceFile) -> CodebookFile:
    """Read a codebook from CSV, in which an empty cell empties the field; only a kind that is empty says nothing.

    Commas, semicolons and tabs may part its cells, and it may be in any encoding; one that was guessed is noted.

    Raises:
        UserError: when it is no such table, and for all that `codebook_of` refuses.
    """
    name = source.name
    notes: tuple[str, ...] = ()
    try:
        try:
            text = source.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = source.decoded.text
            told = _("It is not in UTF-8 and was read as {encoding}, which is a guess: look at its letters.")
            notes = (told.format(encoding=source.decoded.encoding),)
        separator = _separator(text.lstrip("\ufeff").partition("\n")[0])
        table = read_csv(text.encode("utf-8"), separator=separator)
    except UserError as error:
        told = str(error)
        raise UserError(told if told.startswith(name) else f"{name}: {told}") from error
    keys = [column.key.strip() for column in table.columns]
    if len(set(keys)) != len(keys):
        raise UserError(_("{name}: two columns have the same name; rename one of them."), name=name)
    if missing := _NEEDED - set(keys):
        sentence = _("{name} has no column “{column}”; a codebook needs the columns entry, key and name.")
        raise UserError(sentence, name=name, column=min(missing))
    if unknown := set(keys) - set(COLUMNS):
        sentence = _("{name} has the unknown column “{column}”; the columns are {columns}.")
        raise UserError(sentence, name=name, column=min(unknown), columns=", ".join(COLUMNS))
    entries: dict[str, list[dict[str, object]]] = {"actor": [], "topic": []}
    for number, row in enumerate(table.rows, 2):
        values = dict(zip(keys, map(str, row), strict=True))
        entry = values.pop("entry").strip()
        if entry not in entries:
            sentence = _("{name}: row {number} is neither actor nor topic; write one of them in the column entry.")
            raise UserError(sentence, name=name, number=number)
        entries[entry].append(dict(_fields(entry, values, _("{name}: row {number}").format(name=name, number=number))))
    return replace(codebook_of(entries["actor"], entries["topic"], name), notes=notes)


def _row(entry: str, value: Actor | Topic) -> tuple[Cell, ...]:
    own = "\n".join(f"{name}={text}" for name, text in value.variables)
    belonging = told(value.memberships) if isinstance(value, Actor) else ""
    return (entry, *(_cell(getattr(value, name, "")) for name in COLUMNS[1:-2]), belonging, own)


def _cell(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "; ".join(re.sub(r"([\\;])", r"\\\1", alias) for alias in value)
    return str(value)


def _fields(entry: str, values: dict[str, str], where: str) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if name in _FOREIGN[entry]:
            if value.strip():
                sentence = _("{where} is a topic and has no {field}; empty that cell.")
                if entry == "actor":
                    sentence = _("{where} is an actor and has no {field}; empty that cell.")
                raise UserError(sentence, where=where, field=name)
        elif name == "aliases":
            yield name, _aliases(value)
        elif name == _BELONGING:
            try:
                found = parse_all(value)
            except UserError as error:
                raise UserError(_("{where} cannot be read: {reason}"), where=where, reason=error) from error
            yield name, [{part: getattr(one, part) for part in _MEMBERSHIP} for one in found]
        elif name == _OWN:
            lines = (line.partition("=") for line in value.splitlines() if line.strip())
            yield name, {own.strip(): text.strip() for own, _sign, text in lines}
        elif value or name not in ("kind", "uuid"):
            yield name, value


def _aliases(cell: str) -> list[str]:
    """Split at the semicolons that no backslash stands before."""
    parts = re.findall(r"(?:\\.|[^;\\]|\\$)+", cell, re.DOTALL)
    return [found for part in parts if (found := re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip())]
