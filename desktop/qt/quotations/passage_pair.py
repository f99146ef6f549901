"""The two passages of a trace beside each other: as reported, and as it was said."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QWidget

from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.core.traces import Trace
from desktop.core.values import Document
from desktop.project.quotations import Material
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.parts.claim_text import source_text, title_text
from desktop.qt.parts.layouts import hbox, label, splitter, tool, vbox
from desktop.qt.parts.passage_pane import AROUND, PassagePane
from desktop.qt.parts.verdict_look import mark

# characters shown before and after a passage when more is asked for
MORE = 6_000


def difference_marks(trace: Trace, *, report: bool) -> list[tuple[Span, QTextCharFormat]]:
    """Return the marks of one side of a trace, in order of the text."""
    found = []
    for change in trace.changes:
        start, end = (change.new_start, change.new_end) if report else (change.old_start, change.old_end)
        if start < end:
            found.append((Span(start, end), mark(change.kind, report=report)))
    return sorted(found, key=lambda one: one[0])


# pixels of height: of less, the passages need all
_LEGEND_FROM = 300
SPOKEN = ("transcript", "interview", "debate", N_("parliamentary record"), "statement")
LEGEND = N_("Underlined: new in the report. Struck through: said, and not in the report. Dashed: in another place.")


class PassagePair(QWidget):
    """Show both sides of a trace, the words that differ marked in each.

    Attributes:
        transcribed: the passage, or the sentence that there is none.
        more: shows more of what stands around both, or less again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reported, self.transcribed = PassagePane(), PassagePane()
        both = splitter((self.reported, 0), (self.transcribed, 0), sizes=(1000, 1000))
        self._legend = label(_(LEGEND), "dim", wraps=True, margins=(28, 4, 16, 8))
        self._legend.setFont(theme.small_font())
        self.more = tool(role="pill", tip=_("More of what stands around both passages (M in the list)"), checkable=True)
        vbox((both, 1), hbox((self._legend, 1), self.more, margins=(0, 0, 16, 6)), on=self, gap=0)
        self._shown: tuple[Material, Trace] | None = None
        # lines are broken anew only when the panes have their sizes
        self._later = later(self, 0, self.align)
        for pane in (self.reported, self.transcribed):
            pane.laid_out.connect(self._later.start)
        self.more.toggled.connect(lambda: self._shown and self.show_trace(*self._shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the passages the height that there is: what the marks mean is told where there is more."""
        self._legend.setVisible(self.height() >= _LEGEND_FROM)
        super().resizeEvent(event)

    def align(self) -> None:
        """Bring both passages to one height and into view."""
        panes = (self.reported, self.transcribed)
        tops = [pane.passage_top() for pane in panes]
        if self._shown is None or self._shown[1].start_b is None:
            tops[1] = tops[0]
        for pane, top in zip(panes, tops, strict=True):
            pane.lower_to(max(tops) - top)
        for pane in panes:
            pane.scroll_to(max(tops))

    def show_trace(self, material: Material, trace: Trace) -> None:
        """Show a trace that was found in *material*; another one with little around it at first."""
        if self._shown is not None and self._shown[1].key != trace.key and self.more.isChecked():
            with QSignalBlocker(self.more):
                self.more.setChecked(False)
        self._shown = (material, trace)
        self._fill(material, trace)
        is_more = self.more.isChecked()
        self.more.setText(_("Less around it") if is_more else _("More around it"))
        self.more.setVisible(is_more or self.reported.is_cut or self.transcribed.is_cut)
        self.align()
        self._later.start()

    def _fill(self, material: Material, trace: Trace) -> None:
        around = MORE if self.more.isChecked() else AROUND
        names = material.names
        own = Span(trace.start_a, trace.end_a)
        self.reported.show_head(_("As reported"), _source(material.documents[trace.document_a]), _offsets(own))
        text = material.texts[trace.document_a]
        if own.end > len(text) or (trace.kept_only and trace.start_b is None):
            # the user's answer is all that is left of it
            self.reported.show_words(trace.reason)
            self.transcribed.show_head(_("Nowhere now"), "")
            self.transcribed.show_words("")
            return
        self.reported.show_passage(text, own, names.get(trace.actor, ""), difference_marks(trace, report=True), around)
        if trace.document_b is None:
            self.transcribed.show_head(_("Not traced"), "")
            self.transcribed.show_words(trace.reason)
            return
        there = Span(trace.start_b, trace.end_b) if trace.start_b is not None and trace.end_b is not None else None
        document = material.documents[trace.document_b]
        self.transcribed.show_head(_title(trace, document), _source(document), _offsets(there) if there else "")
        if there is None:
            self.transcribed.show_words(trace.reason)
            return
        marks = difference_marks(trace, report=False)
        self.transcribed.show_passage(
            material.texts[trace.document_b], there, names.get(trace.actor_b, ""), marks, around
        )


def _title(trace: Trace, document: Document) -> str:
    if trace.document_a == trace.document_b:
        return _("In the same document")
    return _("As transcribed") if document.facts.kind in SPOKEN else _("In the other document")


def _source(document: Document) -> str:
    return source_text(document.facts) or title_text(document)


def _offsets(span: Span) -> str:
    return _("characters {start:,} to {end:,} of the text").format(start=span.start + 1, end=span.end)
