"""Whatever stands in a file, a reader gives a sound document or one sentence; a longer run changes EXAMPLES."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.text import normalise_text
from desktop.exchange.formats import ANNOTATED, find_format, read_content

from .test_formats import CONVERTED, DATA

EXAMPLES = 12
SEEDS = {name: (DATA / name).read_bytes() for name in (*CONVERTED, "gazette.pdf")} | {
    "film.srt": b"1\n00:00:01,000 --> 00:00:02,000\nANA: Where?\n\n2\n00:00:03,000 --> 00:00:04,000\n- Here.\n- Oh.\n",
    "letter.eml": b"From: a@b.c\nSubject: Hi\nMIME-Version: 1.0\nContent-Type: text/plain\n\nSome words.\n",
    "mill.md": b"# The mill\n\n**Ana:** One [link](http://a.b).\n\n- item\n",
}
PIECES = [b"\0", b"<", b">", b"&#x110000;", b"\xff\xfe", b"\\u-10179?", b"}", b"{", b"\\bin9 ", b"]]("]
PIECES += [b"---\n", b"\xe2\x80\xa8", b"-->", b"9" * 40, b": ", b"\n", b"<!DOCTYPE a>", b"\xed\xa0\x80"]


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_one_sentence(name: str, data: st.DataObject) -> None:
    content = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.sampled_from([0, 0, 1, 4, 40, len(content)]))
        content[at : at + cut] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=6))
    try:
        document = read_content(bytes(content), name).document
    except UserError as error:
        message = str(error)
        assert message[-1] in ".?"
        assert "\n" not in message
        return
    text = document.text
    assert text.strip()
    assert normalise_text(text) == text
    assert sorted(document.pages) == list(document.pages)
    assert all(page <= len(text) for page in document.pages)
    if find_format(bytes(content), name) is not ANNOTATED:
        for segment in document.segments:
            words = text[segment.span.start : segment.span.end]
            assert words == words.strip() != ""
