"""Colours, type and shapes: light and dark, one accent, and a colour and a shape for each stance."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from string import Template

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication

from desktop.core import scale
from desktop.core.scale import LOOKS
from desktop.paths import shipped
from desktop.qt.scripts import hint, serifs

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of one scheme as ``#rrggbb``.

    Every text colour meets WCAG AA (4.5:1) on every ground it stands on, *border* 3:1.

    Attributes:
        page, panel, card: grounds: of texts, of side panels, of what lies on a panel.
        line, border: between parts, which needs not be seen; and of what can be used, which must be.
        favor_ground, …: the highlight behind text of that stance.
    """

    page: str
    panel: str
    card: str
    line: str
    border: str
    ink: str
    dim: str
    accent: str
    accent_ground: str
    selection: str
    favor: str
    favor_ground: str
    against: str
    against_ground: str
    neutral: str
    neutral_ground: str
    uncoded: str
    uncoded_ground: str


LIGHT = Colors(
    page="#FBFAF7",
    panel="#F3F1EC",
    card="#FFFFFF",
    line="#E1DDD4",
    border="#8C877B",
    ink="#23262B",
    dim="#63676E",
    accent="#0E746C",
    accent_ground="#DDF0ED",
    selection="#B9D5F2",
    favor="#006AA6",
    favor_ground="#D9EAF5",
    against="#B04600",
    against_ground="#FCE4D4",
    neutral="#5F6673",
    neutral_ground="#E8E9EC",
    uncoded="#6B5F00",
    uncoded_ground="#F6F1D3",
)
DARK = Colors(
    page="#1B1D21",
    panel="#22252A",
    card="#2A2E34",
    line="#363B42",
    border="#757C86",
    ink="#E4E2DC",
    dim="#9BA1A9",
    accent="#5EC4BA",
    accent_ground="#1F3B38",
    selection="#2F4F74",
    favor="#5FB4E8",
    favor_ground="#1D3A4C",
    against="#F0935A",
    against_ground="#4A2E1E",
    neutral="#A3A9B3",
    neutral_ground="#34383F",
    uncoded="#CDBE6B",
    uncoded_ground="#3A3722",
)

# for topics and actors to which the codebook gives no colour; after Okabe and Ito, safe for colour-blind readers
CATEGORY = ("#0072B2", "#D55E00", "#009E73", "#B07AA1", "#8C6D00", "#4C78A8", "#C44E52", "#5F6673")


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """What the user wants of type.

    Attributes:
        interface: how large everything but the text of documents is, in parts of the usual size.
        family: of texts.
        leading: the height of a line of text in parts of the font's own, which is 1.2 em.
    """

    interface: float = 1.0
    family: str = SERIF
    leading: float = 1.4


_current = LIGHT
_type = TypeChoice()
APPLIED = "visavis-scheme"


# of what was applied last
_sheet = ""


def colors() -> Colors:
    """Return the colours in force."""
    return _current


def type_choice() -> TypeChoice:
    """Return what holds of type."""
    return _type


def apply(app: QApplication, scheme: str, chosen: TypeChoice = _type, *, dressed: bool = True) -> None:
    """Put *app* into the scheme ``light``, ``dark`` or ``system``, and its type into the sizes that were chosen.

    Not *dressed*, the style sheet waits for `dress`: of a window that is being built Qt would look its rules up for
    each part anew with each box that this part comes into.
    """
    global _current, _type, _sheet
    if scheme == "system":
        scheme = "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    if app.property(APPLIED) == scheme and chosen == _type:
        # a style sheet that is set again makes Qt look through every widget there is
        if dressed:
            dress(app)
        return
    app.setProperty(APPLIED, scheme)
    _current, _type = DARK if scheme == "dark" else LIGHT, chosen
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(interface_font())
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "panel"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "panel"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.Button, "card"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.ToolTipBase, "card"),
        (QPalette.ColorRole.ToolTipText, "ink"),
        (QPalette.ColorRole.PlaceholderText, "dim"),
        (QPalette.ColorRole.Highlight, "selection"),
        (QPalette.ColorRole.HighlightedText, "ink"),
        (QPalette.ColorRole.Link, "accent"),
        (QPalette.ColorRole.Mid, "line"),
    ):
        palette.setColor(role, QColor(getattr(_current, name)))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_current.dim))
    app.setPalette(palette)
    source = Template((shipped("resources") / "style" / "visavis.qss").read_text("utf-8"))
    names = {field.name: getattr(_current, field.name) for field in fields(_current)}
    sheet = source.substitute(names, arrow=_arrow())
    # sizes in the sheet are those of the usual interface
    _sheet = re.sub(r"(?<=font-size: )\d+", lambda found: str(round(int(found[0]) * _type.interface)), sheet)
    if dressed:
        dress(app)
    color.cache_clear()
    _shape_pixmap.cache_clear()


def dress(app: QApplication) -> None:
    """Give *app* the style sheet of what was applied last."""
    if app.styleSheet() != _sheet:
        app.setStyleSheet(_sheet)


