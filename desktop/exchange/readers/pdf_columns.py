"""The order in which one reads what stands on a page of a PDF: columns drawn across or right first, rows of tables.

Where a page is drawn as it is read, and nothing on it stands in rows, its lines stay as they are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from desktop.exchange.readers.pdf_lines import Line

# points; what begins no farther apart begins at the same place
_NEAR = 4.0
# a column has so many lines, and words in a line; what has fewer is a table
_LINES = 3
_WORDS = 3.5
# so many figures one below the other, each one more than that above, are the numbers of lines
_NUMBERED = 5
_FIGURE = re.compile(r"\d{1,3}")


def without_numbers(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], int]:
    """Return the pages without the numbers of their lines, and how many these were."""
    kept, count = [], 0
    for page in pages:
        places = _aligned(page)
        # in the order of the page from its top; drawn beside the lines or after them all
        places.sort(key=lambda at: -page[at].base)
        numbers = [int(page[at].text) for at in places]
        steps = Counter(second - first for first, second in pairwise(numbers))
        step = steps.most_common(1)[0][0] if steps else 0
        outside = [line for at, line in enumerate(page) if at not in places]
        beside = [(page[at], line) for at in places for line in outside if abs(page[at].base - line.base) < 2]
        apart = all(number.right < line.left for number, line in beside) or all(
            number.left > line.right for number, line in beside
        )
        counted = len(places) >= _NUMBERED and step in (1, 5) and steps[step] >= len(places) - 2
        if apart and (counted or _count_lines([page[at] for at in places], numbers, outside)):
            kept.append(outside)
            count += len(places)
        else:
            kept.append(page)
    return kept, count


def _count_lines(figures: Sequence[Line], numbers: Sequence[int], lines: Sequence[Line]) -> bool:
    """Tell whether two figures or more count the lines of a page by fives: from one to the next there are so many.

    The numbers of a list, and the ranks in a table, count by ones.
    """
    by_fives = all(number % 5 == 0 for number in numbers)
    if len(figures) < 2 or not by_fives or not all(first < second for first, second in pairwise(numbers)):
        return False
    beside = all(any(abs(figure.base - line.base) < 2 for line in lines) for figure in figures)
    heights = sorted({round(line.base) for line in lines}, reverse=True)
    # what stands a little higher or lower is the same line
    rows = [base for at, base in enumerate(heights) if not at or heights[at - 1] - base > 2]
    counts = [sum(below.base - 2 <= base < above.base - 2 for base in rows) for above, below in pairwise(figures)]
    return beside and counts == [second - first for first, second in pairwise(numbers)]


def _aligned(page: Sequence[Line]) -> list[int]:
    """Return which lines are figures below each other; those of a page's number stand elsewhere."""
    figures = [at for at, line in enumerate(page) if _FIGURE.fullmatch(line.text.strip())]
    columns = ([at for at in figures if -9 < page[at].left - page[first].left < 21] for first in figures)
    return max(columns, key=len, default=[])


def in_order(cells: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order of reading; *cells* are parted where a wide space is in a line."""
    page = _with_initials(list(cells))
    rows = _rows(page)
    gutter = _gutter(page, rows)
    if gutter is not None and _is_crossed(page, rows, gutter):
        return _by_columns(rows, gutter)
    return _joined(page)


def _rows(page: Sequence[Line]) -> list[list[Line]]:
    """Return what stands at the same height, from the top of the page, each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda each: (-each.base, each.left)):
        if rows and abs(rows[-1][0].base - line.base) < 0.35 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _gutter(page: Sequence[Line], rows: Sequence[Sequence[Line]]) -> float | None:
    """Return where a right column of prose begins; None when there is none."""
    places = Counter(round(line.left / _NEAR) for line in page)
    left = min((place for place, count in places.items() if count >= _LINES), default=None)
    if left is None:
        return None
    for place, count in sorted(places.items(), key=lambda each: -each[1]):
        start = place * _NEAR
        if count < _LINES or start < left * _NEAR + 72:
            continue
        right = [line for line in page if abs(line.left - start) <= _NEAR]
        beside = [line for row in rows for line in row if line.right < start and _spans(line, right)]
        if len(beside) >= _LINES and min(_words(right), _words(beside)) >= _WORDS:
            return min(line.left for line in right) - 1
    return None


