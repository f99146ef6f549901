"""The commands that write tables are those of the export panel: the same tables, the same options, the same words."""

import inspect
import json
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from desktop.cli import writing
from desktop.cli.commands import names, visavis
from desktop.core.axes import FIELDS
from desktop.core.language import _
from desktop.core.views import View
from desktop.exchange.tables.table import write_csv
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Entry, Option, Request
from desktop.store.database import Database

from ..comparing.two_coders import make_example
from ..core.test_language import write_catalogue
from .conftest import PROJECT, Run, one_sentence

# what each command of a table has besides: the project, and how the table is written
COMMON = {"project", "as_json", *writing.KEYS}
# what tables have by their commands, in their lists or for their views
OWN = {"search": {"limit"}, "views": {"delete", "coder"}, "matrix": {"view", "save", "coder"}}
NEEDED = {"search": ["nato"], "hits": ["nato"], "suggest": ["1"], "compare": ["a", "b"]}


def params(name: str) -> dict[str, click.Parameter]:
    command = visavis.get_command(click.Context(visavis), name)
    assert command is not None
    return {str(param.name): param for param in command.params}


@pytest.fixture(params=ENTRIES)
def entry(request: pytest.FixtureRequest) -> Entry:
    return ENTRIES[request.param]


def test_every_table_has_a_command_with_the_options_of_the_panel(entry: Entry) -> None:
    found = params(entry.command)
    others = [one for one in ENTRIES.values() if one.command == entry.command]
    variant = {one.variant[0] for one in others if one.variant}
    filters = {"where"} if entry.narrowed in ("claims", "view") else set()
    # a command of several tables has the options of all, and refuses those that the table asked for has not
    expected = {option.key for one in others for option in one.options} | variant | filters
    if entry.command == "matrix":
        expected |= set(View.__dataclass_fields__)
    assert set(found) - COMMON - OWN.get(entry.command, set()) == expected


def test_every_option_has_the_same_choices_in_the_same_words(entry: Entry, run: Run) -> None:
    text = " ".join(run(entry.command, "--help").stdout.split())
    for option in entry.options:
        param = params(entry.command)[option.key]
        if option.needed:
            assert isinstance(param, click.Argument)
            continue
        assert isinstance(param, click.Option)
        if isinstance(param.type, click.Choice) and entry.command != "matrix":
            assert param.default == option.default
            assert list(param.type.choices) == [value for value, _name in option.choices]
        for value, name in option.choices:
            assert f"{value} ({_(name)})" in text or value == name
        if option.kind == "flag":
            assert _(option.title) in text


def test_every_choice_that_the_panel_offers_is_taken_on_the_command_line(entry: Entry, run: Run, project: Path) -> None:
    needed = NEEDED.get(entry.command, [])
    if entry.command == "agreement":
        project = project.with_name("coders.visavis")
        make_example(project)
    if entry.command == "compare":
        needed = {"actor": ["sosa", "lavrov"], "document": ["1", "2"]}.get(
            dict([entry.variant])["by"] if entry.variant else "", ["actor=sosa", "actor=lavrov"]
        )
    variant = []
    if entry.variant and entry.variant[1]:
        variant = [f"--{entry.variant[0]}"] + ([] if entry.variant[1] == "yes" else [entry.variant[1]])
    for option in entry.options:
        for value, _name in option.choices:
            # what topics share are actors
            beside = (
                {"rows": "topic"}
                if option.key == "concepts" and value in FIELDS and FIELDS[value].base == "actor"
                else {}
            )
            given = [word for key, one in {option.key: value, **beside}.items() for word in (f"--{key}", one)]
            narrowing = ["--where", "document=1"] if entry.narrowed in ("claims", "view") else []
            arguments = [*needed, *variant, *given, *narrowing, "--exact"]
            result = run(entry.command, project, *arguments)
            assert result.exit_code == 0, result.stderr
            with Database(project) as db:
                own = [one.key for one in entry.options if one.needed]
                request = Request(
                    "document=1", options={option.key: value, **beside, **dict(zip(own, needed, strict=True))}
                )
                table = entry.make(db, request)
            assert result.stdout_bytes == write_csv(table, exact=True)


def test_what_one_network_has_and_the_other_has_not_is_refused_with_its_choices(run: Run, project: Path) -> None:
    told = one_sentence(run("network", project, "--mode", "one", "--normalisation", "activity"), 2)
    assert "none, average, jaccard, cosine" in told
    assert run("network", project, "--normalisation", "activity").exit_code == 0


