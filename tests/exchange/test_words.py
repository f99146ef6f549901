"""For files of all kinds: the words that another way finds in them, and the reader has not, are those it tells of."""

from collections import Counter
from pathlib import Path

import pytest

from desktop.exchange.documents import Reading, read_content
from tests.exchange import independent
from tests.exchange.corpus import FILES, PRINTED, printed
from tests.fuzzing.seeds import KEPT, SEEDS

DATA = Path(__file__).parents[1] / "data" / "formats"
SOUND = [
    *FILES,
    *(
        (name, (DATA / name).read_bytes())
        for name in (*KEPT, "congress.html", "gazette.fodt", "congress.docx", "word.docx")
    ),
    *(
        (name, content)
        for key in ("subtitles", "machine", "html", "mail", "docx", "record", "markdown")
        for name, content in SEEDS[key]
    ),
]


def lost(said: str, reading: Reading) -> Counter[str]:
    return independent.counted(said) - independent.counted(reading.document.text)


@pytest.mark.parametrize(
    ("name", "content"),
    [one for one in SOUND if not one[0].endswith(".pdf")],
    ids=[name for name, _content in SOUND if not name.endswith(".pdf")],
)
def test_the_words_that_a_text_lacks_are_those_that_are_told(name: str, content: bytes) -> None:
    reading = read_content(content, name)
    missed = lost(independent.WAYS[Path(name).suffix](content), reading)
    assert missed.total() == sum(one.words for one in reading.left_out), missed


def lost_of_print(said: str, reading: Reading) -> Counter[str]:
    words = independent.whole_words(reading.document.text)
    return independent.counted(independent.whole_words(said)) - independent.counted(words)


@pytest.mark.parametrize("name", PRINTED)
def test_the_words_that_the_text_of_a_pdf_lacks_are_those_that_are_told(name: str) -> None:
    drawn = "\n".join(words for page in PRINTED[name] for _x, _y, _size, words in page)
    # a large first letter is one of its word
    drawn = drawn.replace("W\ne oppose", "We oppose")
    reading = read_content(printed(PRINTED[name]), "a.pdf")
    missed = lost_of_print(drawn, reading)
    assert missed.total() == sum(one.words for one in reading.left_out), missed
    kept = read_content(printed(PRINTED[name]), "a.pdf", whole=True)
    assert lost_of_print(drawn, kept).total() == sum(one.words for one in kept.left_out)


@pytest.mark.parametrize("name", ["congress.pdf", "gazette.pdf", "harbour.pdf"])
def test_what_pdftotext_reads_is_read_or_told(name: str, tmp_path: Path) -> None:
    content = (DATA / name).read_bytes()
    reading = read_content(content, name)
    missed = lost_of_print(independent.printed(content, tmp_path), reading)
    assert missed.total() == sum(one.words for one in reading.left_out), missed
