"""What a merge or a deletion in the codebook would do, in sentences."""

from collections.abc import Sequence

from desktop.core.fields import ACTOR, TOPIC
from desktop.core.language import _, ngettext
from desktop.core.phrases import STANCES
from desktop.core.values import Stance
from desktop.store.edits.codebook_merge import Counts, DeletePlan, MergePlan

_WORDS = {field.key: field.word for field in (*ACTOR, *TOPIC)}


def merge_lines(plan: MergePlan, source: str, kept: str) -> list[str]:
    """Return what a merge does, a line for each kind of thing."""
    claims = ngettext(
        "{count:,} claim of “{source}” goes to “{kept}”.", "{count:,} claims of “{source}” go to “{kept}”.", plan.claims
    )
    both = ngettext(
        "{count:,} claim of both will name “{kept}” once.",
        "{count:,} claims of both will name “{kept}” once.",
        plan.both,
    )
    lines = [
        (True, claims.format(count=plan.claims, source=source, kept=kept)),
        (plan.both, both.format(count=plan.both, kept=kept)),
        (plan.aliases, _("New aliases: {names}.").format(names=", ".join(plan.aliases))),
        (plan.taken, _("Taken over, since “{kept}” has none: {fields}.").format(kept=kept, fields=_names(plan.taken))),
        (plan.dropped, _("Lost, since “{kept}” has its own: {fields}.").format(kept=kept, fields=_names(plan.dropped))),
    ]
    also = [
        (plan.memos, ngettext("{count:,} memo", "{count:,} memos", plan.memos)),
        (plan.children, ngettext("{count:,} entry below it", "{count:,} entries below it", plan.children)),
        (plan.turns, ngettext("{count:,} speaker turn", "{count:,} speaker turns", plan.turns)),
        (
            plan.participations,
            ngettext("{count:,} part in documents", "{count:,} parts in documents", plan.participations),
        ),
    ]
    more = ", ".join(words.format(count=count) for count, words in also if count)
    return [*(line for there, line in lines if there), *([_("Also: {things}.").format(things=more)] if more else [])]


def delete_lines(plan: DeletePlan, table: str) -> list[str]:
    """Return what a deletion does besides, a line for each kind of thing."""
    shared = {
        "actor": ngettext(
            "{count:,} claim held with others only loses this actor.",
            "{count:,} claims held with others only lose this actor.",
            plan.shared,
        ),
        "topic": ngettext(
            "{count:,} claim held with others only loses this topic.",
            "{count:,} claims held with others only lose this topic.",
            plan.shared,
        ),
    }[table]
    lines = (
        (plan.shared, shared),
        (
            plan.children,
            ngettext("{count:,} entry below it moves up.", "{count:,} entries below it move up.", plan.children),
        ),
        (
            plan.turns,
            ngettext(
                "{count:,} speaker turn will only keep the name as a label.",
                "{count:,} speaker turns will only keep the name as a label.",
                plan.turns,
            ),
        ),
        (
            plan.participations,
            ngettext(
                "{count:,} document will not list it as a participant any longer.",
                "{count:,} documents will not list it as a participant any longer.",
                plan.participations,
            ),
        ),
        (
            plan.memos,
            ngettext("{count:,} memo on it will be deleted.", "{count:,} memos on it will be deleted.", plan.memos),
        ),
    )
    none = [] if plan.claims else [_("No claim is lost by it.")]
    return none + [words.format(count=count) for count, words in lines if count]


def stances(counts: Counts) -> str:
    """Return the claims of a cell in words: ``2 favor, 1 against``."""
    told = [f"{count} {_(STANCES[stance])}" for stance, count in zip(Stance, counts, strict=True) if count]
    return ", ".join(told) or _("empty")


def _names(fields: Sequence[str]) -> str:
    return ", ".join(_(_WORDS[name]) for name in fields)
