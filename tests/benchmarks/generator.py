"""Large projects in invented words, the same for the same seed: what the benchmarks of every layer run on."""

import bisect
import random
import re
import uuid
from functools import cache
from itertools import accumulate
from pathlib import Path

from desktop.core.scale import THREE
from desktop.core.text import context, text_hash
from desktop.core.values import Voice
from desktop.store.database import Database
from desktop.store.mention_schema import MENTIONS

CREATED = "2024-01-01T00:00:00Z"
_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou", "é", "ü")
_CODAS = ("", "", "l", "m", "n", "r", "s", "sk", "nd", "x")
# every so many words: what Qt counts double or shows in its own way
_SPICE = ("😀", "𝄞", "a\u00a0b", "so\u00adft", "e\u0301n", "“mur”")


@cache
def generate_words(seed: int = 0, count: int = 4000) -> tuple[str, ...]:
    """Return *count* invented words of one to three syllables, without repetition."""
    rng = random.Random(f"words {seed}")
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = rng.randint(1, 3)
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_CODAS)
        words[word] = None
    return tuple(words)


def generate_text(paragraphs: int = 0, *, size: int = 0, seed: int = 0) -> str:
    """Return a text of *paragraphs* paragraphs, or of as many as fill *size* bytes of UTF-8; one blank line between.

    A paragraph has 2 to 9 sentences of 4 to 24 words (about 500 characters); one word in 100 is beyond plain letters.

    Raises:
        ValueError: when not exactly one of *paragraphs* and *size* is given.
    """
    if bool(paragraphs) == bool(size):
        raise ValueError("give paragraphs or size")
    rng = random.Random(f"text {seed}")
    words = generate_words()
    # few words are frequent and many are rare, as in a language
    weights = [1 / (rank + 3) for rank in range(len(words))]
    reach = list(accumulate(weights))
    parts: list[str] = []
    length = 0
    while len(parts) < paragraphs or length < size:
        sentences = []
        for _ in range(rng.randint(2, 9)):
            chosen = rng.choices(words, cum_weights=reach, k=rng.randint(4, 24))
            chosen = [rng.choice(_SPICE) if rng.random() < 0.01 else word for word in chosen]
            sentences.append(" ".join(chosen).capitalize() + rng.choice(".....?!"))
        parts.append(" ".join(sentences))
        length += len(parts[-1].encode()) + 2
    return "\n\n".join(parts) + "\n"


def generate_project(
    path: Path,
    *,
    documents: int = 20,
    claims: int = 100_000,
    topics: int = 60,
    actors: int = 80,
    paragraphs: int = 60,
    document_size: int = 0,
    seed: int = 0,
) -> None:
    """Make a project at *path*: the claims spread over the documents, some overlapping, one in four with two actors.

    With *document_size* each document has that many bytes instead of *paragraphs* paragraphs. Few topics and actors
    have most of the claims, as in a coded corpus. The same arguments give the same rows, uuids included.

    It is written past the recorder, since a history line of 100,000 claims would be most of the file.
    """
    rng = random.Random(f"project {seed}")

    def new_uuid() -> str:
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))

    names = generate_words(seed + 1, 2 * (topics + actors))
    texts = [
        generate_text(size=document_size, seed=seed * 10_007 + number)
        if document_size
        else generate_text(paragraphs, seed=seed * 10_007 + number)
        for number in range(documents)
    ]
    with Database(path, create=True) as db:
        connection = db.sqlite.conn
        # a third of the time; the rows refer to each other as `check.problems` then finds
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO coder (id, uuid, name) VALUES (1, ?, 'generator')", [new_uuid()])
        connection.executemany(
            "INSERT INTO actor (id, uuid, key, name, kind, initials, position) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (n, new_uuid(), f"actor-{n}", f"{a} {b}".title(), "person", (a[0] + b[0]).upper(), n)
                for n, (a, b) in enumerate(zip(names[:actors], names[actors : 2 * actors], strict=True), start=1)
            ],
        )
        connection.executemany(
            "INSERT INTO topic (id, uuid, key, name, proposition, position) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (n, new_uuid(), f"topic-{n}", name.title(), f"There should be more {name}", n)
                for n, name in enumerate(names[2 * actors : 2 * actors + topics], start=1)
            ],
        )
        connection.executemany(
            "INSERT INTO text (id, sha256, content) VALUES (?, ?, ?)",
            [(n, text_hash(text), text) for n, text in enumerate(texts, start=1)],
        )
        connection.executemany(
            "INSERT INTO document (id, uuid, name, text_id, title, publisher, date, date_certainty, kind, length, "
            "created) VALUES (?, ?, ?, ?, ?, ?, ?, 'stated', 'news report', ?, ?)",
            [
                (
                    n,
                    new_uuid(),
                    f"document-{n}.txt",
                    n,
                    " ".join(text.split()[:6]),
                    f"{rng.choice(names).title()} Herald",
                    f"{2000 + n % 25}-{n % 12 + 1:02}-{n % 28 + 1:02}",
                    len(text),
                    CREATED,
                )
                for n, text in enumerate(texts, start=1)
            ],
        )
        segments = []
        for n, text in enumerate(texts, start=1):
            at = 0
            for part in text.rstrip("\n").split("\n\n"):
                speaker = rng.randint(1, actors) if rng.random() < 0.3 else None
                segments.append((new_uuid(), n, "turn" if speaker else "paragraph", at, at + len(part), speaker))
                at += len(part) + 2
        connection.executemany(
            'INSERT INTO segment (uuid, document_id, kind, start, "end", actor_id) VALUES (?, ?, ?, ?, ?, ?)', segments
        )
        _write_claims(db, rng, texts, claims, topics, actors)
        connection.execute("COMMIT")


