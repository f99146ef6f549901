"""Tagging a selection without leaving the text: who, topic, stance, voice, Enter."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QWidget

from desktop.core.claim_fields import CHOICES
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt.parts.choices import choice_rows
from desktop.qt.parts.layouts import label, vbox
from desktop.qt.parts.name_field import NameField
from desktop.qt.reading.guesses import guess
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.reading_view import visible_rect
from desktop.qt.session import Session
from desktop.store import edits

WIDTH = 400


@dataclass
class _Last:
    """What was tagged last in a document: the next claim often repeats it."""

    actors: tuple[int, ...] = ()
    topic: int | None = None
    stance: str = ""


class TagBar(QFrame):
    """A small form beside the selection.

    Digits 1, 2, 3 set the stance whenever nothing is being typed; Enter tags as soon as all is said, else it goes to
    what is missing; Tab moves; Escape leaves the text as it was.

    Signals:
        tagged(int): the claim of this id was made.
        closed(): the bar is gone.
    """

    tagged = Signal(int)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("tagBar")
        self.setAccessibleName(_("Tag claim"))
        self._session = session
        self._pane: Pane | None = None
        self._span = Span(0, 0)
        self._desk: QWidget = self
        self._last: dict[int, _Last] = {}
        session.opened.connect(self._last.clear)
        self.who = NameField(session, "actor", several=True, floats=False)
        self.topic = NameField(session, "topic", several=False, floats=False)
        self.choices = choice_rows(digits=True)
        self.stance = self.choices["stance"]
        self._hint = label(role="dim")
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        rows: list[tuple[str, QWidget]] = [(_("Who"), self.who), (_("Topic"), self.topic)]
        rows += [(choice.title, self.choices[choice.key]) for choice in CHOICES]
        for row, (words, field) in enumerate(rows):
            grid.addWidget(label(words.upper(), "section"), row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        lists = (self.who.suggestions, self.topic.suggestions)
        self._column = vbox(grid, *lists, self._hint, on=self, margins=(14, 10, 14, 8), gap=6)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(26)
        shadow.setOffset(0, 5)
        self.setGraphicsEffect(shadow)

    def _connect(self) -> None:
        for field in (self.who, self.topic):
            field.digit_typed.connect(self._set_digit)
            field.completed.connect(self._complete)
            field.chosen_changed.connect(self._after_choice)
            field.suggestions.fitted.connect(self._fit)
            field.line.installEventFilter(self)
        self.stance.picked.connect(lambda _value: self._tell())
        for choice in CHOICES:
            for value in choice.values:
                self.choices[choice.key].button(value.value).installEventFilter(self)

    def begin(self, pane: Pane, desk: QWidget, actors: tuple[int, ...] = (), *, like_last: bool = False) -> bool:
        """Open on the *desk* beside the selection of *pane*, filled in by guess; tell whether something is selected.

        With *actors* the same words are tagged again: they hold the position, and the topic is another. With
        *like_last* everything is as in the claim that was tagged last in this document, and Enter alone tags.
        """
        span = pane.view.selected_span()
        if span is None:
            return False
        self._pane, self._span, self._desk = pane, span, desk
        pane.view.select(*pane.model.from_span(span.start, span.end))
        last = self._last.setdefault(pane.model.document_id, _Last())
        first = guess(pane.model, span, last.actors[0] if last.actors else None)
        self.who.set_chosen((first.actor_id,) if first.actor_id is not None else (), first.reason)
        if actors:
            self.who.set_chosen(actors)
        again = last.topic is not None and last.topic in self._session.topics() and not actors
        self.topic.set_chosen(
            (last.topic,) if again and last.topic is not None else (), _("as last time") if again else ""
        )
        for choice in CHOICES:
            self.choices[choice.key].set_value(choice.default or "")
        self.choices["voice"].set_value(first.voice.value)
        if like_last and last.actors:
            self.who.set_chosen(last.actors, _("as last time"))
            self.stance.set_value(last.stance)
        self.stance.restyle()
        self._tell()
        # over the whole desk: a narrow pane has no room for it
        self.setParent(desk)
        self.show()
        self._fit()
        self.raise_()
        (self.topic if self.who.chosen else self.who).line.setFocus()
        return True

    def end(self) -> None:
        """Close without tagging."""
        if self.isVisible() or self._pane is not None:
            pane, self._pane = self._pane, None
            self.hide()
            # not a child of a pane any more: the pane may be closed
            self.setParent(None)
            if pane is not None:
                pane.view.setFocus()
            self.closed.emit()

    @property
    def is_open(self) -> bool:
        """Whether a selection is being tagged."""
        return self._pane is not None

    def _complete(self) -> None:
        missing = self._missing()
        if not missing:
            self._tag()
        elif missing[0] == "who":
            self.who.line.setFocus()
        elif missing[0] == "topic":
            self.topic.line.setFocus()
        else:
            # the digits work from every field, so the focus may stay
            self._tell()

    def _tag(self) -> None:
        pane = self._pane
        if pane is None:
            return
        actors, topic = self.who.chosen, self.topic.chosen[0]
        chosen: dict[str, Any] = {choice.key: choice.parse(self.choices[choice.key].value) for choice in CHOICES}
        new = NewClaim(pane.model.document_id, self._span, actors, topic, **chosen)
        claim_id = self._session.do(edits.claims.tag, new)
        if claim_id is None:
            return
        last = self._last.setdefault(pane.model.document_id, _Last())
        last.actors, last.topic, last.stance = actors, topic, self.stance.value
        cursor = pane.view.textCursor()
        cursor.setPosition(pane.model.from_span(self._span.end, self._span.end)[0])
        pane.view.setTextCursor(cursor)
        self.end()
        self.tagged.emit(claim_id)

    def _missing(self) -> list[str]:
        missing = []
        if not self.who.chosen:
            missing.append("who")
        if not self.topic.chosen or self.topic.is_typing:
            missing.append("topic")
        if not self.stance.value:
            missing.append("stance")
        return missing

    def _after_choice(self) -> None:
        if self.who.chosen and not self.topic.chosen:
            self.topic.line.setFocus()
        self._tell()
        self._fit()

    def _set_digit(self, digit: int) -> None:
        self.stance.set_value(list(Stance)[digit - 1].value)
        self._tell()

    def _tell(self) -> None:
        missing = self._missing()
        words = {"who": _("choose who"), "topic": _("choose a topic"), "stance": _("1 favor · 2 against · 3 neutral")}
        self._hint.setText(words[missing[0]] if missing else _("Enter tags · Esc leaves"))

    def _fit(self) -> None:
        """Place the bar below the selection, above it where no room is left, never on it."""
        pane = self._pane
        if pane is None:
            return
        desk = self._desk
        viewport = pane.view.viewport()
        self.setFixedWidth(min(WIDTH, desk.width() - 8))
        self._column.activate()
        self.adjustSize()
        rect = self._selection(pane)
        if rect.isNull():
            rect = QRect(viewport.mapTo(desk, QPoint(0, viewport.height() // 3)), viewport.size() / 8)
        below, above = desk.height() - rect.bottom() - 14, rect.top() - 10
        if below >= self.height() or below >= above:
            top = rect.bottom() + 10
            overhang = top + self.height() - desk.height() + 4
            if overhang > 0:
                # make room rather than cover the words
                bar = pane.view.verticalScrollBar()
                bar.setValue(bar.value() + int(overhang / 30) + 1)
                moved = self._selection(pane)
                top = (rect if moved.isNull() else moved).bottom() + 10
        else:
            top = rect.top() - self.height() - 10
        left = max(4, min(rect.left(), desk.width() - self.width() - 4))
        self.move(left, max(4, min(top, desk.height() - self.height() - 4)))

    def _selection(self, pane: Pane) -> QRect:
        """Return where the visible part of the selection lies on the desk."""
        rect = visible_rect(pane.view, *pane.model.from_span(self._span.start, self._span.end)).toRect()
        if rect.isNull():
            return rect
        return QRect(pane.view.viewport().mapTo(self._desk, rect.topLeft()), rect.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves; Enter and digits work from the buttons too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            lists = (self.who.suggestions, self.topic.suggestions)
            if event.key() == Qt.Key.Key_Escape and not any(one.isVisible() for one in lists):
                self.end()
                return True
            if watched not in (self.who.line, self.topic.line):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._complete()
                    return True
                if event.text() in ("1", "2", "3"):
                    self._set_digit(int(event.text()))
                    return True
        return super().eventFilter(watched, event)
