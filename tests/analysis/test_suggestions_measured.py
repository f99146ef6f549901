"""What the suggestions reach on documents they have not learnt from; `-s` prints it by document.

The five seeds are measured by leaving one out and learning from the other four: as briefs, and as their originals
where these are. Two small documents of other domains, with codebooks of their own, were coded before any suggestion was
made for them and are measured untaught.

How it is counted, of the suggestions made for a document as if nothing were tagged in it:

- *recall*: of the coded spans, those that share half of the shorter of the two with a suggestion;
- *precision*: of the suggestions, those that share as much with a coded span: the *hits*;
- *actor*: of the hits, those whose first guess begins with an actor who holds one of the claims hit;
- *set*: of the hits, those whose first guess is exactly all who hold one of the claims hit;
- *any*: of the hits, those with a holder among all guesses that a key can choose;
- *voice*: of the hits, those in the voice of one of the claims hit;
- *topic*, *topics*: of the hits, those whose first topic, or one of the first three, is that of a claim hit.
"""

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.analysis.suggestions.claim_candidates import CandidateFinder
from desktop.analysis.suggestions.coded_text import CodedText
from desktop.analysis.suggestions.suggestions import Suggester, is_found
from desktop.core.values import Claim
from desktop.exchange.seeds import load_seeds
from desktop.project import importing as work_import
from desktop.project import opening
from desktop.project.quotations import as_read
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import project as reads

PROJECT = Path(__file__).resolve().parents[2]
HELD_OUT = PROJECT / "tests" / "data" / "suggestions"
WIDTHS = {"recall": "spans", "precision": "told"}
FIGURES = ("recall", "precision", "actor", "set", "any", "voice", "topic", "topics")


@pytest.fixture
def originals() -> list[Path]:
    named = os.environ.get("VISAVIS_ORIGINALS")
    files = sorted((Path(named) if named else PROJECT.parent / "shared" / "originals").glob("*.txt"))
    if not files:
        pytest.skip("the original documents are not here; VISAVIS_ORIGINALS can name their folder")
    return files


def count(document: CodedText, claims: list[Claim], actors: dict[int, str], suggester: Suggester) -> Counter[str]:
    """Return how many spans, suggestions and hits there are, and how many of each are right."""
    told = suggester.suggest(replace(document, claims=()))
    spans = {claim.span for claim in claims}
    found = Counter(spans=len(spans), told=len(told))
    found["recall"] = sum(is_found(span, [one.span for one in told]) for span in spans)
    for one in told:
        hit = [claim for claim in claims if is_found(one.span, [claim.span])]
        if not hit:
            continue
        held = [{actors[number] for number in claim.actor_ids} for claim in hit]
        topics = {coded.topic for coded in document.claims if is_found(one.span, [coded.span])}
        holders = set().union(*held)
        found["precision"] += 1
        found["actor"] += not holders.isdisjoint(one.actors[:1])
        found["set"] += set(one.actors) in held
        found["any"] += any(not holders.isdisjoint(guess) for guess in one.holders)
        found["voice"] += any(claim.voice is one.voice for claim in hit)
        found["topic"] += not topics.isdisjoint(one.topics[:1])
        found["topics"] += not topics.isdisjoint(one.topics[:3])
    return found


def shares(found: Counter[str]) -> dict[str, float]:
    return {name: found[name] / max(1, found[WIDTHS.get(name, "precision")]) for name in FIGURES}


def measure(db: Database, kind: str) -> dict[str, float]:
    """Return the figures over all documents of a project, each left out in turn; print them by document."""
    actors, topics = reads.actors(db), reads.topics(db)
    keys = {actor.id: actor.key for actor in actors}
    documents = {one.id: as_read(db, one, topics, actors) for one in reads.documents(db)}
    names = {one.id: one.name for one in reads.documents(db)}
    total: Counter[str] = Counter()
    # what it keeps of a document knows nothing of the claims
    finder = CandidateFinder(actors)
    print(f"\n{kind:10}", *(f"{name:>9}" for name in FIGURES), "  document (spans, suggestions)")
    for number, document in documents.items():
        others = [one for other, one in documents.items() if other != number]
        suggester = Suggester(actors, topics, others, finder=finder)
        found = count(document, reads.claims(db, document_id=number), keys, suggester)
        total += found
        figures = (f"{share:9.2f}" for share in shares(found).values())
        print(" " * 10, *figures, f"  {names[number]} ({found['spans']}, {found['told']})")
    print(" " * 10, *(f"{share:9.3f}" for share in shares(total).values()), "  all")
    return shares(total)


def assert_targets(found: dict[str, float]) -> None:
    assert found["recall"] >= 0.8
    assert found["precision"] >= 0.6
    assert found["actor"] >= 0.9
    assert found["topics"] >= 0.7
    # not asked for, held against falling
    assert found["set"] >= 0.8
    assert found["any"] >= 0.95


def test_the_briefs_reach_the_targets_each_left_out_in_turn(tmp_path: Path) -> None:
    with opening.new_project(tmp_path / "p.visavis") as db:
        assert_targets(measure(db, "briefs"))


def test_the_originals_reach_the_targets_each_left_out_in_turn(tmp_path: Path, originals: list[Path]) -> None:
    with opening.new_project(tmp_path / "p.visavis") as db:
        work_import.import_files(db, originals)
        assert_targets(measure(db, "originals"))


@pytest.mark.parametrize("domain", ["transport", "climate"])
def test_documents_of_other_domains_fare_nearly_as_well_untaught(tmp_path: Path, domain: str) -> None:
    codebook, documents = load_seeds(HELD_OUT / domain)
    with Database(tmp_path / "p.visavis", create=True) as db:
        with db.acting_as("Nilo"), db.edit("Fill", undoable=False) as recorder:
            edit_codebook.add_codebook(db, recorder, codebook)
            for document in documents:
                edit_documents.add_document(db, recorder, document, "seed")
        found = measure(db, domain)
    assert found["recall"] >= 0.8
    assert found["precision"] >= 0.6
    assert found["topics"] >= 0.7
    # with 20 and 18 hits one wrong actor is 5 points
    assert found["actor"] >= 0.85
