"""Type for every script: with serifs where it is installed, upright without italics, and told where it is missing."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.text import is_latin
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.qt import scripts, theme
from desktop.qt.reading import pane
from desktop.qt.reading.claim_panel import _Quote
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads

from ..store.making import ids
from .painted_words import TEXTS
from .window_kit import close_window, open_window, span_of, tag_claim

SAMPLES = {
    "ar": "الجسر",
    "he": "הגשר",
    "zh": "桥直骨",
    "ja": "橋直骨",
    "ko": "다리",
    "hi": "पुल",
    "th": "สะพาน",
    "ru": "Мост",
}


def used(text: str, language: str) -> set[str]:
    """Return the families that show a text; none for letters that no family has."""
    layout = QTextLayout(text, theme.reading_font(language=language))
    layout.beginLayout()
    layout.createLine().setLineWidth(1000)
    layout.endLayout()
    runs = layout.lineAt(0).glyphRuns()
    return set() if scripts.missing(text, theme.reading_font()) else {run.rawFont().familyName() for run in runs}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_script_has_serifs_where_such_type_is_installed(language: str, light: QApplication) -> None:
    text = SAMPLES[language]
    row = scripts._table()[scripts.script_of(text[0])]
    wanted = [one for one in (*row.get(language, ()), *row["serif"]) if QFontDatabase.hasFamily(one)]
    if language != "ru":
        assert set(wanted[:1]) <= set(scripts.serifs(language))
    if not wanted:
        pytest.skip("no type with serifs for this script is installed")
    # the own type has Cyrillic letters
    assert used(text, language) == {theme.SERIF if language == "ru" else wanted[0]}


def test_languages_that_share_letters_have_their_own_type(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = (one for row in scripts._table().values() for one in row.values() if isinstance(one, list))
    every = {family.casefold() for families in lists for family in families}
    monkeypatch.setattr(scripts, "_installed", lambda: every)
    scripts._serifs.cache_clear()
    try:
        last = {
            tag: scripts.serifs(tag)[-1] for tag in ("zh", "zh-Hans-CN", "zh-TW", "zh-Hant", "ja", "ko-KR", "en", "")
        }
        assert last == {
            "zh": "Noto Serif CJK SC",
            "zh-Hans-CN": "Noto Serif CJK SC",
            "zh-TW": "Noto Serif CJK TC",
            "zh-Hant": "Noto Serif CJK TC",
            "ja": "Noto Serif CJK JP",
            "ko-KR": "Noto Serif CJK KR",
            "en": "Noto Serif CJK SC",
            "": "Noto Serif CJK SC",
        }
        # a Nastaliq of whole words; Qt lays the letters of the other one over each other
        assert "Jameel Noori Nastaleeq" in scripts.serifs("ur")
        assert not [family for tag in ("ur", "") for family in scripts.serifs(tag) if family == "Noto Nastaliq Urdu"]
        assert "Noto Naskh Arabic" in scripts.serifs("ar")
    finally:
        scripts._serifs.cache_clear()
    # Qt would give all of them the type of the one that came first
    own = {key for row in scripts._table().values() for key in row} - {"serif", "package", "babel"}
    assert len({scripts.hint(key) for key in (*own, "")}) == len(own) + 1


def test_only_latin_letters_lean() -> None:
    assert is_latin("Tiếng Việt, naïve, 45 % – “yes”, Łódź")
    for text in SAMPLES.values():
        assert not is_latin(text)
        assert not is_latin(f"They say {text}.")


def test_quotations_of_claims_lean_only_where_their_script_does(session: Session, qtbot: QtBot) -> None:
    text = f"They want the bridge.\n\n{SAMPLES['ar']} للجميع."
    session.do(edits.documents.add_documents, [CodedDocument("a.txt", Facts(title="Two"), text)])
    document = max(one.id for one in session.read(reads.project.documents))
    actor, topic = min(ids(session.database, "actor").values()), min(ids(session.database, "topic").values())
    claims = [
        tag_claim(session, document, span_of(text, words), (actor,), topic, Stance.FAVOR)
        for words in ("want the bridge", "للجميع", "They want")
    ]
    path = session.path
    session.close()
    window = open_window(path, qtbot)
    try:
        quote = window.reading.claim_panel.quote
        for claim, leans in zip(claims, (True, False, True), strict=True):
            assert claim is not None
            window.desk.show_claim(document, claim)
            assert quote.font().italic() is leans
            # words of this script that do not lean run from the right
            assert quote.isRightToLeft() is not leans
    finally:
        close_window(window)


class SeenQuote(_Quote):
    """Remember from where it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.lefts: list[int] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.lefts.append(event.rect().left())
        super().paintEvent(event)


