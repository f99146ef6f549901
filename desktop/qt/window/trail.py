"""Places: the way back and forth between those one came by, and where one was in each project when it was left.

They are kept beside the user's other settings and not in the project: where somebody reads is nobody else's business,
and a file that is only read does not change.
"""

import json
from pathlib import Path
from typing import Any

from desktop.qt import settings as keys
from desktop.qt.settings import Settings

Whereabouts = dict[str, Any]
# so many places lead back, and of so many projects it is known where one was
_STEPS, _PROJECTS = 50, 30


class Trail:
    """The places before and after the present one, each as the pages tell it."""

    def __init__(self) -> None:
        self._behind: list[Whereabouts] = []
        self._ahead: list[Whereabouts] = []

    @property
    def ways(self) -> list[str]:
        """Which of ``back`` and ``forward`` lead somewhere."""
        return [name for name, spots in (("back", self._behind), ("forward", self._ahead)) if spots]

    def clear(self) -> None:
        """Forget all places: they mean nothing in another project."""
        self._behind, self._ahead = [], []

    def leave(self, now: Whereabouts) -> None:
        """Remember the place that is being left for a new one."""
        if now not in self._behind[-1:]:
            self._behind = [*self._behind, now][-_STEPS:]
        self._ahead = []

    def back(self, now: Whereabouts) -> Whereabouts | None:
        """Return the place before the present one, *now*."""
        return _step(self._behind, self._ahead, now)

    def forward(self, now: Whereabouts) -> Whereabouts | None:
        """Return the place from which one went back to the present one, *now*."""
        return _step(self._ahead, self._behind, now)


def _step(source: list[Whereabouts], other: list[Whereabouts], now: Whereabouts) -> Whereabouts | None:
    # one that is as the present one is no step
    while source and source[-1] == now:
        source.pop()
    if not source:
        return None
    other.append(now)
    return source.pop()


def keep_spot(settings: Settings, project: Path, spot: Whereabouts) -> None:
    """Remember where one was in a project."""
    kept = _kept(settings)
    kept.pop(str(project), None)
    kept[str(project)] = spot
    settings.set(keys.SPOTS, json.dumps(dict(list(kept.items())[-_PROJECTS:]), ensure_ascii=False))


def kept_spot(settings: Settings, project: Path) -> Whereabouts | None:
    """Return where one was in a project; None when it was never left."""
    found = _kept(settings).get(str(project))
    return found if isinstance(found, dict) else None


def _kept(settings: Settings) -> Whereabouts:
    try:
        kept = json.loads(settings.get(keys.SPOTS) or "{}")
    except ValueError:
        # written by another program or by hand
        return {}
    return kept if isinstance(kept, dict) else {}
