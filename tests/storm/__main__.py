"""Run what the arguments say; the exit status is 1 when something is wrong."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.storm import calls, damage, kills

_OUT = "where the files of what is wrong are kept, as they were before they were looked at"


def main() -> int:
    """Run what the arguments say; return whether something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parsers = parser.add_subparsers(dest="what", required=True)
    one = parsers.add_parser("damage")
    one.add_argument("--count", type=int, default=1000)
    one.add_argument("--first", type=int, default=0)
    one.add_argument("--small", action="store_true", help="of a small project, which takes a third of the time")
    one = parsers.add_parser("kills")
    one.add_argument("--count", type=int, default=500)
    one.add_argument("--first", type=int, default=0)
    for one in parsers.choices.values():
        one.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "visavis-storm", help=_OUT)
    one = parsers.add_parser("calls")
    one.add_argument("names", nargs="*", help=f"of actions, all without: {', '.join(calls.ACTIONS)}")
    one.add_argument("--only", action="append", default=[], choices=calls.HINDRANCES)
    one.add_argument("--most", type=int, default=0, help="of each call, evenly spread; all without")
    one = parsers.add_parser("child")
    one.add_argument("kept", type=Path)
    one.add_argument("first", type=int)
    one.add_argument("count", type=int)
    one.add_argument("out", type=Path)
    given = parser.parse_args()
    if given.what == "child":
        damage.child(given.kept, given.first, given.count, given.out)
        return 0
    if given.what == "calls":
        return int(bool(calls.main(given.names, given.only, given.most)))
    if given.what == "kills":
        return int(bool(kills.main(given.count, given.first, given.out)))
    return int(bool(damage.main(given.count, given.first, given.out, small=given.small)))


if __name__ == "__main__":
    sys.exit(main())
