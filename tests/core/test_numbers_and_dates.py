"""Numbers and dates as the language of the interface writes them, and as ever in what programs read."""

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import language
from desktop.core.dates import PartialDate
from desktop.core.language import HOW_NUMBERS_ARE_WRITTEN, _, figure, ngettext
from desktop.exchange.tables.formats import FORMATS
from desktop.exchange.tables.table import Column, Table

GERMAN = {
    HOW_NUMBERS_ARE_WRITTEN: "1.234,5",
    "{day} {month} {year}": "{day}. {month} {year}",
    "May": "Mai",
    "{count:,} claim": "{count:,} Aussage",
    "{count:,} claims": "{count:,} Aussagen",
    "about {share:.1%}": "etwa {share:.1%}",
}
CHINESE = {"{day} {month} {year}": "{year}年{month}{day}日", "{month} {year}": "{year}年{month}", "May": "5月"}
ARABIC = {HOW_NUMBERS_ARE_WRITTEN: "١٬٢٣٤٫٥", "{count:,} claims": "{count:,} ادعاءات"}


class Words(gettext.NullTranslations):
    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self.words = words

    def gettext(self, message: str) -> str:
        return self.words.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[object]:
    def chosen(words: dict[str, str]) -> None:
        monkeypatch.setattr(language._gettext, "translation", lambda *_args, **_named: Words(words))
        language.install(tmp_path)

    yield chosen
    monkeypatch.undo()
    language.install(tmp_path)


def told(count: int) -> str:
    return ngettext("{count:,} claim", "{count:,} claims", count).format(count=count)


def test_english_numbers_and_dates_stay_as_they_are() -> None:
    assert told(12_345) == "12,345 claims"
    assert figure(1_234_567) == "1,234,567"
    assert PartialDate(2026, 5, 4).for_people() == "4 May 2026"
    assert PartialDate(2026, 5).for_people() == "May 2026"
    assert PartialDate(None, 5, 4).for_people() == "4 May"
    assert PartialDate(2026).for_people() == "2026"
    assert PartialDate(None, 5).for_people() == "May"
    assert PartialDate().for_people() == ""


def test_a_language_has_its_own_marks_and_digits(speak: object) -> None:
    assert callable(speak)
    speak(GERMAN)
    assert told(12_345) == "12.345 Aussagen"
    assert told(1) == "1 Aussage"
    assert _("about {share:.1%}").format(share=0.125) == "etwa 12,5%"
    assert figure(1_234_567) == "1.234.567"
    assert PartialDate(2026, 5, 4).for_people() == "4. Mai 2026"
    # what is no number is left as it is
    assert _("{name} and {name!r}").format(name="1,5.") == "1,5. and '1,5.'"
    speak(ARABIC)
    assert told(12_345) == "١٢٬٣٤٥ ادعاءات"
    speak(CHINESE)
    assert PartialDate(2026, 5, 4).for_people() == "2026年5月4日"
    assert PartialDate(2026, 5).for_people() == "2026年5月"
    assert told(12_345) == "12,345 claims"


def test_files_for_programs_have_the_same_numbers_in_every_language(speak: object) -> None:
    assert callable(speak)
    table = Table((Column("name"), Column("count", "integer"), Column("share", "number")), (("a", 12_345, 0.125),))
    before = {key: row.write(table) for key, row in FORMATS.items() if not row.for_networks and key != "xlsx"}
    speak(ARABIC)
    assert {key: FORMATS[key].write(table) for key in before} == before
