"""Damaging files at random: bytes anywhere, and inside of what is packed, so that a damage gets past the unpacking."""

import io
import re
import zipfile
from collections.abc import Sequence
from random import Random

LARGEST = 256 * 1024
# what means something to one reader or another
PIECES = [
    b"\x00", b"<", b">", b"&#x110000;", b"&#xD800;", b"\xff\xfe", b"\\u-10179?", b"\\u99999?", b"}", b"{", b"\\bin9 ",
    b"]](", b"---\n", b"\xe2\x80\xa8", b"-->", b"9" * 40, b": ", b"\n", b"<!DOCTYPE a>", b"\xed\xa0\x80", b"\r",
    b"\xef\xbb\xbf", b"<p>", b"<b>", b"<div>", b"<table>", b"<td>", b"</p>", b"<br>", b"<!--", b"<![CDATA[", b"&amp;",
    b"<v Ana>", b"WEBVTT", b"00:00:01,000 --> 99:99:99,999\n", b"[",
    b"]{.claim actor=a topic=b stance=favor original=9-3}", b":::", b"{.turn}", b"> ", b"- ", b"| ", b"**", b"`",
    b"\\par ", b"\\'e0", b"\\uc0", b"\\uc99999", b"\\ansicpg99999", b"\\fldinst", b"\\info",
    b"Content-Type: text/html; charset=utf-7\r\n", b"=?utf-16?b?2AA=?=", b"--x\r\n", b"boundary=", b"obj",
    b"endstream", b"1e309", b"-1", b"0", b"18446744073709551616", b"\xc2\xa0", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80",
    b"\xcc\x81", b"ANA: ", b"2020-13-45", b"31 de febrero de 9999", b" de 0000", b"\xe2\x80\x94 ", b"\xc2\xab",
    b"\xe2\x80\x9c",
]  # fmt: skip
_PACKED = re.compile(r"\.(?:xml|rels|x?html?|opf|ncx)$|^mimetype$")


def damage(content: bytes, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return *content* damaged in a few places; parts of *others* may come into it."""
    if content.startswith(b"PK\x03\x04") and random.random() < 0.85:
        packed = _damage_packed(content, random, others)
        if packed is not None:
            return packed
    made = bytearray(content)
    for _ in range(1 + int(random.expovariate(0.5))):
        _STEPS[random.randrange(len(_STEPS))](made, random, others)
        del made[LARGEST:]
    return bytes(made)


def _damage_packed(content: bytes, random: Random, others: Sequence[bytes]) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        return None
    names = [name for name in parts if _PACKED.search(name)]
    if not names:
        return None
    # the text itself is where most can go wrong
    weights = [len(parts[name]) ** 0.5 + 1 for name in names]
    for name in random.choices(names, weights, k=1 + (random.random() < 0.2)):
        parts[name] = damage(parts[name], random, [other for other in others if not other.startswith(b"PK")])
    if random.random() < 0.03:
        del parts[random.choice(names)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _piece(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = random.randint(0, len(made))
    cut = random.choice([0, 0, 1, 4, 40])
    made[at : at + cut] = random.choice(PIECES) * random.choice([1, 1, 1, 2, 50])


def _bits(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    for _ in range(random.choice([1, 1, 4]) if made else 0):
        made[random.randrange(len(made))] = random.randrange(256)


def _cut(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = random.randint(0, len(made))
    del made[at : at + random.choice([1, 3, 20, 300, len(made)])]


def _repeat(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = random.randint(0, len(made))
    part = made[at : at + random.choice([1, 2, 5, 12, 60, 400])]
    times = random.choice([2, 2, 3, 30, 3000])
    made[at:at] = (part * times)[: LARGEST // 2]


def _move(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    first, second = random.randint(0, len(made)), random.randint(0, len(made))
    part = made[first : first + random.choice([4, 30, 200])]
    made[second:second] = part


def _number(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    places = [match.span() for match in re.finditer(rb"\d+", bytes(made[: 64 * 1024]))]
    if places:
        start, end = random.choice(places)
        made[start:end] = random.choice(
            [b"0", b"1", b"-1", b"99", b"65536", b"2147483648", b"9" * 25, b"1e9", b"", b"0.5", "٣".encode()]
        )


def _markup(made: bytearray, random: Random, _: Sequence[bytes]) -> None:
    """Take one tag, control word or line away, twice, or elsewhere."""
    places = [
        match.span() for match in re.finditer(rb"<[^<>]{1,200}>|\\[a-z]+-?\d* ?|[^\n]+\n", bytes(made[: 64 * 1024]))
    ]
    if places:
        start, end = random.choice(places)
        part = bytes(made[start:end])
        way = random.randrange(3)
        if way == 0:
            del made[start:end]
        elif way == 1:
            made[start:start] = part * random.choice([1, 2, 1000])
        else:
            at = random.choice(places)[0]
            made[at:at] = part


def _splice(made: bytearray, random: Random, others: Sequence[bytes]) -> None:
    if others:
        other = random.choice(others)
        at, begin = random.randint(0, len(made)), random.randint(0, len(other))
        made[at : at + random.choice([0, 0, 50, len(made)])] = other[begin : begin + random.choice([10, 100, 1000])]


_STEPS = (_piece, _piece, _piece, _bits, _cut, _repeat, _move, _number, _markup, _markup, _splice)
