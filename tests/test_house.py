"""The plan of the house, held to what stands there: what packages say, what types are called, where SQL is."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

DESKTOP = Path(__file__).parents[1] / "desktop"
PACKAGES = sorted(path.parent for path in DESKTOP.rglob("__init__.py"))
# what is marked in a docstring as a module is, and is none
NO_MODULES = {"visavis"}
# a statement, or the beginning of one; what is written in capitals only is one
SQL = re.compile(
    r"\s*(?:SELECT|INSERT (?:OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA|CREATE (?:TABLE|INDEX|VIRTUAL|TEMP)|DROP|"
    r"BEGIN IMMEDIATE|COMMIT|ROLLBACK|WITH (?:RECURSIVE )?\w+ AS|FROM \w+ (?:WHERE|JOIN))\b"
)


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax tree of each module by its path below ``desktop``."""
    return {path.relative_to(DESKTOP).as_posix(): ast.parse(path.read_text("utf-8")) for path in DESKTOP.rglob("*.py")}


def modules(package: Path) -> set[str]:
    """Return the names of what lies in a package: its modules and the packages in it."""
    return {path.stem for path in package.glob("*.py") if path.stem != "__init__"} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }


def marked(package: Path) -> set[str]:
    """Return what the docstring of a package marks as modules: ``name``."""
    tree = trees()[(package / "__init__.py").relative_to(DESKTOP).as_posix()]
    return set(re.findall(r"``([a-z_]+)``", ast.get_docstring(tree) or "")) - NO_MODULES


def types(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the classes and of the aliases of types that a module defines."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            # a type variable has one letter
            if re.fullmatch(r"_?[A-Z][A-Za-z]+", name) and not name.isupper():
                yield name


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(DESKTOP.parent).as_posix())
def test_the_docstring_of_a_package_names_its_modules_and_no_others(package: Path) -> None:
    below = {module for inner in PACKAGES if inner.is_relative_to(package) for module in modules(inner)}
    assert modules(package) <= marked(package)
    assert marked(package) <= below


def test_no_type_has_a_name_that_another_module_gives_to_another() -> None:
    homes = defaultdict(list)
    for path, tree in trees().items():
        for name in types(tree):
            homes[name].append(path)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_sql_and_its_library_are_in_the_store_alone() -> None:
    found = set()
    for path, tree in trees().items():
        if path.startswith("store/"):
            continue
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            statement = isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
            handle = isinstance(node, ast.Attribute) and node.attr == "sqlite"
            if statement or handle or any(name.partition(".")[0] in ("sqlite3", "sqlite_utils") for name in names):
                found.add(f"{path}:{getattr(node, 'lineno', 0)}")
    assert found == set()


def test_no_place_of_a_statement_is_known_by_a_number() -> None:
    # with a sequence of values Python 3.12.0 to 3.12.3 refuse ?1: a list wants ?, a dictionary :name
    numbered = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[(= ,]\?\d", node.value)
    ]
    assert numbered == []


def test_no_module_imports_one_that_imports_it() -> None:
    graph = grimp.build_graph("desktop")
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' imports '.join(reversed(error.args[1]))}")
