"""No part of the program asks the network for anything, whatever a document asks for."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = """<html><head><title>The tram</title><link rel=stylesheet href="http://127.0.0.1:9/a.css">
<script src="http://127.0.0.1:9/a.js"></script></head><body><h1>The tram</h1>
<p>The council met. <img src="http://127.0.0.1:9/a.png"></p>
<p>Ana Bell said that the tram must come.</p></body></html>"""
WATCHED = """
import sys
from pathlib import Path

asked = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        asked.append((event, arguments))
sys.addaudithook(watch)

from click.testing import CliRunner
from desktop.cli.commands import visavis
from desktop.exchange.documents import read_document

folder = Path(sys.argv[1])
# what a child does is done here, where it is watched
print(len(read_document(folder / "page.html").document.text) > 0)
project = str(folder / "p.visavis")
(folder / "team").mkdir()
team, other, joined = (str(folder / name) for name in ("team", "o.visavis", "j.visavis"))
for command in (
    ["new", project],
    ["import", project, str(folder / "page.html")],
    ["claims", project],
    ["matrix", project],
    ["check", project],
    ["copy", project, other],
    ["merge", project, other, "--yes"],
    ["conflicts", project],
    ["agreement", project],
    # a team that meets in a folder
    ["team", "init", project, team],
    ["team", "join", team, joined],
    ["undo", project],
    ["team", "sync", project],
    ["team", "sync", joined],
    ["team", "status", joined],
    ["rescue", joined, "-o", str(folder / "rescued.visavis")],
):
    result = CliRunner().invoke(visavis, command)
    assert result.exit_code in (0, 1), result.output
    assert isinstance(result.exception, SystemExit | None), command
print("psycopg" in sys.modules, asked)
"""
WINDOW = """
import sys
from pathlib import Path

asked = []
sys.addaudithook(lambda event, arguments: asked.append(event) if event.startswith(("socket.", "urllib.")) else None)

from PySide6.QtWidgets import QApplication
from desktop.project import opening
from desktop.project.sharing import teams
from desktop.qt import app
from desktop.qt.settings import Settings
from desktop.qt.window.page_rows import PAGES

folder = Path(sys.argv[1])
(folder / "team").mkdir()
with opening.new_project(folder / "p.visavis") as db:
    teams.init(db, str(folder / "team"))
app.make_application()
# what programs do among themselves on this machine to have a window
before = len(asked)
window = app.first_window(folder / "p.visavis", Settings(folder / "settings.ini"))
window.show()
for row in PAGES:
    window.show_page(row.key)
    for _ in range(5):
        QApplication.processEvents()
        window.grab()
window.close()
print("PySide6.QtNetwork" in sys.modules, asked[before:])
"""


def test_nothing_asks_the_network_for_anything(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.splitlines() == ["True", "False []"], done.stdout


def test_no_page_of_the_window_asks_the_network_for_anything(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.splitlines()[-1:] == ["False []"], done.stdout + done.stderr