def test_a_network_is_graphml_where_the_name_of_the_file_says_so(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "actors.graphml"
    result = run("network", project, "--mode", "one", "-o", path)
    assert result.exit_code == 0
    assert "Filter: all claims." in result.stdout
    assert path.read_bytes() == run("network", project, "--mode", "one", "--format", "graphml").stdout_bytes
    assert run("events", project, "-o", tmp_path / "events.graphml").exit_code == 0
    assert (tmp_path / "events.graphml").read_bytes() == run("events", project).stdout_bytes


def test_a_view_is_deleted_also_where_a_table_is_asked_for(run: Run, project: Path) -> None:
    assert run("matrix", project, "--save", "mine").exit_code == 0
    assert run("views", project, "--delete", "mine", "--format", "md").stdout == "deleted: mine\n"
    assert run("views", project, "--json").stdout == "[]\n"


def test_a_new_table_is_a_row_and_a_function(monkeypatch: pytest.MonkeyPatch, run: Run, project: Path) -> None:
    flag = Option("loud", "In capitals", kind="flag")
    row = Entry("echo", "Echo", "Lists", "What is said.", "lists.echo_table", (flag,), narrowed="", command="echo")
    monkeypatch.setitem(ENTRIES, "echo", row)

    def echo_table(_db: Database, request: Request) -> object:
        from desktop.exchange.tables.table import Column, Table

        return Table((Column("said"),), (("HO" if request.options["loud"] else "ho",),))

    monkeypatch.setattr("desktop.project.lists.echo_table", echo_table, raising=False)
    assert "echo" in names()
    assert run("echo", project, "--exact").stdout_bytes == b"said\r\nho\r\n"
    assert run("echo", project, "--exact", "--loud").stdout_bytes == b"said\r\nHO\r\n"
    assert "What is said." in run("echo", "--help").stdout


def test_every_command_of_the_readme_is_one_that_there_is() -> None:
    lines = [line.split("#")[0].strip() for line in (PROJECT / "README.md").read_text("utf-8").splitlines()]
    typed = [shlex.split(line)[1:] for line in lines if line.startswith("visavis ")]
    assert len(typed) > 10
    for name, *arguments in typed:
        command = visavis.get_command(click.Context(visavis), name)
        assert command is not None, name
        command.make_context(name, arguments)


def test_abouts_fit_into_the_list_of_commands(run: Run) -> None:
    listed = run("--help").stdout
    for entry in ENTRIES.values():
        assert len(entry.about) <= 57, entry.key
    for name in {entry.command for entry in ENTRIES.values()}:
        first = next(one for one in ENTRIES.values() if one.command == name and one.narrowed != "view")
        assert first.about in listed


def test_what_makes_a_table_is_a_function_of_a_request(entry: Entry) -> None:
    for name in filter(None, (entry.maker, entry.counter, *entry.writers.values())):
        module, _dot, function = name.partition(".")
        assert inspect.isfunction(getattr(import_module(f"desktop.project.{module}"), function)), name


def test_help_comes_in_the_language_of_the_interface(tmp_path: Path) -> None:
    texts = {
        "How alike actors are, like beside like.": "Wie ähnlich Akteure sind.",
        "Repetitions": "Wiederholungen",
        "once a day": "einmal am Tag",
        "Take back one's own last action that stands.\n\nThat of somebody else only where --of names them.": (
            "Die eigene letzte Handlung zurücknehmen."
        ),
        "Replace what stands at FILE.": "Überschreiben, was dort steht.",
    }
    write_catalogue(tmp_path, "de", texts)
    code = (
        "import sys; from pathlib import Path; from desktop.core import language\n"
        f"language.install(Path({str(tmp_path)!r}), ['de'])\n"
        "from desktop.cli.commands import visavis\n"
        "visavis.main([*sys.argv[1:], '--help'], prog_name='visavis')"
    )
    said = ""
    for name in ("similarity", "undo"):
        done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, name], capture_output=True, check=True)
        said += " ".join(done.stdout.decode().split())
    for text in texts.values():
        assert text in said


def test_windows_are_written_into_a_file_each_and_none_where_one_is_in_the_way(
    run: Run, project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "net.graphml"
    told = one_sentence(run("network", project, "--window", "year", "-o", path), 2)
    assert "holds one network" in told
    assert run("network", project, "--window", "year", "--apart", "-o", path).exit_code == 0
    written = sorted(one.name for one in tmp_path.glob("net*"))
    assert written == ["net-2021.graphml", "net-2022.graphml", "net-2023.graphml", "net-2024.graphml"]
    of_one = run("network", project, "--window", "year", "--at", "2022-12", "--format", "graphml")
    assert of_one.stdout_bytes == (tmp_path / "net-2022.graphml").read_bytes()
    (tmp_path / "net-2021.graphml").write_text("mine")
    (tmp_path / "net-2024.graphml").unlink()
    assert run("network", project, "--window", "year", "--apart", "-o", path).exit_code == 1
    assert (tmp_path / "net-2021.graphml").read_text() == "mine"
    assert not (tmp_path / "net-2024.graphml").exists()
    assert "needs windows" in one_sentence(run("network", project, "--apart", "-o", path), 2)
    assert "say -o FILE" in one_sentence(run("network", project, "--window", "year", "--apart"), 2)


def test_a_list_of_ties_has_each_window_and_figures_a_line_for_each(run: Run, project: Path) -> None:
    ties = json.loads(run("network", project, "--shape", "ties", "--window", "year", "--json").stdout)
    assert {one["window"] for one in ties} == {"2021", "2022", "2024"}
    assert ties[0]["from"] == "2021-01-01"
    figures = run("network", project, "--mode", "one", "--shape", "figures", "--window", "year", "--json")
    assert [one["window"] for one in json.loads(figures.stdout)] == ["2021", "2022", "2023", "2024"]
    assert json.loads(figures.stdout)[2]["modularity"] is None


def test_an_option_of_another_table_is_refused(run: Run, project: Path) -> None:
    told = one_sentence(run("network", project, "--within", "document"), 2)
    assert "“--within” is for Network: co-occurrence" in told
