"""The scale of a project in the window: chosen in its dialog, tagged by its keys, painted, and taken back."""

from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core import scale
from desktop.core.scale import FIVE, THREE
from desktop.qt.parts.choices import choice_rows
from desktop.qt.session import Session
from desktop.qt.window.scale_dialog import OWN, ScaleDialog
from desktop.store import reads


def stances(session: Session) -> list[str]:
    return [claim.stance for claim in session.read(reads.project.claims)]


def test_a_scale_is_chosen_and_taken_back_and_the_keys_follow(session: Session, qtbot: QtBot) -> None:
    row = choice_rows(digits=True)["stance"]
    qtbot.addWidget(row)
    session.scale_changed.connect(row.offer_stances)
    before = stances(session)
    parent = QPushButton()
    qtbot.addWidget(parent)
    dialog = ScaleDialog(session, parent)
    dialog.kind.setCurrentIndex(dialog.kind.findData("five"))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    box = dialog.answers["favor"]
    box.setCurrentIndex(box.findData("strongly favor"))
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert session.read(reads.scale.scale) == scale.in_use() == FIVE
    assert stances(session) == ["strongly favor" if one == "favor" else one for one in before]
    assert [row.keys[digit].accessibleName() for digit in (1, 2, 3, 4, 5, 0)] == [
        *("strongly favor", "favor", "neutral", "against", "strongly against", "not coded")
    ]
    session.undo()
    assert (stances(session), scale.in_use()) == (before, THREE)
    assert sorted(row.keys) == [0, 1, 2, 3]


def test_words_and_values_of_ones_own_are_checked_before_they_are_taken(session: Session, qtbot: QtBot) -> None:
    parent = QPushButton()
    qtbot.addWidget(parent)
    dialog = ScaleDialog(session, parent)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.kind.setCurrentIndex(dialog.kind.findData(OWN))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    assert ok.isEnabled()
    dialog.values[1].setValue(0.5)
    assert not ok.isEnabled()
    assert dialog.told.text().endswith(".")
    dialog.values[1].setValue(-0.5)
    dialog.words[0].setText("Aye")
    dialog.words[0].textEdited.emit("Aye")
    assert ok.isEnabled()
    assert [one.key for one in dialog.scale().steps] == ["aye", "neutral", "against"]
    dialog.reject()
