"""The topics and actors that the codes of another program's project stand for: those that are here, and new ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.keys import COLOR, UUID, capitals_of, free_key
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.values import Actor, ActorKind, Topic
from desktop.exchange.programs.interchange import ForeignCode
from desktop.project.programs.brought import BroughtSoFar, some_of
from desktop.project.programs.claims import FoundClaims
from desktop.project.programs.codes import CodeTree, Meanings, kind_of
from desktop.project.programs.mapping import CodeRole
from desktop.project.programs.words import role_of
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.recorder import Recorder


@dataclass(slots=True)
class Entries:
    """The topics and actors that codes stand for.

    Attributes:
        topics, actors: their keys, by the ids of the codes; of a topic without a code by what its claims call it.
        new_topics, new_actors: those that are not here yet, each behind what it stands below.
    """

    topics: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    new_topics: list[Topic] = field(default_factory=list)
    new_actors: list[Actor] = field(default_factory=list)


def settle_entries(
    tree: CodeTree, meanings: Meanings, claims: FoundClaims, topics: Sequence[Topic], actors: Sequence[Actor]
) -> Entries:
    """Return what the codes that *claims* need, and those of a codebook, stand for among *topics* and *actors*."""
    found = Entries()
    _Topics(tree, meanings, claims, found, topics).settle()
    _Actors(tree, meanings, claims, found, actors).settle()
    return found


def drop_topics(
    db: Database, recorder: Recorder, entries: Entries, coded: Collection[str], so_far: BroughtSoFar
) -> None:
    """Take back new topics of which no claim came in, with none below them: codes of a file are for more than claims.

    Those of which claims came in are *coded*, by their keys.
    """
    new = {one.key: one for one in entries.new_topics}
    kept = set(coded)
    for key in coded:
        while key in new and (key := new[key].parent):
            kept.add(key)
    dropped = [one for one in entries.new_topics if one.key not in kept]
    if not dropped:
        return
    keys = edits.codebook.keys(db, "topic")
    # children before what they stand below
    for one in reversed(dropped):
        recorder.delete("topic", [keys[one.key]])
    entries.new_topics = [one for one in entries.new_topics if one.key in kept]
    gone = {one.key for one in dropped}
    entries.topics = {code: key for code, key in entries.topics.items() if key not in gone}
    told = _("Codes of which no claim comes make no topic: {count} ({names}); the answer “unused” brings them in.")
    so_far.notes.append(told.format(count=len(dropped), names=some_of([one.name for one in dropped])))


def set_parents(db: Database, recorder: Recorder, entries: Entries, parents: Mapping[str, str]) -> None:
    """Let new persons belong to the organisations that the file tells; what the project says of others stays.

    *parents* are the organisations of persons, both by the ids of their codes.
    """
    keys = edits.codebook.keys(db, "actor")
    new = {one.key for one in entries.new_actors}
    rows = {}
    for person, body in parents.items():
        own, above = entries.actors.get(person, ""), entries.actors.get(body, "")
        if own in new and above and own != above:
            rows[keys[own]] = {"parent_id": keys[above]}
    recorder.update_many("actor", rows)
    edits.codebook.check_circle(db, "actor")


def set_memberships(db: Database, recorder: Recorder, entries: Entries, codes: Iterable[ForeignCode]) -> None:
    """Let new actors belong where a file of Visavis tells, from when until when."""
    keys = edits.codebook.keys(db, "actor")
    new = {one.key for one in entries.new_actors}
    told = {}
    for code in (one for one in codes if one.memberships):
        if (own := entries.actors.get(code.id, "")) in new:
            bodies = ((entries.actors.get(one.organisation, ""), one) for one in code.memberships)
            told[keys[own]] = [replace(one, organisation=body) for body, one in bodies if body]
    edits.memberships.put(db, recorder, told)


class _Topics:
    """The topics that codes stand for: those of the project, by what they are called and where, and new ones."""

    def __init__(
        self, tree: CodeTree, meanings: Meanings, claims: FoundClaims, found: Entries, topics: Sequence[Topic]
    ) -> None:
        self.tree, self.meanings, self.claims, self.found = tree, meanings, claims, found
        self.used = {one.topic for one in claims.claims}
        self.keys = {one.key: one for one in topics}
        self.uuids = {one.uuid: one.key for one in topics}
        self.names: dict[str, list[Topic]] = {}
        for one in topics:
            for name in (one.name, *one.aliases):
                self.names.setdefault(fold(name), []).append(one)

    def settle(self) -> None:
        wanted = dict.fromkeys(one for one in self.tree.ancestors if self._is_wanted(one))
        named = {claim.topic: claim for claim in self.claims.claims if claim.topic_name}
        for code in wanted:
            self._code(code)
        for topic, claim in named.items():
            parent = topic.partition("\n")[0] if "\n" in topic else ""
            above = self.tree.ancestors.get(topic.rpartition("\n")[0], ())
            parent = next((self.found.topics[one] for one in reversed(above) if one in self.found.topics), "")
            self.found.topics[topic] = self._topic(claim.topic_name, parent, "", "", "", True)

    def _is_wanted(self, code: str) -> bool:
        """Tell whether a code is a topic: used, or a part of a codebook that was made for more than is coded yet."""
        meaning = self.meanings[code]
        if meaning.role is not CodeRole.TOPIC or meaning.code != code or meaning.name:
            return False
        if code in self.used or self.tree.codes[code].entry is not None:
            return True
        is_top = self.tree.is_heading(code) and self.meanings.branch_role(code) is CodeRole.TOPIC
        if is_top and role_of(self.tree.codes[code].name) is not None:
            return False
        return not self._is_type(code)

    def _is_type(self, code: str) -> bool:
        """Tell whether a code only holds branches of other roles, as a type of statements does."""
        inner = [one for one in self.tree.below(code) if one != code]
        return any(self.meanings[one].role not in (CodeRole.TOPIC, None) for one in inner)

    def _code(self, code: str) -> None:
        one = self.tree.codes[code]
        parent = next(
            (
                self.found.topics[above]
                for above in reversed(self.tree.ancestors[code][:-1])
                if above in self.found.topics
            ),
            "",
        )
        entry = one.entry if isinstance(one.entry, Topic) else None
        if entry is not None:
            self.found.topics[code] = self._entry(entry, one.uuid, one.color, parent)
            return
        is_theme = code not in self.used and any(self._is_wanted(child) for child in self.tree.children.get(code, []))
        self.found.topics[code] = self._topic(
            one.name, parent, one.definition, one.color, one.uuid, not is_theme, one.aliases
        )

    def _entry(self, entry: Topic, uuid: str, color: str, parent: str) -> str:
        if uuid in self.uuids:
            return self.uuids[uuid]
        if entry.key in self.keys and _is_same(entry, self.keys[entry.key]):
            return entry.key
        key = entry.key if entry.key not in self.keys else free_key(entry.name, self.keys, "topic")
        made = replace(entry, key=key, uuid=uuid if UUID.fullmatch(uuid) else "", color=color, parent=parent)
        return self._add(made)

    def _topic(
        self,
        name: str,
        parent: str,
        definition: str,
        color: str,
        uuid: str,
        is_codable: bool,
        aliases: tuple[str, ...] = (),
    ) -> str:
        behind = _key_behind(name, self.keys)
        if behind:
            return behind
        able = self.names.get(fold(name), [])
        same = [one for one in able if one.parent == parent]
        # the only one of its name in the project, which may be grouped otherwise there
        chosen = same[0] if same else able[0] if len(able) == 1 and able[0] not in self.found.new_topics else None
        if chosen is not None and self._is_free(chosen):
            return chosen.key
        key = free_key(name, self.keys, "topic")
        own = uuid if UUID.fullmatch(uuid) and uuid not in self.uuids else ""
        color = color if COLOR.fullmatch(color) else ""
        proposition = name if is_codable else ""
        made = Topic(key, name or key, proposition, definition, parent=parent, color=color, aliases=aliases, uuid=own)
        return self._add(made)

    def _is_free(self, topic: Topic) -> bool:
        """Tell whether no other code of the file is that topic already, so that two of one name stay two."""
        return topic.key not in self.found.topics.values()

    def _add(self, made: Topic) -> str:
        self.keys[made.key] = made
        if made.uuid:
            self.uuids[made.uuid] = made.key
        self.found.new_topics.append(made)
        self.names.setdefault(fold(made.name), []).append(made)
        return made.key


class _Actors:
    """The actors that codes stand for: those of the project by name or alias, and new ones."""

    def __init__(
        self, tree: CodeTree, meanings: Meanings, claims: FoundClaims, found: Entries, actors: Sequence[Actor]
    ) -> None:
        self.tree, self.meanings, self.found = tree, meanings, found
        self.used = {each for one in claims.claims for each in one.actors} | set(claims.parents.values())
        self.keys = {one.key: one for one in actors}
        self.uuids = {one.uuid: one.key for one in actors}
        self.names = {fold(name): one.key for one in actors for name in (*one.aliases, one.name)}

    def settle(self) -> None:
        for code in self.tree.ancestors:
            meaning = self.meanings[code]
            if meaning.role is not CodeRole.ACTOR or self._is_heading(code):
                continue
            one = self.tree.codes[code]
            entry = one.entry if isinstance(one.entry, Actor) else None
            above = reversed(self.tree.ancestors[code][:-1])
            parent = next((self.found.actors[each] for each in above if each in self.found.actors), "")
            self.found.actors[code] = (
                self._entry(entry, one.uuid, one.color, parent) if entry else self._actor(code, parent)
            )

    def _is_heading(self, code: str) -> bool:
        is_entry = self.tree.codes[code].entry is not None
        return not is_entry and code not in self.used and self.tree.is_heading(code)

    def _entry(self, entry: Actor, uuid: str, color: str, parent: str) -> str:
        if uuid in self.uuids:
            return self.uuids[uuid]
        if entry.key in self.keys and _is_same(entry, self.keys[entry.key]):
            return entry.key
        key = entry.key if entry.key not in self.keys else free_key(entry.name, self.keys, "actor")
        own = uuid if UUID.fullmatch(uuid) else ""
        return self._add(replace(entry, key=key, uuid=own, color=color, parent=parent))

    def _actor(self, code: str, parent: str) -> str:
        one = self.tree.codes[code]
        known = self.names.get(fold(one.name)) or _key_behind(one.name, self.keys)
        if known:
            return known
        kind = ActorKind(one.kind) if one.kind in tuple(ActorKind) else kind_of(self.tree, code)
        key = free_key(one.name, self.keys, "actor")
        color = one.color if COLOR.fullmatch(one.color) else ""
        own = one.uuid if UUID.fullmatch(one.uuid) and one.uuid not in self.uuids else ""
        initials = capitals_of(one.name)
        return self._add(
            Actor(
                key,
                one.name or key,
                kind,
                parent=parent,
                color=color,
                initials=initials,
                definition=one.definition,
                aliases=one.aliases,
                role=one.role,
                uuid=own,
            )
        )

    def _add(self, made: Actor) -> str:
        self.keys[made.key] = made
        if made.uuid:
            self.uuids[made.uuid] = made.key
        self.names.setdefault(fold(made.name), made.key)
        self.found.new_actors.append(made)
        return made.key


def _key_behind(name: str, there: Mapping[str, Topic | Actor]) -> str:
    """Return the key that Visavis writes behind a name which several have, “Odo (odo-2)”; empty where there is none."""
    stem, _sign, key = name.strip().removesuffix(")").rpartition(" (")
    return key if name.endswith(")") and key in there and fold(there[key].name) == fold(stem) else ""


def _is_same(entry: Topic | Actor, there: Topic | Actor) -> bool:
    """Tell whether two entries of one key are one: of the same name, or where a file tells no more than the key."""
    return fold(entry.name) == fold(there.name) or (entry.name == entry.key and not entry.uuid)
