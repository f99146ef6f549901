"""What a report holds: sections of sentences, entries of a codebook, and tables."""

from dataclasses import dataclass

from desktop.exchange.tables.table import Table


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """An entry of the codebook.

    Attributes:
        depth: how many themes stand over it.
        lines: what is said of it, each with its label: ``("Definition", "Taxes on …")``.
    """

    name: str
    depth: int = 0
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of a report under a heading of its own: sentences first, then entries, then tables.

    Attributes:
        tables: with their captions and notes; the caption of one alone may be empty.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[ReportEntry, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        told: lines under the title.
    """

    title: str
    told: tuple[str, ...] = ()
    sections: tuple[ReportSection, ...] = ()
