"""Write the files of the study: ``python -m tests.study.make``.

Everything in them is invented: the country, the people, the papers and what is said. Nothing comes by chance: the same
files are written at any time.
"""

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "data" / "study"
DOCUMENTS, CLAIMS = 30, 400
SCALE = ("strongly favor", "favor", "neutral", "against", "strongly against")


class Person(NamedTuple):
    """Somebody who speaks, with the two organisations that they speak for, before and after a day."""

    key: str
    name: str
    party: str
    first: str
    second: str
    change: str
    role: str
    leaning: int


PEOPLE = (
    Person("ilda-marn", "Ilda Marn", "Renewal", "ministry", "chamber", "2024-05-14", "minister", 1),
    Person("tov-esker", "Tov Esker", "Hearth", "chamber", "ministry", "2024-05-14", "minister", -1),
    Person("rua-belin", "Rua Belin", "none", "union", "council", "2024-02-01", "speaker", -1),
    Person("osk-dahl", "Osk Dahl", "none", "employers", "council", "2024-02-01", "speaker", 1),
    Person("nime-corro", "Nime Corro", "Hearth", "chamber", "city", "2023-12-04", "mayor", -1),
    Person("pell-vant", "Pell Vant", "Renewal", "city", "chamber", "2023-12-04", "deputy", 1),
    Person("yana-solt", "Yana Solt", "Meadow", "institute", "chamber", "2024-03-10", "deputy", 0),
    Person("bren-okko", "Bren Okko", "none", "fund", "employers", "2024-07-01", "director", 1),
    Person("lio-faast", "Lio Faast", "Meadow", "pensioners", "union", "2024-06-20", "secretary", -1),
    Person("sade-munk", "Sade Munk", "none", "institute", "fund", "2024-04-02", "economist", 0),
)
ORGANISATIONS = {
    "ministry": ("Ministry of Welfare", "government"),
    "chamber": ("Chamber of Deputies", "organisation"),
    "union": ("Union of Trades", "organisation"),
    "council": ("Pension Council", "organisation"),
    "employers": ("Employers’ League", "organisation"),
    "city": ("City of Arvel", "government"),
    "institute": ("Arvel Institute", "organisation"),
    "fund": ("Reserve Fund", "organisation"),
    "pensioners": ("Pensioners’ Circle", "organisation"),
}


class Subject(NamedTuple):
    """A topic: its theme, what it proposes, how sentences call it, and which way people lean on it."""

    key: str
    name: str
    theme: str
    proposition: str
    called: str
    sign: int


SUBJECTS = (
    Subject("age", "Age of 67", "work", "People should work until 67.", "the age of 67", 1),
    Subject("hard-work", "Hard work", "work", "Who does hard work should leave earlier.", "an early leave", -1),
    Subject("funds", "Capital funds", "money", "A part of each pension should come from funds.", "the funds", 1),
    Subject("subsidy", "Subsidy", "money", "The state should pay more into pensions.", "a larger subsidy", -1),
    Subject("self-employed", "Self-employed", "money", "Self-employed people should pay in.", "their payments", -1),
    Subject("minimum", "Minimum pension", "fairness", "Nobody should get less than a minimum.", "a minimum", -1),
    Subject("survivors", "Survivors", "fairness", "Widows and widowers should keep a share.", "their share", -1),
    Subject("indexing", "Indexing", "fairness", "Pensions should rise with wages.", "indexing", -1),
)
THEMES = {"work": "Working life", "money": "Money", "fairness": "Fairness"}
PAPERS = (
    ("The Arvel Morning", "left"),
    ("Daily Ledger", "right"),
    ("Orlin Voice", "centre"),
    ("Harbour Sheet", "left"),
    ("The Standard of Orlin", "right"),
)
VERBS = {
    "strongly favor": ("fights for", "will not rest before there is", "calls nothing more urgent than"),
    "favor": ("is for", "would welcome", "sees good in"),
    "neutral": ("has no word for or against", "weighs both sides of", "leaves open what becomes of"),
    "against": ("is not for", "would rather do without", "sees harm in"),
    "strongly against": ("will fight", "calls nothing more unjust than", "would leave office over"),
}
FRAMES = {
    "cost": ("because the books must balance", "since the reserve ends in {year}", "as each year costs {cost} million"),
    "duty": ("because a promise was given", "since one age owes it to the other", "as the law says it"),
    "dignity": ("because old people want to live", "since nobody shall beg", "as work must be honoured"),
    "growth": ("because firms need hands", "since wages would rise", "as the young would stay"),
}
ADDRESSEES = ("government", "parliament", "firms", "voters")
PLACES = ("in the hall of trades", "on the radio", "before the council", "in the market of Arvel", "at the harbour")
FILLERS = (
    "Rain fell on the square while people waited.",
    "The debate went on until the lamps were lit.",
    "Nobody from the ministry took questions afterwards.",
    "Some listeners left before the end.",
    "The next sitting is in a week.",
)


