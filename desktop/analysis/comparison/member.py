"""What fields divide by."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Member(NamedTuple):
    """Something that a field divides by.

    Attributes:
        rank: its place in the codebook's order (of documents and dates: in time); what is missing stands last.
        key: what programs call it, unique within its field.
        name: what people call it.
    """

    rank: float
    key: str
    name: str


# for each field the member of each id of the field's base; choices go by their word
Members = Mapping[str, Mapping[Any, Member]]
