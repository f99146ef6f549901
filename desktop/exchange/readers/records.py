"""Records of debates as XML: TEI (ParlaMint, plays) and Akoma Ntoso. Each speech is a turn with its speaker's name.

Other XML is refused with its name: its marks are no words.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.own_fields import joined
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_xml
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.feeds import local
from desktop.exchange.readers.source import SourceFile

_BEGINS = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>|<(?:TEI|teiCorpus|akomaNtoso|rss|feed)[\s>])")
_SPEECHES = ("speech", "question", "answer")
_EXTRACTOR = "visavis-record 1"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
# what is one paragraph, and what else parts a speech
_LINES = ("seg", "p", "l", "ab", "row", "tr")
_PARTS = (*_LINES, "lg", "quote", "list", "table", "div", "head")
_NARRATED = ("note", "kinesic", "incident", "vocal", "gap", "stage", "scene", "narrative", "summary", "other")


def is_record(source: SourceFile) -> bool:
    """Tell whether *source* begins as XML does that is no web page."""
    return _BEGINS.match(source.start) is not None and "<html" not in source.start[:2000].lower()


def read_record(source: SourceFile) -> Extracted:
    """Return the text of a record; UserError for XML of another kind."""
    root = parse_xml(source.content.lstrip(b"\xef\xbb\xbf \r\n\t"), source.name)
    builder = TextBuilder(source.name)
    if local(root) in ("TEI", "TEI.2", "teiCorpus"):
        _tei(root, builder)
        stated = tuple(_tei_facts(root))
        return replace(builder.build(_EXTRACTOR, stated, marked=True), fields=_tei_fields(root))
    if local(root) == "akomaNtoso":
        names = {one.get("eId") or one.get("id"): one.get("showAs") or "" for one in root.iter() if one.get("showAs")}
        _akoma(root, builder, names)
        stated = tuple(_akoma_facts(root))
    elif local(root) in ("rss", "feed", "RDF"):
        # one entry alone is a document
        from desktop.exchange.readers.feeds import read_feed

        entry = next(read_feed(source), None)
        if entry is None:
            raise UserError(
                _("{name} is a feed without an entry that has a text; save the pages it names."), name=source.name
            )
        return entry[2]
    else:
        sentence = _("{name} is XML of a kind that Visavis does not read (“{kind}”); save its text as .txt or .html.")
        raise UserError(sentence, name=source.name, kind=local(root)[:60])
    return builder.build(_EXTRACTOR, stated, marked=True)


def _say(builder: TextBuilder, name: str, words: str) -> None:
    if name and words:
        builder.add(f"{name}: {words}", bold=len(name) + 1)
    else:
        builder.add(words)


def _text(element: Any, *without: str) -> str:
    """Return the words of *element* without those in elements of these names."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local(child) not in without:
            parts.append(_text(child, *without))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _tei(root: Any, builder: TextBuilder) -> None:
    names = {one.get(_ID): _person(one) for one in root.iter() if local(one) == "person"}
    label = ""
    # a text in the text has a body of its own
    for body in _outer(root, ("front", "body", "back")):
        for element in _outer(body, ("head", "u", "sp", *_LINES, *_NARRATED), words=True):
            kind = local(element)
            if kind == "head":
                builder.add(_text(element), "heading")
            elif kind == "note" and element.get("type") == "speaker":
                label = _text(element).rstrip(":")
            elif kind == "u":
                who = (element.get("who") or "").lstrip("#")
                _speech(builder, names.get(who) or label or _spaced(who), element)
                label = ""
            elif kind == "sp":
                named = next((_text(one).rstrip(":. ") for one in element if local(one) == "speaker"), "")
                _speech(builder, named or _spaced((element.get("who") or "").lstrip("#")), element)
            elif kind in _NARRATED:
                _narrate(builder, element)
            else:
                builder.add(_line(element))


def _speech(builder: TextBuilder, name: str, element: Any) -> None:
    """Append what somebody says, paragraph by paragraph, with what happens meanwhile in brackets."""
    for words, part in _parts(element):
        if words.strip():
            _say(builder, name, " ".join(words.split()))
            name = ""
        if part is None:
            continue
        if local(part) in _NARRATED:
            _narrate(builder, part)
            continue
        for line in (part,) if local(part) in _LINES or _says(part) else _outer(part, _LINES, words=True):
            if _line(line):
                _say(builder, name, _line(line))
                name = ""


