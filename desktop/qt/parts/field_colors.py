"""The colours of what a field divides by: of own fields by their values, of others by their members."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from desktop.core.axes import NONE, field_of
from desktop.core.own_fields import PARTING, OwnField, offered, parted
from desktop.qt import theme
from desktop.qt.parts.stance_lines import seen_on
from desktop.qt.session import Session
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.core.values import Actor, Topic

# values that have a colour of their own; the others share the last one, a grey
OWN_COLORS = len(theme.CATEGORY) - 1
OTHERS = theme.CATEGORY[-1]
# fields whose members are entries of the codebook
_OF_CODEBOOK = ("topic", "theme", "actor", "organisation")
# of a field without a list, values that are looked through for their order
_MOST = 200


def colored_values(session: Session, field: OwnField) -> list[str]:
    """Return the values of an own field in the order of their colours: those of its list, else those that there are."""
    listed = field.made.listed or field.kind == "yes-no"
    return offered(field, () if listed else session.read(reads.own_fields.used, field, _MOST))


def value_color(values: Sequence[str], value: str) -> QColor:
    """Return the colour of one of *values*, as it is seen on the page: grey for others, and for what has none."""
    return _seen(color_name(values, value))


def color_name(values: Sequence[str], value: str) -> str:
    """Return the colour of one of *values* as `theme.color` takes it."""
    if value in ("", NONE):
        return "dim"
    return theme.CATEGORY[min(values.index(value) if value in values else OWN_COLORS, OWN_COLORS)]


def _seen(name: str) -> QColor:
    return seen_on(name, theme.colors().page) if name.startswith("#") else theme.color(name)


class FieldColors:
    """The colours of the members of a field, by their keys.

    What the codebook gives a colour has that one; of several values of an own field the first one colours.

    Attributes:
        values: the keys of those that have a colour of their own, in their order.
    """

    def __init__(self, session: Session, name: str) -> None:
        """Take a field by its name, or an own one by its place."""
        owner = parted(name)[0]
        fields = session.own_fields(owner) if owner else []
        self._field = next((one for one in fields if one.place == name), None)
        self._given: dict[str, str] = {}
        if self._field is not None:
            self.values = colored_values(session, self._field)
            return
        members = session.comparisons.members()[name]
        self.values = [one.key for one in sorted(set(members.values())) if one.key != NONE]
        entries: Mapping[str, Iterable[Topic | Actor]] = {
            "topic": session.topics().values(),
            "actor": session.actors().values(),
        }
        if name in _OF_CODEBOOK:
            given = entries[field_of(name).base]
            self._given.update({one.key: one.color for one in given if one.color})

    def named(self, key: str) -> str:
        """Return the colour of a member, as `theme.color` takes it whatever the scheme."""
        if key in self._given:
            return self._given[key]
        if self._field is not None and self._field.made.several:
            key = key.partition(PARTING)[0].strip()
        return color_name(self.values, key)
