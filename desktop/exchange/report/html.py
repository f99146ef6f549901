"""A report as a web page that needs nothing else and prints."""

from html import escape

from desktop.core.language import _
from desktop.exchange.report.report import Report, ReportEntry, ReportSection
from desktop.exchange.tables.markup import DARK, STYLE, html_direction, html_words, table_html, tone_rules

_OWN = """
body { max-width: 62rem; margin-inline: auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .6rem; border-bottom: 1px solid #c9c3b6; padding-bottom: .2rem; }
h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
p { max-width: 42rem; }
.told { color: #555a61; margin: 0; }
.entry { margin-inline-start: calc(var(--depth) * 1.5rem); max-width: 42rem; break-inside: avoid; }
.entry dl { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .1rem .8rem; margin: 0; }
.entry dt { color: #555a61; }
.entry dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 0 0 1.5rem; }
thead th { position: static; }
caption { font-size: 1rem; }
@media (prefers-color-scheme: dark) { .told, .entry dt { color: #a9afb7; } h2 { border-color: #4a515a; } }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } .wide { overflow: visible; } }
"""


def html_report(report: Report) -> bytes:
    """Return *report* as a page: a heading for each section, links to them, tables with heads and captions."""
    looks = {tone for part in report.sections for table in part.tables for tone in table.tones.values()}
    links = "".join(
        f'<li><a href="#s{at}">{html_words(part.title)}</a></li>' for at, part in enumerate(report.sections, 1)
    )
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}{tone_rules(looks)}{DARK}{_OWN}</style>\n</head>\n",
        f"<body>\n<h1{html_direction(report.title)}>{html_words(report.title)}</h1>\n",
        *(f'<p class="told"{html_direction(line)}>{html_words(line)}</p>\n' for line in report.told),
        f'<nav aria-label="{escape(_("Sections"))}"><ul>{links}</ul></nav>\n<main>\n',
        *(_section(part, at) for at, part in enumerate(report.sections, 1)),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _section(part: ReportSection, number: int) -> str:
    inner = [f"<p{html_direction(line)}>{html_words(line)}</p>\n" for line in part.paragraphs]
    inner += map(_entry, part.entries)
    for table in part.tables:
        notes = "".join(f"<li{html_direction(note)}>{html_words(note)}</li>\n" for note in table.notes if note)
        inner.append(f'<div class="wide">\n{"".join(table_html(table))}')
        inner.append((f'<ul class="notes">\n{notes}</ul>\n' if notes else "") + "</div>\n")
    return f'<section>\n<h2 id="s{number}">{html_words(part.title)}</h2>\n{"".join(inner)}</section>\n'


def _entry(entry: ReportEntry) -> str:
    lines = "".join(
        f"<dt>{html_words(label)}</dt><dd{html_direction(words)}>{html_words(words)}</dd>\n"
        for label, words in entry.lines
    )
    held = f"<dl>\n{lines}</dl>\n" if lines else ""
    return (
        f'<div class="entry" style="--depth: {entry.depth}">\n'
        f"<h3{html_direction(entry.name)}>{html_words(entry.name)}</h3>\n{held}</div>\n"
    )
