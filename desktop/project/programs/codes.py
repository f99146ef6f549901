"""The codes of another program's project as a tree, and what each of them means by the answers of a mapping."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from desktop.core.matching import fold
from desktop.core.values import ActorKind, Stance
from desktop.exchange.programs.interchange import ForeignProject
from desktop.project.programs.mapping import ANY, COLOR, JOINT, CodeMapping, CodeRole
from desktop.project.programs.own_values import SET, name_of_path
from desktop.project.programs.words import parted, role_of, stance_of

# letters of a stem and of the name above it that must be alike: what is longer may have been cut
_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says where it stands.

    Attributes:
        role: None where nothing tells it.
        code: the id of the topic's or the actor's code; of a stance below its topic that of the topic.
        stance: that it says, beside its topic or alone.
        word: of a stance that nobody said the meaning of; of an own field its value.
        name: of a topic that is the stem of a paired name, and has no code of its own; of an own field what it is
            called.
    """

    role: CodeRole | None
    code: str = ""
    stance: Stance | None = None
    word: str = ""
    name: str = ""


class CodeTree:
    """The codes of a project: who stands above whom, what their paths are, how often each is used."""

    def __init__(self, project: ForeignProject) -> None:
        self.codes = {code.id: code for code in project.codes}
        self.children: dict[str, list[str]] = {}
        # of damaged files: codes of one id are one, and what stands below itself stands at the top
        circling = self._circling()
        for code in self.codes.values():
            above = code.parent if code.parent in self.codes and code.id not in circling else ""
            self.children.setdefault(above, []).append(code.id)
        self.uses = Counter(coding.code for coding in project.codings if coding.code)

    def _circling(self) -> set[str]:
        """Return the codes that are met again on the way up from them."""
        sound, found = {""}, set[str]()
        for code in self.codes:
            way: dict[str, None] = {}
            while code in self.codes and code not in sound and code not in way:
                way[code] = None
                code = self.codes[code].parent
            if code in way:
                found.add(code)
            sound.update(way)
        return found

    @cached_property
    def ancestors(self) -> dict[str, tuple[str, ...]]:
        """The ids above each code, from the top down, and its own; a code in a circle stands at the top."""
        found: dict[str, tuple[str, ...]] = {}
        waiting: list[tuple[str, tuple[str, ...]]] = [(one, ()) for one in reversed(self.children.get("", []))]
        while waiting:
            code, above = waiting.pop()
            found[code] = (*above, code)
            waiting.extend((child, found[code]) for child in reversed(self.children.get(code, [])))
        for code in self.codes:
            found.setdefault(code, (code,))
        return found

    @cached_property
    def paths(self) -> dict[str, str]:
        """The path of each code: the names above it and its own."""
        return {code: JOINT.join(self.codes[one].name for one in line) for code, line in self.ancestors.items()}

    def below(self, code: str) -> Iterator[str]:
        """Yield the ids of a code and of all below it."""
        waiting = [code]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(self.children.get(one, [])))

    def is_heading(self, code: str) -> bool:
        """Tell whether a code is only what others stand under: a name such as “Actors”, and nothing coded with it."""
        one = self.codes[code]
        return (
            bool(self.children.get(code)) and not self.uses[code] and (not one.parent or role_of(one.name) is not None)
        )


