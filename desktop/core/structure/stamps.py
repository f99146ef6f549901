"""Where time stamps stand in a text, and when by them each paragraph begins.

A stamp stands in the head of a turn, before a paragraph, on a line of its own above what it times or right below a
name, or behind a paragraph, as f4 and others write the moment in which one ended: then the next begins at it.
Stamps are believed where they go on in time: in a transcript, and in a text without speakers that begins with a stamp
of the first minutes. A programme or a lone time of day (``15:50``) tells nothing of a recording.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from desktop.core.spans import Span
from desktop.core.structure.heads import BEFORE, STAMP, find_head
from desktop.core.structure.labels import Label
from desktop.core.structure.units import ends_sentence
from desktop.core.times import CLOCK, of_stamps

# behind words only what has marks of its own is no word: “We meet at 10:30”
_TRAIL = re.compile(rf"(?<=\S)\s*(?P<stamp>#{CLOCK}#|\[{CLOCK}\]|\({CLOCK}\))\s*$")
_MARKED = re.compile(rf"\s*(?:#{CLOCK}#|\[{CLOCK}(?:\s*(?:-->|[-–—])\s*{CLOCK})?\]|\({CLOCK}\))\s*")
# that many make a sequence
_LEAST = 3
# no name has more words
_SHORT = 5
_RISING = 0.9
# where a recording begins
_FIRST = "00:05:00"


def cut_trails(lines: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Return for the paragraphs that end with a time stamp, by number, how many characters come before it, and it.

    One alone may be what is said, unless it is in number signs.
    """
    found = {
        at: trail
        for at, line in enumerate(lines)
        if (trail := _TRAIL.search(line[-40:])) is not None and _is_said(line[: len(line) - len(trail[0])])
    }
    if len(found) < 2 and not any(trail["stamp"].startswith("#") for trail in found.values()):
        return {}
    return {at: (len(lines[at]) - len(trail.string) + trail.start(), trail["stamp"]) for at, trail in found.items()}


def _is_said(words: str) -> bool:
    """Tell whether what stands before a time stamp is said, and not the name of who begins then."""
    head = find_head(words)
    return (
        (ends_sentence(words, ":;,") and not (head and head.alone))
        or len(words.split()) > _SHORT
        or bool(head and not head.alone)
    )


def find_times(
    lines: Sequence[str], labels: Mapping[int, Label], trails: Mapping[int, tuple[int, str]]
) -> tuple[list[str], dict[int, int]]:
    """Return when each of *lines* begins, in a form of `core.times` or empty, and how long the stamps before some are.

    *lines* are paragraphs without the stamps behind them, which are *trails*; *labels* those that begin a turn.
    """
    heads = {at: found for at, line in enumerate(lines) if (found := _head(line, labels.get(at)))}
    plain = [at for at in heads if at not in labels and not _MARKED.match(lines[at])]
    if len(plain) < _LEAST:
        heads = {at: head for at, head in heads.items() if at not in plain}
    alone = {at for at, line in enumerate(lines) if at not in labels and _is_stamp(line)}
    marked = [at for at in alone if _MARKED.fullmatch(lines[at])]
    if len(alone) < _LEAST and not marked:
        alone = set()
    places = sorted({*heads, *alone, *trails})
    stamps = [(at, lines[at]) if at in alone else (at, heads[at][0]) for at in places if at in alone or at in heads]
    stamps += [(at, trails[at][1]) for at in trails]
    told = of_stamps([stamp for _, stamp in stamps])
    before = {at: time for (at, _), time in zip(stamps[: len(stamps) - len(trails)], told, strict=False)}
    behind = dict(zip(trails, told[len(stamps) - len(trails) :], strict=True))
    if not _goes_on(places, before, behind, spoken=bool(labels)):
        return [""] * len(lines), {}
    times = _spread(lines, labels, alone, before, behind)
    leads = {at: length for at, (_, length) in heads.items() if at not in labels and _MARKED.match(lines[at][:length])}
    return times, leads


def move_starts(spans: Sequence[Span], leads: Mapping[int, int]) -> list[Span]:
    """Return *spans* without the stamps before some of them."""
    return [Span(span.start + leads.get(at, 0), span.end) for at, span in enumerate(spans)]


def _is_stamp(line: str) -> bool:
    return len(line) < 60 and STAMP.fullmatch(line.strip()) is not None


def _head(line: str, label: Label | None) -> tuple[str, int] | None:
    """Return the time stamp with which a paragraph begins, and how many characters it takes; None for one without."""
    if label is not None:
        head = line[: label.end].replace(label.text, " ", 1)
        found = STAMP.search(head)
        return (found[0], label.end) if found else None
    lead = BEFORE.match(line[:60])
    return (lead[0], lead.end()) if lead and line[lead.end() :].strip() and not _is_stamp(line) else None


def _goes_on(places: Sequence[int], before: Mapping[int, str], behind: Mapping[int, str], *, spoken: bool) -> bool:
    """Tell whether the times of a text go on; of one in which nobody is named to speak, from a beginning on."""
    times = [time for at in places for time in (before.get(at, ""), behind.get(at, "")) if time]
    if not times or (not spoken and (len(times) < _LEAST or times[0] > _FIRST)):
        return False
    rising = sum(one <= other for one, other in pairwise(times))
    return rising >= _RISING * (len(times) - 1)


def _spread(
    lines: Sequence[str],
    labels: Mapping[int, Label],
    alone: set[int],
    before: Mapping[int, str],
    behind: Mapping[int, str],
) -> list[str]:
    times = [""] * len(lines)
    waiting = ""
    for at in range(len(lines)):
        if at in alone:
            waiting = before[at]
            above = labels.get(at - 1)
            # “Ada Quill”, “00:03” below it, and then the words
            if above is not None and above.alone and not times[at - 1]:
                times[at - 1] = waiting
            continue
        times[at] = before.get(at, "") or waiting
        waiting = behind.get(at, "")
    for at, label in labels.items():
        if label.alone and not times[at]:
            times[at] = next((time for time in times[at + 1 : at + 2] if time), "")
    return times
