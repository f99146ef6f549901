from desktop.core.values import Stance
from desktop.project.matrix import CellQuote


def test_a_quote_stands_in_one_line_with_its_shape_and_source() -> None:
    quotes = (
        CellQuote("We\nagree", Stance.FAVOR, "EFE", "2024-04-26"),
        CellQuote("No", Stance.AGAINST, "EFE"),
        CellQuote("Maybe", Stance.NEUTRAL),
    )
    assert list(map(str, quotes)) == ["▲ We agree (EFE, 2024-04-26)", "▼ No (EFE)", "● Maybe"]
