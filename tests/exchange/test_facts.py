import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.documents import read_content
from desktop.exchange.readers.fact_dates import find_dates, parse_stamp
from desktop.exchange.readers.facts import find_language

LONG = "and so it goes on for a good many words, as the first paragraph of a report does."


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 26 April 2024, and", ["2024-04-26"]),
        ("April 26th, 2024", ["2024-04-26"]),
        ("Dec 22 (EFE)", ["--12-22"]),
        ("el 3 de marzo de 2021", ["2021-03-03"]),
        ("22 dic.", ["--12-22"]),
        ("em 1º de maio de 2019", ["2019-05-01"]),
        ("12 de março", ["--03-12"]),
        ("le 1er août 2020", ["2020-08-01"]),
        ("14 juillet", ["--07-14"]),
        ("in février 2018", ["2018-02"]),
        ("am 14. März 2023, am 3. Okt.", ["2023-03-14", "--10-03"]),
        ("Wien, 1. Jänner 1999", ["1999-01-01"]),
        ("il 2 giugno 1946", ["1946-06-02"]),
        ("2024-02-29 and 2023-02-29", ["2024-02-29"]),
        ("04/05/2024, 31.12.1999", ["2024-05-04", "1999-12-31"]),
        ("12/25/2020", ["2020-12-25"]),
        ("it may 5 times march 3 miles", ["--05-05", "--03-03"]),
        ("794-26-04-2024", ["2024-04-26"]),
        ("31 June 2020, 30 February", []),
        ("they may go in march", []),
        ("二〇二一年十月九日、二〇二〇年三月", ["2021-10-09", "2020-03"]),
        ("令和3年4月20日・平成二十九年十一月一日・昭和六十四年一月七日", ["2021-04-20", "2017-11-01", "1989-01-07"]),
        ("平成元年一月八日", ["1989-01-08"]),
        ("中華民國110年3月5日，民國一百零九年十二月廿五日", ["2021-03-05", "2020-12-25"]),
        ("２０１９年３月３日 二〇二一年十三月九日", ["2019-03-03"]),
        ("15 มกราคม 2564, ๑๕ กุมภาพันธ์ พ.ศ. ๒๕๖๓", ["2021-01-15", "2020-02-15"]),
        ("ngày 4 tháng 2 năm 2020", ["2020-02-04"]),
        ("2020. február 4., 2020 m. vasario 5 d., 2020. gada 6. februāris", ["2020-02-04", "2020-02-05", "2020-02-06"]),
        ("4. veljače 2020., 5. ágúst 2020, 6. avgusta 2020", ["2020-02-04", "2020-08-05", "2020-08-06"]),
        ("5 May 2564 sacks", ["--05-05"]),
    ],
)
def test_dates_are_found_in_six_languages_and_a_missing_year_stays_missing(text: str, dates: list[str]) -> None:
    assert [str(found.date) for found in find_dates(text)] == dates


def test_a_date_that_could_be_read_two_ways_says_so() -> None:
    assert [found.unsure for found in find_dates("04/05/2024, 25/05/2024")] == [True, False]


