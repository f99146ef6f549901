"""The words of languages: what their files may hold, and that a language is added by adding its file."""

import dataclasses
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.matching import fold
from desktop.core.structure.labels import make_label
from desktop.core.structure.names import bare_name
from desktop.core.vocabulary.known import has_verbs_of_saying
from desktop.core.vocabulary.languages import FOLDER, Vocabulary, either, languages, read_language, vocabulary
from desktop.paths import shipped

FILES = sorted((shipped("resources") / FOLDER).glob("*.toml"))
INVENTED = """
[recognition]
common = "ka mi no olu tem vod zu"

[names]
joining = "olu"

[saying]
verbs = "plodat"
pronouns.she = "lu"
roles = "lodner"
determiners = "ka"

[turns]
asking = ["prosa"]
unnamed = ["prosa"]

[page]
bylines = ["zu"]

[dates]
of = "olu"
months.03 = "trizem"

[kinds]
press_releases = ["novy lod"]
"""
# asked in a process of its own: words are read once
ASKING = """
import sys
from pathlib import Path
from desktop import paths
paths.shipped = lambda name: Path(sys.argv[1])
from desktop.analysis.attribution.quotations import find_quotations
from desktop.core.structure.structure import find_structure
from desktop.core.values import Actor, ActorKind
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.documents import read_pasted
from desktop.exchange.readers.facts import find_language

vask = Actor("vask", "Rina Vask", ActorKind.PERSON, role="lodner", id=1)
print(find_language("Ka lod zu Port olu mi tem no vod. Ka most olu Port."))
print([str(one.date) for one in find_dates("Port, 4 trizem olu 2031")])
print([one.actor for one in find_quotations("“Ka most stoi,” plodat Rina Vask.", [], [vask])])
print([one.actor for one in find_quotations("Rina Vask vidat. “Ka most stoi,” plodat ka lodner.", [], [vask])])
found = find_structure("Prosa: Ka most?\\nRINA VASK: Ka most stoi.\\nProsa: No?\\nRINA VASK: No.")
print([(one.speaker, one.role) for one in found.segments if one.label])
print(read_pasted("Novy lod\\n\\nKa most\\n\\n" + "Ka most olu Port stoi tem no vod zu.\\n" * 3).document.facts.kind)
"""


