"""Annotations of the web: W3C Web Annotation (JSON-LD, Recommendation of 23 February 2017), and exports of Hypothesis.

The words are believed first, with what stands around them: Hypothesis counts UTF-16 units of a page that we do not
have. Where the file has the texts themselves, as those that Visavis writes, offsets are code points, as the standard
says.
"""

import json
from typing import Any

from desktop.core.language import _
from desktop.core.text import normalise_part, one_line
from desktop.exchange.programs.carried_fields import read_fields
from desktop.exchange.programs.definitions import read_definition
from desktop.exchange.programs.interchange import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.readers.source import SourceFile

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
ORIGIN = term("Visavis")


def is_web_annotation(source: SourceFile) -> bool:
    """Tell whether *source* holds annotations."""
    if source.start.lstrip()[:1] not in ("{", "["):
        return False
    if '"generator"' not in source.start and '"selector"' not in source.decoded.text:
        return False
    top = _loaded(source)
    return _is_own(top) or bool(_annotations(top))


def read_web_annotation(source: SourceFile) -> ForeignProject:
    """Read annotations; what they name as their source is a document of the file, or else one of the project."""
    top = _loaded(source)
    return _AnnotationReader(top, _is_own(top)).project()


def _is_own(top: Any) -> bool:
    """Tell whether Visavis wrote a file."""
    return isinstance(top, dict) and str(_as_dict(top.get("generator")).get("name") or "").startswith(ORIGIN)


