"""What is said of a file that comes in, and of one that would."""

import pytest

from desktop.project.document_files import imported_message, speech_message
from desktop.store.edits.coded_rows import Imported, Outcome

SAID = [
    (
        Imported("a.txt", Outcome.ADDED, 3, 0),
        "a.txt: added as document 3.",
        "a.txt: would be added as document 3.",
    ),
    (
        Imported("a.md", Outcome.ADDED, 3, 1),
        "a.md: added as document 3 with 1 claim.",
        "a.md: would be added as document 3 with 1 claim.",
    ),
    (
        Imported("a.txt", Outcome.REPLACED, 2, 3, (7, 8), brought=2, there=1),
        "a.txt: took the place of its brief, document 2; 2 claims moved into it. 2 claims stand for their whole "
        "paragraphs: look at these. Of the 2 claims that came with it, 1 came in, 1 stood there already.",
        "a.txt: would take the place of its brief, document 2; 2 claims would move into it. 2 claims stand for their "
        "whole paragraphs: look at these. Of the 2 claims that came with it, 1 came in, 1 stood there already.",
    ),
    (
        Imported("b.md", Outcome.MERGED, 1, 2, (4,), there=1, other="a.txt", is_brief=True),
        "b.md: a brief of document 1 (a.txt), whose own text is there; 2 claims moved into it. 1 claim is there "
        "already. 1 claim stands for its whole paragraph: look at it.",
        "b.md: a brief of document 1 (a.txt), whose own text is there; 2 claims would move into it. 1 claim is there "
        "already. 1 claim stands for its whole paragraph: look at it.",
    ),
    (
        Imported("b.md", Outcome.MERGED, 1, 1, other="a.txt"),
        "b.md: the same text is there already, as document 1 (a.txt); 1 claim of its own added.",
        "b.md: the same text is there already, as document 1 (a.txt); 1 claim of its own would be added.",
    ),
    (
        Imported("b.txt", Outcome.DUPLICATE, 1, 0, other="a.txt"),
        "b.txt: the same text is there already, as document 1 (a.txt); left out.",
        "b.txt: the same text is there already, as document 1 (a.txt); it would be left out.",
    ),
    (
        Imported("b.md", Outcome.DUPLICATE, 1, 0, there=4, other="a.txt", is_brief=True),
        "b.md: a brief of document 1 (a.txt), whose own text is there, and all its claims are there already; left out.",
        "b.md: a brief of document 1 (a.txt), whose own text is there, and all its claims are there already; it would "
        "be left out.",
    ),
    (
        Imported("b.md", Outcome.DUPLICATE, 1, 0, other="a.txt", is_brief=True),
        "b.md: a brief of document 1 (a.txt), whose own text is there, and it has no claims; left out.",
        "b.md: a brief of document 1 (a.txt), whose own text is there, and it has no claims; it would be left out.",
    ),
]


@pytest.mark.parametrize(("one", "did", "would"), SAID, ids=[did for _one, did, _would in SAID])
def test_a_trial_says_what_would_be_and_an_import_what_was_done(one: Imported, did: str, would: str) -> None:
    assert imported_message(one) == did
    assert imported_message(one, is_trial=True) == would


def test_a_name_with_braces_or_words_of_the_sentence_stays_as_it_is() -> None:
    one = Imported("{name}: added as {0}.txt", Outcome.ADDED, 1, 0)
    assert imported_message(one, is_trial=True) == "{name}: added as {0}.txt: would be added as document 1."


@pytest.mark.parametrize(
    ("turns", "quotations", "new", "said"),
    [
        (1, 0, [], "1 turn found."),
        (0, 2, ["Ana Ruiz"], "2 quotations found; new speakers: Ana Ruiz."),
        (3, 1, ["Ana Ruiz", "Ben Okri"], "3 turns and 1 quotation found; new speakers: Ana Ruiz, Ben Okri."),
    ],
)
def test_what_is_said_in_a_file_is_counted(turns: int, quotations: int, new: list[str], said: str) -> None:
    assert speech_message(turns, quotations, new) == said
