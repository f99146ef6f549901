"""The page of a text's replacement: what becomes of each claim, side by side, before it is accepted."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHeaderView, QTextEdit

from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.reanchor import Anchor, Fate
from desktop.core.text import escape, one_line
from desktop.project.foreign import read_file, read_pasted
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import ground, hbox, label, push, splitter, vbox
from desktop.qt.parts.page import Goto, GotoDocument, GotoReading, GotoReplacement, Page
from desktop.qt.parts.row_table import HeadedModel, RowTable
from desktop.qt.session import Session
from desktop.qt.settings import IMPORT_FOLDER, Settings
from desktop.store import edits, reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.values import Document

HEADERS = (N_("Claim"), N_("What becomes of it"), N_("Words now"), N_("Words then"))
NUMBER, FATE, NOW, THEN = range(len(HEADERS))
# what a fate is called, and how many have it; what is to be looked at stands on top
_FATES = {
    Fate.LOST: (N_("lost"), N_("{count:,} lost")),
    Fate.CHANGED: (N_("changed"), N_("{count:,} changed")),
    Fate.MOVED: (N_("moved"), N_("{count:,} moved")),
    Fate.KEPT: (N_("unchanged"), N_("{count:,} unchanged")),
}
_ORDER = list(_FATES)


class ReplacementModel(HeadedModel):
    """List claims with their words before and after, the lost ones first, then the doubtful."""

    TITLES = HEADERS
    rows: Sequence[Anchor] = ()

    def set_anchors(self, anchors: tuple[Anchor, ...]) -> None:
        """List these claims."""
        self.beginResetModel()
        self.rows = sorted(anchors, key=_rank)
        self.endResetModel()

    def anchor_at(self, row: int) -> Anchor | None:
        """Return the claim in a row."""
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words or colour."""
        anchor = self.anchor_at(index.row()) if index.isValid() else None
        if anchor is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(anchor, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            if anchor.fate is Fate.LOST:
                return theme.color("against")
            telling = anchor.fate is Fate.CHANGED or anchor.doubt is not None or index.column() in (NOW, THEN)
            return theme.color("ink" if telling else "dim")
        if role == Qt.ItemDataRole.ToolTipRole:
            return anchor.doubt_told or None
        return None

    @staticmethod
    def _words(anchor: Anchor, column: int) -> str:
        if column == NUMBER:
            return str(anchor.id)
        if column == FATE:
            alike = _("changed, {score:.0f} % alike")
            told = alike.format(score=anchor.score) if anchor.fate is Fate.CHANGED else _(_FATES[anchor.fate][0])
            return _("{fate}, doubtful").format(fate=told) if anchor.doubt else told
        return one_line(anchor.quote if column == NOW else anchor.new_quote, 300)


def _rank(anchor: Anchor) -> tuple[int, int, int, int]:
    """Return where a claim stands in the list: what is to be looked at on top."""
    fate = _ORDER.index(anchor.fate)
    return 0 if anchor.fate is Fate.LOST else 1 if anchor.doubt else 2, fate, anchor.before.start, anchor.id


# of a longer quote the difference is not sought letter by letter
_LONGEST = 4000


class ReplacePage(Page):
    """Show what putting another text in a document's place would do.

    Attributes:
        told: the line that sums the plan up.
        before, after: the words of the chosen claim now and then.
        drop: whether lost claims shall go; asked for only when there are some.

    Signals:
        planned(Replacement): what the new text would do is shown; None when it cannot be had, which was told.
    """

    planned = Signal(object)

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        ground("replacePage", self)
        self._plan: edits.text.Replacement | None = None
        self._document: Document | None = None
        self._title = ElidedLabel()
        self._title.setProperty("role", "title")
        self.told = label(role="dim", wraps=True)
        self.model = ReplacementModel(self)
        self.table = _table(self.model)
        self.before, self.after = _words(_("Words now")), _words(_("Words then"))
        self.drop = QCheckBox()
        self.file = push(_("Another file…"), "pill", does=self.choose_file)
        self.paste = push(_("Paste the text"), "pill", does=self.take_clipboard)
        self.cancel = push(_("Cancel"), does=self.give_up)
        self.accept = push(_("Replace the text"), does=self.accept_plan)
        self.accept.setDefault(True)
        self._lay()
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._show(now.row()))
        self.model.modelReset.connect(lambda: self._show(-1))
        self.drop.toggled.connect(lambda _: self._tell())
        self._worker = session.worker(self)
        session.opened.connect(self._clear)
        self._tell()

    def arrive(self, goto: Goto) -> None:
        """Replace the text of a document."""
        if isinstance(goto, GotoReplacement):
            self.begin(goto.document_id)

    def begin(self, document_id: int, path: Path | None = None) -> None:
        """Show what the text in a file would do to a document; without a path the user chooses one on the page."""
        self._clear()
        self._document = self._session.shown(reads.filtered.document, document_id)
        if path is not None:
            self.told.setText(_("Reading {name}…").format(name=one_line(path.name, 100)))
            actors = list(self._session.actors().values())
            self._read(partial(read_file, path, actors))
        self._tell()

    def choose_file(self) -> None:
        """Ask for the file of the corrected text."""
        if self._document is not None:
            found = self._dialogs.open_documents(self, self._settings.folder(IMPORT_FOLDER))
            if found:
                self._settings.keep_folder(IMPORT_FOLDER, found[0])
                self.begin(self._document.id, found[0])

    def take_clipboard(self) -> None:
        """Plan with the copied text."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._session.messages.error(_("No text was copied: copy the corrected text first."))
        elif self._document is not None:
            self._read(partial(read_pasted, text, self._document.name))

    def accept_plan(self) -> None:
        """Replace the text, in one undo step."""
        if self._plan is None or not self.accept.isEnabled():
            return
        plan = self._plan
        united = self._session.do(edits.text.replace_text, plan, drop_lost=self.drop.isChecked())
        if united is not None:
            self._clear()
            told = _("The text of “{name}” was replaced: {claims}.")
            told = told.format(name=one_line(plan.name, 80), claims=_summary(plan))
            if united:
                one = ngettext(
                    "Claim {numbers} went: another says the same of the same words now.",
                    "Claims {numbers} went: others say the same of the same words now.",
                    len(united),
                )
                told = f"{told} {one.format(numbers=', '.join(map(str, sorted(united))))}"
            self._session.messages.info(told)
            self.wanted.emit(GotoDocument(plan.document_id))

    def give_up(self) -> None:
        """Leave all as it is."""
        self._clear()
        self.wanted.emit(GotoReading())

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self._show(self.table.currentIndex().row())
        self.table.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Ctrl+Enter, give up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept_plan()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        sides = splitter((self.before, 0), (self.after, 0))
        parts = splitter((self.table, 0), (sides, 0), sizes=(420, 260), upright=True)
        vbox(
            vbox(self._title, self.told, margins=(20, 12, 20, 8), gap=4),
            (parts, 1),
            hbox(self.file, self.paste, 1, self.drop, self.cancel, self.accept, margins=(14, 7, 12, 8), gap=8),
            on=self,
            gap=0,
        )

    def _read(self, read: "Callable[[], Any]") -> None:
        """Read the new text beside the window; what it would do is planned when it is there."""
        self._worker.drop()
        self._worker.ask(lambda: lambda _progress: read(), self._on_read)

    def _on_read(self, read: Any) -> None:
        plan = None
        if isinstance(read, UserError):
            self._session.messages.error(str(read))
        elif self._document is not None:
            new = edits.text.as_new_text(read.document)
            plan = self._session.do(edits.text.plan_replacement, self._document.id, new)
        self._show_plan(plan)
        self.planned.emit(plan)

    def _show_plan(self, plan: edits.text.Replacement | None) -> None:
        self._plan = plan
        self.model.set_anchors(plan.anchors if plan is not None else ())
        self.drop.setChecked(False)
        self._tell()
        if plan is not None and plan.anchors:
            self.table.setCurrentIndex(self.model.index(0, NUMBER))
            self.table.setFocus()

    def _clear(self) -> None:
        self._worker.drop()
        self._plan = self._document = None
        self.model.set_anchors(())
        self.told.setText("")
        self._tell()

    def _tell(self) -> None:
        plan, document = self._plan, self._document
        name = (document.facts.title or document.name) if document is not None else ""
        title = _("Replace the text of “{name}”") if name else _("Replace a text")
        self._title.setText(title.format(name=one_line(name, 160)))
        lost = len(plan.of(Fate.LOST)) if plan is not None else 0
        if plan is not None:
            told = _("By {name}, {count:,} characters. Claims: {claims}.")
            self.told.setText(told.format(name=plan.new.name, count=len(plan.new.text), claims=_summary(plan)))
        elif document is not None and not self.told.text():
            self.told.setText(_("Choose the file of the corrected text, or copy the text and paste it here."))
        self.drop.setVisible(bool(lost))
        self.drop.setText(ngettext("Delete the lost claim", "Delete the {count} lost claims", lost).format(count=lost))
        self.accept.setEnabled(plan is not None and (not lost or self.drop.isChecked()))
        for button in (self.file, self.paste):
            button.setEnabled(document is not None)

    def _show(self, row: int) -> None:
        anchor = self.model.anchor_at(row)
        now, then = ("", "") if anchor is None else _differences(anchor)
        if anchor is not None and anchor.after is None:
            then = f"<i>{escape(_('Its words are gone.'))}</i>"
        elif anchor is not None and anchor.doubt is not None:
            then = f"<p><b>{escape(anchor.doubt_told)}</b></p>{then}"
        self.before.setHtml(now)
        self.after.setHtml(then)


def _summary(plan: edits.text.Replacement) -> str:
    counts = [_(told).format(count=len(plan.of(fate))) for fate, (_word, told) in reversed(_FATES.items())]
    if plan.doubtful:
        counts.append(_("{count:,} doubtful").format(count=len(plan.doubtful)))
    return ", ".join(counts)


def _differences(anchor: Anchor) -> tuple[str, str]:
    """Return both wordings as HTML; what only one of them has stands on a ground, and struck through where it goes."""
    first, second = anchor.quote.split(" "), anchor.new_quote.split(" ")
    if len(anchor.quote) > _LONGEST or not anchor.new_quote:
        return _html(anchor.quote), _html(anchor.new_quote)
    now: list[str] = []
    then: list[str] = []
    gone = f"background:{theme.color('against_ground').name()}; text-decoration: line-through"
    new = f"background:{theme.color('favor_ground').name()}; font-weight: bold"
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        old_words, new_words = _html(" ".join(first[a:b])), _html(" ".join(second[c:d]))
        now.append(old_words if tag == "equal" else f'<span style="{gone}">{old_words}</span>' if a < b else "")
        then.append(new_words if tag == "equal" else f'<span style="{new}">{new_words}</span>' if c < d else "")
    return " ".join(filter(None, now)), " ".join(filter(None, then))


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _words(name: str) -> QTextEdit:
    field = QTextEdit()
    field.setObjectName("importText")
    field.setReadOnly(True)
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    field.setFrameShape(QTextEdit.Shape.NoFrame)
    field.document().setDocumentMargin(20)
    field.document().setDefaultFont(theme.reading_font(12))
    return field


def _table(model: ReplacementModel) -> RowTable:
    table = RowTable(model, "importTable", _("Claims of the text"), several=False)
    head = table.horizontalHeader()
    for column in (NOW, THEN):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    letter = table.fontMetrics().averageCharWidth()
    head.resizeSection(NUMBER, 8 * letter + 18)
    head.resizeSection(FATE, 26 * letter + 18)
    return table
