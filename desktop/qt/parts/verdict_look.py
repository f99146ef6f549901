"""How verdicts are called and coloured, and how the marks of a difference look."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat

from desktop.core.language import N_
from desktop.core.traces import VERDICTS, ChangeKind, Verdict
from desktop.qt import theme
from desktop.qt.parts.trace_list_model import REJECTED, SIMILAR

# short enough for a row of buttons
SHORT = {
    Verdict.ALTERED: N_("altered"),
    Verdict.TRIMMED: N_("trimmed"),
    Verdict.IDENTICAL: N_("same"),
    Verdict.LOOSE: N_("loosely"),
    Verdict.NOT_FOUND: N_("not found"),
    Verdict.REPORTED: N_("reported"),
}
TIPS = {
    Verdict.ALTERED: N_("words were replaced, added or reordered, or one is gone on which the rest depends"),
    Verdict.TRIMMED: N_("words were left out"),
    Verdict.IDENTICAL: N_("the same words"),
    Verdict.LOOSE: N_("loosely the same: other words for the same thing"),
    Verdict.NOT_FOUND: N_("the record of the event has its speaker’s words, and not these"),
    Verdict.REPORTED: N_("told in the report’s own words, beside the nearest passage of the record"),
}
TITLES = {
    **{verdict.value: words for verdict, words in VERDICTS.items()},
    REJECTED: N_("rejected"),
    SIMILAR: N_("similar words"),
}
# amber stands between the orange of what was altered and what is the same; 4.5:1 on cards and on the page
_AMBER = ("#7A5B00", "#D6AC4C")


def verdict_color(verdict: str) -> QColor:
    """Return the colour in which a verdict is written."""
    if verdict == Verdict.ALTERED:
        return theme.color("against")
    if verdict in (Verdict.TRIMMED, Verdict.LOOSE, SIMILAR):
        return QColor(_AMBER[theme.colors() is theme.DARK])
    if verdict == Verdict.IDENTICAL:
        return theme.color("accent")
    return theme.color("dim")


def mark(kind: ChangeKind, *, report: bool) -> QTextCharFormat:
    """Return the format of words that differ: in the report what is new, in the transcript what is gone.

    Ground and line together: underlined, struck through or dotted, so that it is not told by colour alone.
    """
    look = QTextCharFormat()
    look.setForeground(theme.color("ink"))
    if kind is ChangeKind.MOVED:
        look.setBackground(theme.color("neutral_ground"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(theme.color("neutral"))
    elif report:
        look.setBackground(theme.color("favor_ground"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(theme.color("favor"))
    else:
        look.setBackground(theme.color("against_ground"))
        look.setFontStrikeOut(True)
    return look


ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
