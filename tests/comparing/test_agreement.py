"""Agreement of the two invented coders, as tables that are read back, and what is decided between them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.analysis.agreement.coded import AgreementLine
from desktop.analysis.agreement.coefficients import Figure
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.values import Claim, CodedDocument, Facts, NewClaim, Stance
from desktop.exchange.tables.table import write_csv
from desktop.project import agreement
from desktop.project.agreement import CoderDifference
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database

from .two_coders import make_example


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "two.visavis"
    make_example(path)
    with Database(path) as db:
        db.set_coder("Ada")
        yield db


def rows(db: Database, key: str, **options: str) -> list[dict[str, str]]:
    """Return a table as a reader of its CSV finds it."""
    where = options.pop("where", "")
    table = ENTRIES[key].make(db, Request(where=where, options={"resamples": "200", **options}))
    return list(csv.DictReader(io.StringIO(write_csv(table, exact=True).decode())))


def differences(db: Database) -> list[CoderDifference]:
    return agreement.CodedPassages(db, agreement.load(db, ClaimFilter()).compared()).differences(db)


def test_figures_are_those_that_one_counts_by_hand(project: Database) -> None:
    found = {(row["field"], row["pairing"]): row for row in rows(project, "agreement")}
    topic = found["topic", "span"]
    assert (topic["n"], topic["alone"], topic["alone_by"]) == ("15", "2", "Ada: 1; Bert: 1")
    assert float(topic["percent"]) == pytest.approx(12 / 15, abs=1e-6)
    # Ada: harbour 7, toll 4, ferry 4; Bert: 6, 5, 4
    chance = (7 * 6 + 4 * 5 + 4 * 4) / 15**2
    assert float(topic["kappa"]) == pytest.approx((0.8 - chance) / (1 - chance), abs=1e-6)
    assert float(topic["kappa_low"]) < float(topic["kappa"]) <= float(topic["kappa_high"])
    # on one sentence both say two things, each in another order: read at its best, one difference is left
    assert float(found["topic", "best"]["percent"]) == pytest.approx(14 / 15, abs=1e-6)
    assert topic["ordinal"] == ""
    assert "α, ordinal: its values have no order" in topic["undefined"]
    stance = found["stance", "span"]
    # against 5 and 5, neutral 2 and 1, favor 8 and 9; in three pairs one is for and one neutral
    expected = 10 * 3 * 6.5**2 + 3 * 17 * 10**2 + 10 * 17 * 16.5**2
    assert float(stance["ordinal"]) == pytest.approx(1 - 29 * 3 * 10**2 / expected, abs=1e-6)


def test_lines_of_a_topic_tell_who_gave_it_and_what_stances_they_gave_there(project: Database) -> None:
    found = {(row["what"], row["field"], row["pairing"]): row for row in rows(project, "agreement", by="topic")}
    given = found["toll", "topic", "span"]
    # both 3, Ada alone 1, Bert alone 2, neither 9
    assert (given["n"], given["used"], given["alone"]) == ("15", "6", "1")
    assert float(given["percent"]) == pytest.approx(12 / 15, abs=1e-6)
    stance = found["toll", "stance", "span"]
    assert (stance["n"], float(stance["percent"])) == ("3", pytest.approx(2 / 3, abs=1e-6))
    assert {row["what"] for row in rows(project, "agreement", by="actor")} == {
        "korr",
        "venn",
        "lind",
        "union",
        "council",
    }
    alone = next(row for row in rows(project, "agreement", by="actor") if row["what"] == "council")
    assert (alone["n"], alone["alone"], alone["percent"]) == ("0", "1", "")
    assert "no two coders have a claim" in alone["undefined"]


def test_one_document_whose_voices_are_all_alike_has_no_kappa(project: Database) -> None:
    found = rows(project, "agreement", by="document")
    voice = next(r for r in found if (r["what"], r["field"], r["pairing"]) == ("council.txt", "voice", "span"))
    assert (voice["percent"], voice["kappa"], voice["alpha"], voice["ac1"]) == ("1.0", "", "", "1.0")
    assert "all gave one value" in voice["undefined"]
    assert "nan" not in str(found).lower()


def test_finding_counts_what_stands_alone(project: Database) -> None:
    (found,) = rows(project, "agreement_finding")
    assert (found["a_claims"], found["b_claims"], found["pairs"], found["alike"]) == ("16", "16", "15", "14")
    assert float(found["f1"]) == pytest.approx(2 * 15 / 32, abs=1e-6)
    assert float(found["f1_low"]) <= float(found["f1"]) <= float(found["f1_high"])
    assert found["alpha_u_low"] == ""


def test_confusions_hold_every_claim_and_what_nobody_met(project: Database) -> None:
    found = rows(project, "agreement_confusion", of="topic")
    cells = {(row["a_value"], row["b_value"]): int(row["count"]) for row in found}
    assert cells == {
        ("harbour", "harbour"): 5,
        ("harbour", "toll"): 2,
        ("toll", "harbour"): 1,
        ("toll", "toll"): 3,
        ("ferry", "ferry"): 4,
        ("ferry", ""): 1,
        ("", "toll"): 1,
    }


def test_files_for_r_and_for_gamma(project: Database) -> None:
    ratings = rows(project, "agreement_ratings", of="stance")
    assert list(ratings[0]) == ["document", "start", "end", "Ada", "Bert"]
    assert len(ratings) == 15
    assert ("neutral", "favor") in {(row["Ada"], row["Bert"]) for row in ratings}
    stretches = rows(project, "agreement_continuum")
    assert len(stretches) == 32
    # the second text goes on where the first ends
    first = reads.agreement.lengths(project)[1]
    last = max(stretches, key=lambda row: int(row["segment_start"]))
    claim = max(reads.project.claims(project, document_id=2), key=lambda one: one.start)
    assert int(last["segment_start"]) == first + claim.start
    assert int(last["segment_end"]) == first + claim.end


def test_who_is_compared_and_where(project: Database) -> None:
    project.set_coder("Cleo")
    claim = reads.project.claims(project, document_id=1)[0]
    edits.claims.tag_many(project, [agreed_copy(claim)])
    three = rows(project, "agreement", by="field")[0]
    assert three["kappa"] == ""
    assert "for two coders only" in three["undefined"]
    assert three["alone_by"] == "Ada: 1; Bert: 1; Cleo: 0"
    two = rows(project, "agreement", coders="Ada,Bert")[0]
    assert two["kappa"]
    pairs = rows(project, "agreement", by="pair")
    assert {row["what"] for row in pairs} == {"Ada × Bert", "Ada × Cleo", "Bert × Cleo"}
    # only one of the documents has claims of both
    assert len({row["what"] for row in rows(project, "agreement", by="document", coders="Ada,Cleo")}) == 1
    wide = rows(project, "agreement_finding", coders="Ada,Cleo", documents="all")[0]
    assert wide["a_claims"] == "16"
    with pytest.raises(UserError, match="no coder “Dora”"):
        rows(project, "agreement", coders="Ada,Dora")
    with pytest.raises(UserError, match="name another beside “Ada”"):
        rows(project, "agreement", coders="Ada,Ada")
    with pytest.raises(UserError, match="two coders or more"):
        rows(project, "agreement", where="coder=Ada")


def agreed_copy(claim: Claim) -> NewClaim:
    return NewClaim(claim.document_id, claim.span, claim.actor_ids, claim.topic_id, claim.stance)


def test_decisions_make_claims_of_the_coder_agreed_and_leave_the_others(project: Database) -> None:
    before = reads.project.claims(project)
    found = differences(project)
    assert len(found) == 8
    assert [each.fields for each in found][:3] == [("voice",), ("topic",), ("topic",)]
    voice, topic, alone = found[0], found[1], next(each for each in found if None in each.unit)
    edits.agreement.note(project, topic.claims, "The ships are those of the harbour.")
    edits.agreement.decide(project, [(voice.claims, voice.claims[:1])])
    edits.agreement.decide(project, [(topic.claims, topic.claims)])
    edits.agreement.decide(project, [(alone.claims, ())])
    after = differences(project)
    states = [each.state for each in after]
    assert states[:2] == ["a", "both"]
    assert sorted(states) == ["a", "both", "none", *["open"] * 5]
    assert after[1].note == "The ships are those of the harbour."
    coders = {coder.id: coder.name for coder in reads.project.coders(project)}
    agreed = [one for one in reads.project.claims(project) if coders[one.coder_id] == "agreed"]
    originals = {one.id: one for one in before}
    assert {one.id: one for one in reads.project.claims(project) if one.id in originals} == originals
    assert (agreed[0].quote, agreed[0].voice.value) == (
        "called the plan a gift to the shipping lines",
        "reported",
    )
    assert len(agreed) == 3
    assert {one.memo for one in agreed} == {"", "The ships are those of the harbour."}
    # what was agreed on is nobody's reading of its own
    assert rows(project, "agreement")[0]["alone_by"] == "Ada: 1; Bert: 1"
    assert [row["decided"] for row in rows(project, "agreement_differences")] == states
    assert problems(project) == []
    project.undo()
    assert sorted(each.state for each in differences(project)) == ["a", "both", *["open"] * 6]


def test_another_decision_takes_the_place_of_the_first_and_can_be_taken_back(project: Database) -> None:
    one = differences(project)[1]
    for taken, count in ((one.claims[:1], 1), (one.claims, 2), (one.claims[1:], 1), ((), 0)):
        edits.agreement.decide(project, [(one.claims, taken)])
        number = {coder.name: coder.id for coder in reads.project.coders(project)}.get("agreed", 0)
        agreed = [each for each in reads.project.claims(project) if each.coder_id == number]
        assert len(agreed) == count
    edits.agreement.reopen(project, one.claims)
    assert differences(project)[1].state == "open"
    with pytest.raises(UserError, match="Nothing was decided"):
        edits.agreement.reopen(project, one.claims)


def test_a_claim_that_is_changed_after_the_decision_is_open_again(project: Database) -> None:
    one = differences(project)[1]
    edits.agreement.decide(project, [(one.claims, one.claims[:1])])
    edits.claims.change(project, one.claims[1], stance=Stance.NEUTRAL)
    assert differences(project)[1].state == "open"
    project.undo()
    assert differences(project)[1].state == "a"


def test_a_decision_holds_where_only_the_text_before_it_has_changed(project: Database) -> None:
    one = differences(project)[1]
    edits.agreement.decide(project, [(one.claims, one.claims[:1])])
    text = reads.project.text(project, 1)
    new = CodedDocument("harbour.txt", Facts(title="A deeper harbour"), "By our reporter. " + text)
    edits.text.replace_text(project, edits.text.plan_replacement(project, 1, new))
    assert differences(project)[1].claims == one.claims
    assert differences(project)[1].state == "a"


def test_what_was_agreed_on_is_not_decided_again(project: Database) -> None:
    one = differences(project)[0]
    edits.agreement.decide(project, [(one.claims, one.claims[:1])])
    number = next(coder.id for coder in reads.project.coders(project) if coder.name == "agreed")
    made = next(each.id for each in reads.project.claims(project) if each.coder_id == number)
    with pytest.raises(UserError, match="agreed on already"):
        edits.agreement.decide(project, [((made,), (made,))])
    with pytest.raises(UserError, match="gone meanwhile"):
        edits.agreement.decide(project, [((9999,), ())])


def test_all_that_is_alike_is_taken_over_at_once(project: Database) -> None:
    compared = agreement.load(project, ClaimFilter()).compared()
    passages = agreement.CodedPassages(project, compared)
    found = passages.alike(project)
    assert len(found) == 9
    edits.agreement.decide(
        project, [(tuple(one.claim_id for one in unit if one), (unit[0].claim_id,)) for unit in found if unit[0]]
    )
    assert passages.alike(project) == []
    agreed = rows(project, "agreement", coders="Ada,agreed")
    assert agreed[0]["n"] == "9"
    assert agreed[0]["percent"] == "1.0"


def test_of_more_lines_than_can_be_drawn_anew_there_are_no_intervals_and_the_table_says_so(
    project: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows(project, "agreement", by="document")
    assert whole[0]["percent_low"]
    drawn: list[int] = []
    figures = AgreementLine.figures

    def counted(line: AgreementLine, draws: int = 0) -> dict[str, Figure]:
        drawn.append(draws)
        return figures(line, draws)

    monkeypatch.setattr(AgreementLine, "figures", counted)
    # what both rules pair alike is drawn of once
    assert rows(project, "agreement", by="document") == whole
    assert len(drawn) < len(whole)
    drawn.clear()
    monkeypatch.setattr(agreement, "_MOST_DRAWS", 1000)
    table = ENTRIES["agreement"].make(project, Request(options={"by": "document", "resamples": "200"}))
    assert set(drawn) == {0}
    assert table.notes[-1].startswith("No intervals: ")
    assert not any(note.startswith("Intervals:") for note in table.notes)
    without = [{key: value for key, value in row.items() if not key.endswith(("_low", "_high"))} for row in whole]
    found = list(csv.DictReader(io.StringIO(write_csv(table, exact=True).decode())))
    assert [
        {key: value for key, value in row.items() if not key.endswith(("_low", "_high"))} for row in found
    ] == without
