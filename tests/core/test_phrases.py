from desktop.core import phrases
from desktop.core.mentions import RULES
from desktop.core.own_fields import KINDS
from desktop.core.views import CELLS, FIELD_CELLS, SHARES
from desktop.project.matrix_table import WRITERS


def test_every_choice_has_its_word_once_and_in_the_order_of_the_choices() -> None:
    titles = {key: kind.title for key, kind in CELLS.items()}
    for words, choices in ((phrases.RULES, RULES), (titles, tuple(WRITERS)), (phrases.SHARES, SHARES)):
        assert tuple(words) == choices
        assert len(set(words.values())) == len(words)


def test_every_kind_of_field_is_told_in_cells_in_a_way_that_there_is() -> None:
    assert {kind.told for kind in KINDS.values()} == {*FIELD_CELLS}
    assert {*FIELD_CELLS}.isdisjoint(CELLS)


def test_numbers_choose_the_form_of_a_word() -> None:
    assert [phrases.counted("row", count) for count in (0, 1, 1204)] == ["0 rows", "1 row", "1,204 rows"]
    assert [phrases.counted("column", count) for count in (0, 1, 12)] == ["0 columns", "1 column", "12 columns"]
