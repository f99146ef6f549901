"""What Visavis knows of a topic or an actor and other programs have no field for, as lines of a code's description.

The description begins with the definition; below stand lines of the form ``Heading: words``, which are read back. The
headings are the field's names in English, whatever the language of the interface.
"""

import json
import re
from dataclasses import fields, replace

from desktop.core.errors import UserError
from desktop.core.memberships import Membership, parse_all
from desktop.core.memberships import told as told_memberships
from desktop.core.values import Actor, ActorKind, Topic
from desktop.exchange.programs.interchange import term

# fields that lines tell, by the heading of each; what stands in several lines is written with their ends as ``\n``
_TOPIC = ("name", "key", "proposition", "inclusion", "exclusion", "example", "aliases", "parent")
_ACTOR = ("name", "key", "kind", "role", "affiliation", "country", "initials", "aliases", "parent")
_MARK = {"topic": term("Visavis topic"), "actor": term("Visavis actor")}
# what the project's own fields say of it
_FIELDS = term("fields")
# where an actor belongs from when until when
_BELONGING = term("memberships")
_LINE = re.compile(r"([a-z]+): (.*)")
_BREAKS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", ";": "\\;"}
_BROKEN = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\;": ";"}


def write_definition(one: Actor | Topic) -> str:
    """Return what stands in the description of the code of a topic or an actor."""
    kind = "topic" if isinstance(one, Topic) else "actor"
    lines = [f"[{_MARK[kind]}]"]
    for name in _TOPIC if kind == "topic" else _ACTOR:
        value = getattr(one, name)
        told = ";".join(map(_escaped, value)) if isinstance(value, tuple) else _escaped(str(value))
        if told:
            lines.append(f"{name}: {told}")
    if one.variables:
        # in letters that every form has, whatever the values are of
        lines.append(f"{_FIELDS}: {json.dumps(dict(one.variables))}")
    if isinstance(one, Actor) and one.memberships:
        lines.append(f"{_BELONGING}: {told_memberships(one.memberships)}")
    return "\n".join((*([one.definition, ""] if one.definition else ()), *lines))


def read_definition(words: str, name: str) -> Actor | Topic | None:
    """Return the topic or actor that a description was written of; None where it is any other description."""
    for kind, made in (("topic", Topic), ("actor", Actor)):
        definition, mark, rest = words.rpartition(f"[{_MARK[kind]}]")
        if not mark:
            continue
        known = {one.name for one in fields(made)}
        told: dict[str, object] = {}
        for line in rest.strip("\n").split("\n"):
            found = _LINE.fullmatch(line)
            if found is not None and found[1] == _FIELDS:
                told["variables"] = _fields(found[2])
                continue
            if found is not None and found[1] == _BELONGING:
                told["memberships"] = _memberships(found[2]) if kind == "actor" else ()
                continue
            if found is None or found[1] not in known:
                continue
            parts = re.split(r"(?<!\\);", found[2]) if found[1] == "aliases" else [found[2]]
            values = tuple(map(_plain, parts))
            told[found[1]] = values if found[1] == "aliases" else values[0]
        if not told.get("key"):
            return None
        if "kind" in told:
            told["kind"] = ActorKind(str(told["kind"])) if told["kind"] in tuple(ActorKind) else ActorKind.PERSON
        one: Actor | Topic = made(**{"name": name, **told})  # type: ignore[arg-type]
        # what stood before the marks, but for the blank line between
        return replace(one, definition=definition[:-2] if definition.endswith("\n\n") else definition.rstrip("\n"))
    return None


def _fields(words: str) -> tuple[tuple[str, str], ...]:
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        return ()
    return tuple((str(name), str(value)) for name, value in found.items()) if isinstance(found, dict) else ()


def _memberships(words: str) -> tuple[Membership, ...]:
    try:
        return parse_all(words)
    except UserError:
        return ()


def _escaped(words: str) -> str:
    return re.sub(r"[\\\n\r;]", lambda found: _BREAKS[found[0]], words)


def _plain(words: str) -> str:
    return re.sub(r"\\[\\nr;]", lambda found: _BROKEN[found[0]], words)
