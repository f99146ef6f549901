"""Every text that reaches a user goes through the door to the language of the interface, as a whole sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .unmarked_texts import MARKS, unmarked

DESKTOP = Path(__file__).resolve().parents[1] / "desktop"
# how many texts still lack a mark; whoever marks some writes the smaller number here
UNMARKED = 147
_PLACE = re.compile(r"\{([^{}]*)\}")


def marked() -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield each call of a mark: where it stands, and its arguments."""
    for file in sorted(DESKTOP.rglob("*.py")):
        if file.name == "language.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield f"{file.relative_to(DESKTOP)}:{node.lineno}", node.args


def texts(arguments: list[ast.expr]) -> list[str]:
    return [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def test_texts_without_a_mark_only_become_fewer() -> None:
    found = list(unmarked(DESKTOP))
    told = "\n".join(f"{text.file}:{text.line} {text.beginning}" for text in found)
    assert len(found) <= UNMARKED, f"mark what reaches a user:\n{told}"
    assert len(found) > UNMARKED - 10, f"only {len(found)} are left: write this number into the test"


def test_no_marked_text_is_put_together_where_it_is_marked() -> None:
    """A sentence made of pieces cannot be looked up; one with values takes them by `format` after it was found."""
    wrong = [
        place
        for place, arguments in marked()
        for each in arguments
        if isinstance(each, ast.JoinedStr | ast.BinOp)
        or (isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == "format")
    ]
    assert not wrong


def test_every_place_in_a_text_has_a_name() -> None:
    """Another language may need the values in another order."""
    wrong = [
        f"{place} {text}"
        for place, arguments in marked()
        for text in texts(arguments)
        if any(re.match(r"\d*(?:[:!]|$)", name) for name in _PLACE.findall(text))
    ]
    assert not wrong


def test_both_forms_of_a_number_have_the_same_places() -> None:
    """A form may leave the number out, and nothing else."""
    for place, arguments in marked():
        forms = texts(arguments)
        if len(forms) == 2:
            one, many = ({name.partition(":")[0] for name in _PLACE.findall(form)} for form in forms)
            assert many >= one, f"{place}: {forms}"


def test_no_plural_is_made_by_a_letter() -> None:
    endings = {"s", "es", "ies", "y", ""}
    wrong = [
        f"{file.relative_to(DESKTOP)}:{node.lineno}"
        for file in sorted(DESKTOP.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.IfExp)
        and isinstance(node.body, ast.Constant)
        and isinstance(node.orelse, ast.Constant)
        and {node.body.value, node.orelse.value} <= endings
        and node.body.value != node.orelse.value
        and "s" in f"{node.body.value}{node.orelse.value}"
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('label.setText("Choose a topic")', 1),
        ('label.setText(_("Choose a topic"))', 0),
        ('raise UserError(f"There is no {name}: choose another.")', 1),
        ('raise ValueError("not a span of this text")', 0),
        ('label.setObjectName("the label")', 0),
        ('sqlite.execute("SELECT a FROM b")', 0),
        ('"""A docstring of the module."""', 0),
    ],
)
def test_what_counts_as_a_text_of_the_user(code: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(code, "utf-8")
    assert len(list(unmarked(tmp_path))) == count
