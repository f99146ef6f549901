"""The command that settles what coders read differently, as the desk of the window does."""

from pathlib import Path

import click

from desktop.cli import options
from desktop.cli.editing import numbers_of
from desktop.cli.terminal import say
from desktop.core.errors import UsageError, UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _, ngettext
from desktop.project import agreement, opening
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits.agreement import Taking


@click.command(
    "settle",
    help=_(
        "Settle what two coders read differently.\n\nCLAIMS are the numbers of the two claims on a passage, or of one "
        "that stands alone, as “visavis agreement --table differences” lists them. What is taken becomes a claim of "
        "the coder “agreed”; what the coders said stays as it is."
    ),
)
@options.project
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option("--take", metavar="CLAIM", multiple=True, help=_("Take this one; given twice, both."))
@click.option("--neither", is_flag=True, help=_("Take neither."))
@click.option("--reopen", is_flag=True, help=_("Take back what was decided."))
@click.option("--note", metavar="TEXT", help=_("Write a note on it; an empty one takes the note away."))
@click.option("--alike", nargs=2, metavar="A B", help=_("Take all that these two coders read alike, in A’s words."))
@options.coder
def settle_command(
    project: Path,
    claims: tuple[str, ...],
    take: tuple[str, ...],
    neither: bool,
    reopen: bool,
    note: str | None,
    alike: tuple[str, str] | None,
) -> None:
    """Settle what two coders read differently."""
    if sum((bool(take), neither, reopen, alike is not None)) + (note is not None and not claims) > 1:
        raise UsageError(_("Choose one: --take, --neither, --reopen or --alike."))
    if bool(claims) == (alike is not None):
        raise UsageError(_("Name one claim or two, or --alike with two coders."))
    if claims and not (take or neither or reopen or note is not None):
        raise UsageError(_("Say what is decided: --take CLAIM, --neither, --reopen, or --note TEXT."))
    with opening.open_project(project) as db:
        if alike is not None:
            choices = _alike(db, alike)
            count = edits.agreement.decide(db, choices) if choices else 0
            say(ngettext("{count} claim agreed on.", "{count} claims agreed on.", count).format(count=count))
            return
        numbers = numbers_of(claims)
        if len(set(numbers)) > 2:
            raise UsageError(_("A passage has one claim of each of two coders: name one or two."))
        if note is not None:
            edits.agreement.note(db, numbers, note)
        if reopen:
            edits.agreement.reopen(db, numbers)
        elif take or neither:
            taken = numbers_of(take)
            if strange := [number for number in taken if number not in numbers]:
                sentence = _("Claim {number} is none of those that are settled: name it among them, too.")
                raise UserError(sentence, number=strange[0])
            count = edits.agreement.decide(db, [(numbers, taken)])
            say(ngettext("{count} claim agreed on.", "{count} claims agreed on.", count).format(count=count))


def _alike(db: Database, coders: tuple[str, str]) -> list[Taking]:
    """Return the passages that two coders read alike, each with the first one's claim."""
    compared = agreement.load(db, ClaimFilter(), coders).compared()
    units = agreement.CodedPassages(db, compared).alike(db)
    return [([one.claim_id for one in unit if one], [unit[0].claim_id]) for unit in units if unit[0]]
