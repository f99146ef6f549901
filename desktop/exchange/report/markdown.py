"""A report as Markdown, with pipe tables."""

from collections.abc import Iterator

from desktop.exchange.report.report import Report, ReportEntry
from desktop.exchange.tables.markup import markdown_blocks, markdown_words


def markdown_report(report: Report) -> bytes:
    """Return *report* as Markdown: a heading for each section, entries as nested lists, tables as pipe tables."""
    return ("\n\n".join(_blocks(report)) + "\n").encode("utf-8", "replace")


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {markdown_words(report.title)}"
    if report.told:
        # two blanks at the end of a line break it
        yield "  \n".join(map(markdown_words, report.told))
    for part in report.sections:
        yield f"## {markdown_words(part.title)}"
        yield from map(markdown_words, part.paragraphs)
        if part.entries:
            yield "\n".join(line for entry in part.entries for line in _entry(entry))
        for table in part.tables:
            yield b"".join(markdown_blocks(table)).decode().rstrip("\n")


def _entry(entry: ReportEntry) -> Iterator[str]:
    margin = "    " * entry.depth
    yield f"{margin}- **{markdown_words(entry.name)}**"
    for label, words in entry.lines:
        yield f"{margin}    - *{markdown_words(label)}:* {markdown_words(words)}"
