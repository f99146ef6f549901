"""What keeps folders the same, as badly as programs do: late, twice, in another order.

``python -m tests.sharing.courier FOLDER FOLDER…`` goes on until it is ended.
"""

import random
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


class Courier:
    """Copies files between folders."""

    def __init__(self, folders: Sequence[Path], rng: random.Random) -> None:
        self.folders = folders
        self.rng = rng
        # by file what it held when it was looked at last, and by name what was written last
        self._seen: dict[Path, bytes] = {}
        self._newest: dict[Path, bytes] = {}
        self._times: dict[Path, int] = {}

    def _news(self) -> list[tuple[Path, Path]]:
        found = []
        for source in self.folders:
            for path in sorted(source.rglob("*")):
                # what is being written is nobody's yet
                if not path.is_file() or path.name.startswith("."):
                    continue
                with suppress(FileNotFoundError):
                    data = path.read_bytes()
                    written = path.stat().st_mtime_ns
                    name = path.relative_to(source)
                    # of two that were there before, the one written last
                    if self._seen.get(path) != data and (path in self._seen or written > self._times.get(name, 0)):
                        self._newest[name], self._times[name] = data, written
                    self._seen[path] = data
        for name, data in sorted(self._newest.items()):
            for target in self.folders:
                if self._seen.get(target / name) != data:
                    found.append((name, target / name))
        return found

    def _carry(self, name: Path, other: Path) -> None:
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(self._newest[name])
        self._seen[other] = self._newest[name]

    def carry_some(self) -> None:
        """Copy some of what is new, in any order, and some of it twice."""
        news = self._news()
        self.rng.shuffle(news)
        for path, other in news:
            chance = self.rng.random()
            if chance < 0.5:
                self._carry(path, other)
                if chance < 0.1:
                    self._carry(path, other)

    def carry_all(self) -> None:
        """Copy all that is new."""
        for path, other in self._news():
            self._carry(path, other)


if __name__ == "__main__":
    courier = Courier([Path(one) for one in sys.argv[1:]], random.Random(1))
    while True:
        courier.carry_some()
        time.sleep(0.05)
