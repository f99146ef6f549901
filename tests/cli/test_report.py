"""The report of a project: the same facts in each of its forms, and nothing of what is not there."""

import io
import re
from pathlib import Path

import docx
import mammoth
import pytest
from lxml import html

from desktop.core.own_fields import OwnField
from desktop.core.scale import Stance
from desktop.core.values import NewClaim
from desktop.exchange.report.report import Report, ReportSection
from desktop.exchange.report.word import MOST_COLUMNS, word_report
from desktop.exchange.tables.table import Column, Table
from desktop.store import edits, reads
from desktop.store.database import Database

from ..store.making import make_project
from .conftest import Run

# what would end a cell, a line or a tag, turn the line around, or be taken for a mark
STRANGE = "Of <bridges> | and *roads* & “more”\u202e."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "study.visavis"
    with make_project(path) as db:
        (number,) = [one.id for one in reads.project.topics(db) if one.key == "trade"]
        edits.codebook.update(db, "topic", number, definition=STRANGE)
        edits.own_fields.make(db, OwnField("claim", "Frame", "one", "How it is framed", choices=("cost", "duty")))
    return path


def words_of_page(data: bytes) -> str:
    return " ".join(html.fromstring(data).text_content().split())


def words_of_markdown(data: bytes) -> str:
    # without its marks
    return " ".join(re.sub(r"\\(?=[|*<])|&(?=amp;)|[*|]", "", data.decode()).replace("amp;", "&").split())


def words_of_document(data: bytes) -> str:
    return " ".join(mammoth.extract_raw_text(io.BytesIO(data)).value.split())


READERS = {".html": words_of_page, ".md": words_of_markdown, ".docx": words_of_document}


@pytest.mark.parametrize("suffix", READERS)
def test_each_form_tells_the_same(run: Run, project: Path, suffix: str) -> None:
    path = project.with_name(f"appendix{suffix}")
    done = run("report", project, "-o", path)
    assert (done.exit_code, "Method, Scale of stances, Codebook: topics" in done.output) == (0, True), done.output
    words = READERS[suffix](path.read_bytes())
    for told in (
        *("Report of study", "1 document with 3 claims, tagged by 1 coder.", "dated 2024-04-26 to 2024-04-26"),
        *("for the topic's proposition", "Tarn should trade more", "How it is framed", "cost; duty"),
        *("Ordun Vask", "The Élbar papers", "Claims by topic and stance", "Visavis"),
    ):
        assert told in words, told
    # agreement of one coder is none
    assert "Agreement of coders" not in words
    # nothing turns a line around
    assert "\u202e" not in words
    assert "⟨U+202E⟩" in words


def test_a_page_and_a_document_have_what_was_written(run: Run, project: Path) -> None:
    shown = STRANGE.replace("\u202e", "⟨U+202E⟩")
    for suffix in (".html", ".docx"):
        path = project.with_name(f"appendix{suffix}")
        run("report", project, "-o", path)
        assert shown in READERS[suffix](path.read_bytes())
    page = html.fromstring(project.with_name("appendix.html").read_bytes())
    # the links lead to their sections
    assert [one.get("href")[1:] for one in page.iter("a")] == [one.get("id") for one in page.iter("h2")]
    assert not page.xpath("//script | //*[@src] | //link")


def test_topics_stand_behind_their_themes(run: Run, project: Path) -> None:
    run("report", project, "-o", project.with_name("a.docx"), "--section", "topics")
    document = docx.Document(str(project.with_name("a.docx")))
    heads = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads == [
        *(("Heading 1", "Codebook: topics"), ("Heading 2", "Economy"), ("Heading 3", "Trade")),
        ("Heading 2", "Bridge"),
    ]


def test_only_what_the_filter_lets_through_is_counted(run: Run, project: Path) -> None:
    path = project.with_name("a.md")
    run("report", project, "-o", path, "--where", "topic=bridge", "--section", "counts", "--section", "method")
    text = path.read_text("utf-8")
    assert "with 1 claim," in text
    assert re.search(r"\| Bridge +\| +1 \| +0 \| +1 \| +0 \|", text)
    assert re.search(r"\| Trade +\| +0 \|", text)
    assert re.search(r"\| Nilo +\| +1 \|", text)
    assert text.count("Filter:") == 1


