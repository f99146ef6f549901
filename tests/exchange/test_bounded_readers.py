"""Files made to cost much time or memory: each is read or refused by another process whose peak is looked at."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .test_hostile_files import changed

_MEASURE = """
import json, resource, sys, time
from pathlib import Path
from desktop.core.errors import UserError
from desktop.exchange.documents import read_document
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for name in sys.argv[2:]:
    read_document(Path(name))
before = peak()
begin = time.perf_counter()
try:
    outcome = f"{len(read_document(Path(sys.argv[1])).document.text)} characters"
except UserError as error:
    outcome = str(error)
print(json.dumps([outcome, time.perf_counter() - begin, peak() - before]))
"""
_BEGIN = b"<!DOCTYPE html><html><body><p>Words that stand here before all else.</p>"


def office(part: str, content: bytes) -> bytes:
    return changed("harbour.docx" if part.startswith("word/") else "harbour.odt", {part: content})


CASES = {
    "divs.html": lambda: _BEGIN + b"<div>" * 100_000 + b"x",
    "table.html": lambda: _BEGIN + b"<table>" + b"<tr><td>a<td>b</tr>" * 20_000,
    "quotes.md": lambda: b"# T\n\n" + b"> " * 50_000 + b"x",
    "brackets.md": lambda: b"# T\n\n" + b"[" * 50_000 + b"](" * 50_000,
    "stars.md": lambda: b"# T\n\n" + b"*a **b " * 20_000,
    "lists.md": lambda: b"# T\n\n" + b"".join(b" " * (2 * at) + b"- x\n" for at in range(300)),
    "letters.txt": lambda: b"a" * 4_000_000,
    "zeros.txt": lambda: b"0" * 4_000_000,
    "groups.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}",
    "notes.rtf": lambda: b"{\\rtf1 x" + b"{\\footnote y}" * 50_000 + b"}",
    "binary.rtf": lambda: b"{\\rtf1 x\\bin999999999 yyy}",
    "cues.srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\nANA: x\n\n" * 20_000,
    "parts.eml": lambda: b"From: a\nMIME-Version: 1\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 9999,
    "spaces.docx": lambda: office("word/document.xml", b" " * 60_000_000),
    "flat.odt": lambda: office("content.xml", b"<a>" + b"b" * 63_000_000 + b"</a>"),
    "media.docx": lambda: changed("harbour.docx", {"word/media/a.bin": b"\0" * 60_000_000}),
    "many.odt": lambda: changed("harbour.odt", {f"Pictures/{at}.png": b"" for at in range(12_000)}),
}  # fmt: skip
# the benchmarks have all of them
QUICK = ("divs.html", "brackets.md", "letters.txt", "notes.rtf")


def measure(name: str, folder: Path) -> tuple[str, float, float]:
    """Return what becomes of a file of that name, in how many seconds, and how many MB more than before that took."""
    path = folder / name
    path.write_bytes(CASES[name]())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    outcome, seconds, megabytes = json.loads(done.stdout)
    return outcome, seconds, megabytes


def hold(name: str, folder: Path) -> str:
    """Fail when that was no sentence, or too slow, or too much; else tell it."""
    outcome, seconds, megabytes = measure(name, folder)
    assert outcome.endswith((".", "characters")), outcome
    # a busy machine is three times slower
    assert seconds < 30
    assert megabytes < 700
    return f"{name}: {seconds:.1f} s, {megabytes:.0f} MB, {outcome}"


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell a process's peak of memory")
@pytest.mark.parametrize("name", QUICK)
def test_what_is_made_to_cost_much_is_read_or_refused_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    assert hold(name, tmp_path)
