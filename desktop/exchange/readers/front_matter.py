"""What stands above a text as fields: the front matter of anybody's Markdown.

YAML between lines of ``---`` (Jekyll, Obsidian, Quarto, R Markdown, Pandoc), TOML between ``+++`` and an object of JSON
(Hugo), and Pandoc's lines that begin with ``%``, and MultiMarkdown's fields without a border. Org and
reStructuredText have theirs above plain text. Names of fields are read in any spelling; lists become a name after
the other. What becomes no fact is returned by its name, so that it is told or kept.
"""

import json
import re
import tomllib
from collections.abc import Container, Iterable, Iterator
from typing import Any

from desktop.core.language import N_, _
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.exchange.readers.extracted import Fact
from desktop.exchange.readers.fact_dates import parse_stamp

_YAML = re.compile(r"\ufeff?---[ \t]*\n((?:[^\n]*\n){0,400}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\n((?:[^\n]*\n){0,400}?)\+\+\+[ \t]*(?:\n|$)")
_PANDOC = re.compile(
    r"\ufeff?%[ \t]+([^\n]*(?:\n[ \t]+[^\n]+)*)\n(?:%[ \t]*([^\n]*(?:\n[ \t]+[^\n]+)*)\n)?(?:%[ \t]*([^\n]*)\n)?"
)
# an object of JSON may go on for so many characters
_JSON = re.compile(r"\ufeff?(?=\{\s*\")")
_JSON_LIMIT = 100_000
_ENTRY = re.compile(r"^([A-Za-z][\w -]*?):[ \t]*(\S.*)$", re.MULTILINE)
_TOML_ENTRY = re.compile(r"^(\w+)\s*=\s*(.+)$", re.MULTILINE)
# fields without a border, maybe below a title, that a blank line ends: “Title: …”, “Speaker:: [[Ada Quill]]”
_OPEN_ENTRY = re.compile(r"^([A-Za-z][\w -]{0,30}?)::?[ \t]+(\S.*)$", re.MULTILINE)
_OPEN = re.compile(
    r"(?P<above>\ufeff?(?:#[ \t][^\n]*\n[ \t]*\n?)?)"
    r"(?P<fields>(?:[A-Za-z][\w -]{0,30}::?[ \t]+\S[^\n]*\n){2,40})(?=[ \t]*(?:\n|$))"
)
# “#+TITLE: …” of Org; the title of reStructuredText between lines, and “:Author: …” below it
_ORG = re.compile(r"\ufeff?(?P<fields>(?:#\+\w+:[^\n]*\n){1,60})")
_RST = re.compile(
    r"\ufeff?\s*(?:(?P<line>[=*#~-]{3,})\n[ \t]*(?P<over>\S[^\n]*)\n(?P=line)|(?P<under>\S[^\n]*)\n[=*#~-]{3,})[ \t]*\n"
    r"\n*(?P<fields>(?::[\w -]{1,40}:[^\n]*\n){0,60})"
)
_OWN_ENTRY = re.compile(r"^(?:#\+|:)([\w -]+):[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_STAMPED = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^>\]\n]{0,20}[>\]]")
# letters, digits and strokes; a block of YAML without one is no front matter but a rule
_KEY = re.compile(r"^[\"']?[\w -]{1,40}[\"']?[ \t]*:", re.MULTILINE)
# what is called so is that fact; the first of a file that is there counts
FIELDS = {
    "title": ("title", "headline", "episode_title", "name"),
    "author": ("author", "authors", "by", "byline", "creator", "creators", "writer", "writers"),
    "speakers": (
        *("speakers", "speaker", "participants", "guests", "guest", "hosts", "host", "panelists", "interviewee"),
        *("interviewees", "interviewer", "interviewers", "presenter", "presenters"),
    ),
    "date": (
        *("date", "published", "publish_date", "published_date", "date_published", "published_at", "publication_date"),
        *("pubdate", "publishdate", "released", "release_date", "recorded", "created"),
    ),
    "source": (
        *("source", "source_url", "url", "link", "canonical_url", "canonical", "original_url", "permalink"),
        *("video_url", "youtube_url", "webpage_url"),
    ),
    "publisher": (
        *("publisher", "publication", "newspaper", "outlet", "site", "site_name", "sitename", "channel", "podcast"),
    ),
    "place": ("place", "location", "venue", "city"),
    "event": ("event", "conference", "series"),
    "event_date": ("event_date",),
    "language": ("language", "lang", "locale"),
    "kind": ("kind", "type", "category"),
    "tags": ("tags", "keywords", "categories"),
}  # fmt: skip
_NO_DAY = re.compile(r"access|archiv|birth|chang|check|due|edit|end|expir|index|modif|retriev|updat|upload|valid")
_SEVERAL = ("author", "speakers", "tags")
_FACT_OF = {name: fact for fact, names in FIELDS.items() for name in names}
# what an item of a list is called by
_NAMES = ("name", "title", "text", "url", "given", "family")
ORIGIN = N_("the front matter")


