"""What the branches of codes in a file seem to be: by their names in several languages, and by their shape."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from desktop.core.scale import KNOWN, NOT_CODED, fitting, in_use, nearest, read_step
from desktop.core.values import Stance, Topic
from desktop.exchange.programs.interchange import ForeignProject
from desktop.exchange.programs.refi import CASES
from desktop.project.programs.claims import claims_of
from desktop.project.programs.codes import CodeTree, topic_stances
from desktop.project.programs.mapping import (
    ANY,
    ATTRIBUTE,
    COLOR,
    COLUMN,
    JOINT,
    VARIABLE,
    ClaimUnit,
    CodeMapping,
    CodeRole,
    WithoutActor,
)
from desktop.project.programs.shapes import PREFIX, colours, role_of_short, seem_actors
from desktop.project.programs.words import parted, role_of, stance_of, stances_of_numbers

# a stance branch has so many leaves
_STANCES = range(2, 8)


@dataclass(frozen=True, slots=True)
class Branch:
    """What is asked of: a branch of codes, all cases, or a variable.

    Attributes:
        path: what answers name it by.
        codes: how many there are in it.
        codings: how often they were used.
        role: what it seems to be.
        examples: names of some of them.
    """

    path: str
    codes: int
    codings: int
    role: CodeRole
    examples: tuple[str, ...] = ()


def branches(project: ForeignProject, mapping: CodeMapping) -> list[Branch]:
    """Return what is asked of in a project, each with what *mapping* says of it."""
    tree = CodeTree(project)
    found = []
    for path in mapping.roles:
        if path.startswith(f"{ANY}{JOINT}"):
            name = path[len(ANY + JOINT) :]
            own = [code.id for code in tree.codes.values() if code.name == name]
            found.append(Branch(path, len(own), sum(tree.uses[one] for one in own), mapping.roles[path], (name,)))
        elif path.startswith(f"{COLOR}{JOINT}"):
            own = [code.id for code in tree.codes.values() if code.color == path[len(COLOR + JOINT) :]]
            names = tuple(tree.codes[one].name for one in own[:4])
            found.append(Branch(path, len(own), sum(tree.uses[one] for one in own), mapping.roles[path], names))
    for code, path in tree.paths.items():
        if path in mapping.roles:
            below = list(tree.below(code))
            names = tuple(tree.codes[one].name for one in below[1:5]) or (tree.codes[code].name,)
            used = sum(tree.uses[one] for one in below)
            found.append(Branch(path, len(below), used, mapping.roles[path], names))
    values: dict[str, Counter[str]] = {}
    for kind, pairs in _beside_codes(project):
        for name, value in pairs:
            values.setdefault(f"{kind}{JOINT}{name}", Counter())[value] += 1
    for path, told in values.items():
        if path in mapping.roles:
            examples = tuple(value for value, _count in told.most_common(4))
            found.append(Branch(path, len(told), sum(told.values()), mapping.roles[path], examples))
    return found


def _beside_codes(project: ForeignProject) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield what is told beside codes, each with what it is: variables of documents, attributes of codes, columns."""
    yield from ((VARIABLE, one.variables) for one in project.documents)
    yield from ((ATTRIBUTE, one.attributes) for one in project.codes if one.attributes)
    yield from ((COLUMN, pairs) for pairs in project.values.values())


def suggest(project: ForeignProject, fields: Collection[str] = frozenset()) -> CodeMapping:
    """Return the answers that names and shapes of a project's codes suggest.

    Columns called as one of *fields*, the own fields that claims have here, are those.
    """
    tree = CodeTree(project)
    # of what Visavis wrote it is known, whatever topics and actors are called there
    roles = _own_roles(tree) if project.is_own else _branch_roles(tree)
    stances: dict[str, Stance] = {}
    for name in sorted(() if project.is_own else topic_stances(tree)):
        roles[f"{ANY}{JOINT}{name}"] = CodeRole.STANCE
        stance = stance_of(name)
        if stance is not None:
            stances[name] = stance
    for one in tree.codes.values():
        pair = parted(one.name)
        stance = stance_of(pair[1]) if pair else None
        if pair and stance is not None:
            stances.setdefault(pair[1], stance)
    stances.update(_stances(tree, roles))
    if project.is_own:
        stances = _own_stances(tree)
    for kind, pairs in _beside_codes(project):
        for name, _value in pairs:
            path = f"{kind}{JOINT}{name}"
            if path not in roles:
                roles[path] = _beside_role(project, kind, name, fields, CodeRole.ACTOR in roles.values())
    first = CodeMapping(roles, stances, coders={})
    if project.whole_units:
        return replace(first, unit=ClaimUnit.SELECTION, affiliations=not project.is_own)
    return _with_unit(project, first)


