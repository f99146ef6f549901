"""Lists of names in the window are in the order of their letters, or by the rules of the user's language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from desktop.core import collation
from desktop.core.filters import ClaimFilter
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.qt.app import sort_names
from desktop.qt.reading.library_model import ORDERS
from desktop.qt.session import Session
from desktop.store import edits, reads

from ..store.making import ids
from .window_kit import span_of, tag_claim

NAMES = ["Zapata", "Álvarez", "Åberg", "Bravo", "Örn"]


@pytest.fixture(autouse=True)
def _own_rules() -> Iterator[None]:
    yield
    collation.install(None)


@pytest.fixture
def names_by_claims(session: Session) -> Session:
    """A session in which each of the names holds a claim and has a document."""
    topic = min(ids(session.database, "topic").values())
    for at, name in enumerate(NAMES):
        text = f"{name} wants the bridge number {at}."
        session.do(edits.documents.add_documents, [CodedDocument(f"{at}.txt", Facts(title=name), text)])
        document = max(one.id for one in session.read(reads.project.documents))
        actor = session.do(edits.codebook.add, "actor", name)
        assert actor is not None
        assert tag_claim(session, document, span_of(text, "wants the bridge"), (actor,), topic, Stance.FAVOR)
    return session


def by_claims(session: Session, order: str) -> list[str]:
    found = reads.filtered.ids(session.database, ClaimFilter(), order)
    claims = {one.id: one for one in session.read(reads.project.claims, ids=found)}
    actors = session.actors()
    told = [actors[claims[number].actor_ids[0]].name for number in found]
    return [name for name in dict.fromkeys(told) if name in NAMES]


def by_title(session: Session) -> list[str]:
    documents = sorted(session.read(reads.project.documents), key=ORDERS["title"].key)
    return [one.facts.title for one in documents if one.facts.title in NAMES]


def test_a_letter_with_an_accent_stands_beside_the_letter(names_by_claims: Session) -> None:
    wanted = ["Åberg", "Álvarez", "Bravo", "Örn", "Zapata"]
    for order in ("actors", "document"):
        assert by_claims(names_by_claims, order) == wanted
    assert by_title(names_by_claims) == wanted
    names_by_claims.do(edits.codebook_tree.sort, "actor", "name")
    assert [one.name for one in names_by_claims.actors().values() if one.name in NAMES] == wanted


def test_the_language_of_the_user_has_its_own_rules(names_by_claims: Session) -> None:
    sort_names(QLocale("sv_SE"))
    wanted = ["Álvarez", "Bravo", "Zapata", "Åberg", "Örn"]
    assert by_claims(names_by_claims, "actors") == wanted
    assert by_title(names_by_claims) == wanted
    # no language is chosen
    sort_names(QLocale.c())
    assert by_title(names_by_claims)[0] == "Åberg"
