"""Commands that tell findings: contradictions, timelines, similarities, two sides, networks, events."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.cli.output import write
from desktop.exchange.tables.table import Table
from desktop.project import opening


@click.command("contradictions")
@options.project
@click.option(
    "--of",
    "whose",
    type=click.Choice(("actors", "pairs")),
    default="actors",
    show_default=True,
    help="Actors who take both sides on a topic, or pairs of actors who oppose each other.",
)
@options.where
@tables.duplicates
@tables.options()
def contradictions_command(project: Path, whose: str, where: str, duplicates: Any, **writing: Any) -> None:
    """Write contradictions, the strongest first.

    Of actors with themselves, or of pairs of actors with each other.
    """
    from desktop.project import findings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        asked = findings.ask(db, where, duplicates, named=to.named)
        table = findings.contradictions_table(asked) if whose == "actors" else findings.opponents_table(asked)
    to.write(table)


@click.command("timeline")
@options.project
@click.option(
    "--step", type=click.Choice(("day", "month", "year")), default="month", show_default=True, help="The periods."
)
@click.option(
    "--by",
    type=click.Choice(("actor", "topic", "both", "none")),
    default="both",
    show_default=True,
    help="What each line is about besides its period.",
)
@options.where
@tables.duplicates
@tables.options()
def timeline_command(project: Path, step: Any, by: str, where: str, duplicates: Any, **writing: Any) -> None:
    """Write stance over time."""
    from desktop.project import findings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        asked = findings.ask(db, where, duplicates, named=to.named)
        by_actor, by_topic = by in ("actor", "both"), by in ("topic", "both")
        table = findings.timeline_table(asked, step, by_actor=by_actor, by_topic=by_topic)
    to.write(table)


@click.command("similarity")
@options.project
@click.option(
    "--measure",
    type=click.Choice(("cosine", "jaccard", "position")),
    default="cosine",
    show_default=True,
    help="The cosine of claims per topic and stance; Jaccard's index of them; the cosine of net positions.",
)
@options.where
@tables.duplicates
@tables.options()
def similarity_command(project: Path, measure: Any, where: str, duplicates: Any, **writing: Any) -> None:
    """Write how alike actors are."""
    from desktop.project import findings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = findings.similarity_table(db, where, measure, duplicates, named=to.named)
    to.write(table)


@click.command("compare")
@options.project
@click.argument("a")
@click.argument("b")
@click.option(
    "--by",
    type=click.Choice(("actor", "document", "filter", "cell")),
    default="actor",
    show_default=True,
    help="What A and B are: keys of actors; documents; filters, or cells of any axes, such as “topic=trade actor=ana”.",
)
@options.where
@tables.options()
def compare_command(project: Path, a: str, b: str, by: Any, where: str, **writing: Any) -> None:
    """Write two sides face to face.

    The topics of which both A and B speak, disagreements first, then those of one side alone.
    """
    from desktop.project import findings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = findings.compare_table(db, by, a, b, where, named=to.named)
    to.write(table)


@click.command("network")
@options.project
@click.option(
    "--mode",
    type=click.Choice(("two", "one")),
    default="two",
    show_default=True,
    help="Two kinds of nodes, actors and topics, or actors alone, tied by the topics they share.",
)
@click.option(
    "--rows",
    type=click.Choice(("actor", "organisation", "country")),
    default="actor",
    show_default=True,
    help="What the nodes are.",
)
@click.option(
    "--concepts", type=click.Choice(("topic", "theme")), default="topic", show_default=True, help="What they share."
)
@click.option(
    "--aggregation",
    default="",
    metavar="NAME",
    help="Two-mode: ignore, subtract or combine [default: subtract]; one-mode: ignore, congruence, conflict or "
    "subtract [default: congruence].",
)
@click.option(
    "--normalisation",
    default="none",
    show_default=True,
    metavar="NAME",
    help="Two-mode: none, activity or prominence; one-mode: none, average, jaccard or cosine.",
)
@click.option("--isolates", is_flag=True, help="Keep nodes without a tie.")
@options.where
@tables.duplicates
@tables.options(networks=True)
def network_command(
    project: Path,
    mode: Any,
    rows: str,
    concepts: str,
    aggregation: str,
    normalisation: str,
    isolates: bool,
    where: str,
    duplicates: Any,
    **writing: Any,
) -> None:
    """Write a discourse network.

    The networks of Leifeld’s Discourse Network Analyzer: actors and topics, or actors and actors.
    """
    from desktop.project import networks

    with opening.open_project(project) as db:
        to = tables.Writing(**writing, networks=True)
        wish = networks.Wish(mode, rows, concepts, aggregation, normalisation, where, duplicates, isolates)
        drawn = networks.network(db, wish)
    if to.format.for_networks:
        ties = len(drawn.network.weights) // (2 if drawn.network.one_mode else 1)
        drawn = replace(drawn, notes=to.table(Table((), notes=drawn.notes)).notes)
        write(to.target, networks.network_graphml(drawn), f"{ties} ties ({' '.join(drawn.notes)})")
    else:
        to.write(networks.network_table(drawn, named=to.named))


@click.command("events")
@options.project
@options.where
@tables.duplicates
@tables.options()
def events_command(project: Path, where: str, duplicates: Any, **writing: Any) -> None:
    """Write the event list.

    Each claim once for every actor who holds it, in time.
    """
    from desktop.project import networks

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = networks.events_table(db, where, duplicates, named=to.named)
    to.write(table)
