"""Whether two documents cover the same event; and, of a quotation found nowhere, which document should have it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.core.language import _
from desktop.core.traces import Trace
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.layouts import label, push, vbox
from desktop.qt.session import Session
from desktop.store import edits, reads


class EventChoice(QWidget):
    """Say of the two documents of a trace that they cover one event, or not.

    Attributes:
        same: the switch.
        others: the documents to choose from when the trace has no second one.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trace: Trace | None = None
        self.same = QCheckBox(_("Both cover the same event"))
        self.others = QComboBox()
        self.others.setAccessibleName(_("Document that covers the same event"))
        self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.others.setMinimumContentsLength(12)
        self._why = label(role="dim", wraps=True)
        self.by_date = push(_("Leave it to their dates"), "flat")
        vbox(self.same, self.others, self._why, (self.by_date, 0, Qt.AlignmentFlag.AlignLeft), on=self, gap=4)
        self.same.clicked.connect(self._on_same)
        self.others.activated.connect(self._on_other)
        self.by_date.clicked.connect(lambda: self._set(None))

    def show_trace(self, trace: Trace | None) -> None:
        """Show what is known of a trace's documents."""
        self._trace = trace
        if trace is None:
            return
        other = trace.document_b
        alone = other is None
        self.same.setVisible(not alone and other != trace.document_a)
        self.others.setVisible(alone)
        answers = self._session.read(reads.traces.same_events)
        said = answers.get(frozenset((trace.document_a, other))) if other is not None else None
        self.by_date.setVisible(said is not None)
        self.same.setChecked(trace.same_event if said is None else said)
        if alone:
            self._fill(trace)
            self._why.setText(_("Say so, and it is looked for there as a quotation that must be in it."))
        elif other == trace.document_a:
            self._why.setText(_("Report and transcript stand in one document."))
        else:
            self._why.setText(_("By their date and who takes part.") if said is None else _("So you said."))

    def _fill(self, trace: Trace) -> None:
        self.others.clear()
        self.others.addItem(_("The same event is covered by…"), 0)
        material = self._session.traces.material
        for number, document in (material.documents if material is not None else {}).items():
            if number != trace.document_a:
                self.others.addItem(title_text(document), number)

    def _on_same(self, checked: bool) -> None:
        self._set(checked)

    def _on_other(self, row: int) -> None:
        number = self.others.itemData(row)
        if self._trace is not None and number:
            self._session.do(edits.traces.set_same_event, self._trace.document_a, int(number), True)

    def _set(self, same: bool | None) -> None:
        trace = self._trace
        if trace is not None and trace.document_b is not None:
            self._session.do(edits.traces.set_same_event, trace.document_a, trace.document_b, same)
