from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import logs


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    logs.stop()


def test_the_log_says_where_an_error_was_raised_and_not_what_it_said(tmp_path: Path) -> None:
    path = logs.start(tmp_path / "logs")
    assert path is not None
    try:
        raise ValueError("the minister's secret words")
    except ValueError as error:
        logs.failure(error)
    text = path.read_text("utf-8")
    assert "ERROR ValueError" in text
    assert "test_logs.py" in text
    assert "secret" not in text


def test_the_log_stays_small(tmp_path: Path) -> None:
    path = logs.start(tmp_path)
    assert path is not None
    for _ in range(40):
        logs.LOG.info("x" * 50_000)
    files = sorted(path.parent.iterdir())
    assert len(files) == 1 + logs.KEPT
    assert all(file.stat().st_size <= logs.LARGEST + 60_000 for file in files)


def test_where_no_log_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert logs.start(tmp_path / "file") is None
    logs.LOG.info("goes nowhere")


def test_a_second_start_writes_each_line_once(tmp_path: Path) -> None:
    logs.start(tmp_path)
    path = logs.start(tmp_path)
    assert path is not None
    logs.LOG.info("once")
    assert path.read_text("utf-8").count("once") == 1
