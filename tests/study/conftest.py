from ..cli.conftest import own_environment, run, window
from ..qt.conftest import qtbot

__all__ = ["own_environment", "qtbot", "run", "window"]
