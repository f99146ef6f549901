import pytest

from desktop.core.errors import UserError
from desktop.exchange.documents import read_content
from desktop.exchange.readers.encodings import CHOICES, decode, web_codec

SPANISH = (
    "Señor, el año próximo volverá la música; ¿quién pagará? Mañana dirán más cosas sobre la ciudad de Málaga. " * 4
)
ARABIC = "سُئِلَ المدّعي عن الجسر، فقال: لن يُفتح قبل الخريف. هل تدفع القرية ثمنه؟ لا يعرف ذلك أحد؛ والناس ينتظرون. " * 3
RUSSIAN = "Завтра в городе пройдёт большая ярмарка, и все придут посмотреть на лошадей и медведей. " * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SPANISH, "cp1252"),
        (SPANISH, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "iso8859-6"),
        (ARABIC, "cp1256"),
        ("Señor, el año próximo.", "latin-1"),
        # an Arabic set has the small letter, and another letter for the capital
        ("L'été, dit le maire. L'Écho du quai ; la criée reste.", "cp1252"),
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


# a few sentences of each language, as short as they come
TEXTS = {
    "cs": "Ministr prohlásil: „S poplatkem nesouhlasíme.“ Přístav zaplatí příští rok, řekl pan Šťastný.",
    "pl": "Minister oświadczył: „Nie zgadzamy się na opłatę”. Łódź zapłaci, dodał pan Żak, więc będzie spór.",
    "hu": "A miniszter szerint a díj túl magas, és őszig semmi sem történik; Kőszegi úr dühös volt.",
    "lt": "Ministrė pareiškė, kad su šiuo mokesčiu nesutinka. Ponas Žukas atsakė: taip bus ateityje, žinoma.",
    "tr": "Bakan, ücretin yüksek olduğunu söyledi; şehir için çözüm bulunmalı, dedi İlhan Işık.",
    "es": "El señor Núñez dijo: “No habrá más peajes”, y añadió que la región pagará. ¿Quién más?",
    "ru": "Министр заявил, что паром останется, и добавил, что область заплатит в следующем году.",
    "el": "Η υπουργός δήλωσε ότι το τέλος είναι άδικο και ότι θα καταργηθεί.",
    "he": "השרה אמרה כי האגרה אינה צודקת וכי היא תבוטל.",
    "ar": "قالت الوزيرة إن الرسوم غير عادلة وإنها ستلغى.",
    "th": "รัฐมนตรีกล่าวว่าเราคัดค้านค่าธรรมเนียมนี้",
    "ja": "知事は「料金には反対だ」と述べた。県民の負担が重すぎるという。",
    "zh": "部长说，我们反对这项收费，因为它对没有能力的人不公平。",
    "tw": "部長說，我們反對這項收費，因為它對沒有能力的人不公平。",
    "ko": "장관은 우리는 이 요금에 반대한다고 말했다. 요금은 공평하지 않다.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("cs", "cp1250"), ("cs", "iso8859-2"), ("cs", "utf-16-le"), ("cs", "utf-16-be"), ("pl", "cp1250"),
        ("pl", "iso8859-2"), ("hu", "cp1250"), ("hu", "iso8859-2"), ("lt", "cp1257"), ("tr", "cp1254"),
        ("es", "cp1252"), ("es", "mac-roman"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"),
        ("ru", "mac-cyrillic"), ("ru", "utf-16-le"), ("el", "cp1253"), ("el", "iso8859-7"), ("he", "cp1255"),
        ("ar", "cp1256"), ("th", "cp874"), ("ja", "cp932"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("zh", "gb18030"),
        ("tw", "big5"), ("ko", "cp949"),
    ],
)  # fmt: skip
def test_the_letters_of_a_language_tell_the_encoding(language: str, encoding: str) -> None:
    text = TEXTS[language] if encoding not in ("iso8859-2", "big5") else TEXTS[language].translate(
        {ord("„"): '"', ord("“"): '"', ord("”"): '"'}
    )  # fmt: skip
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.origin) == (text, "guessed")


