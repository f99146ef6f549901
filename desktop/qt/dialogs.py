"""Asking for files."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from desktop.core.language import _
from desktop.core.project_file import SUFFIX
from desktop.core.visible import visible
from desktop.qt.tips import tip

# over which window, and the folder in which the dialog opens, or the file that it suggests
Ask = Callable[[QWidget, str], Path | None]


def named(name: str, suffixes: Iterable[str]) -> str:
    """Return a kind of file as a dialog offers it: its name and how its files' names may end."""
    return f"{name} ({' '.join(f'*{suffix}' for suffix in dict.fromkeys(suffixes))})"


class FileDialogs:
    """Ask for files. Each question is a function of its own, so that a test can answer in the user's place."""

    def __init__(self) -> None:
        projects = named(_("Visavis projects"), [SUFFIX])
        self.open_project: Ask = partial(_open, _("Open project"), lambda: projects)
        self.save_project: Ask = partial(_save_project, projects)
        self.save_copy: Ask = partial(_save, _("Save a copy"), lambda: [projects])
        # what a new project holds: ``empty``, ``example``, or nothing where there shall be none
        self.new_kind: Callable[[QWidget], str] = _new_kind
        # over which window, the title, the question, and the word for doing it
        # the same with what stands in the line at first; returns what is written there
        self.ask_text: Callable[[QWidget, str, str, str], str] = _ask_text
        self.confirm: Callable[[QWidget, str, str, str], bool] = _confirm
        self.open_documents: Callable[[QWidget, str], list[Path]] = partial(_open_several, _documents)
        self.open_folder: Ask = _open_folder
        # over which window, and the title
        self.choose_folder: Ask = _choose_folder
        self.save_table: Ask = partial(_save, _("Export table"), tuple)
        self.overwrite: Callable[[QWidget, Path], bool] = _overwrite
        # the name's ending says which of the two it is, here and in the next ones
        pictures = [named("SVG", [".svg"]), named("PNG", [".png"])]
        self.save_picture: Ask = partial(_save, _("Export picture"), lambda: pictures)
        pages = [named(_("Web page"), [".html"]), named("PDF", [".pdf"])]
        self.save_page: Ask = partial(_save, _("Export document"), lambda: pages)
        reports = [named(_("Web page"), [".html"]), named(_("Word document"), [".docx"]), named(_("Markdown"), [".md"])]
        self.save_report: Ask = partial(_save, _("Export the report"), lambda: reports)
        self.open_codebook: Ask = partial(_open, _("Import codebook"), _all_codebooks)
        self.save_codebook: Ask = partial(_save, _("Export codebook"), _codebooks)
        self.open_program: Ask = partial(_open, _("Import another program's project"), _programs)
        self.save_program: Ask = partial(_save, _("Export project"), tuple)
        # over which window, and the forms; returns the number of the chosen one
        self.program_form: Callable[[QWidget, list[str]], int | None] = _program_form
        answers = named(_("Answers"), [".toml"])
        self.open_answers: Ask = partial(_open, _("Load answers"), lambda: answers)
        self.save_answers: Ask = partial(_save, _("Save answers"), lambda: [answers])
        self.coder_name: Callable[[QWidget, str], str | None] = _coder_name
        # what it is called, and what draws it
        self.print_preview: Callable[[QWidget, str, Callable[[QPagedPaintDevice], None]], None] = _print_preview


def _print_preview(parent: QWidget, title: str, draw: Callable[[QPagedPaintDevice], None]) -> None:
    # not before it is wanted: the window starts without it
    from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(_("Print {title}").format(title=title))
    dialog.resize(parent.size() * 0.8)
    dialog.paintRequested.connect(draw)
    dialog.exec()


def _documents() -> str:
    # what reads files is read when they are asked for: the window starts without it
    from desktop.exchange.readers.collections import SUFFIXES
    from desktop.exchange.readers.formats import DOCUMENTS

    return named(_("Documents"), (*(suffix for row in reversed(DOCUMENTS) for suffix in row.suffixes), *SUFFIXES))


def _codebooks() -> list[str]:
    from desktop.exchange.recognition import CODEBOOKS

    return [named(_(row.name), row.suffixes) for row in CODEBOOKS]


