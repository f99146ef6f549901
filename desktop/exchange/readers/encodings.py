"""Turning the bytes of a text file into characters, and saying what decided how."""

import codecs
import re
from dataclasses import dataclass

from desktop.core.errors import UserError
from desktop.core.language import _

# UTF-32 first: its little-endian mark begins with that of UTF-16
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# what texts of the last forty years were written in; the exotic ones of charset-normalizer's list fit everything
CHOICES = (
    "utf-8", "cp1252", "iso8859-15", "cp1250", "cp1251", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "mac-roman", "cp850", "cp437", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
_SAMPLE = 256 * 1024
# a stray form feed or escape sequence is no reason to refuse a text
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CONTROLS_ALLOWED = 3
_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with how its bytes were read, and what decided that."""

    text: str
    encoding: str
    origin: str


def decode(content: bytes, name: str, encoding: str = "", declared: str = "") -> Decoded:
    """Return the text in *content*.

    A byte-order mark decides, then valid UTF-8, then what the file declares, then charset-normalizer's guess among the
    usual encodings; an *encoding* that is given overrides them all.

    Raises:
        UserError: when the encoding that is given, or that a mark promises, does not fit, and for what is no text.
    """
    if encoding:
        return _chosen(content, name, encoding)
    for mark, codec, spoken in MARKS:
        if content.startswith(mark):
            try:
                return Decoded(_checked(content[len(mark) :].decode(codec), name), codec, "byte-order mark")
            except UnicodeDecodeError as error:
                sentence = _("{name} begins as {spoken} but is not valid {spoken}; save it as UTF-8.")
                raise UserError(sentence, name=name, spoken=spoken) from error
    try:
        return Decoded(_checked(content.decode("utf-8"), name), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        # a program or a sound file gets no better by being read in another encoding
        _checked(content.decode("latin-1"), name)
    if declared:
        try:
            return Decoded(content.decode(declared), codecs.lookup(declared).name, "declared")
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return _guessed(content)


def _chosen(content: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding)
        # rot13 and the like turn text into text
        if not getattr(codec, "_is_text_encoding", True):
            raise LookupError(encoding)
        text = content.decode(codec.name)
    except LookupError as error:
        sentence = _("There is no encoding “{encoding}”: write utf-8, cp1252, iso8859-15, mac-roman or the like.")
        raise UserError(sentence, encoding=encoding) from error
    except ValueError as error:
        sentence = _("{name} is not valid {encoding}; choose another encoding.")
        raise UserError(sentence, name=name, encoding=encoding) from error
    return Decoded(_checked(text, name), codec.name, "chosen")


def _guessed(content: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE], cp_isolation=list(CHOICES)).best()
    guess = best.encoding if best is not None else "cp1252"
    # few letters say little: then the commonest of the alphabet that most users write is the better guess
    high = sum(byte >= 0x80 for byte in content[:_SAMPLE])
    if high < 20 and guess not in ("cp1252", "utf_16_le", "utf_16_be") and _fits(content, "cp1252"):
        guess = "cp1252"
    for codec in (guess, "cp1252"):
        if _fits(content, codec):
            return Decoded(content.decode(codec), codecs.lookup(codec).name, "guessed")
    return Decoded(content.decode("cp1252", "replace"), "cp1252", "guessed")


def _fits(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _checked(text: str, name: str) -> str:
    if len(_CONTROL.findall(text)) > max(_CONTROLS_ALLOWED, _CONTROL_SHARE * len(text)):
        sentence = _("{name} is not a text document: it is full of control characters; save it as text in UTF-8.")
        raise UserError(sentence, name=name)
    return text
