import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.core.spans import Span
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence
from .test_originals import originals as originals

# by hand, from the originals: where each quotation stands, its speaker's key
REPORT = {
    (722, 885): "sosa",
    (971, 1088): "sosa",
    (1109, 1255): "sosa",
    (1287, 1499): "",
    (1691, 1818): "sosa",
    (2143, 2161): "lavrov",
    (2211, 2239): "lavrov",
    (2243, 2399): "lavrov",
    (2524, 2601): "lavrov",
}
WIRE = (
    (64, 92),
    (233, 498),
    (600, 662),
    (747, 893),
    (896, 1010),
    (1236, 1375),
    (1460, 1534),
    (1628, 1772),
    (1954, 2123),
    (2294, 2392),
    (2455, 2616),
    (2658, 2745),
    (2786, 2869),
)
REPORT_NAME = "000_a745c83be529333e.txt"
TRANSCRIPT = "001_d62bb83df8b00f31.txt"
# by hand: the verdict against the transcript, and words that its passage must hold
VERDICTS = {
    # the record has Lavrov's words alone
    722: ("untraced", ""),
    971: ("untraced", ""),
    1109: ("untraced", ""),
    1142: ("untraced", ""),
    1287: ("untraced", ""),
    1691: ("untraced", ""),
    2143: ("altered", "sustainable relations"),
    2211: ("loosely the same", "neocolonial practices"),
    2243: ("altered", "pan-regional cooperation"),
    # the second of two that an ellipsis joins
    2308: ("altered", "Community of Latin American and Caribbean States"),
    2524: ("altered", "weight and lawful interests"),
}


