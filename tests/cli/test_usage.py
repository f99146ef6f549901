from importlib.metadata import version
from pathlib import Path

import click
import pytest

from desktop.cli.commands import names, visavis
from desktop.core.limits import MEGABYTE, Limits, allow, limits
from desktop.project import opening

from .conftest import FakeWindow, Program, Run, one_sentence

TAG = ("tag", "p", "--document", "1", "--start", "0", "--end", "1", "--actor", "a", "--topic", "t", "--stance", "favor")


def command(name: str) -> click.Command:
    found = visavis.get_command(click.Context(visavis), name)
    assert found is not None
    return found


def test_the_help_names_every_command_in_whole_words(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in names():
        assert f"\n  {name} " in result.stdout
    assert "..." not in result.stdout.split("Commands:")[1]


@pytest.mark.parametrize("name", names())
def test_the_help_of_each_command_tells_each_option(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    for param in command(name).params:
        if isinstance(param, click.Option):
            assert param.help, f"{name} {param.name}"
            assert all(option in result.stdout for option in param.opts)
        else:
            assert param.make_metavar(click.Context(command(name))) in result.stdout


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert version("visavis") in run("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["improt", "p", "a.txt"],
        ["new"],
        ["new", "p", "--nonsense"],
        ["new", "p", "q"],
        ["import", "p"],
        ["import", "p", "a.txt", "--kind", "poem"],
        ["replace", "p", "1"],
        ["rename", "p", "poem", "a", "b"],
        ["delete", "p", "document", "1"],
        ["memo", "p", "claim"],
        ["file", "p"],
        ["documents", "p", "--format", "xml"],
        ["claims", "p", "--format", "xml"],
        ["matrix", "p", "--share-of", "half"],
        ["matrix", "p", "-o"],
        ["show", "p"],
        ["snapshot", "p"],
        ["snapshot", "p", "-o", "d", "--size", "big"],
        ["snapshot", "p", "-o", "d", "--size", "0x800"],
        ["snapshot", "p", "-o", "d", "--size", "99999x800"],
        ["snapshot", "p", "-o", "d", "--theme", "blue"],
        ["tag", "p", "--document", "1"],
        [*TAG, "--voice", "loud"],
        [*TAG, "--start", "-1"],
        [*TAG, "--end", "x"],
    ],
)
def test_wrong_usage_ends_with_status_2(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_a_stance_that_is_no_step_of_the_projects_scale_is_told_with_those_there_are(run: Run, project: Path) -> None:
    for arguments in (["change", project, "1", "--stance", "maybe"], ["tag", project, *TAG[2:-1], "maybe"]):
        assert "favor, against, neutral, not coded" in one_sentence(run(*arguments))


def test_a_misspelt_command_is_told_with_the_right_one(run: Run) -> None:
    assert "“import”" in run("improt", "p", "a.txt").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [name, "nowhere.visavis"]
        for name in names()
        if name
        not in (
            "new",
            "import",
            "tag",
            "show",
            "search",
            "hits",
            "snapshot",
            "copy",
            "replace",
            "file",
            "codebook-import",
            "compare",
            "document-html",
            "document-pdf",
            "report",
            "suggest",
            "remove",
            "rename",
            "change",
            "delete",
            "memo",
            "merge",
            "settle",
            "export",
            "rescue",
            "team",
        )
    ]
    + [
        ["import", "nowhere.visavis", "a.txt"],
        ["replace", "nowhere.visavis", "1", "a.txt"],
        ["file", "nowhere.visavis", "1"],
        ["codebook-import", "nowhere.visavis", "a.toml"],
        ["show", "nowhere.visavis", "1"],
        ["search", "nowhere.visavis", "a"],
        ["hits", "nowhere.visavis", "a"],
        ["compare", "nowhere.visavis", "a", "b"],
        ["document-html", "nowhere.visavis", "1"],
        ["document-pdf", "nowhere.visavis", "1"],
        ["suggest", "nowhere.visavis", "1"],
        ["snapshot", "nowhere.visavis", "-o", "d"],
        ["remove", "nowhere.visavis", "1"],
        ["rename", "nowhere.visavis", "document", "1", "A"],
        ["change", "nowhere.visavis", "1", "--stance", "favor"],
        ["delete", "nowhere.visavis", "claim", "1"],
        ["memo", "nowhere.visavis", "claim", "1"],
        ["merge", "nowhere.visavis", "topic", "a", "b"],
        ["settle", "nowhere.visavis", "1", "2", "--neither"],
        ["export", "nowhere.visavis", "--as", "qdpx"],
        ["rescue", "nowhere.visavis", "-o", "new.visavis"],
        ["team", "init", "nowhere.visavis", "there"],
        ["team", "sync", "nowhere.visavis"],
        ["team", "status", "nowhere.visavis"],
        ["team", "leave", "nowhere.visavis"],
    ]
    + [["tag", "nowhere.visavis", *TAG[2:]]],
)
def test_a_missing_project_is_one_sentence(
    arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no project “nowhere.visavis”" in one_sentence(run(*arguments))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"Dear all,\n", b"SQLite format 3\0" + bytes(100), b"SQLite format 3\0damaged" * 500]
)
def test_a_file_that_is_no_project_is_one_sentence_and_is_left_alone(content: bytes, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.visavis"
    path.write_bytes(content)
    for arguments in (["check", path], ["claims", path], ["import", path, __file__]):
        assert "letter.visavis" in one_sentence(run(*arguments))
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "arguments",
    [["check", "{long}"], ["import", "{project}", "{long}", "--new"], ["copy", "{project}", "{long}"],
     ["topics", "{project}", "-o", "{long}"], ["document-html", "{project}", "1", "-o", "{long}"]],
)  # fmt: skip
def test_a_name_longer_than_files_can_have_is_one_sentence(arguments: list[str], run: Run, project: Path) -> None:
    long = str(project.with_name("z" * 300))
    assert "z" * 300 in one_sentence(run(*(one.format(long=long, project=project) for one in arguments)))
    assert "No such command" in run(long, "x").stderr


