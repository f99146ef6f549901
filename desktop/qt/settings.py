"""What the window remembers between two starts: one table of settings, kept in an INI file."""

from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from desktop.core.limits import LEAST, MEGABYTE, Limits, allow
from desktop.paths import is_there, user_settings


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to remember: its key, what it is at first, and what alone it can be, where it cannot be anything.

    What the file has besides, written by hand or by another version, is as if it was never set.
    """

    key: str
    default: str
    choices: tuple[str, ...] = ()
    # the least and the most of a number
    bounds: tuple[float, float] = (0.0, 0.0)


SCHEME = Setting("window/scheme", "system", ("system", "light", "dark"))
# one of stance, topic, actor, or the place of an own field
COLOR_BY = Setting("reading/color_by", "stance")
ZOOM = Setting("reading/points", "13", bounds=(8, 32))
LINKED = Setting("reading/linked", "1")
LIBRARY = Setting("reading/library", "1")
PANEL = Setting("reading/panel", "1")
INTERFACE = Setting("window/interface_percent", "100", bounds=(70, 200))
FAMILY = Setting("reading/family", "")
LEADING = Setting("reading/leading", "1.4", bounds=(1, 3))
TOPICS = Setting("reading/topics", "0")
CODER = Setting("coder/name", "")
RECENT = Setting("project/last", "")
SPOTS = Setting("project/spots", "")
# of the window: left, top, width, height, what its frame adds to these two, and 1 when it was maximized
PLACE = Setting("window/place", "")
# projects of which it was told that a program syncs their folder
SYNC_TOLD = Setting("project/sync_told", "")
RECENT_PROJECTS = Setting("project/recent", "")
# where one was last, by what the dialog is for
OPEN_FOLDER = Setting("project/open_folder", "")
SAVE_FOLDER = Setting("project/save_folder", "")
IMPORT_FOLDER = Setting("import/folder", "")
EXPORT_FOLDER = Setting("export/folder", "")
EXPORT_EXACT = Setting("export/exact", "0")
QUOTATIONS_BY = Setting("quotations/by", "verdict", ("verdict", "document", "speaker"))
IMPORT_FOLDERS = Setting("import/folders", "")
IMPORT_LEFT_OUT = Setting("import/left_out", "")
IMPORT_KEEP = Setting("import/keep", "0")
IMPORT_NAMES = Setting("import/names", "")
# what reading a document may take, in seconds and in megabytes
READING_SECONDS = Setting("import/seconds", str(round(Limits().seconds)), bounds=(LEAST.seconds, 86_400))
READING_MEMORY = Setting(
    "import/megabytes", str(Limits().memory // MEGABYTE), bounds=(LEAST.memory // MEGABYTE, 65_536)
)
MATRIX_COMPACT = Setting("matrix/compact", "0")


class Settings:
    """Read and write settings."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep them in the INI file *path*; the user's own when it is None."""
        where = path or user_settings() / "visavis.ini"
        self._store = QSettings(str(where), QSettings.Format.IniFormat)

    def get(self, setting: Setting) -> str:
        """Return the value of *setting*."""
        found = str(self._store.value(setting.key, setting.default))
        return found if found in setting.choices or not setting.choices else setting.default

    def number(self, setting: Setting) -> float:
        """Return the value of *setting* as a number within its bounds."""
        try:
            found = float(self.get(setting))
        except ValueError:
            found = nan
        least, most = setting.bounds
        return float(setting.default) if isnan(found) else min(most, max(least, found))

    def allow_reading(self) -> None:
        """Let documents take what the user allows them to take."""
        allow(Limits(self.number(READING_SECONDS), round(self.number(READING_MEMORY)) * MEGABYTE))

    def is_set(self, setting: Setting) -> bool:
        """Return whether the user has ever decided on *setting*."""
        return self._store.contains(setting.key)

    def set(self, setting: Setting, value: str) -> None:
        """Remember *value*."""
        self._store.setValue(setting.key, value)

    def folder(self, setting: Setting) -> str:
        """Return the folder in which a dialog opens: where one was last, else the user's documents."""
        last = self.get(setting)
        # a folder that is gone would open the dialog anywhere
        if last and is_there(Path(last), folder=True):
            return last
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return documents if is_there(Path(documents), folder=True) else str(Path.home())

    def keep_folder(self, setting: Setting, path: Path) -> None:
        """Remember the folder of a file that was chosen."""
        self.set(setting, str(path.parent))