def split_front_matter(text: str, own: Iterable[str] = ()) -> tuple[tuple[Fact, ...], tuple[tuple[str, str], ...], str]:
    """Return what the front matter of *text* states, its other fields by name, and the text without it.

    What is called as one of the project's *own* fields is no date because of its name.
    """
    known = frozenset(map(_folded, own))
    for pattern, read in ((_YAML, _read_yaml), (_TOML, _read_toml)):
        found = pattern.match(text)
        if found and (not found[1].strip() or read is _read_toml or _KEY.search(found[1])):
            return *_taken(read(found[1]), known), text[found.end() :]
    found = _JSON.match(text)
    if found:
        # the text begins on a line of its own
        fields, end = _read_json(text[found.end() : found.end() + _JSON_LIMIT])
        (told, rest), below = _taken(fields, known), text[found.end() + end :]
        if told and re.match(r"[ \t]*(?:\n|$)", below):
            return told, rest, below.lstrip(" \t\n")
    found = _PANDOC.match(text)
    if found:
        title, authors, day = (
            " ".join((part or "").split()) if at != 1 else part or "" for at, part in enumerate(found.groups())
        )
        names = [one.strip() for one in re.split(r"[;\n]", authors) if one.strip()]
        return *_taken({"title": title, "author": names, "date": day}, known), text[found.end() :]
    found = _OPEN.match(text)
    if found and has_open_fields(text):
        return *_taken(_by_line(_OPEN_ENTRY, found["fields"], ""), known), found["above"] + text[found.end() :]
    return (), (), text


def has_open_fields(text: str) -> bool:
    """Tell whether *text* begins with fields without a border: MultiMarkdown, and below its title Dataview."""
    found = _OPEN.match(text)
    names = {_folded(name) for name, _words in _OPEN_ENTRY.findall(found["fields"])} if found else set()
    facts = {_FACT_OF[name] for name in names if name in _FACT_OF}
    # “Note: …” and “Place: …” may begin a text
    return len(facts) > 1 and bool(facts & {"title", "author", "date"})


def document_fields(text: str, name: str) -> tuple[tuple[Fact, ...], int]:
    """Return what a text of Org or reStructuredText, by its file's *name*, states above all, and where that ends."""
    suffix = name.lower().rpartition(".")[2]
    found = {"org": _ORG, "rst": _RST}[suffix].match(text) if suffix in ("org", "rst") else None
    if found is None:
        return (), 0
    fields: dict[str, Any] = dict(_OWN_ENTRY.findall(found["fields"] or ""))
    if suffix == "rst" and (title := found["over"] or found["under"]):
        fields = {"title": title, **fields}
    days = {key: _STAMPED.sub(r"\1", words) for key, words in fields.items()}
    return _taken(days)[0], found.end()


def refused(stated: Iterable[Fact], kept: Iterable[Fact], speakers: Iterable[str]) -> list[tuple[str, str]]:
    """Return by name what a front matter *stated* and the facts that were *kept*, and the *speakers*, have not."""
    values = {fact.name: fact.value for fact in kept}
    origins = {fact.name: fact.origin for fact in kept}
    there = set(speakers)
    found = []
    for fact in stated:
        if fact.origin != ORIGIN or fact.name == "tags":
            continue
        if fact.name == "speakers":
            left = [name for one in re.split(r"[,;]", fact.value) if (name := " ".join(one.split())) not in there]
            found += [(fact.name, ", ".join(left))] if any(left) else []
        elif origins.get(fact.name) != ORIGIN and fact.value.casefold() != values.get(fact.name, "").casefold():
            found.append((fact.name, fact.value))
    return found


