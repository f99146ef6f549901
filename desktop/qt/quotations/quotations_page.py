"""The page of quotations: what a report puts between quotation marks, and what was said."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QStackedLayout

from desktop.core.collation import name_key
from desktop.core.language import N_, _, ngettext
from desktop.core.traces import Trace, Verdict
from desktop.qt import settings as keys
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.citations import Cited
from desktop.qt.parts.claim_cards import CardList
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import ground, hbox, label, splitter, tool, vbox
from desktop.qt.parts.page import GotoPassages, Page
from desktop.qt.parts.pick_button import PickButton
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.parts.trace_card import TraceDelegate
from desktop.qt.parts.trace_list_model import CARD_ROLE, TraceCard, TraceFilter, TraceListModel, verdict_keys
from desktop.qt.parts.verdict_look import SHORT, TITLES
from desktop.qt.quotations.passage_pair import PassagePair
from desktop.qt.quotations.trace_detail import TraceDetail
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.project.requests import Request


class TraceList(CardList):
    """List the traces; J and K walk.

    Attributes:
        decides: what other keys do without Ctrl, Shift or Alt.

    Signals:
        open_wanted(): a double click, or Ctrl+Enter: both passages on the desk.
    """

    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Quotations"))
        self.doubleClicked.connect(self.open_wanted)
        self.decides: dict[int, Callable[[], object]] = {}

    def cited(self) -> list[Cited]:
        """Return the current quotation and its passage, to be copied with their sources."""
        card: TraceCard | None = self.currentIndex().data(CARD_ROLE)
        return Cited.both(card.trace) if card is not None else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, judge, write, open."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif not held and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            row = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= row < self.model().rowCount():
                self.setCurrentIndex(self.model().index(row, 0))
        elif not held and key in self.decides:
            self.decides[key]()
        else:
            super().keyPressEvent(event)


WAITING = N_("The quotations are being traced…")
STOPPED = N_("Tracing was stopped. Press “Trace again” to look for the quotations.")
NO_DOCUMENTS = N_(
    "There are no documents yet. Import a report and the transcript of what it reports, and see what it changed."
)
NO_QUOTATIONS = N_("No document puts anybody's words between quotation marks: there is nothing to trace yet.")
NO_MATCH = N_("No quotation meets the filter.")
NO_CHOICE = N_("Choose a quotation to see it beside what was said.")

_AROUND = (24, 24, 24, 24)


class QuotationsPage(Page):
    """Show what became of quotations.

    Attributes:
        chosen: the trace that is shown, or None.
        told, nothing: the line above the list, and the sentence in place of an empty one.
        verdicts, documents, speakers: what narrows the list.
        groups: by what they are listed.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("quotationsPage")
        self.chosen: Trace | None = None
        self.model = TraceListModel(session, self)
        self.model.set_group(settings.get(keys.QUOTATIONS_BY))
        self.list = TraceList()
        self.list.setItemDelegate(TraceDelegate(self.list))
        self.list.setModel(self.model)
        self.verdicts = PickButton(_("Verdict"), self._verdict_options)
        self.documents = PickButton(_("Document"), self._document_options)
        self.speakers = PickButton(_("Speaker"), self._speaker_options)
        self.groups = Choices(
            [(key, _(key), _("One group for each {field}").format(field=_(key))) for key in keys.QUOTATIONS_BY.choices]
        )
        self.groups.set_value(self.model.group)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(140, 6)
        self.stop, self.again, self.export_button = (
            tool(words, "pill") for words in (_("Stop"), _("Trace again"), _("Export…"))
        )
        self.told = label(role="section", wraps=True, margins=(12, 0, 8, 0))
        self.nothing = label(role="dim", wraps=True, centred=True, margins=_AROUND)
        self.passages = PassagePair()
        self._hint = label(role="dim", wraps=True, centred=True, margins=_AROUND)
        self.detail = TraceDetail(session)
        self._lay()
        self._connect()

    # what the user does

    def choose(self, row: int) -> None:
        """Choose a row of the list."""
        self.list.setCurrentIndex(self.model.index(row))

    def show_trace(self, trace: Trace) -> None:
        """Choose a trace; the filter gives way when it hides it."""
        if self.model.row_of(trace) < 0:
            self._set_filter(TraceFilter())
        self.choose(self.model.row_of(trace))

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the traces that are listed."""
        material = self._session.traces.material
        if material is None:
            return "traces", request
        listed = tuple(self.model.traces())
        scope = _("those that the page lists") if len(listed) != len(self._session.traces.found) else ""
        return "traces", replace(request, traces=listed, material=material, scope=scope)

    @property
    def busy(self) -> bool:
        """Whether quotations are being traced."""
        return self._session.traces.state == "running"

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.list.viewport().update()
        self._show(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a new width out: the list and what changed take a quarter each, as far as that serves reading."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            side = min(430, max(300, self.width() // 4))
            self._whole.setSizes([side, max(440, self.width() - 2 * side), side])

    def showEvent(self, event: QShowEvent) -> None:
        """Trace what was not traced yet, or has changed while the page was hidden."""
        super().showEvent(event)
        self._trace()

    # building

    def _lay(self) -> None:
        narrowing = (self.verdicts, self.documents, self.speakers, label(_("By"), "dim"), self.groups)
        tracing = flowing(self.progress, self.stop, self.again, self.export_button, gap=8)
        bar = hbox((flowing(*narrowing, gap=8), 1), tracing, margins=(12, 8, 12, 8), gap=8)
        left = ground("library")
        left.setMinimumWidth(200)
        vbox(self.told, (self.nothing, 1), (self.list, 1), on=left, margins=(0, 4, 0, 0))
        middle = ground()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.passages)
        self._whole = splitter((left, 0), (middle, 1), (self.detail, 0))
        vbox(bar, (self._whole, 1), on=self, gap=0)
        self.focus_target = self.list

    def _connect(self) -> None:
        access = self._session.traces
        access.changed.connect(self._on_traces)
        access.progressed.connect(self._on_progress)
        self._session.opened.connect(lambda: self._set_filter(TraceFilter()))
        buttons = (self.verdicts, self.documents, self.speakers)
        for button in buttons:
            button.changed.connect(lambda: self._set_filter(TraceFilter(*(one.chosen for one in buttons))))
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._on_current(now.row()))
        digits = {Qt.Key.Key_0 + number: partial(self.detail.judge, number) for number in range(1, len(SHORT) + 1)}
        self.list.decides = {
            **digits,
            Qt.Key.Key_Return: self.detail.confirm_it,
            Qt.Key.Key_Enter: self.detail.confirm_it,
            Qt.Key.Key_Delete: self.detail.reject_it,
            Qt.Key.Key_Backspace: self.detail.take_back,
            Qt.Key.Key_N: self.detail.memo.setFocus,
            Qt.Key.Key_M: self.passages.more.click,
        }
        self.detail.memo.left.connect(self.list.setFocus)
        self.groups.picked.connect(self._on_group)
        self.list.open_wanted.connect(self._open)
        self.detail.desk_wanted.connect(self._open)
        self.stop.clicked.connect(access.stop)
        self.again.clicked.connect(access.trace)
        self.export_button.clicked.connect(self.want_export)
        self._load()

    # what happens

    def _trace(self) -> None:
        if self._session.is_open and self._session.traces.state == "none":
            self._session.traces.trace()

    def _on_traces(self) -> None:
        if self.isVisible() and self._session.traces.state == "none":
            # tells of itself once it is under way
            self._trace()
        else:
            self._load()

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _load(self) -> None:
        before = self.chosen
        row = self.list.currentIndex().row()
        top = self.list.verticalScrollBar().value()
        self.model.load()
        self._tell()
        found = self.model.row_of(before) if before is not None else 0
        # its neighbour, so that the keyboard does not lose its place when a quotation leaves the list
        self._stand(found if found >= 0 else min(max(row, 0), self.model.rowCount() - 1))
        if before is not None:
            self.list.verticalScrollBar().setValue(top)

    def _stand(self, row: int) -> None:
        index = self.model.index(row)
        if index.isValid():
            self.list.setCurrentIndex(index)
        self._on_current(row)

    def _stand_on(self, trace: Trace | None) -> None:
        self._stand(max(0, self.model.row_of(trace)) if trace is not None else 0)

    def _on_group(self, group: str) -> None:
        before = self.chosen
        self.model.set_group(group)
        self._settings.set(keys.QUOTATIONS_BY, group)
        self._stand_on(before)
        self.list.setFocus()

    def _set_filter(self, found: TraceFilter) -> None:
        self.verdicts.set_chosen(found.verdicts)
        self.documents.set_chosen(found.documents)
        self.speakers.set_chosen(found.speakers)
        before = self.chosen
        self.model.set_filter(found)
        self._tell()
        self._stand_on(before)

    def _on_current(self, row: int) -> None:
        card = self.model.card(row)
        self._show(card.trace if card is not None else None)

    def _show(self, trace: Trace | None) -> None:
        material = self._session.traces.material
        self.chosen = trace if material is not None else None
        self.detail.show_trace(self.chosen)
        self._stack.setCurrentIndex(1 if self.chosen is not None else 0)
        self._hint.setText(_(NO_CHOICE) if self.model.rowCount() else "")
        if trace is not None and material is not None:
            self.passages.show_trace(material, trace)

    def _open(self) -> None:
        trace = self.chosen
        if trace is not None:
            self.wanted.emit(GotoPassages(trace.passages()))

    def _tell(self) -> None:
        state = self._session.traces.state
        cards = self.model.all
        quoted = [card.trace for card in cards if card.trace.verdict is not Verdict.REPORTED]
        count = len({trace.key[:3] for trace in quoted})
        traced = len({trace.key[:3] for trace in quoted if trace.start_b is not None})
        retold = len(cards) - len(quoted)
        shown = self.model.rowCount()
        told = ngettext("{count:,} QUOTATION, {traced:,} TRACED", "{count:,} QUOTATIONS, {traced:,} TRACED", count)
        if shown != len(cards):
            told = ngettext(
                "{count:,} QUOTATION, {traced:,} TRACED · {shown:,} LISTED",
                "{count:,} QUOTATIONS, {traced:,} TRACED · {shown:,} LISTED",
                count,
            )
        told = told.format(count=count, traced=traced, shown=shown)
        if retold:
            told += " · " + _("{count:,} IN OTHER WORDS").format(count=retold)
        self.told.setText(told)
        self.told.setVisible(bool(cards))
        running = state == "running"
        self.progress.setVisible(running)
        self.stop.setVisible(running)
        if running:
            # nothing is known of how long reading takes
            self.progress.setRange(0, 0)
        self.again.setVisible(state == "stopped")
        self.export_button.setEnabled(bool(shown))
        empty = NO_MATCH if cards else WAITING if running else STOPPED if state == "stopped" else NO_QUOTATIONS
        if not cards and state == "ready" and self._session.is_open and not self._session.counts()["documents"]:
            empty = NO_DOCUMENTS
        self.nothing.setText(_(empty))
        self.nothing.setVisible(not shown)
        was_hidden = self.list.isHidden()
        self.list.setVisible(bool(shown))
        if shown and was_hidden and self.isVisible() and not isinstance(self.focusWidget(), QPlainTextEdit):
            # while there was no list, the first button had the keyboard
            self.list.setFocus()

    # what can be chosen

    def _verdict_options(self) -> list[PopupRow]:
        there = {card.verdict for card in self.model.all}
        return [PopupRow(key, _(TITLES[key])) for key in verdict_keys() if key in there or key in self.verdicts.chosen]

    def _document_options(self) -> list[PopupRow]:
        return [
            PopupRow(str(one.id), title_text(one), names=(one.name, one.facts.publisher))
            for one in self._session.shown(reads.filtered.documents)
        ]

    def _speaker_options(self) -> list[PopupRow]:
        names = {card.trace.actor: card.speaker or _("nobody named") for card in self.model.all}
        return [PopupRow(key, name) for key, name in sorted(names.items(), key=lambda one: name_key(one[1]))]
