"""The page on which it is said what another program's codes are; what that makes of them is shown before it enters."""

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHeaderView, QWidget

from desktop.core import scale
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.core.values import Stance
from desktop.project.programs import telling
from desktop.project.programs.bringing import bring_steps
from desktop.project.programs.mapping import (
    CHANGES,
    ROLES,
    SEVERAL,
    UNITS,
    WITHOUT_ACTOR,
    WITHOUT_STANCE,
    Changes,
    ClaimUnit,
    CodeRole,
    SeveralStances,
    WithoutActor,
    WithoutStance,
)
from desktop.project.programs.preview import ProgramPreview, Weights, differences_from, preview, weights_of
from desktop.project.programs.reading import program_of
from desktop.qt.dialogs import FileDialogs
from desktop.qt.importing.mapping_models import AnswersModel, AnswersTable, PreviewModel, chooser
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import ground, hbox, label, push, scrolled, splitter, vbox
from desktop.qt.parts.page import Goto, GotoProgram, GotoReading, Page
from desktop.qt.parts.row_table import RowTable
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.tips import tip
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Generator

    from desktop.project.programs.brought import Brought

_BRANCH = (N_("Codes"), N_("What they are"), N_("How many"), N_("Coded"), N_("Among them"))
_STANCE = (N_("Word"), N_("Stance"), N_("Coded"))
_CODER = (N_("Coder"), N_("Here"), N_("Passages"))
# a word that means no stance
_NO_STANCE = ""


