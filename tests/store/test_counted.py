from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.filters import ClaimFilter
from desktop.core.values import Stance
from desktop.store.database import Database
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

from .making import make_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("counted") / "small.visavis"
    make_project(path).close()
    with Database(path) as found:
        yield found


choices = st.builds(
    ClaimFilter,
    stances=st.none() | st.lists(st.sampled_from(list(Stance)), min_size=1).map(tuple),
    topics=st.none() | st.just(("economy",)) | st.just(("bridge",)),
    actors=st.none() | st.just(("tarn",)) | st.just(("elbar",)),
    hidden_coders=st.none() | st.just(("Nilo",)) | st.just(("nobody",)),
    has_memo=st.none() | st.booleans(),
)


@given(choices)
def test_counts_are_those_of_the_claims_one_by_one(db: Database, chosen: ClaimFilter) -> None:
    claims = filtered.claims(db, chosen)
    for holder in ("document", "topic", "actor"):
        expected: dict[int, Counter[str]] = {}
        for claim in claims:
            of = {"document": [claim.document_id], "topic": [claim.topic_id], "actor": claim.actor_ids}[holder]
            for number in of:
                expected.setdefault(number, Counter())[claim.stance.value] += 1
        found = filtered.stances(db, holder, chosen)  # type: ignore[arg-type]
        assert found == {number: tuple(count[stance] for stance in Stance) for number, count in expected.items()}
        assert filtered.usage(db, holder, chosen) == {  # type: ignore[arg-type]
            number: sum(counts) for number, counts in found.items()
        }
    documents = filtered.documents(db, chosen)
    assert sum(document.claim_count for document in documents) == len(claims)
    assert [document.id for document in documents] == [document.id for document in reads.documents(db)]
    for document in documents:
        assert filtered.document(db, chosen, document.id) == document
