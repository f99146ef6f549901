"""Other programs' projects come in: told before, in one step, and taken back in one."""

import csv
import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

TEXT = (
    "Ada 😀 said: we want the bridge.\r\nOdo said: nobody needs a bridge.\r\n"
    "Both left before noon, and the harbour was quiet."
)
FOLDED = TEXT.replace("\r\n", "\n")
WANTS, NEEDS, QUIET = "we want the bridge", "nobody needs a bridge", "the harbour was quiet"
CODES = {"t": ("Topics", ""), "b": ("Bridge", "t"), "a": ("Actors", ""), "1": ("Ada Quill", "a"),
         "2": ("Odo Brink", "a"), "s": ("Haltung", ""), "+": ("dafür", "s"), "-": ("dagegen", "s")}  # fmt: skip
GUIDS = {key: f"00000000-0000-4000-8000-{number:012X}" for number, key in enumerate(CODES, 1)}
SAMPLES = Path(os.environ.get("VISAVIS_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


def code(key: str) -> str:
    inner = "".join(code(one) for one, (_name, above) in CODES.items() if above == key)
    return f'<Code guid="{GUIDS[key]}" name="{CODES[key][0]}" isCodable="true">{inner}</Code>'


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def qdpx(path: Path, folder: str = "Sources", inner: str = "Harbour study.qde", scheme: str = "internal://") -> Path:
    """Write a project as NVivo would: offsets in UTF-16 over ends of lines of two."""
    rows = ((WANTS, "b+1", ""), (NEEDS, "b-2", "He shouts."), (QUIET, "b", ""))
    selections = []
    for number, (words, codes, note) in enumerate(rows):
        start = units(TEXT[: TEXT.index(words)])
        codings = "".join(
            f'<Coding guid="00000000-0000-4000-9000-{number:04X}0000000{at}" creatingUser="{{{GUIDS["t"]}}}" '
            f'creationDateTime="2025-03-04T05:06:07Z"><CodeRef targetGUID="{GUIDS[key].lower()}"/></Coding>'
            for at, key in enumerate(codes)
        )
        description = f"<Description>{note}</Description>" if note else ""
        selections.append(
            f'<PlainTextSelection guid="00000000-0000-4000-A000-{number:012X}" name="{words}" startPosition="{start}" '
            f'endPosition="{start + units(words)}">{description}{codings}</PlainTextSelection>'
        )
    body = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="NVivo"><Users>'
        f'<User guid="{GUIDS["t"]}" name="Carla"/>'
        f"</Users><CodeBook><Codes>{''.join(code(key) for key, one in CODES.items() if not one[1])}</Codes></CodeBook>"
        "<Sources>"
        f'<TextSource guid="00000000-0000-4000-B000-000000000001" name="Harbour" plainTextPath="{scheme}one.txt">'
        f"{''.join(selections)}</TextSource>"
        '<TextSource guid="00000000-0000-4000-B000-000000000002" name="Lost one" plainTextPath="internal://two.txt"/>'
        "</Sources><Sets/></Project>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inner, "\ufeff" + body)
        archive.writestr(f"{folder}/one.txt", TEXT.encode("utf-8"))
    return path


def claims(project: Path) -> list[tuple[str, tuple[str, ...], str, str, str, str]]:
    with Database(project) as db:
        actors = {one.id: one.name for one in reads.actors(db)}
        topics = {one.id: one.name for one in reads.topics(db)}
        coders = {one.id: one.name for one in reads.coders(db)}
        return [
            (one.quote, tuple(actors[key] for key in one.actor_ids), topics[one.topic_id], one.stance.value,
             coders[one.coder_id], one.memo)
            for one in reads.claims(db)
        ]  # fmt: skip


def documents(project: Path) -> list[str]:
    with Database(project) as db:
        return [one.name for one in reads.documents(db)]


@pytest.mark.parametrize(
    ("folder", "inner", "scheme"),
    [
        ("Sources", "Harbour study.qde", "internal://"),
        ("sources", "project.qde", ""),
        ("SOURCES", "a/project.QDE", "relative:///"),
    ],
)
def test_a_project_of_nvivo_comes_in_word_for_word(
    run: Run, empty: Path, tmp_path: Path, folder: str, inner: str, scheme: str
) -> None:
    result = run("import", empty, qdpx(tmp_path / "h.qdpx", folder, inner, scheme))
    assert result.exit_code == 0, result.output
    assert claims(empty) == [
        (WANTS, ("Ada Quill",), "Bridge", "favor", "Carla", ""),
        (NEEDS, ("Odo Brink",), "Bridge", "against", "Carla", "He shouts."),
    ]
    assert "The file lacks the texts of: Lost one." in result.output
    assert QUIET in result.output
    assert "nobody is coded who holds it" in result.output
    with Database(empty) as db:
        assert reads.text(db, 1) == FOLDED
        assert {one.created for one in reads.claims(db)} == {"2025-03-04T05:06:07Z"}


def test_a_project_whose_name_tells_nothing_is_known_by_its_content(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("import", empty, qdpx(tmp_path / "study")).exit_code == 0
    assert [one[0] for one in claims(empty)] == [WANTS, NEEDS]


def test_a_trial_tells_what_would_be_and_writes_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    before = empty.read_bytes()
    result = run("import", empty, qdpx(tmp_path / "h.qdpx"), "--dry-run")
    assert "Haltung: stance" in result.output
    assert "2 claims and 1 document would be added" in result.output
    assert documents(empty) == []
    assert len(empty.read_bytes()) == len(before)


def test_it_is_one_step_of_undo(run: Run, empty: Path, tmp_path: Path) -> None:
    run("import", empty, qdpx(tmp_path / "h.qdpx"))
    assert "Import the project h.qdpx" in run("undo", empty).output
    assert (documents(empty), claims(empty)) == ([], [])
    with Database(empty) as db:
        assert (reads.topics(db), reads.actors(db)) == ([], [])


def test_the_same_project_again_doubles_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    file = qdpx(tmp_path / "h.qdpx")
    run("import", empty, file)
    result = run("import", empty, file, "--json")
    told = json.loads(result.stdout)[0]
    assert (told["documents"], told["claims"], told["there"], told["joined"]) == (0, 0, 2, 1)
    assert len(claims(empty)) == 2


def test_claims_move_to_the_corrected_text_that_is_here(run: Run, empty: Path, tmp_path: Path) -> None:
    more = " ".join(
        f"Line {number} of the long report tells what {number} people of the town had to say." for number in range(60)
    )
    own = tmp_path / "report.txt"
    file = qdpx(tmp_path / "h.qdpx")
    long = tmp_path / "long.qdpx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(long, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + f"\r\n{more}".encode() if name.endswith(".txt") else content)
    own.write_text(f"HEAD. {FOLDED}\n{more}", "utf-8")
    assert run("import", empty, own, "--known-speakers").exit_code == 0
    result = run("import", empty, long, "--json")
    told = json.loads(result.stdout)[0]
    assert (told["documents"], told["claims"], told["moved"]) == (0, 2, 3)
    assert documents(empty) == ["report.txt"]
    assert [one[0] for one in claims(empty)] == [WANTS, NEEDS]


def test_answers_are_written_and_used(run: Run, empty: Path, tmp_path: Path) -> None:
    file, answers = qdpx(tmp_path / "h.qdpx"), tmp_path / "m.toml"
    assert run("import", empty, file, "--dry-run", "--write-map", answers).exit_code == 0
    words = answers.read_text("utf-8")
    assert 'without-stance = "not-coded"' in words
    words = words.replace('without-actor = "speaker"', 'without-actor = "not-coded"')
    answers.write_text(f'{words}\n[coders]\nCarla = "Carla Mora"\n', "utf-8")
    assert run("import", empty, file, "--map", answers).exit_code == 0
    assert claims(empty)[2] == (QUIET, ("not coded",), "Bridge", "not coded", "Carla Mora", "")


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.mx22", "REFI-QDA Project"), ("b.nvp", "Share tab"), ("c.atlproj", "QDPX Project")],
)
def test_of_a_closed_project_it_is_told_what_writes_an_open_one(
    run: Run, empty: Path, tmp_path: Path, name: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x01\x02\x03")
    sentence = one_sentence(run("import", empty, path))
    assert words in sentence
    assert ".qdpx" in sentence


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<Project",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>',
        b'<Other xmlns="urn:QDA-XML:project:1.0"/>',
    ],
)
def test_a_damaged_project_is_told_in_a_sentence_and_leaves_no_trace(
    run: Run, empty: Path, tmp_path: Path, body: bytes
) -> None:
    path = tmp_path / "bad.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", body)
    one_sentence(run("import", empty, path))
    assert documents(empty) == []


