"""Commands that make a project, change it, or look it over; and its codebook as a file."""

import sys
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, writing
from desktop.cli.terminal import say
from desktop.core import phrases
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.recognition import CODEBOOKS
from desktop.project import codebook, lookup, opening
from desktop.store import reads
from desktop.store.database import Database

# bytes of a project from which on looking it over takes longer than one waits for without a word
_LARGE = 30_000_000


@click.command(
    "new",
    help=_("Make a project.\n\nIt holds five documents, their claims and their codebook, unless it is made --empty."),
)
@options.project
@click.option("--empty", is_flag=True, help=_("Without the documents and the codebook that come with Visavis."))
def new_command(project: Path, empty: bool) -> None:
    """Make a project."""
    with opening.new_project(project, empty=empty) as db:
        say(f"{project}: {_size(db)}")


@click.command(
    "copy",
    help=_(
        "Write a copy of the project as it stands to FILE.\n\nIt is whole, also while another program writes to it."
    ),
)
@options.project
@click.argument("file", type=options.FILE)
@writing.force
def copy_command(project: Path, file: Path, force: bool) -> None:
    """Write a copy of the project to FILE."""
    writing.refuse(file, force)
    with opening.open_project(project) as db:
        say(opening.save_copy(db, file))


@click.command(
    "info",
    help=_("Tell what the project is and holds.\n\nIts place and size, counts, coders, the first and the last step."),
)
@options.project
def info_command(project: Path) -> None:
    """Tell what the project is and holds."""
    with opening.open_project(project) as db:
        for name, value in opening.properties(db):
            say(f"{name}: {', '.join(value.splitlines())}")


class _TagCommand(click.Command):
    """Takes several actors after one ``--actor`` too, as the synopsis has it: ``--actor A B --topic T``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write each actor with an ``--actor`` of its own before the arguments are parsed."""
        # only after the project: before it, the last word could be an actor or the project
        if args and not args[0].startswith("-"):
            spread: list[str] = []
            naming = False
            for word in args:
                if word.startswith("-"):
                    naming = word == "--actor"
                elif naming and spread[-1] != "--actor":
                    spread.append("--actor")
                spread.append(word)
            args = spread
        return super().parse_args(ctx, args)


@click.command("tag", cls=_TagCommand, help=_("Tag a claim in a document and print its number."))
@options.project
@click.option("--document", required=True, metavar="D", help=_("The document's number, uuid, file name or title."))
@click.option(
    "--start",
    type=click.IntRange(min=0),
    required=True,
    metavar="N",
    help=_("Where the claim begins in the document's text, in code points."),
)
@click.option("--end", type=click.IntRange(min=0), required=True, metavar="N", help=_("The first code point after it."))
@click.option(
    "--actor",
    "actors",
    multiple=True,
    required=True,
    metavar="A",
    help=_("The key of who holds the position; several may be given."),
)
@click.option("--topic", required=True, metavar="T", help=_("The key of the topic."))
@options.said(needed=True)
@options.own
@click.option("--memo", default="", metavar="TEXT", help=_("A note on the claim."))
@options.coder
def tag_command(project: Path, **given: Any) -> None:
    """Tag a claim in a document and print its number."""
    with opening.open_project(project) as db:
        say(str(lookup.tag(db, **given)))


@click.command(
    "undo",
    help=_("Take back one's own last action that stands.\n\nThat of somebody else only where --of names them."),
)
@options.project
@click.option(
    "--of", "whose", default="", metavar="NAME", help=_("Take back the last action of this coder, whoever one is.")
)
@options.coder
def undo_command(project: Path, whose: str) -> None:
    """Take back the last action that stands: one's own, or that of who is named."""
    with opening.open_project(project) as db:
        step = db.last_of(whose) if whose else None
        if whose and step is None:
            raise UserError(_("Nothing of “{coder}” stands in “{project}”."), coder=whose, project=project)
        changes = db.undo(step.id if step else None)
        other = db.last_of_others()
    if changes is None and other is not None:
        sentence = _("Nothing of yours stands in “{project}”; the last action is “{action}” of {coder}: see --of.")
        raise UserError(sentence, project=project, action=other.text, coder=other.coder)
    if changes is None:
        raise UserError(_("There is nothing to undo in “{project}”."), project=project)
    say(_("undone: {action}").format(action=changes.text))


@click.command("redo", help=_("Do again what was undone last."))
@options.project
@options.coder
def redo_command(project: Path) -> None:
    """Do again what was undone last."""
    with opening.open_project(project) as db:
        changes = db.redo()
    if changes is None:
        raise UserError(_("There is nothing to redo in “{project}”."), project=project)
    say(_("redone: {action}").format(action=changes.text))


@click.command(
    "check",
    help=_(
        "Look the file, its offsets, quotes and references over.\n\nPrints one sentence for each thing that is "
        "wrong, and the exit status is 1 then."
    ),
)
@options.project
def check_command(project: Path) -> None:
    """Look the file, its offsets, quotes and references over."""
    from desktop.project import checking

    with opening.open_project(project) as db:
        problems = checking.problems(db, _progress if _is_watched() and db.size() > _LARGE else lambda *_parts: None)
        for problem in problems:
            say(problem)
        if not problems:
            say(_("sound: {size}").format(size=_size(db)))
    sys.exit(bool(problems))


def _is_watched() -> bool:
    return sys.stderr.isatty()


def _progress(done: int, total: int) -> None:
    click.echo("\r" + _("{percent} % looked over").format(percent=done * 100 // total), err=True, nl=done == total)


def _size(db: Database) -> str:
    """Return how much the project holds: ``5 documents, 60 claims``."""
    counts = reads.project.counts(db)
    return f"{phrases.counted('document', counts['documents'])}, {phrases.counted('claim', counts['claims'])}"


@click.command(
    "codebook",
    help=_(
        "Write the actors and topics.\n\nTo be read in again with “visavis codebook-import”; “visavis topics” "
        "and “visavis actors” write tables."
    ),
)
@options.project
@click.option(
    "--format",
    "form",
    type=click.Choice([row.key for row in CODEBOOKS]),
    default=CODEBOOKS[0].key,
    show_default=True,
    help=_("What to write: TOML for people and programs, CSV for spreadsheets."),
)
@writing.output
@writing.force
def codebook_command(project: Path, form: str, target: Path | None, force: bool) -> None:
    """Write the actors and topics."""
    with opening.open_project(project) as db:
        writing.refuse(target, force)
        found = codebook.codebook(db)
        toml = codebook.as_toml(db) if form == CODEBOOKS[0].key else b""
    told = f"{phrases.counted('actor', len(found.actors))}, {phrases.counted('topic', len(found.topics))}"
    content = toml or next(row for row in CODEBOOKS if row.key == form).write(found)
    writing.write(target, content, told)


@click.command(
    "codebook-import",
    help=_(
        "Add actors and topics from a file.\n\nFILE is a codebook in TOML or in CSV. What the project has "
        "already stays as it is, unless it is told to --update; then each field that the file has is taken over, "
        "and what the file does not mention stays. All is one step of undo."
    ),
)
@options.project
@click.argument("file", type=options.FILE)
@click.option("--update", is_flag=True, help=_("Change what the project has already to what the file says."))
@options.reading_limits
@options.coder
def codebook_import_command(project: Path, file: Path, update: bool) -> None:
    """Add actors and topics from a file."""
    with opening.open_project(project) as db:
        say(codebook.import_codebook(db, file, update=update))
