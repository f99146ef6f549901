"""The tour itself takes a minute and a screen: ``make tour``. Here only that it says what it needs."""

import shutil
import sys

import pytest

from tests.tour.__main__ import LACKING, main
from tests.tour.screen import Missing, needed


def test_what_is_missing_is_named_and_has_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "Xvfb" else None)
    with pytest.raises(Missing, match=r"^xdotool, window manager: install them"):
        needed()
    monkeypatch.setattr(sys, "argv", ["tour"])
    assert main() == LACKING
    assert capsys.readouterr().err.startswith("The tour needs what is not here: xdotool, window manager")