@pytest.mark.parametrize(
    ("stamp", "date"),
    [
        ("2018-10-03T07:00:00+02:00", "2018-10-03"),
        ("Mon, 3 Mar 2003 10:00:00 +0100", "2003-03-03"),
        ("3 de mayo de 2010", "2010-05-03"),
        ("1999", "1999"),
        ("2020-05", "2020-05"),
        ("May 7", "--05-07"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_a_stamp_gives_the_parts_that_it_has(stamp: str, date: str) -> None:
    assert str(parse_stamp(stamp)) == date


@given(st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)))
def test_any_day_is_found_as_it_is_written(day: datetime.date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d"):
        assert [str(found.date) for found in find_dates(day.strftime(form))] == [day.isoformat()]


@given(st.text(max_size=80))
def test_no_text_breaks_the_search_for_dates(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end]
    parse_stamp(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The house of the man that was by the sea is not for sale.", "en"),
        ("La casa de los hombres que por el mar se fue con sus hijos.", "es"),
        ("A casa dos homens que não foi ao mar com uma mulher e os filhos.", "pt"),
        ("La maison des hommes qui ne sont pas au bord de la mer et dans les champs.", "fr"),
        ("Дом стоит у моря, и никто в нём не живёт.", "ru"),
        ("Объект закрыт, и никто в нём не живёт.", "ru"),
        ("Мости стоять біля моря, і ніхто в них не живе.", "uk"),
        ("Масты стаяць ля мора, і ніхто ў іх не жыве.", "be"),
        ("Къщата стои до морето и никой в нея не живее, защото е скъпа.", "bg"),
        ("Кућа стоји крај мора и нико у њој не живи јер ће бити скупа.", "sr"),
        ("橋の通行料を支持すると述べた。", "ja"),
        ("政府支持征收过桥费，反对党反对。", "zh"),
        ("정부는 교량 통행료를 지지한다고 밝혔다.", "ko"),
        ("รัฐบาลสนับสนุนการเก็บค่าผ่านสะพาน", "th"),
        ("सरकार पुल शुल्क के पक्ष में है।", "hi"),
        # Marathi has the alphabet of Hindi: what is not known is not said
        ("सरकार पुलाच्या शुल्काच्या बाजूने आहे.", ""),
        ("الحكومة تؤيد ضريبة الجسور في البلد.", "ar"),
        ("دولت از گرفتن عوارض پل‌ها پشتیبانی می‌کند.", "fa"),
        ("حکومت پلوں کے محصول کی حمایت کرتی ہے۔", "ur"),
        ("حکوومەت پشتگیری باجی پردەکان دەکات و ڕێگا چاک دەکات.", "ckb"),
        ("حکومت د پلونو د محصول ملاتړ کوي او لارې جوړوي.", "ps"),
        ("Xyzzy.", ""),
    ],
)
def test_the_language_is_told_by_alphabet_and_common_words(text: str, language: str) -> None:
    assert find_language(text) == language


def test_one_word_however_often_tells_no_language() -> None:
    # “el” and “a” are Hungarian here
    assert (
        find_language("Nem fogadjuk el a vámot. Nem mondta el senki, hogy mit adtak el, és azt sem, hogy kinek.") == ""
    )


def test_each_fact_says_where_it_comes_from_and_how_sure_it_is() -> None:
    text = f"The quay is closed\n\nBy Ada Lind\n\n3 May 2020\n\nThe quay of Velden was closed on Friday, {LONG}\n"
    reading = read_content(text.encode(), "a.txt")
    told = {fact.name: (fact.value, fact.certainty.value, fact.told) for fact in reading.facts}
    assert told["title"] == ("The quay is closed", "stated", "the heading")
    assert told["author"] == ("Ada Lind", "stated", "the byline")
    assert told["date"] == ("2020-05-03", "stated", "the line “3 May 2020”")
    assert told["language"][1] == "inferred"


@pytest.mark.parametrize("author", ["(anonymous)", "python-docx", "Microsoft Office User", "Unknown"])
def test_what_a_program_writes_for_want_of_an_author_is_none(author: str) -> None:
    page = f'<html><head><title>Quay</title><meta name="author" content="{author}"></head><body><p>{LONG}</p></body>'
    assert read_content(page.encode(), "quay.html").document.facts.author == ""
    named = page.replace(author, "Ada Unknown")
    assert read_content(named.encode(), "quay.html").document.facts.author == "Ada Unknown"


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("Ada Quill is a reporter on the isle.", ""),
        ("Ada Quill writes about ferries and has rowed since 1999.", ""),
        ("GULL4 We want the toll dropped.", ""),
        ("Ada Quill and Odo Brink", "Ada Quill, Odo Brink"),
        ("Ada de la Quill", "Ada de la Quill"),
    ],
)
def test_what_is_said_of_an_author_is_no_author(said: str, author: str) -> None:
    page = (
        f'<html><body><article><h1>Quay</h1><p>{LONG}</p><div class="author-bio"><p>{said}</p></div></article></body>'
    )
    reading = read_content(page.encode(), "quay.html")
    assert reading.document.facts.author == author
    assert said in reading.document.text
    # what a page states beside the text is what it wants there
    desk = "the news desk harbour room"
    named = page.replace("<body>", f'<head><meta name="author" content="{desk}"></head><body>')
    assert read_content(named.encode(), "quay.html").document.facts.author.casefold() == desk


def test_a_name_of_a_file_gives_a_date_that_is_only_guessed() -> None:
    facts = read_content(b"Some words.", "2021-02-03 notes.txt").document.facts
    assert (facts.date, facts.date_certainty.value, facts.date_note) == (
        "2021-02-03",
        "guessed",
        "Found in the file’s name.",
    )
    for name in ("Talk of Quill 5 Mar 2019.txt", "5_March_2019_quay.txt"):
        facts = read_content(b"Some words.", name).document.facts
        assert (facts.date, facts.date_certainty.value) == ("2019-03-05", "guessed"), name
    # what a text is about, and a day without a year
    for name in ("The flood of 5 March 1962 retold.txt", "Talk 5 March.txt"):
        assert read_content(b"Some words.", name).document.facts.date == "", name


def test_a_byline_may_have_the_time_behind_it() -> None:
    said = f"<h1>La lonja no se cierra</h1><p>{LONG}</p><p>{LONG}</p>"
    page = f"<html><body>{said}<div>Publicado por Ada Quill en 19:22</div></body></html>"
    assert read_content(page.encode(), "quay.html").document.facts.author == "Ada Quill"


@pytest.mark.parametrize(
    "line",
    [
        "Done at Port Isle, this 5 March 2019, in two copies, each of which is as good as the other.",
        "Fait à Port-aux-Îles, le 5 mars 2019, en deux exemplaires qui font foi tous les deux.",
        "Signed and sworn before me on March 5, 2019, at the office of the harbour master.",
    ],
)
def test_the_day_on_which_a_text_was_signed_is_inferred(line: str) -> None:
    facts = read_content(f"On fares\n\n{LONG}\n\n{LONG}\n\n{line}\n\nAda Quill".encode(), "a.txt").document.facts
    assert (facts.date, str(facts.date_certainty)) == ("2019-03-05", "inferred")
    # a text goes on behind it
    more = f"On fares\n\n{line}\n\n" + f"{LONG}\n\n" * 40
    assert read_content(more.encode(), "a.txt").document.facts.date == ""