@pytest.mark.parametrize("codec", CHOICES)
def test_every_encoding_that_is_offered_can_be_chosen(codec: str) -> None:
    decoded = decode("One toll.".encode(codec), "a.txt", codec)
    assert (decoded.text, decoded.origin) == ("One toll.", "chosen")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"), ("latin1", "cp1252"), ("us-ascii", "cp1252"), ("iso-8859-9", "cp1254"),
        ("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("tis-620", "cp874"),
        ("euc-kr", "cp949"), ("ks_c_5601-1987", "cp949"), ("big5", "big5hkscs"), ("macintosh", "mac-roman"),
        ("utf8", "utf-8"), ("windows-1250", "cp1250"), ("rot13", ""), ("klingon", ""),
    ],
)  # fmt: skip
def test_a_label_means_what_browsers_take_it_for(label: str, codec: str) -> None:
    assert web_codec(label) == codec


def test_a_page_is_read_as_browsers_read_it() -> None:
    page = "<html><head><meta charset=iso-8859-1></head><body><p>Le péage, c’est 5 € — trop cher.</p></body></html>"
    reading = read_content(page.encode("cp1252"), "a.html")
    assert reading.document.text == "Le péage, c’est 5 € — trop cher."
    assert (reading.encoding, reading.encoding_origin) == ("cp1252", "declared")
    page = "<html><head><meta charset=Shift_JIS></head><body><p>知事は①「反対だ」と述べた。～</p></body></html>"
    assert read_content(page.encode("cp932"), "a.html").document.text == "知事は①「反対だ」と述べた。～"


def test_a_few_odd_bytes_do_not_throw_utf8_away() -> None:
    good = "“El peaje es injusto”, señaló él, y pidió su abolición. "
    decoded = decode(good.encode() + "“No”.".encode("cp1252") + b" \x81", "a.txt")
    assert (decoded.text, decoded.encoding, decoded.odd) == (good + "“No”. \ufffd", "utf-8", 3)
    reading = read_content(good.encode() + "“No”.".encode("cp1252"), "a.txt")
    assert reading.notes == ("2 bytes are not valid utf-8: look at what stands instead, or choose another encoding.",)
    assert decode("señaló, añadió: “sí”".encode("cp1252"), "a.txt").encoding == "cp1252"


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_that_was_cut_within_a_letter_ends_with_a_mark_for_it(cut: int) -> None:
    whole = "Паром утонул. 渡".encode()
    decoded = decode(whole[:-cut], "a.txt")
    assert (decoded.text, decoded.encoding, decoded.odd) == ("Паром утонул. \ufffd", "utf-8", 3 - cut)
    # a letter of another encoding at the very end, and a quotation mark of it, are none such
    assert decode("Señaló él: ".encode() + "café".encode("cp1252"), "a.txt").text == "Señaló él: café"
    assert decode("Señaló él: no.".encode() + "”".encode("cp1252"), "a.txt").text == "Señaló él: no.”"


def test_rtf_is_read_in_the_sets_of_its_fonts() -> None:
    old = rb"{\rtf1\mac\deff0{\fonttbl{\f0\fswiss Helvetica;}}\f0 El se\'96or Mu\'96oz: \'d2No\'d3.\par }"
    assert read_content(old, "a.rtf").document.text == "El señor Muñoz: “No”."
    pairs = "".join(f"\\'{byte:02x}" for byte in "知事は表示".encode("cp932")).encode()
    # the second byte of a pair may be written as the letter that it is
    mixed = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 Gothic;}}\f0 caf\'e9 {\f1 "
        + pairs
        + rb"\'94\'5c\'82X} caf\'e9 \u8212\'97 x\par }"
    )
    assert read_content(mixed, "a.rtf").document.text == "café 知事は表示能９ café — x"
    hidden = rb"{\rtf1\ansi We oppose {\v secretly }the {\v0 toll}.\par }"
    assert read_content(hidden, "a.rtf").document.text == "We oppose the toll."


def test_a_page_in_a_message_is_read_as_the_message_says() -> None:
    head = b"Subject: Toll\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    page = "<html><body><p>Le péage, c’est 5 €.</p></body></html>".encode("cp1252")
    reading = read_content(head + page, "a.eml")
    assert (reading.document.text, reading.encoding_origin) == ("Le péage, c’est 5 €.", "declared")
