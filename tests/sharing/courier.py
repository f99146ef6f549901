"""What keeps folders the same, as badly as programs do: late, twice, in another order.

``python -m tests.sharing.courier FOLDER FOLDER…`` goes on until it is ended.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path


class Courier:
    """Copies files between folders."""

    def __init__(self, folders: Sequence[Path], rng: random.Random) -> None:
        self.folders = folders
        self.rng = rng

    def _news(self) -> list[tuple[Path, Path]]:
        found = []
        for source in self.folders:
            for path in source.rglob("*"):
                # what is being written is nobody's yet
                if not path.is_file() or path.name.startswith("."):
                    continue
                for target in self.folders:
                    other = target / path.relative_to(source)
                    if target != source and (
                        not other.exists() or path.stat().st_mtime > other.stat().st_mtime + 0.001
                    ):
                        found.append((path, other))
        return found

    def _carry(self, path: Path, other: Path) -> None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(data)

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
