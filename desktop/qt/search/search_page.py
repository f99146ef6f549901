"""Words in context across all documents: look for them, sort by their neighbours, go from hit to hit, code them."""

import time
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QStackedWidget, QWidget

from desktop.core.concordance import HitLine, lines, wanted
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.phrases import counted
from desktop.project import concordance
from desktop.qt.background import later
from desktop.qt.clipboard import copy_table
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.page import Goto, GotoHits, GotoPassages, StalePage
from desktop.qt.parts.pick_button import PickButton
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.parts.row_table import RowTable
from desktop.qt.search.code_bar import CodeBar
from desktop.qt.search.frequencies import Frequencies
from desktop.qt.search.hits_model import LEFT, RIGHT, WORDS, HitDelegate, HitsModel
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from desktop.project.requests import Request

# seconds that one step of a long search may take: typing must go on meanwhile
_STEP = 0.08
# more lines than these nobody reads: their speakers in quotations are found when they are coded
_ATTRIBUTED = 2_000


# a letter stands in millions of places, which fill the memory and which nobody goes through
_MOST = 50_000


class SearchPage(StalePage):
    """List the places of words, and count words; what is listed follows every import and edit."""

    SHOWN = ("document", "segment", "actor")

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("searchPage")
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Words in all documents…"))
        self.field.setAccessibleName(_("Words to look for"))
        self.field.setToolTip(_('Letters anywhere in words; "whole words"; a star for any ending; OR between several'))
        self.field.setClearButtonEnabled(True)
        self.whole = tool(_("Whole words"), "choice", _("Off: inside of words too"), checkable=True)
        self.documents = PickButton(_("Documents"), self._documents)
        self.view = Choices([("hits", _("In context"), ""), ("words", _("Frequencies"), "")])
        self.view.set_value("hits")
        self.count = label(role="dim")
        self.model = HitsModel(self)
        self.table = HitsTable(self.model)
        self.nothing = label(role="dim", centred=True, wraps=True)
        self.bar = CodeBar(session)
        self.frequencies = Frequencies(session)
        self._stack = QStackedWidget()
        self._coming: Iterator[HitLine] = iter(())
        self._titles: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._kept: HitLine | None = None
        self._worker = session.worker(self)
        self._more = later(self, 0, self._take_more)
        self._typing = later(self, 150, self.renew)
        self.focus_target = self.field
        self._build()
        self._connect()

    def _build(self) -> None:
        export = tool(_("Export…"), "flat", _("Save the list as a table"), does=self.want_export)
        top = hbox((self.field, 1), self.whole, self.documents, self.view, gap=8)
        vbox(self.nothing, on=self.table.viewport())
        hits, words = QWidget(), QWidget()
        vbox((self.table, 1), self.bar, on=hits, gap=0)
        vbox((self.frequencies, 1), on=words, margins=(14, 0, 14, 10))
        self._stack.addWidget(hits)
        self._stack.addWidget(words)
        line = hbox(self.count, 1, export, gap=8)
        vbox(vbox(top, line, margins=(14, 12, 14, 8), gap=8), (self._stack, 1), on=self, gap=0)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(self._enter)
        self.whole.clicked.connect(self.renew)
        self.documents.changed.connect(self.renew)
        self.view.picked.connect(self._show_view)
        self.table.entered.connect(self.open_current)
        self.table.left.connect(self.field.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.bar.set_lines(self._chosen()))
        self.bar.finished.connect(self.table.setFocus)
        self.frequencies.word_wanted.connect(self.look_for)
        self._session.entered.connect(self._forget)

    # as a page

    def arrive(self, goto: Goto) -> None:
        """Look for words."""
        if isinstance(goto, GotoHits):
            self.look_for(goto.words)

    def find_words(self) -> bool:
        """Put the cursor into the line of words."""
        self.field.setFocus()
        self.field.selectAll()
        return True

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the list, or the frequencies, as they are shown."""
        if self.view.value == "words":
            return "words", replace(request, options=self.frequencies.options(), order=self._among())
        options = {
            "word": self.field.text(),
            "match": "words" if self.whole.isChecked() else "inside",
            "order": self.model.order,
        }
        return "hits", replace(request, options=options, order=self._among())

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return the places of a word, and the frequencies of all."""
        return {"search": lambda: self.look_for("nato OR alba"), "words": self.view.button("words").click}

    @property
    def busy(self) -> bool:
        """Whether more is on its way."""
        return self._more.isActive() or self._worker.busy or self.frequencies.busy

    def refresh(self) -> None:
        """Look for the words anew."""
        self._typing.stop()
        self._more.stop()
        self._worker.drop()
        if self.view.value == "words":
            self.frequencies.among = self._among()
            self.frequencies.refresh()
            self.count.clear()
            return
        row = self.table.currentIndex().row()
        self._kept = self.model.rows[row] if 0 <= row < len(self.model.rows) else self._kept
        what = wanted(self.field.text(), whole=self.whole.isChecked()) if self._session.is_open else None
        grounds = (
            list(self._session.read(reads.search.grounds, what.phrases, self._among())) if what is not None else []
        )
        self._titles = {one.id: one.facts.title or one.name for one in self._session.read(reads.project.documents)}
        self._names = {number: actor.name for number, actor in self._session.actors().items()}
        self.model.set_lines((), self._titles, self._names)
        found = (line for ground in grounds for line in lines(ground, what)) if what is not None else iter(())
        self._coming = islice(found, _MOST)
        self._take_more()

    # what the user does

    def look_for(self, words: str) -> None:
        """Look for *words* at once."""
        self.view.set_value("hits")
        self._stack.setCurrentIndex(0)
        self.field.setText(words)
        self.renew()

    def step(self, way: int, words: str = "", place: tuple[int, int] | None = None) -> None:
        """Open the next (1) or the previous (-1) hit, round the end; of other *words* than before from a *place* on."""
        if self._stale:
            # what was edited while the page was out of sight
            self.renew()
        if words and words != self.field.text():
            self.look_for(words)
            self._typing.stop()
            rows = self.model.rows
            self.table.selectRow(next((at for at, one in enumerate(rows) if (one.document_id, one.start) == place), -1))
        count = self.model.rowCount()
        if not count:
            self._session.messages.hint(_("Nothing is found yet: type words on the page “Search”."))
            return
        row = self.table.currentIndex().row()
        self.table.selectRow((row + way) % count if row >= 0 else 0 if way > 0 else count - 1)
        self.open_current()

    def open_current(self) -> None:
        """Open the current hit in its text, marked there."""
        row = self.table.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            line = self.model.rows[row]
            self._kept = line
            self.wanted.emit(GotoPassages(((line.document_id, line.span),)))

    def _enter(self) -> None:
        """Open the hit that is current, or the first: one Enter after typing."""
        if self._typing.isActive():
            self.renew()
        if self.table.currentIndex().row() < 0 and self.model.rowCount():
            self.table.selectRow(0)
        self.open_current()

    def _show_view(self, key: str) -> None:
        self._stack.setCurrentIndex(("hits", "words").index(key))
        self.renew()

    def _chosen(self) -> list[HitLine]:
        return [self.model.rows[row] for row in self.table.chosen_rows() if row < self.model.rowCount()]

    def _among(self) -> list[int] | None:
        return [int(key) for key in self.documents.chosen] or None

    def _documents(self) -> list[PopupRow]:
        found = self._session.read(reads.project.documents)
        return [PopupRow(str(one.id), one.facts.title or one.name, one.facts.date, (one.name,)) for one in found]

    def _forget(self) -> None:
        """Forget what was found in another project."""
        self._more.stop()
        self._worker.drop()
        self._coming, self._kept = iter(()), None
        self.documents.set_chosen(())
        self.model.set_lines((), {}, {})

    # what comes

    def _take_more(self) -> None:
        """List what is found in the next moment; the rest follows between two events."""
        found, begun = [], time.monotonic()
        for line in self._coming:
            found.append(line)
            if time.monotonic() - begun > _STEP:
                self.model.add(found)
                self._tell(_("{count:,} so far…"))
                self._more.start()
                return
        every = [*self.model.rows, *found]
        self.model.set_lines(every, self._titles, self._names)
        self._restore()
        self._tell("")
        if every and len(every) <= _ATTRIBUTED and not all(line.actor_id for line in every):
            self._worker.ask(lambda: self._session.read(concordance.speakers, every), self._on_speakers)

    def _on_speakers(self, told: list[HitLine] | UserError) -> None:
        if isinstance(told, UserError):
            self._session.messages.error(str(told))
            return
        row = self.table.currentIndex().row()
        current = self.model.rows[row] if row >= 0 else None
        self._kept = current or self._kept
        self.model.set_lines(told, self._titles, self._names)
        self._restore()

    def _restore(self) -> None:
        """Let the row that was current be so again, wherever it stands now."""
        self.table.fit_words()
        kept = self._kept
        same = (kept.document_id, kept.start) if kept is not None else None
        at = next((at for at, one in enumerate(self.model.rows) if (one.document_id, one.start) == same), -1)
        if at >= 0:
            self.table.selectRow(at)
        self.bar.set_lines(self._chosen())

    def _tell(self, told: str) -> None:
        count = self.model.rowCount()
        found = ngettext("{count:,} hit in {documents}", "{count:,} hits in {documents}", count)
        if count == _MOST:
            found = _("the first {count:,} hits, in {documents}; the exported list has all")
        within = len({line.document_id for line in self.model.rows})
        documents = counted("document", within)
        self.count.setText((told or found).format(count=count, documents=documents) if self.field.text() else "")
        nothing = _("No document has these words.") if self.field.text().strip() else _("Type what to look for.")
        self.nothing.setText("" if count else nothing)


class HitsTable(RowTable):
    """Show keywords in context.

    Signals:
        entered(): the current hit is to be opened.
        left(): Escape: back to the words.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, model: HitsModel) -> None:
        super().__init__(model, "claims", _("Words in context"))
        self._hits = model
        self.setItemDelegate(HitDelegate(self))
        head = self.horizontalHeader()
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        head.setMinimumSectionSize(60)
        self.setSortingEnabled(True)
        em = self.fontMetrics().averageCharWidth()
        self.fit({at: em * width for at, width in enumerate((40, 16, 40, 18, 24))})
        head.setSectionResizeMode(LEFT, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(RIGHT, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def fit_words(self) -> None:
        """Give the words the room they need, but no more than a quarter."""
        needed = max(self.sizeHintForColumn(WORDS), self.fontMetrics().averageCharWidth() * 12)
        self.fit({WORDS: min(needed + 12, self.viewport().width() // 4)})

    def copy(self) -> int:
        """Copy the chosen rows as a table, all of them when none is chosen, and return how many."""
        rows = self.chosen_rows() or range(self._hits.rowCount())
        return copy_table(tuple(map(_, HitsModel.TITLES)), (self._hits.words(self._hits.rows[row]) for row in rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, leave by Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
