import pytest

from desktop.analysis.attribution.quotations import find_quotations

from .told_reports import REPORTS, SPEAKERS

TOLD = [(text, keys) for reports in REPORTS.values() for text, keys in reports]


@pytest.mark.parametrize(("text", "keys"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_each_quotation_goes_to_whom_the_report_lets_speak_and_to_nobody_else(text: str, keys: tuple[str, ...]) -> None:
    found = [one.actor for one in find_quotations(text, (), SPEAKERS) if not one.depth]
    assert tuple(found) == keys
