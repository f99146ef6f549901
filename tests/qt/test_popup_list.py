"""What is chosen from lists that open: one behaviour of the keys everywhere, on a ground that can be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.matching import Candidate
from desktop.qt import theme
from desktop.qt.parts.name_field import EntryField, NameField
from desktop.qt.parts.pick_button import PickButton
from desktop.qt.parts.popup_list import PopupList, PopupModel, PopupRow
from desktop.qt.parts.type_ahead import ChoiceField, TypeAheadLine
from desktop.qt.session import Session
from desktop.store import edits

from .test_matrix_model import ids
from .window_kit import keys

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = [f"Harbour {number:02}" for number in range(30)]


@pytest.fixture
def holder(light: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    """A window for fields, with another line to go on to."""
    found = QWidget()
    found.resize(500, 700)
    yield found
    found.close()


def shown(holder: QWidget, qtbot: QtBot, *widgets: QWidget) -> None:
    for at, widget in enumerate(widgets):
        widget.setParent(holder)
        widget.setGeometry(10, 10 + 40 * at, 300, 32)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    widgets[0].setFocus()


def choice() -> ChoiceField:
    return ChoiceField("Harbour", lambda: [Candidate(at, (name,)) for at, name in enumerate(NAMES)])


def pick() -> PickButton:
    return PickButton("Harbour", lambda: [PopupRow(name, name) for name in NAMES])


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def assert_readable(image: QImage) -> None:
    """Every pixel is painted; most of them in the colour of cards, and some so that they stand out from it."""
    card = QColor(theme.colors().card)
    colors = [image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    assert all(color.alpha() == 255 for color in colors)
    assert sum(color == card for color in colors) > len(colors) / 2
    assert max(abs(color.lightness() - card.lightness()) for color in colors) > 100


def combo_popup(holder: QWidget) -> QWidget:
    combo = QComboBox(holder)
    combo.addItems(NAMES[:5])
    combo.showPopup()
    return combo.view().window()


def completer_popup(holder: QWidget) -> QWidget:
    line = QLineEdit(holder)
    line.setCompleter(QCompleter(NAMES[:5], line))
    line.completer().complete()
    return line.completer().popup()


def menu(holder: QWidget) -> QWidget:
    found = QMenu(holder)
    for name in NAMES[:5]:
        found.addAction(name)
    return found


def suggestions(holder: QWidget) -> QWidget:
    field = choice()
    field.setParent(holder)
    field.show()
    field.setFocus()
    field.offer("")
    return field.suggestions


def pick_list(holder: QWidget) -> QWidget:
    button = pick()
    button.setParent(holder)
    button.open()
    return button.popup


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("make", [suggestions, pick_list, combo_popup, completer_popup, menu])
def test_every_list_that_opens_lies_on_a_solid_ground(
    holder: QWidget, qtbot: QtBot, light: QApplication, make: Callable[[QWidget], QWidget], scheme: str
) -> None:
    theme.apply(light, scheme)
    shown(holder, qtbot, QLineEdit())
    popup = make(holder)
    popup.show()
    QApplication.processEvents()
    assert_readable(picture(popup))
    popup.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_file_dialog_s_list_of_names_lies_on_a_solid_ground(
    qtbot: QtBot, light: QApplication, tmp_path: Path, scheme: str
) -> None:
    theme.apply(light, scheme)
    for name in NAMES[:5]:
        (tmp_path / name).touch()
    dialog = QFileDialog(directory=str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    line = next(one for one in dialog.findChildren(QLineEdit) if one.completer() is not None)
    line.completer().setCompletionPrefix("Harb")
    qtbot.waitUntil(lambda: line.completer().completionCount() == 5)
    line.completer().complete()
    popup = line.completer().popup()
    assert_readable(picture(popup))
    popup.close()


def name_line(session: Session) -> tuple[QWidget, QLineEdit, PopupList]:
    field = NameField(session, "topic", several=False)
    return field, field.line, field.suggestions


def choice_line(session: Session) -> tuple[QWidget, QLineEdit, PopupList]:
    field = choice()
    return field, field, field.suggestions


@pytest.mark.parametrize("make", [name_line, choice_line])
def test_the_keys_of_every_field_with_suggestions(
    holder: QWidget, session: Session, qtbot: QtBot, make: Callable[[Session], tuple[QWidget, QLineEdit, PopupList]]
) -> None:
    for name in NAMES:
        session.do(edits.codebook.add, "topic", name)
    field, line, listed = make(session)
    shown(holder, qtbot, field, QLineEdit())
    line.setFocus()
    assert not listed.isVisible()
    keys(qtbot, Key.Key_Down)
    count, at = listed.model().rowCount(), lambda: listed.currentIndex().row()
    assert listed.isVisible()
    assert count >= 30
    keys(qtbot, Key.Key_Up)
    assert at() == count - 1
    keys(qtbot, Key.Key_Down)
    # below the theme that heads the first topics
    first = at()
    assert first == (1 if isinstance(field, NameField) else 0)
    keys(qtbot, Key.Key_Down, Key.Key_PageDown)
    assert at() == first + 11
    keys(qtbot, Key.Key_PageUp, Key.Key_PageUp)
    assert at() == first
    keys(qtbot, Key.Key_End)
    assert at() == count - 1
    keys(qtbot, Key.Key_Home)
    assert at() == first
    keys(qtbot, Key.Key_Escape)
    assert not listed.isVisible()
    # what was typed is gone with Escape; with letters in the line Home and End are the line's
    keys(qtbot, "harbour 0", Key.Key_Home)
    assert line.cursorPosition() == 0
    keys(qtbot, Key.Key_End, modifier=CTRL)
    assert at() == listed.model().rowCount() - 1
    keys(qtbot, Key.Key_Escape)
    assert line.text() == ""
    keys(qtbot, "harbour 07", Key.Key_Return)
    assert line.text() == "Harbour 07"
    assert not listed.isVisible()


@pytest.mark.parametrize("make", [name_line, choice_line])
def test_tab_takes_what_the_arrows_walked_to_and_nothing_else(
    holder: QWidget, session: Session, qtbot: QtBot, make: Callable[[Session], tuple[QWidget, QLineEdit, PopupList]]
) -> None:
    for name in NAMES:
        session.do(edits.codebook.add, "topic", name)
    field, line, listed = make(session)
    shown(holder, qtbot, field, QLineEdit())
    line.setFocus()
    keys(qtbot, "harbour 1", Key.Key_Tab)
    assert not listed.isVisible()
    assert not field.chosen  # type: ignore[attr-defined]
    assert not line.hasFocus()
    line.setFocus()
    line.selectAll()
    keys(qtbot, "harbour 1", Key.Key_Down, Key.Key_Tab)
    assert line.text() == "Harbour 11"
    assert not line.hasFocus()


def test_options_are_ticked_by_the_same_keys_and_the_list_stays(holder: QWidget, qtbot: QtBot) -> None:
    button = pick()
    shown(holder, qtbot, button, QLineEdit())
    keys(qtbot, Key.Key_Down)
    assert button.line.hasFocus()
    keys(qtbot, Key.Key_Return, Key.Key_Up, Key.Key_Return, "07", Key.Key_Return)
    assert button.chosen == ("Harbour 00", "Harbour 07", "Harbour 29")
    assert button.popup.isVisible()
    # a letter of the line, not a tick
    keys(qtbot, Key.Key_Space)
    assert len(button.chosen) == 3
    keys(qtbot, Key.Key_Escape)
    assert not button.popup.isVisible()
    assert button.hasFocus()


def test_a_list_opens_above_its_line_where_the_screen_ends(holder: QWidget, qtbot: QtBot) -> None:
    field = choice()
    shown(holder, qtbot, field)
    screen = holder.screen().availableGeometry()
    holder.setGeometry(screen.left() + 20, screen.bottom() - 60, 400, 50)
    QApplication.processEvents()
    keys(qtbot, Key.Key_Down)
    assert field.suggestions.geometry().bottom() < field.mapToGlobal(field.rect().topLeft()).y()


def test_an_emptied_entry_is_none_and_an_unfinished_one_is_put_back(
    holder: QWidget, session: Session, qtbot: QtBot
) -> None:
    topics, _ = ids(session)
    field, after = EntryField(session, "topic", "theme…"), QLineEdit()
    shown(holder, qtbot, field, after)
    field.set_chosen((topics["trade"],))
    field.line.setFocus()
    keys(qtbot, "brid")
    after.setFocus()
    assert (field.chosen, field.line.text()) == ((topics["trade"],), "Trade")
    field.line.setFocus()
    field.line.selectAll()
    keys(qtbot, Key.Key_Backspace)
    with qtbot.waitSignal(field.chosen_changed):
        after.setFocus()
    assert field.chosen == ()


def test_the_list_of_a_line_is_a_sound_model(light: QApplication) -> None:
    model = PopupModel(ticks=True, renames=True)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([PopupRow(1, "one", "2"), PopupRow(2, "two", stance="favor")])
    model.tick(1)
    assert model.ticked == {2}
    model.set_rows([])


def test_a_line_whose_rows_are_gone_takes_nothing(holder: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    line = TypeAheadLine(lambda typed: [PopupRow(typed, typed)] if typed == "ab" else [])
    shown(holder, qtbot, line)
    with qtbot.assertNotEmitted(line.picked):
        keys(qtbot, "abc", Key.Key_Return)
    keys(qtbot, Key.Key_Backspace)
    with qtbot.waitSignal(line.picked) as picked:
        keys(qtbot, Key.Key_Return)
    assert picked.args == ["ab"]
