"""What is chosen by a menu on a button; and a row of buttons with one for the fields that have no button there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from desktop.core.axes import FIELDS, AxisField, field_of
from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.own_fields import OWNERS, OwnField
from desktop.core.text import one_line
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import hbox
from desktop.qt.session import Session
from desktop.qt.tips import tip

# letters of a choice on its pill
_LONGEST = 20


class Pill(QToolButton):
    """A button that says what is chosen and opens a menu of what can be."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setProperty("role", "pill")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = QMenu(self)
        self.setMenu(self.choices)

    def show_choice(self, words: str) -> None:
        """Say what is chosen."""
        told = f"{self._title} {words}".strip()
        # in full where there is little room for one of several
        self.setText(f"{self._title} {one_line(words, _LONGEST)}".strip())
        self.setToolTip(tip(told))
        self.setAccessibleName(told)


def radio_action(menu: QMenu, group: QActionGroup, words: str, chosen: bool, take: Callable[[], None]) -> None:
    """Add one of several choices to a menu."""
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(chosen)
    group.addAction(action)
    action.triggered.connect(lambda: take())


def own_places(session: Session) -> list[str]:
    """Return the places of all own fields of the project that is open."""
    return [one.place for owner in OWNERS for one in session.own_fields(owner)]


def renamed_fields(session: Session, changes: ChangeSet) -> list[tuple[OwnField, OwnField | None]]:
    """Return the own fields that an edit renamed, merged or deleted, each with what stands for it now."""
    rows = [change for change in changes.of("own_field") if change.before is not None]
    if not rows:
        return []
    kept = {str(one.after["uuid"]): str(one.after["successor"]) for one in changes.of("successor") if one.after}
    there = {one.uuid: one for owner in OWNERS for one in session.own_fields(owner)}
    found: list[tuple[OwnField, OwnField | None]] = []
    for change in rows:
        assert change.before is not None
        old = OwnField(str(change.before["owner"]), str(change.before["name"]))
        uuid = str(change.before["uuid"])
        new = there.get(kept.get(uuid, uuid))
        if new is None or new.place != old.place:
            found.append((old, new))
    return found


class FieldChoices(QWidget):
    """Choose one of a few values by buttons, or any other field, the project's own ones too, by a menu beside them.

    Attributes:
        first: what is offered first.

    Signals:
        picked(str): the user chose a value, or a field by its name.
    """

    picked = Signal(str)

    def __init__(
        self,
        values: list[tuple[str, str, str]],
        session: Session,
        takes: Callable[[AxisField], bool] = lambda field: True,
        other: str = "",
    ) -> None:
        """Offer *values* (value, words, tool tip), and behind them, as *other*, fields that *takes* lets through."""
        super().__init__()
        self._other = other or _("other field")
        self._session, self._takes = session, takes
        self.first = values[0][0]
        self._field = ""
        self._shown = Choices(values)
        self.more = Pill("")
        self.more.show_choice(self._other)
        hbox(self._shown, self.more, on=self, gap=4)
        self._shown.picked.connect(self._take)
        self.more.choices.aboutToShow.connect(self._fill)

    @property
    def value(self) -> str:
        """The value, or the name of the field, that is chosen; what is gone from the project is no choice any more."""
        if self._field and self._field not in FIELDS and self._field not in own_places(self._session):
            self.set_value(self.first)
        return self._field or self._shown.value

    def set_value(self, value: str) -> None:
        """Choose a value, or a field by its name."""
        is_button = value in self._shown.values
        self._field = "" if is_button else value
        self._shown.set_value(value if is_button else "")
        self.more.show_choice(field_of(value).called if self._field else self._other)
        self.more.setProperty("on", bool(self._field))
        self.more.style().unpolish(self.more)
        self.more.style().polish(self.more)

    def button(self, value: str) -> QPushButton:
        """Return the button of a value."""
        return self._shown.button(value)

    def _take(self, value: str) -> None:
        self.set_value(value)
        self.picked.emit(value)

    def _fill(self) -> None:
        menu = self.more.choices
        menu.clear()
        group = QActionGroup(menu)
        for names in ([*FIELDS], own_places(self._session)):
            offered = [field for field in map(field_of, names) if self._takes(field)]
            if offered and not menu.isEmpty():
                menu.addSeparator()
            for field in offered:
                if field.name not in self._shown.values:
                    radio_action(menu, group, field.title, field.name == self._field, partial(self._take, field.name))
