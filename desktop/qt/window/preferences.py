"""What one can set to one's own liking, each taken over at once; and the keys, to be looked up."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFontComboBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QWidget,
)

from desktop.core.language import N_, _
from desktop.project.backups import OFF, chosen_folder
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, vbox
from desktop.qt.settings import Settings
from desktop.qt.window.help import KeyList
from desktop.qt.window.look_actions import LookActions, chosen_type
from desktop.qt.window.projects import ProjectActions

# of the usual size, in per cent
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
LEADINGS = (("1.2", N_("narrow")), ("1.4", N_("usual")), ("1.7", N_("wide")), ("2.0", N_("double")))
SCHEMES = (("system", N_("like the system")), ("light", N_("light")), ("dark", N_("dark")))


BACKUPS = (
    ("", N_("beside each project")),
    ("folder", N_("in one folder…")),
    (OFF, N_("none")),
)


class Preferences(QDialog):
    """Ask for sizes, type, colours and the coder's name, in a window that blocks nothing."""

    def __init__(self, looks: LookActions, projects: ProjectActions, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preferences"))
        resize_within_screen(self, 560, 480)
        chosen = chosen_type(settings)
        self.interface = self._choice([(str(size), f"{size} %") for size in SIZES], str(round(100 * chosen.interface)))
        self.interface.activated.connect(lambda _at: looks.set_type(keys.INTERFACE, self.interface.currentData()))
        self.points = QDoubleSpinBox()
        self.points.setDecimals(0)
        self.points.setRange(*keys.ZOOM.bounds)
        self.points.setSuffix(_(" pt"))
        self.points.setValue(looks.points)
        self.points.valueChanged.connect(looks.set_points)
        self.family = QFontComboBox()
        self.family.setEditable(False)
        self.family.setCurrentFont(QFont(chosen.family))
        self.family.currentFontChanged.connect(lambda font: looks.set_type(keys.FAMILY, font.family()))
        usual = push(_("Usual"), "flat", _("The type that comes with Visavis"), does=self._take_usual)
        self.leading = self._choice([(value, _(words)) for value, words in LEADINGS], str(chosen.leading))
        self.leading.activated.connect(lambda _at: looks.set_type(keys.LEADING, self.leading.currentData()))
        self.scheme = self._choice([(value, _(words)) for value, words in SCHEMES], settings.get(keys.SCHEME))
        self.scheme.activated.connect(lambda _at: looks.set_scheme(self.scheme.currentData()))
        self.coder = QLineEdit(settings.get(keys.CODER))
        self.coder.setPlaceholderText(_("as your system calls you"))
        self.coder.editingFinished.connect(lambda: self._take_coder(projects, settings))
        self.seconds = self._limit(settings, keys.READING_SECONDS, _(" s"))
        self.megabytes = self._limit(settings, keys.READING_MEMORY, _(" MB"))
        self.backups = self._choice([(value, _(words)) for value, words in BACKUPS], _kind_of_backups())
        self.backups.activated.connect(lambda _at: self._take_backups(projects))
        self.folder = label(chosen_folder(), "dim", wraps=True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for words, field in (
            (_("Size of the interface"), self.interface),
            (_("Size of texts"), self.points),
            (_("Type of texts"), hbox((self.family, 1), usual, gap=6)),
            (_("Lines of texts"), self.leading),
            (_("Light or dark"), self.scheme),
            (_("Your name, on your claims"), self.coder),
            (_("Time to read a document, at most"), self.seconds),
            (_("Memory to read a document, at most"), self.megabytes),
            (_("Backups"), self.backups),
        ):
            form.addRow(words, field)
            if isinstance(field, QWidget):
                field.setAccessibleName(words)
        self.family.setAccessibleName(_("Type of texts"))
        form.addRow("", self.folder)
        note = label(_("All of it holds at once, for every project."), "dim", wraps=True)
        look, self.keys = QWidget(), KeyList()
        vbox(form, note, 1, on=look, margins=(14, 16, 14, 10), gap=14)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Preferences"))
        self.tabs.addTab(look, _("Look and name"))
        self.tabs.addTab(self.keys, _("Keys"))
        close = push(_("Close"), does=self.close)
        vbox((self.tabs, 1), hbox(1, close), on=self, margins=(12, 12, 12, 12), gap=10)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first choice."""
        super().showEvent(event)
        self.interface.setFocus()

    def _choice(self, values: list[tuple[str, str]], chosen: str) -> QComboBox:
        box = QComboBox()
        for value, words in values:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _limit(self, settings: Settings, key: keys.Setting, unit: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(*map(round, key.bounds))
        box.setSuffix(unit)
        box.setValue(round(settings.number(key)))
        box.setToolTip(_("A document that takes more is left out and told; the window goes on."))

        def take(value: int) -> None:
            settings.set(key, str(value))
            settings.allow_reading()

        box.valueChanged.connect(take)
        return box

    def _take_backups(self, projects: ProjectActions) -> None:
        kind = str(self.backups.currentData())
        if kind == "folder":
            kind = str(projects.ask_folder(_("Folder for backups")) or "")
        if not projects.keep_backups_in(kind):
            kind = chosen_folder()
        self.backups.setCurrentIndex(self.backups.findData(_kind_of_backups()))
        self.folder.setText(kind if kind != OFF else "")

    def _take_usual(self) -> None:
        self.family.setCurrentFont(QFont(theme.SERIF))

    def _take_coder(self, projects: ProjectActions, settings: Settings) -> None:
        name = self.coder.text().strip()
        if name and name != settings.get(keys.CODER):
            projects.name_coder(name)


def _kind_of_backups() -> str:
    folder = chosen_folder()
    return folder if folder in ("", OFF) else "folder"
