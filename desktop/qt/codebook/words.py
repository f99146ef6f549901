"""What a merge or a deletion in the codebook would do, in sentences."""

from collections.abc import Sequence

from desktop.core.codebook_plans import Counts, DeletePlan, MergePlan
from desktop.core.fields import ACTOR, TOPIC
from desktop.core.language import _
from desktop.core.values import Stance

_WORDS = {field.key: field.word for field in (*ACTOR, *TOPIC)}


def merge_lines(plan: MergePlan, source: str, kept: str) -> list[str]:
    """Return what a merge does, a line for each kind of thing."""
    lines = [f"{counted(plan.claims, 'claim')} of “{source}” {_goes(plan.claims)} to “{kept}”."]
    if plan.both:
        lines.append(f"{counted(plan.both, 'claim')} of both will name “{kept}” once.")
    if plan.aliases:
        lines.append(f"New aliases: {', '.join(plan.aliases)}.")
    if plan.taken:
        lines.append(f"Taken over, since “{kept}” has none: {_names(plan.taken)}.")
    if plan.dropped:
        lines.append(f"Lost, since “{kept}” has its own: {_names(plan.dropped)}.")
    also = [
        counted(plan.memos, "memo") if plan.memos else "",
        counted(plan.children, "entry below it", "entries below it") if plan.children else "",
        counted(plan.turns, "speaker turn") if plan.turns else "",
        counted(plan.participations, "part in documents", "parts in documents") if plan.participations else "",
    ]
    if any(also):
        lines.append(f"Also: {', '.join(part for part in also if part)}.")
    return lines


def delete_lines(plan: DeletePlan, table: str) -> list[str]:
    """Return what a deletion does besides, a line for each kind of thing."""
    lines = []
    if not plan.claims:
        lines.append("No claim is lost by it.")
    if plan.shared:
        loses = "loses" if plan.shared == 1 else "lose"
        lines.append(f"{counted(plan.shared, 'claim')} held with others only {loses} this {table}.")
    if plan.children:
        moves = "moves" if plan.children == 1 else "move"
        lines.append(f"{counted(plan.children, 'entry', 'entries')} below it {moves} up.")
    if plan.turns:
        lines.append(f"{counted(plan.turns, 'speaker turn')} will only keep the name as a label.")
    if plan.participations:
        lines.append(f"{counted(plan.participations, 'document')} will not list it as a participant any longer.")
    if plan.memos:
        lines.append(f"{counted(plan.memos, 'memo')} on it will be deleted.")
    return lines


def stances(counts: Counts) -> str:
    """Return the claims of a cell in words: ``2 favor, 1 against``."""
    told = [f"{count} {stance}" for stance, count in zip(Stance, counts, strict=True) if count]
    return ", ".join(told) or "empty"


def _names(fields: Sequence[str]) -> str:
    return ", ".join(_(_WORDS[name]) for name in fields)


def _goes(count: int) -> str:
    return "goes" if count == 1 else "go"


def counted(count: int, one: str, several: str = "") -> str:
    """Return a number with its noun: ``1,204 claims``."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
