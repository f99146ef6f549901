"""What is known of documents as a bibliography: CSL-JSON and RIS both ways, BibTeX out.

A record has the facts that these forms have a field for. CSL-JSON keeps the others beside them, in what the standard
leaves to programs (``custom``); what RIS and BibTeX have no field for is told. Names of authors stand as they are
written: which part of one is the family's name is only told by a comma.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.keys import key_of
from desktop.core.language import _
from desktop.core.text import normalise_text, one_line
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.exchange.programs.interchange import ForeignDocument, ForeignProject, term
from desktop.exchange.readers.source import SourceFile

(
    _NEWS, _WIRE, _TRANSCRIPT, _INTERVIEW, _STATEMENT, _OPINION, _BLOG, _RELEASE, _DEBATE, _RECORD, _REPORT, _SOCIAL,
    _OTHER,
) = DOCUMENT_KINDS  # fmt: skip
# what a document of each kind is in CSL, in RIS and in BibTeX
_KINDS = {
    **dict.fromkeys((_NEWS, _WIRE, _OPINION), ("article-newspaper", "NEWS", "article")),
    **dict.fromkeys((_DEBATE, _RECORD), ("hearing", "HEAR", "misc")),
    **dict.fromkeys((_STATEMENT, _RELEASE, _OTHER), ("document", "GEN", "misc")),
    _INTERVIEW: ("interview", "GEN", "misc"),
    _BLOG: ("post-weblog", "BLOG", "online"),
    _SOCIAL: ("post", "ELEC", "online"),
    _TRANSCRIPT: ("speech", "GEN", "misc"),
    _REPORT: ("report", "RPRT", "report"),
}
_OF_TYPE = {
    **dict.fromkeys(("article-newspaper", "article-magazine", "NEWS", "MGZN"), _NEWS),
    **dict.fromkeys(("post-weblog", "BLOG"), _BLOG),
    **dict.fromkeys(("hearing", "HEAR"), _RECORD),
    **dict.fromkeys(("report", "RPRT"), _REPORT),
    **{"interview": _INTERVIEW, "post": _SOCIAL, "speech": _TRANSCRIPT},
}
# in which the publisher is what the text stands in
_IN = frozenset(("article-newspaper", "post-weblog", "post"))
_TYPES = frozenset(
    (
        *(row[0] for row in _KINDS.values()),
        *("article", "article-journal", "article-magazine", "book", "bill", "broadcast", "chapter", "dataset"),
        *("legislation", "legal_case", "manuscript", "motion_picture", "pamphlet", "paper-conference", "periodical"),
        *("personal_communication", "regulation", "song", "standard", "thesis", "treaty", "webpage", "entry"),
    )
)
_TEXTS = frozenset(("text", "content", "body", "fulltext", "html"))
_URL = re.compile(r"(?i)(?:https?|ftp)://\S+")
_AUTHORS = re.compile(r"\s*;\s*")
_RIS = re.compile(r"\s*TY  - ?\w")
_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*)|\s*)")
_DATE = re.compile(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?(?:/.*)?")
_OWN = term("visavis:")
# what TeX takes for something else; all other letters stand as they are, in UTF-8. BibTeX counts braces, escaped or not
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e]+")
_FACTS = (
    *("title", "author", "publisher", "source", "date", "date_certainty", "event_date", "event", "place", "kind"),
    *("language", "note"),
)
_NO_TAG = ("event_date", "event", "date_note")


def citation_keys(project: ForeignProject) -> dict[str, str]:
    """Return a key for each document by its id: who, when and the first long word of its title, each once."""
    taken = set[str]()
    found: dict[str, str] = {}
    for one in project.documents:
        facts = dict(one.variables)
        name = _AUTHORS.split(facts.get("author", "") or facts.get("publisher", ""))[0]
        last = name.partition(",")[0] if "," in name else name.rpartition(" ")[2] or name
        words = [key_of(word) for word in facts.get("title", "").split()]
        word = next((word for word in words if len(word) > 3), "")
        bare = "".join((key_of(last).replace("-", ""), facts.get("date", "").strip("-")[:4], word.replace("-", "")))
        # some programs want a letter first
        wanted = key = bare if bare[:1].isalpha() else "".join((term("document"), bare))
        again = 1
        while key in taken:
            again += 1
            key = f"{wanted}-{again}"
        taken.add(key)
        found[one.id] = key
    return found


def write_csl_json(project: ForeignProject) -> bytes:
    """Return the documents of a gathered project as CSL-JSON, a list of items."""
    keys = citation_keys(project)
    items = [_csl_item(one, keys[one.id]) for one in project.documents]
    return json.dumps(items, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _csl_item(one: ForeignDocument, key: str) -> dict[str, Any]:
    facts = dict(one.variables)
    kind = facts.get("kind", _OTHER)
    form = _KINDS.get(kind, _KINDS[_OTHER])[0]
    title = facts.get("title", "") or one.name
    item: dict[str, Any] = {"id": key, "type": form, "title": title}
    if facts.get("author"):
        item["author"] = [_csl_name(name) for name in _AUTHORS.split(facts["author"]) if name]
    if facts.get("publisher"):
        item["container-title" if form in _IN else "publisher"] = facts["publisher"]
    for fact, field in (("date", "issued"), ("event_date", "event-date")):
        if told := _csl_date(facts.get(fact, "")):
            item[field] = told
    if "issued" in item and facts.get("date_certainty", Certainty.STATED) != Certainty.STATED:
        item["issued"]["circa"] = True
    if _URL.fullmatch(facts.get("source", "")):
        item["URL"] = facts["source"]
    for fact, field in (("event", "event-title"), ("place", "event-place"), ("language", "language"), ("note", "note")):
        if facts.get(fact):
            item[field] = facts[fact]
    if kind != _OTHER:
        item["genre"] = kind
    known = {name for name in _FACTS if name != "source" or "URL" in item}
    rest = {name: value for name, value in one.variables if name not in known and value}
    dateless = {name: facts[name] for name in ("date", "event_date") if facts.get(name, "").startswith("--")}
    item["custom"] = {_OWN.rstrip(":"): {"uuid": one.uuid, "name": one.name, **({"facts": rest | dateless})}}
    return item


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    told = {"family": family.strip(), "given": given.strip()}
    return told if comma and all(told.values()) else {"literal": name}


def _csl_date(words: str) -> dict[str, Any]:
    parts = words.split("-") if words and not words.startswith("--") else []
    return {"date-parts": [[int(part) for part in parts]]} if parts else {}


def write_ris(project: ForeignProject) -> bytes:
    """Return the documents of a gathered project as RIS: a tag a line, lines of both ends, a record each."""
    keys = citation_keys(project)
    lines: list[str] = []
    for one in project.documents:
        facts = dict(one.variables)
        kind = facts.get("kind", _OTHER)
        csl, form, _bib = _KINDS.get(kind, _KINDS[_OTHER])
        source = facts.get("source", "")
        year = "" if facts.get("date", "").startswith("--") else facts.get("date", "")
        rows: list[tuple[str, str]] = [("TY", form), ("ID", keys[one.id]), ("TI", facts.get("title", "") or one.name)]
        rows += [("AU", name) for name in _AUTHORS.split(facts.get("author", "")) if name]
        rows += [
            ("T2" if csl in _IN else "PB", facts.get("publisher", "")),
            ("PY", year[:4]),
            ("DA", "/".join([*year.split("-"), "", ""][:3]) + "/" if year else ""),
            ("CY", facts.get("place", "")),
            ("UR" if _URL.fullmatch(source) else "DB", source),
            ("LA", facts.get("language", "")),
            ("M3", kind if kind != _OTHER else ""),
        ]
        rows += [("N1", line) for line in facts.get("note", "").split("\n")]
        rows.append(("C1", f"{_OWN}{one.uuid}"))
        lines += [f"{tag}  - {told}" for tag, words in rows if (told := _line(words))]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n" * bool(lines)


def _line(words: str) -> str:
    return " ".join(_CONTROL.sub(" ", words).split())


def write_bibtex(project: ForeignProject) -> bytes:
    """Return the documents of a gathered project as BibTeX, in UTF-8; what TeX would read as a command is escaped."""
    keys = citation_keys(project)
    entries = []
    for one in project.documents:
        facts = dict(one.variables)
        kind = facts.get("kind", _OTHER)
        _csl, _ris, form = _KINDS.get(kind, _KINDS[_OTHER])
        source = facts.get("source", "")
        is_url = bool(_URL.fullmatch(source))
        date = "" if facts.get("date", "").startswith("--") else facts.get("date", "")
        names = [f"{{{_tex(name)}}}" if "," not in name else _tex(name) for name in _people(facts.get("author", ""))]
        rows = {
            "title": f"{{{_tex(facts.get('title', '') or one.name)}}}",
            "author": " and ".join(names),
            "journal" if form == "article" else "institution" if form == "report" else "publisher": _tex(
                facts.get("publisher", "")
            ),
            "year": date[:4],
            "month": str(int(date[5:7])) if date[5:7] else "",
            "date": date,
            "url": _plain_url(source) if is_url else "",
            "howpublished": "" if is_url else _tex(source),
            "type": _tex(kind) if kind != _OTHER else "",
            "address": _tex(facts.get("place", "")),
            "langid": _tex(facts.get("language", "")),
            "note": _tex(facts.get("note", "")),
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value.strip("{}"))
        entries.append(f"@{form}{{{keys[one.id]},\n{body}}}\n")
    return "\n".join(entries).encode("utf-8", "replace")


def _people(words: str) -> list[str]:
    return [name for name in _AUTHORS.split(words) if name.strip()]


def _tex(words: str) -> str:
    plain = unicodedata.normalize("NFC", _CONTROL.sub(" ", words))
    return "".join(_TEX.get(letter, letter) for letter in " ".join(plain.split()))


def _plain_url(words: str) -> str:
    # as browsers write it: braces would end the field, and a backslash begin a command
    return quote(words, safe="!#$%&'()*+,/:;=?@[]~_-.")


def lost_in_bibliography(project: ForeignProject, form: str) -> Iterator[str]:
    """Yield what a bibliography cannot carry of a gathered project, a sentence each; *form* is ``csljson`` or so."""
    yield _(
        "A bibliography holds what is known of documents: texts ({count}), codes, claims and memos are not carried."
    ).format(count=len(project.documents))
    if form == "csljson":
        return
    carried = frozenset(_FACTS) - frozenset(_NO_TAG) - {"date_certainty"}
    names = dict.fromkeys(
        name for one in project.documents for name, value in one.variables if name not in carried and value
    )
    if names:
        yield _("Facts of documents that the form has no field for are not carried: {names}.").format(
            names=", ".join(names)
        )


def is_csl_json(source: SourceFile) -> bool:
    """Tell whether *source* is a list of items of CSL."""
    items = _items(source) if source.start.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") else None
    known = [one for one in items or () if one.get("type") in _TYPES and one.keys() >= {"id", "title"}]
    # what has a text is a document and not what is known of one
    return bool(known) and len(known) == len(items or ()) and not any(one.keys() & _TEXTS for one in known)


def _items(source: SourceFile) -> list[dict[str, Any]] | None:
    try:
        found = json.loads(source.decoded.text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    found = found.get("items") if isinstance(found, dict) else found
    return found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else None


def read_csl_json(source: SourceFile) -> ForeignProject:
    """Read items of CSL-JSON; UserError when it holds none."""
    items = _items(source)
    if not items:
        raise UserError(_("{name} is no CSL-JSON: it must be a list of items."), name=source.name)
    return _catalogue(_csl_record(number, one) for number, one in enumerate(items, 1))


def _csl_record(number: int, item: Mapping[str, Any]) -> ForeignDocument:
    def words(*fields: str) -> str:
        return next((normalise_text(str(item[name])).strip() for name in fields if item.get(name)), "")

    custom = item.get("custom")
    own = custom.get(_OWN.rstrip(":")) if isinstance(custom, dict) else None
    own = own if isinstance(own, dict) else {}
    names = [_name(one) for one in item.get("author") or () if isinstance(one, dict)]
    issued, event = item.get("issued"), item.get("event-date")
    genre, form = words("genre"), words("type")
    facts = {
        "title": one_line(words("title")),
        "author": "; ".join(filter(None, names)),
        "publisher": words("container-title", "publisher"),
        "source": words("URL", "source"),
        "date": _date_of(issued),
        "date_certainty": Certainty.INFERRED if isinstance(issued, dict) and issued.get("circa") else "",
        "event_date": _date_of(event),
        "event": words("event-title", "event"),
        "place": words("event-place", "publisher-place"),
        "kind": genre if genre in DOCUMENT_KINDS else _OF_TYPE.get(form, ""),
        "language": words("language"),
        "note": words("note"),
    }
    more = own.get("facts")
    more = {str(name): str(value) for name, value in more.items()} if isinstance(more, dict) else {}
    return _record(number, words("id"), {**facts, **more}, str(own.get("uuid") or ""))


def _name(told: Mapping[str, Any]) -> str:
    parts = [one_line(str(told.get(part) or "")) for part in ("literal", "family", "given")]
    return parts[0] or ", ".join(filter(None, parts[1:]))


def _date_of(told: Any) -> str:
    if not isinstance(told, dict):
        return ""
    parts = told.get("date-parts")
    try:
        values = [int(part) for part in parts[0]] if parts else []
        return _partial(values) if values else _read_date(str(told.get("raw") or told.get("literal") or ""))
    except (TypeError, ValueError, LookupError):
        return ""


def _partial(values: list[int]) -> str:
    year, month, day = (*values, 0, 0, 0)[:3]
    return str(PartialDate.parse(str(PartialDate(year, month or None, (day or None) if month else None))))


def _read_date(words: str) -> str:
    found = _DATE.match(words.strip())
    try:
        return _partial([int(part or 0) for part in found.groups()]) if found else ""
    except ValueError:
        return ""


def is_ris(source: SourceFile) -> bool:
    """Tell whether *source* begins as RIS does."""
    return not source.is_zip and _RIS.match(source.start.lstrip("\ufeff")) is not None


def read_ris(source: SourceFile) -> ForeignProject:
    """Read the records of RIS; UserError when it holds none."""
    records: list[dict[str, list[str]]] = []
    last = ""
    for line in normalise_text(source.decoded.text).lstrip("\ufeff").split("\n"):
        found = _TAG.match(line)
        if found is None:
            if last and records and line.strip():
                # a value that goes on
                records[-1][last][-1] += f" {line.strip()}"
            continue
        tag, words = found[1], (found[2] or "").strip()
        if tag == "TY":
            records.append({})
        last = tag if records and tag != "ER" else ""
        if last:
            records[-1].setdefault(tag, []).append(words)
    if not records:
        raise UserError(_("{name} is no RIS: no line begins with “TY  - ”."), name=source.name)
    return _catalogue(_ris_record(number, one) for number, one in enumerate(records, 1))


def _ris_record(number: int, tags: Mapping[str, list[str]]) -> ForeignDocument:
    def first(*names: str) -> str:
        return next((value for name in names for value in tags.get(name, ()) if value), "")

    kind, form = first("M3"), first("TY")
    marks = [value[len(_OWN) :] for value in tags.get("C1", ()) if value.startswith(_OWN)]
    facts = {
        "title": first("TI", "T1", "CT"),
        "author": "; ".join(one for tag in ("AU", "A1") for one in tags.get(tag, ()) if one),
        "publisher": first("T2", "JO", "JF", "PB", "BT"),
        "source": first("UR", "L1", "DB"),
        "date": _read_date(first("DA", "Y1", "PY")) or _read_date(first("PY", "Y1")),
        "place": first("CY", "PP"),
        "kind": kind if kind in DOCUMENT_KINDS else _OF_TYPE.get(form, ""),
        "language": first("LA"),
        "note": "\n".join(one for one in tags.get("N1", ()) if one),
    }
    return _record(number, first("ID"), facts, marks[0] if marks else "")


def _record(number: int, key: str, facts: Mapping[str, str], uuid: str) -> ForeignDocument:
    told = tuple((name, value) for name, value in facts.items() if value)
    return ForeignDocument(f"record {number}", facts.get("title", "") or key, None, told, uuid.lower())


def _catalogue(records: Iterable[ForeignDocument]) -> ForeignProject:
    return ForeignProject(_("a bibliography"), tuple(records), is_catalogue=True)
