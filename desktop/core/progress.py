"""How far long work is."""

from collections.abc import Callable

# called with how much is done, of how much
Progress = Callable[[int, int], None]
