"""How far long work is, and that it is still alive."""

from collections.abc import Callable

# called with how much is done, of how much
Progress = Callable[[int, int], None]


def silent(_done: int, _whole: int) -> None:
    """Tell nobody."""


_listeners: list[Callable[[], None]] = []


def alive() -> None:
    """Tell that a piece of long work is done: whoever limits the time of the whole begins to count anew."""
    for listener in _listeners:
        listener()


def listen(listener: Callable[[], None]) -> None:
    """Call *listener* at each `alive` from now on."""
    _listeners.append(listener)
