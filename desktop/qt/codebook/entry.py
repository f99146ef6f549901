"""The middle of the codebook's page: the form of the chosen entry, or what is being asked of it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.core.language import N_, _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import counted
from desktop.core.values import Topic
from desktop.qt.codebook.form import CodebookForm
from desktop.qt.codebook.questions import Question
from desktop.qt.parts.entry_tree import EntryTreeModel
from desktop.qt.parts.layouts import Space, ground, label, scrolled, vbox
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.session import Session

EMPTY = {
    "topic": N_("There are no topics yet. Press N to make one: a proposition one can be for or against."),
    "actor": N_("There are no actors yet. Press N to make one: who holds positions."),
}


class CodebookEntry(QWidget):
    """Show one entry of a `EntryTreeModel`.

    Signals:
        left(): the user wants to go back to the tree.
        question_ended(): nothing is asked any longer.
    """

    left = Signal()
    question_ended = Signal()

    def __init__(self, session: Session, model: EntryTreeModel) -> None:
        super().__init__()
        ground("pane", self)
        self.setMinimumWidth(300)
        self._session = session
        self._model = model
        self.question: Question | None = None
        self._page: QWidget | None = None
        self.forms = {name: CodebookForm(session, name) for name in ("topic", "actor")}
        self._title = label(role="title", wraps=True)
        self.memo = MemoField(session, _("Memo…"))
        self._about = label(role="dim", wraps=True)
        self._stack = QStackedWidget()
        self._stack.setMinimumSize(QSize(300, 160))
        self._lay()
        for form in self.forms.values():
            form.left.connect(self.left)

    @property
    def form(self) -> CodebookForm:
        """The form of the table that is shown."""
        return self.forms[self._model.table]

    def show_entry(self, number: int) -> None:
        """Show an entry as it is stored now; a word instead when *number* is 0."""
        entry = self._model.entry(number) if self._session.is_open and number else None
        table = self._model.table
        for name, form in self.forms.items():
            form.setVisible(name == table and entry is not None)
        self.memo.setVisible(entry is not None)
        chosen = {f"{table}_id": number}
        self.memo.set_target(MemoTarget(**chosen) if entry is not None else None)
        if entry is None:
            self._title.setText("")
            query = self._model.query
            nothing = _("Nothing here is called “{query}”.") if query else _(EMPTY[table])
            self._about.setText(nothing.format(query=query))
            return
        self._title.setText(self._session.entry_names(table).get(number, entry.name))
        uses = self._model.uses(number)
        children = self._model.rowCount(self._model.index_of(number))
        about = [_("theme")] if isinstance(entry, Topic) and not entry.proposition and children else []
        about.append(counted("claim", uses))
        if children:
            about.append(_("{count:,} below it").format(count=children))
        self._about.setText(" · ".join(about))
        self.form.show_entry(number)

    def save(self) -> None:
        """Save what was typed and not left yet."""
        for form in self.forms.values():
            form.save()

    def forget(self) -> None:
        """Drop what was typed, and what is asked: another project is open."""
        self.end_question()
        for form in self.forms.values():
            form.forget()

    def ask(self, question: Question) -> None:
        """Ask something in the form's place."""
        self.end_question()
        self.question = question
        self._page = QWidget()
        vbox(question, 1, on=self._page, margins=(22, 18, 22, 18))
        question.setMaximumWidth(760)
        question.ended.connect(self.end_question)
        self._stack.addWidget(self._page)
        self._stack.setCurrentWidget(self._page)
        question.first.setFocus()

    def end_question(self) -> None:
        """Ask nothing any longer."""
        if self._page is None:
            return
        page, self._page, self.question = self._page, None, None
        self._stack.removeWidget(page)
        page.deleteLater()
        self.question_ended.emit()

    def _lay(self) -> None:
        inner = QWidget()
        # no wider than lines of text may be
        inner.setMaximumWidth(860)
        vbox(
            self._title,
            self._about,
            *self.forms.values(),
            Space(10),
            self.memo,
            1,
            on=inner,
            margins=(26, 18, 26, 18),
            gap=2,
        )
        scroll = scrolled(inner, _("Entry"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack.addWidget(scroll)
        vbox(self._stack, on=self)
