"""The page of agreement: how far coders agree, which values they confuse, and the desk where they settle it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedLayout, QWidget

from desktop.analysis.agreement.coded import BYS, FIELDS, AgreementLine, By, CodedUnit, Compared, WordAgreement
from desktop.analysis.agreement.coefficients import MEASURES, Figure
from desktop.analysis.agreement.pairing import RULES, Rule
from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.project import agreement
from desktop.project.agreement import CodedNames, CodedPassages, CoderDifference, CoderWork
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.agreement_desk import AgreementDesk, decide
from desktop.qt.findings.confusions import ConfusionGrid, TwoValues
from desktop.qt.findings.findings_table import Finding, FindingsTable, LazyFindings
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.filter_bar import FilterRow
from desktop.qt.parts.layouts import ground, hbox, label, splitter, tool, vbox
from desktop.qt.parts.page import StalePage
from desktop.qt.parts.pick_button import PickButton
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.tips import tip
from desktop.store import edits, reads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.project.requests import Request

FIGURES, WORDS, DIFFERENCES = "figures", "words", "differences"
KINDS = [
    (FIGURES, N_("Figures"), N_("How far coders agree: percent and coefficients, with intervals")),
    (WORDS, N_("Words"), N_("Whether they found claims in the same words")),
    (DIFFERENCES, N_("Differences"), N_("The passages that they read differently, to be settled one by one")),
]
_TABLES = {FIGURES: "agreement", WORDS: "agreement_finding", DIFFERENCES: "agreement_differences"}
BY_WORDS: dict[By, str] = {
    "field": N_("By parts of a claim"),
    "topic": N_("By topic"),
    "actor": N_("By actor"),
    "stance": N_("By stance"),
    "voice": N_("By voice"),
    "document": N_("By document"),
    "pair": N_("By pair of coders"),
}
_RULE_WORDS: dict[Rule, str] = {"span": N_("Paired by span"), "best": N_("Paired at best")}
# short: eight columns stand beside each other
_SHORT = {
    "percent": "%",
    "kappa": "κ",
    "pi": "π",
    "fleiss": N_("Fleiss"),
    "alpha": "α",
    "ordinal": N_("α ord."),
    "ac1": "AC1",
    "bp": "B–P",
}
_ALL, _NO_CLAIM = N_("all"), N_("no claim")
_TWO = N_("Choose two coders to see what they confuse and to settle what they differ in.")
_ALIKE = N_("They differ nowhere that this filter lets through.")
_SIGNS = {"open": "○", "a": "1", "b": "2", "both": "1 2", "none": "×"}
# from so many pixels of width on, all coefficients stand in the list; else the most asked for, and all at the right
_WIDE = 1200
_FEW = {True: ("percent", "kappa", "alpha", "ordinal", "ac1"), False: ("percent", "fleiss", "alpha", "ordinal", "ac1")}
# of so many kinds of pairs the intervals of a line take a moment
_MANY = 300
# so many claims are paired in a moment
_AT_ONCE = 5000
KeyActions = dict[int, Callable[[], object]]


@dataclass(frozen=True)
class _Narrowed:
    """A cell of confusions whose pairs are listed."""

    field: str
    cell: TwoValues


class AgreementTable(FindingsTable):
    """List figures or differences; J and K walk.

    Attributes:
        decides: what other keys do without Ctrl, Shift or Alt.
    """

    def __init__(self) -> None:
        super().__init__(_("Agreement"))
        self.decides: KeyActions = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, decide, write."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            row = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= row < len(self.findings.rows):
                self.selectRow(row)
        elif not held and key in self.decides:
            self.decides[key]()
        else:
            super().keyPressEvent(event)


class AgreementPage(StalePage):
    """Show how far coders agree, and let them settle what they differ in.

    Attributes:
        kind, by, rule: which list, what divides it, and how claims are paired.
        coders: who is compared; none chosen for all.
        desk, grid, figures: at the right: the passage to be settled, the confusions, and a line's figures.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("agreementPage")
        self.kind = Choices([(value, _(words), _(tip)) for value, words, tip in KINDS])
        self.kind.set_value(FIGURES)
        self.by = _box(_("What divides the figures"), [(by, _(BY_WORDS[by])) for by in BYS])
        self.rule = _box(_("How claims are paired"), [(rule, _(_RULE_WORDS[rule])) for rule in RULES])
        self.coders = PickButton(_("Coders"), self._coder_options)
        self.filters = FilterRow(session)
        self.narrowed = tool(role="filterChip", tip=_("List all differences again"), does=lambda: self.narrow(None))
        self.take_alike = tool(role="pill", does=self.take_all_alike)
        self.table = AgreementTable()
        self.title, self.about = label(role="title", wraps=True), label(role="dim", wraps=True)
        self.figures = FindingsTable(_("Figures of the chosen line"))
        self.grid = ConfusionGrid()
        self._axes = label(role="dim", wraps=True)
        self.desk = AgreementDesk(session, self._note)
        self.hint = label(role="dim", wraps=True, centred=True, margins=(24, 24, 24, 24))
        self._work: CoderWork | None = None
        self._names: CodedNames | None = None
        self._compared: Compared | None = None
        self._passages: CodedPassages | None = None
        self._worker = session.worker(self)
        self._differences: list[CoderDifference] = []
        # where each stands, by its claims
        self._places: dict[object, int] = {}
        self._lines: dict[Hashable, AgreementLine | WordAgreement] = {}
        self._narrowed: _Narrowed | None = None
        # of which field the confusions are shown
        self._confused = "topic"
        self._confused_coders: tuple[int, ...] = ()
        # one's own decision changes nothing that is compared
        self._deciding = False
        self._is_wide = True
        self._lay()
        self._connect()

    # what the user does

    def choose(self, kind: str) -> None:
        """Show one of the lists."""
        self.kind.set_value(kind)
        self._list()

    def narrow(self, chosen: _Narrowed | None) -> None:
        """List the passages of a cell of confusions; None for all differences."""
        self._narrowed = chosen
        self.choose(DIFFERENCES)
        self.table.setFocus()

    def take(self, key: str) -> None:
        """Decide on the passage that is shown, and go on to the next that is open."""
        one = self.desk.shown
        if one is None or self.kind.value != DIFFERENCES or not self.desk.buttons[key].isEnabled():
            return
        self._deciding = True
        try:
            done = decide(self._session, one, key)
        finally:
            self._deciding = False
        if done and self._passages is not None:
            row = self.table.currentIndex().row()
            # of thousands only this one is another now
            self._differences[self._places[one.claims]] = self._session.read(self._passages.differences, [one.unit])[0]
            self._show_differences()
            if key != "reopen":
                self._go_on(row)

    def take_all_alike(self) -> None:
        """Let the coder “agreed” have every passage that both read alike, in the words of the first."""
        if self._passages is None:
            return
        units = self._session.read(self._passages.alike)
        choices = [([one.claim_id for one in unit if one], [unit[0].claim_id]) for unit in units if unit[0]]
        self._deciding = True
        try:
            self._session.do(edits.agreement.decide, choices)
        finally:
            self._deciding = False
        self._list()

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the list that is shown."""
        kind = self.kind.value
        options = {"coders": agreement.coders_as_text(self.coders.chosen)}
        options |= {"by": str(self.by.currentData())} if kind == FIGURES else {}
        options |= {"pairing": str(self.rule.currentData())} if kind == DIFFERENCES else {}
        return _TABLES[kind], replace(request, where=self.filters.filter.as_text(), options=options)

    @property
    def busy(self) -> bool:
        """Whether claims are being paired, or intervals are on their way."""
        return self._worker.busy

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return figures and the desk, where several have coded."""
        if not self._session.read(reads.counts.has_coders):
            return {}
        return {"agreement": lambda: self.choose(FIGURES), "disagreements": lambda: self.choose(DIFFERENCES)}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List all coefficients where there is room for them."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _WIDE
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            if self._compared is not None and self.kind.value == FIGURES:
                self._list()

    # what is shown

    def refresh(self) -> None:
        """Read the claims anew and list."""
        names = self._session.read(reads.project.coders)
        known = {coder.name for coder in names}
        self.coders.set_chosen(tuple(name for name in self.coders.chosen if name in known))
        self._worker.drop()
        self._compared = self._passages = None
        # what is hidden everywhere is hidden here
        shown = self.filters.filter.hiding(self._session.visible)
        try:
            self._work = self._session.read(agreement.load, shown, self.coders.chosen)
        except UserError as error:
            self._work = None
            self.hint.setText(f"{error} {self._session.hidden_text()}".strip())
            self._list()
            return
        self._names = self._session.read(CodedNames, self._work.names, named=True)
        compared = self._work.compared(self.rule.currentData())
        if len(self._work.codings) > _AT_ONCE:
            self.hint.setText(_("The claims are being paired…"))
            self._list()
            self._worker.ask(lambda: lambda _progress: len(compared.units), lambda _count: self._take(compared))
        else:
            self._take(compared)

    def _take(self, compared: Compared) -> None:
        """List what was paired."""
        self._compared = compared
        self._list()

    def _list(self) -> None:
        kind = self.kind.value
        self.by.setVisible(kind == FIGURES)
        self.narrowed.setVisible(kind == DIFFERENCES and self._narrowed is not None)
        self.take_alike.hide()
        self.table.decides = self._keys() if kind == DIFFERENCES else {}
        if self._compared is None:
            self.filters.result.setText("")
            self.table.show_rows((), [])
            return
        {FIGURES: self._list_figures, WORDS: self._list_words, DIFFERENCES: self._list_differences}[kind]()

    def _list_figures(self) -> None:
        by: By = self.by.currentData()
        compared, names = self._now()
        lines = compared.lines(by)
        lines.sort(key=lambda line: agreement.place(by, line.what, names) if by not in ("field", "pair") else ())
        heads = [_(agreement.WHAT_WORDS[by])] if by != "field" else []
        few = _FEW[len(compared.coders) == 2]
        keys = [one.key for one in MEASURES if self._is_wide or one.key in few]
        titles = [*heads, _("Compared"), _("Pairs"), _("Alone"), *(_(_SHORT[key]) for key in keys)]
        rows = []
        self._lines = {(line.what, line.field): line for line in lines}
        for line in lines:
            figures = line.figures(0)
            told = [_number(figures[key], 100 if key == "percent" else 1) for key in keys]
            what = [names.what(by, line.what)] if heads else []
            field = _(agreement.FIELD_WORDS[line.field])
            rows.append(Finding((*what, field, str(line.number), str(sum(line.alone)), *told), (line.what, line.field)))
        self._tell(compared)
        self.table.show_rows(titles, rows, whole=range(len(heads) + 1, len(titles)))

    def _list_words(self) -> None:
        compared, _names = self._now()
        assert self._work is not None
        rows = []
        self._lines = {}
        for found in compared.found(0):
            self._lines[found.coders] = found
            who = " × ".join(self._work.names[coder] for coder in found.coders)
            told = (_number(found.figures[key], 100 if key == "characters" else 1) for key in agreement.FINDING_WORDS)
            rows.append(Finding((who, str(found.pairs), str(sum(found.claims) - 2 * found.pairs), *told), found.coders))
        titles = [_("Coders"), _("Pairs"), _("Alone"), "F1", "F1 ½", _("% char."), _("α char."), "αᵤ"]
        self._tell(compared)
        self.table.show_rows(titles, rows, whole=range(1, len(titles)))

    def _list_differences(self) -> None:
        compared = self._two()
        if compared is None:
            self.filters.result.setText("")
            self.hint.setText(_(_TWO))
            self.table.show_rows((), [])
            return
        _compared, names = self._now()
        units: Sequence[CodedUnit] | None = None
        if self._narrowed is not None:
            units = compared.cell(self._narrowed.field, *self._narrowed.cell)
            values = (names.value(self._narrowed.field, value) or _(_NO_CLAIM) for value in self._narrowed.cell)
            field = _(agreement.FIELD_WORDS[self._narrowed.field])
            self.narrowed.setText(f"{field}: {' / '.join(values)}  ×")
        if self._passages is None:
            self._passages = self._session.read(CodedPassages, compared)
        self._differences = found = self._session.read(self._passages.differences, units)
        self._places = {one.claims: at for at, one in enumerate(found)}
        alike = len(self._session.read(self._passages.alike))
        words = ngettext("Take the {count:,} that agrees", "Take the {count:,} that agree", alike)
        self.take_alike.setText(words.format(count=alike))
        self.take_alike.setVisible(bool(alike))
        self.hint.setText(_(_ALIKE))
        self._show_differences()

    def _show_differences(self) -> None:
        """List what was read, and tell how much of it is left."""
        compared, names = self._now()
        found, places = self._differences, self._places
        left = sum(one.taken is None for one in self._differences)
        sentence = ngettext("{left:,} of {count:,} left to settle", "{left:,} of {count:,} left to settle", left)
        told = sentence.format(left=left, count=len(self._differences)) if self._differences else ""
        self.filters.result.setText(told)
        rows = LazyFindings(
            found,
            lambda one: Finding(self._difference_words(one, names), one.claims),
            lambda what: places.get(what, -1),
        )
        titles = ["", _("Document"), _("Differ in"), *(self._name(coder) for coder in compared.coders)]
        self.table.show_rows(titles, rows, whole=(0,))

    def _difference_words(self, one: CoderDifference, names: CodedNames) -> tuple[str, ...]:
        there = next(claim for claim in one.unit if claim is not None)
        shown = one.fields or (self._narrowed.field if self._narrowed else "topic",)
        fields = ", ".join(_(agreement.FIELD_WORDS[name]) for name in one.fields)
        told = (
            _(_NO_CLAIM) if claim is None else ", ".join(names.value(name, FIELDS[name](claim)) for name in shown)
            for claim in one.unit
        )
        alone = fields or ("" if None not in one.unit else _("alone"))
        return (_SIGNS[one.state], names.value("document", there.document_id), alone, *told)

    def _show(self, what: object) -> None:
        compared = self._two()
        if self.kind.value == DIFFERENCES and compared is not None and what in self._places:
            one = self._differences[self._places[what]]
            self.desk.show_difference(one, (self._name(compared.coders[0]), self._name(compared.coders[1])))
            self._stack.setCurrentIndex(1)
            return
        self.desk.show_difference(None, ("", ""))
        line = self._lines.get(what) if isinstance(what, Hashable) else None
        if isinstance(line, AgreementLine):
            self._show_line(line)
        elif line is not None:
            self._show_words(line)
        self._stack.setCurrentIndex(2 if line is None else 0)

    def _show_line(self, line: AgreementLine) -> None:
        _compared, names = self._now()
        by: By = self.by.currentData()
        what = names.what(by, line.what)
        field = _(agreement.FIELD_WORDS[line.field])
        self.title.setText(f"{what} · {field}" if what else field)
        self.about.setText(self._about(line))
        self._worker.drop()
        if len(line.rated.patterns) > _MANY:
            # without intervals first: these take seconds
            self._tell_figures(line.figures(0))
            self._worker.ask(lambda: lambda progress: line.figures(progress=progress), self._tell_figures)
        else:
            self._tell_figures(line.figures())
        self._show_confusions(line)

    def _tell_figures(self, figures: "Mapping[str, Figure]") -> None:
        rows = [_told(one.key, one.title, figures[one.key]) for one in MEASURES]
        self.figures.show_rows((_("Figure"), _("Value, 95 %")), rows, whole=(0,))

    def _show_words(self, found: WordAgreement) -> None:
        self.title.setText(_("Words of {coders}").format(coders=" × ".join(map(self._name, found.coders))))
        compared, _names = self._now()
        two = next(one for one in compared.pairs() if one.coders == found.coders)
        with_intervals = two.found()[0]
        sentence = _("{alike} of {pairs} pairs have half of their words in common or more.")
        self.about.setText(sentence.format(alike=found.alike, pairs=found.pairs))
        figures = with_intervals.figures
        rows = [_told(key, title, figures[key]) for key, (title, _about) in agreement.FINDING_WORDS.items()]
        self.figures.show_rows((_("Figure"), _("Value, 95 %")), rows, whole=(0,))
        self._hide_confusions("")

    def _show_confusions(self, line: AgreementLine) -> None:
        field = self._confused = line.field
        self._confused_coders = line.coders
        whole, _names = self._now()
        compared = next((one for one in whole.pairs() if one.coders == line.coders), None)
        if compared is None:
            self._hide_confusions(_(_TWO))
            return
        _compared, names = self._now()
        counts = compared.confusion(field)
        axes: list[list[tuple[Hashable, str]]] = []
        for at in (0, 1):
            values = sorted({cell[at] for cell in counts}, key=lambda value: agreement.place(field, value, names))
            axes.append([(value, names.value(field, value) or _(_NO_CLAIM)) for value in values])
        first, second = (self._name(coder) for coder in compared.coders)
        told = _("Down: {first}; across: {second}. Enter opens the passages of a cell.")
        self._axes.setText(told.format(first=first, second=second))
        self.grid.show_counts(axes[0], axes[1], counts)
        self.grid.show()

    def _hide_confusions(self, why: str) -> None:
        self._axes.setText(why)
        self.grid.hide()

    def _about(self, line: AgreementLine) -> str:
        number = line.number
        told = ngettext("{count:,} passage of two coders or more.", "{count:,} passages of two coders or more.", number)
        pairs = zip(line.coders, line.alone, strict=True)
        alone = _(", ").join(f"{self._name(coder)} {count}" for coder, count in pairs)
        return f"{told.format(count=number)} {_('Alone: {alone}.').format(alone=alone)}"

    def _tell(self, compared: Compared) -> None:
        assert self._work is not None
        count = len(compared.lengths)
        told = ngettext("{count:,} document of {coders}", "{count:,} documents of {coders}", count)
        names = _(", ").join(map(self._name, compared.coders))
        told = told.format(count=count, coders=names)
        if waiting := self._work.waiting:
            words = ngettext("{count:,} not finished by two yet", "{count:,} not finished by two yet", waiting)
            told = f"{told} · {words.format(count=waiting)}"
        self.filters.result.setText(told)

    # building

    def _lay(self) -> None:
        left = ground()
        choosing = flowing(self.by, self.rule, self.coders, gap=6)
        vbox(
            hbox(self.kind, 1),
            choosing,
            self.filters,
            flowing(self.narrowed, self.take_alike, gap=8),
            (self.table, 1),
            on=left,
            margins=(12, 10, 12, 0),
            gap=8,
        )
        right = QWidget()
        self._stack = QStackedLayout(right)
        detail = ground("side")
        lower = QWidget()
        vbox(self._axes, (self.grid, 1), on=lower, margins=(14, 4, 14, 8), gap=4)
        upper = QWidget()
        vbox(self.title, self.about, (self.figures, 1), on=upper, margins=(14, 12, 14, 0), gap=4)
        vbox((splitter((upper, 1), (lower, 1), upright=True), 1), on=detail, gap=0)
        nothing = ground("side")
        vbox((self.hint, 1), on=nothing)
        for page in (detail, self.desk, nothing):
            self._stack.addWidget(page)
        vbox((splitter((left, 0), (right, 0), sizes=(640, 640)), 1), on=self)
        self.focus_target = self.table

    def _connect(self) -> None:
        self.kind.picked.connect(self.choose)
        self.filters.changed.connect(self.mark_stale)
        self.coders.changed.connect(self.mark_stale)
        self.by.activated.connect(lambda _at: self._list())
        self.rule.activated.connect(lambda _at: self.renew())
        self.table.chosen.connect(self._show)
        self.table.entered.connect(self._enter)
        self.grid.opened.connect(self._open_cell)
        self.desk.decided.connect(self.take)
        self.desk.text_wanted.connect(self._open)
        self.desk.note.left.connect(self.table.setFocus)
        self._session.entered.connect(self._on_entered)

    # what happens

    def _keys(self) -> KeyActions:
        keys = {Qt.Key.Key_1: "a", Qt.Key.Key_2: "b", Qt.Key.Key_3: "both", Qt.Key.Key_0: "none"}
        keys[Qt.Key.Key_Backspace] = "reopen"
        found: KeyActions = {int(key): partial(self.take, value) for key, value in keys.items()}
        found[int(Qt.Key.Key_N)] = self.desk.note.setFocus
        return found

    def _go_on(self, row: int) -> None:
        """Choose the next passage that is open, from a row on; where there is none, stay."""
        places = {one.claims: at for at, one in enumerate(self._differences) if one.taken is None}
        rows = self.table.findings.rows
        order = [*range(row + 1, len(rows)), *range(row)]
        following = next((at for at in order if rows[at].what in places), -1)
        if following >= 0:
            self.table.selectRow(following)

    def _note(self, claims: tuple[int, ...], text: str) -> bool:
        self._deciding = True
        try:
            done = self._session.done(edits.agreement.note, claims, text)
        finally:
            self._deciding = False
        at = self._places.get(claims, -1)
        if done and at >= 0:
            self._differences[at] = replace(self._differences[at], note=text)
        return done

    def _enter(self) -> None:
        if self.kind.value == DIFFERENCES:
            self._open()
        elif self.grid.isVisible():
            self.grid.setFocus()

    def _open(self) -> None:
        one = self.desk.shown
        if one is not None:
            there = next(claim for claim in one.unit if claim is not None)
            self.want_claim(there.document_id, there.claim_id)

    def _open_cell(self, cell: TwoValues) -> None:
        if self._two() is None:
            # one pair of several coders
            self.coders.set_chosen(tuple(map(self._name, self._confused_coders)))
            self.renew()
        self.narrow(_Narrowed(self._confused, cell))

    def _on_entered(self) -> None:
        self.coders.set_chosen(())
        self._narrowed = None

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self._deciding and changes.touches(*self.SHOWN, "setting"):
            self.mark_stale()

    def _now(self) -> tuple[Compared, CodedNames]:
        assert self._compared is not None
        assert self._names is not None
        return self._compared, self._names

    def _two(self) -> Compared | None:
        """Return the comparison where it is one of two coders."""
        return self._compared if self._compared is not None and len(self._compared.coders) == 2 else None

    def _name(self, coder: int) -> str:
        return self._work.names[coder] if self._work is not None else ""

    def _coder_options(self) -> list[PopupRow]:
        return [PopupRow(one.name, one.name) for one in self._session.read(reads.project.coders)]


def _box(name: str, values: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip(name))
    for value, words in values:
        box.addItem(words, value)
    return box


def _number(figure: Figure, times: int) -> str:
    """Return a figure in little room, a share of 1 or of 100 as *times* says; a dash where it is not defined."""
    if figure.value is None:
        return "–"
    return f"{figure.value * times:.0f}" if times > 1 else f"{figure.value:.2f}"


def _told(key: str, title: str, figure: Figure) -> Finding:
    """Return a figure with its interval, or why there is none."""
    if figure.value is None:
        return Finding((_(title), _(figure.why)), key, ((1, "dim"),))
    return Finding((_(title), agreement.told(figure)), key)
