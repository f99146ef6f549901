"""What one step changed, told for people, with links to what still exists."""

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from desktop.core.history import FieldChange, Step, Told, ToldStep
from desktop.core.language import N_, _
from desktop.core.phrases import THINGS
from desktop.core.text import escape
from desktop.qt import theme
from desktop.qt.history.model import KINDS, STATES, time_text
from desktop.qt.parts.layouts import ground, tool, vbox
from desktop.qt.parts.page import GotoClaim, GotoDocument

NO_CHOICE = N_("Choose a step to see what it changed.")
_VERBS = {"added": N_("added {thing}"), "changed": N_("changed {thing}"), "deleted": N_("deleted {thing}")}


class HistoryDetail(QWidget):
    """Tell a step.

    Signals:
        wanted(Goto): the user wants to see a claim in its document, or a document.
        step_wanted(step_id): the user wants to see the step that this one takes back or does again.
        back_wanted(step_id): the user wants everything after the step undone with it, or all up to it done again.
        left(): Escape: the user wants to go back to the list.
    """

    wanted = Signal(object)
    step_wanted = Signal(int)
    back_wanted = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        ground("side", self)
        self._shown: tuple[Step, ToldStep] | None = None
        self.text = _Browser()
        self.text.anchorClicked.connect(self._on_link)
        self.text.left.connect(self.left)
        self.back = tool(role="pill")
        self.back.clicked.connect(lambda: self._shown and self.back_wanted.emit(self._shown[0].id))
        vbox((self.text, 1), (self.back, 0, Qt.AlignmentFlag.AlignLeft), on=self, margins=(14, 12, 6, 10), gap=8)
        self.show_step(None, ToldStep(""))

    def show_step(self, step: Step | None, told: ToldStep) -> None:
        """Tell *step*; None: how to choose one."""
        same = step is not None and self._shown is not None and self._shown[0].id == step.id
        self._shown = (step, told) if step is not None else None
        self._write(keep_place=same)
        way = {"done": _("Undo back to here"), "undone": _("Redo up to here")}
        self.back.setVisible(step is not None and step.kind == "edit" and step.state in way)
        if step is not None:
            self.back.setText(way.get(step.state, ""))
            self.back.setToolTip(_("This step with all that came after it") if step.state == "done" else "")

    def changeEvent(self, event: QEvent) -> None:
        """Write anew in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "back"):
            self._write(keep_place=True)

    def _write(self, *, keep_place: bool) -> None:
        place = self.text.verticalScrollBar().value()
        self.text.setHtml(self._html())
        self.text.verticalScrollBar().setValue(place if keep_place else 0)

    def _html(self) -> str:
        colors = theme.colors()
        if self._shown is None:
            return f"<p style='color:{colors.dim}'>{_(NO_CHOICE)}</p>"
        step, told = self._shown
        state = _(STATES[step.state] if step.kind == "edit" else KINDS[step.kind])
        meta = " · ".join((time_text(step.created, exact=True), step.coder, state))
        parts = [
            f"<p style='font-family:\"{theme.SERIF}\"; font-size:13pt; font-weight:bold; margin:0'>"
            f"{escape(step.text)}</p>",
            f"<p style='color:{colors.dim}; margin:2px 0 0 0'>{escape(meta)}</p>",
        ]
        if step.of is not None:
            verb = _("Takes back {step}") if step.kind == "undo" else _("Does again {step}")
            link = f"<a {_link_style()} href='step:{step.of}'>{_('step {number}').format(number=step.of)}</a>"
            parts.append(f"<p style='margin:2px 0 0 0'>{verb.format(step=link)}</p>")
        summary = told.summary[:1].upper() + told.summary[1:] if told.summary else _("Nothing changed")
        parts.append(f"<p style='margin:10px 0 4px 0'>{escape(summary)}.</p>")
        parts.extend(_thing(thing, told) for thing in told.things)
        if told.more:
            more = _("and {count:,} more").format(count=told.more)
            parts.append(f"<p style='color:{colors.dim}; margin:10px 0'>{more}</p>")
        return "".join(parts)

    def _on_link(self, url: QUrl) -> None:
        kind, *numbers = url.toString().split(":")
        if kind == "claim":
            self.wanted.emit(GotoClaim(int(numbers[0]), int(numbers[1])))
        elif kind == "document":
            self.wanted.emit(GotoDocument(int(numbers[0])))
        else:
            self.step_wanted.emit(int(numbers[0]))


class _Browser(QTextBrowser):
    """Rich text whose links are reached by Tab, and left with Escape."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What the step changed"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _thing(thing: Told, told: ToldStep) -> str:
    colors = theme.colors()
    color = {"added": colors.accent, "deleted": colors.against}.get(thing.verb, colors.dim)
    link = told.links.get(thing.uuid)
    href = f"document:{link[0]}" if link and not link[1] else f"claim:{link[0]}:{link[1]}" if link else ""
    opened = f" · <a {_link_style()} href='{href}'>{_('open')}</a>" if href else ""
    name = escape(thing.name)
    if thing.table in ("claim", "memo"):
        name = f"<span style='font-family:\"{theme.SERIF}\"; font-size:11.5pt'>{name}</span>"
    done = escape(_(_VERBS[thing.verb]).format(thing=_(THINGS[thing.table])))
    parts = [
        f"<p style='margin:12px 0 0 0'><span style='color:{color}'>{done}</span>{opened}</p>",
        f"<p style='margin:1px 0 0 0'>{name}</p>" if name else "",
        f"<p style='color:{colors.dim}; margin:1px 0 0 0'>{escape(thing.about)}</p>" if thing.about else "",
    ]
    if thing.fields:
        parts.append(f"<table cellspacing=0 cellpadding=1>{''.join(map(_field, thing.fields))}</table>")
    return "".join(parts)


def _field(field: FieldChange) -> str:
    dim = theme.colors().dim
    before = f"<s>{escape(field.before)}</s>" if field.before else _("nothing")
    after = escape(field.after) if field.after else f"<span style='color:{dim}'>{_('nothing')}</span>"
    return (
        f"<tr><td style='color:{dim}; padding-right:8px; white-space:nowrap'>{escape(field.name)}</td>"
        f"<td><span style='color:{dim}'>{before} →</span> {after}</td></tr>"
    )


def _link_style() -> str:
    return f"style='color:{theme.colors().accent}'"
