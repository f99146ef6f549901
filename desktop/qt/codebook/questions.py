"""What the codebook's page asks before it acts: panels on the page, which block nothing."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from desktop.core import phrases
from desktop.core.fields import ACTOR, TOPIC
from desktop.core.language import NN_, _, ngettext
from desktop.core.phrases import STANCES
from desktop.core.values import Stance
from desktop.qt.drafts import Drafts
from desktop.qt.parts.layouts import TOP, hbox, label, push, vbox
from desktop.qt.parts.name_field import EntryField
from desktop.qt.parts.unsaved import UnsavedMark
from desktop.qt.session import Session
from desktop.store import edits
from desktop.store.edits.codebook_merge import CellChange, Counts, DeletePlan, MergePlan

MOST_CELLS = 60
# of the cells that are seen without scrolling
MOST_LINES = 16
# what a merge moves too, and what becomes of the rest by a deletion: by the numbers of their plans
_ALSO = {
    "memos": NN_("{count:,} memo", "{count:,} memos"),
    "children": NN_("{count:,} entry below it", "{count:,} entries below it"),
    "turns": NN_("{count:,} speaker turn", "{count:,} speaker turns"),
    "participations": NN_("{count:,} part in documents", "{count:,} parts in documents"),
    "memberships": NN_("{count:,} membership", "{count:,} memberships"),
}
_SHARED = {
    "actor": NN_(
        "{count:,} claim held with others only loses this actor.",
        "{count:,} claims held with others only lose this actor.",
    ),
    "topic": NN_(
        "{count:,} claim held with others only loses this topic.",
        "{count:,} claims held with others only lose this topic.",
    ),
}
_DELETED = {
    "children": NN_("{count:,} entry below it moves up.", "{count:,} entries below it move up."),
    "turns": NN_(
        "{count:,} speaker turn will only keep the name as a label.",
        "{count:,} speaker turns will only keep the name as a label.",
    ),
    "participations": NN_(
        "{count:,} document will not list it as a participant any longer.",
        "{count:,} documents will not list it as a participant any longer.",
    ),
    "memos": NN_("{count:,} memo on it will be deleted.", "{count:,} memos on it will be deleted."),
    "memberships": NN_("{count:,} membership will be deleted.", "{count:,} memberships will be deleted."),
}
_WORDS = {field.key: field.word for field in (*ACTOR, *TOPIC)}


class Question(QFrame):
    """A heading, what is asked, and the buttons to do it or not.

    Attributes:
        first: where the answer is given.
        outlasts_changes: whether it asks the same still when something else is changed.

    Signals:
        cancelled(): it shall not be done; `ended` follows.
        ended(): it is done, or shall not be.
    """

    cancelled = Signal()
    ended = Signal()
    outlasts_changes = False

    def __init__(self, heading: str, go: str) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAccessibleName(heading)
        self.first: QWidget
        self.first = self.go = push(go, does=self._act)
        self.go.setDefault(True)
        buttons = hbox(self.go, push(_("Cancel"), tip=_("Esc"), does=self._cancel), 1)
        self.body, self.told = vbox(gap=8), _words()
        title = label(heading, "title", wraps=True)
        vbox(title, self.body, buttons, on=self, margins=(18, 14, 18, 14), gap=10)

    def act(self) -> bool:
        """Do it, and tell whether it was done."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, go with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        self.cancelled.emit()
        self.ended.emit()

    def _act(self) -> None:
        if self.go.isEnabled() and self.act():
            self.ended.emit()


class NameQuestion(Question):
    """Ask for the name of something new; with *picks*, of what the picked claims go to."""

    def __init__(
        self,
        heading: str,
        go: str,
        told: str,
        do: Callable[[str], bool],
        *,
        picks: bool = False,
        draft: tuple[Drafts, Hashable] | None = None,
    ) -> None:
        """Ask; a name that cannot be written now stays here as a *draft*, and is gone with Cancel alone."""
        super().__init__(heading, go)
        self.outlasts_changes = not picks
        self._do = do
        self._picks = picks
        self.first = self.line = QLineEdit()
        self.line.setPlaceholderText(_("Name…"))
        self.line.setAccessibleName(_("Name"))
        self.told.setText(told)
        self.body.addWidget(self.line)
        self.body.addWidget(self.told)
        self.line.textChanged.connect(self._check)
        self._picked = 0
        self.mark = UnsavedMark(self.line, self._act, self.ended.emit)
        self._draft = draft
        if draft is not None:
            drafts, key = draft
            kept = drafts.of(key)
            if kept is not None:
                self.line.setText(kept.text)
                self.mark.tell(kept)
            drafts.changed.connect(self._on_draft)
            self.cancelled.connect(lambda: drafts.drop(key))
        self._check()

    def _on_draft(self, key: object) -> None:
        assert self._draft is not None
        if key != self._draft[1]:
            return
        kept, was_kept = self._draft[0].of(key), self.mark.isVisible()
        self.mark.tell(kept)
        if kept is None and was_kept:
            # it was written at last, or given up
            self.ended.emit()

    def set_picked(self, count: int) -> None:
        """Tell how many claims are picked."""
        self._picked = count
        words = _("Pick the claims that go there in the list on the right.")
        if count:
            words = ngettext(
                "{count:,} claim picked on the right: it goes to the new entry.",
                "{count:,} claims picked on the right: they go to the new entry.",
                count,
            )
        self.told.setText(words.format(count=count))
        self._check()

    def act(self) -> bool:
        """Make it."""
        return self._do(self.line.text())

    def _check(self) -> None:
        self.go.setEnabled(bool(self.line.text().strip()) and (bool(self._picked) or not self._picks))