def _own_stances(tree: CodeTree) -> dict[str, Stance]:
    """Return what the stances of a project of ours are on the scale of the one that it comes into.

    What the file tells of its steps, or the scale that Visavis knows them from, says which word or value is the same
    here, or the nearest on its side; of others nobody but the user knows it.
    """
    words: dict[str, str] = {}
    for one in tree.codes.values():
        above = tree.codes.get(one.parent)
        if above is not None and one.entry is None:
            if isinstance(above.entry, Topic):
                words.setdefault(one.name.rpartition(": ")[2], one.definition)
            elif role_of(above.name) is CodeRole.STANCE:
                words.setdefault(one.name, one.definition)
    here = in_use()
    found: dict[str, Stance] = {}
    for word, definition in words.items():
        told = read_step(word, definition)
        known = next((one for one in (here, *KNOWN.values()) if one.has(word)), None)
        if known is here:
            key = word
        elif told is not None:
            key = nearest(told, here)
        else:
            key = fitting(known, here).get(word, NOT_CODED) if known is not None else NOT_CODED
        found[word] = Stance.of(key)
    return found


def _beside_role(project: ForeignProject, kind: str, name: str, fields: Collection[str], has_actors: bool) -> CodeRole:
    if kind == VARIABLE:
        is_actor = role_of(name) is CodeRole.ACTOR and not project.may_differ and not has_actors
        return CodeRole.ACTOR if is_actor else CodeRole.FACT
    # what other columns hold may be anything; of what Visavis wrote it is known
    is_known = kind == ATTRIBUTE or project.is_own or name in fields
    return CodeRole.FIELD if is_known else CodeRole.NOTHING


def _own_roles(tree: CodeTree) -> dict[str, CodeRole]:
    """Return the roles of the branches that Visavis wrote: by the topics and actors in them, else by their names."""
    found: dict[str, CodeRole] = {}
    for code in tree.children.get("", []):
        entries = [one for below in tree.below(code) if (one := tree.codes[below].entry) is not None]
        if entries:
            role = CodeRole.TOPIC if isinstance(entries[0], Topic) else CodeRole.ACTOR
        else:
            role = next((role for path, role in _roles(tree, code) if path == tree.paths[code]), CodeRole.NOTHING)
        found[tree.paths[code]] = role
    return found


def _branch_roles(tree: CodeTree) -> dict[str, CodeRole]:
    by_color = colours(tree)
    roles = {f"{COLOR}{JOINT}{color}": role for color, role in by_color.items()}
    for code in tree.children.get("", []):
        if tree.children.get(code) or tree.codes[code].color not in by_color:
            roles.update(_roles(tree, code))
    _guess_rest(tree, roles)
    return roles


