import pytest

from desktop.core.errors import UserError
from desktop.exchange.readers.encodings import decode

SPANISH = (
    "Señor, el año próximo volverá la música; ¿quién pagará? Mañana dirán más cosas sobre la ciudad de Málaga. " * 4
)
RUSSIAN = "Завтра в городе пройдёт большая ярмарка, и все придут посмотреть на лошадей и медведей. " * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SPANISH, "cp1252"),
        (SPANISH, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("Señor, el año próximo.", "latin-1"),
    ],
)
def test_a_text_in_an_old_encoding_is_read_and_the_guess_is_told(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert decoded.origin == ("byte-order mark" if encoding == "utf-16" else "guessed")


def test_utf8_is_never_guessed_and_the_user_may_choose_another() -> None:
    content = "año".encode()
    assert (decode(content, "a").origin, decode(content, "a").encoding) == ("valid UTF-8", "utf-8")
    chosen = decode(content, "a", "cp1252")
    assert (chosen.text, chosen.encoding, chosen.origin) == ("aÃ±o", "cp1252", "chosen")


@pytest.mark.parametrize("encoding", ["rot13", "base64", "klingon", "utf-8"])
def test_an_encoding_that_is_none_or_does_not_fit_is_one_sentence(encoding: str) -> None:
    with pytest.raises(UserError, match="encoding"):
        decode("año".encode("latin-1"), "a.txt", encoding)
