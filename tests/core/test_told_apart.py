"""Topics of one name are told apart by what stands above them, and all others keep their names."""

from desktop.core.told_apart import shown_names
from desktop.core.values import Topic


def names(*paths: str) -> list[str]:
    """Return what topics are called whose keys are paths such as ``fruits/red``."""
    topics = [Topic(path, path.rpartition("/")[2], "", parent=path.rpartition("/")[0]) for path in paths]
    return list(shown_names(topics).values())


def test_a_name_that_no_other_has_stays() -> None:
    assert names("fruits", "fruits/red", "fruits/green") == ["fruits", "red", "green"]


def test_two_of_one_name_have_what_is_above_them_before_it() -> None:
    assert names("fruits", "fruits/red", "veg", "veg/Red") == ["fruits", "fruits › red", "veg", "veg › Red"]


def test_one_at_the_top_keeps_its_name_beside_one_below() -> None:
    assert names("red", "fruits", "fruits/red") == ["red", "fruits", "fruits › red"]


def test_as_much_of_the_path_as_tells_stands_there() -> None:
    assert names("a", "a/x", "a/x/red", "b", "b/x", "b/x/red")[2::3] == ["a › x › red", "b › x › red"]


def test_what_no_path_tells_apart_is_told_by_its_key() -> None:
    topics = [Topic("one", "red", ""), Topic("two", "red", ""), Topic("three", "red", "", parent="four")]
    assert list(shown_names(topics).values()) == ["red (one)", "red (two)", "red (three)"]


def test_parents_in_a_circle_end_where_they_began() -> None:
    topics = [Topic("one", "red", "", parent="two"), Topic("two", "red", "", parent="one")]
    assert len(set(shown_names(topics).values())) == 2
