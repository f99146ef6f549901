from html.parser import HTMLParser

import pytest

from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, Facts, SegmentKind, Stance, Voice
from desktop.exchange.pages.html import write_coded_html

TEXT = "Heading & more\n\nAna says <this> 😀 and that.\nIt goes on.\n\nMenu\n"
NAMES = {"ana": "Ana N.", "bo": "Bo"}


def claim(
    words: str, stance: Stance, topic: str = "trade", memo: str = "", actors: tuple[str, ...] = ("ana",)
) -> CodedClaim:
    start = TEXT.index(words)
    return CodedClaim(Span(start, start + len(words)), actors, topic, stance, Voice.DIRECT, memo)


DOCUMENT = CodedDocument(
    "a.txt",
    Facts(title="A <title>", publisher="Herald", date="2024-04-26", kind="interview", language="en"),
    TEXT,
    (
        CodedSegment(SegmentKind.HEADING, Span(0, 14)),
        CodedSegment(SegmentKind.TURN, Span(16, TEXT.index("Menu") - 2), "ana", label="AN"),
        CodedSegment(SegmentKind.FURNITURE, Span(TEXT.index("Menu"), len(TEXT) - 1)),
    ),
    (
        claim("says <this> 😀 and", Stance.FAVOR, memo="Why?\nNo."),
        claim("<this> 😀", Stance.AGAINST, "bridge", actors=("ana", "bo")),
        claim("that.\nIt goes", Stance.NEUTRAL),
    ),
)


class Page(HTMLParser):
    """Collects the texts of paragraphs without their notes, ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.classes: list[str] = []
        self.shown: list[str] = []
        self._in_text = 0
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        if tag == "mark":
            self.classes.append(found.get("class") or "")
        self._in_text += tag in ("p", "h2")
        self._skip += tag == "a" or found.get("class") in ("speaker", "source")

    def handle_endtag(self, tag: str) -> None:
        self._in_text -= tag in ("p", "h2")
        if tag in ("a", "span", "p", "div"):
            self._skip = 0

    def handle_data(self, data: str) -> None:
        if self._in_text and not self._skip:
            self.shown.append(data)


def parsed(*documents: CodedDocument) -> Page:
    page = Page()
    page.feed(write_coded_html(documents, NAMES, {"trade": "Trade"}).decode())
    return page


def test_the_text_is_all_there_once() -> None:
    assert "".join(parsed(DOCUMENT).shown).replace(" ", "") == TEXT.replace("\n", "").replace(" ", "")


def test_highlights_say_what_overlaps() -> None:
    assert parsed(DOCUMENT).classes == ["favor", "contradictory deep", "favor", "neutral", "neutral"]


def test_every_number_leads_to_its_note() -> None:
    page = parsed(DOCUMENT, DOCUMENT)
    assert len(page.ids) == len(set(page.ids))
    assert sorted(page.links) == sorted(f"#d{side}-n{number}" for side in (1, 2) for number in (1, 2, 3))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_notes_name_who_holds_what() -> None:
    text = write_coded_html([DOCUMENT], NAMES, {"trade": "Trade"}, ["Filter: all claims."]).decode()
    assert '<strong><bdi>Ana N.</bdi></strong>: <bdi>Trade</bdi> (direct)<br><em dir="auto">Why?<br>No.</em>' in text
    assert "<strong><bdi>Ana N., Bo</bdi></strong>: <bdi>bridge</bdi> (direct)" in text
    assert "A &lt;title&gt;" in text
    assert "<p>Filter: all claims.</p>" in text
    assert '<div class="speaker"><bdi>Ana N.</bdi></div>' in text
    assert text.count('class="speaker"') == 1
    assert '<section class="furniture">' in text


def test_a_lane_goes_as_far_as_the_claim_s_words_and_begins_with_its_shape() -> None:
    text = write_coded_html([DOCUMENT], NAMES, {}).decode()
    line = TEXT.split("\n")[2]

    def place(lane: int, first: int, last: int) -> str:
        top, height = first / len(line), (last - first) / len(line)
        return f"inset-inline-start: {lane * 9}px; top: {top:.1%}; height: {height:.1%}"

    first, inner, last = (line.index(words) for words in ("says", "<this>", "that."))
    assert f'<span class="bar favor head" style="{place(0, first, line.index(" that."))}"></span>' in text
    assert f'<span class="bar against head" style="{place(1, inner, inner + len("<this> 😀"))}"></span>' in text
    assert f'<span class="bar neutral head" style="{place(0, last, len(line))}"></span>' in text
    # it goes on in the next paragraph, where it does not begin
    assert f'<span class="bar neutral" style="inset-inline-start: 0px; top: 0.0%; height: {7 / 11:.1%}"></span>' in text


def test_two_documents_stand_side_by_side_and_the_page_needs_nothing_else() -> None:
    text = write_coded_html([DOCUMENT, DOCUMENT], NAMES, {}).decode()
    assert '<body class="pair">' in text
    assert text.count("<article") == 2
    assert "http" not in text
    assert "<script" not in text


def test_no_document_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no document"):
        write_coded_html([], {}, {})
