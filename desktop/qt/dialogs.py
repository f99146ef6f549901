"""Asking for files."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXTS = "Documents (*.txt *.md *.html *.htm *.pdf *.docx *.odt *.rtf *.epub *.srt *.vtt *.eml);;All files (*)"


class FileDialogs:
    """Ask for files. Each question is a function of its own, so that a test can answer in the user's place."""

    def __init__(self) -> None:
        self.open_project: Callable[[QWidget, str], Path | None] = _open_project
        self.save_project: Callable[[QWidget, str], Path | None] = _save_project
        self.open_documents: Callable[[QWidget, str], list[Path]] = _open_documents
        self.open_folder: Callable[[QWidget, str], Path | None] = _open_folder
        self.save_table: Callable[[QWidget, str], Path | None] = _save_table
        self.overwrite: Callable[[QWidget, Path], bool] = _overwrite
        self.save_picture: Callable[[QWidget, str], Path | None] = _save_picture
        self.save_page: Callable[[QWidget, str], Path | None] = _save_page
        self.open_codebook: Callable[[QWidget, str], Path | None] = _open_codebook
        self.save_codebook: Callable[[QWidget, str], Path | None] = _save_codebook
        self.coder_name: Callable[[QWidget, str], str | None] = _coder_name


def _open_project(parent: QWidget, folder: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, "Open project", folder, "Visavis projects (*.visavis);;All files (*)")
    return Path(name) if name else None


def _save_project(parent: QWidget, folder: str) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, "New project", folder, "Visavis projects (*.visavis)")
    if name and not name.endswith(".visavis"):
        name += ".visavis"
    return Path(name) if name else None


def _open_documents(parent: QWidget, folder: str) -> list[Path]:
    names, _ = QFileDialog.getOpenFileNames(parent, "Import documents", folder, _TEXTS)
    return [Path(name) for name in names]


def _open_folder(parent: QWidget, folder: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, "Import a folder", folder)
    return Path(name) if name else None


def _save_table(parent: QWidget, suggestion: str) -> Path | None:
    ending = Path(suggestion).suffix
    return _save(parent, "Export table", suggestion, [f"{ending[1:].upper()} (*{ending})"])


def _save_picture(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, "Export picture", suggestion, ["SVG (*.svg)", "PNG (*.png)"])


def _save_page(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, "Export document", suggestion, ["Web page (*.html)", "PDF (*.pdf)"])


def _save(parent: QWidget, title: str, suggestion: str, kinds: list[str]) -> Path | None:
    """Ask for a file; a name without an ending gets that of the chosen kind before the dialog asks to overwrite."""
    dialog = QFileDialog(parent, title, str(Path(suggestion).parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([*kinds, "All files (*)"])

    def follow(kind: str) -> None:
        dialog.setDefaultSuffix(kind.partition("*.")[2].rstrip(")"))

    follow(kinds[0])
    dialog.filterSelected.connect(follow)
    dialog.selectFile(Path(suggestion).name)
    accepted = dialog.exec()
    found = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(found[0]) if accepted and found else None


def _overwrite(parent: QWidget, path: Path) -> bool:
    question = f"{path.name} stands there already. Shall it be replaced?"
    return QMessageBox.question(parent, "Export table", question) == QMessageBox.StandardButton.Yes


def _open_codebook(parent: QWidget, folder: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, "Import codebook", folder, "Codebooks (*.toml *.csv);;All files (*)")
    return Path(name) if name else None


def _save_codebook(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, "Export codebook", suggestion, ["TOML (*.toml)", "CSV (*.csv)"])


def _coder_name(parent: QWidget, current: str) -> str | None:
    name, accepted = QInputDialog.getText(parent, "Who am I", "Your name, as it stands on your claims:", text=current)
    return name.strip() if accepted else None