def _parts(speech: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is said between the parts of a speech, each time with the part that follows; None for none."""
    words = speech.text or ""
    for child in speech:
        kind = local(child)
        if kind in _NARRATED or kind in _PARTS:
            yield words, child
            words = ""
        elif kind and kind != "speaker":
            words += _text(child)
        words += child.tail or ""
    yield words, None


def _narrate(builder: TextBuilder, element: Any) -> None:
    words = _text(element)
    builder.add(words if words.startswith(("(", "[")) or not words else f"({words})")


def _line(element: Any) -> str:
    """Return the words of a paragraph, or of a table's row."""
    cells = [_text(one) for one in element if local(one)]
    return "\t".join(cells) if local(element) in ("row", "tr") else _text(element)


def _says(element: Any) -> bool:
    """Tell whether *element* has words of its own, in whatever other elements."""
    return bool(local(element)) and any(
        (words or "").strip() for words in (element.text, *(one.tail for one in element))
    )


def _outer(root: Any, names: tuple[str, ...], *, words: bool = False) -> Iterator[Any]:
    """Yield the elements below *root* that are called so, or have *words*, and stand in no other that is."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if local(element) in names or (words and _says(element)):
            yield element
        else:
            stack.extend(reversed(element))


def _person(element: Any) -> str:
    """Return a person's name as one speaks it."""
    name = next((one for one in element.iter() if local(one) == "persName"), None)
    if name is None:
        return ""
    parts = {local(one): " ".join((one.text or "").split()) for one in name}
    told = " ".join(parts[key] for key in ("forename", "surname") if parts.get(key))
    return told or _text(name)


def _spaced(identifier: str) -> str:
    """Return “Oduya Maren” of “OduyaMaren”: some say no more of who speaks."""
    return " ".join(re.findall(r"[^\W_a-z]?[^\W_A-Z]+|[^\W_a-z]+", identifier.replace("-", " "))) or identifier


def _tei_facts(root: Any) -> Iterator[Fact]:
    origin = N_("the record’s header")
    header = next((one for one in root.iter() if local(one) == "teiHeader"), None)
    if header is None:
        return
    titles = [one for one in header.iter() if local(one) == "title"]
    titles.sort(key=lambda one: (one.get("type") or "main") != "main")
    days = [one.get("when") or "" for one in header.iter() if local(one) == "date" and one.get("when")]
    # the day of the sitting rather than that of the edition
    own = [
        one.get("when")
        for bibl in header.iter()
        if local(bibl) in ("bibl", "setting")
        for one in bibl.iter()
        if one.get("when")
    ]
    author = next((_text(one) for one in header.iter() if local(one) == "author"), "")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for field, value in (
        ("title", _text(titles[0]) if titles else ""),
        ("date", (own or days or [""])[0]),
        ("author", author),
        ("language", language),
    ):
        if value:
            yield Fact(field, value, Certainty.STATED, origin)


def _tei_fields(root: Any) -> tuple[tuple[str, str], ...]:
    """Return what a header says of a text by names of its own: typed notes, keywords, categories of a scheme."""
    header = next((one for one in root.iter() if local(one) == "teiHeader"), None)
    if header is None:
        return ()
    categories = {
        one.get(_ID): _text(next((part for part in one if local(part) == "catDesc"), one))
        for one in header.iter()
        if local(one) == "category"
    }
    found: dict[str, list[str]] = {}
    for one in header.iter():
        kind, name, words = local(one), one.get("type") or "", ""
        if kind == "note" and name:
            words = _text(one)
        elif kind == "term":
            name, words = name or _scheme(one.getparent()) or "keywords", _text(one)
        elif kind == "classCode":
            name, words = _scheme(one), _text(one)
        elif kind == "catRef":
            name, target = _scheme(one), (one.get("target") or "").lstrip("#")
            words = categories.get(target) or target
        if name and words:
            found.setdefault(name, []).append(words)
    return tuple((name, joined(dict.fromkeys(told))) for name, told in found.items())


def _scheme(element: Any) -> str:
    return (element.get("scheme") or "").lstrip("#") if local(element) in ("keywords", "classCode", "catRef") else ""


def _akoma(root: Any, builder: TextBuilder, names: dict[str, str]) -> None:
    for element in _outer(root, ("heading", "p", "block", "tr", *_SPEECHES, *_NARRATED, "meta"), words=True):
        kind = local(element)
        if kind == "heading":
            builder.add(_text(element), "heading")
        elif kind in _SPEECHES:
            _akoma_speech(element, builder, names)
        elif kind in _NARRATED:
            _narrate(builder, element)
        elif kind != "meta":
            builder.add(_line(element))


def _akoma_speech(element: Any, builder: TextBuilder, names: dict[str, str]) -> None:
    told = next((_text(one).rstrip(": ") for one in element if local(one) == "from"), "")
    name = told or names.get((element.get("by") or "").lstrip("#")) or (element.get("by") or "").lstrip("#")
    for part in _outer(element, ("p", "block", "heading", "from", "tr", *_SPEECHES, *_NARRATED), words=True):
        if local(part) in _SPEECHES:
            _akoma_speech(part, builder, names)
        elif local(part) in _NARRATED:
            _narrate(builder, part)
        elif local(part) != "from":
            _say(builder, name, _line(part))
            name = ""


def _akoma_facts(root: Any) -> Iterator[Fact]:
    origin = N_("the record’s header")
    day = next((one.get("date") for one in root.iter() if local(one) == "FRBRdate" and one.get("date")), "")
    title = next((_text(one) for one in root.iter() if local(one) in ("docTitle", "FRBRalias", "heading")), "")
    for field, value in (("date", day), ("title", title)):
        if value:
            yield Fact(field, value, Certainty.STATED, origin)