def _write_claims(db: Database, rng: random.Random, texts: list[str], claims: int, topics: int, actors: int) -> None:
    borders = [_word_starts(text) for text in texts]
    topic_reach = list(accumulate(1 / (n + 4) for n in range(topics)))
    actor_reach = list(accumulate(1 / (n + 4) for n in range(actors)))
    # favor, against, neutral as 5 : 4 : 2; direct, reported, author as 5 : 3 : 1
    stances = [step.key for step, share in zip(THREE.steps, (5, 4, 2), strict=True) for _ in range(share)]
    voices = [voice.value for voice, share in zip(Voice, (5, 3, 1), strict=True) for _ in range(share)]
    claim_rows, actor_rows = [], []
    for number in range(1, claims + 1):
        at = number % len(texts)
        text, words = texts[at], borders[at]
        first = int(rng.random() * len(words))
        start = words[first]
        behind = first + 4 + int(rng.random() * 27)
        end = start + len(text[start : words[behind] if behind < len(words) else len(text)].rstrip())
        topic = bisect.bisect_left(topic_reach, rng.random() * topic_reach[-1]) + 1
        stance = stances[int(rng.random() * len(stances))]
        claim_uuid = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        prefix, suffix = context(text, start, end)
        own = (number, claim_uuid, at + 1, start, end, text[start:end], prefix, suffix, topic, stance)
        claim_rows.append((*own, voices[int(rng.random() * len(voices))], CREATED))
        actor = bisect.bisect_left(actor_reach, rng.random() * actor_reach[-1]) + 1
        actor_rows.append((number, actor, topic, stance, 0))
        if actors > 1 and rng.random() < 0.25:
            actor_rows.append((number, actor % actors + 1, topic, stance, 1))
    db.sqlite.conn.executemany(
        'INSERT INTO claim (id, uuid, document_id, start, "end", quote, prefix, suffix, topic_id, stance, voice, '
        "created, coder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        claim_rows,
    )
    db.sqlite.conn.executemany(
        "INSERT INTO claim_actor (claim_id, actor_id, topic_id, stance, position) VALUES (?, ?, ?, ?, ?)", actor_rows
    )


def _word_starts(text: str) -> list[int]:
    return [found.start() for found in re.finditer(r"\S+", text)]


def multiply_claims(path: Path, times: int) -> None:
    """Make *times* as many claims of those of a generated project, within seconds; each copy by other actors.

    The copies quote eight characters, so that the file stays small, and the index of the claims' words knows the first
    ones only: nothing that is measured here reads or searches them. What holds up the writing row by row is taken away
    and made anew at the end.
    """
    with Database(path) as db:
        run = db.sqlite.conn.execute
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY", "cache_size=-400000"):
            run(f"PRAGMA {pragma}")
        held = run(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
            "AND tbl_name IN ('claim', 'claim_actor', 'mention') ORDER BY type"
        ).fetchall()
        (size,), (actors,) = run("SELECT max(id) FROM claim").fetchone(), run("SELECT count(*) FROM actor").fetchone()
        columns = [row[1] for row in run("PRAGMA table_info(claim)")]
        new = {"id": "id + ? * :size", "uuid": "printf('%08x', ?) || substr(uuid, 9)"}
        new |= {"end": 'min("end", start + 8)', "quote": "substr(quote, 1, 8)", "prefix": "''", "suffix": "''"}
        chosen = ", ".join(
            new.get(name, f'"{name}"').replace("?", ":copy").replace(":size", str(size)) for name in columns
        )
        run("BEGIN IMMEDIATE")
        for kind, name, _ in held:
            run(f"DROP {kind} {name}")
        for copy in range(1, times):
            run(f"INSERT INTO claim SELECT {chosen} FROM claim WHERE id <= {size} ORDER BY id", {"copy": copy})
            run(
                "INSERT INTO claim_actor (claim_id, actor_id, topic_id, stance, position) "
                f"SELECT claim_id + ?1 * {size}, (actor_id + ?1 * 7 - 1) % {actors} + 1, topic_id, stance, position "
                f"FROM claim_actor WHERE claim_id <= {size} ORDER BY claim_id",
                [copy],
            )
        run("DELETE FROM mention")
        run(f"INSERT INTO mention {MENTIONS} ORDER BY 1, 2, 3, 4")
        for _, _, sql in held:
            run(sql)
        run("COMMIT")
