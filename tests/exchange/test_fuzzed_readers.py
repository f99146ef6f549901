"""Whatever stands in a file, a reader gives a sound document or one sentence; ``make fuzz`` runs for longer."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing.judge import judge
from tests.fuzzing.mutations import damage
from tests.fuzzing.seeds import SEEDS

EXAMPLES = 12


@pytest.mark.parametrize("reader", SEEDS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), which=st.integers(0, 20))
def test_a_damaged_file_is_read_or_refused_in_one_sentence(reader: str, seed: int, which: int) -> None:
    seeds = SEEDS[reader]
    name, content = seeds[which % len(seeds)]
    judge(damage(content, Random(seed), [other for _, other in seeds]), name)


@pytest.mark.parametrize("reader", SEEDS)
def test_what_fuzzing_begins_with_is_read(reader: str) -> None:
    for name, content in SEEDS[reader]:
        assert judge(content, name) == "read"
