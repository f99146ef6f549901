"""Tracing on generated pairs: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from desktop.analysis.attribution.quotations import Quotation, SpeechReader
from desktop.analysis.tracing.alignment import align, outline
from desktop.analysis.tracing.events import Source
from desktop.analysis.tracing.tracing import Tracer
from desktop.analysis.tracing.word_index import WordIndex
from desktop.core.values import Actor, Codebook, CodedDocument, Facts
from desktop.project import quotations as work_traces
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents

from .generator import generate_text, generate_words

T = TypeVar("T")

RATES = (0.0, 0.05, 0.15, 0.3, 0.5)
_QUOTES = 1_000_000


@dataclass(frozen=True)
class Pair:
    """A quotation, and where it was taken from; nowhere when *document* is 0."""

    quotation: Quotation
    document: int
    start: int
    end: int
    rate: float


def generate(megabytes: float, quotations: int, seed: int = 1) -> tuple[list[Source], list[Pair]]:
    """Return documents of 200 KB each, and quotations of about 38 words of which some were changed."""
    rng = random.Random(seed)
    words = generate_words(seed, 60_000)
    reach = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    texts = []
    for _ in range(max(1, round(megabytes * 5))):
        chosen = rng.choices(words, cum_weights=reach, k=200_000 // 8)
        texts.append(". ".join(" ".join(chosen[at : at + 15]) for at in range(0, len(chosen), 15)))
    pairs, parts, position = [], [], 0
    for number in range(quotations):
        document = rng.randrange(len(texts))
        text = texts[document]
        begin = rng.randrange(max(1, len(text) - 1_500))
        found = list(re.finditer(r"\w+", text[begin : begin + 1_200]))[1 : 1 + max(8, round(rng.gauss(38, 10)))]
        rate = RATES[number % len(RATES)]
        taken = []
        for at, one in enumerate(found):
            other = rng.choices(words, cum_weights=reach)[0]
            chance = rng.random()
            if rng.random() >= rate:
                taken.append(one.group())
            elif chance < 0.6 or at in (0, len(found) - 1):
                taken.append(other)
            elif chance < 0.8:
                taken += [one.group(), other]
        invented = number % 10 == 9
        if invented:
            taken = rng.choices(words, cum_weights=reach, k=len(found))
        quote = " ".join(taken)
        place = Quotation(position, position + len(quote), rule="before")
        span = (begin + found[0].start(), begin + found[-1].end())
        pairs.append(Pair(place, 0 if invented else document + 1, *span, rate))
        parts.append(quote)
        position += len(quote) + 2
    sources = [Source(number, text, f"D{number}") for number, text in enumerate(texts, 1)]
    return [*sources, Source(_QUOTES, "\n\n".join(parts), "Q")], pairs


def test_recall_precision_and_ends_by_rate(benchmark: BenchmarkFixture) -> None:
    sources, pairs = generate(1, 500)
    tracer = Tracer(sources)
    found = benchmark.pedantic(lambda: [tracer.trace(_QUOTES, pair.quotation) for pair in pairs], rounds=1)
    counts: dict[float, list[int]] = {rate: [0, 0, 0, 0] for rate in RATES}
    false = dict.fromkeys(RATES, 0)
    for pair, traces in zip(pairs, found, strict=True):
        hits = [(one.document_b, one.start_b, one.end_b) for one in traces if one.start_b is not None]
        right = [
            (start, end)
            for document, start, end in hits
            if start is not None and end is not None and document == pair.document
            if start < pair.end and end > pair.start
        ]
        false[pair.rate] += len(hits) - len(right)
        if not pair.document:
            continue
        count = counts[pair.rate]
        count[0] += 1
        for start, end in right[:1]:
            shared = min(end, pair.end) - max(start, pair.start)
            count[1] += 1
            count[2] += abs(start - pair.start) <= 3 and abs(end - pair.end) <= 3
            count[3] += shared >= 0.9 * (max(end, pair.end) - min(start, pair.start))
    for rate, (wanted, hit, ends, near) in counts.items():
        precision = hit / (hit + false[rate])
        told = f"recall {hit / wanted:.3f}, precision {precision:.3f}, ends {ends / hit:.3f}, IoU {near / hit:.3f}"
        benchmark.extra_info[f"{rate:.0%}"] = told
        print(f"\n{rate:.0%} of the words changed: {told}", end="")
        assert hit / wanted >= 0.97
        assert precision >= 0.97
    at_15 = counts[0.15]
    assert at_15[2] / at_15[1] >= 0.9
    assert at_15[3] / at_15[1] >= 0.996


Where = Callable[[Pair], tuple[int, int] | None]


def test_ends_and_time_against_plain_ways(benchmark: BenchmarkFixture) -> None:
    """One text of 1 MB, 15 % of the words changed, as in the trial that the figures to reach come from."""
    sources, pairs = generate(0.2, 2_000, seed=4)
    pairs = [pair for pair in pairs if pair.rate == 0.15 and pair.document][:300]
    more, _ = generate(0.8, 1, seed=5)
    texts = [sources[0], *(Source(one.id + 10, one.text, one.label) for one in more[:-1])]
    whole = "\n".join(source.text for source in texts)
    quotes = sources[-1].text
    grams = Grams(whole)

    def quote(pair: Pair) -> str:
        return quotes[pair.quotation.start : pair.quotation.end]

    def tracing() -> Where:
        tracer = Tracer([*texts, sources[-1]])

        def found(pair: Pair) -> tuple[int, int] | None:
            traces = tracer.trace(_QUOTES, pair.quotation)
            one = next((one for one in traces if one.document_b == 1), None)
            return (one.start_b, one.end_b or 0) if one is not None and one.start_b is not None else None

        return found

    def placing() -> Where:
        index = WordIndex([(1, whole)])

        def placed(pair: Pair) -> tuple[int, int] | None:
            # what is to be compared with the plain ways: a place, without a verdict and its words
            words = index.read(quote(pair))
            places = index.find(words, 1)
            if not places:
                return None
            place = places[0]
            rough = outline(index.numbers(words), index.window(1, place.first, place.last))
            first = place.first + rough.start
            passage = index.keys(1, first, place.first + rough.end)
            aligned = align(words, passage, index.rarity(words), rough.runs)
            span = index.span(1, first + aligned.first, first + aligned.last)
            return span.start, span.end

        return placed

    def rapidfuzz(pair: Pair) -> tuple[int, int] | None:
        place = fuzz.partial_ratio_alignment(quote(pair), whole)
        return (place.dest_start, place.dest_end) if place else None

    measured = {
        "traced with verdict and changes": measure(tracing, pairs),
        "index and alignment alone": measure(placing, pairs),
        "word 3-grams and LCS": measure(lambda: lambda pair: grams.find(quote(pair)), pairs),
        "partial_ratio_alignment": measure(lambda: rapidfuzz, pairs[:40]),
    }
    once = placing()
    benchmark.pedantic(lambda: [once(pair) for pair in pairs], rounds=1)
    for name, (each, ends, near) in measured.items():
        benchmark.extra_info[name] = f"{each:.2f} ms, ends {ends:.3f}, IoU {near:.3f}"
        print(f"\n{name}: {each:.2f} ms each, ends within 3 {ends:.1%}, IoU >= 0.9 {near:.1%}", end="")
    own, place, plain = (measured[name] for name in list(measured)[:3])
    for one in (own, place):
        assert one[1] >= max(0.9, plain[1])
        assert one[2] >= max(0.996, plain[2])
    # milliseconds as the trial had them, or on a slower machine as much more than the plain way takes there
    assert place[0] <= max(0.4, 6 * plain[0])
    assert own[0] <= measured["partial_ratio_alignment"][0] / 5


def measure(make: Callable[[], Where], pairs: Sequence[Pair], rounds: int = 3) -> tuple[float, float, float]:
    """Return milliseconds a quotation, and the shares with both ends within 3 characters and with IoU from 0.9.

    The time is the least of some rounds, each with a search that has kept nothing from the one before.
    """
    times = []
    for _ in range(rounds):
        find = make()
        begin = time.process_time()
        found = [find(pair) for pair in pairs]
        times.append(time.process_time() - begin)
    ends = near = 0
    for pair, place in zip(pairs, found, strict=True):
        if place is not None:
            start, end = place
            ends += abs(start - pair.start) <= 3 and abs(end - pair.end) <= 3
            shared = min(end, pair.end) - max(start, pair.start)
            near += shared >= 0.9 * (max(end, pair.end) - min(start, pair.start))
    return min(times) / len(pairs) * 1000, ends / len(pairs), near / len(pairs)


class Grams:
    """The plain way that the issue names: runs of three words vote for a place, a subsequence settles its ends."""

    def __init__(self, text: str) -> None:
        found = list(re.finditer(r"\w+", text))
        self.words = [one.group().casefold() for one in found]
        self.places = [one.span() for one in found]
        self.grams: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(found) - 2):
            self.grams.setdefault(tuple(self.words[at : at + 3]), []).append(at)

    def find(self, quote: str) -> tuple[int, int] | None:
        words = re.findall(r"\w+", quote.casefold())
        votes: Counter[int] = Counter()
        for offset in range(len(words) - 2):
            votes.update((at - offset) // 8 for at in self.grams.get(tuple(words[offset : offset + 3]), ()))
        if not votes:
            return None
        first = max(0, votes.most_common(1)[0][0] * 8 - 12)
        window = self.words[first : first + len(words) * 3 // 2 + 32]
        blocks = [one for one in LCSseq.opcodes(words, window) if one.tag == "equal"]
        start = first + blocks[0].dest_start - blocks[0].src_start
        end = first + blocks[-1].dest_end + len(words) - blocks[-1].src_end
        return self.places[max(0, start)][0], self.places[min(end, len(self.places)) - 1][1]


def test_finding_quotations_takes_time_in_proportion(benchmark: BenchmarkFixture) -> None:
    actors = [Actor("vask", "Ordun Vask"), Actor("nim", "Elbar Nim")]
    plain = generate_text(size=500_000, seed=1)
    quoting = re.sub(r"([^.?!]{40,}?)\. ", r"“\1,” Vask said. ", plain)
    for name, text in {
        "prose": plain,
        "a quotation in every second sentence": quoting,
        "one line of quotations": "Vask said “a b” and " * 10_000,
        "stray marks": "“'\"«» " * 20_000,
    }.items():
        once, twice = (min(measured_once(text * times, actors) for _ in range(2)) for times in (1, 2))
        told = f"{once / len(text) * 1e6:.2f} s/MB, twice as much text {twice / once:.1f} times as long"
        benchmark.extra_info[name] = told
        print(f"\n{name}: {told}", end="")
        assert twice / once < 3
    benchmark.pedantic(lambda: SpeechReader(actors).read(quoting, ()), rounds=1)


def measured_once(text: str, actors: Sequence[Actor]) -> float:
    begin = time.process_time()
    SpeechReader(actors).read(text, ())
    return time.process_time() - begin


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of 60 MB in which 50 reports quote 1,000 times, each time with a speaker."""
    sources, pairs = generate(60, 1_000)
    rng = random.Random(3)
    names = [f"{a} {b}".title() for a, b in zip(generate_words(9, 80), generate_words(10, 80), strict=True)]
    quotes, documents = sources[-1].text, []
    for source in sources[:-1]:
        documents.append(CodedDocument(f"{source.label}.txt", Facts(title=source.label), source.text))
    for at in range(0, len(pairs), 20):
        parts = []
        for pair in pairs[at : at + 20]:
            words, name = quotes[pair.quotation.start : pair.quotation.end], rng.choice(names)
            parts.append(rng.choice([f"“{words},” {name} said.", f"{name} said: “{words}.”"]))
        documents.append(CodedDocument(f"report {at}.txt", Facts(title=f"Report {at}"), "\n\n".join(parts)))
    path = tmp_path_factory.mktemp("large") / "large.visavis"
    with Database(path, create=True) as db:
        db.set_coder("generator")
        actors = tuple(Actor(f"actor-{number}", name) for number, name in enumerate(names))
        with db.edit("Fill", undoable=False) as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(actors))
        edit_documents.add_documents(db, documents)
    return path


