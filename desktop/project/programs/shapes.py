"""What the shape of codes tells, and not what a branch is called: prefixes, groups of one colour, names of people.

Programs without folders for codes, or whose users make none, have other ways to keep them apart: “ACTOR: Lavrov”, or
all actors in blue.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from desktop.core.matching import fold
from desktop.core.vocabulary.languages import vocabulary
from desktop.exchange.programs.interchange import ForeignCode, ForeignProject
from desktop.project.programs.codes import CodeTree
from desktop.project.programs.mapping import CodeRole
from desktop.project.programs.words import role_of, role_words, stance_of

_PREFIXED = re.compile(
    r"(?P<head>[^:/_|]+?)\s*(?:::?|/|_|\|)\s*(?P<name>\S.*)|(?P<dashed>\S+)\s+[-–—]\s+(?P<rest>\S.*)"
)
# begins the id of a branch that a prefix made
PREFIX = "prefix "
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
# a group of one colour or prefix has so many codes, and so large a share of all is in groups where these tell anything
_LEAST, _COVERED = 2, 0.8
# letters of a prefix that is none of the words but may be short for one: “A_Lavrov”
_SHORT = 4
# a share of the names of a group that are names of people or bodies, and one that is too small for it
_MANY, _FEW = 0.6, 0.4


def plain_tree(project: ForeignProject) -> ForeignProject:
    """Return a project whose codes stand as names say that they belong together, where folders do not say it.

    Codes with the same prefix stand below a branch of its name; topics that recur below “pro” and “contra” stand above
    these. What is as it is read elsewhere stays.
    """
    return project if project.is_own else _turned(_headed(project))


def _headed(project: ForeignProject) -> ForeignProject:
    """Put codes with a prefix below a branch of that name; one alone tells nothing, as “Party: funding”."""
    ids = {code.id for code in project.codes}
    tops = [code for code in project.codes if code.parent not in ids and code.entry is None]
    found: dict[str, list[tuple[ForeignCode, str, str]]] = {}
    for code in tops:
        told = _prefix(code.name)
        if told is not None:
            found.setdefault(fold(told[0]), []).append((code, *told))
    found = {key: own for key, own in found.items() if len(own) >= _LEAST}
    words = {key for key, own in found.items() if role_of(own[0][1], exact=True) is not None}
    short = {key for key in found if len(key) <= _SHORT and key.isalpha()}
    covered = sum(len(found[key]) for key in words | short)
    # abbreviations tell only where nearly all codes have one
    kept = words | short if len(words | short) > 1 and covered >= _COVERED * len(tops) else words
    moved: dict[str, ForeignCode] = {}
    heads: list[ForeignCode] = []
    for key in sorted(kept):
        there = next((code.id for code in tops if fold(code.name) == key), "")
        if not there:
            heads.append(ForeignCode(PREFIX + key, found[key][0][1]))
        head = there or PREFIX + key
        moved.update({code.id: replace(code, name=name, parent=head) for code, _head, name in found[key]})
    if not moved:
        return project
    return replace(project, codes=(*heads, *(moved.get(code.id, code) for code in project.codes)))


def _prefix(name: str) -> tuple[str, str] | None:
    """Return what stands before the sign in a name, and what follows; None for “Policy: positive”."""
    found = _PREFIXED.fullmatch(name.strip())
    if found is None:
        return None
    head, rest = (found["head"] or found["dashed"]).strip(), (found["name"] or found["rest"]).strip()
    if stance_of(rest) is not None and len(head) > _SHORT and role_of(head, exact=True) is not CodeRole.STANCE:
        return None
    return head, rest


def _turned(project: ForeignProject) -> ForeignProject:
    """Put topics that recur below several stances above these, once each."""
    tree = CodeTree(project)
    sides: dict[str, set[str]] = {}
    for side in tree.children.get("", []):
        below = tree.children.get(side, [])
        if stance_of(tree.codes[side].name) is not None and below and not any(tree.children.get(one) for one in below):
            sides[side] = {fold(tree.codes[one].name) for one in below}
    recurring = {name for names in sides.values() for name in names if sum(name in one for one in sides.values()) > 1}
    if len(sides) < 2 or 2 * len(recurring) < len(set().union(*sides.values())):
        return project
    made: dict[str, ForeignCode] = {}
    codes: list[ForeignCode] = []
    for code in project.codes:
        if code.parent not in sides:
            codes.append(code)
            continue
        topic = f"topic {fold(code.name)}"
        made.setdefault(topic, ForeignCode(topic, code.name, "", "", code.definition))
        codes.append(replace(code, name=tree.codes[code.parent].name, parent=topic))
    unused = {side for side in sides if not tree.uses[side]}
    return replace(project, codes=(*made.values(), *(code for code in codes if code.id not in unused)))


def role_of_short(head: str) -> CodeRole | None:
    """Return the role that a prefix is short for, where many words for it and few for others begin so."""
    found = Counter(role for word, role in role_words() if word.startswith(fold(head)))
    best = found.most_common(2)
    if not best or len(head) > _SHORT or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return None
    return best[0][0]


def colours(tree: CodeTree) -> dict[str, CodeRole]:
    """Return what the codes of each colour seem to be, where colours part those that stand alone; else nothing."""
    alone = [tree.codes[one] for one in tree.children.get("", []) if not tree.children.get(one)]
    groups: dict[str, list[str]] = {}
    for code in alone:
        if code.color:
            groups.setdefault(code.color, []).append(code.name)
    groups = {color: names for color, names in groups.items() if len(names) >= _LEAST}
    if len(groups) < 2 or sum(map(len, groups.values())) < _COVERED * len(alone):
        return {}
    stances = {
        color for color, names in groups.items() if 2 * sum(stance_of(one) is not None for one in names) >= len(names)
    }
    likely = {color: _share(map(is_called_so, names)) for color, names in groups.items() if color not in stances}
    capitals = {color: _share(map(_is_capital, names)) for color, names in groups.items() if color not in stances}
    actors = {color for color, share in likely.items() if share >= _MANY}
    for color, share in capitals.items():
        # capitals tell names from others only where those others have none
        if share >= _MANY and all(other <= _FEW for one, other in capitals.items() if one != color):
            actors.add(color)
    if len(stances) > 1 or not (stances or actors):
        # green for pro and red for contra, or colours as they came
        return {}
    roles = {
        color: CodeRole.STANCE if color in stances else CodeRole.ACTOR if color in actors else CodeRole.TOPIC
        for color in groups
    }
    return roles if CodeRole.TOPIC in roles.values() else {}


def seem_actors(names: Iterable[str]) -> bool:
    """Tell whether these are names of people or bodies, by the words in them."""
    every = list(names)
    return len(every) >= _LEAST and _share(map(is_called_so, every)) >= _MANY


def is_called_so(name: str) -> bool:
    """Tell whether a name begins with a title, or holds a word for a body where names of bodies have it."""
    words = _WORDS.findall(name)
    if not words or not _is_capital(name):
        return False
    titles, bodies = _listed()
    first, last = fold(words[0].rstrip(".")), fold(words[-1])
    return len(words) > 1 and (first in titles or last in bodies or first in bodies)


@cache
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    names = vocabulary().names
    return frozenset(map(fold, names.titles)), frozenset(map(fold, names.bodies))


def _is_capital(name: str) -> bool:
    """Tell whether a name has several words, of which none but small ones begins without a capital."""
    words = [word for word in _WORDS.findall(name) if len(word) > 3 or not word[0].islower()]
    return len(words) > 1 and all(not word[0].islower() for word in words) and any(word[0].isupper() for word in words)


def _share(told: Iterable[bool]) -> float:
    every = list(told)
    return sum(every) / len(every) if every else 0.0
