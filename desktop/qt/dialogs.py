"""Asking for files."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from desktop.core.language import _
from desktop.core.project_file import SUFFIX
from desktop.exchange.readers.formats import DOCUMENTS
from desktop.exchange.recognition import CODEBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


def named(name: str, suffixes: "Iterable[str]") -> str:
    """Return a kind of file as a dialog offers it: its name and how its files' names may end."""
    return f"{name} ({' '.join(f'*{suffix}' for suffix in dict.fromkeys(suffixes))})"


def documents() -> str:
    """Return all that documents may be as a dialog offers it."""
    return named(_("Documents"), (suffix for row in reversed(DOCUMENTS) for suffix in row.suffixes))


def _open_project(parent: QWidget, folder: str) -> Path | None:
    return _open(parent, _("Open project"), folder, named(_("Visavis projects"), [SUFFIX]))


def _save_project(parent: QWidget, folder: str) -> Path | None:
    projects = named(_("Visavis projects"), [SUFFIX])
    name = QFileDialog.getSaveFileName(parent, _("New project"), folder, projects)[0]
    if name and not name.endswith(SUFFIX):
        name += SUFFIX
    return Path(name) if name else None


def _open_documents(parent: QWidget, folder: str) -> list[Path]:
    kinds = ";;".join((documents(), _all_files()))
    return [Path(name) for name in QFileDialog.getOpenFileNames(parent, _("Import documents"), folder, kinds)[0]]


def _open_folder(parent: QWidget, folder: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, _("Import a folder"), folder)
    return Path(name) if name else None


def _save_table(parent: QWidget, suggestion: str) -> Path | None:
    ending = Path(suggestion).suffix
    return _save(parent, _("Export table"), suggestion, [named(ending[1:].upper(), [ending])])


def _save_picture(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, _("Export picture"), suggestion, [named("SVG", [".svg"]), named("PNG", [".png"])])


def _save_page(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, _("Export document"), suggestion, [named(_("Web page"), [".html"]), named("PDF", [".pdf"])])


def _all_files() -> str:
    return _("All files (*)")


def _open(parent: QWidget, title: str, folder: str, kind: str) -> Path | None:
    name = QFileDialog.getOpenFileName(parent, title, folder, f"{kind};;{_all_files()}")[0]
    return Path(name) if name else None


def _save(parent: QWidget, title: str, suggestion: str, kinds: list[str]) -> Path | None:
    """Ask for a file; a name without an ending gets that of the chosen kind before the dialog asks to overwrite."""
    dialog = QFileDialog(parent, title, str(Path(suggestion).parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([*kinds, _all_files()])

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
    question = _("{name} stands there already. Shall it be replaced?").format(name=path.name)
    return QMessageBox.question(parent, _("Export table"), question) == QMessageBox.StandardButton.Yes


def _open_codebook(parent: QWidget, folder: str) -> Path | None:
    suffixes = (suffix for row in CODEBOOKS for suffix in row.suffixes)
    return _open(parent, _("Import codebook"), folder, named(_("Codebooks"), suffixes))


def _save_codebook(parent: QWidget, suggestion: str) -> Path | None:
    # the name's ending says which of the two it is
    return _save(parent, _("Export codebook"), suggestion, [named(_(row.name), row.suffixes) for row in CODEBOOKS])


def _coder_name(parent: QWidget, current: str) -> str | None:
    label = _("Your name, as it stands on your claims:")
    name, accepted = QInputDialog.getText(parent, _("Who am I"), label, text=current)
    return name.strip() if accepted else None
