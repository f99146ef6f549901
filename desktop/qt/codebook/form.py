"""The form of one actor or topic: each field is saved when it is left, as one step of undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.fields import ACTOR, TOPIC
from desktop.core.language import N_, _
from desktop.core.own_fields import OwnField
from desktop.core.values import Actor, ActorKind, Topic
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.codebook.membership_rows import MembershipRows
from desktop.qt.drafts import PAUSE
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import Space, hbox, label, vbox
from desktop.qt.parts.memo_field import GrowingText
from desktop.qt.parts.name_field import EntryField
from desktop.qt.parts.own_field_rows import OwnFieldRows
from desktop.qt.parts.switches import Pressed
from desktop.qt.parts.unsaved import UnsavedMark
from desktop.qt.session import Session
from desktop.store import edits

# how the value of a field is read and shown
_Ways = tuple[Callable[[], str], Callable[[str], None]]
# the field, a word in the empty field, how it is entered, and in which column of the form; "both" is both
_TOPIC = (
    ("name", "", "line", "left"),
    ("parent", N_("none: it stands at the top"), "entry", "right"),
    ("proposition", N_("a sentence one can be for or against; a theme has none"), "text", "both"),
    ("definition", N_("what the topic is about"), "text", "both"),
    ("inclusion", N_("what counts"), "text", "left"),
    ("exclusion", N_("what does not count"), "text", "right"),
    ("example", "", "text", "both"),
    ("aliases", N_("other names, separated by semicolons"), "line", "both"),
    ("color", "", "color", "left"),
    ("key", N_("its name in files"), "line", "right"),
)
_ACTOR = (
    ("name", "", "line", "left"),
    ("parent", N_("none: it stands at the top"), "entry", "right"),
    ("kind", "", "kind", "both"),
    ("role", N_("foreign minister, spokesperson…"), "line", "both"),
    ("affiliation", "", "line", "left"),
    ("country", "", "line", "right"),
    ("aliases", N_("other names, separated by semicolons"), "line", "both"),
    ("definition", N_("when to code this actor, and when another"), "text", "both"),
    ("initials", "", "line", "left"),
    ("key", N_("its name in files"), "line", "right"),
    ("color", "", "color", "left"),
)


# of the swatches
NAMES = (N_("blue"), N_("vermilion"), N_("green"), N_("mauve"), N_("olive"), N_("steel blue"), N_("red"), N_("grey"))


class _Swatch(Pressed, QAbstractButton):
    """One colour; empty is none."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__()
        self.value = value
        self.setCheckable(True)
        self.toggled.connect(self.tell_turned)
        self.setFixedSize(22, 26)
        self.setToolTip(f"{name} {value}".strip())
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colour, crossed out for none, ringed when it is chosen or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 6, -4, -6)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(theme.color("ink" if self.isChecked() else "accent"), 1.6))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen if self.value else QPen(theme.color("dim"), 1))
        painter.setBrush(QColor(self.value) if self.value else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if not self.value:
            painter.drawLine(box.bottomLeft(), box.topRight())
        painter.end()


class ColorChoice(QWidget):
    """Choose a colour from swatches that colour-blind readers can tell apart, or any other as #rrggbb.

    Signals:
        picked(str): the user chose ``#rrggbb``, or none (empty).
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self._swatches = [_Swatch("", _("no colour of its own"))]
        self._swatches += [_Swatch(value.lower(), _(name)) for value, name in zip(theme.CATEGORY, NAMES, strict=True)]
        for swatch in self._swatches:
            swatch.clicked.connect(lambda on, value=swatch.value: self._pick(value))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("#rrggbb"))
        self.line.setAccessibleName(_("Another colour"))
        self.line.setMinimumWidth(76)
        self.line.setMaximumWidth(96)
        self.line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line.editingFinished.connect(lambda: self._pick(self.line.text().strip()))
        hbox(*self._swatches, Space(6), self.line, 1, on=self, gap=0)
        self.set_value("")

    @property
    def value(self) -> str:
        """What is chosen; empty for none."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a colour."""
        self._value = value
        self.line.setText(value)
        for swatch in self._swatches:
            swatch.setChecked(swatch.value == value.lower())

    def _pick(self, value: str) -> None:
        before = self._value
        self.set_value(value)
        if value != before:
            self.picked.emit(value)


class CodebookForm(QWidget):
    """Show and change the fields of one entry of *table*.

    Signals:
        left(): Escape in a field without a change: the user wants to go back to the tree.
    """

    left = Signal()

    def __init__(self, session: Session, table: str) -> None:
        super().__init__()
        self._session = session
        self._table = table
        self._number = 0
        self._marks: dict[str, UnsavedMark] = {}
        self._soon = later(self, PAUSE, self._save_texts)
        # the field that is being written
        self._writing = ""
        self._shown: dict[str, str] = {}
        self.fields: dict[str, QWidget] = {}
        self._ways: dict[str, _Ways] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        row, full = -1, True
        titles = self._titles = {field.stored: field.title for field in (ACTOR if table == "actor" else TOPIC)}
        for name, prompt, how, where in _ACTOR if table == "actor" else _TOPIC:
            row += 1 if where != "right" or full else 0
            full = where == "both"
            self._add_field(name, titles[name].upper(), _(prompt), how, row, where)
        self.own = OwnFieldRows(session, table, self._save_own)
        self.own.left.connect(self.left)
        self.memberships = MembershipRows(session)
        vbox(self._grid, self.memberships, self.own, 1, on=self)
        session.drafts.changed.connect(self._on_draft)
        session.drafts.keeping.connect(self.save)

    def show_entry(self, number: int) -> None:
        """Show another entry, having saved what was typed for the last one."""
        if number != self._number:
            self.save()
            self._shown = {}
        self._number = number
        self.refresh()

    def refresh(self) -> None:
        """Show what is stored now; what is being typed stays, and is compared with what is stored when it is saved."""
        entry = self._entry()
        if entry is None:
            return
        self.own.show_values(entry.variables)
        self.memberships.show_actor(entry if isinstance(entry, Actor) else None)
        for name in self.fields:
            if name == self._writing:
                continue
            stored, draft = self._stored(entry, name), self._session.drafts.of(self._key(name))
            if draft is not None:
                self._shown[name] = draft.seen
                if self.value(name) != draft.text:
                    self._set(name, draft.text)
            elif self._shown.get(name) != stored and (name not in self._shown or not self._changed(name)):
                self._shown[name] = stored
                self._set(name, stored)
            if name in self._marks:
                self._marks[name].tell(draft)
        parent = self.fields["parent"]
        if isinstance(parent, EntryField) and not parent.is_typing and not parent.line.hasFocus():
            # the parent may have another name
            draft = self._session.drafts.of(self._key("parent"))
            self._set("parent", draft.text if draft is not None else self._shown["parent"])

    def save(self) -> None:
        """Save every field that was changed and not left yet."""
        self.own.save()
        self.memberships.save()
        for name in self.fields:
            self._save(name)

    def forget(self) -> None:
        """Show no entry, and drop what was typed."""
        self._number = 0
        self._shown = {}

    def rename(self) -> None:
        """Let the name be typed."""
        name = self.fields["name"]
        assert isinstance(name, QLineEdit)
        name.setFocus()
        name.selectAll()

    def value(self, name: str) -> str:
        """Return what stands in a field; the aliases joined by semicolons, a parent as its id."""
        return self._ways[name][0]()

    def _add_field(self, name: str, heading: str, prompt: str, how: str, row: int, where: str) -> None:
        words = label(heading, "section")
        field = self._make(name, prompt, how)
        if how != "entry":
            field.setAccessibleName(heading.capitalize())
        words.setBuddy(field)
        self.fields[name] = field
        if name in self._marks:
            box = vbox(words, field, 1, gap=3)
        else:
            # beside the heading: over a row of buttons it would hide one
            mark = self._marks[name] = UnsavedMark(field, None, partial(self._take_theirs, name), floats=False)
            box = vbox(hbox(words, 1, mark), field, 1, gap=3)
        self._grid.addLayout(box, row, 1 if where == "right" else 0, 1, 2 if where == "both" else 1)

    def _make(self, name: str, prompt: str, how: str) -> QWidget:
        """Return what a field is entered in, with the ways to read and to show its value in `_ways`."""
        if how == "entry":
            self._parent = parent = EntryField(self._session, self._table, prompt, makes=True)
            parent.without = self._below
            parent.chosen_changed.connect(lambda: self._save("parent"))
            parent.line.installEventFilter(self)
            self._ways[name] = lambda: "".join(map(str, parent.chosen)), partial(_show_entry, parent)
            return parent
        if how in ("kind", "color"):
            kinds = [(kind.value, kind.value, "") for kind in ActorKind]
            choice = Choices(kinds) if how == "kind" else ColorChoice()
            choice.picked.connect(lambda _: self._save(name))
            self._ways[name] = lambda: choice.value, choice.set_value
            return choice
        if how == "text":
            text = GrowingText()
            self._ways[name] = text.toPlainText, text.setPlainText
            text.textChanged.connect(self._soon.start)
            field: GrowingText | QLineEdit = text
        else:
            field = line = QLineEdit()
            self._ways[name] = line.text, partial(_show_text, line)
            line.returnPressed.connect(lambda: self._save(name))
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.setPlaceholderText(prompt)
        field.installEventFilter(self)
        self._marks[name] = UnsavedMark(field, partial(self._take_both, name), partial(self._take_theirs, name))
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save a field that is left; put back with Escape what is stored."""
        name = next((name for name, field in self.fields.items() if field is watched), "")
        if event.type() == QEvent.Type.FocusOut and name:
            self._save(name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            if name and self._changed(name):
                self._take_theirs(name)
                return True
            if name:
                self.left.emit()
                return True
        return False

    def _entry(self) -> Actor | Topic | None:
        if not self._number or not self._session.is_open:
            return None
        return self._session.entries(self._table).get(self._number)

    def _stored(self, entry: Actor | Topic, name: str) -> str:
        if name == "aliases":
            return "; ".join(entry.aliases)
        if name == "parent":
            entries = self._session.entries(self._table).values()
            return next((str(one.id) for one in entries if one.key == entry.parent), "") if entry.parent else ""
        return str(getattr(entry, name))

    def _set(self, name: str, value: str) -> None:
        self._ways[name][1](value)

    def _changed(self, name: str) -> bool:
        return self.value(name).strip() != self._shown.get(name, "").strip()

    def _save(self, name: str) -> None:
        entry = self._entry()
        if entry is None or name not in self._shown:
            return
        if not self._changed(name):
            # what was put back as it stood is not to be written any more
            self._session.drafts.drop(self._key(name))
            return
        done = self._write(entry.id, name, self.value(name))
        if self._session.drafts.of(self._key(name)) is not None:
            return
        entry = self._entry()
        if entry is not None:
            # refused, or cleaned: what is stored is what stands there, but under the hands of who goes on typing
            stored = self._stored(entry, name)
            if not done or (self.value(name) != stored and not self._is_typed_in(name)):
                self._shown[name] = stored
                self._set(name, stored)
            elif done:
                self._shown[name] = stored

    def _save_own(self, field: OwnField, text: str) -> bool:
        return bool(self._number) and self._session.done(edits.own_fields.set_value, field, [self._number], text)

    def _write(self, number: int, name: str, value: str) -> bool:
        """Write what was typed; keep it where the file cannot be written to now, or another text stands there."""
        seen, key, table = self._shown[name], self._key(name), self._table
        draft = self._session.drafts.of(key)
        if draft is not None and draft.text == value:
            # it is tried again anyway
            return False

        made = dict(self._parent.made)

        def place(text: str, seen: str) -> None:
            above, before = (int(one) if one else None for one in (text, seen))
            new = made.get(above or 0, "")
            self._session.read(edits.codebook_tree.place, table, number, above, made=new, seen=(before,))

        def write(text: str, seen: str) -> None:
            given: dict[str, Any] = {name: _parted(text) if name == "aliases" else text}
            before = {name: _parted(seen) if name == "aliases" else seen.strip()}
            self._session.read(edits.codebook.update, table, number, seen=before, **given)

        where = _("{field} of {name}").format(field=self._titles[name], name=self._session.entries(table)[number].name)
        told = self._parent.line.text() or _("none") if name == "parent" else value or _("none")
        # what this changes is not taken for another's change, and what another changed takes no text away
        self._shown[name], self._writing = value.strip(), name
        try:
            ways = place if name == "parent" else write
            done = self._session.drafts.write(key, value, seen, ways, where, refusable=True, told=told)
        finally:
            self._writing = ""
        if not done and self._number == number:
            self._shown[name] = seen
        return done

    def _save_texts(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, GrowingText):
                self._save(name)

    def _key(self, name: str) -> tuple[str, int, str]:
        return self._table, self._number, name

    def _is_typed_in(self, name: str) -> bool:
        return isinstance(self.fields[name], GrowingText) and self.fields[name].hasFocus()

    def _on_draft(self, key: object) -> None:
        name = next((name for name in self._marks if self._key(name) == key), "")
        if name and name in self._shown:
            draft = self._session.drafts.of(key)
            self._marks[name].tell(draft)
            entry = self._entry()
            if draft is None and entry is not None:
                self._shown[name] = self._stored(entry, name)
            if name == self._writing or self.fields[name].hasFocus():
                return
            # what was typed in the tree stands here too
            if draft is not None:
                self._shown[name] = draft.seen
            if self.value(name) != (told := draft.text if draft is not None else self._shown[name]):
                self._set(name, told)

    def _take_both(self, name: str) -> None:
        entry = self._entry()
        if entry is not None:
            theirs, mine = self._stored(entry, name), self.value(name).strip()
            parting = "; " if name == "aliases" else "\n" if isinstance(self.fields[name], GrowingText) else " "
            self._shown[name] = theirs
            self._set(name, parting.join(one for one in (theirs, mine) if one))
            self._save(name)

    def _take_theirs(self, name: str) -> None:
        self._session.drafts.drop(self._key(name))
        entry = self._entry()
        if entry is not None:
            self._shown[name] = self._stored(entry, name)
            self._set(name, self._shown[name])

    def _below(self) -> set[int]:
        """Return the entry and all that stands under it: it cannot be put there."""
        children: dict[str, list[Actor | Topic]] = {}
        for one in self._session.entries(self._table).values():
            children.setdefault(one.parent, []).append(one)
        entry = self._entry()
        found: set[int] = set()
        waiting: list[Actor | Topic] = [entry] if entry else []
        while waiting:
            one = waiting.pop()
            if one.id not in found:
                found.add(one.id)
                waiting.extend(children.get(one.key, []))
        return found


def _parted(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(";") if one.strip())


def _show_entry(field: EntryField, value: str) -> None:
    field.set_chosen((int(value),) if value else ())
    field.line.deselect()
    field.line.setCursorPosition(0)


def _show_text(field: QLineEdit, value: str) -> None:
    field.setText(value)
    field.setCursorPosition(0)