class _TargetQuestion(Question):
    """Ask of one entry, to which other one its claims go."""

    def __init__(self, session: Session, table: str, number: int, heading: str, go: str, prompt: str) -> None:
        self._entries = session.entries(table)
        self._called = session.entry_names(table)
        super().__init__(heading.format(name=self._called[number]), go)
        self._session, self._table, self._number = session, table, number
        self.target = EntryField(session, table, prompt)
        self.first = self.target.line
        self.target.without = lambda: {number}
        self.target.completed.connect(self._act)

    def _tell(self, united: int | None) -> bool:
        """Tell how many claims went since others say the same; None when nothing was done, which is told already."""
        if united:
            self._session.messages.info(phrases.united(united))
        return united is not None


class MergeQuestion(_TargetQuestion):
    """Ask into which other entry one is merged, and tell what that would do."""

    def __init__(self, session: Session, table: str, number: int) -> None:
        title, prompt = {
            "actor": (_("Merge “{name}” into another actor"), _("actor that remains…")),
            "topic": (_("Merge “{name}” into another topic"), _("topic that remains…")),
        }[table]
        super().__init__(session, table, number, title, _("Merge"), prompt)
        self.target.chosen_changed.connect(self._preview)
        self.cells = _words()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.cells)
        self._scroll.setAccessibleName(_("What merging would do"))
        self.body.addWidget(self.target)
        self.body.addWidget(self.told)
        self.body.addWidget(self._scroll)
        self._preview()

    def act(self) -> bool:
        """Merge."""
        if not self.target.chosen:
            return False
        merge = edits.codebook_merge.merge
        return self._tell(self._session.do(merge, self._table, self._number, self.target.chosen[0]))

    def _preview(self) -> None:
        chosen = self.target.chosen
        plan = None
        if chosen:
            plan = self._session.do(edits.codebook_merge.merge_plan, self._table, self._number, chosen[0])
        self.go.setEnabled(plan is not None)
        self._scroll.setVisible(plan is not None and bool(plan.cells))
        if plan is None:
            self.told.setText(_("All its claims, names, memos and what stands under it go to the one that remains."))
            return
        kept = self._called[chosen[0]]
        self.told.setText("\n".join(_merge_lines(plan, self._called[self._number], kept)))
        lines = self._cell_lines(plan.cells)
        self.cells.setText("\n".join(lines))
        self._scroll.setFixedHeight(self.cells.fontMetrics().lineSpacing() * min(len(lines), MOST_LINES) + 6)

    def _cell_lines(self, cells: Sequence[CellChange]) -> list[str]:
        others = self._session.entry_names("topic" if self._table == "actor" else "actor")
        head = ngettext("{count:,} cell of the matrix changes:", "{count:,} cells of the matrix change:", len(cells))
        lines = [head.format(count=len(cells))]
        for cell in cells[:MOST_CELLS]:
            other = others.get(cell.topic_id if self._table == "actor" else cell.actor_id, "")
            line = _("{name}: {before} → {after}")
            if cell.becomes_contradictory:
                line = _("{name}: {before} → {after}, becomes contradictory")
            before, after = _stances(cell.before), _stances(cell.after)
            lines.append(line.format(name=other, before=before, after=after))
        if len(cells) > MOST_CELLS:
            lines.append(_("and {count:,} more").format(count=len(cells) - MOST_CELLS))
        return lines


