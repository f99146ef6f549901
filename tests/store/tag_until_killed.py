"""Tag a thousand claims in the project named on the command line, and acknowledge each on standard output."""

import sys
from pathlib import Path

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.database import Database
from desktop.store.edits.claims import tag


def main(path: Path) -> None:
    with Database(path) as db:
        for number in range(1000):
            claim = NewClaim(
                1, Span(number % 50, number % 50 + 4 + number // 50), (1, 2), 1, Stance.FAVOR, memo=f"memo {number}"
            )
            print(tag(db, claim), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
