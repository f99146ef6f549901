"""The lines above and below the table of files: what was found, what all chosen rows get, and the ways out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QProgressBar, QPushButton, QWidget

from desktop.core.language import _, ngettext
from desktop.core.values import DOCUMENT_KINDS
from desktop.project.importing import KEEP_LIMIT
from desktop.qt.importing.files_model import FileRow
from desktop.qt.parts.layouts import Space, hbox, label, push


class ImportTop(QWidget):
    """Tell in a line what was found, and change all chosen rows: their kind and date, left out or taken in."""

    def __init__(self) -> None:
        super().__init__()
        self.told = label(role="dim")
        self.bar = QProgressBar()
        self.bar.setObjectName("importProgress")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 6)
        self._chosen = label(role="dim")
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind of the chosen files"))
        self.kind.addItems((_("Kind of the chosen…"), *DOCUMENT_KINDS))
        self.date = QLineEdit()
        self.date.setAccessibleName(_("Date of the chosen files"))
        self.date.setPlaceholderText(_("Date of the chosen…"))
        self.date.setToolTip(_("2024-04-26, 2024-04, 2024 or --04-26, then Enter"))
        self.date.setFixedWidth(170)
        self.out, self.back = push(_("Leave out"), "pill"), push(_("Take in"), "pill")
        self._changing = (self.kind, self.date, self.out, self.back)
        found = (self.told, (self.bar, 0, Qt.AlignmentFlag.AlignVCenter))
        hbox(*found, 1, self._chosen, *self._changing, on=self, margins=(14, 8, 12, 6), gap=8)

    def tell(self, rows: Sequence[FileRow], chosen: int, actors: int, *, adding: bool, busy: bool) -> None:
        """Count *rows*, of which so many are chosen, and which make so many *actors*."""
        found = [row.found for row in rows if row.found is not None]
        parts = [_("Importing…")] if adding else []
        parts.append(ngettext("{count:,} file", "{count:,} files", len(rows)).format(count=len(rows)))
        for count, words in (
            (len(rows) - len(found), _("{count:,} still to read")),
            (sum(bool(one.problem) for one in found), _("{count:,} cannot be read")),
            (sum(bool(one.same) for one in found), _("{count:,} there already")),
            (sum(row.wanted and row.value("date").startswith("--") for row in rows), _("{count:,} without a year")),
            (actors, ngettext("{count:,} new actor", "{count:,} new actors", actors)),
        ):
            if count:
                parts.append(words.format(count=count))
        self.told.setText(" · ".join(parts))
        self.bar.setVisible(busy)
        self._chosen.setText(_("{count:,} chosen").format(count=chosen) if chosen else "")
        for part in self._changing:
            part.setEnabled(bool(chosen) and not adding)


class ImportFoot(QWidget):
    """Add more files, and accept or cancel."""

    def __init__(self) -> None:
        super().__init__()
        words = (_("Files…"), _("Folder…"), _("Paste"))
        self.files, self.folder, self.paste = (push(word, "pill") for word in words)
        kept = _("Keep the original files in the project (up to {size} MB each)")
        self.keep = QCheckBox(kept.format(size=KEEP_LIMIT // 2**20))
        self.cancel, self.accept = QPushButton(_("Cancel")), QPushButton(_("Import"))
        self.accept.setDefault(True)
        self.accept.setToolTip(_("Ctrl+Enter"))
        more, ways_out = (self.files, self.folder, self.paste), (self.cancel, self.accept)
        hbox(*more, Space(10), self.keep, 1, *ways_out, on=self, margins=(14, 7, 12, 8), gap=8)

    def tell(self, wanted: int, *, adding: bool, busy: bool) -> None:
        """Say how many documents there are to accept."""
        text = ngettext("Import {count:,} document", "Import {count:,} documents", wanted).format(count=wanted)
        self.accept.setText(text if wanted else _("Import"))
        self.accept.setEnabled(bool(wanted) and not busy)
        for button in (self.files, self.folder, self.paste, self.keep):
            button.setEnabled(not adding)