class ProgramPage(Page):
    """Ask what the codes of another program's project are.

    Attributes:
        branches, stances, coders: what is asked of, a row each.
        told: how many claims the answers make.
        units, without_actor, without_stance, several, changes: the answers to what is asked once.
        unused: whether codes of which no claim comes become topics.
        weighted, low, high: whether weights say stances, and which; shown where there are weights.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        ground("programPage", self)
        self._file: telling.ProjectFile | None = None
        self._steps: Generator[tuple[int, int, Brought | None], None, None] | None = None
        self._brought: Brought | None = None
        self._title = ElidedLabel()
        self._title.setProperty("role", "title")
        self._about, self.told = label(role="dim", wraps=True), label(wraps=True)
        roles = [(str(role), _(words)) for role, words in ROLES.items()]
        self.branches = AnswersModel(_BRANCH, roles, self)
        self.stances = AnswersModel(_STANCE, (), self)
        self.coders = AnswersModel(_CODER, (), self)
        self.rows = PreviewModel(self)
        self.units = self._chooser(UNITS, _("What counts as one claim"), "unit", ClaimUnit)
        self.without_actor = self._chooser(WITHOUT_ACTOR, _("Claims without an actor"), "without_actor", WithoutActor)
        self.without_stance = self._chooser(
            WITHOUT_STANCE, _("Claims without a stance"), "without_stance", WithoutStance
        )
        self.several = self._chooser(
            SEVERAL, _("Several topics and several stances"), "several_stances", SeveralStances
        )
        self.unused = QCheckBox(_("Topics of unused codes, too"))
        self.unused.setToolTip(tip(_("Codes of which no claim comes become topics, for coding that goes on here")))
        self.unused.toggled.connect(self._on_unused)
        self.weighted = QCheckBox(_("Weights say stances"))
        self.low, self.high = (self._cut(name) for name in (_("Against up to"), _("In favor from")))
        self.weighted.toggled.connect(self._on_weights)
        self.changes = self._chooser(CHANGES, _("Claims that are here and say something else"), "changes", Changes)
        self.load = push(_("Load answers…"), "pill", does=self.load_answers)
        self.save = push(_("Save answers…"), "pill", does=self.save_answers)
        self.cancel = push(_("Cancel"), does=self.give_up)
        self.accept = push(_("Import the project"), does=self.accept_all)
        self.accept.setDefault(True)
        self._lay()
        self.branches.decided.connect(self._on_role)
        self.stances.decided.connect(self._on_stance)
        self.coders.decided.connect(self._on_coder)
        self._worker = session.worker(self)
        session.closing.connect(self._stop)
        session.entered.connect(self._clear)
        self._tell()

    def arrive(self, goto: Goto) -> None:
        """Look at a project of another program."""
        if isinstance(goto, GotoProgram) and self._steps is None:
            self.begin(goto.path)

    def begin(self, path: Path) -> None:
        """Read a project beside the window, and ask what its codes are."""
        self._clear()
        self._title.setText(_("Reading {name}…").format(name=one_line(path.name, 100)))
        fields = frozenset(one.name for one in self._session.read(reads.own_fields.fields, "claim"))
        self._worker.ask(lambda: lambda _progress: _read(path, fields), self._on_read)

    def unfinished(self) -> str:
        """Ask before answers are forgotten."""
        if self._steps is not None:
            return _("A project is being imported. Stop that? Nothing of it is added then.")
        return _("A project waits to be imported. Leave it? Your answers are lost then.") if self._file else ""

    def accept_all(self) -> None:
        """Bring the project in, in one step."""
        if self._file is None or self._steps is not None or not self.accept.isEnabled():
            return
        file = self._file
        self._brought = None
        self._steps = bring_steps(self._session.database, file.project, file.mapping, file.path.name)
        self._tell()
        QTimer.singleShot(0, self, self._step)

    def give_up(self) -> None:
        """Stop the import, which takes all back; or leave."""
        if self._steps is not None:
            self._stop()
            self._session.messages.info(_("The import was cancelled; nothing was added."))
            self._tell()
            return
        self._clear()
        self.wanted.emit(GotoReading())

    def load_answers(self) -> None:
        """Ask for a file with answers and take them."""
        path = self._dialogs.open_answers(self, "")
        if path is None or self._file is None:
            return
        try:
            self._answer(telling.with_answers(self._file.mapping, path))
        except UserError as error:
            self._session.messages.error(str(error))

    def save_answers(self) -> None:
        """Ask where the answers shall be written, and write them."""
        path = self._dialogs.save_answers(self, f"{self._file.path.stem}.toml") if self._file is not None else None
        if path is None or self._file is None:
            return
        try:
            telling.save_answers(self._file.mapping, path)
        except UserError as error:
            self._session.messages.error(str(error))
            return
        self._session.messages.info(_("{name}: the answers were written.").format(name=path.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Ctrl+Enter, give up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept_all()
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        for table in (self._branches, self._words, self._people, self._rows):
            table.viewport().update()

    def _chooser(self, choices: Any, name: str, field: str, kind: Any) -> QComboBox:
        def choose(key: str) -> None:
            if self._file is not None:
                self._answer(replace(self._file.mapping, **{field: kind(key)}))

        return chooser([(str(key), words) for key, words in choices.items()], name, choose)

    def _cut(self, name: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setAccessibleName(name)
        box.setPrefix(f"{name} ")
        box.setDecimals(2)
        box.valueChanged.connect(self._on_weights)
        return box

    def _show_weights(self, weights: Weights | None, cuts: tuple[float, float] | None) -> None:
        """Ask what weights say, where there are any; thirds of them stand there until somebody says otherwise."""
        self._about_weights.setVisible(weights is not None)
        for widget in (self.weighted, self.low, self.high):
            widget.setVisible(weights is not None)
            widget.blockSignals(True)
        if weights is not None:
            third = (weights.most - weights.least) / 3
            low, high = cuts or (weights.least + third, weights.most - third)
            for box, value in ((self.low, low), (self.high, high)):
                box.setRange(min(weights.least, low), max(weights.most, high))
                box.setValue(value)
            told = _("Weights from {least:g} to {most:g} on {count:,} codings")
            self._about_weights.setText(told.format(least=weights.least, most=weights.most, count=weights.count))
        self.weighted.setChecked(cuts is not None)
        for widget in (self.weighted, self.low, self.high):
            widget.blockSignals(False)

    def _on_unused(self, on: bool) -> None:
        if self._file is not None and on != self._file.mapping.unused:
            self._answer(replace(self._file.mapping, unused=on))

    def _on_weights(self) -> None:
        """Take what is said of weights."""
        if self._file is None:
            return
        low, high = self.low.value(), max(self.low.value(), self.high.value())
        self._answer(replace(self._file.mapping, cuts=(low, high) if self.weighted.isChecked() else None))

    def _lay(self) -> None:
        self._branches = AnswersTable(self.branches, _("Codes and what they are"))
        self._words = AnswersTable(self.stances, _("Words for stances"))
        self._people = AnswersTable(self.coders, _("Coders"))
        self._rows = RowTable(self.rows, "importTable", _("Claims as they would come in"), several=False)
        letter = self.fontMetrics().averageCharWidth()
        self._branches.fit({1: 15 * letter, 2: 11 * letter, 3: 8 * letter})
        for table, named in ((self._branches, (0, 4)), (self._words, (0, 1)), (self._people, (0, 1))):
            # in any room all columns are seen: names share what is left by numbers
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            heads = table.horizontalHeader()
            heads.setStretchLastSection(False)
            heads.setMinimumSectionSize(4 * letter)
            for column in named:
                heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for table in (self._words, self._people):
            table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self._rows.fit({0: 60 * letter, 1: 24 * letter, 2: 28 * letter, 3: 12 * letter})
        self._rows.horizontalHeader().setStretchLastSection(True)
        asks = QWidget()
        boxes = (self.units, self.without_actor, self.without_stance, self.several, self.changes)
        lines = [part for box in boxes for part in (label(box.accessibleName(), "dim", wraps=True), box)]
        self._about_changes = lines[-2]
        self._about_weights = label(role="dim", wraps=True)
        weights = (self._about_weights, self.weighted, self.low, self.high)
        vbox(*lines, self.unused, *weights, 1, on=asks, margins=(14, 6, 14, 6), gap=4)
        asked = scrolled(asks, _("What is asked once"))
        self._named = splitter((self._words, 1), (self._people, 1), upright=True)
        above = splitter((self._branches, 3), (self._named, 2), (asked, 1), sizes=(480, 290, 254))
        parts = splitter((above, 3), (self._rows, 2), sizes=(240, 140), upright=True)
        vbox(
            vbox(self._title, self._about, self.told, margins=(20, 12, 20, 8), gap=4),
            (parts, 1),
            hbox(self.load, self.save, 1, self.cancel, self.accept, margins=(14, 7, 12, 8), gap=8),
            on=self,
            gap=0,
        )

    def _on_read(self, found: Any) -> None:
        if isinstance(found, UserError):
            self._clear()
            self._session.messages.error(str(found))
            self.wanted.emit(GotoReading())
            return
        self._file = found
        # on the scale of the project that is open
        stances = [(str(one), scale.word(one)) for one in Stance]
        self.stances.choices_are([*stances, (_NO_STANCE, _("not told"))])
        self._title.setText(_("Import “{name}”").format(name=one_line(found.path.name, 120)))
        first = next(telling.found_lines(found))
        readings = [
            _("{share:.0%} of the offsets in {document} stand at borders of words ({told}).").format(
                share=score, document=one_line(document, 40), told=told
            )
            for document, told, score in telling.readings(found)
        ]
        self._about.setText(" ".join((first, *readings[:2], *found.project.notes)))
        self._answer(found.mapping)
        self._branches.setFocus()

    def _answer(self, mapping: Any) -> None:
        """Take answers, and look beside the window what they make of the project."""
        if self._file is None:
            return
        self._file = replace(self._file, mapping=mapping)
        for box, value in (
            (self.units, mapping.unit),
            (self.without_actor, mapping.without_actor),
            (self.without_stance, mapping.without_stance),
            (self.several, mapping.several_stances),
            (self.changes, mapping.changes),
        ):
            box.setCurrentIndex(box.findData(str(value)))
        self.unused.setChecked(mapping.unused)
        self._show_weights(weights_of(self._file.project), mapping.cuts)
        self._worker.drop()
        self._tell()
        path, coder = self._session.path, self._session.coder
        self._worker.ask(partial(_previewer, self._file, path, coder), self._on_preview)

    def _on_preview(self, found: ProgramPreview) -> None:
        if self._file is None:
            return
        mapping = self._file.mapping
        self.branches.show_rows(
            [
                (one.path, str(one.role), str(one.codes), str(one.codings), ", ".join(one.examples))
                for one in found.branches
            ]
        )
        self._show_named(len(found.words), len(found.coders))
        self.stances.show_rows([(word, str(mapping.stances.get(word, "")), str(count)) for word, count in found.words])
        self.coders.show_rows([(name, mapping.coders.get(name, name), str(count)) for name, count in found.coders])
        self.rows.show_rows(found.rows)
        self.told.setText(found.told)
        self._tell()

    def _show_named(self, words: int, people: int) -> None:
        """Show the tables that have rows, each with its share of the room; a screen of 600 pixels has none to waste."""
        shown = self._words.isVisibleTo(self), self._people.isVisibleTo(self)
        self._words.setVisible(bool(words))
        self._people.setVisible(bool(people))
        self._named.setVisible(bool(words or people))
        if shown != (bool(words), bool(people)):
            # the heads stand above the rows
            self._named.setSizes([min(words, 6) + 1, min(people, 6) + 1])

    def _on_role(self, path: str, role: str) -> None:
        if self._file is not None:
            mapping = self._file.mapping
            self._answer(replace(mapping, roles={**mapping.roles, path: CodeRole(role)}))

    def _on_stance(self, word: str, stance: str) -> None:
        if self._file is not None:
            mapping = self._file.mapping
            rest = {name: value for name, value in mapping.stances.items() if name != word}
            self._answer(replace(mapping, stances={**rest, word: Stance(stance)} if stance else rest))

    def _on_coder(self, name: str, called: str) -> None:
        if self._file is not None and called:
            mapping = self._file.mapping
            self._answer(replace(mapping, coders={**mapping.coders, name: called}))

    def _step(self) -> None:
        """Do one part of the import between two events of the window."""
        if self._steps is None or self._file is None:
            return
        try:
            done, total, brought = next(self._steps)
        except StopIteration:
            self._end()
            return
        except UserError as error:
            self._stop()
            self._session.messages.error(str(error))
            self._tell()
            return
        self._brought = brought or self._brought
        self.told.setText(_("{done:,} of {total:,} documents").format(done=done, total=total))
        QTimer.singleShot(0, self, self._step)

    def _end(self) -> None:
        self._steps = None
        file, brought = self._file, self._brought
        self._clear()
        if file is not None and brought is not None:
            self._session.messages.info(" ".join(telling.brought_lines(file, brought)))
        self.wanted.emit(GotoReading())

    def _stop(self) -> None:
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _clear(self) -> None:
        self._stop()
        self._worker.drop()
        self._file = None
        for model in (self.branches, self.stances, self.coders, self.rows):
            model.show_rows([])
        for text in (self._about, self.told):
            text.setText("")
        self._title.setText(_("Import another program's project"))
        self._show_weights(None, None)
        self._show_named(0, 0)
        self._tell()

    def _tell(self) -> None:
        is_ready = self._file is not None and self._steps is None
        asked = (self.units, self.without_actor, self.without_stance, self.several)
        for widget in (*asked, self.unused, self.weighted, self.load, self.save):
            widget.setEnabled(is_ready)
        for box in (self.low, self.high):
            box.setEnabled(is_ready and self.weighted.isChecked())
        # what another program wrote has no claims of ours
        may_differ = self._file is not None and self._file.project.may_differ
        self._about_changes.setVisible(may_differ)
        self.changes.setVisible(may_differ)
        self.changes.setEnabled(is_ready)
        self.accept.setEnabled(is_ready)


def _read(path: Path, fields: frozenset[str]) -> Any:
    program = program_of(path, alone=True)
    if program is None:
        sentence = _("{name} is no project of another program that Visavis reads: import it as a document.")
        return UserError(sentence, name=path.name)
    return telling.look(path, program, fields=fields)


def _previewer(file: telling.ProjectFile, path: Path, coder: str) -> Any:
    def look(_progress: Any) -> ProgramPreview:
        differences: tuple[Any, ...] = ()
        if file.project.may_differ:
            # where it cannot be tried now, the import itself tells of them
            with contextlib.suppress(UserError):
                differences = differences_from(path, coder, file.project, file.mapping)
        return preview(file.project, file.mapping, differences)

    return look
