"""The command for the scale on which a project's stances lie."""

from pathlib import Path

import click

from desktop.cli import options
from desktop.cli.terminal import say
from desktop.cli.writing import write_json, write_rows
from desktop.core import phrases
from desktop.core.errors import UsageError
from desktop.core.language import _, ngettext
from desktop.core.scale import KNOWN, NOT_CODED, Scale, key_of, made
from desktop.project.opening import open_project
from desktop.store import edits, reads


def _chosen(kind: str | None, steps: tuple[str, ...]) -> Scale | None:
    if kind is not None and steps:
        raise UsageError(_("Name a scale, or give its steps, not both."))
    if not steps:
        return KNOWN[kind] if kind is not None else None
    given = []
    for step in steps:
        word, _sign, value = step.rpartition("=")
        try:
            given.append((key_of(word), word.strip(), float(value.replace("−", "-"))))
        except ValueError as error:
            sentence = _("“{step}” is no step: write it as WORD=VALUE, such as strongly favor=1.")
            raise UsageError(sentence, step=step) from error
    return made(given)


def _answers(told: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in told:
        old, sign, new = one.partition("=")
        if not sign:
            raise UsageError(_("“{told}” is no answer: write OLD=NEW, such as neutral=favor."), told=one)
        found[old.strip()] = new.strip()
    return found


@click.command(
    "scale",
    help=_(
        "Show the scale of stances, or choose another.\n\nA scale has one or two steps in "
        "favor (values up to 1), as many against (down to −1), and may have one at 0. A claim whose stance is not "
        "coded has none of them. The columns: key, word, value, claims.\n\nWhat a stance becomes is told by its key "
        "and value, or by --becomes."
    ),
)
@options.project
@click.argument("kind", type=click.Choice([*KNOWN]), required=False)
@click.option("--step", "steps", multiple=True, metavar="WORD=VALUE", help=_("A step of an own scale."))
@click.option("--becomes", multiple=True, metavar="OLD=NEW", help=_("What a stance becomes, by keys."))
@click.option("--dry-run", is_flag=True, help=_("Tell what would become of the stances, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell it as JSON."))
@options.coder
def scale_command(
    project: Path,
    kind: str | None,
    steps: tuple[str, ...],
    becomes: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show the scale of a project's stances, or choose another."""
    new = _chosen(kind, steps)
    if new is None and (becomes or dry_run):
        raise UsageError(_("Name a scale, or give its steps: {known}."), known=", ".join(KNOWN))
    with open_project(project) as db:
        if new is not None:
            plan = edits.scale.plan(db, new, _answers(becomes))
            followers = edits.scale.following(db, new, _answers(becomes))
            if not dry_run:
                changed, united = edits.scale.choose(db, new, _answers(becomes))
            if not as_json:
                for key, (other, number) in plan.items():
                    if key != NOT_CODED or number:
                        say(f"{key} ({number:,}) → {other}")
                if followers:
                    say(phrases.following(followers))
                if not dry_run:
                    told = ngettext("{count:,} claim changed.", "{count:,} claims changed.", changed)
                    more = f" {phrases.united(united)}" if united else ""
                    say(told.format(count=changed) + more)
                return
        used, shown = reads.scale.usage(db), reads.scale.scale(db)
        if as_json:
            write_json(
                [
                    {"key": one.key, "word": _(one.word), "value": shown.value(one.key), "claims": used.get(one.key, 0)}
                    for one in shown.all
                ]
            )
            return
        rows = [
            (one.key, _(one.word), "" if shown.value(one.key) is None else f"{one.value:g}", used.get(one.key, 0))
            for one in shown.all
        ]
        write_rows(rows)
