import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run

TAGGING = """
import sys
from desktop.project import lookup, opening
from desktop.core.values import Stance
from pathlib import Path

with opening.open_project(Path(sys.argv[1])) as db:
    for start in range(1000):
        number = lookup.tag(
            db, document="1", start=start, end=start + 5, actors=["lavrov"], topic="nato-latam", stance=Stance.FAVOR
        )
        print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("acknowledged", [1, 20, 100])
def test_a_process_killed_while_it_tags_loses_no_tag_that_it_acknowledged(
    acknowledged: int, run: Run, project: Path
) -> None:
    command = [sys.executable, "-c", TAGGING, str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ)) as process:
        assert process.stdout is not None
        numbers = [int(process.stdout.readline()) for _ in range(acknowledged)]
        process.send_signal(signal.SIGKILL)
        numbers += [int(line) for line in process.stdout.read().splitlines()]
    assert process.returncode == -signal.SIGKILL
    with Database(project) as db:
        assert {claim.id for claim in reads.claims(db)} >= set(numbers)
    assert run("check", project).exit_code == 0
