"""What stands in the cells of a comparison by what its view asks for."""

from collections.abc import Mapping

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.outline import Outline
from desktop.core import phrases
from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.project.matrix import Comparison
from desktop.project.matrix_table import WRITERS
from desktop.qt.parts.cell_content import CellText, Content

# letters of a quote in a cell; the panel beside shows the whole
_LETTERS = 60


def contents_of(comparison: Comparison, shown: Outline) -> Mapping[tuple[int, int], Content]:
    """Return what the cells hold that hold something."""
    cells = comparison.view.cells
    if cells == "counts":
        return shown.cells
    if cells in ("quotes", "summary"):
        texts = shown.gathered(comparison.texts).items()
        return {
            at: _quotes(one, shown.cell(*at)) if cells == "quotes" else CellText(_wrapped(one)) for at, one in texts
        }
    most = max((abs(one.net) for one in shown.cells.values()), default=0) or 1
    return {place: _content(comparison, shown, place, most) for place in shown.cells}


def _content(comparison: Comparison, shown: Outline, place: tuple[int, int], most: int) -> CellText:
    view, counts = comparison.view, shown.cells[place]
    if view.cells == "net":
        return net(counts, most)
    if view.cells == "share":
        whole = {
            "row": shown.row_counts[place[0]],
            "column": shown.column_counts[place[1]],
            "all": comparison.pivot.total,
        }[view.share_of].total
        part = counts.total / whole if whole else 0.0
        return CellText((f"{part:.0%}",), "share", part, counts.is_contradictory)
    if view.cells == "dates":
        first, last = shown.dates.get(place, ("", ""))
        dates = first if first == last else f"{first} – {last}"
        return CellText((dates or _("undated"),))
    if view.cells in ("dominant", "stance"):
        return dominant(counts)
    # a kind that is painted in no way of its own stands as in a table
    return CellText((str(WRITERS[view.cells](comparison, place, counts)),), framed=counts.is_contradictory)


def net(counts: CellCounts, most: int) -> CellText:
    """Return favor less against with its pair, so that one on each side differs from none; *most* has full colour."""
    value = counts.net
    sign = "+" if value > 0 else "−" if value < 0 else ""
    tone = "favor" if value > 0 else "against" if value < 0 else "neutral"
    pair = f"{counts.favor} : {counts.against}"
    return CellText((f"{sign}{abs(value)}  ({pair})",), tone, abs(value) / most, counts.is_contradictory)


def dominant(counts: CellCounts) -> CellText:
    """Return the more frequent stance in a word."""
    if counts.stance is None:
        return CellText((_("balanced"),), "", 0.0, True)
    return CellText((_(phrases.STANCES[counts.stance]),), counts.stance.value, 0.35, counts.is_contradictory)


def _quotes(texts: tuple[str, ...], counts: CellCounts) -> CellText:
    """Return how many quotes there are and the first words of the first."""
    number = ngettext("{count} quote", "{count} quotes", len(texts)).format(count=len(texts))
    tone = counts.stance.value if counts.stance else ""
    return CellText((number, *_wrapped((texts[0],), 2)), tone, 0.0, counts.is_contradictory)


def _wrapped(texts: tuple[str, ...], lines: int = 3) -> tuple[str, ...]:
    """Return the first words in lines of about 26 letters; the last one may be longer, for the cell to cut."""
    words = one_line(" ¶ ".join(texts), _LETTERS * lines).split()
    found: list[str] = []
    for word in words:
        if found and (len(found[-1]) + len(word) < 27 or len(found) == lines):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(found)
