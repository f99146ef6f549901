"""The reading desk: panes side by side, each wide enough to read in, and linked reading between them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedLayout, QWidget

from desktop.core import scale
from desktop.core.changes import ChangeSet
from desktop.core.language import _, ngettext
from desktop.core.scale import NOT_CODED
from desktop.qt.background import later
from desktop.qt.parts.layouts import in_order, label
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.reading_view import visible_rect
from desktop.qt.reading.topics_panel import TagButton
from desktop.qt.session import Session
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.core.showing import ReadyText

MOST = 4


class Desk(QWidget):
    """Hold the panes; one of them is the active one.

    Attributes:
        panes: from left to right.
        active: the one that keys and the library work on.
        linked: whether choosing a claim takes the other panes to theirs on its topic.
        colors: what the highlights' colours mean.
        ready: texts that were read before their documents are opened, by these.

    Signals:
        claim_chosen(int): a claim was chosen, in whichever pane; 0 for none.
        panes_changed(): panes were opened, closed or another is active.
        menu_wanted(QPoint): the user asks for the context menu at a global point.
        span_wanted(int, Span, str): a claim's handle was dragged: it should cover this span, which has these words.
        tag_wanted(): the button at what was selected in the active pane was pressed.
        zoom_wanted(int): the wheel was turned with Ctrl: steps up or down.
    """

    claim_chosen = Signal(int)
    panes_changed = Signal()
    menu_wanted = Signal(QPoint)
    span_wanted = Signal(int, object, str)
    tag_wanted = Signal()
    zoom_wanted = Signal(int)

    def __init__(self, session: Session, points: float) -> None:
        super().__init__()
        self._session = session
        self._models: dict[int, PaneDocument] = {}
        self._points = points
        self.colors = ClaimColors(session)
        self.ready: dict[int, ReadyText] = {}
        self.linked = True
        self.panes: list[Pane] = []
        self.active: Pane | None = None
        # the pane in which evidence is shown, one piece after another
        self._guest: Pane | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._empty = label(_("Choose a document in the library, or drop files on the window."), "dim", centred=True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        # panes that find no room side by side are scrolled sideways
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._splitter)
        # a pane that came has its place only after the layout
        self._settle = later(self, 0, lambda: self._bring_into_view(self.active))
        self._area.horizontalScrollBar().rangeChanged.connect(lambda: self._settle.start())
        self._stack.addWidget(self._area)
        session.changed.connect(self._on_changed)

    # panes

    def document_ids(self) -> list[int]:
        """Return the documents on the desk from left to right."""
        return [pane.model.document_id for pane in self.panes]

    def open(self, document_id: int, *, beside: bool = False, twice: bool = False, guest: bool = False) -> Pane:
        """Show a document in the active pane, or *beside* it in a new one, and give its text the keyboard.

        A document that is open is turned to, unless it shall stand there *twice*. With four panes open, one opened
        beside takes the last pane that is not the active one. A *guest* takes the pane of the guest before it.
        """
        already = [pane for pane in self.panes if pane.model.document_id == document_id]
        if twice:
            # the other one of two
            already = [pane for pane in already if pane is not self.active][:1] if len(already) > 1 else []
        if already:
            pane = self.active if self.active in already else already[0]
        elif self.active is None:
            pane = self._insert(len(self.panes), document_id)
        else:
            others = [one for one in self.panes if one is not self.active]
            gives_way: Pane | None = self.active
            if guest and self._guest in self.panes:
                gives_way = self._guest
            elif (guest and others) or (beside and len(self.panes) == MOST):
                gives_way = others[-1]
            elif guest or beside:
                gives_way = None
            if gives_way is None:
                pane = self._insert(self.panes.index(self.active) + 1, document_id)
            else:
                sizes = self._splitter.sizes()
                # first the new one: what no pane shows goes with the pane that is removed
                pane = self._insert(self.panes.index(gives_way), document_id)
                self._remove(gives_way)
                self._splitter.setSizes(sizes)
            if guest:
                self._guest = pane
        self.activate(pane)
        # not left to what Qt finds next where a pane has gone: that is its ×, which Space presses
        pane.view.setFocus()
        return pane

    def close(self, pane: Pane | None = None) -> bool:
        """Close a pane, the active one by default; tell whether there was one."""
        pane = pane or self.active
        if pane is None:
            return False
        at = self.panes.index(pane)
        self._remove(pane)
        self._even()
        if self.panes:
            pane = self.panes[min(at, len(self.panes) - 1)]
            self.activate(pane)
            pane.view.setFocus()
        else:
            self.active = None
            self._stack.setCurrentWidget(self._empty)
            self.panes_changed.emit()
        return True

    def clear(self) -> None:
        """Close all panes."""
        for pane in list(self.panes):
            self._remove(pane)
        for model in self._models.values():
            model.deleteLater()
        self._models = {}
        self.active = None
        self._stack.setCurrentWidget(self._empty)
        self.panes_changed.emit()

    def activate(self, pane: Pane | None) -> None:
        """Turn to a pane."""
        if pane is None or pane not in self.panes:
            return
        if pane is not self.active:
            self.active = pane
            for one in self.panes:
                one.set_active(one is pane and len(self.panes) > 1)
            self.panes_changed.emit()
        if not pane.isAncestorOf(self.focusWidget()) or self.focusWidget() is None:
            pane.view.setFocus()
        self._bring_into_view(pane)

    def _bring_into_view(self, pane: Pane | None) -> None:
        if pane is None:
            return
        bar, left = self._area.horizontalScrollBar(), pane.geometry().left()
        room = self._area.viewport().width()
        bar.setValue(min(left, max(bar.value(), left + pane.width() - room)))

    def turn(self, way: int) -> None:
        """Turn to the pane to the right (1) or left (-1), round the end."""
        if self.active is not None:
            pane = self.panes[(self.panes.index(self.active) + way) % len(self.panes)]
            self.activate(pane)
            pane.view.setFocus()

    def renew(self) -> None:
        """Read the documents anew: another program has written to the file."""
        shown = self._session.shown(reads.filtered.documents, {pane.model.document_id for pane in self.panes})
        there = {document.id for document in shown}
        for pane in list(self.panes):
            if pane.model.document_id not in there:
                self.close(pane)
        for model in self._models.values():
            model.renew()

    def whereabouts(self) -> list[tuple[int, int, int]]:
        """Return of each pane its document, the offset of the first letter in view, and its claim with the outline."""
        tops = [pane.view.top() for pane in self.panes]
        offsets = [pane.model.to_span(top, top).start for pane, top in zip(self.panes, tops, strict=True)]
        claims = [pane.view.chosen or 0 for pane in self.panes]
        return list(zip(self.document_ids(), offsets, claims, strict=True))

    def arrange(self, spots: list[tuple[int, int, int]], active: int) -> None:
        """Show the documents of `whereabouts` as they stood, and turn to one of them."""
        if self.document_ids() != [document_id for document_id, _offset, _claim in spots]:
            self.clear()
            for document_id, *_rest in spots:
                self._insert(len(self.panes), document_id)
        for pane, (_document_id, _offset, claim_id) in zip(self.panes, spots, strict=True):
            pane.view.choose(claim_id if claim_id in pane.model.marks else None)
        if self.panes:
            self.activate(self.panes[min(max(active, 0), len(self.panes) - 1)])
        self.scroll_to(spots)
        # once more when the window is laid out
        QTimer.singleShot(0, self, partial(self.scroll_to, spots))

    def scroll_to(self, spots: list[tuple[int, int, int]]) -> None:
        """Scroll the panes to the offsets of `whereabouts`, if they still show its documents."""
        if self.document_ids() == [document_id for document_id, _offset, _claim in spots]:
            for pane, (_document_id, offset, _claim) in zip(self.panes, spots, strict=True):
                pane.view.scroll_when_laid(pane.model.from_span(offset, offset)[0])

    # claims

    def choose(self, claim_id: int, *, source: Pane | None = None) -> None:
        """Choose a claim: outline it, and take the other panes to their nearest claim on its topic; 0 chooses none."""
        claim = self._session.claim(claim_id) if claim_id else None
        if claim is None:
            if not claim_id:
                self.unchoose()
            return
        for pane in self.panes:
            if pane.model.document_id == claim.document_id:
                pane.view.choose(claim_id)
        speaker = source or next((one for one in self.panes if one.model.document_id == claim.document_id), None)
        if speaker is not None:
            speaker.view.spoken.tell_chosen(claim_id)
        if self.linked:
            self._follow(claim.topic_id, claim.document_id, source)
        self.claim_chosen.emit(claim_id)

    def show_claim(self, document_id: int, claim_id: int, *, guest: bool = False) -> None:
        """Open a claim's document, as a *guest* or in the active pane, bring the claim into view, and choose it."""
        pane = self.open(document_id, guest=guest)
        if claim_id in pane.model.marks:
            pane.view.show_claim(claim_id)
            self.choose(claim_id, source=pane)

    def unchoose(self) -> None:
        """Take the outline off."""
        for pane in self.panes:
            pane.view.choose(None)
        self.claim_chosen.emit(0)

    def step_claim(self, way: int, like: str = "") -> bool:
        """Go to the next (1) or previous (-1) claim of the active pane, round the end; tell whether there is one.

        *like* narrows them to those that share the chosen claim's ``topic``, ``actor`` or ``stance``, or to the
        ``neutral`` ones, on which a coder has not taken a side, or said none yet.
        """
        pane = self.active
        if pane is None or not len(pane.model.marks):
            return False
        marks, chosen = pane.model.marks, pane.view.chosen
        order = list(marks)
        if chosen is not None and chosen in marks:
            at = marks.rank(chosen)
        else:
            chosen = None
            first = marks.first_from(pane.view.textCursor().position())
            at = (marks.rank(first) if first is not None else len(order)) - (1 if way > 0 else 0)
        wanted = self._like(pane, chosen, like)
        for step in range(1, len(order) + 1):
            claim_id = order[(at + way * step) % len(order)]
            if wanted is None or claim_id in wanted:
                pane.view.show_claim(claim_id)
                self.choose(claim_id, source=pane)
                return True
        return False

    def choose_under(self) -> None:
        """Choose the next one of the claims that overlap where the chosen one begins."""
        pane = self.pane_of_chosen()
        if pane is None or pane.view.chosen is None:
            return
        here = pane.view.claims_at(max(pane.model.marks.span(pane.view.chosen)[0], pane.view.textCursor().position()))
        if pane.view.chosen not in here:
            here = pane.view.claims_at(pane.model.marks.span(pane.view.chosen)[0])
        claim_id = here[(here.index(pane.view.chosen) + 1) % len(here)]
        pane.view.choose(claim_id)
        self.choose(claim_id, source=pane)

    def in_sight(self, claim_id: int) -> bool:
        """Return whether some of the chosen claim is seen."""
        for pane in self.panes:
            if pane.view.chosen == claim_id and claim_id in pane.model.marks:
                seen = pane.view.viewport().visibleRegion().boundingRect()
                if visible_rect(pane.view, *pane.model.marks.span(claim_id)).toRect().intersects(seen):
                    return True
        return False

    def pane_of_chosen(self) -> Pane | None:
        """Return the pane in which a claim is chosen, the active one first."""
        panes = sorted(self.panes, key=lambda pane: pane is not self.active)
        return next((pane for pane in panes if pane.view.chosen is not None), None)

    def chosen_is_leftward(self) -> bool:
        """Tell whether the chosen claim stands in a paragraph that runs from right to left."""
        pane = self.pane_of_chosen()
        if pane is None or pane.view.chosen is None or pane.view.chosen not in pane.model.marks:
            return False
        return pane.view.is_leftward(pane.model.marks.span(pane.view.chosen)[0])

    @staticmethod
    def _like(pane: Pane, chosen: int | None, like: str) -> set[int] | None:
        model = pane.model
        if like == "neutral":
            sides = (*scale.in_use().keys_of(0), NOT_CODED)
            return {claim_id for claim_id, stance in model.stance.items() if stance in sides}
        if not like or chosen is None:
            return None
        if like == "actor":
            model.learn_actors(list(model.marks))
            return {claim_id for claim_id in model.marks if model.actor(claim_id) == model.actor(chosen)}
        values: dict[int, int] | dict[int, str] = model.topic if like == "topic" else model.stance
        return {claim_id for claim_id, value in values.items() if value == values[chosen]}

    def _follow(self, topic_id: int, document_id: int, source: Pane | None) -> None:
        without: list[Pane] = []
        others = 0
        for pane in self.panes:
            if pane is source or (source is None and pane is self.active) or pane.model.document_id == document_id:
                continue
            others += 1
            nearest = pane.model.nearest(topic_id, pane.view.firstVisibleBlock().position())
            if nearest is None:
                pane.view.choose(None)
                without.append(pane)
            else:
                pane.view.show_claim(nearest)
        if without:
            topic = self._session.topic_names()[topic_id]
            told = ngettext(
                "No claim on “{topic}” in the other document.",
                "No claim on “{topic}” in {count} of the {others} other documents.",
                others,
            )
            self._session.messages.hint(told.format(topic=topic, count=len(without), others=others))

    # looks

    def set_points(self, points: float) -> None:
        """Set the size of the reading type everywhere."""
        self._points = points
        for pane in self.panes:
            pane.view.set_points(points)
        self._widen()

    def restyle(self) -> None:
        """Take over the colours of the scheme in force, and what they mean."""
        for pane in self.panes:
            pane.view.restyle()
            pane.overview.renew()

    def model(self, document_id: int) -> PaneDocument:
        """Return what the panes of a document share."""
        if document_id not in self._models:
            self._models[document_id] = PaneDocument(self._session, document_id, self, self.ready.get(document_id))
        return self._models[document_id]

    def _insert(self, at: int, document_id: int) -> Pane:
        pane = Pane(self.model(document_id), self.colors, self._points)
        pane.activated.connect(lambda: self.activate(pane))
        pane.close_wanted.connect(lambda: self.close(pane))
        pane.view.claim_clicked.connect(lambda claim_id: self.choose(claim_id, source=pane))
        pane.menu_wanted.connect(self.menu_wanted)
        pane.view.span_wanted.connect(
            lambda claim, span: self.span_wanted.emit(claim, span, pane.model.text[span.start : span.end])
        )
        pane.view.zoom_wanted.connect(self.zoom_wanted)
        TagButton(pane.view).clicked.connect(self.tag_wanted)
        self.panes.insert(at, pane)
        self._splitter.insertWidget(at, pane)
        in_order(self._splitter)
        self._stack.setCurrentWidget(self._area)
        self._even()
        return pane

    def _remove(self, pane: Pane) -> None:
        self.panes.remove(pane)
        if self.active is pane:
            self.active = None
        pane.hide()
        pane.setParent(None)
        pane.deleteLater()
        shown = set(self.document_ids())
        for document_id in [number for number in self._models if number not in shown]:
            model = self._models.pop(document_id)
            # a pane that is about to go still paints: its model goes after it
            model.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        """Leave each pane its least width: scroll bars are as wide as the style has them."""
        super().changeEvent(event)
        # Qt tells of its style before there are panes
        if event.type() == QEvent.Type.StyleChange and "panes" in vars(self):
            self._widen()

    def _widen(self) -> None:
        for pane in self.panes:
            pane.setMinimumWidth(pane.least_width())

    def _even(self) -> None:
        self._widen()
        self._splitter.setSizes([1000] * max(1, len(self.panes)))

    def _on_changed(self, changes: ChangeSet) -> None:
        gone = changes.deleted("document")
        for pane in list(self.panes):
            if pane.model.document_id in gone:
                self.close(pane)
