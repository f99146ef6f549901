"""The group of all commands: finding the one that is meant, and telling errors in one sentence."""

import contextlib
import importlib
import re
import sys
from pathlib import Path
from typing import IO, Any, cast

import click

from desktop.core.errors import UsageError, UserError
from desktop.core.language import _
from desktop.core.text import one_line
from desktop.core.visible import visible
from desktop.paths import is_taken

# where each command is that writes no table; a command is imported when it is called, so that each starts at once
_MODULES = {
    "new": "desktop.cli.project",
    "import": "desktop.cli.importing",
    "replace": "desktop.cli.importing",
    "file": "desktop.cli.importing",
    "show": "desktop.cli.pages",
    "remove": "desktop.cli.editing",
    "rename": "desktop.cli.editing",
    "set": "desktop.cli.editing",
    "variable": "desktop.cli.editing",
    "fields": "desktop.cli.own_fields",
    "memberships": "desktop.cli.memberships",
    "scale": "desktop.cli.scale",
    "tag": "desktop.cli.project",
    "change": "desktop.cli.editing",
    "delete": "desktop.cli.editing",
    "memo": "desktop.cli.editing",
    "merge": "desktop.cli.editing",
    "settle": "desktop.cli.settling",
    "conflicts": "desktop.cli.sharing",
    "team": "desktop.cli.sharing",
    "undo": "desktop.cli.project",
    "redo": "desktop.cli.project",
    "check": "desktop.cli.project",
    "info": "desktop.cli.project",
    "copy": "desktop.cli.project",
    "backups": "desktop.cli.keeping",
    "restore": "desktop.cli.keeping",
    "rescue": "desktop.cli.keeping",
    "codebook": "desktop.cli.project",
    "codebook-import": "desktop.cli.project",
    "adopt": "desktop.cli.editing",
    "export": "desktop.cli.leaving",
    "document-html": "desktop.cli.pages",
    "document-pdf": "desktop.cli.pages",
    "report": "desktop.cli.pages",
    "snapshot": "desktop.cli.window",
}


def names() -> list[str]:
    """Return the names of all commands in the order in which the help lists them."""
    from desktop.project.catalogue import ENTRIES

    return [*_MODULES, *dict.fromkeys(entry.command for entry in ENTRIES.values())]


# what the name of a command consists of: of a file with an ending the list of all tables need not be read
_COMMAND = re.compile("[a-z-]+")
# what Python makes of bytes that are no text
_HALVES = re.compile(r"[\ud800-\udfff]")


class Sentence(click.ClickException):
    """An error of the user's: its one sentence on standard error, and the exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence."""
        click.echo(visible(self.message), file=file, err=file is None)


class WrongUsage(Sentence):
    """A command called with words it does not take: exit status 2."""

    exit_code = 2


class Commands(click.Group):
    """All commands; a first word that is none of them is the project to open in the window."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands in the order in which the help lists them."""
        return names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None when there is none of that name."""
        if cmd_name in _MODULES:
            module = importlib.import_module(_MODULES[cmd_name])
            return cast("click.Command", getattr(module, f"{cmd_name.replace('-', '_')}_command"))
        if cmd_name not in names():
            return None
        from desktop.cli.tables import table_command

        return table_command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* name and the arguments left for it."""
        if args[0] in _MODULES or (_COMMAND.fullmatch(args[0]) and args[0] in names()):
            name, command, rest = super().resolve_command(ctx, args)
            _refuse_broken(ctx, command, rest)
            return name, command, rest
        if len(args) > 1 and not is_taken(Path(args[0])):
            import difflib

            near = difflib.get_close_matches(args[0], names(), 1)
            sentence = _("No such command “{name}”. Did you mean “{near}”?") if near else _("No such command “{name}”.")
            raise click.UsageError(sentence.format(name=args[0], near="".join(near)), ctx)
        from desktop.cli.window import window_command

        return "", window_command, args

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            kind = WrongUsage if isinstance(error, UsageError) else Sentence
            raise kind(str(error)) from error


def _refuse_broken(ctx: click.Context, command: click.Command | None, args: list[str]) -> None:
    """Raise UsageError for bytes that are no text of the terminal's encoding, but for names of files, which may be any.

    Python hands them on as halves of characters, and no project can keep those.
    """
    if command is None or not any(map(_HALVES.search, args)):
        return
    files = {parameter.name for parameter in command.params if isinstance(parameter.type, click.Path)}
    given: dict[str, Any] = {}
    # what else is wrong with them is told when they are taken
    with contextlib.suppress(click.UsageError):
        given = command.make_parser(click.Context(command, ctx)).parse_args([*args])[0]
    for name, value in given.items():
        words = value if isinstance(value, list | tuple) else [value]
        broken = next((one for one in words if isinstance(one, str) and _HALVES.search(one)), None)
        if broken is not None and name not in files:
            sentence = _("“{given}” is no text in the encoding of the terminal ({encoding}); write it anew.")
            given_words = one_line(_HALVES.sub("\N{REPLACEMENT CHARACTER}", broken), 80)
            raise UsageError(sentence, given=given_words, encoding=sys.getfilesystemencoding())


@click.group(
    cls=Commands,
    invoke_without_command=True,
    help=_(
        "Compare what political actors say: documents side by side, claims, and the matrix of topics by actors.\n\n"
        "Without a command, the window opens on PROJECT, or on the project that was open last when none is named. "
        "A project that is called like a command is opened by its path: “visavis ./new”.\n\n"
        "Each command's own help: “visavis COMMAND --help”. A file called “-” is standard output. Errors are told in "
        "one sentence on standard error, with the exit status 1; wrong usage has the exit status 2."
    ),
    subcommand_metavar="[PROJECT | COMMAND [ARGS]...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="visavis", prog_name="Visavis")
@click.pass_context
def visavis(ctx: click.Context) -> None:
    """Run a command, or open the window."""
    if ctx.invoked_subcommand is None:
        from desktop.cli.window import window_command

        ctx.invoke(window_command, project=None)