def records(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


@pytest.fixture
def imported(run: Run, project: Path, originals: list[Path]) -> Path:
    assert run("import", project, *originals).exit_code == 0
    return project


def test_quotations_are_told_in_columns_and_as_json(run: Run, project: Path) -> None:
    found = records(run, "quotations", project, "--json")
    assert {one["kind"] for one in found} == {"quotation", "turn"}
    with Database(project) as db:
        texts = {document.id: reads.text(db, document.id) for document in reads.documents(db)}
    assert all(texts[one["document_id"]][one["start"] : one["end"]] == one["text"] for one in found)
    rows = list(csv.reader(io.StringIO(run("quotations", project, "--exact", "--document", "2").stdout)))
    assert rows[0][:3] == ["document_id", "document", "kind"]
    assert {row[0] for row in rows[1:]} == {"2"}


def test_traces_are_written_to_a_file(run: Run, project: Path, tmp_path: Path) -> None:
    target = tmp_path / "traces.csv"
    result = run("trace", project, "--format", "csv", "--exact", "-o", target)
    assert result.exit_code == 0
    header = target.read_text("utf-8").splitlines()[0].split(",")
    asked = (
        "document_a start_a end_a text_a speaker document_b start_b end_b text_b verdict score dropped added replaced"
    )
    assert set(asked.split()) < set(header)
    assert "reason" in header


def test_an_unknown_document_is_told_in_a_sentence(run: Run, project: Path) -> None:
    assert "99" in one_sentence(run("trace", project, "--document", "99"))
    assert "99" in one_sentence(run("suggest", project, "99"))


def test_suggestions_spare_what_is_tagged_and_enter_nothing(run: Run, project: Path) -> None:
    before = project.read_bytes()
    found = records(run, "suggest", project, "5", "--json")
    assert project.read_bytes() == before
    with Database(project) as db:
        text, claims = reads.text(db, 5), reads.claims(db, document_id=5)
        keys = {topic.key for topic in reads.topics(db)}
    for one in found:
        span = Span(one["start"], one["end"])
        assert text[span.start : span.end] == one["text"]
        assert not any(claim.span == span for claim in claims)
        assert one["topics"]
        assert set(one["topics"]) <= keys
        assert one["actor"] in ("", *one["actors"])
        assert one["guesses"][:1] == [" + ".join(one["actors"])] * bool(one["actors"])
        assert one["voice"] in ("direct", "reported", "author")
        assert 0 < one["score"] <= 1
        assert one["reason"]
    assert any(len(one["guesses"]) > 1 for one in found)


def test_a_project_without_a_codebook_says_what_is_missing_for_suggestions(run: Run, tmp_path: Path) -> None:
    project, note = tmp_path / "bare.visavis", tmp_path / "note.txt"
    note.write_text("The toll must be abolished at once.", encoding="utf-8")
    run("new", project, "--empty")
    run("import", project, note)
    assert "has no topic" in one_sentence(run("suggest", project, "1"))


def test_every_quotation_of_the_report_and_of_the_wire_has_its_speaker(run: Run, imported: Path) -> None:
    found = records(run, "quotations", imported, "--json")
    for document, expected in ((1, REPORT), (3, dict.fromkeys(WIRE, "lavrov"))):
        told = {(one["start"], one["end"]): one["actor"] for one in found if one["document_id"] == document}
        assert told == expected


# by hand: what the report tells in its own words, and where the record is nearest to it
REPORTED = {
    # no passage has two of its words but those that tell who says it
    81: "",
    341: "sentiment towards the North Atlantic alliance",
    534: "sentiment towards the North Atlantic alliance",
    910: "interfere in the internal affairs",
    1860: "interfere in the internal affairs",
    1967: "are aware of the dangers",
    2123: "sustainable relations",
    2440: "support the UN reform",
}


def test_all_that_the_report_tells_in_its_own_words_stands_beside_the_record(run: Run, imported: Path) -> None:
    found = records(run, "trace", imported, "--verdict", "reported", "--json")
    assert {one["start_a"] for one in found} == REPORTED.keys()
    for one in found:
        assert REPORTED[one["start_a"]] in (one["text_b"] or "")
        assert bool(one["text_b"]) == bool(REPORTED[one["start_a"]])
        assert (one["document_a"], one["document_b"], one["verdict"]) == (REPORT_NAME, TRANSCRIPT, "reported")


def test_each_verdict_of_the_report_is_the_one_judged_by_hand(run: Run, imported: Path) -> None:
    found = records(run, "trace", imported, "--document", "1", "--json")
    found = [one for one in found if one["verdict"] != "reported"]
    assert {one["start_a"]: one["verdict"] for one in found} == {start: one for start, (one, _) in VERDICTS.items()}
    for one in found:
        assert VERDICTS[one["start_a"]][1] in (one["text_b"] or "")
    assert [one["verdict"] for one in found][:4] == ["altered"] * 4
    assert {one["document_b"] for one in found} == {TRANSCRIPT}


def test_a_quotation_is_traced_to_the_transcript_below_it(run: Run, imported: Path) -> None:
    found = records(run, "trace", imported, "--document", "5", "--json")
    verdicts = {one["start_a"]: one["verdict"] for one in found}
    assert verdicts == {
        101: "identical",
        115: "trimmed",
        948: "trimmed",
        1075: "trimmed",
        1135: "identical",
        1168: "identical",
        1732: "untraced",
        6151: "untraced",
    }


def test_what_came_in_just_now_covers_the_same_event_by_its_day_and_its_speakers(run: Run, tmp_path: Path) -> None:
    report, transcript = tmp_path / "report.txt", tmp_path / "transcript.txt"
    report.write_text(
        "Ferries stay\n\n26 April 2024\n\n“The ferries will sail all winter,” Ordun Vask said in the harbour. "
        "“Nobody asked the island before the piers were closed,” Mira Zoll said there. “We shall sell all cranes to "
        "the highest bidder,” Vask said.\n",
        encoding="utf-8",
    )
    transcript.write_text(
        "Remarks in the harbour\n\n26 April 2024\n\nQuestion: What becomes of the ferries?\n\n"
        "Ordun Vask: The ferries will sail all winter, and the tolls stay low.\n\n"
        "Question: And the piers?\n\nOrdun Vask: They will be mended in spring.\n",
        encoding="utf-8",
    )
    project = tmp_path / "new.visavis"
    run("new", project, "--empty")
    run("import", project, report, transcript)
    # she is named but once, and so only proposed
    run("adopt", project, "Mira Zoll")
    found = {one["text_a"][:10]: one for one in records(run, "trace", project, "--json")}
    assert {one["document_b"] for one in found.values()} == {"transcript.txt"}
    assert {words: one["verdict"] for words, one in found.items()} == {
        "The ferrie": "identical",
        "We shall s": "not found",
        "Nobody ask": "untraced",
    }


def test_who_is_called_by_office_in_the_record_and_by_name_in_the_report_is_one(run: Run, tmp_path: Path) -> None:
    record, report = tmp_path / "record.txt", tmp_path / "report.txt"
    record.write_text(
        "Press conference on the tolls\n\nLindeck, 12 May 2025\n\nMODERATOR: Good morning. First the mayor.\n\n"
        "MAYOR OLUFSEN: We will not raise the harbour tolls for fishing boats this year. The council meets in June.\n\n"
        "QUESTION: And the ladder of the swimmers?\n\nMAYOR OLUFSEN: The ladder at the pier stays where it is.\n",
        encoding="utf-8",
    )
    report.write_text(
        "Tolls stay\n\n13 May 2025\n\n“We will not raise the harbour tolls for fishing boats this year,” "
        "Marta Olufsen said. “The ladder at the pier stays,” Marta Olufsen said. "
        "“All swimmers are a nuisance to me,” Marta Olufsen said.\n",
        encoding="utf-8",
    )
    project = tmp_path / "new.visavis"
    run("new", project, "--empty")
    run("import", project, record, report)
    found = records(run, "trace", project, "--json")
    assert [(one["verdict"], one["speaker"]) for one in found] == [
        ("not found", "olufsen"),
        ("identical", "olufsen"),
        ("identical", "olufsen"),
    ]
    assert not any("says it, not" in one["reason"] for one in found)
    assert records(run, "trace", project, "--verdict", "not found", "--json") == found[:1]