class Meanings:
    """What each code means by a mapping."""

    def __init__(self, tree: CodeTree, mapping: CodeMapping) -> None:
        self._tree = tree
        self._mapping = mapping
        self._stances = {fold(word): stance for word, stance in mapping.stances.items()}
        self._any = {
            path[len(ANY + JOINT) :]: role for path, role in mapping.roles.items() if path.startswith(ANY + JOINT)
        }
        self._colors = {
            path[len(COLOR + JOINT) :]: role for path, role in mapping.roles.items() if path.startswith(COLOR + JOINT)
        }
        self._found: dict[str, Meaning] = {}
        self._by_stem = self._stems() if mapping.pairs else {}
        # of branches that are own fields, how many codes in them have each name
        self._names_in: dict[str, Counter[str]] = {}

    def __getitem__(self, code: str) -> Meaning:
        found = self._found.get(code)
        if found is None:
            found = self._found[code] = self._meaning(code)
        return found

    def branch_role(self, code: str) -> CodeRole | None:
        """Return what the branch of a code holds by the longest path that fits it; None where none does."""
        tree, roles = self._tree, self._mapping.roles
        names = [tree.codes[one].name for one in tree.ancestors[code]]
        for depth in range(len(names), 0, -1):
            role = roles.get(JOINT.join(names[:depth]))
            if role is not None:
                return role
        return self._colors.get(tree.codes[code].color)

    def _stance(self, name: str) -> Stance | None:
        return self._stances.get(fold(name))

    def _stems(self) -> dict[str, int]:
        """Return how many codes have each stem of a paired name, and 2 for those that are a code's own name."""
        found: Counter[str] = Counter()
        for code in self._tree.codes.values():
            pair = parted(code.name)
            if pair and (self._stance(pair[1]) is not None):
                found[fold(pair[0])] += 1
        for code in self._tree.codes.values():
            if fold(code.name) in found:
                found[fold(code.name)] += 2
        return found

    def _meaning(self, code: str) -> Meaning:
        tree, one = self._tree, self._tree.codes.get(code)
        if one is None:
            return Meaning(None)
        role = self.branch_role(code)
        parent = one.parent if one.parent in tree.codes else ""
        is_below = bool(parent) and self.branch_role(parent) is CodeRole.TOPIC
        if self._any.get(one.name) is CodeRole.STANCE and is_below and one.entry is None:
            return Meaning(CodeRole.TOPIC, parent, self._stance(one.name), one.name)
        if role is CodeRole.TOPIC and self._mapping.pairs and one.entry is None:
            pair = parted(one.name)
            stance = self._stance(pair[1]) if pair else None
            if pair is not None and stance is not None:
                if is_below and self._is_stem(pair[0], tree.codes[parent].name):
                    return Meaning(CodeRole.TOPIC, parent, stance, pair[1])
                if self._by_stem.get(fold(pair[0]), 0) > 1:
                    own = next(
                        (
                            other
                            for other in tree.children.get(parent, [])
                            if fold(tree.codes[other].name) == fold(pair[0])
                        ),
                        "",
                    )
                    return Meaning(
                        CodeRole.TOPIC, own or f"{parent}\n{fold(pair[0])}", stance, pair[1], "" if own else pair[0]
                    )
        if role is CodeRole.STANCE:
            return Meaning(role, code, self._stance(one.name), one.name)
        if role is CodeRole.FIELD:
            return self._of_field(code)
        return Meaning(role, code)

    def _of_field(self, code: str) -> Meaning:
        """Return the field and the value of a code in a branch that is an own field.

        The value is its name, and where several in the branch have that, what is above them in it, too. A code that is
        the whole branch has the field, or not.
        """
        tree, roles = self._tree, self._mapping.roles
        line = tree.ancestors[code]
        names = [tree.codes[one].name for one in line]
        depth = next((at for at in range(len(line), 0, -1) if JOINT.join(names[:at]) in roles), 0)
        if not depth:
            return Meaning(CodeRole.FIELD, code, None, names[-1], name_of_path(tree.codes[code].color))
        branch = line[depth - 1]
        if branch not in self._names_in:
            self._names_in[branch] = Counter(fold(tree.codes[one].name) for one in tree.below(branch))
        value = names[-1] if self._names_in[branch][fold(names[-1])] == 1 else " / ".join(names[depth:])
        if depth == len(line) and not tree.children.get(code):
            value = SET
        return Meaning(CodeRole.FIELD, code, None, value or names[-1], name_of_path(names[depth - 1]))

    @staticmethod
    def _is_stem(stem: str, name: str) -> bool:
        least = min(len(stem), _ALIKE)
        return least > 0 and fold(stem[:least]) == fold(name[:least])


def topic_stances(tree: CodeTree) -> set[str]:
    """Return the names of codes that say a stance below several topics, or with a word for one below any."""
    parents: dict[str, set[str]] = {}
    for code in tree.codes.values():
        if code.parent and not tree.children.get(code.id) and code.entry is None:
            parents.setdefault(code.name, set()).add(code.parent)
    found = set()
    for name, above in parents.items():
        stance = stance_of(name)
        if stance is not None and any(
            role_of(tree.codes[one].name) is not CodeRole.STANCE for one in above if one in tree.codes
        ):
            found.add(name)
        elif len(above) > 2 and all(2 <= len(tree.children[one]) <= 5 for one in above if one in tree.children):
            # two to five leaves that recur under many
            found.add(name)
    for parent, own in tree.children.items():
        # “don't know” beside for and against; what it means is asked
        others = [one for one in own if stance_of(tree.codes[one].name) is None]
        is_topic = parent and role_of(tree.codes[parent].name) is not CodeRole.STANCE
        if is_topic and len(own) - len(others) >= 2 and len(others) == 1 and not tree.children.get(others[0]):
            found.add(tree.codes[others[0]].name)
    return found


def kind_of(tree: CodeTree, code: str) -> ActorKind:
    """Return what an actor of this code is, by the branch that it stands in."""
    names = [tree.codes[one].name.casefold() for one in tree.ancestors.get(code, ())[:-1]]
    starts = ("organis", "organiz", "party", "parti", "partei", "institution", "institut")
    is_body = any(name.startswith(starts) for name in names)
    return ActorKind.ORGANISATION if is_body else ActorKind.PERSON