def _all_codebooks() -> str:
    from desktop.exchange.recognition import CODEBOOKS

    return named(_("Codebooks"), (suffix for row in CODEBOOKS for suffix in row.suffixes))


def _programs() -> str:
    from desktop.exchange.programs.registry import PROGRAMS

    # one annotated document may be chosen as well, whose claims come back changed
    suffixes = [suffix for row in PROGRAMS for suffix in row.suffixes]
    return named(_("Projects of other programs"), (*suffixes, ".md"))


def _program_form(parent: QWidget, forms: list[str]) -> int | None:
    title, question = _("Export project"), _("In which form the whole project is written:")
    name, accepted = QInputDialog.getItem(parent, title, question, forms, 0, False)
    return forms.index(name) if accepted else None


def _open(title: str, kind: Callable[[], str], parent: QWidget, folder: str) -> Path | None:
    name = QFileDialog.getOpenFileName(parent, title, folder, f"{kind()};;{_('All files (*)')}")[0]
    return Path(name) if name else None


def _save_project(kind: str, parent: QWidget, folder: str) -> Path | None:
    name = QFileDialog.getSaveFileName(parent, _("New project"), folder, kind)[0]
    return Path(name if name.endswith(SUFFIX) else name + SUFFIX) if name else None


def _open_several(kind: Callable[[], str], parent: QWidget, folder: str) -> list[Path]:
    kinds = f"{kind()};;{_('All files (*)')}"
    return [Path(name) for name in QFileDialog.getOpenFileNames(parent, _("Import documents"), folder, kinds)[0]]


def _open_folder(parent: QWidget, folder: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, _("Import a folder"), folder)
    return Path(name) if name else None


def _choose_folder(parent: QWidget, title: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def _save(title: str, offered: Callable[[], Sequence[str]], parent: QWidget, suggestion: str) -> Path | None:
    """Ask for a file; a name without an ending gets that of the chosen kind before the dialog asks to overwrite.

    Where no kinds are *offered*, the ending of the file that is suggested is the only one.
    """
    ending = Path(suggestion).suffix
    kinds = offered() or [named(ending[1:].upper(), [ending])]
    dialog = QFileDialog(parent, title, str(Path(suggestion).parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([*kinds, _("All files (*)")])

    def follow(kind: str) -> None:
        dialog.setDefaultSuffix(kind.partition("*.")[2].rstrip(")"))

    follow(kinds[0])
    dialog.filterSelected.connect(follow)
    dialog.selectFile(Path(suggestion).name)
    accepted = dialog.exec()
    found = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(found[0]) if accepted and found else None


def _new_kind(parent: QWidget) -> str:
    box = QMessageBox(QMessageBox.Icon.Question, _("New project"), _("What shall the new project hold?"), parent=parent)
    box.setInformativeText(
        _("An empty project is for a study of your own. The example holds coded documents to try Visavis with.")
    )
    empty = box.addButton(_("Empty project"), QMessageBox.ButtonRole.AcceptRole)
    example = box.addButton(_("With the example"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(empty)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return "empty" if clicked is empty else "example" if clicked is example else ""


def _confirm(parent: QWidget, title: str, question: str, words: str) -> bool:
    # it may tell of names, and of what somebody typed
    box = QMessageBox(QMessageBox.Icon.Question, title, visible(question), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    does = box.addButton(words, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is does


def _ask_text(parent: QWidget, title: str, question: str, current: str) -> str:
    text, accepted = QInputDialog.getText(parent, title, tip(question), text=current)
    return text.strip() if accepted else ""


def _overwrite(parent: QWidget, path: Path) -> bool:
    question = _("{name} stands there already. Shall it be replaced?").format(name=path.name)
    return QMessageBox.question(parent, _("Export table"), tip(question)) == QMessageBox.StandardButton.Yes


def _coder_name(parent: QWidget, current: str) -> str | None:
    label = _("Your name, as it stands on your claims:")
    name, accepted = QInputDialog.getText(parent, _("Who am I"), label, text=current)
    return name.strip() if accepted else None