def _spans(line: Line, column: Sequence[Line]) -> bool:
    return min(each.base for each in column) - 2 <= line.base <= max(each.base for each in column) + 2


def _words(lines: Sequence[Line]) -> float:
    return median(len(line.text.split()) for line in lines) if lines else 0.0


def _is_crossed(page: Sequence[Line], rows: Sequence[Sequence[Line]], gutter: float) -> bool:
    """Tell whether the page was drawn in another order than it is read: across its columns, or the right one first."""
    place = {id(line): at for at, line in enumerate(page)}
    body = [line for line in page if line.right < gutter or line.left > gutter]
    across = sum(
        place[id(second)] == place[id(first)] + 1
        for row in rows
        for first, second in pairwise(row)
        if first.right < gutter < second.left
    )
    if across >= _LINES:
        return True
    lefts = [at for at, line in enumerate(body) if line.right < gutter]
    rights = [at for at, line in enumerate(body) if line.left > gutter]
    return bool(lefts and rights) and median(rights) < median(lefts)


def _by_columns(rows: Sequence[list[Line]], gutter: float) -> list[Line]:
    gaps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    # what stands apart at the top and at the foot goes over all columns
    first = next((at for at in (1, 2) if at <= len(gaps) and gaps[at - 1] > 1.8 * usual), 0)
    last = next((len(rows) - at for at in (1, 2) if at <= len(gaps) and gaps[-at] > 1.8 * usual), len(rows))
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for at, row in enumerate(rows):
        if not first <= at < last or any(line.left < gutter < line.right for line in row):
            found += [*_ordered(left), *_ordered(right), *_joined(row)]
            left, right = [], []
            continue
        left += [line for line in row if line.right <= gutter]
        right += [line for line in row if line.left >= gutter]
    return [*found, *_ordered(left), *_ordered(right)]


def _ordered(column: list[Line]) -> list[Line]:
    """Return a column, which may have columns itself."""
    rows = _rows(column)
    gutter = _gutter(column, rows)
    return _by_columns(rows, gutter) if gutter is not None else _joined([line for row in rows for line in row])


def _joined(cells: Sequence[Line]) -> list[Line]:
    """Put what stands in one line together: with tabs where several lines below each other are a table's rows."""
    runs: list[list[Line]] = []
    for cell in cells:
        before = runs[-1][-1] if runs else None
        level = before is not None and abs(before.base - cell.base) < 0.35 * min(before.size, cell.size)
        if level and before is not None and before.parted and cell.left > before.right:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    tabular = [
        any(0 <= other < len(runs) and _is_alike(run, runs[other]) for other in (at - 1, at + 1))
        for at, run in enumerate(runs)
    ]
    return [_line(run, is_row=row) for run, row in zip(runs, tabular, strict=True)]


def _is_alike(first: Sequence[Line], second: Sequence[Line]) -> bool:
    """Tell whether two lines have the same columns: their parts begin, or end, at the same places."""
    if len(first) < 2 or len(first) != len(second):
        return False
    return all(
        abs(one.left - other.left) <= _NEAR or abs(one.right - other.right) <= _NEAR
        for one, other in zip(first, second, strict=True)
    )


def _line(run: Sequence[Line], *, is_row: bool) -> Line:
    if len(run) == 1:
        return replace(run[0], parted=False)
    space = "\t" if is_row else " "
    text, figures = "", list[tuple[int, str]]()
    for cell in run:
        text += space if text else ""
        figures += [(at + len(text), figure) for at, figure in cell.figures]
        text += cell.text
    last = run[-1]
    size, base = max((cell.size, cell.base) for cell in run)
    return Line(text, run[0].left, last.right, base, size, tuple(figures), parted=False, is_row=is_row)


def _with_initials(page: list[Line]) -> list[Line]:
    """Put a large first letter before the line that it begins."""
    found: list[Line] = []
    for line in page:
        above = found[-1] if found else None
        if (
            above is not None
            and len(above.text.strip()) == 1
            and above.text.strip().isupper()
            and above.size > 1.6 * line.size
            and line.text[:1].islower()
            and -2 <= line.left - above.right < above.size
            and above.base - 2 <= line.base <= above.base + above.size
        ):
            found[-1] = replace(line, text=above.text.strip() + line.text, figures=())
        else:
            found.append(line)
    return found
