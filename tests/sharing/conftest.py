from tests.cli.conftest import own_environment, run, window

__all__ = ["own_environment", "run", "window"]
