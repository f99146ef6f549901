"""The arguments and options that several commands take, each worded once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from desktop.cli.terminal import say
from desktop.core.claim_fields import CHOICES, STANCE
from desktop.core.errors import UsageError
from desktop.core.filters import PARTS
from desktop.core.language import _
from desktop.core.limits import LEAST, MEGABYTE, Limits, allow, limits
from desktop.project import opening

# whether a file is there and is what it should be is told by what reads it, in a sentence and with exit status 1
FILE = click.Path(path_type=Path)


def _listen(ctx: click.Context, _param: click.Parameter, path: Path) -> Path:
    # beside what a command is asked for, and in the way of no program that reads it
    ctx.with_resource(opening.heard_by(lambda told: say(told, err=True)))
    return path


project = click.argument("project", type=FILE, callback=_listen)
_EXAMPLE = 'topic=trade,bridge actor=ana date=2021..2024 stance=against voice=direct text="zone of peace"'
where = click.option(
    "--where",
    default="",
    metavar="FILTER",
    help=_("Only the claims that meet FILTER, such as “{example}”; also {others}.").format(
        example=_EXAMPLE, others=", ".join(part.name for part in PARTS if f"{part.name}=" not in _EXAMPLE)
    ),
)


def _act(ctx: click.Context, _param: click.Parameter, name: str | None) -> None:
    if name is not None:
        if not name.strip():
            raise UsageError(_("The coder's name is empty: write who does it."))
        ctx.with_resource(opening.acting_as(name))


# of every command that changes a project
coder = click.option(
    "--coder",
    metavar="NAME",
    callback=_act,
    expose_value=False,
    help=_("Who does it; else whom the variable VISAVIS_CODER names, or the user of this computer."),
)


def _allow_time(_ctx: click.Context, _param: click.Parameter, seconds: float) -> None:
    allow(replace(limits(), seconds=seconds))


def _allow_memory(_ctx: click.Context, _param: click.Parameter, megabytes: int) -> None:
    allow(replace(limits(), memory=megabytes * MEGABYTE))


def reading_limits(command: Any) -> Any:
    """Add what a document may take to be read; of every command that reads files of others."""
    for add in (
        click.option(
            "--memory-limit",
            type=click.IntRange(min=LEAST.memory // MEGABYTE),
            default=Limits().memory // MEGABYTE,
            show_default=True,
            metavar="MB",
            callback=_allow_memory,
            expose_value=False,
            help=_("How much memory reading one document may take; one that takes more is left out and told."),
        ),
        click.option(
            "--time-limit",
            type=click.FloatRange(min=LEAST.seconds),
            default=Limits().seconds,
            show_default=True,
            metavar="S",
            callback=_allow_time,
            expose_value=False,
            help=_("How many seconds reading one document may take; one that takes longer is left out and told."),
        ),
    ):
        command = add(command)
    return command


def choice_words(title: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return what can be chosen, each with what it is called: ``Periods: month (months), year (years).``"""
    words = ", ".join(value if value == _(name) else f"{value} ({_(name)})" for value, name in choices)
    return _("{title}: {choices}.").format(title=_(title), choices=words)


# of what makes or changes claims
own = click.option(
    "--field",
    "own",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("A value of an own field, such as “Frame=economic”; without a value none. May be given several times."),
)


def said(*, needed: bool) -> Callable[[Any], Any]:
    """Return what adds an option for each thing that a claim says; *needed* are those of a new claim."""

    def add(command: Any) -> Any:
        for choice in reversed(CHOICES):
            more: dict[str, Any] = {"default": choice.default.value, "show_default": True} if choice.default else {}
            more["required"] = not choice.default
            # which stances there are is known when the project is open
            values = click.STRING if choice is STANCE else click.Choice([value.value for value in choice.values])
            option = click.option(f"--{choice.key}", type=values, help=_(choice.question), **(more if needed else {}))
            command = option(command)
        return command

    return add
