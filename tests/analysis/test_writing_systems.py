"""What a reader of each language calls a word, a sentence and a paragraph; all of it invented."""

from itertools import chain

import pytest
import regex

from desktop.analysis.attribution.quote_marks import find_marked
from desktop.analysis.selecting import Unit, extend
from desktop.core.spans import Span
from desktop.core.structure import writing
from desktop.core.structure.units import COMPARED, count_words, counted_words, ends_sentence, snap_to_words

# of each language what stands between its sentences, and these, each with a word of it
PARAGRAPHS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "Arabic": (
        " ",
        (
            ("قالت الوزيرة إنّ الدَّولَةُ تؤيّد الميثاق.", "الدَّولَةُ"),
            ("هل يوافق الجميع؟", "الجميع"),
            ("لا، قال النائب.", "النائب"),
            ("وأضافت: «نريد نهرًا نظيفًا».", "نهرًا"),
            ("الماء حقّ!", "حقّ"),
        ),
    ),
    "Urdu": (" ", (("وزیر نے کہا کہ حکومت تیار ہے۔", "حکومت"), ("کیا آپ دستخط کریں گے؟", "دستخط"), ("جی ہاں۔", "جی"))),
    "Persian": (" ", (("ما رودخانه‌ای پاک می‌خواهیم.", "می‌خواهیم"), ("چرا نه؟", "چرا"))),
    "Hebrew": (
        " ",
        (
            ('צה"ל לא הגיב.', 'צה"ל'),
            ("שרת המים אמרה שָׁלוֹם לכולם.", "שָׁלוֹם"),
            ("האם נחתום על האמנה בבית־ספר?", "בבית־ספר"),
            ("לא!", "לא"),
        ),
    ),
    "Chinese": (
        "",
        (
            ("部长说政府支持公约。", "政"),
            ("我们要干净的河！", "河"),
            ("谁来付钱？", "谁"),
            ("“我们不会拖延。”", "拖"),
            ("议员说：「太贵了。」", "贵"),
            ("《河流公约》没有经过讨论。", "经"),
        ),
    ),
    "Japanese": (
        "",
        (
            ("政府は河川憲章を支持する。", "河川憲章"),
            ("なぜですか？", "なぜですか"),
            ("大臣は「川を守る。」と語った。", "川"),
            ("カメラの前で署名した。", "カメラ"),
            ("反対は多い！", "反対"),
        ),
    ),
    "Korean": (
        " ",
        (("장관은 강을 지키겠다고 말했다.", "지키겠다고"), ("누가 돈을 냅니까?", "누가"), ("우리는 모른다.", "모른다")),
    ),
    "Hindi": (
        " ",
        (
            ("मंत्री ने हस्ताक्षर किए।", "हस्ताक्षर"),
            ("क्या किसान ख़ुश हैं?", "ख़ुश"),
            ("उन्होंने कहा, “पानी सबका है।”", "पानी"),
            ("यह श्लोक है॥", "श्लोक"),
            ("हम करेंगे।", "करेंगे"),
        ),
    ),
    "Bengali": (" ", (("মন্ত্রী সনদে স্বাক্ষর করেছেন।", "স্বাক্ষর"), ("কে টাকা দেবে?", "টাকা"))),
    "Tamil": (" ", (("அமைச்சர் ஒப்பந்தத்தை ஆதரிக்கிறார்.", "ஒப்பந்தத்தை"), ("யார் பணம் தருவார்?", "பணம்"))),
    "Thai": (" ", (("เราลงนามในกฎบัตรแม่น้ำ", "เรา"), ("แม่น้ำเป็นของทุกคน", "น้ำ"))),
    "Burmese": (" ", (("ဝန်ကြီးက ထောက်ခံသည်။", "ကြီး"), ("ရေသည် အခွင့်အရေးဖြစ်သည်။", "သည်"))),
    "Khmer": (" ", (("រដ្ឋមន្ត្រីគាំទ្រ។", "គាំ"), ("ទឹកជាសិទ្ធិ។", "ទឹ"))),
    "Armenian": (
        " ",
        (("Նախարարը պաշտպանում է կանոնադրությունը։", "կանոնադրությունը"), ("Ջուրը իրավունք է։", "Ջուրը")),
    ),
    "Ethiopic": (" ", (("ሚኒስትሩ ቻርተሩን ይደግፋሉ።", "ቻርተሩን"), ("ማን ይከፍላል፧", "ማን"))),
    "Greek": (
        " ",
        (("Ποιος θα πληρώσει;", "πληρώσει"), ("Κανείς δεν ξέρει.", "Κανείς"), ("Το νερό είναι δικαίωμα!", "νερό")),
    ),
    "Georgian": (" ", (("მინისტრი მხარს უჭერს ქარტიას.", "ქარტიას"), ("ვინ გადაიხდის?", "ვინ"))),
    "Russian": (
        " ",
        (
            ("Министр поддержала хартию.", "хартию"),
            ("«Мы не согласимся», – сказала она.", "согласимся"),
            ("Кто-нибудь заплатит?", "Кто-нибудь"),
            ("Ещё нет…", "Ещё"),
        ),
    ),
    "Vietnamese": (" ", (("Bộ trưởng ủng hộ hiến chương.", "trưởng"), ("Ai sẽ tra\u0309 tiền?", "tra\u0309"))),
    "English": (" ", (("The well-known minister didn’t sign.", "didn’t"), ("Who pays?", "Who"), ("“We do.”", "We"))),
}
ROWS = [
    pytest.param(between.join(one for one, _ in told), sentence, word, id=f"{language}-{number}")
    for language, (between, told) in PARAGRAPHS.items()
    for number, (sentence, word) in enumerate(told)
]