def lists(of: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Yield each list of words or patterns below a table with its name."""
    inner = of.items() if isinstance(of, dict) else ()
    for name, value in inner:
        if isinstance(value, dict):
            yield from lists(value, f"{where}{name}.")
        else:
            yield where + name, value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_language_is_read_and_its_lists_are_sorted_and_make_patterns(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert re.fullmatch(r"any|[a-z]{2,3}", file.stem)
    read_language(source, file.name)
    for name, value in lists(tomllib.loads(source)):
        if isinstance(value, str):
            assert value.split() == sorted(value.split()), name
        if isinstance(value, list):
            assert value == sorted(value), name
            assert re.compile(either(tuple(value))).groups == 0, name
            # a blank stands for any white space, which a class of characters cannot hold
            assert not [one for one in value if re.search(r"\[[^]]* [^]]*\]", one)], name


def test_every_list_that_something_asks_for_has_words_in_some_language() -> None:
    known = vocabulary()
    for table in dataclasses.fields(known):
        words = getattr(known, table.name)
        assert all(getattr(words, one.name) for one in dataclasses.fields(words)), table.name


def test_all_languages_together_have_the_words_of_each() -> None:
    known = vocabulary()
    for one in languages().values():
        assert one.saying.verbs <= known.saying.verbs
        assert set(one.page.boilerplate) <= set(known.page.boilerplate)
        assert all(words <= known.dates.months[month] for month, words in one.dates.months.items())
    assert known.dates.months["03"] >= {"march", "marzo", "märz"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[saying\n", r"xx\.toml: Expected"),
        ("[speaking]\nverbs = 'dit'", r"^xx\.toml: nothing asks for speaking$"),
        ("[saying]\nverb = 'dit'", r"^xx\.toml: saying: nothing asks for verb$"),
        ("saying = 'dit'", r"^xx\.toml: saying: a table is needed$"),
        ("[saying]\nverbs = ['dit']", r"^xx\.toml: saying\.verbs: words are written as one text$"),
        ("[saying]\nverbs = 'dit fit dit'", r"^xx\.toml: saying\.verbs: “dit” stands there twice$"),
        ("[saying]\nbetween = 'dit'", r"^xx\.toml: saying\.between: patterns are written as an array of texts$"),
        ("[saying]\nbetween = ['dit', 3]", r"^xx\.toml: saying\.between: patterns are written as an array of texts$"),
        ("[saying]\nbetween = ['dit ']", r"^xx\.toml: saying\.between: a blank at an end.*“dit ”$"),
        ("[saying]\nbetween = ['']", r"^xx\.toml: saying\.between: a blank at an end"),
        ("[saying]\nbetween = ['dit', 'fit', 'dit']", r"^xx\.toml: saying\.between: “dit” stands there twice$"),
        ("[saying]\npronouns = 'il'", r"^xx\.toml: saying\.pronouns: a table is needed$"),
        ("[saying]\npronouns.he = ['il']", r"^xx\.toml: saying\.pronouns\.he: words are written as one text$"),
        ("[saying]\ndrops_subject = 'yes'", r"^xx\.toml: saying\.drops_subject: true or false is needed$"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused_with_its_place(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_language(source, "xx.toml")


def test_an_empty_file_is_a_language_without_words() -> None:
    assert read_language("", "xx.toml") == Vocabulary()


def test_a_list_that_no_language_has_matches_nothing() -> None:
    assert re.search(either(frozenset(), ()), "any words") is None


def test_the_longer_of_two_is_found_first_and_a_blank_is_any_white_space() -> None:
    found = re.search(either(frozenset(("in", "in.")), ("in turn",)), "he spoke in\n turn")
    assert found is not None
    assert found[0] == "in\n turn"
    assert re.fullmatch(either(frozenset(("in.",))), "inn") is None


def test_a_language_is_added_by_adding_its_file(tmp_path: Path) -> None:
    shutil.copytree(shipped("resources") / FOLDER, tmp_path / FOLDER)

    def asked() -> list[str]:
        command = [sys.executable, "-c", ASKING, str(tmp_path)]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout.split("\n")

    before = asked()
    (tmp_path / FOLDER / "xx.toml").write_text(INVENTED, encoding="utf-8")
    after = asked()
    assert after[:6] == [
        "xx",
        "['2031-03-04']",
        "['vask']",
        "['vask']",
        "[('journalist', 'question'), ('rina-vask', 'answer'), ('journalist', 'question'), ('rina-vask', 'answer')]",
        "press release",
    ]
    assert not set(before[:6]) & set(after[:6])


def test_nothing_is_read_until_words_are_asked_for() -> None:
    code = (
        "import sys, desktop.__main__, desktop.qt.app, desktop.qt.window.main_window\n"
        "print('desktop.core.vocabulary.languages' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"False"


@pytest.mark.parametrize("code", sorted(languages()))
def test_what_is_compared_with_folded_labels_is_written_folded(code: str) -> None:
    turns = languages()[code].turns
    lists = (turns.asking, turns.answering, turns.unnamed, turns.nobody, turns.no_label, turns.hosts)
    patterns = [re.sub(r"\\[a-zA-Z]", "", one) for words in lists for one in words]
    assert patterns == list(map(fold, patterns))


@pytest.mark.parametrize("name", ["Неизвестный", "Неизвестная", "Não identificado"])
def test_who_is_unknown_is_nobody(name: str) -> None:
    label = make_label(name, name, len(name) + 2, "loose")
    assert label is not None
    assert label.doubtful


def test_a_small_word_of_a_name_in_capitals_stays_small_with_its_accent() -> None:
    assert bare_name("BUND FÜR KELLHEIM") == "Bund für Kellheim"


def test_whether_verbs_of_saying_are_known_is_told_without_reading_the_words() -> None:
    told = {code for code in languages() if has_verbs_of_saying(code)}
    assert told == {code for code, known in languages().items() if known.saying.verbs}
    assert 0 < len(told) < len(languages())
    assert not has_verbs_of_saying("xx")


_LETTERS = st.text("abAıi.İsſß- ", min_size=1, max_size=5).map(str.strip).filter(bool)


@given(st.lists(_LETTERS, min_size=1, max_size=12), st.text("abAıi.İsſß- x", max_size=40), st.booleans())
def test_either_finds_what_words_one_by_one_find_the_longest_first(words: list[str], text: str, fold: bool) -> None:
    ordered = sorted({re.escape(word).replace(r"\ ", r"\s+") for word in words}, key=lambda word: (-len(word), word))
    flags = re.IGNORECASE if fold else re.NOFLAG
    for end in ("", r"(?!\w)", "?x"):
        one_by_one = re.compile(f"(?:{'|'.join(ordered)}){end}", flags)
        assert re.findall(either(words) + end, text, flags) == one_by_one.findall(text)


_PATTERNS = st.lists(
    st.sampled_from(
        ("ab", "a", "a?b", "(?:ab|ıb)a", "(?:ab)?i", "İs", "i+", r"\w", r"\.a", "[as]b", "sb|ab", "ß", "ss", "(?:a|s)?")
    ),
    min_size=1,
    max_size=8,
)


@given(_PATTERNS, st.text("abAıiİsſß. x", max_size=40), st.booleans())
def test_either_finds_what_patterns_one_by_one_find_the_longest_first(
    patterns: list[str], text: str, fold: bool
) -> None:
    flags = re.IGNORECASE if fold else re.NOFLAG
    ordered = sorted(set(patterns), key=lambda one: (-len(one), one))
    for end in ("", r"(?!\w)", "?x"):
        one_by_one = re.compile(f"(?:{'|'.join(ordered)}){end}", flags)
        assert re.findall(either(tuple(patterns)) + end, text, flags) == one_by_one.findall(text)
