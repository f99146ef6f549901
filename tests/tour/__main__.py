"""``python -m tests.tour``: a study of one's own by real keys, from an empty project to the last table.

Each step is done with keys as a person presses them, and is looked up in the project's file; the first that has not its
effect ends the tour with the exit status 1. Where Xvfb, a window manager or xdotool is missing, that is said, and the
exit status is 77.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.values import Claim
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.reads import project as reads
from tests.store.making import rows
from tests.tour.screen import Missing, NoEffect, Screen, on_screen

# what is missing here is no fault of the program's
LACKING = 77
TEXTS = {
    "debate.txt": (
        "Harbour debate\n\nOkafor: The tram must come to the harbour. It costs little.\n\n"
        "Lindqvist: The bridge can wait for years. We need night trains instead.\n\n"
        "Okafor: The council will hear of it in May.\n\nLindqvist: It has heard enough.\n"
    ),
    "streit.txt": (
        "Die Stadt streitet\n\nDie Brücke wird im Herbst gebaut, sagte die Neue Liste. Die Bahn kommt bis zum Hafen. "
        "Niemand widersprach dem Plan.\n"
    ),
    "letters.txt": (
        "Letters to the editor\n\nThe Harbour Union wants the tram at last. It rejects the bridge over the river. "
        "Nobody asked for night trains.\n"
    ),
}
# words of each sentence, its topic, the key of its stance, who holds it where that has to be typed, who holds it
CLAIMS = (
    ("debate.txt", "tram must", "City tram", "1", "", "Okafor"),
    ("debate.txt", "costs little", "City tram", "1", "", "Okafor"),
    ("debate.txt", "can wait", "Bridge", "2", "", "Lindqvist"),
    ("debate.txt", "night trains", "Night trains", "1", "", "Lindqvist"),
    ("streit.txt", "im Herbst", "Bridge", "1", "Neue Liste", "Neue Liste"),
    ("streit.txt", "kommt bis", "City tram", "1", "", "Neue Liste"),
    ("streit.txt", "widersprach", "Bridge", "3", "", "Neue Liste"),
    ("letters.txt", "wants the", "City tram", "1", "Harbour Union", "Harbour Union"),
    ("letters.txt", "rejects the", "Bridge", "2", "", "Harbour Union"),
    ("letters.txt", "Nobody asked", "Night trains", "2", "", "Harbour Union"),
)
STANCES = {"1": "favor", "2": "against", "3": "neutral"}


class Tour:
    """The steps, on a screen.

    Attributes:
        path: the project.
    """

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.path = screen.home / "study.visavis"
        self.done = 0
        self.start: dict[str, list[tuple[object, ...]]] = {}

    def look(self, holds: Callable[[Database], bool]) -> bool:
        """Tell whether something holds in the project's file."""
        try:
            with Database(self.path) as db:
                return holds(db)
        except UserError:
            # not there yet, or being made at this moment
            return False

    def step(self, what: str, holds: Callable[[Database], bool], seconds: float = 10) -> None:
        """Wait until what the last keys were for stands in the file, and tell it."""
        self.done += 1
        try:
            self.screen.until(what, lambda: self.look(holds), seconds)
        except NoEffect:
            self.screen.shot(f"{self.done:02}-not")
            raise
        self.screen.shot(f"{self.done:02}")
        print(f"{self.done:2}  {what}", flush=True)

    def begin(self) -> None:
        """Make an empty project and bring three documents in."""
        screen = self.screen
        for name, text in TEXTS.items():
            (screen.home / name).write_text(text, "utf-8")
        screen.open()
        screen.key("ctrl+n")
        self.screen.wait(1)
        screen.shot("new")
        # “Empty project” is what Enter chooses
        screen.key("Return")
        self.screen.wait(1)
        screen.key("ctrl+a")
        screen.type(str(self.path))
        screen.key("Return")
        self.step("a new project is empty", lambda db: not reads.documents(db) and not reads.topics(db))
        with Database(self.path) as db:
            self.start = rows(db)
        screen.key("ctrl+i")
        self.screen.wait(1)
        screen.type(str(screen.home))
        screen.key("Return")
        self.screen.wait(0.6)
        screen.type(" ".join(f'"{name}"' for name in TEXTS))
        screen.key("Return")
        self.screen.wait(2.5)
        screen.key("ctrl+Return")
        self.step(
            "three documents in two languages have come in",
            lambda db: sorted(one.facts.language for one in reads.documents(db)) == ["de", "en", "en"],
        )

    def open_document(self, name: str) -> None:
        """Open a document from the library."""
        self.screen.key("Escape", "ctrl+1", "F2", "Home", *["Down"] * [*TEXTS].index(name), "Return")
        self.screen.wait(0.8)

    def find(self, words: str) -> None:
        """Put the cursor where words stand in the document."""
        self.screen.key("ctrl+f")
        self.screen.type(words)
        self.screen.key("Return", "Escape")
        self.screen.wait(0.3)

    def tag(self) -> None:
        """Tag ten claims by keyboard."""
        opened = ""
        for number, (name, words, topic, stance, typed, who) in enumerate(CLAIMS, 1):
            if name != opened:
                self.open_document(name)
                opened = name
            self.find(words)
            self.screen.key("s", "t")
            self.screen.wait(0.4)
            if typed:
                self.screen.type(typed)
                self.screen.key("Return")
                self.screen.wait(0.3)
            self.screen.type(topic)
            self.screen.key("Return", stance, "Return")
            said = (words, topic, STANCES[stance], (who,))
            self.step(
                f"claim {number}: {who} on {topic}, {STANCES[stance]}",
                lambda db, number=number, said=said: (  # type: ignore[misc]
                    len(told(db)) == number
                    and said in told(db, said[0])
                    and not any("Okafor:" in one.quote or "Lindqvist:" in one.quote for one in claims(db))
                ),
            )

    def change(self) -> None:
        """Give a claim another stance, merge two topics, and remove a document."""
        self.open_document("debate.txt")
        self.screen.key("ctrl+Home", "j", "2")
        self.step("the first claim is against its topic", lambda db: str(claims(db)[0].stance) == "against")
        self.screen.key("Escape", "ctrl+5")
        self.screen.wait(1)
        self.screen.key("Home", "Down", "Down", "m")
        self.screen.wait(0.5)
        self.screen.type("City tram")
        self.screen.key("Return", "Return")
        self.step(
            "two topics are one, with the claims of both",
            lambda db: [one.name for one in reads.topics(db)] == ["City tram", "Bridge"] and len(claims(db)) == 10,
        )

        self.screen.key("ctrl+1", "F2", "Home", "Down", "Down", "Delete")
        self.screen.wait(1)
        self.screen.shot("removing")
        # “Cancel” is what Enter would choose
        self.screen.key("Tab", "space")
        self.step(
            "the third document is gone, with its claims",
            lambda db: (
                [one.name for one in reads.documents(db)] == ["debate.txt", "streit.txt"] and len(claims(db)) == 7
            ),
        )

    def undo(self) -> None:
        """Take everything back to the empty project, and do it all again."""
        with Database(self.path) as db:
            now = rows(db)
            count = sum(entry.kind == "edit" for entry in db.history())
        self.screen.key("Escape", "ctrl+1", *["ctrl+z"] * count)
        self.step("undone to the start, the file is as empty as it was, row for row", lambda db: rows(db) == self.start)
        self.screen.key(*["ctrl+y"] * count)
        self.step("done again, the file has what it had, row for row", lambda db: rows(db) == now)

    def export(self) -> None:
        """Write the matrix as a table."""
        target = self.screen.home / "matrix.csv"
        self.screen.key("ctrl+2")
        self.screen.wait(1)
        self.screen.shot("matrix")
        self.screen.key("ctrl+e")
        self.screen.wait(1)
        self.screen.shot("export")
        self.screen.key("Return")
        self.screen.wait(1)
        self.screen.key("ctrl+a")
        self.screen.type(str(target))
        self.screen.shot("saving")
        self.screen.key("Return")
        self.step(
            "the matrix is written, with every claim",
            lambda db: target.exists() and b"city-tram" in target.read_bytes(),
        )
        self.step("the project is sound", lambda db: problems(db) == [])


