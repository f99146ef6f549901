"""A double click where a click was meant: the second click hits nothing that moved under the mouse."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.project import opening
from desktop.qt.parts.page import GotoClaim
from tests.qt.window_kit import close_window, open_window


def test_a_double_click_on_delete_claim_opens_no_card_below_it(tmp_path: Path, qtbot: QtBot) -> None:
    opening.new_project(tmp_path / "study.visavis").close()
    window = open_window(tmp_path / "study.visavis", qtbot)
    panel, session = window.reading.claim_panel, window.session
    window.reading.sides.show_side("panel")
    before = len(session.claims())
    # the layout follows between the two clicks, as it does for fingers
    panel.delete.clicked.connect(lambda: QCoreApplication.processEvents())
    for twice, chosen in ((QTest.mouseDClick, False), (QTest.mouseClick, True)):
        claim = session.claims()[0]
        window.go(GotoClaim(claim.document_id, claim.id))
        qtbot.waitUntil(lambda: panel.delete.isVisible() and panel.model.rowCount() > 5)
        QCoreApplication.processEvents()
        place = panel.delete.mapTo(window, panel.delete.rect().center())
        handle, left, none = window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        twice(handle, left, none, place)
        if chosen:
            # two slow clicks are two
            twice(handle, left, none, place)
        assert (panel.claim is not None) is chosen
    assert len(session.claims()) == before - 2
    close_window(window)