def test_a_table_accounts_for_each_of_its_rows(run: Run, empty: Path, tmp_path: Path) -> None:
    own = tmp_path / "report.txt"
    own.write_text(f"{FOLDED}\nThe fare is fair. The fare is fair.", "utf-8")
    run("import", empty, own, "--known-speakers")
    table = tmp_path / "codings.csv"
    with table.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["document", "quote", "actors", "topic", "stance", "coder"])
        rows.writerow(["report", "we want  the bridge", "Ada Quill; Odo Brink", "Bridge", "pro", "anna"])
        rows.writerow(["report", "nobody needs a brigde", "Odo Brink", "Bridge", "contra", "bert"])
        rows.writerow(["report", "The fare is fair.", "Odo Brink", "Fares", "pro", "bert"])
        rows.writerow(["report", "nothing of the kind stands there", "Odo Brink", "Fares", "pro", "bert"])
    result = run("import", empty, table, "--json")
    told = json.loads(result.stdout)[0]
    assert claims(empty) == [
        (WANTS, ("Ada Quill", "Odo Brink"), "Bridge", "favor", "anna", ""),
        (NEEDS, ("Odo Brink",), "Bridge", "against", "bert", ""),
    ]
    assert {one["reason"]: one["count"] for one in told["left_out"]} == {
        "its words stand in several places": 1,
        "its words are not found in the text": 1,
    }


