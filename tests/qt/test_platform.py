"""What the toolkit underneath must be able to do."""

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for number in range(20000):
    thing.setObjectName("x")
print("alive")
"""


def test_twenty_thousand_void_calls_do_not_kill_the_process() -> None:
    # PySide6 6.12.0 loses a reference to None with each of them on Python 3.11 and older, and aborts after thousands
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert done.stdout == "alive\n", done.stderr
    assert done.returncode == 0
