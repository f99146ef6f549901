"""The text of a file before it is imported: turns, headings and furniture told apart, its encoding to choose."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.core.language import _, ngettext
from desktop.core.matching import fold
from desktop.core.showing import parts
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.text import one_line
from desktop.core.values import CodedSegment, SegmentKind
from desktop.project.reading import TEXT_SUFFIXES, TextPreview, container_name, doubts, may_be_table
from desktop.qt import theme
from desktop.qt.importing.encoding_box import EncodingBox
from desktop.qt.importing.files_model import FileRow
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import ground, hbox, label, push, vbox
from desktop.qt.scripts import has_endless_word
from desktop.qt.tips import tip

_BLANK = re.compile(r"\n\s*\n")
# pieces that head what somebody says
_NAMES = ("speaker", "doubtful")
# a line of some 75 letters is read with ease, a longer one is not
_LINE = 760


class ImportPreview(QWidget):
    """Show the beginning of one file's text; the encodings are hidden for files that have none.

    Attributes:
        left_out: how many words of the file are not in its text; a press on `whole` takes them in.

    Signals:
        encoding_chosen(str): the user wants the file read in another encoding.
        whole_wanted(): the user wants what was left out.
        parting_wanted(): the user wants several documents of the file, or one where it is several.
    """

    encoding_chosen = Signal(str)
    whole_wanted = Signal()
    parting_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        ground("importPreview", self)
        self._name = ElidedLabel()
        self._name.setProperty("role", "title")
        self._told = label(role="dim")
        self.encoding = EncodingBox()
        self.encoding.chosen.connect(self.encoding_chosen)
        self.left_out = ElidedLabel()
        self.whole = push(
            _("Take all in"), "pill", _("Read the file again and leave nothing out"), does=self.whole_wanted.emit
        )
        self.parting = push("", "pill", does=self.parting_wanted.emit)
        self._lost = QWidget()
        hbox((self.left_out, 1), self.whole, self.parting, on=self._lost, margins=(20, 0, 12, 4), gap=10)
        self.text = QTextEdit()
        self.text.setObjectName("importText")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Preview of the text"))
        self.text.setFrameShape(QTextEdit.Shape.NoFrame)
        self.text.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.text.document().setDocumentMargin(20)
        self._preview: TextPreview | None = None
        self._row: FileRow | None = None
        self._choices = SpeakerChoices()
        vbox(
            hbox((self._name, 1), self._told, self.encoding.label, self.encoding, margins=(20, 8, 12, 4), gap=10),
            self._lost,
            (self.text, 1),
            on=self,
            gap=0,
        )
        self.show_row(None)

    def show_row(self, row: FileRow | None) -> None:
        """Tell what is known of a file; its text follows by `show_preview`."""
        self._row = row
        found = row.found if row is not None else None
        self._name.setText(one_line(row.path.name, 120) if row is not None else "")
        parts = []
        if found is not None and not found.problem:
            parts.append(_("{count:,} characters").format(count=found.characters))
            if found.turns:
                parts.append(ngettext("{count:,} turn", "{count:,} turns", found.turns).format(count=found.turns))
        self._told.setText(" · ".join(parts))
        lost = (found.left_out, *found.notes, doubts(found, self._choices)) if found is not None else ()
        if found is not None and found.is_part:
            one = ngettext("One of {count} document of {file}.", "One of {count} documents of {file}.", found.parts)
            lost = (one.format(count=found.parts, file=container_name(found.path)), *lost)
        self.left_out.setText(" ".join(filter(None, lost)))
        self.left_out.setToolTip(tip(self.left_out.text()))
        self.parting.setVisible(found is not None and found.parts > 1)
        if found is not None and found.parts > 1:
            several = ngettext("Make {count} document of it", "Make {count} documents of it", found.parts)
            self.parting.setText(_("Make one document of it") if found.is_part else several.format(count=found.parts))
        self.whole.setVisible(found is not None and bool(found.left_out))
        self._lost.setVisible(any(lost))
        encoding = (row.encoding if row is not None else "") or (found.encoding if found is not None else "")
        # what is refused may be readable in another
        refused = (
            found is not None
            and bool(found.problem)
            and (found.path.suffix.lower() in TEXT_SUFFIXES or may_be_table(found.path))
        )
        self.encoding.tell(encoding, found.encoding_origin if found is not None else "", always=refused)

    def show_preview(self, preview: TextPreview | None) -> None:
        """Show the text, or why there is none."""
        same = self._preview is not None and preview is not None and self._preview.path == preview.path
        place = self.text.verticalScrollBar().value() if same else 0
        self._preview = preview
        self.text.clear()
        if preview is None:
            return
        wrap = QTextOption.WrapMode
        self.text.setWordWrapMode(
            wrap.WrapAnywhere if has_endless_word(preview.text) else wrap.WrapAtWordBoundaryOrAnywhere
        )
        cursor = QTextCursor(self.text.document())
        # one layout at the end of it, not one for each paragraph
        cursor.beginEditBlock()
        if preview.problem:
            cursor.insertText(preview.problem, letters("against"))
        else:
            _write(cursor, preview, self._choices)
        cursor.endEditBlock()
        self.text.verticalScrollBar().setValue(place)

    def show_choices(self, choices: SpeakerChoices) -> None:
        """Show who the speakers shall be by what the user says."""
        if choices != self._choices:
            self._choices = choices
            self.show_row(self._row)
            self.show_preview(self._preview)

    def reveal(self, label: str) -> None:
        """Scroll to where a turn is headed by *label*, or named so in the text."""
        found = self.text.document().find(label)
        if not found.isNull():
            # from below: what is said stands under the name
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            found.setPosition(found.selectionStart())
            self.text.setTextCursor(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines short where there is room for long ones."""
        super().resizeEvent(event)
        self.text.setLineWrapColumnOrWidth(min(_LINE, max(200, event.size().width() - 30)))

    def restyle(self) -> None:
        """Write the text in the colours of the scheme in force."""
        self.show_preview(self._preview)