def test_a_table_of_documents_is_no_table_of_codings(run: Run, empty: Path, tmp_path: Path) -> None:
    table = tmp_path / "speeches.csv"
    table.write_text("title,text,topic\nFares,We sail at noon.,fares\nCrews,Nobody sails.,crews\n")
    assert run("import", empty, table).exit_code == 0
    assert len(documents(empty)) == 2


def qualcoder(folder: Path) -> Path:
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as db:
        for sql in (
            "CREATE TABLE source (id, name, fulltext, memo, owner, date)",
            "CREATE TABLE code_cat (catid, name, memo, supercatid)",
            "CREATE TABLE code_name (cid, name, memo, catid, color)",
            "CREATE TABLE code_text (ctid, cid, fid, seltext, pos0, pos1, owner, date, memo)",
            "CREATE TABLE cases (caseid, name, memo)",
            "CREATE TABLE case_text (caseid, fid, pos0, pos1)",
        ):
            db.execute(sql)
        db.execute("INSERT INTO source VALUES (1, 'Harbour', ?, '', 'carla', '2025-01-02 03:04:05')", [FOLDED])
        cats = {"t": 1, "a": 2, "s": 3}
        for key, number in cats.items():
            db.execute("INSERT INTO code_cat VALUES (?, ?, '', NULL)", [number, CODES[key][0]])
        leaves = [key for key, one in CODES.items() if one[1]]
        for number, key in enumerate(leaves, 1):
            db.execute(
                "INSERT INTO code_name VALUES (?, ?, '', ?, '#FF0000')", [number, CODES[key][0], cats[CODES[key][1]]]
            )
        number = 0
        for words, keys, size in ((WANTS, "b+1", units), (NEEDS, "b-2", len)):
            start = size(FOLDED[: FOLDED.index(words)])
            for key in keys:
                number += 1
                row = [number, leaves.index(key) + 1, words, start, start + size(words)]
                db.execute("INSERT INTO code_text VALUES (?, ?, 1, ?, ?, ?, 'carla', '2025-01-02 03:04:05', '')", row)
    db.close()
    return folder


