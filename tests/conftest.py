import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

# a deadline tells of a slow machine, not of a fault
settings.register_profile("visavis", deadline=None)
settings.load_profile("visavis")


@pytest.fixture(scope="module", autouse=True)
def leftovers() -> Iterator[None]:
    """Let what a module leaves behind be looked through once, and not at each collection of the modules after it."""
    yield
    gc.collect()
    gc.freeze()
