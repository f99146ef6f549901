"""Tagging a selection without leaving the text: who, topic, stance, voice, Enter."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QWidget

from desktop.core.claim_fields import CHOICES
from desktop.core.language import N_, _
from desktop.core.speaker_guess import guess_actor, guess_voice
from desktop.core.values import NewClaim, SpeakerCertainty, Voice
from desktop.qt import theme
from desktop.qt.parts.choices import choice_rows
from desktop.qt.parts.layouts import label, scrolled, vbox
from desktop.qt.parts.name_field import NameField
from desktop.qt.parts.own_field_rows import OwnFieldRows
from desktop.qt.parts.popup_list import VISIBLE, row_height
from desktop.qt.reading.desk_bar import DeskBar
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.reading_view import visible_rect
from desktop.qt.session import Session
from desktop.store import edits

if TYPE_CHECKING:
    from desktop.project.quotations import ToldSpeaker

WIDTH = 430
# where a guess comes from
LAST = N_("as last time")
# pixels for the names of own fields
_NAMES = 76
# of these, as many are seen at once
_SEEN = 4
# between the bar and the sentence, and rows of a list at least
_GAP, _FEWEST, _ABOVE = 10, 3, 6


class TagBar(DeskBar):
    """A small form beside the selection.

    Digits set the stance, 0 says that it is not coded; Enter tags as soon as all is said, else it goes to what is
    missing; Tab moves.
    """

    # the claim of this id was made
    tagged = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "tagBar", _("Tag claim"))
        # what was tagged last in a document: the next claim often repeats it
        self._last: dict[int, NewClaim] = {}
        session.opened.connect(self._last.clear)
        self.who = NameField(session, "actor", several=True, floats=False)
        self.topic = NameField(session, "topic", several=False, floats=False)
        self.choices = choice_rows(digits=True, wraps=True)
        self.stance = self.choices["stance"]
        session.scale_changed.connect(self.stance.offer_stances)
        self.own = OwnFieldRows(session, "claim", beside=_NAMES)
        # some are seen at once, the others are come to by Tab
        self._more = scrolled(self.own, _("Own fields"))
        self._more.setFrameShape(QFrame.Shape.NoFrame)
        self.own.left.connect(self.end)
        self.own.entered.connect(self._finish)
        # what must be known before Enter tags: another speaks than last time
        self._other_speaker = ""
        # who speaks the selection, where its words say so
        self._told: ToldSpeaker | None = None
        self._hint = label(role="dim", wraps=True)
        # how high the hint is at most
        self._hint_height = 0
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(7)
        rows: list[tuple[str, QWidget]] = [(_("Who"), self.who), (_("Topic"), self.topic)]
        rows += [(choice.title, self.choices[choice.key]) for choice in CHOICES]
        for row, (words, field) in enumerate(rows):
            grid.addWidget(label(words.upper(), "section"), row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        self._grid = grid
        lists = (self.who.suggestions, self.topic.suggestions)
        self._column = vbox(grid, *lists, self._more, self._hint, on=self, margins=(10, 10, 10, 8), gap=6)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(26)
        shadow.setOffset(0, 5)
        self.setGraphicsEffect(shadow)

    def _align(self) -> None:
        """Let all fields begin below one another, however long the names of own fields are, up to a limit."""
        heads = [part.widget() for row in range(2 + len(CHOICES)) if (part := self._grid.itemAtPosition(row, 0))]
        own = max(head.sizeHint().width() for head in heads if head is not None)
        width = max(own, min(_NAMES, self.own.widest))
        self._grid.setColumnMinimumWidth(0, width)
        self.own.set_beside(width)

    def _connect(self) -> None:
        for field in (self.who, self.topic):
            field.digit_typed.connect(self._choose_digit)
            field.completed.connect(self._finish)
            field.chosen_changed.connect(self._after_choice)
            field.suggestions.fitted.connect(self._fit)
        self.stance.picked.connect(lambda _value: self._tell())
        self._listen([self.who, self.topic], self.stance, *(self.choices[choice.key] for choice in CHOICES[1:]))

    def begin(
        self,
        pane: Pane,
        desk: QWidget,
        actors: tuple[int, ...] = (),
        *,
        like_last: bool = False,
        topic_id: int | None = None,
    ) -> bool:
        """Open on the *desk* beside the selection of *pane*, filled in by guess; tell whether something is selected.

        With *actors* the same words are tagged again: they hold the position, and the topic is another. With
        *like_last* topic, stance and voice are those of the claim that was tagged last in this document, and Enter
        alone tags; where another speaks than then, that is told first, and a second Enter tags. With *topic_id* the
        topic is chosen already.
        """
        if not self._take(pane, desk):
            return False
        pane.view.select(*pane.model.from_span(self._span.start, self._span.end))
        last = self._last.get(pane.model.document_id)
        actor, reason, voice = self._guess(pane, last)
        self.who.set_chosen((actor,) if actor is not None else (), _(reason))
        self.topic.set_chosen(())
        if actors:
            self.who.set_chosen(actors)
        elif last is not None and last.topic_id in self._session.topics():
            self.topic.set_chosen((last.topic_id,), _("as last time"))
        if topic_id is not None:
            self.topic.set_chosen((topic_id,))
        for choice in CHOICES:
            repeats = like_last and last is not None
            self.choices[choice.key].set_value(getattr(last, choice.key) if repeats else choice.default or "")
        self.own.show_values(self._own_values(last if like_last else None))
        self._align()
        self._other_speaker = ""
        if not like_last or last is None:
            self.choices["voice"].set_value(voice.value)
        elif reason == LAST:
            self.who.set_chosen(last.actor_ids, _(reason))
        elif last.actor_ids != self.who.chosen:
            who, before = self._names(self.who.chosen), self._names(last.actor_ids)
            words = _("{who}, {reason}; last time it was {last}. Enter keeps {who}, a second Enter tags.")
            self._other_speaker = words.format(who=who, reason=_(reason), last=before)
        self.stance.restyle()
        self.show()
        self._tell()
        self._settle()
        self.raise_()
        (self.topic if self.who.chosen else self.who).line.setFocus()
        return True

    def _guess(self, pane: Pane, last: NewClaim | None) -> tuple[int | None, str, Voice]:
        """Return who probably holds the position, where that was taken from, and in which voice.

        The speaker of the turn; of a quotation who is named beside its verb, or described there, and nobody where a
        pronoun only lets guess it; else who is named nearest in the paragraph; else who was tagged last here.
        """
        self._told = None
        model, span = pane.model, self._span
        turn = model.turn_at(model.from_span(span.start, span.start)[0])
        if turn is not None and turn.actor_id is not None:
            return turn.actor_id, N_("from the turn"), guess_voice(model.text, span, in_turn=True)
        voice = guess_voice(model.text, span, in_turn=False)
        from desktop.project.quotations import told_at

        told = self._session.read(told_at, model.document_id, span)
        if told is not None and told.actor_id and told.certainty.is_told:
            self._told = told
            return told.actor_id, N_("named beside it"), voice
        if told is not None and told.words:
            who = self._names((told.actor_id,))
            sentence = _("“{words}” may be {name}: say who it is") if who else _("{words}, whom no actor answers to")
            return None, sentence.format(words=told.words, name=who), voice
        named = guess_actor(model.text, span, self._session.names(), self._session.persons())
        if named is not None:
            return named, N_("named beside it"), voice
        return (last.actor_ids[0], LAST, voice) if last is not None else (None, "", voice)

    def _names(self, actors: tuple[int, ...]) -> str:
        known = self._session.actors()
        return ", ".join(known[one].name for one in actors if one in known)

    def _own_values(self, last: NewClaim | None) -> dict[str, str]:
        """Return what stands in the lines of own fields at first: what was said last, else the defaults."""
        presets = {one.name: one.preset for one in self._session.own_fields("claim")}
        return {**presets, **(dict(last.own) if last is not None else {})}

    def _finish(self) -> None:
        match self._missing():
            case "who":
                self.who.line.setFocus()
            case "topic":
                self.topic.line.setFocus()
            case "stance":
                # the digits work from every field, so the focus may stay
                self._tell()
            case _ if self._other_speaker:
                # the same Enter that repeats a claim must not put words into another's mouth
                self._other_speaker = ""
                self._tell()
            case _:
                self._tag()

    def _tag(self) -> None:
        pane = self._pane
        if pane is None:
            return
        chosen: dict[str, Any] = {choice.key: choice.parse(self.choices[choice.key].value) for choice in CHOICES}
        who, topic = self.who.chosen, self.topic.chosen[0]
        # whom the coder named instead, no word of the text does
        told = self._told if self._told is not None and who == (self._told.actor_id,) else None
        chosen["certainty"] = told.certainty if told is not None else SpeakerCertainty.NONE
        new = NewClaim(
            pane.model.document_id,
            self._span,
            who,
            topic,
            quote=self._quote,
            own=tuple(self.own.texts.items()),
            **chosen,
        )
        claim_id = self._session.do(edits.claims.tag, new, {"actor": self.who.made, "topic": self.topic.made})
        claim = self._session.claim(claim_id) if claim_id is not None else None
        if claim_id is None or claim is None:
            return
        self._last[pane.model.document_id] = replace(new, actor_ids=claim.actor_ids, topic_id=claim.topic_id)
        pane.view.go_behind(self._span.end)
        self.end()
        self.tagged.emit(claim_id)

    def _missing(self) -> str:
        if not self.who.chosen:
            return "who"
        if not self.topic.chosen or self.topic.is_typing:
            return "topic"
        return "" if self.stance.value else "stance"

    def _choose_digit(self, digit: int) -> None:
        # whoever says the stance has read who speaks
        self._other_speaker = ""
        super()._choose_digit(digit)

    def _after_choice(self) -> None:
        self._other_speaker = ""
        if self.who.chosen and not self.topic.chosen:
            self.topic.line.setFocus()
        self._tell()

    def _tell(self) -> None:
        words = {"who": _("choose who"), "topic": _("choose a topic"), "stance": self._stances()}
        told = words.get(self._missing(), self._other_speaker or _("Enter tags · Esc leaves"))
        self._hint.setText(told)
        # set anew: a style reads the property when it is polished
        self._hint.setProperty("role", "heed" if told == self._other_speaker else "dim")
        self._hint.style().polish(self._hint)
        self._fit()

    def _stances(self) -> str:
        """Return the keys of the stances, each with its word."""
        return " · ".join(f"{digit} {button.accessibleName()}" for digit, button in self.stance.keys.items())

    def _fit(self) -> None:
        """Be as high as what is shown; the upper edge, and so each field, stays where it is."""
        if self._pane is not None:
            # a list takes the place of the own fields and of two lines, which there would be no room for beside it
            listed = any(one.isVisible() for one in (self.who.suggestions, self.topic.suggestions))
            rows = [line.sizeHint().height() + 4 for line in self.own.lines.values()]
            self._more.setFixedHeight(sum(rows[:_SEEN]) if len(rows) > _SEEN else self.own.sizeHint().height())
            self._more.setVisible(bool(rows) and not listed)
            self._hint.setMinimumHeight(self._hint_height)
            self._hint.setVisible(not listed or self._hint_height < 2 * self._hint.fontMetrics().height())
            self._column.activate()
            # the stances of a long scale stand in two rows
            self.resize(self.width(), self._column.totalHeightForWidth(self.width()))

    def _settle(self) -> None:
        """Take the place in which the bar stays: below the sentence, above it where more room is, never on it.

        There is room for the lists that open later: the text is scrolled for it now, and not when one opens.
        """
        pane = self._pane
        if pane is None:
            return
        desk, lists = self._desk, (self.who.suggestions, self.topic.suggestions)
        self.setFixedWidth(min(round(WIDTH * theme.type_choice().interface), desk.width() - 8))
        # the keys of a long scale take two lines, for which there is room from the first
        margins, told = self._column.contentsMargins(), self._hint.text()
        self._hint.setText(self._stances())
        self._hint_height = self._hint.heightForWidth(self.width() - margins.left() - margins.right())
        self._hint.setText(told)
        self._fit()
        if self._selection(pane).isNull():
            # scrolled away since it was selected
            pane.view.scroll_to(pane.model.from_span(self._span.start, self._span.end)[0], 0.2)
        rect, closed = self._selection(pane), self.height()
        # as many rows as the text has room for beside the sentence, at least a few
        room = desk.height() - pane.view.viewport().mapTo(desk, QPoint(0, 0)).y()
        spare = room - min(rect.height(), room // 4) - closed - 3 * _GAP
        most = max(_FEWEST, min(VISIBLE, int(spare / row_height())))
        for one in lists:
            one.most = most
        full = closed + lists[0].height_of(most) + self._column.spacing()
        below, above = desk.height() - rect.bottom() - 2 * _GAP, rect.top() - 2 * _GAP
        # over the sentence, the closed bar lies as far from it as the list is high that may open between them
        short = closed + lists[0].height_of(min(most, _ABOVE)) + self._column.spacing()
        if below < full and above >= short:
            for one in lists:
                one.most = min(most, _ABOVE)
            top = rect.top() - short - _GAP
        else:
            bar = pane.view.verticalScrollBar()
            # a line at a time, until there is room; of words that are higher than that the last lines stay in sight
            seen = min(rect.height(), room // 10)
            while desk.height() - self._selection(pane).bottom() - 2 * _GAP < full and bar.value() < bar.maximum():
                bar.setValue(bar.value() + 1)
                if self._selection(pane).height() < seen:
                    bar.setValue(bar.value() - 1)
                    break
            top = self._selection(pane).bottom() + _GAP
        left = max(4, min(rect.left(), desk.width() - self.width() - 4))
        self.move(left, max(4, min(top, desk.height() - closed - 4)))

    def _selection(self, pane: Pane) -> QRect:
        """Return where the visible part of the selection lies on the desk."""
        rect = visible_rect(pane.view, *pane.model.from_span(self._span.start, self._span.end)).toRect()
        if rect.isNull():
            return rect
        return QRect(pane.view.viewport().mapTo(self._desk, rect.topLeft()), rect.size())