def test_a_project_of_qualcoder_whose_offsets_are_mixed_comes_in_word_for_word(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    result = run("import", empty, qualcoder(tmp_path / "h.qda"))
    assert result.exit_code == 0, result.output
    assert [one[:5] for one in claims(empty)] == [
        (WANTS, ("Ada Quill",), "Bridge", "favor", "carla"),
        (NEEDS, ("Odo Brink",), "Bridge", "against", "carla"),
    ]


def test_a_project_of_taguette_counts_bytes_of_its_bare_text(run: Run, empty: Path, tmp_path: Path) -> None:
    lines = FOLDED.split("\n")
    bare = "".join(lines)
    path = tmp_path / "t.sqlite3"
    with sqlite3.connect(path) as db:
        for sql in (
            "CREATE TABLE documents (id, project_id, name, description, contents)",
            "CREATE TABLE highlights (id, document_id, start_offset, end_offset, snippet)",
            "CREATE TABLE tags (id, project_id, path, description)",
            "CREATE TABLE highlight_tags (highlight_id, tag_id)",
        ):
            db.execute(sql)
        html = "".join(f"<p>{line.replace('bridge', '<b>bridge</b>')}</p>" for line in lines)
        db.execute("INSERT INTO documents VALUES (1, 1, 'Harbour', '', ?)", [html])
        names = ("topic", "topic.Bridge", "actor", "actor.Ada Quill", "stance", "stance.pro")
        for number, name in enumerate(names, 1):
            db.execute("INSERT INTO tags VALUES (?, 1, ?, '')", [number, name])
        start = len(bare[: bare.index(WANTS)].encode())
        db.execute("INSERT INTO highlights VALUES (1, 1, ?, ?, '')", [start, start + len(WANTS.encode())])
        for tag in (2, 4, 6):
            db.execute("INSERT INTO highlight_tags VALUES (1, ?)", [tag])
    db.close()
    result = run("import", empty, path)
    assert result.exit_code == 0, result.output
    assert [one[:4] for one in claims(empty)] == [(WANTS, ("Ada Quill",), "Bridge", "favor")]


def test_labelled_texts_come_in_word_for_word(run: Run, empty: Path, tmp_path: Path) -> None:
    start = FOLDED.index(WANTS)
    end = start + len(WANTS)
    doccano = tmp_path / "d.jsonl"
    labels = [[start, end, label] for label in ("pro", "Bridge", "Ada Quill")]
    doccano.write_text(json.dumps({"id": 1, "text": FOLDED, "label": labels}) + "\n")
    studio = tmp_path / "s.json"
    result = [
        {"id": "x", "type": "labels", "from_name": name, "to_name": "text",
         "value": {"start": start, "end": end, "text": WANTS, "labels": [label]}}
        for name, label in (("topic", "Bridge"), ("actor", "Ada Quill"), ("stance", "pro"))
    ]  # fmt: skip
    task = {"id": 1, "data": {"text": FOLDED + " "}, "annotations": [{"completed_by": 3, "result": result}]}
    studio.write_text(json.dumps([task]))
    brat = tmp_path / "b.ann"
    brat.write_text(f"T1\tBridge {start} {end}\t{WANTS}\nA1\tStance T1 pro\n#1\tAnnotatorNotes T1\tsure\n")
    (tmp_path / "b.txt").write_text(FOLDED + "  ", "utf-8")
    for path, form in ((doccano, "doccano"), (studio, "labelstudio"), (brat, "brat")):
        told = json.loads(run("import", empty, path, "--dry-run", "--json").stdout)[0]
        assert told["form"] == form
        assert told["readings"][0]["score"] == 1.0
    assert run("import", empty, studio).exit_code == 0
    assert [one[:4] for one in claims(empty)] == [(WANTS, ("Ada Quill",), "Bridge", "favor")]


def test_annotations_of_the_web_are_placed_by_their_words(run: Run, empty: Path, tmp_path: Path) -> None:
    own = tmp_path / "report.txt"
    own.write_text(FOLDED, "utf-8")
    run("import", empty, own, "--known-speakers")
    row = {
        "id": "abc", "user": "acct:carla@hypothes.is", "uri": "https://example.org/report", "text": "mild",
        "tags": ["topic:Bridge", "actor:Ada Quill", "stance:pro"], "created": "2025-01-02T03:04:05.678+00:00",
        "target": [{"source": "https://example.org/report", "selector": [
            {"type": "TextPositionSelector", "start": 4, "end": 9},
            {"type": "TextQuoteSelector", "exact": WANTS, "prefix": "said: ", "suffix": "."}]}],
    }  # fmt: skip
    path = tmp_path / "hypothesis.json"
    path.write_text(json.dumps({"rows": [row], "total": 1}))
    result = run("import", empty, path)
    assert result.exit_code == 0, result.output
    assert claims(empty) == [(WANTS, ("Ada Quill",), "Bridge", "favor", "carla", "mild")]


@pytest.mark.skipif(not (SAMPLES / "dna3-sample.dna").exists(), reason="the samples are not beside the project")
def test_each_statement_of_the_sample_of_dna_comes_in(run: Run, empty: Path) -> None:
    sample = SAMPLES / "dna3-sample.dna"
    assert run("import", empty, sample).exit_code == 0
    with sqlite3.connect(f"file:{sample}?mode=ro&immutable=1", uri=True) as db:
        sql = (
            "SELECT s.ID, s.Start, s.Stop, d.Title, v.Variable, e.Value, (SELECT b.Value FROM DATABOOLEAN b "
            "WHERE b.StatementId = s.ID) FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId "
            "JOIN DATASHORTTEXT t ON t.StatementId = s.ID JOIN ENTITIES e ON e.ID = t.Entity "
            "JOIN VARIABLES v ON v.ID = t.VariableId"
        )
        wanted: dict[int, dict[str, object]] = {}
        for number, start, stop, title, variable, value, agreement in db.execute(sql):
            row = wanted.setdefault(number, {"place": (title, start, stop), "stance": ("against", "favor")[agreement]})
            row[variable] = value
    db.close()
    with Database(empty) as project:
        actors = {one.id: one for one in reads.actors(project)}
        bodies = {one.key: one.name for one in actors.values()}
        topics = {one.id: one.name for one in reads.topics(project)}
        names = {one.id: one.name for one in reads.documents(project)}
        found = [
            {"place": (names[one.document_id], one.start, one.end), "stance": one.stance.value,
             "person": actors[one.actor_ids[0]].name, "organization": bodies[actors[one.actor_ids[0]].parent],
             "concept": topics[one.topic_id]}
            for one in reads.claims(project)
        ]  # fmt: skip
    assert len(found) == 40
    assert sorted(found, key=str) == sorted(wanted.values(), key=lambda row: str({**row}))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("taguette-1.4.1-codebook.qdc", 3),
        ("atlas.ti-9-win-codebook.qdc", 5),
        ("atlas.ti-23-win-ponte-target.qdpx", 3),
        ("qc-1.3.2-demo.qdpx", 262),
        ("minimal-valid-project.qde", 6),
    ],
)
def test_the_samples_of_other_programs_come_in(run: Run, empty: Path, name: str, codes: int) -> None:
    result = run("import", empty, SAMPLES / name, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)[0]
    assert f"{codes} codes" in run("import", empty, SAMPLES / name, "--dry-run").output
    assert told["codings"] == {"qc-1.3.2-demo.qdpx": 205, "minimal-valid-project.qde": 4}.get(name, 0)