def _loaded(source: SourceFile) -> Any:
    text = source.decoded.text.lstrip("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        return None


def _annotations(top: Any) -> list[dict[str, Any]]:
    """Return the annotations of a file: of a list, a page, a collection, or an export's ``rows``."""
    if isinstance(top, dict):
        if "target" in top:
            return [top]
        for key in ("items", "rows", "annotations", "first"):
            found = _annotations(top.get(key))
            if found:
                return found
        return []
    return [one for one in top if isinstance(one, dict) and "target" in one] if isinstance(top, list) else []


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _selectors(target: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = _as_list(target.get("selector"))
    while waiting and len(found) < 100:
        one = waiting.pop(0)
        if isinstance(one, dict):
            found.append(one)
            waiting.extend(_as_list(one.get("refinedBy")))
    return found


class _AnnotationReader:
    def __init__(self, top: Any, is_own: bool) -> None:
        self.top, self.is_own = top, is_own
        self.codes: dict[str, ForeignCode] = {}
        self.documents: dict[str, ForeignDocument] = {}
        self.codings: list[ForeignCoding] = []
        self.memos: list[ForeignMemo] = []
        self.coders: dict[str, str] = {}
        self.others = 0
        self.values: dict[str, tuple[tuple[str, str], ...]] = {}

    def project(self) -> ForeignProject:
        if self.is_own:
            self._own_parts()
        for number, one in enumerate(_annotations(self.top), 1):
            self._annotation(one, number)
        notes = [_("Annotations without words are left out: {count}.").format(count=self.others)] if self.others else []
        is_hypothesis = not self.is_own and any("uri" in one and "user" in one for one in _annotations(self.top)[:5])
        return ForeignProject(
            ORIGIN if self.is_own else term("Hypothesis") if is_hypothesis else term("W3C Web Annotation"),
            tuple(self.documents.values()),
            tuple(self.codes.values()),
            tuple(self.codings),
            tuple(self.memos),
            self.coders,
            True,
            tuple(notes),
            {},
            self.is_own,
            own_fields=read_fields(_as_dict(self.top).get("visavis:fields")) if self.is_own else (),
            values=self.values,
        )

    def _own_parts(self) -> None:
        for one in _as_list(_as_dict(self.top).get("visavis:documents")):
            told = _as_dict(one)
            number = str(told.get("id"))
            text = told.get("value")
            variables = tuple((str(name), str(value)) for name, value in _as_dict(told.get("variables")).items())
            uuid = number.removeprefix("urn:uuid:")
            self.documents[number] = ForeignDocument(
                number, str(told.get("name")), text if isinstance(text, str) else None, variables, uuid
            )
        for one in _as_list(_as_dict(self.top).get("visavis:codes")):
            told = _as_dict(one)
            number, name = str(told.get("id")), str(told.get("name"))
            words, parent = str(told.get("definition") or ""), str(told.get("parent") or "")
            uuid = number.removeprefix("urn:uuid:") if number.startswith("urn:uuid:") else ""
            color = str(told.get("color") or "")
            self.codes[number] = ForeignCode(number, name, parent, color, words, uuid, read_definition(words, name))
        for one in _as_list(_as_dict(self.top).get("visavis:memos")):
            told = {key: str(value) for key, value in _as_dict(one).items()}
            self.memos.append(
                ForeignMemo(
                    **{
                        key: told.get(key, "")
                        for key in ("text", "coder", "created", "uuid", "unit", "document", "code", "actor")
                    }
                )
            )
        for name, uuid in _as_dict(_as_dict(self.top).get("visavis:coders")).items():
            self.coders[str(name)] = str(uuid)

    def _annotation(self, one: dict[str, Any], number: int) -> None:
        unit = str(one.get("id") or f"annotation {number}")
        coder, created = self._coder(one), str(one.get("created") or "")
        labels, comments = self._bodies(one)
        placed = False
        for target in _as_list(one.get("target")):
            target = {"source": target} if isinstance(target, str) else _as_dict(target)
            name = str(target.get("source") or one.get("uri") or "")
            if isinstance(target.get("source"), dict):
                name = str(target["source"].get("id") or "")
            selectors = _selectors(target)
            quote = next((s for s in selectors if s.get("type") == "TextQuoteSelector" and s.get("exact")), {})
            place = next((s for s in selectors if s.get("type") == "TextPositionSelector"), {})
            document = self._document(name, one)
            start, end = -1, -1
            if self.documents[document].text is not None and isinstance(place.get("start"), int):
                last = place.get("end")
                start, end = place["start"], last if isinstance(last, int) else -1
            words = [normalise_part(str(quote.get(key) or "")) for key in ("exact", "prefix", "suffix")]
            if start < 0 and not words[0].strip():
                continue
            placed = True
            uuid = unit.removeprefix("urn:uuid:").lower() if self.is_own else ""
            for code in labels or [""]:
                self.codings.append(
                    ForeignCoding(document, code, start, end, coder, created, unit, uuid, words[0], words[1], words[2])
                )
        if not placed:
            self.others += 1
            return
        if self.is_own and (own := _as_dict(one.get("visavis:values"))):
            self.values[unit] = tuple((str(name), str(value)) for name, value in own.items())
        self.memos += [ForeignMemo(words, coder, created, unit=unit) for words in comments]

    def _coder(self, one: dict[str, Any]) -> str:
        creator = one.get("creator") or one.get("user") or ""
        told = (
            creator.get("name") or creator.get("nickname") or creator.get("id")
            if isinstance(creator, dict)
            else creator
        )
        name = one_line(str(told or "").removeprefix("acct:").partition("@")[0] if not self.is_own else str(told or ""))
        if name:
            self.coders.setdefault(name, "")
        return name

    def _bodies(self, one: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Return the codes and the comments of an annotation."""
        labels, comments = [], []
        for body in [*_as_list(one.get("body")), *_as_list(one.get("bodyValue"))]:
            told = {"value": body} if isinstance(body, str) else _as_dict(body)
            purpose = str(told.get("purpose") or one.get("motivation") or "")
            if told.get("visavis:code") and self.is_own:
                labels.append(str(told["visavis:code"]))
            elif purpose in ("tagging", "classifying"):
                labels.append(self._code(str(told.get("value") or told.get("label") or told.get("source") or "")))
            elif told.get("visavis:memo") is True and self.is_own:
                continue
            elif str(told.get("value") or "").strip():
                comments.append(normalise_part(str(told["value"])).strip())
        labels += [self._code(str(tag)) for tag in _as_list(one.get("tags"))]
        if isinstance(one.get("text"), str) and one["text"].strip():
            comments.append(normalise_part(one["text"]).strip())
        return [code for code in labels if code], comments

    def _code(self, path: str) -> str:
        """Return the code of a tag, such as “actor:NATO” or “topic/Ukraine”."""
        names = path.split(":", 1) if ":" in path and "//" not in path else path.split("/") if "/" in path else [path]
        above = ""
        for name in filter(None, map(one_line, names)):
            code = f"{above}\n{name}"
            self.codes.setdefault(code, ForeignCode(code, name, above))
            above = code
        return above

    def _document(self, name: str, one: dict[str, Any]) -> str:
        if name not in self.documents:
            title = next((str(words) for words in _as_list(_as_dict(one.get("document")).get("title"))), "")
            self.documents[name] = ForeignDocument(name, one_line(title) or name, None)
        return name
