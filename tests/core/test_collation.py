"""The order of names: letters beside what they are forms of."""

import random

import pytest

from desktop.core.collation import compare, install, name_key
from desktop.core.folding import fold

NAMES = [
    *(
        "Alvarado",
        "Álvarez",
        "ärlig",
        "Đặng",
        "Duda",
        "Lukas",
        "Łukasz",
        "Nadal",
        "Ñandú",
        "Orsted",
        "Ørsted",
        "Zapata",
    ),
    *("zebra", "еж", "ёж", "жук", "أحمد", "باسم", "北京"),
]


def test_forms_of_a_letter_stand_beside_it() -> None:
    mixed = NAMES.copy()
    random.Random(3).shuffle(mixed)
    assert sorted(mixed, key=name_key) == NAMES


def test_names_that_differ_are_never_the_same() -> None:
    # an order that takes two for one would leave them as they came
    assert compare("Á", "á") != 0
    assert compare("a", "A") == -compare("A", "a")
    assert compare("é", "e\u0301") == -compare("e\u0301", "é") != 0
    assert compare("x", "x") == 0


def test_other_rules_hold_from_when_they_are_told_until_they_are_taken_back() -> None:
    try:
        install(lambda one, other: (one < other) - (one > other))
        assert sorted(["a", "b"], key=name_key) == ["b", "a"]
        install(lambda _one, _other: 0)
        assert compare("a", "b") < 0
    finally:
        install(None)
    assert sorted(["b", "a"], key=name_key) == ["a", "b"]


def test_a_name_is_folded_once_however_many_it_is_sorted_among(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []

    def counted(text: str) -> str:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr("desktop.core.collation.fold", counted)
    names = [f"Śmith {number}" for number in range(500)]
    assert sorted(names, key=name_key) == sorted(names)
    assert len(folded) == 500