def test_the_line_beside_a_quotation_is_painted_with_it(light: QApplication, qtbot: QtBot) -> None:
    quote = SeenQuote()
    qtbot.addWidget(quote)
    quote.resize(300, 60)
    with qtbot.waitExposed(quote):
        quote.show()
    for text in ("They want it.", "They do not."):
        quote.lefts.clear()
        quote.setText(text)
        qtbot.waitUntil(lambda: bool(quote.lefts))
        # else the stance of the claim before would be told
        assert min(quote.lefts) == 0


def open_pane(session: Session, path: Path) -> Pane:
    session.do(edits.documents.add_documents, [CodedDocument(path.name, Facts(title="A"), path.read_text("utf-8"))])
    number = max(one.id for one in session.read(reads.project.documents))
    pane = Pane(PaneDocument(session, number, session), ClaimColors(session), 13.0)
    pane.resize(700, 500)
    pane.show()
    return pane


@pytest.mark.parametrize("stretch", [500_000, 50])
def test_what_no_type_shows_is_told_once_with_what_to_install(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    # of a long text a stretch between two events is looked through
    monkeypatch.setattr(pane, "_STRETCH", stretch)
    # of this machine nothing is known: here all but one script and one picture are shown
    monkeypatch.setattr(
        scripts, "_is_shown", lambda letter, _font: not ("\u0900" <= letter < "\u0980" or letter == "🌉")
    )
    texts = {path.stem: path for path in TEXTS}
    hindi = open_pane(session, texts["hi"])
    qtbot.waitUntil(hindi.lacking.isVisible)
    assert hindi.lacking.text() == (
        "No font here shows Devanagari. Install one that does; on Debian and Ubuntu: fonts-noto-core."
    )
    signs = open_pane(session, texts["emoji"])
    qtbot.waitUntil(signs.lacking.isVisible)
    assert signs.lacking.text().startswith("No font here shows signs such as U+1F309 Bridge at night.")
    assert signs.lacking.text().endswith(": fonts-noto-color-emoji.")
    arabic = open_pane(session, texts["ar"])
    qtbot.wait(500)
    assert not arabic.lacking.isVisible()


def test_what_is_a_box_is_known(light: QApplication) -> None:
    font = theme.reading_font()
    assert scripts._is_shown("a", font)
    assert scripts._is_shown("ж", font)
    assert scripts._is_shown("€", font)
    # no letter, and none will have it
    assert not scripts._is_shown("\u0378", font)
    for text in SAMPLES.values():
        for letter in text:
            if scripts._is_shown(letter, font):
                layout = QTextLayout(letter, font)
                layout.beginLayout()
                layout.createLine().setLineWidth(1000)
                layout.endLayout()
                assert all(0 not in run.glyphIndexes() for run in layout.lineAt(0).glyphRuns())


def test_every_script_of_the_table_has_a_name_and_a_package() -> None:
    assert set(scripts._table()) == set(scripts.NAMES)
    for row in scripts._table().values():
        assert row["serif"]
        assert row["package"].startswith("fonts-")
