"""The codebook as TOML: ``[[actor]]`` and ``[[topic]]`` tables, written and read back byte for byte."""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.core.codebook_plans import CodebookFile
from desktop.core.errors import UserError
from desktop.core.fields import columns_of
from desktop.core.language import _
from desktop.core.text import normalise_text
from desktop.core.values import Actor, ActorKind, Codebook, Topic
from desktop.exchange.readers.source import SourceFile

if TYPE_CHECKING:
    from tomlkit.items import Table

FORMAT = 1
E = TypeVar("E", Actor, Topic)
_BEGINS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*visavis[ \t]*=[ \t]*\d")
_KEY = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
# the row number belongs to one project file
_ACTOR, _TOPIC = columns_of(Actor, "id"), columns_of(Topic, "id")


def is_toml(source: SourceFile) -> bool:
    """Tell whether *source* begins as a codebook in TOML does."""
    return _BEGINS.match(source.start) is not None


def read_toml(source: SourceFile) -> CodebookFile:
    """Read a codebook from a file in TOML.

    Raises:
        UserError: when it is not in UTF-8, and as `read_codebook_file`.
    """
    try:
        return read_codebook_file(source.content.decode("utf-8-sig"), source.name)
    except UnicodeDecodeError as error:
        raise UserError(_("{name} is not in UTF-8: save it as UTF-8.").format(name=source.name)) from error


def write_toml(codebook: Codebook) -> bytes:
    """Return *codebook* as the content of a file in TOML."""
    return write_codebook(codebook).encode("utf-8", "replace")


def read_codebook(source: str, name: str) -> Codebook:
    """Read a codebook; *name* is the file's, for errors.

    Raises:
        UserError: as `read_codebook_file`.
    """
    return read_codebook_file(source, name).codebook


def read_codebook_file(source: str, name: str) -> CodebookFile:
    """Read a codebook and which fields it gives; *name* is the file's, for errors.

    Raises:
        UserError: for TOML that cannot be read, a newer format, an unknown field or kind of actor, a bad or repeated
            key, an unknown parent, and parents that go round in a circle.
    """
    try:
        tables = tomllib.loads(normalise_text(source))
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            _("{name} cannot be read as TOML ({reason}); correct it there.").format(name=name, reason=error)
        ) from error
    version = tables.pop("visavis", None)
    if not isinstance(version, int) or version < 1:
        raise UserError(
            _("{name} is no codebook of Visavis; its first line must be “visavis = {format}”.").format(
                name=name, format=FORMAT
            )
        )
    if version > FORMAT:
        raise UserError(
            _("{name} is of format {version}, and this Visavis reads up to {newest}; update Visavis.").format(
                name=name, version=version, newest=FORMAT
            )
        )
    if unknown := tables.keys() - {"actor", "topic"}:
        raise UserError(
            _("{name}: “{table}” is unknown; the tables of a codebook are [[actor]] and [[topic]].").format(
                name=name, table=min(unknown)
            )
        )
    return codebook_of(tables.get("actor", []), tables.get("topic", []), name)


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
        found_actors.append(Actor(**_with_kind(values, where)))
    for values, _where in _tables(topics, "topic", _TOPIC, file):
        given["topic", values["key"]] = frozenset(values)
        found_topics.append(Topic(**values))
    _check_parents(found_actors, "actor", file)
    _check_parents(found_topics, "topic", file)
    return CodebookFile(Codebook(tuple(found_actors), tuple(found_topics)), given)


def write_codebook(codebook: Codebook) -> str:
    """Return *codebook* as TOML: actors, then topics, in their order, with the fields that are not empty."""
    import tomlkit

    document = tomlkit.document()
    document.add("visavis", tomlkit.item(FORMAT))
    for table, entries, names in (("actor", codebook.actors, _ACTOR), ("topic", codebook.topics, _TOPIC)):
        array = tomlkit.aot()
        for entry in entries:
            array.append(_table(entry, names))
        if array:
            document.append(table, array)
    return tomlkit.dumps(document)


def _table(entry: Actor | Topic, names: Iterable[str]) -> "Table":
    import tomlkit

    table = tomlkit.table()
    for name in names:
        value = getattr(entry, name)
        if isinstance(value, StrEnum):
            value = value.value
        if value:
            table.add(name, list(value) if isinstance(value, tuple) else value)
    return table


def _tables(tables: object, kind: str, names: tuple[str, ...], file: str) -> Iterable[tuple[dict[str, Any], str]]:
    """Yield the values of each table and words that name it in an error."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise UserError(
            _("{file}: “{kind}” must be tables; write each as [[{kind}]] with its fields below.").format(
                file=file, kind=kind
            )
        )
    seen = set()
    for number, values in enumerate(tables, 1):
        key = values.get("key")
        named = isinstance(key, str) and key
        where = _("{file}: {kind} “{key}”") if named else _("{file}: {kind} number {number}")
        where = where.format(file=file, kind=kind, key=key, number=number)
        if unknown := values.keys() - set(names):
            raise UserError(
                _("{where} has the unknown field “{field}”; the fields are {fields}.").format(
                    where=where, field=min(unknown), fields=", ".join(names)
                )
            )
        for name, value in values.items():
            values[name] = _value(name, value, where)
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise UserError(
                _("{where} needs a key of lower-case letters a to z, digits and hyphens, such as “us-gov”.").format(
                    where=where
                )
            )
        if not values.get("name", "").strip():
            raise UserError(_('{where} has no name; add a line name = "…".').format(where=where))
        if key in seen:
            raise UserError(
                _("{where} is there twice; give one of the two another key or remove it.").format(where=where)
            )
        seen.add(key)
        yield values, where


def _value(name: str, value: object, where: str) -> str | tuple[str, ...]:
    if name == "aliases":
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UserError(_('{where}: aliases must be a list of texts, such as ["One", "Two"].').format(where=where))
        return tuple(value)
    if not isinstance(value, str):
        raise UserError(_("{where}: {name} must be a text in quotes.").format(where=where, name=name))
    return value


def _with_kind(values: dict[str, Any], where: str) -> dict[str, Any]:
    if "kind" not in values:
        return values
    try:
        return values | {"kind": ActorKind(values["kind"])}
    except ValueError as error:
        known = ", ".join(ActorKind)
        raise UserError(
            _("{where} is of the unknown kind “{kind}”; write one of {known}.").format(
                where=where, kind=values["kind"], known=known
            )
        ) from error


def _check_parents(entries: Iterable[E], kind: str, file: str) -> None:
    parents = {entry.key: entry.parent for entry in entries}
    for key, parent in parents.items():
        if parent and parent not in parents:
            raise UserError(
                _(
                    "{file}: {kind} “{key}” has the parent “{parent}”, which is not in the codebook; "
                    "add that {kind} or correct the parent."
                ).format(file=file, kind=kind, key=key, parent=parent)
            )
    checked: set[str] = set()
    for key in parents:
        path: list[str] = []
        current: str = key
        while current and current not in checked:
            if current in path:
                circle = " → ".join([*path[path.index(current) :], current])
                raise UserError(
                    _("{file}: the parents of each {kind} go round in a circle ({circle}); remove one of them.").format(
                        file=file, kind=kind, circle=circle
                    )
                )
            path.append(current)
            current = parents[current]
        checked.update(path)