def _taken(fields: dict[str, Any], own: Container[str] = ()) -> tuple[tuple[Fact, ...], tuple[tuple[str, str], ...]]:
    """Return the facts that *fields* state, and what else stands in them, by name."""
    facts = tuple(_facts(fields, own))
    told = {fact.name: fact.value for fact in facts}
    rest: dict[str, list[str]] = {}
    for name, value in fields.items():
        fact = _FACT_OF.get(_folded(name)) or ("date" if _is_day(str(name), own) else "")
        for place, words in _leaves(value, (" ".join(str(name).split()),)):
            # a name may be put together of two; all else is the fact or is not
            parts = fact in _SEVERAL and words in told.get(fact, "")
            if not parts and words.casefold() != told.get(fact, "").casefold():
                rest.setdefault(" ".join(place), []).append(words)
    return facts, tuple((name, "; ".join(words)) for name, words in rest.items())


def _folded(name: object) -> str:
    return re.sub(r"[\s-]+", "_", str(name).strip().casefold())


def _leaves(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield all that stands in a field, however deep, with the names that lead there."""
    if isinstance(value, dict):
        for name, one in value.items():
            inner = place if _folded(name) in _NAMES else (*place, " ".join(str(name).split()))
            yield from _leaves(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, place)
    else:
        yield from ((place, words) for words in _flat(value))


def _facts(fields: dict[str, Any], own: Container[str]) -> Iterator[Fact]:
    """Yield the facts that *fields* state, whatever these are called."""
    known = {_folded(name): value for name, value in fields.items()}
    for fact, names in FIELDS.items():
        told = [words for name in names for words in _flat(known.get(name))]
        # who takes part may stand in several fields; else the first that is there counts
        if fact == "date":
            # “last-modified” is a date to nobody but Quarto
            others = [words for name, value in fields.items() if _is_day(str(name), own) for words in _flat(value)]
            told = [words for words in (*told, *others) if parse_stamp(words)]
        if fact not in _SEVERAL:
            told = told[:1]
        if fact == "kind" and told and told[0].casefold() not in DOCUMENT_KINDS:
            continue
        words = ", ".join(dict.fromkeys(told))
        if words:
            yield Fact(fact, words.casefold() if fact == "kind" else words, Certainty.STATED, ORIGIN)


def _is_day(name: str, own: Container[str]) -> bool:
    """Tell whether a field that nobody knows has a day by its name: ``doc_date``, ``docDate``, not that of a change."""
    parts = re.split(r"[\s_-]+|(?<=[a-z])(?=[A-Z])", name.strip())
    folded = "_".join(parts).casefold()
    return (
        "date" in folded.split("_")
        and _folded(name) not in own
        and _NO_DAY.search(folded) is None
        and folded not in FIELDS["event_date"]
    )


def _flat(value: Any) -> Iterator[str]:
    """Yield the words of a field: of a list each of its items, of an item with a name its name."""
    if isinstance(value, dict):
        parts = [value.get(key) for key in ("name", "title", "text", "url") if value.get(key)]
        named = parts[:1] or [" ".join(str(value[key]) for key in ("given", "family") if value.get(key))]
        yield from _flat(named[0])
    elif isinstance(value, list):
        for one in value[:200]:
            yield from _flat(one)
    elif value is not None:
        words = re.sub(r"^([\"'])(.*)\1$", r"\2", " ".join(str(value).split()))
        if words and words.casefold() not in ("null", "none", "~"):
            # Obsidian links what it names
            yield re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", words)


def _read_yaml(source: str) -> dict[str, Any]:
    import yaml

    try:
        # another name for what stands elsewhere could grow without end
        if not any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=yaml.SafeLoader)):
            # all values as they are written: a day stays one
            found = yaml.load(source, Loader=yaml.BaseLoader)
            if isinstance(found, dict):
                return found
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    # what people write is not always YAML: “title: Fares: a talk”
    return _by_line(_ENTRY, source, "")


def _read_toml(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _by_line(_TOML_ENTRY, source, "\"'")


def _by_line(entry: re.Pattern[str], source: str, quotes: str) -> dict[str, Any]:
    """Return the fields that *source* has on lines of their own, and what stands on its other lines."""
    fields: dict[str, Any] = {name: words.strip(f" \t{quotes}") for name, words in entry.findall(source)}
    others = [line for line in entry.sub("", source).splitlines() if line.strip()]
    return fields | ({_("other lines"): others} if others else {})


def _read_json(source: str) -> tuple[dict[str, Any], int]:
    """Return the object that *source* begins with, and where it ends; nothing when it begins with none."""
    try:
        fields, end = json.JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError):
        return {}, 0
    return (fields, end) if isinstance(fields, dict) else ({}, 0)