def forget_looks() -> None:
    """Look stances up anew: the project has another scale."""
    color.cache_clear()
    _shape_pixmap.cache_clear()


@contextmanager
def on_paper() -> Iterator[None]:
    """Paint in the light scheme and usual type inside the block, whatever the window has: files go into papers."""
    global _current, _type
    before, (_current, _type) = (_current, _type), (LIGHT, TypeChoice())
    color.cache_clear()
    try:
        yield
    finally:
        _current, _type = before
        color.cache_clear()


@cache
def load_fonts() -> None:
    """Load the type that comes with Visavis, so that texts look the same everywhere, without a display too."""
    for path in sorted((shipped("resources") / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    # what asks for this type by its name alone
    QFont.insertSubstitutions(SERIF, serifs())


def interface_font() -> QFont:
    """Return the system's sans serif; Visavis' own where no desktop chooses one."""
    font = QFont(_usual_font())
    font.setPointSizeF(font.pointSizeF() * _type.interface)
    return font


@cache
def _usual_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    bare = QGuiApplication.platformName() == "offscreen" or "DejaVu" in _resolved(font) or not _resolved(font)
    if bare:
        font = QFont(SANS)
    font.setPointSizeF(10.5 if bare else max(font.pointSizeF(), 9))
    return font


def small_font(bold: bool = False) -> QFont:
    """Return the interface's font for side remarks."""
    font = interface_font()
    font.setPointSizeF(font.pointSizeF() * 0.88)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def reading_font(points: float = 13.0, language: str = "") -> QFont:
    """Return the type of texts, in points of the usual interface; for other scripts as texts in *language* need it."""
    font = QFont()
    font.setFamilies(list(dict.fromkeys((_type.family, SERIF, *serifs(language)))))
    font.setStyleHint(hint(language))
    font.setPointSizeF(points * _type.interface)
    return font


@cache
def color(name: str) -> QColor:
    """Return a colour of the scheme in force by its name in `Colors`, or ``#rrggbb``; a stance's by its key."""
    if name.startswith("#"):
        return QColor(name)
    stance, ground = name.removesuffix("_ground"), "_ground" if name.endswith("_ground") else ""
    if scale.in_use().has(stance):
        stance = scale.look(stance).key
    # the steps of a side share its colours: their shapes and lines tell them apart
    side = LOOKS[stance].side if stance in LOOKS else stance
    return QColor(getattr(_current, side + ground))


def mixed(ground: str, tone: str, part: float) -> QColor:
    """Return the colour *ground* with *part* (0 to 1) of the colour *tone* in it."""
    return blend(color(ground), color(tone), part)


def blend(one: QColor, other: QColor, part: float) -> QColor:
    """Return *one* with *part* (0 to 1) of *other* in it."""
    pairs = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    return QColor(*(round(low + (high - low) * part) for low, high in pairs))


def paint_shape(painter: QPainter, stance: str, rect: QRectF, fill: QColor | None = None) -> None:
    """Paint the shape of a stance into *rect*: favor ▲, against ▼, neutral ●, not coded □.

    Painted, not written: no font need have the characters.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill or color(stance))
    side = min(rect.width(), rect.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    look = look_of(stance)
    if look.key == "uncoded":
        # open, as what is still to be filled in
        width = max(1.0, side * 0.14)
        painter.setPen(QPen(fill or color(stance), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = side * 0.1 + width / 2
        painter.drawRect(box.adjusted(inset, inset, -inset, -inset))
    elif look.side == "neutral":
        painter.drawEllipse(box.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08))
    else:
        halves = [box]
        if look.key != look.side:
            # two, one above the other
            halves = [box.adjusted(0, 0, 0, -side / 2), box.adjusted(0, side / 2, 0, 0)]
        for part in halves:
            tip, base = (part.top(), part.bottom()) if look.side == "favor" else (part.bottom(), part.top())
            inset = part.height() * 0.08 * (1 if look.side == "favor" else -1)
            corners = [QPointF(part.center().x(), tip + inset), QPointF(part.right(), base - inset)]
            painter.drawPolygon(QPolygonF([*corners, QPointF(part.left(), base - inset)]))
    painter.restore()


def look_of(stance: str) -> scale.Look:
    """Return the look of a stance, or of what has one of its looks."""
    return LOOKS[stance] if stance in LOOKS and not scale.in_use().has(stance) else scale.look(stance)


def _arrow() -> str:
    return (shipped("resources") / "style" / f"arrow-{'dark' if _current is DARK else 'light'}.svg").as_posix()


def paint_arrow(painter: QPainter, rect: QRect) -> None:
    """Paint the arrow of what opens a list."""
    QIcon(_arrow()).paint(painter, rect)


def shape_icon(stance: str, size: int = 12) -> QIcon:
    """Return the shape of a stance as an icon of *size* pixels."""
    return QIcon(_shape_pixmap(stance, size))


@cache
def _shape_pixmap(stance: str, size: int) -> QPixmap:
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_shape(painter, stance, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def _resolved(font: QFont) -> str:
    # a family such as “Sans Serif” is only another name for what is really painted
    return QFontInfo(font).family() if QFontDatabase.families() else ""