def test_another_programs_database_is_one_sentence(run: Run, tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert "no Visavis project" in one_sentence(run("documents", path))


def test_a_project_damaged_inside_is_one_sentence(run: Run, project: Path) -> None:
    content = bytearray(project.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    project.write_bytes(content)
    assert "is damaged" in one_sentence(run("claims", project))
    result = run("check", project)
    assert result.exit_code == 1
    assert "damaged" in result.stdout + result.stderr


def test_a_folder_as_project_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "is no file" in one_sentence(run("check", tmp_path))


def test_a_project_opens_in_the_window(run: Run, window: FakeWindow, project: Path) -> None:
    window.status = 3
    assert run(project).exit_code == 3
    assert window.opened == [project]


def test_without_a_project_the_window_knows_which_to_open(run: Run, window: FakeWindow) -> None:
    assert run().exit_code == 0
    assert window.opened == [None]


def test_what_is_wrong_with_a_project_is_left_to_the_window(run: Run, window: FakeWindow, tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere.visavis")
    assert (result.exit_code, result.stderr) == (0, "")
    assert window.opened == [tmp_path / "nowhere.visavis"]


def test_the_users_own_project_is_made_once(run: Run, tmp_path: Path) -> None:
    own = opening.default_project()
    assert own == tmp_path / "home" / "data" / "visavis" / "visavis-project.visavis"
    content = own.read_bytes()
    assert "sound: " in run("check", own).stdout
    assert opening.default_project() == own
    assert own.read_bytes() == content


def test_a_project_called_like_a_command_is_opened_by_its_path(
    run: Run, window: FakeWindow, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    project.rename("new")
    assert run("./new").exit_code == 0
    assert window.opened == [Path("new")]
    assert run("new").exit_code == 2


def test_more_words_after_a_project_are_wrong_usage(run: Run, window: FakeWindow, project: Path) -> None:
    assert run(project, "more").exit_code == 2
    assert window.opened == []


def test_pictures_are_taken_offscreen_and_told(
    run: Run, window: FakeWindow, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    folder = tmp_path / "deep" / "pictures"
    result = run("snapshot", project, "-o", folder)
    assert result.stdout.splitlines() == [str(folder / "reading-light.png"), str(folder / "matrix-dark.png")]
    assert folder.is_dir()
    assert run("snapshot", project, "-o", folder, "--size", "800x600", "--theme", "dark").exit_code == 0
    assert window.taken == [
        (project, folder, ((1280, 800), (1920, 1080)), ("light", "dark")),
        (project, folder, ((800, 600),), ("dark",)),
    ]


def test_a_folder_that_cannot_be_made_is_one_sentence(run: Run, window: FakeWindow, project: Path) -> None:
    assert "cannot be made" in one_sentence(run("snapshot", project, "-o", project / "pictures"))
    assert window.taken == []


def test_the_module_is_the_command(program: Program, project: Path) -> None:
    done = program("check", project)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"sound: ")


def test_errors_of_the_program_go_to_standard_error(program: Program) -> None:
    done = program("check", "nowhere.visavis")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().count("\n") == 1
    assert program("check").returncode == 2


def test_a_reader_that_goes_away_is_no_error_to_tell(project: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "desktop", "claims", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_that_lacks_a_character_gets_an_escape(program: Program, project: Path) -> None:
    done = program("documents", project, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u2018" in done.stdout


def test_commands_start_without_qt_and_without_what_reads_files(program: Program, project: Path) -> None:
    import os
    import subprocess
    import sys

    code = (
        "import sys; from desktop.__main__ import main\n"
        f"sys.argv = ['visavis', 'undo', {str(project)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name in ('PySide6', 'markdown_it', 'yaml', 'tomlkit')))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), capture_output=True, check=False)
    assert done.stdout == b"[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("variable", "PROJECT", "1", "--to", "Party=Gr\udce9ens"),
        ("variable", "PROJECT", "1", "--to", "Party=Greens", "--coder", "Ren\udce9"),
        ("set", "PROJECT", "1", "--to", "\ud83d alone"),
        ("memo", "PROJECT", "document", "1", "caf\udce9"),
        ("import", "PROJECT", "a.txt", "--speaker", "Ada=Ren\udce9"),
    ],
)
def test_bytes_that_are_no_text_are_told_and_change_nothing(
    arguments: tuple[str, ...], run: Run, project: Path
) -> None:
    before = project.read_bytes()
    told = one_sentence(run(*(str(project) if one == "PROJECT" else one for one in arguments)), 2)
    assert "is no text in the encoding of the terminal (utf-8); write it anew." in told
    assert project.read_bytes() == before


def test_a_file_may_be_called_by_any_bytes(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    try:
        path.write_text("We sail at noon, says Ada Quill, and so we did on all of these days.")
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    assert run("import", project, path).exit_code == 0


@pytest.mark.parametrize("module", ["desktop.core.language", "click", "desktop.cli.commands", "desktop.cli.project"])
def test_an_interruption_while_the_program_starts_is_told_by_no_traceback(module: str, project: Path) -> None:
    import os
    import signal
    import subprocess
    import sys

    code = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from desktop.__main__ import main\n"
        f"sys.argv = ['visavis', 'info', {str(project)!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (1, -signal.SIGINT)
    assert done.stdout == b""


@pytest.mark.parametrize("command", ["import", "replace", "codebook-import"])
def test_how_much_a_document_may_take_is_said_where_one_is_read(command: str, run: Run, project: Path) -> None:
    before = limits()
    try:
        files = ["1", "none.txt"] if command == "replace" else ["none.txt"]
        run(command, project, "--time-limit", "300", "--memory-limit", "4000", *files)
        assert limits() == Limits(seconds=300, memory=4000 * MEGABYTE)
        assert run(command, project, "--time-limit", "0", *files).exit_code == 2
    finally:
        allow(before)
