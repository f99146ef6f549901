"""The controls that make a filter, the chips that tell what it does, and both in little room."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

from desktop.core.axes import NONE, NOT_KNOWN
from desktop.core.changes import ChangeSet
from desktop.core.claim_fields import CHOICES, STANCE, Choice
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.own_fields import offered
from desktop.core.speaking import standings
from desktop.core.text import one_line
from desktop.qt.background import later
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.pick_button import PickButton
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import reads

# milliseconds of rest after a key before the claims are searched
_REST = 120
_LONGEST_CHIP = 60


class FilterBar(QWidget):
    """Make a filter by typing and ticking.

    Signals:
        changed(): another filter stands.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._filter = ClaimFilter()
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Search quotes and memos…"))
        self.text.setToolTip(_("Words, “phrases” in double quotes, AND, OR, NOT, begin*"))
        self.text.setAccessibleName(_("Search quotes and memos"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(150)
        self._rest = later(self, _REST, self._take_text)
        self.text.textEdited.connect(lambda: self._rest.start())
        self.text.textChanged.connect(self._on_cleared)
        self.text.returnPressed.connect(self._take_text)
        self.since, self.until = self._date_line(_("from"), _("Date from")), self._date_line(_("to"), _("Date to"))
        self.picks = {
            "document": PickButton(_("Document"), self._documents),
            "set": PickButton(_("Set"), self._sets),
            "variable": PickButton(_("Own variable"), self._variables),
            "field": PickButton(_("Own field"), self._own_fields),
            "actor": PickButton(_("Actor"), lambda: self._codebook("actor")),
            "organisation": PickButton(_("Organisation"), self._organisations),
            "topic": PickButton(_("Topic"), lambda: self._codebook("topic")),
            **{choice.key: PickButton(choice.title, partial(_values, choice)) for choice in CHOICES},
            "coder": PickButton(
                _("Coder"), lambda: [PopupRow(one.name, one.name) for one in session.read(reads.project.coders)]
            ),
            "memo": PickButton(_("Memo"), lambda: [PopupRow("yes", _("with memo")), PopupRow("no", _("without memo"))]),
        }
        # in several lines where there is little room: no filter makes a window wider than its screen
        document, *others = self.picks.values()
        FlowLayout(self.text, document, self.since, self.until, *others, on=self, wide=self.text, gap=6)
        for name, pick in self.picks.items():
            pick.changed.connect(lambda name=name: self._take_pick(name))
        session.opened.connect(self._offer_sets)
        session.changed.connect(self._on_change)
        self._offer_sets()

    @property
    def filter(self) -> ClaimFilter:
        """The filter that stands."""
        return self._filter

    def set_filter(self, chosen: ClaimFilter) -> None:
        """Show *chosen* in the controls and make it the filter."""
        self._rest.stop()
        with QSignalBlocker(self.text):
            if " ".join(self.text.text().split()) != chosen.text:
                self.text.setText(chosen.text)
        self.since.setText(chosen.since)
        self.until.setText(chosen.until)
        for line in (self.since, self.until):
            self._mark(line, "")
        for name, pick in self.picks.items():
            pick.set_chosen(chosen.values(name))
        self._set(chosen)

    def naming(self, name: str, key: str) -> str:
        """Return what a key of a filter is called on the screen."""
        if name in ("actor", "topic"):
            return next((one.name for one in self._session.entries(name).values() if one.key == key), key)
        if name == "organisation":
            return self._bodies().get(key, key)
        if name == "document":
            found = (one for one in self._session.shown(reads.filtered.documents) if key in (one.uuid, one.name))
            return next((one.facts.title or one.name for one in found), key)
        return key

    def _date_line(self, prompt: str, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(prompt)
        line.setAccessibleName(name)
        line.setToolTip(tip(_("{name}: 2024, 2024-04 or 2024-04-26").format(name=name)))
        line.setFixedWidth(92)
        line.editingFinished.connect(self._take_dates)
        return line

    def _offer_sets(self) -> None:
        # most projects have none
        for name, rows in (
            ("set", self._sets),
            ("variable", self._variables),
            ("field", self._own_fields),
            ("organisation", self._organisations),
        ):
            self.picks[name].setVisible((self._session.is_open and bool(rows())) or bool(self._filter.values(name)))

    def _on_change(self, changes: ChangeSet) -> None:
        if changes.touches("document", "own_field", "actor", "membership"):
            self._offer_sets()

    def _bodies(self) -> dict[str, str]:
        """Return what actors speak for, by keys: those that belong to nothing speak for themselves, and are no such."""
        actors = [*self._session.actors().values()]
        standing, others = standings(actors)
        spoken = {key for one in standing.values() for key in (one.always, *(span[0] for span in one.spans))}
        named = {one.key: one.name for one in actors if one.is_body or one.can_be_joined}
        found = {key: name for key, name in (*named.items(), *others.items()) if key in spoken}
        return {**found, **({NOT_KNOWN: _(NOT_KNOWN)} if any(one.spans for one in standing.values()) else {})}

    def _organisations(self) -> list[PopupRow]:
        return [PopupRow(key, name, names=(key,)) for key, name in self._bodies().items()]

    def _sets(self) -> list[PopupRow]:
        return [PopupRow(path, path) for path in self._session.read(reads.project.sets)]

    def _variables(self) -> list[PopupRow]:
        found = self._session.read(reads.project.variables)
        return [
            PopupRow(f"{name}={value}", _("{name}: {value}").format(name=name, value=value))
            for name, values in found.items()
            for value in values
        ]

    def _own_fields(self) -> list[PopupRow]:
        rows = []
        for owner in ("claim", "actor", "topic"):
            for field in self._session.own_fields(owner):
                used = [] if field.made.listed else self._session.read(reads.own_fields.used, field)
                for value in (*offered(field, used), NONE):
                    words = _("{name}: {value}").format(name=field.name, value=field.shown(value))
                    rows.append(PopupRow(f"{field.place}={value}", words))
        return rows

    def _documents(self) -> list[PopupRow]:
        return [
            PopupRow(one.uuid, one.facts.title or one.name, names=(one.name,))
            for one in self._session.shown(reads.filtered.documents)
        ]

    def _codebook(self, table: str) -> list[PopupRow]:
        entries = self._session.entries(table).values()
        return [PopupRow(one.key, one.name, names=(one.key, *one.aliases)) for one in entries]

    def _on_cleared(self, text: str) -> None:
        # the × in the line edits nothing, as Qt sees it
        if not text:
            self._take_text()

    def _take_text(self) -> None:
        self._rest.stop()
        self._set(replace(self._filter, text=self.text.text()))

    def _take_dates(self) -> None:
        for line in (self.since, self.until):
            try:
                ClaimFilter(since=line.text())
            except UserError as error:
                self._mark(line, str(error))
                return
            self._mark(line, "")
        try:
            self._set(replace(self._filter, since=self.since.text(), until=self.until.text()))
        except UserError as error:
            self._mark(self.until, str(error))

    def _take_pick(self, name: str) -> None:
        keys = self.picks[name].chosen
        # with a memo and without one: both are all
        self._set(self._filter.having(name, () if name == "memo" and len(keys) > 1 else keys))

    def _set(self, chosen: ClaimFilter) -> None:
        if chosen != self._filter:
            self._filter = chosen
            self.changed.emit()

    @staticmethod
    def _mark(line: QLineEdit, problem: str) -> None:
        line.setProperty("wrong", bool(problem))
        line.setToolTip(tip(problem) or _("2024, 2024-04 or 2024-04-26"))
        line.style().unpolish(line)
        line.style().polish(line)


def _values(choice: Choice) -> list[PopupRow]:
    words = {value: _(word) for value, (word, _tip) in choice.values.items()}
    return [PopupRow(value, word, stance=value if choice is STANCE else "") for value, word in words.items()]


class FilterChips(QWidget):
    """Tell the conditions of a bar's filter as chips; each can be taken away."""

    def __init__(self, session: Session, bar: FilterBar) -> None:
        super().__init__()
        self._bar = bar
        self._flow = FlowLayout(on=self)
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow.addWidget(self._rest)
        self.chips: dict[str, QToolButton] = {}
        # takes all away, where there are several
        self.clear_all: QToolButton | None = None
        bar.changed.connect(self._show)
        session.changed.connect(self._on_changed)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("actor", "topic", "document", "membership"):
            self._show()

    def _show(self) -> None:
        old = [*self.chips.values(), *([self.clear_all] if self.clear_all else [])]
        self.chips, self.clear_all = {}, None
        for name, words in self._bar.filter.told(self._bar.naming):
            chip = self._chip(f"{one_line(words, _LONGEST_CHIP)}  ×", words)
            chip.clicked.connect(lambda on, name=name: self._bar.set_filter(self._bar.filter.without(name)))
            self.chips[name] = chip
        if len(self.chips) > 1:
            self.clear_all = self._chip(_("Clear all"), _("Show all claims"))
            self.clear_all.setProperty("role", "flat")
            self.clear_all.clicked.connect(lambda: self._bar.set_filter(ClaimFilter()))
        for chip in old:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.updateGeometry()

    def _chip(self, words: str, tip: str) -> QToolButton:
        chip = tool(words, "filterChip", tip)
        chip.setAccessibleName(_("Take away: {words}").format(words=tip))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._flow.insert(self._flow.count() - 1, chip)
        return chip


class FilterRow(QWidget):
    """Make a filter in little room: a button opens the controls, and chips tell what stands.

    Signals:
        changed(): another filter stands.
    """

    changed = Signal()

    def __init__(self, session: Session, *beside: QWidget) -> None:
        """Make it for the claims of *session*; *beside* ends its row."""
        super().__init__()
        self.bar, self.result = FilterBar(session), label(role="dim")
        self.chips = FilterChips(session, self.bar)
        self.bar.hide()
        self.button = tool(_("+ filter"), "pill", _("Take only some of the claims"), checkable=True)
        vbox(hbox(self.button, self.result, (self.chips, 1), *beside, gap=10), self.bar, on=self, gap=8)
        self.button.toggled.connect(self._open)
        self.bar.changed.connect(self.changed)
        # the same project, changed from outside, keeps its filter
        session.entered.connect(lambda: self.bar.set_filter(ClaimFilter()))

    @property
    def filter(self) -> ClaimFilter:
        """The filter that stands."""
        return self.bar.filter

    def _open(self, on: bool) -> None:
        self.bar.setVisible(on)
        if on:
            self.bar.text.setFocus()
