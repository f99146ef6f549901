"""A member of a team at work: ``python -m tests.sharing.member PROJECT SEED ROUNDS``."""

import random
import sys
from pathlib import Path

from desktop.project.sharing import teams
from desktop.store.database import Database

from .work import Worker

if __name__ == "__main__":
    path, seed, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    for _ in range(rounds):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            Worker(db, rng).work(rng.randrange(1, 4))
            teams.sync(db)
