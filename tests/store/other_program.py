"""Another program on a project: it does what each line of its input names, and answers each with a line.

A line is the name of an edit of `conflicts`, or ``tags:COUNT,OFFSET``: as many claims, each tried until it is written.
"""

import sys
from pathlib import Path

from desktop.core.errors import LockedError, UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.database import Database
from desktop.store.edits import claims

from .conflicts import EDITS


def tag(db: Database, count: int, offset: int) -> int:
    """Tag *count* claims from *offset* on, each on words of its own."""
    done = 0
    for number in range(count):
        start = offset + number
        while True:
            try:
                claims.tag(db, NewClaim(1, Span(start, start + 4), (1,), 1, Stance.FAVOR))
            except LockedError:
                continue
            done += 1
            break
    return done


def main() -> None:
    """Open the project whose path and coder are told, and do what comes."""
    path, coder = sys.argv[1:3]
    with Database(Path(path)) as db:
        db.set_coder(coder)
        print("open", flush=True)
        for line in sys.stdin:
            name, _blank, rest = line.strip().partition(":")
            try:
                if name == "tags":
                    count, offset = map(int, rest.split(","))
                    print(f"done {tag(db, count, offset)}", flush=True)
                else:
                    EDITS[name](db)
                    print("done", flush=True)
            except UserError as error:
                print(f"refused {error}", flush=True)


if __name__ == "__main__":
    main()