def _chosen(text: str, at: int, unit: Unit) -> str:
    found = extend(text, Span(at, at), unit)
    return text[found.start : found.end]


def test_there_are_sixty_sentences_in_ten_scripts() -> None:
    assert len(ROWS) >= 60
    assert len(PARAGRAPHS) >= 10


@pytest.mark.parametrize(("paragraph", "sentence", "word"), ROWS)
def test_keys_select_what_a_reader_calls_word_sentence_and_paragraph(paragraph: str, sentence: str, word: str) -> None:
    text = f"—\n\n{paragraph}\n\n—"
    at = text.index(sentence) + sentence.index(word)
    assert _chosen(text, at, "word") == word
    assert _chosen(text, at, "sentence") == sentence
    assert _chosen(text, at, "paragraph") == paragraph


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_what_ends_a_sentence_ends_a_line(language: str) -> None:
    # no mark ends a sentence in Thai
    for sentence, _ in PARAGRAPHS[language][1] if language != "Thai" else ():
        assert ends_sentence(sentence, ";" if language == "Greek" else ""), sentence
        assert not ends_sentence(sentence.rstrip("".join(writing.ALL_STOPS) + writing.WIDE_CLOSING + ";")), sentence


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("议员说：「公约太贵了。」他走了。", ["公约太贵了。"]),
        ("大臣は『憲章は「高い」という』と言った。", ["憲章は「高い」という", "高い"]),
        ("《河流公约》没有经过讨论。", ["河流公约"]),
        ("“我们要河，”她说。“不会拖延。”", ["我们要河，", "不会拖延。"]),
        ('部长说："我们要河。"', ["我们要河。"]),
        ("وأضافت: «نريد نهرًا».", ["نريد نهرًا"]),
        ("उन्होंने कहा, “पानी सबका है।”", ["पानी सबका है।"]),
        ('היא אמרה: "צה"ל לא הגיב" והלכה.', ['צה"ל לא הגיב']),
        ("Она сказала: „Хартия дорогая“.", ["Хартия дорогая"]),
    ],
)
def test_quotations_are_found_between_the_marks_of_each_script(text: str, quoted: list[str]) -> None:
    found = find_marked(text, [Span(0, len(text))])
    assert [text[one.span.start : one.span.end] for one in found] == quoted
    assert not any(one.unclosed for one in found)


def test_all_stops_of_unicode_are_known_in_the_scripts_that_have_languages_here() -> None:
    scripts = ("Latin", "Greek", "Cyrl", "Arabic", "Hebrew", "Deva", "Han", "Armn", "Ethi", "Khmr", "Mymr", "Common")
    stops = regex.compile(r"\p{Sentence_Break=STerm}|\p{Sentence_Break=ATerm}")
    within = regex.compile("|".join(rf"\p{{Script_Extensions={one}}}" for one in scripts))
    # of old or small forms, or of music, nothing is in print
    plain = [
        letter
        for letter in map(chr, chain(range(0x2E2E), range(0x3000, 0x3100), range(0xFF00, 0xFFA0)))
        if stops.match(letter)
    ]
    unknown = [letter for letter in plain if within.match(letter) and letter not in writing.ALL_STOPS]
    # what Burmese has for a comma, and a dot that leads to the number of a page
    assert unknown == ["၊", "․"]


def test_frequencies_count_chinese_by_pairs_and_japanese_by_runs() -> None:
    counted = counted_words("部长支持公约。河，公约！\nThe Brücke 3\n大臣は公約を支持する。\nЁлка हस्ताक्षर")
    assert counted[:8] == ["部长", "长支", "支持", "持公", "公约", "河", "公约", "the"]
    assert counted[8:] == ["brücke", "大臣", "は", "公約", "を", "支持", "する", "ёлка", "हस्ताक्षर"]


def test_two_letters_without_spaces_count_as_a_word() -> None:
    assert count_words("部长讨论河流公约") == 4
    assert count_words("हस्ताक्षर करेंगे") == 2
    assert count_words("well-known, isn’t it") == 3


def test_chinese_is_compared_by_the_letter_and_a_mark_parts_no_word() -> None:
    assert COMPARED.findall("河流 “公约” U.S. pan-regional") == ["河", "流", "公", "约", "U.S.", "pan", "regional"]
    assert COMPARED.findall("والدَّولَةُ 👨\u200d👩 חָזָק") == ["والدَّولَةُ", "חָזָק"]


def test_a_choice_in_chinese_stays_as_it_was_made() -> None:
    text = "部长讨论河流公约 หน้า"
    assert snap_to_words(text, Span(4, 6)) == Span(4, 6)
    # and cuts no letter from its signs
    assert text[slice(*(lambda one: (one.start, one.end))(snap_to_words(text, Span(10, 11))))] == "น้"
