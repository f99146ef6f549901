"""The two passages of a trace beside each other: as reported, and as it was said."""

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
from desktop.qt.quotations.passage_pane import AROUND, MORE, PassagePane, difference_marks

SPOKEN = ("transcript", "interview", "debate", "parliamentary record", "statement")
LEGEND = N_("Underlined: new in the report. Struck through: said, and not in the report. Dashed: in another place.")


class PassagePair(QWidget):
    """Show both sides of a trace, the words that differ marked in each.

    Attributes:
        reported: the quotation.
        transcribed: the passage, or the sentence that there is none.
        more: shows more of what stands around both, or less again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reported, self.transcribed = PassagePane(), PassagePane()
        both = splitter((self.reported, 0), (self.transcribed, 0), sizes=(1000, 1000))
        legend = label(_(LEGEND), "dim", wraps=True, margins=(28, 4, 16, 8))
        legend.setFont(theme.small_font())
        self.more = tool(role="pill", tip=_("More of what stands around both passages (M in the list)"), checkable=True)
        vbox((both, 1), hbox((legend, 1), self.more, margins=(0, 0, 16, 6)), on=self, gap=0)
        self._shown: tuple[Material, Trace] | None = None
        # lines are broken anew only when the panes have their sizes
        self._later = later(self, 0, self.align)
        for pane in (self.reported, self.transcribed):
            pane.laid_out.connect(self._later.start)
        self.more.toggled.connect(self._on_more)
        self._on_more(False)

    def align(self) -> None:
        """Bring both passages to one height and into view."""
        tops = [pane.passage_top() for pane in (self.reported, self.transcribed)]
        if self._shown is None or self._shown[1].start_b is None:
            tops[1] = tops[0]
        for pane, top in zip((self.reported, self.transcribed), tops, strict=True):
            pane.lower_to(max(tops) - top)
        for pane in (self.reported, self.transcribed):
            pane.scroll_to(max(tops))

    def show_trace(self, material: Material, trace: Trace) -> None:
        """Show a trace that was found in *material*; another one with little around it at first."""
        if self._shown is not None and self._shown[1].key != trace.key and self.more.isChecked():
            self.more.blockSignals(True)
            self.more.setChecked(False)
            self.more.blockSignals(False)
        self._shown = (material, trace)
        self._fill(material, trace)
        cut = self.reported.is_cut or self.transcribed.is_cut
        self.more.setText(_("Less around it") if self.more.isChecked() else _("More around it"))
        self.more.setVisible(cut or self.more.isChecked())
        self.align()
        self._later.start()

    def _on_more(self, on: bool) -> None:
        self.more.setText(_("Less around it") if on else _("More around it"))
        if self._shown is not None:
            self.show_trace(*self._shown)

    def _fill(self, material: Material, trace: Trace) -> None:
        around = MORE if self.more.isChecked() else AROUND
        names = material.actors
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
            self.transcribed.show_head(_("Nowhere else"), _("No other document of this project"))
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
    return _("offsets {start}–{end}").format(start=span.start, end=span.end)
