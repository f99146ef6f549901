import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import text as module
from desktop.core.text import bytes_hash, context, decoded, encoded, normalise_text, one_line, text_hash
from desktop.core.values import CodedDocument, Facts

# what a file can hold once it is decoded, surrogates included, with what is normalised come upon often
raw_texts = st.text(st.one_of(st.characters(), st.sampled_from("\ufeff\0\r\n\ud83d\ude00\u00a0\u2028é")), max_size=40)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("\ufeffvelo", "velo"),
        ("ve\ufefflo", "ve\ufefflo"),
        ("\ufeff\ufeffvelo", "velo"),
        ("\0\ufeffvelo", "velo"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\0b\0", "ab"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db", "a\ufffdb"),
        ("c\ude00d", "c\ufffdd"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("a\ud83d", "a\ufffd"),
        ("\ud83d\ud83d\ude00", "\ufffd😀"),
        ("", ""),
    ],
)
def test_what_a_text_may_not_hold_is_normalised(raw: str, normal: str) -> None:
    assert normalise_text(raw) == normal


@pytest.mark.parametrize(
    "kept", ["a\u00a0b", "a\u2028b\u2029c", "de\u00admo", "e\u0301", "é", "\t a  b \n\n", "😀👩‍💻", "ﬁ"]
)
def test_what_would_move_offsets_stays(kept: str) -> None:
    assert normalise_text(kept) == kept


@given(raw_texts)
def test_a_normal_text_can_be_written_as_utf_8_and_read_again_as_the_same_text(raw: str) -> None:
    normal = normalise_text(raw)
    assert normalise_text(normal.encode("utf-8").decode("utf-8")) == normal
    assert not set(normal) & {"\0", "\r"}


@given(st.text(st.characters(exclude_characters="\ufeff\0\r", exclude_categories=["Cs"])))
def test_a_text_without_such_characters_stays_as_it_is(text: str) -> None:
    assert normalise_text(text) == text


def test_hashes_are_sha_256_of_the_bytes() -> None:
    assert text_hash("vélo\n") == hashlib.sha256("vélo\n".encode()).hexdigest() == bytes_hash("vélo\n".encode())


@given(st.text(max_size=80), st.data())
def test_context_is_what_stands_right_before_and_after(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = context(text, start, end, 8)
    assert (before + text[start:end] + after) in text
    assert len(before) == min(8, start)
    assert len(after) == min(8, len(text) - end)


def test_context_is_32_code_points_wide_and_counts_an_emoji_as_one() -> None:
    assert context("😀" * 40 + "x" + "é" * 40, 40, 41) == ("😀" * 32, "é" * 32)


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        (" a\n\tb \u00a0\u2028 c ", 0, "a b c"),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcd efg", 6, "abcd…"),
        ("ab", 1, "…"),
        ("", 5, ""),
    ],
)
def test_one_line_joins_white_space_and_cuts_with_an_ellipsis(text: str, limit: int, line: str) -> None:
    assert one_line(text, limit) == line


@given(
    st.lists(st.sampled_from(["a", "bc" * 9, " ", "\n \t" * 5, "\x1d", "\x85", "\u2028", "é"]), max_size=60),
    st.integers(1, 6),
)
def test_of_a_long_text_one_line_is_what_it_is_of_its_beginning(words: list[str], limit: int) -> None:
    text = "".join(words)
    flat = " ".join(text.split())
    assert one_line(text, limit) == (flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…")


@given(st.text(), st.integers(1, 30))
def test_one_line_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@given(raw_texts, st.binary(max_size=40), st.integers(1, 7))
def test_a_text_in_pieces_is_the_same_bytes_and_the_same_text(text: str, content: bytes, piece: int) -> None:
    document = CodedDocument("a.txt", Facts(title=text), text)
    whole = text.encode("utf-8", "surrogatepass")
    plain = text.encode("utf-8", "replace").decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PIECE", piece)
        assert encoded(text) == whole
        assert decoded(whole) == text
        assert decoded(content, "replace") == content.decode("utf-8", "replace")
        assert text_hash(plain) == hashlib.sha256(plain.encode()).hexdigest()
        # as another process has it
        assert pickle.loads(pickle.dumps(document)) == document
