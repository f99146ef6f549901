"""What the import page counts while files arrive: the same as counted anew, and not with each file again."""

from collections import Counter
from dataclasses import replace
from itertools import count as numbers
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop.core.name_pattern import NamePattern
from desktop.core.structure.speaker_choices import UnnamedLabel
from desktop.core.values import Facts
from desktop.project.document_files import Speaker
from desktop.project.reading import ReadFile
from desktop.qt.importing.files_model import FileCounts, ImportTableModel
from desktop.qt.messages import Messages
from tests.clock import processor_time

NAMES = ("Ordun Vask", "Elbar Nim", "Sosa Orsk")


@st.composite
def readings(draw: st.DrawFn) -> ReadFile:
    """Draw what may be read of a file; its path is another's."""
    if draw(st.integers(0, 4)) == 0:
        return ReadFile(Path(), "It cannot be read.")
    named = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
    labels = draw(st.lists(st.sampled_from(("MW", "Voice")), unique=True, max_size=1))
    return ReadFile(
        Path(),
        facts=Facts(date=draw(st.sampled_from(("", "2024-05-01", "--05-01")))),
        speakers=tuple(Speaker(name.lower(), name, draw(st.booleans()), 1) for name in named),
        unnamed=tuple(UnnamedLabel(label, 1, "We row.", draw(st.booleans())) for label in labels),
        same=draw(st.sampled_from(("", "a.txt"))),
    )


STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 3)),
    st.tuples(st.just("put"), st.integers(0, 20), readings()),
    st.tuples(st.just("take"), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("date"), st.integers(0, 20), st.sampled_from(("2023", "--03-02"))),
    st.tuples(st.just("remove"), st.integers(0, 20)),
    st.tuples(st.just("name"), st.sampled_from(("", "{date} - {author}"))),
    st.tuples(st.just("clear")),
)


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=120, deadline=None)
def test_what_is_counted_while_rows_change_is_what_they_hold(
    qapp: QApplication, steps: list[tuple[object, ...]]
) -> None:
    model, fresh = ImportTableModel(Messages()), numbers()
    for step in steps:
        match step:
            case ("add", int(many)):
                model.add((Path(f"2024-05-0{next(fresh) % 9 + 1} - Nim {next(fresh)}.txt"), "") for _ in range(many))
            case ("name", str(pattern)):
                model.name_by(NamePattern(pattern))
            case ("clear",):
                model.clear()
            case (_, int(at), *_) if at >= len(model.rows):
                pass
            case ("put", int(at), ReadFile() as found):
                model.put(replace(found, path=model.rows[at].path))
            case ("take", int(at), bool(taken)):
                model.take([at], taken)
            case ("date", int(at), str(value)):
                model.set_field([at], "date", value)
            case ("remove", int(at)):
                model.remove([model.rows[at].path])
    anew = FileCounts()
    for row in model.rows:
        anew.take(row)
    own = [(one.unread, one.refused, one.there, one.yearless, one.wanted, one.names) for one in (model.counts, anew)]
    assert own[0] == own[1]
    wanted = [row for row in model.rows if row.found is not None and row.wanted]
    assert model.counts.wanted == len(wanted)
    assert model.counts.unread == sum(row.found is None for row in model.rows)
    assert model.counts.refused == sum(bool(row.found and row.found.problem) for row in model.rows)
    assert model.counts.there == sum(bool(row.found and row.found.same) for row in model.rows)
    assert model.counts.yearless == sum(row.value("date").startswith("--") for row in wanted)
    spoken = Counter(one.name for row in wanted if row.found for one in (*row.found.speakers,))
    assert {one.name for one in model.counts.names if one.name in NAMES} == spoken.keys()


def test_a_file_that_arrives_among_thousands_costs_no_more_than_among_few(qapp: QApplication) -> None:
    def arriving(many: int) -> float:
        model = ImportTableModel(Messages())
        model.add((Path(f"{number}.txt"), "") for number in range(many))
        pattern = NamePattern("{date} - {author}")
        model.name_by(pattern)
        found = [ReadFile(row.path, speakers=(Speaker("nim", "Nim", True, 1),)) for row in model.rows[:200]]

        def put() -> None:
            for one in found:
                model.put(one)
                assert model.name_by(pattern) == (0, many)
                assert model.counts.wanted <= many

        return processor_time(put)

    assert arriving(20_000) < 5 * arriving(500)