def test_agreement_is_told_where_two_coded_the_same(run: Run, project: Path) -> None:
    with Database(project) as db:
        db.set_coder("Ada")
        first = reads.project.claims(db)[0]
        edits.claims.tag(db, NewClaim(first.document_id, first.span, first.actor_ids, first.topic_id, Stance("favor")))
    run("report", project, "-o", project.with_name("a.html"))
    words = words_of_page(project.with_name("a.html").read_bytes())
    assert "Agreement on what claims say" in words
    assert "tagged by 2 coders" in words


def test_the_same_project_gives_the_same_bytes(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, set[bytes]] = {}
    for year in (2001, 2031):
        monkeypatch.setattr("time.localtime", lambda *_, year=year: (year, 1, 2, 3, 4, 5, 0, 1, 0))
        for suffix in READERS:
            path = project.with_name(f"a{suffix}")
            run("report", project, "-o", path, "--force")
            written.setdefault(suffix, set()).add(path.read_bytes())
    assert {suffix: len(found) for suffix, found in written.items()} == dict.fromkeys(READERS, 1)
    run("report", project, "-o", project.with_name("b.md"), "--stamp")
    assert "Written at 2" in project.with_name("b.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-o", "a.pdf"], "A report is written as .html, .docx, .md: end the name of its file so."),
        (["-o", "a.md", "--section", "graphs"], "A report has no section “graphs”: choose among method, scale, topics"),
        (["-o", "a.md", "--where", "topic=nowhere"], "There is no topic with the key “nowhere”"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_no_file(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(project.parent)
    done = run("report", project, *arguments)
    assert done.exit_code
    assert sentence in done.output
    assert not [*project.parent.glob("a.*")]


def test_an_empty_project_has_its_method_alone(run: Run, tmp_path: Path) -> None:
    Database(tmp_path / "new.visavis", create=True).close()
    run("report", tmp_path / "new.visavis", "-o", tmp_path / "a.md")
    heads = [line for line in (tmp_path / "a.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    assert heads == ["## Method", "## Scale of stances"]


def test_a_table_wider_than_a_page_stands_in_parts_and_a_long_one_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.exchange.report.word.MOST_ROWS", 20)
    columns = tuple(Column(f"c{at}", "text" if at == 0 else "integer") for at in range(MOST_COLUMNS * 2))
    wide = Table(columns, (("head", *range(1, len(columns))),))
    long = Table((Column("one"),), tuple((f"row {at}",) for at in range(21)))
    written = word_report(Report("Wide", sections=(ReportSection("Tables", tables=(wide, long)),)))
    found = docx.Document(io.BytesIO(written)).tables
    parts = [[cell.text for cell in one.rows[1].cells] for one in found[:-1]]
    assert all(part[0] == "head" and len(part) <= MOST_COLUMNS for part in parts)
    assert [cell for part in parts for cell in part[1:]] == [str(at) for at in range(1, len(columns))]
    assert "The first 20 of 21 rows" in words_of_document(written)


def test_what_is_written_from_the_right_runs_from_there() -> None:
    report = Report("دراسة", sections=(ReportSection("قسم", ("كلمات من اليمين",)),))
    document = docx.Document(io.BytesIO(word_report(report)))
    assert all("w:bidi" in one.paragraph_format.element.xml for one in document.paragraphs if one.text)


def test_topics_of_one_name_are_told_apart_where_they_are_counted(run: Run, project: Path) -> None:
    with Database(project) as db:
        edits.codebook.add(db, "topic", "Trade", proposition="Another")
    run("report", project, "-o", project.with_name("a.md"), "--section", "counts")
    rows = re.findall(r"^\| (\S[^|]*?) +\| +\d", project.with_name("a.md").read_text("utf-8"), re.MULTILINE)
    assert [one for one in rows if "Trade" in one] == ["Economy › Trade", "Trade"]
