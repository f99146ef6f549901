"""Writing W3C Web Annotation: an annotation a claim, with both selectors; beside them the texts and the codebook."""

import json
from typing import Any

from desktop.exchange.programs.carried_fields import fields_record
from desktop.exchange.programs.interchange import ForeignCoding, ForeignProject, term
from desktop.exchange.programs.web_annotation import CONTEXT, ORIGIN


def write_web_annotation(project: ForeignProject, name: str) -> bytes:
    """Return a project as an annotation collection; what the standard has no word for stands under ``visavis:``."""
    units: dict[str, list[ForeignCoding]] = {}
    for one in project.codings:
        units.setdefault(one.unit, []).append(one)
    codes = {one.id: one for one in project.codes}
    uuids = {one.id: f"urn:uuid:{one.uuid}" if one.entry is not None else one.id for one in project.codes}
    notes: dict[str, list[str]] = {}
    for memo in project.memos:
        if memo.unit:
            notes.setdefault(memo.unit, []).append(memo.text)
    items = []
    for unit, codings in units.items():
        first = codings[0]
        bodies: list[dict[str, Any]] = [
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "value": codes[one.code].name,
                "visavis:code": uuids[one.code],
            }
            for one in codings
        ]
        item: dict[str, Any] = {
            "id": f"urn:uuid:{first.uuid}",
            "type": term("Annotation"),
            "motivation": "tagging",
            "creator": {"type": term("Person"), "name": first.coder},
            "created": first.created,
            "body": bodies,
            "target": {
                "source": f"urn:uuid:{first.document}",
                "selector": [
                    {"type": "TextQuoteSelector", "exact": first.quote, "prefix": first.prefix, "suffix": first.suffix},
                    {"type": "TextPositionSelector", "start": first.start, "end": first.end},
                ],
            },
        }
        if unit in project.values:
            item["visavis:values"] = dict(project.values[unit])
        items.append(item)
        # memos stand below with who wrote them; here for programs that know comments only
        bodies.extend(
            {"type": "TextualBody", "purpose": "commenting", "value": words, "visavis:memo": True}
            for words in notes.get(unit, ())
        )
    told = {
        "@context": [CONTEXT, {"visavis": "urn:visavis:"}],
        "type": "AnnotationCollection",
        "label": name,
        "generator": {"type": term("Software"), "name": ORIGIN},
        "total": len(items),
        "first": {"type": "AnnotationPage", "items": items},
        "visavis:documents": [
            {"id": f"urn:uuid:{one.uuid}", "name": one.name, "value": one.text, "variables": dict(one.variables)}
            for one in project.documents
        ],
        "visavis:codes": [
            {"id": uuids[one.id], "name": one.name, "parent": uuids.get(one.parent, ""), "color": one.color,
             "definition": one.definition}
            for one in project.codes
        ],
        **({"visavis:fields": fields_record(project.own_fields)} if project.own_fields else {}),
        "visavis:coders": dict(project.coders),
        "visavis:memos": [
            {"text": one.text, "coder": one.coder, "created": one.created, "uuid": one.uuid,
             "unit": f"urn:uuid:{one.unit}" if one.unit else "",
             "document": f"urn:uuid:{one.document}" if one.document else "", "code": uuids.get(one.code, ""),
             **({"actor": uuids[one.actor]} if one.actor else {})}
            for one in project.memos
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")
