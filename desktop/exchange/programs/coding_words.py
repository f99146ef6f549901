"""The words by which projects of other programs are understood, as they stand in ``resources/coding.toml``."""

import tomllib
from functools import cache

from desktop.paths import shipped


@cache
def coding_words() -> dict[str, dict[str, list[str]]]:
    """Return the words of roles, stances, voices and columns, each by what they mean."""
    return tomllib.loads((shipped("resources") / "coding.toml").read_text("utf-8"))
