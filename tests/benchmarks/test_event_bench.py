"""Many reports of one event and its transcript, traced: `pytest tests/benchmarks --benchmark-only`."""

import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz

from desktop.core.spans import Span
from desktop.core.traces import Trace
from desktop.core.values import Actor, Codebook, CodedDocument, CodedSegment, Facts, SegmentKind
from desktop.project import quotations
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents

from .generator import generate_words

DAY = "2024-05-01"
NAMES = ("Ordun Vask", "Elbar Nim", "Lena Orsk", "Mira Solano")
KEYS = tuple(name.casefold().replace(" ", "-") for name in NAMES)
SIZES = (20, 80, 200)
# what the machine does meanwhile takes no processor of this process, but caches
SECONDS, MEGABYTES = 20, 300


def facts(title: str) -> Facts:
    return Facts(title=title, date=DAY, language="en")


def make(path: Path, reports: int, seed: int = 1) -> None:
    """Write a project with a transcript of 300 sentences and *reports*, each with 14 quotations and 4 sayings.

    Of the quotations half are the transcript's own words, as all agencies have them, a quarter have words changed or
    left out, and a quarter stand nowhere.
    """
    rng = random.Random(seed)
    words = generate_words(seed, 8_000)
    reach = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))

    def sentence(least: int = 8, most: int = 22) -> list[str]:
        return rng.choices(words, cum_weights=reach, k=rng.randint(least, most))

    said = [(rng.randrange(len(KEYS)), sentence()) for _ in range(300)]
    parts, segments, at = [], [], 0
    for first in range(0, len(said), 5):
        speaker = said[first][0]
        said[first : first + 5] = [(speaker, one) for _who, one in said[first : first + 5]]
        label = f"{NAMES[speaker]}: "
        turn = label + " ".join(f"{' '.join(one).capitalize()}." for _who, one in said[first : first + 5])
        segments.append(CodedSegment(SegmentKind.TURN, Span(at, at + len(turn)), KEYS[speaker], "", NAMES[speaker]))
        parts.append(turn)
        at += len(turn) + 2
    documents = [CodedDocument("transcript.txt", facts("Transcript"), "\n\n".join(parts), tuple(segments))]
    favoured = rng.sample(said, 40)
    for number in range(reports):
        lines = []
        for which in range(14):
            speaker, own = rng.choice(favoured)
            quoted = list(own) if which % 4 != 3 else sentence()
            if which % 4 == 1:
                quoted[rng.randrange(len(quoted))] = rng.choice(words)
                del quoted[rng.randrange(len(quoted))]
            lines.append(
                f"“{' '.join(quoted).capitalize()},” {NAMES[speaker]} said. {' '.join(sentence()).capitalize()}."
            )
        for _ in range(4):
            speaker, own = rng.choice(said)
            lines.append(f"{NAMES[speaker]} said that {' '.join(rng.sample(own, len(own) * 2 // 3))} {sentence()[0]}.")
        rng.shuffle(lines)
        text = f"Report {number}\n\n" + "\n\n".join(lines)
        documents.append(CodedDocument(f"report {number}.txt", facts(f"Report {number}"), text))
    with Database(path, create=True) as db:
        db.set_coder("generator")
        actors = tuple(Actor(key, name) for key, name in zip(KEYS, NAMES, strict=True))
        with db.edit("Fill", undoable=False) as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(actors))
        edit_documents.add_documents(db, documents)


def trace(path: Path) -> tuple[list[Trace], quotations.Material, float]:
    """Return the traces of a project, what they were found in, and the seconds of processor that took."""
    with Database(path) as db:
        begin = time.process_time()
        material = quotations.load(db)
        found = quotations.traces(material)
    return found, material, time.process_time() - begin


def reference(material: quotations.Material) -> float:
    """Return the seconds for the plain way with 400 of the quotations: each laid beside the whole transcript."""
    transcript = material.texts[1]
    quoted = [
        material.texts[number][one.start : one.end]
        for number, speech in material.speech.items()
        for one in speech.quotations
    ]
    begin = time.process_time()
    for words in quoted[:: max(1, len(quoted) // 400)]:
        fuzz.partial_ratio_alignment(words, transcript)
    return time.process_time() - begin


def peak() -> int:
    """Return the most memory that this process has had, in MB; where the system tells, without that of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))
        if found:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(path: str) -> None:
    """Print what tracing a project takes: a process for each, so that its memory is its own."""
    before = peak()
    found, material, seconds = trace(Path(path))
    memory = peak()
    quoted = sum(len(speech.quotations) for speech in material.speech.values())
    counts = Counter(str(one.verdict) for one in found)
    print(
        seconds,
        memory,
        before,
        quoted,
        len(found),
        reference(material),
        *(f"{a}:{b}" for a, b in counts.items()),
        sep="\t",
    )


def test_two_hundred_reports_of_one_event_are_traced_in_time(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    each, rows = {}, {}
    for size in SIZES:
        path = tmp_path / f"{size}.visavis"
        make(path, size)
        command = [sys.executable, "-m", "tests.benchmarks.test_event_bench", str(path)]
        out = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=500).stdout
        seconds, memory, _before, quoted, traces, plain, *verdicts = out.strip().split("\t")
        each[size] = float(seconds) / int(quoted) * 1000
        rows[size] = int(traces) / int(quoted)
        told = (
            f"{float(seconds):.1f} s, {memory} MB, {quoted} quotations, {traces} traces, {each[size]:.2f} ms each, "
            f"{float(seconds) / float(plain):.1f} times the plain way with 400 of them; {', '.join(verdicts)}"
        )
        benchmark.extra_info[f"{size} reports"] = told
        print(f"\n{size} reports: {told}", end="")
    benchmark.pedantic(lambda: trace(tmp_path / f"{SIZES[0]}.visavis"), rounds=1)
    assert float(seconds) <= SECONDS
    assert int(memory) <= MEGABYTES
    # ten times as many reports: a quotation may cost more, and far from ten times as much
    assert each[SIZES[-1]] <= 3 * each[SIZES[0]]
    assert rows[SIZES[-1]] <= 16


if __name__ == "__main__":
    main(sys.argv[1])
