"""From an alignment to what changed, told by words, and to a verdict with its reason."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from desktop.analysis.tracing.alignment import Alignment
from desktop.analysis.tracing.alignment_table import AlignmentStep
from desktop.analysis.tracing.governing import Governing
from desktop.analysis.words import USUAL, Grammar, is_name, key, stem
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, ChangeKind, Verdict

# half of the words, counted by weight, make a quotation of a passage; fewer, an echo of it
HALF = 0.5
_LISTED = 3
_PHRASE = 3
NEARLY_ALL = 0.75
# places of words that differ: in the passage, in the quotation
WordBlock = tuple[tuple[int, ...], tuple[int, ...]]


class Located:
    """Finds the words of a passage in its text.

    An empty range of words stands where the one before it ended.
    """

    def __init__(self, text: str, start: int, at: Callable[[int, int], Span]) -> None:
        """Begin at *start*; *at* turns a half-open range of words into code points."""
        self._text, self._last, self._at = text, start, at

    def take(self, places: Sequence[int]) -> Span:
        """Return the code points of consecutive words; ranges are asked for in order."""
        found = self._at(places[0], places[-1] + 1) if places else Span(self._last, self._last)
        self._last = found.end
        return found

    def gap(self, place: int, other: int) -> str:
        """Return what stands between the word at *place* and the one at *other* behind it."""
        return self._text[self._at(place, place + 1).end : self._at(other, other + 1).start]

    def is_name(self, place: int) -> bool:
        """Tell whether the word at *place* is written as a name."""
        return is_name(self._text, self._at(place, place + 1).start)

    def words(self, span: Span) -> str:
        """Return the words of a span on one line."""
        return " ".join(self._text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class WordComparison:
    """A quotation beside its passage, in words.

    Attributes:
        alike: the share of the quotation's words that the passage has, by weight and in order, in any form: 0 to 1.
        score: twice the shared words over all words of both, by weight.
        matched: the places in the quotation of the words of weight that the passage has, other forms included.
        runs: places in the quotation of words that follow each other here and there.
        blocks: runs of differing words: places in the passage, places in the quotation.
    """

    alike: float
    score: float
    matched: tuple[int, ...]
    runs: tuple[tuple[int, ...], ...]
    blocks: tuple[WordBlock, ...]


def compare(
    quoted: Sequence[str], passage: Sequence[str], alignment: Alignment, grammar: Grammar = USUAL
) -> WordComparison:
    """Measure *alignment*; the words are keys, which weigh as *grammar* has it."""
    weight = grammar.weight
    total = sum(map(weight, quoted)) or 1.0
    there = sum(map(weight, passage[alignment.first : alignment.last]))
    forms = [step.quoted for step in alignment.steps if step.kind in ("same", "form") and step.quoted is not None]
    alike = sum(weight(quoted[at]) for at in forms)
    same = alike - sum(weight(quoted[step.quoted or 0]) for step in alignment.steps if step.kind == "form")
    return WordComparison(
        alike / total,
        2 * (same + (alike - same) * 0.75) / ((total + there) or 1.0),
        tuple(at for at in forms if grammar.is_content(quoted[at])),
        tuple(_runs(alignment.steps)),
        tuple(_blocks(alignment.steps)),
    )


def changes(
    quoted: Sequence[str],
    passage: Sequence[str],
    blocks: Sequence[WordBlock],
    quotation: Located,
    other: Located,
    grammar: Grammar = USUAL,
) -> tuple[Change, ...]:
    """Return what changed, by the *blocks* of a comparison; *quoted* and *passage* are keys.

    *quotation* and *other* tell where the words of both stand in their texts.
    """
    governing = Governing(grammar, (passage, other.gap, other.is_name), (quoted, quotation.gap, quotation.is_name))
    function = grammar.function
    gone: Counter[str] = Counter()
    come: Counter[str] = Counter()
    for old, new in blocks:
        was = Counter(stem(passage[at]) for at in old if passage[at] not in function)
        now = Counter(stem(quoted[at]) for at in new if quoted[at] not in function)
        # what is there in another form has not moved
        gone += was - now
        come += now - was
    moved = gone & come
    found: list[Change] = []
    told: set[str] = set()
    for old, new in _parted(blocks, quoted, passage, moved, grammar):
        span_b, span_a = other.take(old), quotation.take(new)
        words_b, words_a = [passage[at] for at in old], [quoted[at] for at in new]
        kind = ChangeKind.REPLACED if old and new else ChangeKind.DROPPED if old else ChangeKind.ADDED
        if kind is not ChangeKind.REPLACED and _all_in(words_b + words_a, moved, grammar):
            kind = ChangeKind.MOVED
            roots = {stem(word) for word in words_b + words_a if word not in function}
            # words that went in one place and came in another are told once, with both places
            if roots <= told:
                _join_moved(found, roots, (other.words(span_b), span_b), (quotation.words(span_a), span_a))
                continue
            told |= roots
        told_of = governing.of(old, new) if kind is not ChangeKind.MOVED else (False, False, False, False)
        found.append(
            Change(
                kind,
                other.words(span_b),
                quotation.words(span_a),
                span_b.start,
                span_b.end,
                span_a.start,
                span_a.end,
                *told_of,
            )
        )
    return tuple(found)


def _join_moved(found: list[Change], roots: set[str], old: tuple[str, Span], new: tuple[str, Span]) -> None:
    """Give words that moved, told already where they went, the place where they came, or the other way round."""
    for number, change in enumerate(found):
        if change.kind is not ChangeKind.MOVED or bool(change.old) == bool(old[0]):
            continue
        if roots & {stem(key(word)) for word in COMPARED.findall(change.old or change.new)}:
            if change.old:
                found[number] = replace(change, new=new[0], new_start=new[1].start, new_end=new[1].end)
            else:
                found[number] = replace(change, old=old[0], old_start=old[1].start, old_end=old[1].end)
            return


def judge(comparison: WordComparison, found: Sequence[Change], *, same_event: bool = True) -> Verdict:
    """Return the verdict that the rules give to a passage that is accepted as the quotation's.

    *identical*: the same words in the same order; *trimmed*: some left out on which nothing that is kept depends;
    *altered*: words replaced, added or moved, or what governs the rest left out, yet half of them there; else *loosely
    the same*. Other forms of a word count as there, but as replaced. On another occasion three words in common are a
    turn of phrase and no quotation, so that more are asked for then, or nearly all of several words.
    """
    if not found:
        return Verdict.IDENTICAL
    if all(change.kind is ChangeKind.DROPPED for change in found):
        return Verdict.ALTERED if any(change.governs for change in found) else Verdict.TRIMMED
    shared = sum(map(len, comparison.runs))
    nearly_all = comparison.alike >= NEARLY_ALL and shared > 2 * _PHRASE
    enough = same_event or nearly_all or len(comparison.matched) > _PHRASE
    return Verdict.ALTERED if comparison.alike >= HALF and enough else Verdict.LOOSE


def explain(verdict: Verdict, comparison: WordComparison, found: Sequence[Change]) -> str:
    """Return one sentence that says why *verdict* was given, hedges and negations called out."""
    if verdict is Verdict.IDENTICAL:
        return _("The same words in the same order.")
    parts = []
    for kind, told in (
        (ChangeKind.REPLACED, _("replaced {words}")),
        (ChangeKind.ADDED, _("added {words}")),
        (ChangeKind.MOVED, _("moved {words}")),
        (ChangeKind.DROPPED, _("left out {words}")),
    ):
        listed = [f"“{_short(str(change))}”" for change in found if change.kind is kind]
        if listed:
            words = ", ".join(listed[:_LISTED])
            if more := len(listed[_LISTED:]):
                words = _("{words} and {count} more").format(words=words, count=more)
            parts.append(told.format(words=words))
    if any(change.hedge for change in found):
        parts.append(_("a hedge among them"))
    if any(change.modal for change in found):
        parts.append(_("a modal verb among them"))
    if any(change.negation for change in found):
        parts.append(_("a negation among them"))
    if any(change.governs for change in found):
        parts.append(_("what is kept depends on it"))
    if verdict is not Verdict.TRIMMED:
        parts.insert(0, _("{share} % of the words are there").format(share=round(comparison.alike * 100)))
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] + "."


def as_echo(alignment: Alignment, first: int, last: int) -> Alignment:
    """Return *alignment* of an echo: grown to the words from *first* to *last*, and no word taken for another's heir.

    Where most words differ, that two of them stand at the same place says nothing: “reproduce” was not made
    “counteract”.
    """
    steps = [AlignmentStep(None, at, "dropped") for at in range(first, alignment.first)]
    waiting: list[AlignmentStep] = []
    for step in alignment.steps:
        if step.kind == "replaced":
            waiting.append(AlignmentStep(step.quoted, None, "added"))
            step = AlignmentStep(None, step.passage, "dropped")
        elif step.kind in ("same", "form"):
            steps += waiting
            waiting = []
        steps.append(step)
    steps += [*waiting, *(AlignmentStep(None, at, "dropped") for at in range(alignment.last, last))]
    return replace(alignment, first=first, last=last, steps=tuple(steps))


def _runs(steps: Sequence[AlignmentStep]) -> Iterator[tuple[int, ...]]:
    for there, run in groupby(steps, lambda step: step.kind in ("same", "form")):
        if there:
            yield tuple(step.quoted for step in run if step.quoted is not None)


def _blocks(steps: Sequence[AlignmentStep]) -> Iterator[WordBlock]:
    for is_same, each in groupby(steps, lambda step: step.kind == "same"):
        run = list(each)
        paired = all(one.quoted is not None and one.passage is not None for one in run)
        # another form of a word is told by itself, where each word has its counterpart or none has
        apart = paired or not any(one.kind == "replaced" for one in run)
        for part in [] if is_same else _by_form(run) if apart else [run]:
            old = tuple(one.passage for one in part if one.passage is not None)
            yield old, tuple(one.quoted for one in part if one.quoted is not None)


def _by_form(run: Sequence[AlignmentStep]) -> list[list[AlignmentStep]]:
    """Return *run* parted before and behind each word that is there in another form; word by word in pairs."""
    if {one.kind for one in run} == {"replaced"}:
        return [[*run]]
    parts: list[list[AlignmentStep]] = []
    for step in run:
        if parts and step.kind == parts[-1][-1].kind and step.kind not in ("form", "replaced"):
            parts[-1].append(step)
        else:
            parts.append([step])
    return parts


def _parted(
    blocks: Sequence[WordBlock],
    quoted: Sequence[str],
    passage: Sequence[str],
    moved: "Counter[str]",
    grammar: Grammar,
) -> list[WordBlock]:
    """Return *blocks* with those parted in which one side only moved: nothing took its place then."""
    found: list[WordBlock] = []
    for old, new in blocks:
        was, now = [passage[at] for at in old], [quoted[at] for at in new]
        shifted = _all_in(was, moved, grammar) or _all_in(now, moved, grammar)
        found.extend([(old, ()), ((), new)] if old and new and shifted else [(old, new)])
    return found


def _all_in(words: Sequence[str], moved: "Counter[str]", grammar: Grammar) -> bool:
    content = [stem(word) for word in words if grammar.is_content(word)]
    return bool(content) and all(moved[root] for root in content)


def _short(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
