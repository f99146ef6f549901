"""Turning the bytes of a text file into characters, and saying what decided how."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import islice

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext

# UTF-32 first: its little-endian mark begins with that of UTF-16
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# what texts of the last forty years were written in; of two that fit alike the first is taken
CHOICES = (
    "utf-8", "cp1252", "cp1250", "iso8859-2", "cp1257", "cp1254", "iso8859-15", "cp1251", "koi8-r", "cp866", "cp1253",
    "iso8859-7", "cp1255", "cp1256", "iso8859-6", "cp874", "mac-roman", "mac-latin2", "mac-cyrillic", "cp850", "cp852",
    "cp437", "iso8859-4", "iso8859-5", "iso8859-13", "koi8-u", "cp1258", "utf-16-le", "utf-16-be", "cp932", "euc_jp",
    "gb18030", "big5hkscs", "cp949", "iso2022_jp",
)  # fmt: skip
# what browsers take for another encoding than its label says (encoding.spec.whatwg.org), by Python's name for the label
_WEB = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}  # fmt: skip
# labels of the web that Python does not know
_LABELS = {
    "x-sjis": "cp932", "ks_c_5601-1989": "cp949", "windows-949": "cp949", "x-gbk": "gb18030", "x-x-big5": "big5hkscs",
    "dos-874": "cp874", "windows-874": "cp874", "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic",
    "x-mac-roman": "mac-roman", "iso-8859-8-i": "iso8859-8", "logical": "iso8859-8", "visual": "iso8859-8",
    "unicode": "utf-16-le", "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "cp1252",
}  # fmt: skip
# letters of one, two, and four bytes that announce themselves
_ESCAPES = ((re.compile(rb"\x1b\$\)C"), "iso2022_kr"), (re.compile(rb"\x1b(?:\$[@B]|\([JI])"), "iso2022_jp_ext"))
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
# sequences of UTF-8 for each byte that is none, before a text is something else
_SOUND = 2
# runs of characters beyond ASCII that a guess looks at
_SAMPLE = 4000
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_QUOTES = frozenset("“”‘’„‚«»‹›–—…•¿¡€£°§©®№·ºª،؛؟")
_BLANKS = frozenset("\xa0\u3000\u200b\ufeff")
# letters of one case or two that each encoding of one byte has beside Latin: Greek, Cyrillic, Hebrew, Arabic, Thai
_SCRIPTS = re.compile("[\u0370-\u03ff\u0400-\u045f\u0490\u0491\u05b0-\u05ea\u0600-\u06ff\u0e00-\u0e5b]")
_WIDE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]")
_KANA = re.compile("[\u3001-\u3003\u3008-\u3011\u3041-\u30ff]")
# a stray form feed or escape sequence is no reason to refuse a text
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CONTROLS_ALLOWED = 3
_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with how its bytes were read, and what decided that.

    Attributes:
        odd: how many bytes did not fit; they were read as cp1252, or became U+FFFD.
    """

    text: str
    encoding: str
    origin: str
    odd: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user shall know: that bytes did not fit."""
        if not self.odd:
            return ()
        sentence = ngettext(
            "{count} byte is not valid {encoding}: look at what stands instead, or choose another encoding.",
            "{count} bytes are not valid {encoding}: look at what stands instead, or choose another encoding.",
            self.odd,
        )
        return (sentence.format(count=self.odd, encoding=self.encoding),)


def decode(content: bytes, name: str, encoding: str = "", declared: str = "") -> Decoded:
    """Return the text in *content*.

    An *encoding* that is given decides, then a byte-order mark, the escapes of ISO 2022, blanks of UTF-16, valid UTF-8,
    what the file *declared* as browsers understand it, UTF-8 with a few odd bytes, and at last a guess by the letters
    that languages have.

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
    for codec in _announced(content):
        text = content.decode(codec)
        if len(_CONTROL.findall(text)) <= _CONTROLS_ALLOWED:
            return Decoded(text, codec, "guessed")
    try:
        return Decoded(_checked(content.decode("utf-8"), name), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        # a program or a sound file gets no better by being read in another encoding
        _checked(content.decode("latin-1"), name)
    return _declared(content, web_codec(declared) if declared else "") or _guessed(content)


def _declared(content: bytes, codec: str) -> Decoded | None:
    """Return *content* in the encoding that its file declares, or as UTF-8, where few bytes do not fit."""
    if codec and codec != "utf-8" and _fits(content, codec):
        return Decoded(content.decode(codec), codec, "declared")
    sequences = _SEQUENCE.findall(content)
    odd = len(content) - len(content.translate(None, _HIGH)) - sum(map(len, sequences))
    if _SOUND * odd <= len(sequences):
        text, odd = _mended(content)
        return Decoded(text, "utf-8", "declared" if codec == "utf-8" else "guessed", odd)
    text = content.decode(codec, "replace") if codec else ""
    odd = text.count("\ufffd")
    return Decoded(text, codec, "declared", odd) if text and _SOUND * odd <= len(_BEYOND.findall(text)) else None


def web_codec(label: str) -> str:
    """Return Python's name of the encoding that browsers read where a page says *label*; empty when there is none."""
    label = label.strip().lower()
    try:
        codec = codecs.lookup(_LABELS.get(label, label))
    except (LookupError, ValueError):
        return ""
    # rot13 and the like turn text into text
    return _WEB.get(codec.name, codec.name) if getattr(codec, "_is_text_encoding", True) else ""


def codec_of(encoding: str) -> str:
    """Return as `web_codec` what an *encoding* that somebody chose is; UserError when there is none such."""
    codec = web_codec(encoding)
    if not codec:
        sentence = _("There is no encoding “{encoding}”: write utf-8, cp1252, iso8859-15, mac-roman or the like.")
        raise UserError(sentence, encoding=encoding)
    return codec


def _chosen(content: bytes, name: str, encoding: str) -> Decoded:
    codec = codec_of(encoding)
    try:
        text = content.decode(codec)
    except ValueError as error:
        sentence = _("{name} is not valid {encoding}; choose another encoding.")
        raise UserError(sentence, name=name, encoding=encoding) from error
    return Decoded(_checked(text, name), codec, "chosen")


def _announced(content: bytes) -> list[str]:
    """Return the encodings that escapes, or NULs and blanks at every other place, tell."""
    if content.isascii():
        found = [codec for escape, codec in _ESCAPES if escape.search(content)]
        if found:
            return [codec for codec in found if _fits(content, codec)]
    if len(content) % 2 or len(content) < 4:
        return []
    # blanks and line feeds are of two bytes, whatever the alphabet; possessive pairs keep to the even places
    pairs = Counter(content[at : at + 2] for at in range(0, min(len(content), 64 * 1024), 2))
    little, big = (sum(pairs[blank] for blank in blanks) for blanks in ((b" \0", b"\n\0"), (b"\0 ", b"\0\n")))
    codec, blanks = ("utf-16-le", little) if little >= big else ("utf-16-be", big)
    return [codec] if 40 * blanks >= pairs.total() and _fits(content, codec) else []


def _mended(content: bytes) -> tuple[str, int]:
    """Return *content* as UTF-8, each byte that is none as cp1252, and how many these are."""
    odd = 0

    def mend(error: UnicodeError) -> tuple[str, int]:
        nonlocal odd
        assert isinstance(error, UnicodeDecodeError)
        length = error.end - error.start
        before = content[max(0, error.start - 1) : error.start]
        # the file was cut within a letter; but “café” may end in another encoding
        if error.reason == "unexpected end of data" and (length > 1 or not before.isalpha()):
            odd += length
            return "\ufffd", error.end
        odd += 1
        return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1

    codecs.register_error("visavis-mend", mend)
    return content.decode("utf-8", "visavis-mend"), odd


def _guessed(content: bytes) -> Decoded:
    best, most = "", -9.0
    for codec in CHOICES:
        if codec.startswith(("utf", "iso2022")):
            continue
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        worth = _worth(text)
        if worth > most + 1e-9:
            best, most = codec, worth
    if best:
        return Decoded(content.decode(best), codecs.lookup(best).name, "guessed")
    text = content.decode("cp1252", "replace")
    return Decoded(text, "cp1252", "guessed", text.count("\ufffd"))


def _worth(text: str) -> float:
    """Return how much *text* looks like a language: 1 when each character beyond ASCII does, below 0 for noise."""
    total, seen = 0.0, 0
    latin: Counter[str] = Counter()
    for run in islice(_BEYOND.finditer(text), _SAMPLE):
        before, after = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]
        letters = run[0][:200]
        seen += len(letters)
        for at, one in enumerate(letters):
            left = letters[at - 1] if at else before
            right = letters[at + 1] if at + 1 < len(letters) else after
            if _WIDE.match(one):
                # pairs of bytes that fit are no accident
                total += 1.3 if _KANA.match(one) or one in _common() else 0.2
            elif one.isalpha() or "\u0e00" < one < "\u0e5b":
                total += _letter(one, left, right)
                if one.lower() < "\u0250":
                    latin[one.lower()] += 1
            elif "\u064b" <= one <= "\u0652" and (left.isalpha() or "\u064b" <= left <= "\u0652"):
                # the vowel signs of Arabic
                total += 1
            elif one in _QUOTES or one in _BLANKS:
                inside = left.isalpha() and right.isalpha() and one not in "’·"
                total += -2 if inside else 0.6
            else:
                total -= 2 if left.isalpha() or "\x7f" < one < "\xa0" else 0.5
    # all that is Latin is of one language
    known = max((sum(latin[one] for one in alphabet) for alphabet in _alphabets()), default=0)
    total -= 2 * (latin.total() - known)
    return total / seen if seen else 1.0


def _letter(one: str, left: str, right: str) -> float:
    if left.islower() and one.isupper():
        return -2
    if _SCRIPTS.match(one):
        # no word is of two alphabets
        worth = 1.0 if one.lower() in _common() else 0.4
        mixed = any(beside.isalpha() and beside.lower() < "\u0250" for beside in (left, right))
        return -2 if mixed else 0.7 * worth if one.isupper() else worth
    if one.lower() >= "\u0250" or not one.isalpha() or any(map(_SCRIPTS.match, (left, right))):
        return -2
    # capitals are rare behind capitals of ASCII alone
    return 0.8 if one.isupper() else 1


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    # most texts are UTF-8, and need none
    from desktop.core.vocabulary.languages import languages

    return tuple(one.recognition.written for one in languages().values() if one.recognition.written)


@cache
def _common() -> frozenset[str]:
    return frozenset[str]().union(*_alphabets())


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