class DeleteQuestion(_TargetQuestion):
    """Ask what becomes of the claims of an entry that is deleted."""

    def __init__(self, session: Session, table: str, number: int, plan: DeletePlan) -> None:
        count = plan.claims
        if table == "actor":
            move = ngettext("Move {count:,} claim to another actor:", "Move {count:,} claims to another actor:", count)
            prompt = _("actor that gets the claims…")
        else:
            move = ngettext("Move {count:,} claim to another topic:", "Move {count:,} claims to another topic:", count)
            prompt = _("topic that gets the claims…")
        delete = ngettext("Delete {count:,} claim with its memos", "Delete {count:,} claims with their memos", count)
        super().__init__(session, table, number, _("Delete “{name}”?"), _("Delete"), prompt)
        self._plan = plan
        self.moving, self.deleting = QRadioButton(move.format(count=count)), QRadioButton(delete.format(count=count))
        self.target.chosen_changed.connect(self._on_target)
        self.told.setText("\n".join(_delete_lines(plan, table)))
        if count:
            for widget in (self.moving, self.target, self.deleting):
                self.body.addWidget(widget)
        else:
            self.first = self.go
        self.body.addWidget(self.told)
        self.moving.setChecked(True)
        self.moving.toggled.connect(self._check)
        self._check()

    def act(self) -> bool:
        """Delete."""
        moving, claims = self.moving.isChecked(), bool(self._plan.claims)
        gone = self._session.do(
            edits.codebook_merge.delete,
            self._table,
            self._number,
            move_to=self.target.chosen[0] if claims and moving else None,
            with_claims=claims and not moving,
        )
        return self._tell(gone)

    def _on_target(self) -> None:
        if self.target.chosen:
            self.moving.setChecked(True)
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(not self._plan.claims or self.deleting.isChecked() or bool(self.target.chosen))


class ImportQuestion(Question):
    """Ask whether a codebook's file only adds, or changes what is there too."""

    def __init__(self, name: str, do: Callable[[bool], bool]) -> None:
        super().__init__(_("Import “{name}”").format(name=name), _("Import"))
        self._do = do
        self.first = self.add = QRadioButton(_("Add what is new, leave the rest as it is"))
        self.update_too = QRadioButton(_("Add what is new, and change the rest to what the file says"))
        self.add.setChecked(True)
        self.told.setText(_("What the file does not mention stays. All of it is one step of undo."))
        for widget in (self.add, self.update_too, self.told):
            self.body.addWidget(widget)

    def act(self) -> bool:
        """Import."""
        return self._do(self.update_too.isChecked())


def _words() -> QLabel:
    found = label(role="dim", wraps=True)
    found.setAlignment(TOP)
    return found


def _merge_lines(plan: MergePlan, source: str, kept: str) -> list[str]:
    """Return what a merge does, a line for each kind of thing."""
    claims = ngettext(
        "{count:,} claim of “{source}” goes to “{kept}”.", "{count:,} claims of “{source}” go to “{kept}”.", plan.claims
    )
    both = ngettext(
        "{count:,} claim of both will name “{kept}” once.",
        "{count:,} claims of both will name “{kept}” once.",
        plan.both,
    )
    doubles = ngettext(
        "{count:,} claim says what another says of the same words: one of the two is left.",
        "{count:,} claims say what others say of the same words: one of each two is left.",
        plan.doubles,
    )
    lines = [
        (True, claims.format(count=plan.claims, source=source, kept=kept)),
        (plan.both, both.format(count=plan.both, kept=kept)),
        (plan.doubles, doubles.format(count=plan.doubles)),
        (plan.aliases, _("New aliases: {names}.").format(names=", ".join(plan.aliases))),
        (
            plan.taken,
            _("Taken over, since “{kept}” has none: {fields}.").format(kept=kept, fields=_names(plan.taken)),
        ),
        (
            plan.dropped,
            _("Lost, since “{kept}” has its own: {fields}.").format(kept=kept, fields=_names(plan.dropped)),
        ),
    ]
    more = ", ".join(_lines(_ALSO, plan))
    return [*(line for there, line in lines if there), *([_("Also: {things}.").format(things=more)] if more else [])]


def _delete_lines(plan: DeletePlan, table: str) -> list[str]:
    """Return what a deletion does besides, a line for each kind of thing."""
    none = [] if plan.claims else [_("No claim is lost by it.")]
    return [*none, *_lines({"shared": _SHARED[table], **_DELETED}, plan)]


def _lines(words: Mapping[str, tuple[str, str]], plan: MergePlan | DeletePlan) -> list[str]:
    """Return what is told of the numbers of a plan, of each that is not 0."""
    counts = {key: int(getattr(plan, key)) for key in words}
    return [ngettext(*words[key], count).format(count=count) for key, count in counts.items() if count]


def _stances(counts: Counts) -> str:
    """Return the claims of a cell in words: ``2 favor, 1 against``."""
    told = [f"{count} {_(STANCES[stance])}" for stance, count in zip(Stance, counts, strict=True) if count]
    return ", ".join(told) or _("empty")


def _names(fields: Sequence[str]) -> str:
    return ", ".join(_(_WORDS[name]) for name in fields)