def _roles(tree: CodeTree, code: str, *, inner: bool = False) -> Iterator[tuple[str, CodeRole]]:
    """Yield the roles of a branch; where its name tells none those of the branches in it."""
    name = tree.codes[code].name
    if code == CASES:
        yield tree.paths[code], _of_cases(tree)
        return
    leaves = [one for one in tree.below(code) if not tree.children.get(one) and one != code]
    names = [tree.codes[one].name for one in leaves]
    is_judged = len(leaves) in _STANCES and all(stance_of(one) for one in names)
    # “Party funding” with its pro and contra is no party, and alone no branch of them
    role = role_of(name, exact=inner or not leaves)
    if code.startswith(PREFIX):
        role = role or (CodeRole.STANCE if is_judged else role_of_short(name))
    elif is_judged and role is not CodeRole.STANCE:
        role = role_of(name, exact=True)
    used = any(tree.uses[one] for one in tree.below(code))
    if role is not None and (used or not inner):
        yield tree.paths[code], role
        parts = {one: role_of(tree.codes[one].name, exact=True) for one in tree.children.get(code, [])}
        parts = {one: part for one, part in parts.items() if part is not None and tree.children.get(one)}
        if len(set(parts.values())) > 1:
            # “Claim” with its topic, actor and stance, each a branch
            yield from ((tree.paths[one], part) for one, part in parts.items() if part is not None)
        return
    deeper = [child for child in tree.children.get(code, []) if tree.children.get(child)]
    told = [pair for child in deeper for pair in _roles(tree, child, inner=True) if pair[1] is not CodeRole.NOTHING]
    if told:
        yield from told
        yield tree.paths[code], CodeRole.TOPIC
        return
    if is_judged:
        # a topic of which only the stances are coded, or the stances themselves
        yield tree.paths[code], CodeRole.TOPIC
        return
    if not leaves and stance_of(name):
        yield tree.paths[code], CodeRole.STANCE
        return
    yield tree.paths[code], CodeRole.ACTOR if seem_actors(names) else CodeRole.NOTHING


def _of_cases(tree: CodeTree) -> CodeRole:
    # cases are whole files or passages: people, where there are several; NVivo's actors are codes as well
    return CodeRole.ACTOR if any(tree.uses[one] for one in tree.below(CASES)) else CodeRole.NOTHING


def _guess_rest(tree: CodeTree, roles: dict[str, CodeRole]) -> None:
    """Let branches whose names tell nothing be topics, where no branch is called so."""
    told = {code: roles[path] for code, path in tree.paths.items() if path in roles}
    found: dict[str, set[CodeRole]] = {}
    for code, role in told.items():
        found.setdefault(tree.ancestors[code][0], set()).add(role)
    # of one branch in a topic that is called “concepts” nothing follows for the other topics
    is_called = {
        code
        for code in told
        if role_of(tree.codes[code].name) is CodeRole.TOPIC
        and (len(tree.ancestors[code]) == 1 or len(found[tree.ancestors[code][0]]) > 1)
    }
    if is_called or any(role is CodeRole.TOPIC and code.startswith(PREFIX) for code, role in told.items()):
        return
    for code, path in tree.paths.items():
        # what is called the coder's own notes is none, however much of it there is
        if roles.get(path) is CodeRole.NOTHING and role_of(tree.codes[code].name) is not CodeRole.NOTHING:
            roles[path] = CodeRole.TOPIC


def _stances(tree: CodeTree, roles: dict[str, CodeRole]) -> dict[str, Stance]:
    found: dict[str, Stance] = {}
    for one in tree.codes.values():
        told = stance_of(one.name) if roles.get(f"{COLOR}{JOINT}{one.color}") is CodeRole.STANCE else None
        if told is not None:
            found[one.name] = told
    for code, path in tree.paths.items():
        if roles.get(path) is CodeRole.STANCE:
            below = [tree.codes[one].name for one in tree.below(code) if one != code or not tree.children.get(code)]
            numbers = stances_of_numbers(below)
            for name in below:
                stance = numbers.get(name) or stance_of(name)
                if stance is not None:
                    found[name] = stance
    return found


def _with_unit(project: ForeignProject, mapping: CodeMapping) -> CodeMapping:
    """Choose what counts as one claim: the plainest way by which most claims have actor and stance."""
    best, most = mapping, -1
    for unit in (ClaimUnit.SPAN, ClaimUnit.AROUND, ClaimUnit.OVERLAP):
        able = replace(mapping, unit=unit)
        claims = claims_of(project, able).claims
        whole = sum(bool(claim.actors) + (claim.stance is not None) for claim in claims)
        # a way that finds hardly more is no reason to take words together that were coded apart
        if whole > most * 1.1 or most < 0:
            best, most = able, whole
        if claims and most == 2 * len(claims):
            # nothing is left to be found otherwise
            break
    has_actor = CodeRole.ACTOR in mapping.roles.values()
    return replace(best, without_actor=WithoutActor.SPEAKER if has_actor else best.without_actor)
