"""Normalising a document's text once, at import; after that it never changes."""

import codecs
import hashlib
import re

# the first one stands in the others
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))
# letters, or bytes, of a text that are encoded or decoded at once
_PIECE = 500_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalise_text(text: str) -> str:
    """Return *text* as Visavis stores it.

    NULs are dropped, and byte-order marks at the start; CRLF and CR become LF, pairs of surrogates become the
    character they stand for and lone ones U+FFFD. Nothing else moves: no Unicode normalisation, since that would shift
    offsets that other programs counted; no-break spaces, soft hyphens and combining marks stay. What is normal already
    stays as it is, so a stored text that is written to a file and read again is the same text.
    """
    # all of them: one that stayed would be dropped when the stored text is read again
    return normalise_part(text.replace("\0", "").lstrip("\ufeff"))


def normalise_part(text: str) -> str:
    """Return words out of a text as it would have them: as `normalise_text`, but what they begin with stays."""
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def text_hash(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8 as 64 hexadecimal digits."""
    found = hashlib.sha256()
    for at in range(0, len(text), _PIECE):
        found.update(text[at : at + _PIECE].encode())
    return found.hexdigest()


def encoded(text: str) -> bytes:
    """Return *text* in UTF-8; of tens of megabytes piece by piece, so that a window has its turn meanwhile.

    One call that goes over all of it keeps every other thread waiting.
    """
    if len(text) <= _PIECE:
        return text.encode("utf-8", "surrogatepass")
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return b"".join([one.encode("utf-8", "surrogatepass") for one in pieces])


def decoded(content: bytes, errors: str = "surrogatepass") -> str:
    """Return the text that is *content* in UTF-8, as `encoded` makes it; *errors* as `bytes.decode` has them."""
    if len(content) <= _PIECE:
        return content.decode("utf-8", errors)
    decoder = codecs.getincrementaldecoder("utf-8")(errors)
    pieces = [decoder.decode(content[at : at + _PIECE]) for at in range(0, len(content), _PIECE)]
    return "".join([*pieces, decoder.decode(b"", final=True)])


def bytes_hash(content: bytes) -> str:
    """Return the SHA-256 of *content* as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def escape(words: str) -> str:
    """Return *words* as they stand in markup of HTML, between tags and in values of attributes.

    As `html.escape`, whose module brings the names of two thousand characters along.
    """
    for mark, entity in _ENTITIES:
        words = words.replace(mark, entity)
    return words


# code points that a claim keeps of what stands before and after it
AROUND = 32


def context(text: str, start: int, end: int, width: int = AROUND) -> tuple[str, str]:
    """Return up to *width* code points before and after ``text[start:end]``."""
    return text[max(0, start - width) : start], text[end : end + width]


def set_path(words: str) -> str:
    """Return the path of a set of documents as it is kept: its names from the topmost down, ``2024/Spring``."""
    return "/".join(name for part in words.split("/") if (name := one_line(part)))


def one_line(text: str, limit: int = 0) -> str:
    """Return *text* with every run of white space as one space, cut to *limit* characters with an ellipsis if given."""
    flat = _beginning(text, limit) if limit and len(text) > 10 * limit else " ".join(text.split())
    if limit and len(flat) > limit:
        return flat[: limit - 1].rstrip() + "…"
    return flat


def _beginning(text: str, length: int) -> str:
    """Return a little more of the words of a text than so many characters, with a space between each two."""
    # the rest, which is the last part then, begins behind them
    return " ".join(part[: length + 1] for part in text.split(None, length))


def is_latin(text: str) -> bool:
    """Tell whether all letters of a text are Latin: no other script has italics in every type, and most have none."""
    return text.isascii() or not any(is_beyond_latin(letter) for letter in text)


def is_beyond_latin(letter: str) -> bool:
    """Tell whether it is a letter of another script than the Latin one."""
    point = ord(letter)
    # the blocks up to Latin Extended-B, and Latin Extended Additional, which has the letters of Vietnamese
    return point > 0x24F and not 0x1E00 <= point < 0x1F00 and letter.isalpha()
