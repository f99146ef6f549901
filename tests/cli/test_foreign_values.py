import shutil
import sqlite3
from pathlib import Path

import pytest

from ..store.making import make_project
from .conftest import Run

# what a foreign or damaged file may hold where Visavis reads it; SQLite calls most of it sound
WRONG = {
    "kind of an actor": "UPDATE actor SET kind = 'alien' WHERE id = 2",
    "other names that are a number": "UPDATE actor SET aliases = '3' WHERE id = 2",
    "other names of a topic that are a list of numbers": "UPDATE topic SET aliases = '[1, 2]' WHERE id = 1",
    "stance": "UPDATE claim SET stance = 'maybe' WHERE id = 3",
    "voice": "UPDATE claim SET voice = '' WHERE id = 3",
    "how sure a holder is": "UPDATE claim SET certainty = 'perhaps' WHERE id = 3",
    "how sure a date is": "UPDATE document SET date_certainty = 'x' WHERE id = 1",
    "where facts come from": "UPDATE document SET origins = '[[\"date\"]]' WHERE id = 1",
    "own variables that are a list": "UPDATE document SET variables = '[1]' WHERE id = 1",
    "pages that are words": "UPDATE document SET pages = '[\"a\"]' WHERE id = 1",
    "pages that are no JSON": "UPDATE document SET pages = 'x' WHERE id = 1",
    "kind of a segment": "UPDATE segment SET kind = 'verse' WHERE id = 2",
    "a text that is none": "UPDATE text SET content = CAST(CAST(content AS BLOB) || x'ff' AS TEXT) WHERE id = 1",
    "a name that is no text": "UPDATE actor SET name = CAST(x'4142ff' AS TEXT) WHERE id = 2",
    "a quote that is no text": "UPDATE claim SET quote = CAST(x'4142ff' AS TEXT) WHERE id = 2",
    "an action that is no JSON": "UPDATE history SET action = 'x' WHERE id = 1",
    "an action of numbers": "UPDATE history SET action = '[1]' WHERE id = 1",
    "changes of another form": "UPDATE history SET changes = '[[1]]' WHERE id = 1",
    "a claim without its topic": "DELETE FROM topic WHERE id = (SELECT topic_id FROM claim WHERE id = 3)",
    "a claim without its document": "DELETE FROM document WHERE id = 1",
    "a document without its text": "DELETE FROM text WHERE id = (SELECT text_id FROM document WHERE id = 1)",
    "a claim without its coder": "UPDATE claim SET coder_id = 99 WHERE id = 3",
    "a holder who is nobody": "DELETE FROM actor WHERE id = (SELECT actor_id FROM claim_actor WHERE claim_id = 3)",
    "a topic under itself": "UPDATE topic SET parent_id = id WHERE id = 2",
    "topics in a circle": "UPDATE topic SET parent_id = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)",
}
COMMANDS = ("check", "claims", "matrix", "history")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "small.visavis"
    make_project(path).close()
    return path


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(small, tmp_path / "p.visavis"))


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_visavis_wrote_is_told_by_check_and_nowhere_a_bug(wrong: str, run: Run, project: Path) -> None:
    connection = sqlite3.connect(project, isolation_level=None)
    for name in ("searchable", "new_words"):
        connection.create_function(name, 1, lambda _content: "[]")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    # a claim's stance stands with its holders, too
    assert connection.execute(WRONG[wrong]).rowcount > 0
    connection.close()
    for command in COMMANDS:
        result = run(command, project)
        assert result.exception is None or isinstance(result.exception, SystemExit), (command, result.exception)
        if command == "check":
            assert result.exit_code == 1
        elif result.exit_code:
            assert result.stderr.count("\n") == 1
            assert result.stderr.endswith(".\n"), result.stderr


def test_a_part_that_was_made_again_is_told_beside_the_result(run: Run, project: Path) -> None:
    connection = sqlite3.connect(project, isolation_level=None)
    connection.execute("DROP INDEX claim_document")
    connection.close()
    result = run("documents", project)
    assert "lacked parts that Visavis makes of others (claim_document)" in result.stderr
    assert "lacked" not in result.stdout
    assert run("check", project).exit_code == 0


@pytest.mark.parametrize("value", ["'3'", "'[[1, 2, 3]]'", "CAST(x'41ff' AS TEXT)", "'{\"a\": 1}'"])
def test_a_scale_that_cannot_be_read_is_told_and_chosen_anew(value: str, run: Run, project: Path) -> None:
    connection = sqlite3.connect(project, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(f"INSERT INTO setting (key, value) VALUES ('scale', {value})")
    connection.close()
    assert "The scale of the project cannot be read: choose it anew." in run("check", project).stdout
    assert run("claims", project).exit_code == 0
    if "CAST" not in value:
        # the history keeps what stood there before, which must be a text for that
        assert run("scale", project, "three").exit_code == 0
        assert run("check", project).exit_code == 0
