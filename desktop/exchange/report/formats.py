"""The forms of a report, one row each."""

from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.exchange.report.report import Report


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A form of a report.

    Attributes:
        suffixes: how its files' names end, the usual one first.
        writer: the function below this package that returns the content of a file, loaded when it is called.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]
    writer: str

    def write(self, report: Report) -> bytes:
        """Return the content of a file."""
        data: bytes = resolve_name(f"desktop.exchange.report.{self.writer}")(report)
        return data


FORMATS = {
    row.key: row
    for row in (
        ReportFormat("html", N_("Web page"), (".html", ".htm"), "html:html_report"),
        ReportFormat("docx", N_("Word document"), (".docx",), "word:word_report"),
        ReportFormat("md", N_("Markdown"), (".md",), "markdown:markdown_report"),
    )
}


def format_of(path: Path) -> ReportFormat:
    """Return the form that the ending of a file's name says.

    Raises:
        UsageError: when it says none.
    """
    suffix = path.suffix.lower()
    for one in FORMATS.values():
        if suffix in one.suffixes:
            return one
    known = ", ".join(one.suffixes[0] for one in FORMATS.values())
    raise UsageError(_("A report is written as {known}: end the name of its file so."), known=known)
