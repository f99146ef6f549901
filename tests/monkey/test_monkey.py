"""A few hundred of the random events; ``make monkey`` does many more."""

import os
from pathlib import Path

# before Qt is imported: the tests need no display
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from tests.monkey.play import ROUND, Monkey


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_with_the_window_what_must_hold_holds(seed: int, qapp: QApplication, tmp_path: Path) -> None:
    monkey = Monkey(tmp_path, seed)
    try:
        monkey.play(3 * ROUND)
    finally:
        monkey.close()