class Coded(NamedTuple):
    """A row of the table of codings."""

    document: str
    quotation: str
    actor: str
    topic: str
    stance: str
    frame: str
    addressee: str
    quantified: str
    cost: str


def study() -> tuple[list[tuple[str, ...]], list[Coded]]:
    """Return the rows of the documents (title, date, publisher, leaning, text), and those of the codings."""
    chance = random.Random(67)
    documents: list[tuple[str, ...]] = []
    codings: list[Coded] = []
    day = date(2023, 9, 4)
    for number in range(DOCUMENTS):
        paper, leaning = PAPERS[number % len(PAPERS)]
        title = f"Pensions, sitting {number + 1}"
        share = CLAIMS * (number + 1) // DOCUMENTS - CLAIMS * number // DOCUMENTS
        paragraphs: list[str] = []
        for _claim in range(share):
            sentence, coded = _said(chance, title, paragraphs)
            paragraphs.append(sentence if chance.random() < 0.6 else f"{sentence} {chance.choice(FILLERS)}")
            codings.append(coded)
        documents.append((title, day.isoformat(), paper, leaning, "\n\n".join(paragraphs)))
        day += timedelta(days=chance.randint(9, 20))
    return documents, codings


def _said(chance: random.Random, title: str, before: Sequence[str]) -> tuple[str, Coded]:
    """Return a sentence that stands nowhere *before* it, and how it is coded."""
    while True:
        person, subject = chance.choice(PEOPLE), chance.choice(SUBJECTS)
        lean = person.leaning * subject.sign
        # most people stay on their side, and some change it
        at = min(4, max(0, 2 - 2 * lean + chance.choice((-1, 0, 0, 1, 2 * lean))))
        stance = SCALE[at]
        frame = chance.choice([*FRAMES])
        cost = str(chance.randrange(10, 990, 5))
        reason = chance.choice(FRAMES[frame]).format(year=2030 + chance.randrange(20), cost=cost)
        words = f"{person.name} {chance.choice(VERBS[stance])} {subject.called} {reason}, {chance.choice(PLACES)}."
        quotation = words.removesuffix(".")
        if any(quotation in text for text in before):
            continue
        said = "million" in reason
        quantified = "yes" if said or any(letter.isdigit() for letter in reason) else "no"
        addressees = ";".join(sorted(chance.sample(ADDRESSEES, chance.choice((0, 1, 1, 2)))))
        return words, Coded(
            title, quotation, person.name, subject.name, stance, frame, addressees, quantified, cost if said else ""
        )


def _write(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def _codebook() -> str:
    parts = ["visavis = 1"]
    for key, (name, kind) in ORGANISATIONS.items():
        parts.append(f'[[actor]]\nkey = "{key}"\nname = "{name}"\nkind = "{kind}"')
    for one in PEOPLE:
        until = (date.fromisoformat(one.change) - timedelta(days=1)).isoformat()
        # the office is what somebody goes over to
        told = (
            f'{{organisation = "{one.first}", until = "{until}"}}, '
            f'{{organisation = "{one.second}", since = "{one.change}", role = "{one.role}"}}'
        )
        parts.append(f'[[actor]]\nkey = "{one.key}"\nname = "{one.name}"\nkind = "person"\nmemberships = [{told}]')
    for key, name in THEMES.items():
        parts.append(f'[[topic]]\nkey = "{key}"\nname = "{name}"')
    for topic in SUBJECTS:
        parts.append(
            f'[[topic]]\nkey = "{topic.key}"\nname = "{topic.name}"\nparent = "{topic.theme}"\n'
            f'proposition = "{topic.proposition}"\ndefinition = "What is said of {topic.called}."'
        )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    documents, codings = study()
    _write("documents.csv", ("title", "date", "publisher", "Leaning", "text"), documents)
    head = ("Document", "Quotation", "Actor", "Topic", "Stance", "Frame", "Addressee", "Quantified", "Cost")
    _write("codings.csv", head, codings)
    (FOLDER / "codebook.toml").write_text(_codebook(), "utf-8")


if __name__ == "__main__":
    main()
