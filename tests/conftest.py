import gc
import signal
import threading
from collections.abc import Iterator

import pytest
from hypothesis import settings

# a deadline tells of a slow machine, not of a fault
settings.register_profile("visavis", deadline=None)
settings.load_profile("visavis")
# where tests run in the background interruptions are ignored, and would be by the programs that tests interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def leftovers() -> Iterator[None]:
    """Let what a module leaves behind be looked through once, and not at each collection of the modules after it."""
    yield
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse names of tests that differ from run to run: several processes could not share them out."""
    if changing := [item.nodeid for item in items if " at 0x" in item.nodeid]:
        raise pytest.UsageError(f"the names of these tests hold addresses: {changing}")