def test_the_day_behind_a_bar_below_the_lead_is_inferred() -> None:
    head = f"<h1>“We sail”</h1><p>{LONG}</p><p>Interview: Odo Brink | 5 March 2019</p>"
    page = f"<html><body><article>{head}<p><b>Is it so?</b></p><p>{LONG}</p></article></body></html>"
    facts = read_content(page.encode(), "a.html").document.facts
    assert (facts.date, str(facts.date_certainty)) == ("2019-03-05", "inferred")


def test_a_page_that_is_called_as_the_body_behind_it_tells_who_publishes() -> None:
    said = f"<h2>Fares rise on the quay</h2><p>{LONG}</p><p>{LONG}</p>"
    for name, publisher in (("Ministry of Harbours", "Ministry of Harbours"), ("Fares rise on the quay", "")):
        top = f"<head><title>{name}</title></head>"
        page = f"<html>{top}<body><div><a href=/>Start</a></div><div>{said}</div></body></html>"
        facts = read_content(page.encode(), "quay.html").document.facts
        assert (facts.title, facts.publisher) == ("Fares rise on the quay", publisher)


def test_a_dateline_gives_place_agency_and_a_day_without_its_year() -> None:
    reading = read_content(f"La Paz, 22 dic (EFE).- El puente se cerró ayer, {LONG}".encode(), "a.txt")
    facts = reading.document.facts
    assert (facts.place, facts.publisher, facts.date, facts.kind) == ("La Paz", "EFE", "--12-22", "wire report")


def test_the_name_of_a_page_and_a_name_above_its_date_are_only_guessed() -> None:
    text = f"Eastern Mercury\n\nA bus for those who rise early\n\nTom Achterberg\n\n18 January 2020\n\n{LONG}\n\n{LONG}"
    facts = {fact.name: (fact.value, str(fact.certainty)) for fact in read_content(text.encode(), "a.txt").facts}
    assert facts["publisher"] == ("Eastern Mercury", "guessed")
    assert facts["author"] == ("Tom Achterberg", "guessed")
    # a menu, a crumb and a sentence are no names
    for first in ("Home", "News > World", "Follow us:", "Sign up now", "• Live"):
        found = read_content(text.replace("Eastern Mercury", first).encode(), "a.txt").document.facts
        assert found.publisher == "", first


def test_a_film_is_not_called_what_is_heard_first() -> None:
    film = b"1\n00:00:01,000 --> 00:00:02,000\n[thunder]\n\n2\n00:00:03,000 --> 00:00:04,000\nRun for it, all of you!\n"
    reading = read_content(film, "The last ferry.srt")
    assert reading.document.facts.title == "The last ferry"
    assert {fact.name: str(fact.certainty) for fact in reading.facts}["title"] == "guessed"


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("令和三年四月六日", "2021-04-06"),
        ("平成元年十二月二十三日", "1989-12-23"),
        ("昭和64年1月7日", "1989-01-07"),
        ("民國一一〇年五月二十日", "2021-05-20"),
        ("二〇二一年十月三十日", "2021-10-30"),
        ("十二年三月四日", ""),
    ],
)
def test_days_in_eras_and_chinese_figures_are_read(words: str, date: str) -> None:
    assert [str(one.date) for one in find_dates(f"公開 {words} 発表")] == ([date] if date else [])


@pytest.mark.parametrize(
    "text",
    [
        "Talk with the pilot\nRecorded in Esbjerg on 3 October 2021\n\nADA: The ferry goes at nine.\n\nBEN: It sank.",
        "Pilots of the bay\nAgenda for the meeting on Sunday 3 October 2021, 10:00, Room 2\n\n10:00  Start\n10:30  End",
        "Talk started 2021/10/03 09:00 CEST\n\nADA: The ferry goes at nine.\n\nBEN: It sank.",
        "Ada Quill, [03.10.2021 09:14]\nThe ferry goes at nine.\n\nBen Ost, [03.10.2021 09:15]\nIt sank.\n\n"
        "Ada Quill, [03.10.2021 09:16]\nIt did not.",
        "話\n令和三年十月三日\n\n記者：船は九時に出ますか。\n船長：はい、出ます。\n記者：毎日ですか。",
    ],
)
def test_a_day_in_a_line_above_what_is_said_is_the_texts(text: str) -> None:
    facts = read_content(text.encode(), "talk.txt").document.facts
    assert facts.date == "2021-10-03"


def test_a_day_that_is_told_of_in_prose_is_not_the_texts() -> None:
    text = "The pier\n\nOn 3 October 2021 the ferry sank at the pier, and nobody was hurt by it.\n\nIt was an old one."
    assert read_content(text.encode(), "pier.txt").document.facts.date == ""
