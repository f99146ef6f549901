"""What stands in the cells of a comparison by what its view asks for."""

from collections.abc import Iterator

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.outline import Outline
from desktop.core.text import one_line
from desktop.qt.comparisons import Comparison
from desktop.qt.parts.grid_model import Content, Told

# letters of a quote in a cell; the panel beside shows the whole
_LETTERS = 60


def content_of(found: Comparison, shown: Outline) -> Iterator[tuple[tuple[int, int], Content]]:
    """Yield the cells that hold something."""
    cells = found.view.cells
    if cells in ("quotes", "summary"):
        for key, texts in shown.gathered(found.texts).items():
            yield key, _sentences(texts, shown.cell(*key)) if cells == "quotes" else Told(_wrapped(texts))
        return
    if cells == "counts":
        yield from shown.cells.items()
        return
    most = max((abs(one.net) for one in shown.cells.values()), default=0) or 1
    for (row, column), counts in shown.cells.items():
        if cells == "net":
            yield (row, column), net(counts, most)
        elif cells == "share":
            whole = {
                "row": shown.row_counts[row],
                "column": shown.column_counts[column],
                "all": found.pivot.total,
            }[found.view.share_of].total
            part = counts.total / whole if whole else 0.0
            yield (row, column), Told((f"{part:.0%}",), "share", part, counts.is_contradictory)
        elif cells in ("dominant", "stance"):
            yield (row, column), dominant(counts)
        elif cells == "dates":
            first, last = shown.dates.get((row, column), ("", ""))
            dates = first if first == last else f"{first} – {last}"
            yield (row, column), Told((dates or "undated",))


def net(counts: CellCounts, most: int) -> Told:
    """Return favor less against with its pair, so that one on each side differs from none; *most* has full colour."""
    value = counts.net
    sign = "+" if value > 0 else "−" if value < 0 else ""
    tone = "favor" if value > 0 else "against" if value < 0 else "neutral"
    pair = f"{counts.favor} : {counts.against}"
    return Told((f"{sign}{abs(value)}  ({pair})",), tone, abs(value) / most, counts.is_contradictory)


def dominant(counts: CellCounts) -> Told:
    """Return the more frequent stance in a word."""
    if counts.stance is None:
        return Told(("balanced",), "", 0.0, True)
    return Told((counts.stance.value,), counts.stance.value, 0.35, counts.is_contradictory)


def _sentences(texts: tuple[str, ...], counts: CellCounts) -> Told:
    """Return how many quotes there are and the first words of the first."""
    number = f"{len(texts)} quote{'' if len(texts) == 1 else 's'}"
    tone = counts.stance.value if counts.stance else ""
    return Told((number, *_wrapped((texts[0],), 2)), tone, 0.0, counts.is_contradictory)


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
