"""How the window looks: type size, colours and what they mean, light and dark, linked reading, furniture."""

from collections import Counter
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.axes import NONE
from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.own_fields import OWNERS
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.parts.field_colors import OWN_COLORS
from desktop.qt.reading.desk import Desk
from desktop.qt.reading.highlights import BUILT_IN
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.bars import TopBar


def chosen_type(settings: Settings) -> theme.TypeChoice:
    """Return what the user wants of type."""
    interface, leading = settings.number(keys.INTERFACE) / 100, settings.number(keys.LEADING)
    return theme.TypeChoice(interface, settings.get(keys.FAMILY) or theme.SERIF, leading)


class LookActions(QObject):
    """Change how things look, and remember it."""

    # the text is about to move
    changing = Signal()
    # the scheme has changed
    restyled = Signal()

    def __init__(
        self, session: Session, settings: Settings, desk: Desk, top: TopBar, actions: dict[str, QAction]
    ) -> None:
        super().__init__()
        self._session = session
        self._settings = settings
        self._desk = desk
        self._top = top
        self._actions = actions
        self._points = settings.number(keys.ZOOM)
        session.opened.connect(self._take_colors)
        session.changed.connect(self._on_changed)

    def take_settings(self) -> None:
        """Look as the user left things."""
        if chosen_type(self._settings) != theme.type_choice():
            self._apply()
        self._link(linked=self._settings.get(keys.LINKED) == "1")
        self._actions[f"scheme_{self._settings.get(keys.SCHEME)}"].setChecked(True)
        self.color_by(self._settings.get(keys.COLOR_BY))

    def toggle_linked(self) -> None:
        """Switch linked reading."""
        self._link(linked=not self._desk.linked)
        self._settings.set(keys.LINKED, "1" if self._desk.linked else "0")

    def _link(self, *, linked: bool) -> None:
        self._desk.linked = linked
        self._actions["linked"].setChecked(linked)
        self._top.set_linked(linked)

    def toggle_furniture(self) -> None:
        """Unfold the page furniture of the active pane, or fold it."""
        if self._desk.active is not None:
            self._desk.active.view.furniture.toggle_all()

    @property
    def points(self) -> float:
        """The size of the reading type."""
        return self._points

    def zoom(self, way: int) -> None:
        """Make the reading type larger (1), smaller (-1) or usual (0)."""
        self.set_points(self._points + way if way else float(keys.ZOOM.default))

    def set_points(self, wanted: float) -> None:
        """Give the reading type a size, as far as it can be read."""
        least, most = keys.ZOOM.bounds
        points = min(most, max(least, wanted))
        if points != self._points:
            self._points = points
            self._settings.set(keys.ZOOM, str(points))
            self.changing.emit()
            self._desk.set_points(points)

    def color_by(self, by: str) -> None:
        """Let the highlights' colours tell the ``stance``, ``topic``, ``actor``, or an own field by its place.

        A field is remembered while another project is open that has none of it: there they tell the stance.
        """
        self._settings.set(keys.COLOR_BY, by)
        self._take_colors()

    def _take_colors(self) -> None:
        by = self._desk.colors.choose(self._settings.get(keys.COLOR_BY))
        field = self._desk.colors.field
        if field is None:
            self._actions[f"color_{by}"].setChecked(True)
        else:
            for known in BUILT_IN:
                group = self._actions[f"color_{known}"].actionGroup()
                if group is not None:
                    # none of these three holds
                    group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
                self._actions[f"color_{known}"].setChecked(False)
        self._top.set_color_by(by, field.name if field is not None else "")
        self._desk.restyle()
        self.fill_legend()

    def _on_changed(self, changes: ChangeSet) -> None:
        field = self._desk.colors.field
        wanted = self._settings.get(keys.COLOR_BY)
        owners = {"claim": "claim_value"}
        if changes.touches("own_field") and wanted not in BUILT_IN:
            self._take_colors()
        elif field is not None and changes.touches(owners.get(field.owner, field.owner)):
            # there may be values that were not there
            self._desk.colors.choose(wanted)
            self._desk.restyle()

    def offer_fields(self, menu: QMenu, first: list[QAction]) -> None:
        """Let a menu that begins with *first* offer the own fields of the project, too."""
        for action in menu.actions():
            if action not in first:
                menu.removeAction(action)
                action.deleteLater()
        if not self._session.is_open:
            return
        fields = [one for owner in OWNERS for one in self._session.own_fields(owner)]
        if fields:
            menu.addSeparator()
        names = Counter(one.name for one in fields)
        for one in fields:
            whose = one.name if names[one.name] == 1 else f"{one.name} ({_(OWNERS[one.owner])})"
            action = menu.addAction(_("Colour by {field}").format(field=whose.replace("&", "&&")))
            action.setCheckable(True)
            action.setChecked(self._desk.colors.by == one.place)
            action.triggered.connect(partial(self.color_by, one.place))

    def set_scheme(self, scheme: str) -> None:
        """Turn ``light``, ``dark``, or as the ``system`` is."""
        self._settings.set(keys.SCHEME, scheme)
        self._actions[f"scheme_{scheme}"].setChecked(True)
        self._apply()
        self.restyled.emit()
        self.fill_legend()

    def set_type(self, setting: keys.Setting, value: str) -> None:
        """Change the size of the interface, or the family or the line height of texts."""
        self._settings.set(setting, value)
        self.changing.emit()
        self._apply()
        self._desk.set_points(self._points)
        self.restyled.emit()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._settings.get(keys.SCHEME), chosen_type(self._settings))

    def follow_system(self, _scheme: Qt.ColorScheme) -> None:
        """Turn light or dark with the desktop, when that is what the user wants."""
        if self._settings.get(keys.SCHEME) == "system":
            self.set_scheme("system")

    def fill_legend(self) -> None:
        """Say what the colours of the highlights mean."""
        legend = self._top.legend
        by = self._desk.colors.by
        if by == "stance" or not self._session.is_open:
            legend.set_stances()
            return
        colors = self._desk.colors
        if colors.field is not None:
            field = colors.field
            named = [(field.shown(value), colors.of_value(value)) for value in colors.values[:OWN_COLORS]]
            if len(colors.values) > OWN_COLORS:
                named.append((_("others"), colors.of_value(colors.values[OWN_COLORS])))
            legend.set_names(named, none=NONE)
            return
        tally: Counter[int] = Counter()
        for pane in self._desk.panes:
            model = pane.model
            if by == "topic":
                tally.update(model.topic.values())
            else:
                model.learn_actors(list(model.marks))
                tally.update(model.actor(claim_id) for claim_id in model.marks)
        names = self._session.entry_names(by)
        color = self._desk.colors.topic if by == "topic" else self._desk.colors.actor
        most = [number for number, _ in tally.most_common(12) if number in names]
        legend.set_names([(names[number], color(number)) for number in most])
