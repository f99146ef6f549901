"""The title of a drawn document: what stands on top of its first page in letters larger than all else."""

from collections.abc import Iterator, Sequence
from statistics import median

from desktop.core.language import N_
from desktop.core.structure.units import LETTERS
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Fact
from desktop.exchange.readers.pdf_lines import Line

# sizes of the text; what is smaller may be a heading of a part
_LARGER = 1.2
# from one line of a title to the next, in sizes of its letters
_APART = 1.6
# lines of a title, letters of it, and lines of a page that may stand above it
_LINES, _LONGEST, _ABOVE = 4, 240, 12


def title_by_size(pages: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """Return the lines of the title, which the largest letters on the first page are; none when none are large.

    A masthead, on top of all and larger yet, gives way to what is large below it and has more words.
    """
    first: Sequence[Line] = next((page for page in pages if page), ())
    sizes = [line.size for page in pages for line in page for _word in line.text.split()]
    runs = list(_runs(first[: _ABOVE + _LINES], _LARGER * median(sizes))) if sizes else []
    if not runs:
        return ()
    title = max(runs, key=lambda run: run[0].size)
    if title is runs[0] and _count(title) < 4 and len(runs) > 1:
        below = max(runs[1:], key=lambda run: run[0].size)
        title = below if _count(below) > _count(title) else title
    return tuple(title)


def told_by_size(title: Sequence[Line]) -> tuple[Fact, ...]:
    """Return what the lines of a title state."""
    words = _words(title)
    return (Fact("title", words, Certainty.INFERRED, N_("the largest letters")),) if words else ()


def _runs(lines: Sequence[Line], least: float) -> Iterator[list[Line]]:
    """Yield lines right below each other that are of one size, *least* or larger."""
    run: list[Line] = []
    for line in (*lines, None):
        above = run[-1] if run else None
        near = above is not None and line is not None and abs(above.size - line.size) < 0.5
        if line is not None and (above is None or (near and 0 <= above.base - line.base < _APART * line.size)):
            run.append(line)
            continue
        words = _words(run)
        if run[:1] and run[0].size >= least and len(run) <= _LINES and len(words) <= _LONGEST and _count(run) > 1:
            yield run
        run = [line] if line is not None else []


def _words(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)


def _count(lines: Sequence[Line]) -> int:
    return len(LETTERS.findall(_words(lines)))
