"""What is exported of texts in other scripts: web pages, workbooks and LaTeX tell its direction and what it needs."""

import io
import re
from html.parser import HTMLParser

import openpyxl
import pytest

from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, Facts, Stance, Voice
from desktop.exchange.pages.html import write_coded_html
from desktop.exchange.tables.formats import FORMATS
from desktop.exchange.tables.latex_scripts import scripts_in
from desktop.exchange.tables.table import Column, Table, is_leftward_table

ARABIC, HEBREW = "نريد جسرًا للجميع، والضريبة عادلة.", "אנחנו רוצים גשר לכולם."
COLUMNS = (Column("actor", title="Actor"), Column("claims", "integer", "Claims"), Column("quote", title="Quotation"))
ENGLISH = Table(COLUMNS, (("Omari", 2, "We want a bridge for all of us."),), "Claims")
MOSTLY_ARABIC = Table(COLUMNS, (("Omari", 2, ARABIC), ("Habib", 1, ARABIC), ("Shalev", 1, HEBREW)), "Claims")
FEW = Table(COLUMNS, (("Omari (العمري)", 2, "We want a bridge for all of us."),), "Claims")


class Tags(HTMLParser):
    """Gather each element with its attributes and its own words."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, words = self.found[-1]
            self.found[-1] = (tag, attributes, words + data)

    def of(self, *tags: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, words.strip()) for tag, attributes, words in self.found if tag in tags]


def test_cells_of_a_web_page_take_the_direction_of_their_words() -> None:
    page = Tags(FORMATS["html"].write(MOSTLY_ARABIC))
    cells = {words: attributes.get("dir") for attributes, words in page.of("td", "th")}
    assert cells[ARABIC] == cells[HEBREW] == "auto"
    assert cells["Omari"] is None
    assert [attributes.get("dir") for attributes, _ in page.of("table")] == ["rtl"]
    (few,) = [attributes for attributes, words in Tags(FORMATS["html"].write(FEW)).of("th") if "Omari" in words]
    assert few["dir"] == "auto"
    for table in (ENGLISH, FEW):
        assert [attributes.get("dir") for attributes, _ in Tags(FORMATS["html"].write(table)).of("table")] == [None]
    # what sticks to a side would stand at the wrong one
    assert not re.search(rb"(text-align|padding|margin|border)(-| *: *)(left|right)", FORMATS["html"].write(FEW))


@pytest.mark.parametrize(("table", "leftward"), [(ENGLISH, False), (FEW, False), (MOSTLY_ARABIC, True)])
def test_a_sheet_begins_at_the_right_where_its_texts_do(table: Table, leftward: bool) -> None:
    assert is_leftward_table(table) is leftward
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(table)))
    assert bool(book.worksheets[0].sheet_view.rightToLeft) is leftward
    assert [cell.value for cell in book.worksheets[0][2]] == list(table.rows[0])


def test_latex_names_the_engine_and_the_languages_of_other_scripts() -> None:
    def head(*cells: str) -> list[str]:
        table = Table((Column("quote"),), tuple((cell,) for cell in cells))
        lines = FORMATS["latex"].write(table).decode().splitlines()
        return lines[: next(at for at, line in enumerate(lines) if "longtable}{" in line)]

    assert head("We want a bridge. Naïve, Łódź, Tiếng Việt") == [
        "% needs: [T1]{fontenc}, {textcomp}, {amssymb}, {array}, {longtable}, {booktabs}"
    ]
    assert head("We want", ARABIC, HEBREW, "Мост") == [
        "% needs LuaLaTeX: {fontspec}, {amssymb}, {array}, {longtable}, {booktabs}, and in the preamble:",
        r"% \usepackage[english, bidi=basic]{babel}",
        r"% \babelprovide[import,onchar=ids fonts]{arabic}",
        r"% \babelprovide[import,onchar=ids fonts]{hebrew}",
        r"% \babelprovide[import,onchar=ids fonts]{russian}",
        r"% \babelfont[arabic]{rm}{Noto Naskh Arabic}",
        r"% \babelfont[hebrew]{rm}{Noto Serif Hebrew}",
        r"% \babelfont[russian]{rm}{Noto Serif}",
    ]
    assert r"% \usepackage[english]{babel}" in head("Мост")


def test_the_stop_of_a_sentence_from_right_to_left_stands_at_its_end_in_latex() -> None:
    rows = (("نعم (1).", "We. נן"), ("We.", "[לא]."))
    told = FORMATS["latex"].write(Table((Column("a"), Column("b")), rows)).decode()
    assert "\u200fنعم (1).\u200f & We. נן \\\\\n" in told
    assert "We. & \u200f{}[לא].\u200f \\\\\n" in told


def test_signs_that_two_languages_share_are_those_of_the_letters_beside_them() -> None:
    assert [(one.language, one.font) for one in scripts_in(["橋の税"])] == [("japanese", "Noto Serif CJK JP")]
    assert [(one.language, one.font) for one in scripts_in(["桥梁税"])] == [("chinese", "Noto Serif CJK SC")]
    assert [one.language for one in scripts_in(["다리"])] == ["korean"]
    # Kana have no letters in Korean type, nor Hangul in Japanese
    assert [one.language for one in scripts_in(["橋の税", "다리", "桥"])] == ["japanese", "korean"]
    assert scripts_in(["We want 45 % – “yes” ▲ 😀"]) == []


def document(text: str, memo: str = "") -> CodedDocument:
    lines = [(found.start(), found.end()) for found in re.finditer(r"\S.*", text)]
    claim = CodedClaim(Span(*lines[1]), ("a",), "t", Stance.FAVOR, Voice.DIRECT, memo=memo)
    return CodedDocument("a", Facts(title=text.split("\n")[0]), text, claims=(claim,))


def test_paragraphs_of_a_coded_page_take_their_own_direction() -> None:
    text = f"الجسر\n\n{ARABIC}\n\nA bridge for all."
    page = Tags(write_coded_html([document(text, memo="ملاحظة")], {"a": "نادر"}, {"t": "Bridge"}))
    paragraphs = [attributes for attributes, _ in page.of("p")]
    assert len(paragraphs) == 4
    assert {attributes.get("dir") for attributes in paragraphs} == {"auto"}
    assert [attributes.get("dir") for attributes, _ in page.of("article")] == ["rtl"]
    # else the number would stand among the figures of the text
    assert [attributes.get("dir") for attributes, _ in page.of("a")] == ["ltr"]
    # letters of this script do not lean
    assert page.of("em") == []
    english = write_coded_html([document("A bridge\n\nWe want it.\n\nالجسر", memo="ours")], {"a": "N"}, {"t": "B"})
    assert [attributes.get("dir") for attributes, _ in Tags(english).of("article")] == [None]
    assert [words for _, words in Tags(english).of("em")] == ["ours"]


def test_nothing_of_a_coded_page_sticks_to_a_side() -> None:
    page = write_coded_html([document(f"الجسر\n\n{ARABIC}")], {}, {}).decode()
    assert not re.search(r"(padding|margin|border)-(left|right)|[;{ ](left|right):", page)
