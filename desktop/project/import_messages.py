"""What became of a document that was imported, or would become of it, in whole sentences."""

from collections.abc import Sequence

from desktop.core.language import _, ngettext
from desktop.store.edits.coded_rows import Imported, Outcome


def imported_message(one: Imported, *, is_trial: bool = False) -> str:
    """Return what became of a document, or in a trial what would become of it."""
    moved = one.claims - (one.brought - one.there) if one.outcome is Outcome.REPLACED else one.claims
    first = _would(one, moved) if is_trial else _did(one, moved)
    return " ".join((first.format(name=one.name, number=one.document_id, other=one.other, count=moved), *_more(one)))


def speech_message(turns: int, quotations: int, new: Sequence[str]) -> str:
    """Return how many turns and quotations were found, and the names of the speakers whom the codebook lacks."""
    found = ngettext("{count} turn", "{count} turns", turns).format(count=turns)
    if quotations:
        quoted = ngettext("{count} quotation", "{count} quotations", quotations).format(count=quotations)
        found = _("{turns} and {quotations}").format(turns=found, quotations=quoted) if turns else quoted
    sentence = _("{found} found; new speakers: {names}.") if new else _("{found} found.")
    return sentence.format(found=found, names=", ".join(new))


def _did(one: Imported, count: int) -> str:
    if one.outcome is Outcome.REPLACED:
        return ngettext(
            "{name}: took the place of its brief, document {number}; {count} claim moved into it.",
            "{name}: took the place of its brief, document {number}; {count} claims moved into it.",
            count,
        )
    if one.outcome is Outcome.MERGED and one.is_brief:
        return ngettext(
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claim moved into it.",
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claims moved into it.",
            count,
        )
    if one.outcome is Outcome.MERGED:
        return ngettext(
            "{name}: the same text is there already, as document {number} ({other}); {count} claim of its own added.",
            "{name}: the same text is there already, as document {number} ({other}); {count} claims of its own added.",
            count,
        )
    if one.outcome is Outcome.ADDED:
        if not count:
            return _("{name}: added as document {number}.")
        return ngettext(
            "{name}: added as document {number} with {count} claim.",
            "{name}: added as document {number} with {count} claims.",
            count,
        )
    if not one.is_brief:
        return _("{name}: the same text is there already, as document {number} ({other}); left out.")
    if one.there:
        return _(
            "{name}: a brief of document {number} ({other}), whose own text is there, and all its claims are there "
            "already; left out."
        )
    return _("{name}: a brief of document {number} ({other}), whose own text is there, and it has no claims; left out.")


def _would(one: Imported, count: int) -> str:
    if one.outcome is Outcome.REPLACED:
        return ngettext(
            "{name}: would take the place of its brief, document {number}; {count} claim would move into it.",
            "{name}: would take the place of its brief, document {number}; {count} claims would move into it.",
            count,
        )
    if one.outcome is Outcome.MERGED and one.is_brief:
        return ngettext(
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claim would move into "
            "it.",
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claims would move into "
            "it.",
            count,
        )
    if one.outcome is Outcome.MERGED:
        return ngettext(
            "{name}: the same text is there already, as document {number} ({other}); {count} claim of its own would "
            "be added.",
            "{name}: the same text is there already, as document {number} ({other}); {count} claims of its own would "
            "be added.",
            count,
        )
    if one.outcome is Outcome.ADDED:
        if not count:
            return _("{name}: would be added as document {number}.")
        return ngettext(
            "{name}: would be added as document {number} with {count} claim.",
            "{name}: would be added as document {number} with {count} claims.",
            count,
        )
    if not one.is_brief:
        return _("{name}: the same text is there already, as document {number} ({other}); it would be left out.")
    if one.there:
        return _(
            "{name}: a brief of document {number} ({other}), whose own text is there, and all its claims are there "
            "already; it would be left out."
        )
    return _(
        "{name}: a brief of document {number} ({other}), whose own text is there, and it has no claims; it would be "
        "left out."
    )


def _more(one: Imported) -> Sequence[str]:
    """Return what is said besides, which holds before and after."""
    sentences = []
    if one.outcome is Outcome.MERGED and one.there:
        there = ngettext("{count} claim is there already.", "{count} claims are there already.", one.there)
        sentences.append(there.format(count=one.there))
    if one.approximate:
        rough = ngettext(
            "{count} claim stands for its whole paragraph: look at it.",
            "{count} claims stand for their whole paragraphs: look at these.",
            len(one.approximate),
        )
        sentences.append(rough.format(count=len(one.approximate)))
    if one.outcome is Outcome.REPLACED and one.brought:
        brought = ngettext(
            "Of the {count} claim that came with it, {added} came in, {there} stood there already.",
            "Of the {count} claims that came with it, {added} came in, {there} stood there already.",
            one.brought,
        )
        sentences.append(brought.format(count=one.brought, added=one.brought - one.there, there=one.there))
    return sentences