def pieces(preview: TextPreview, choices: SpeakerChoices) -> Iterator[tuple[str, str]]:
    """Yield the text piece by piece with what each is: a kind of segment, ``speaker`` for a name, ``doubtful`` for one
    that may be none, or nothing. Speakers are called as they are by the user's *choices*.
    """
    text, names = preview.text, dict(preview.names)
    turns = {one.span.start: one for one in preview.segments if one.kind is SegmentKind.TURN}
    inner = {one.span.start: one for one in preview.segments if one.kind is not SegmentKind.TURN}
    cuts = {0, len(text), *turns, *inner, *(one.span.end for one in inner.values())}
    now: CodedSegment | None = None
    for start, end in pairwise(sorted(cut for cut in cuts if cut <= len(text))):
        if start in turns:
            yield from _head(turns[start], names, preview.doubtful, choices)
        now = inner.get(start) or (now if now is not None and now.span.end > start else None)
        words = text[start:end].strip()
        if now is not None and now.kind is SegmentKind.FURNITURE:
            words = _BLANK.sub("\n", words)
        if words:
            # a time stamp stands in no paragraph
            told = now.kind.value if now is not None else ""
            yield words, told or ("" if any(map(str.isalpha, words)) else SegmentKind.FURNITURE.value)
    if preview.more:
        more = ngettext("… and {count:,} more character", "… and {count:,} more characters", preview.more)
        yield more.format(count=preview.more), "speaker"


def _head(
    turn: CodedSegment, names: Mapping[str, str], doubtful: Collection[str], choices: SpeakerChoices
) -> Iterator[tuple[str, str]]:
    """Yield what stands above a turn: who speaks, by the user's word; nothing where the turn before goes on."""
    name = names.get(turn.speaker, turn.speaker) or turn.label or _("unnamed")
    if not turn.speaker and fold(turn.label) in choices.no_heads:
        return
    who = choices.of(name)
    words = " · ".join(filter(None, (who or name, turn.role, turn.time)))
    if who == "":
        yield _("{speaker} · nobody’s").format(speaker=words), "speaker"
    elif who is None and turn.label in doubtful and not turn.speaker:
        yield _("{speaker} · doubtful: nobody’s").format(speaker=words), "doubtful"
    else:
        yield words, "speaker"


def _write(cursor: QTextCursor, preview: TextPreview, choices: SpeakerChoices) -> None:
    below = 0.0
    # made once: the letters of thousands of names are the same
    made = cache(letters)
    for number, (words, kind) in enumerate(pieces(preview, choices)):
        # of a text without end only the paragraphs in view are laid out, and one paragraph is laid out whole
        for place, part in enumerate(parts(words)):
            block = QTextBlockFormat()
            block.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if not place:
                block.setTopMargin(14 if kind in (*_NAMES, "heading") and number else below)
            if kind == "furniture":
                block.setLeftMargin(24)
            if number or place:
                cursor.insertBlock(block, made(kind))
            else:
                cursor.setBlockFormat(block)
            # a line feed is a block's end: within a piece it stays a mere line's end
            cursor.insertText(part.removesuffix("\n").replace("\n", "\u2028"), made(kind))
        # a name belongs to what follows
        below = 0.0 if kind in _NAMES else 8.0


def letters(kind: str) -> QTextCharFormat:
    """Return the letters of a kind of piece."""
    found = QTextCharFormat()
    if kind in (*_NAMES, "furniture"):
        font = theme.small_font(bold=kind in _NAMES)
    else:
        font = theme.reading_font(14 if kind == "heading" else 12)
        font.setBold(kind == "heading")
    found.setFont(font)
    names = {"speaker": "accent", "doubtful": "against", "furniture": "dim", "against": "against"}
    found.setForeground(theme.color(names.get(kind, "ink")))
    return found