def test_a_project_of_60_megabytes_is_traced_within_30_seconds(benchmark: BenchmarkFixture, large: Path) -> None:
    times: dict[str, float] = {}

    def timed(name: str, action: Callable[[], T]) -> T:
        begin = time.process_time()
        result = action()
        times[name] = round(time.process_time() - begin, 2)
        return result

    workshop = work_traces.Workshop()

    def whole() -> int:
        with Database(large) as db:
            taken = timed("read", lambda: work_traces.take(db))
        material = timed("quotations", lambda: workshop.material(taken))
        tracer = timed("index", lambda: workshop.tracer(material))
        return len(timed("trace", tracer.trace_all))

    traces = benchmark.pedantic(whole, rounds=1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    benchmark.extra_info.update(times, memory_mb=memory)
    print(f"\n{times}, {memory} MB, {traces} traces", end="")
    assert traces >= 1_000
    assert sum(times.values()) <= 30
    # only what is new is read and indexed when a document comes in
    with Database(large) as db:
        edit_documents.add_documents(db, [CodedDocument("one more.txt", Facts(), generate_text(size=200_000))])
        again = work_traces.take(db)
    timed("again", lambda: workshop.tracer(workshop.material(again)))
    print(f", with one more document {times['again']} s", end="")
    benchmark.extra_info["again"] = times["again"]
    assert times["again"] <= (times["index"] + times["quotations"]) / 10


def test_the_cost_of_a_quotation_grows_slower_than_the_corpus(benchmark: BenchmarkFixture) -> None:
    each: dict[int, float] = {}
    for megabytes in (1, 8, 60):
        sources, pairs = generate(megabytes, 1_000)
        begin = time.process_time()
        tracer = Tracer(sources)
        indexed = time.process_time() - begin
        begin = time.process_time()
        traces = [tracer.trace(_QUOTES, pair.quotation) for pair in pairs]
        spent = time.process_time() - begin
        each[megabytes] = spent / len(pairs) * 1000
        wanted = [(pair.document, found) for pair, found in zip(pairs, traces, strict=True) if pair.document]
        recall = sum(any(one.document_b == number for one in found) for number, found in wanted) / len(wanted)
        told = f"index {indexed:.1f} s, {each[megabytes]:.2f} ms a quotation, recall {recall:.3f}"
        benchmark.extra_info[f"{megabytes} MB"] = told
        print(f"\n{megabytes} MB: {told}", end="")
        assert recall >= 0.99
        # of the processor's time: what else the machine does is not the search's
        assert indexed + spent <= 30
    benchmark.pedantic(lambda: [tracer.trace(_QUOTES, pair.quotation) for pair in pairs[:100]], rounds=1)
    assert each[60] <= 6 * each[1]
