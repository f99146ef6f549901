"""What the README tells of keys, commands and pictures is so."""

import re
from pathlib import Path

import click
from PySide6.QtGui import QImage

from desktop.cli.commands import visavis
from desktop.qt.window.actions import COMMANDS

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text("utf-8")
KEYS = {key for command in COMMANDS for key in command.shortcuts}


def test_every_key_of_the_readme_is_one_that_there_is() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \| [^|]+ \|$", README.split("## Keys")[1].split("\n## ")[0])
    assert len(rows) > 12
    alone = {key for row in rows[1:] for key in re.split(r", | … ", row)}
    held = {key.rstrip(".;:") for key in re.findall(r"(?:(?:Ctrl|Alt|Shift)\+)+(?:[A-Za-z0-9]+|[-,+])|\bF\d+", README)}
    # Enter is called Return by Qt
    named = {key.replace("Enter", "Return") for key in alone | held}
    assert len(named) > 40
    assert named - KEYS == set()


def test_the_readme_names_every_command() -> None:
    context = click.Context(visavis)
    part = README.split("## The same without a window")[1].split("\n## ")[0]
    named = set(re.findall(r"(?m)^    visavis ([a-z-]+)", part)) | set(re.findall(r"`([a-z][a-z-]+)`", part))
    assert named == set(visavis.list_commands(context))


def test_the_pictures_of_the_readme_are_there_in_light_and_dark_and_are_small() -> None:
    shown = set(re.findall(r'resources/pictures/([a-z-]+\.png)"', README))
    folder = PROJECT / "resources" / "pictures"
    assert shown == {path.name for path in folder.glob("*.png")}
    assert {name for name in shown if "-dark" not in name} == {name.replace("-dark", "") for name in shown}
    for name in shown:
        image = QImage(str(folder / name))
        assert (image.width(), image.height()) == (1280, 800), name
        assert (folder / name).stat().st_size < 100_000, name
        assert (image.pixelColor(640, 790).lightness() < 128) == ("-dark" in name), name
