import pytest

from desktop.core.axes import FIELDS, Axis, check_pair
from desktop.core.errors import UsageError
from desktop.core.views import View


def test_an_axis_is_read_and_written() -> None:
    axis = Axis.parse(" Country > organisation>actor")
    assert axis == Axis(("country", "organisation", "actor"))
    assert str(axis) == "country>organisation>actor"
    assert axis.leaf == "actor"
    assert axis.bases == ("actor",)
    assert Axis.parse("theme>document>month").bases == ("topic", "document")


@pytest.mark.parametrize("text", ["", "topics", "topic>", "topic>topic", "topic,actor"])
def test_what_is_no_axis_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        Axis.parse(text)


def test_a_misspelt_field_is_told_with_the_right_one() -> None:
    with pytest.raises(UsageError, match="did you mean “organisation”"):
        Axis.parse("organization")


def test_what_claims_of_one_passage_cannot_differ_in_stands_on_one_axis_only() -> None:
    with pytest.raises(UsageError, match="both axes"):
        check_pair(Axis.parse("publisher>document"), Axis.parse("document"))
    with pytest.raises(UsageError, match="both axes"):
        View().changed(rows="voice", columns="voice")
    assert View().changed(rows="theme>topic", columns="topic").is_together
    assert not View().changed(rows="topic", columns="theme").is_together


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_an_axis(name: str) -> None:
    assert Axis.parse(name).leaf == name


def test_a_view_is_the_same_after_json() -> None:
    view = View().changed(rows="theme>topic", columns="year", cells="dates", where='text="a b"', order="date")
    assert View.from_record(view.as_record()) == view
    assert View.from_record({**view.as_record(), "of a newer program": 1}) == view
    with pytest.raises(UsageError, match="colours"):
        View.from_record({"cells": "colours"})