def claims(db: Database) -> list[Claim]:
    return reads.claims(db)


def told(db: Database, words: str = "") -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return what each claim says, known by *words* where its quotation has them."""
    topics = {one.id: one.name for one in reads.topics(db)}
    actors = {one.id: one.name for one in reads.actors(db)}
    return [
        (
            words if words and words in one.quote else one.quote,
            topics[one.topic_id],
            str(one.stance),
            tuple(actors[number] for number in one.actor_ids),
        )
        for one in reads.claims(db)
    ]


def main() -> int:
    """Go through the tour once; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.tour", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", default="1280x800", help="of the screen: 1024x600, 1280x800, 1920x1080")
    parser.add_argument("--scale", default="1", help="1.25 or 1.5 for a finer screen")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light", help="the colours")
    parser.add_argument("--patience", type=float, default=1.0, help="how many times as long as usual to wait")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of each step; needs ImageMagick")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shots = given.shots.absolute() if given.shots else None
        screen = Screen(Path(folder), given.size, given.scale, shots, given.patience)
        settings = screen.home / "config" / "visavis" / "visavis.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[window]\nscheme={given.scheme}\n", "utf-8")
        tour = Tour(screen)
        try:
            with on_screen(screen):
                tour.begin()
                tour.tag()
                tour.change()
                tour.undo()
                tour.export()
                if screen.log:
                    raise NoEffect(f"the program complains: {screen.log}")
        except Missing as error:
            print(f"The tour needs what is not here: {error}.", file=sys.stderr)
            return LACKING
        except NoEffect as error:
            print(f"No effect in the file: {error}\n{screen.log}", file=sys.stderr)
            return 1
    print(f"{tour.done} steps, each with its effect in the file")
    return 0


if __name__ == "__main__":
    sys.exit(main())
