"""No part of the program asks the network for anything, whatever a document asks for."""

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
for command, *more in (["new"], ["import", str(folder)], ["claims"], ["matrix"], ["check"]):
    result = CliRunner().invoke(visavis, [command, project, *more])
    assert result.exit_code in (0, 1), result.output
print(asked)
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
    assert done.stdout.splitlines() == ["True", "[]"], done.stdout
