from desktop.core import phrases
from desktop.core.mentions import RULES
from desktop.core.views import CELLS, SHARES
from desktop.project.matrix_table import WRITERS


def test_every_choice_has_its_word_once_and_in_the_order_of_the_choices() -> None:
    titles = {key: kind.title for key, kind in CELLS.items()}
    for words, choices in ((phrases.RULES, RULES), (titles, tuple(WRITERS)), (phrases.SHARES, SHARES)):
        assert tuple(words) == choices
        assert len(set(words.values())) == len(words)


def test_numbers_choose_the_form_of_a_word() -> None:
    assert [phrases.counted("row", count) for count in (0, 1, 1204)] == ["0 rows", "1 row", "1,204 rows"]
    assert [phrases.counted("column", count) for count in (0, 1, 12)] == ["0 columns", "1 column", "12 columns"]
