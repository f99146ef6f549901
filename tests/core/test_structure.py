from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.spans import Span
from desktop.core.structure.furniture import classify
from desktop.core.structure.hints import Hints
from desktop.core.structure.paragraphs import find_paragraphs
from desktop.core.structure.structure import find_structure
from desktop.core.structure.turns import label_length
from desktop.core.values import Actor, SegmentKind

ACTORS = (
    Actor("ruiz", "Ana Ruiz", aliases=("Minister Ruiz",), initials="AR"),
    Actor("okri", "Ben Okri", initials="BO"),
)
LONG = "and this goes on for so many words that nobody would take it for a line of a menu."


def turns(text: str, actors: tuple[Actor, ...] = ()) -> list[tuple[str, str, str]]:
    found = find_structure(text, actors)
    return [(one.label, one.speaker, one.role) for one in found.segments if one.kind is SegmentKind.TURN]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("CE: Why now?\n\nSL: Because.\n\nCE: Tell us more?\n\nSL: No.", ["CE", "SL", "CE", "SL"]),
        ("BENJAMIN NOR: Why?\n\nSACHA LOR: So.", ["BENJAMIN NOR", "SACHA LOR"]),
        ("Question (from Spanish): Why?\n\nAna Ruiz (smiling): So.", ["Question (from Spanish)", "Ana Ruiz (smiling)"]),
        ("P.- ¿Por qué?\n\nR.- Porque sí.\n\nP.- ¿Y ahora?", ["P", "R", "P"]),
        ("El señor PRESIDENTE: Sí.\n\nLa señora RUIZ: Gracias.", ["El señor PRESIDENTE", "La señora RUIZ"]),
        ("Mr. SMITH of Ohio. I yield.\n\nMs. LEE of Utah. I object.", ["Mr. SMITH of Ohio", "Ms. LEE of Utah"]),
        (">> ANA: Go on.\n\n>> BEN: I will.", ["ANA", "BEN"]),
        ("— ¿Quién va?\n\n— Nadie.\n\n— ¿Nadie?", ["", "", ""]),
        ("ANA RUIZ\nOne of hers.\nBEN OKRI\nOne of his.\n" * 2, ["ANA RUIZ", "BEN OKRI"] * 2),
    ],
)  # fmt: skip
def test_turns_begin_where_speakers_are_named(text: str, speakers: list[str]) -> None:
    assert [label for label, _, _ in turns(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is no speaker.\n\nPhoto: nor is this.\n\nSource: nor this one.",
        f"He said this: {LONG}\n\nShe said that: {LONG}",
        "See http://example.org for more.\n\nIt is 10:30 now.",
        "- One thing\n\n- Another thing\n\n- A third thing",
    ],
)
def test_what_merely_has_a_colon_or_a_dash_is_no_turn(text: str) -> None:
    assert turns(text) == []


def test_speakers_are_matched_by_name_alias_and_initials_and_new_ones_are_proposed_once() -> None:
    text = "AR: One?\n\nMinister Ruiz: Two.\n\nOKRI: Three.\n\nCleo Marsh: Four.\n\nCLEO MARSH: Five."
    assert [speaker for _, speaker, _ in turns(text, ACTORS)] == ["ruiz", "ruiz", "okri", "cleo-marsh", "cleo-marsh"]
    new = find_structure(text, ACTORS).new_actors
    assert [(actor.key, actor.name, actor.initials) for actor in new] == [("cleo-marsh", "Cleo Marsh", "CM")]


REPORT = """{headline}

{dateline}Minister Ada Quill told reporters: "We back the charter." The opposition asked: "Who pays?"

The debate goes on next week in the capital, where both sides will speak again.

Question: Will you sign this year?

Ada Quill: Yes, we will. Water is a right.
"""


@pytest.mark.parametrize("headline", ["River Charter: ministers meet in Salt Bay", "Ministers meet in Salt Bay"])
@pytest.mark.parametrize(
    "dateline",
    [
        "SALT BAY, 3 March 2026 – ",
        "Salt Bay, March 3 (Wire) — ",
        "SALT BAY (Wire) – ",
        "SALT BAY, 2026-03-03 - ",
        "Salt Bay, le 3 mars 2026 – ",
    ],
)
def test_a_headline_and_a_dateline_are_no_speakers(headline: str, dateline: str) -> None:
    found = find_structure(REPORT.format(headline=headline, dateline=dateline))
    speaking = [(one.label, one.role) for one in found.segments if one.kind is SegmentKind.TURN]
    assert speaking == [("Question", "question"), ("Ada Quill", "answer")]
    assert found.title == headline


# of each language a report whose paragraphs are all its own: title, dateline, questions and answers
REPORTS = {
    "ar": "الوزراء يناقشون الميثاق|الميناء، 3 مارس 2026 – قالت الوزيرة إنّ الحكومة تؤيّد ميثاق الأنهار هذا العام.|"
    "سؤال: هل ستوقّعون؟|ليلى حدّاد: نعم، سنوقّع قبل الصيف.|سؤال: والمزارعون؟|ليلى حدّاد: سندعمهم.",
    "ur": "وزراء کا اجلاس|وزیر نے منگل کو کہا کہ حکومت اس سال دریا کے منشور کی حمایت کرتی ہے۔|"
    "سوال: کیا آپ دستخط کریں گے؟|لیلیٰ حداد: جی ہاں، گرمیوں سے پہلے۔|سوال: اور کسان؟|لیلیٰ حداد: ہم مدد کریں گے۔",
    "hi": "मंत्रियों की बैठक|जल मंत्री ने मंगलवार को कहा कि सरकार नदी चार्टर का समर्थन करती है।|"
    "प्रश्न: क्या आप हस्ताक्षर करेंगे?|लैला हद्दाद: हाँ, गर्मियों से पहले।|प्रश्न: और किसान?|लैला हद्दाद: हम मदद करेंगे।",
    "zh": "部长讨论公约|港口城，2026年3月3日——水利部长周二表示，政府支持河流公约。|"
    "记者：你们会签署吗？|林静：会的。|记者：农民呢？|林静：我们支持。",
    "ja": "大臣が憲章を議論|港町、2026年3月3日――大臣は火曜日、政府は河川憲章を支持すると述べた。|"
    "記者：署名しますか？|林静：はい、夏の前に。|記者：農家は？|林静：支援します。",
    "he": "השרים דנים באמנה|שרת המים אמרה ביום שלישי כי הממשלה תומכת השנה באמנת הנהרות.|"
    "שאלה: האם תחתמו?|ליאה חדד: כן, לפני הקיץ.|שאלה: והחקלאים?|ליאה חדד: נתמוך בהם.",
    "am": "ሚኒስትሮች ተወያዩ|ሚኒስትሩ ማክሰኞ ዕለት መንግሥት የወንዝ ቻርተሩን ዘንድሮ እንደሚደግፍ ተናገሩ።|"
    "ጥያቄ: ትፈርማላችሁ?|ሊያ ሀዳድ: አዎ፣ ከበጋ በፊት።|ጥያቄ: ገበሬዎችስ?|ሊያ ሀዳድ: እንደግፋለን።",
}


@pytest.mark.parametrize("language", REPORTS)
def test_no_paragraph_of_an_article_is_furniture_in_any_script(language: str) -> None:
    text = REPORTS[language].replace("|", "\n\n")
    found = find_structure(text)
    assert {one.kind for one in found.segments} == {SegmentKind.HEADING, SegmentKind.PARAGRAPH, SegmentKind.TURN}
    assert found.title == text.partition("\n")[0]
    assert len([one for one in found.segments if one.kind is SegmentKind.TURN]) == 4


@pytest.mark.parametrize("language", ["ar", "ur", "he"])
def test_a_question_in_place_of_a_name_is_nobodys_name_in_other_scripts(language: str) -> None:
    found = find_structure(REPORTS[language].replace("|", "\n\n"))
    assert [one.role for one in found.segments if one.kind is SegmentKind.TURN] == ["question", "answer"] * 2
    assert found.new_actors[0].name == "Journalists"
    assert len(found.new_actors) == 2


def test_initials_stand_for_the_name_that_the_text_explains() -> None:
    text = f"Dora Elm (DE) met Fay Gold, {LONG}\n\nDE: Why?\n\nFG: Why not?"
    assert [actor.name for actor in find_structure(text).new_actors] == ["Dora Elm", "Fay Gold"]


def test_text_that_a_program_wrapped_has_its_blank_lines_as_borders() -> None:
    lines = ["This is a line of some sixty letters, no more than that here"] * 3
    text = "\n".join(lines) + "\n\n" + "\n".join(lines)
    assert len(find_paragraphs(text)) == 2
    assert len(find_paragraphs(text, joined=False)) == 6


def test_what_the_format_marks_goes_before_the_rules() -> None:
    text = f"Menu\n\nTitle\n\nA short line\n\nThis is the body of it, {LONG}"
    hints = Hints(headings=(Span(6, 11),), furniture=(Span(13, 25),), marked=True, lines=True)
    assert [one.kind.value for one in find_structure(text, (), hints).segments] == [
        "furniture",
        "heading",
        "furniture",
        "paragraph",
    ]


def kinds(text: str, hints: Hints | None = None) -> dict[str, str]:
    found = find_structure(text, (), hints)
    return {text[one.span.start : one.span.end]: one.kind.value for one in found.segments}


@pytest.mark.parametrize(
    ("title", "told", "sentences"),
    [
        ("Crews keep the tram", "4 May 2021", ["The tram runs until midnight, said the mayor.", "Nobody believed it."]),
        ("Vad skeppet bar", "Tisdagen den 4 februari 2020", ["Skeppet bar salt.", "Ingen vet varför det sjönk."]),
        ("Przemówienie o moście", "Kraków, 5 maja 2019 r.", ["Most zamkniemy jesienią.", "Potem otworzymy drugi."]),
        ("Was die Müller wollen", "Von Ada Quill, Isle", ["Die Müller wollen Ruhe.", "Das sagten sie am Abend."]),
        ("كلمة عن الجسر", "٥ أيار ٢٠١٩", ["الجسر لنا.", "هل سمع أحد غير ذلك من رجال الميناء في المدينة؟"]),
        ("关于大桥的讲话", "二〇一九年五月五日", ["大桥属于我们。", "市长说，明年春天以前不会关闭大桥。"]),
        ("О мосте", "5 мая 2019 года", ["Мост останется открытым, сказал мэр вечером.", "Других слов не было."]),
        ("다리에 관한 담화", "2019년 5월 5일", ["다리는 우리의 것이다.", "시장은 봄까지 다리를 닫지 않겠다고 했다."]),
    ],
)  # fmt: skip
def test_a_short_sentence_below_title_and_date_is_a_paragraph(title: str, told: str, sentences: list[str]) -> None:
    text = "\n\n".join([title, told, *sentences])
    assert kinds(text) == {title: "heading", told: "furniture", **dict.fromkeys(sentences, "paragraph")}
    # what has no stop stays a heading among them
    amid = "\n\n".join([title, told, sentences[0], title[::-1].capitalize(), *sentences, LONG.capitalize()])
    assert kinds(amid)[title[::-1].capitalize()] == "heading"


def test_short_sections_at_the_end_of_a_text_belong_to_it_and_those_of_a_page_do_not() -> None:
    text = [
        "Crews keep the tram",
        "4 May 2021",
        f"The tram runs, {LONG}",
        "What now",
        "Nobody knows.",
        "And then",
        "No.",
    ]
    found = kinds("\n\n".join(text))
    assert [found[one] for one in text[3:]] == ["heading", "paragraph"] * 2
    page = ["Weather", "Sports", "Town and country", *text]
    assert kinds("\n\n".join(page))["\n\n".join(text[3:])] == "furniture"


def test_a_name_between_a_short_title_and_the_date_is_not_the_title() -> None:
    assert (
        find_structure(f"Slovo o mostě\n\nAda Quillová\n\n5. září 2019\n\nMost stojí, {LONG}").title == "Slovo o mostě"
    )
    assert find_structure(f"Weather\n\nCrews Win\n\n4 May 2021\n\nThe tram runs, {LONG}").title == "Crews Win"


def test_a_standfirst_tells_ahead_what_the_page_tells_again() -> None:
    standfirst = "Harbour crews turned down the offer, their leader Quill said."
    again = f"The harbour crews met on Monday, their leader Ada Quill told us, {LONG}"
    page = ["Menu of the town and more", "Crews turn down the offer", "4 May 2021", standfirst, again]
    assert kinds("\n\n".join(["Weather", "• A caption of the picture above", *page[1:]]))[standfirst] == "heading"
    # without a page around it, or said nowhere again, it begins the text
    assert kinds("\n\n".join(page[1:]))[standfirst] == "paragraph"
    other = ["Weather", "• A caption of the picture above", *page[1:4], f"Nothing else is known here, {LONG}"]
    assert kinds("\n\n".join(other))[standfirst] == "paragraph"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Friends, the mill is closed.\n\nIt closed on a Tuesday, {LONG}", ""),
        (f"Who closed the mill?\n\nIt closed on a Tuesday, {LONG}", "Who closed the mill?"),
        (f"We will not close it.\n\nBy Ada Quill\n\nIt closed on a Tuesday, {LONG}", "We will not close it."),
        (f"Contents\n\nWhy the mill closed early\n\nIt closed on a Tuesday, {LONG}", "Why the mill closed early"),
        (f"desk@isle.example or the usual line\n\nWhy mills close\n\n5 May 2021\n\nIt did, {LONG}", "Why mills close"),
    ],
)  # fmt: skip
def test_a_statement_that_begins_a_text_is_no_title_and_neither_is_a_menu_or_a_contact(text: str, title: str) -> None:
    assert find_structure(text).title == title
    assert kinds(text)[text.split("\n\n")[-1]] == "paragraph"


def test_a_marked_heading_of_a_menu_is_furniture_and_no_title() -> None:
    text = f"Sommaire\n\nPorts\n\nLa digue tiendra\n\n5 mai 2021\n\nElle tiendra.\n\nLe maire en doute, {LONG}"
    at = text.index("La digue")
    found = find_structure(text, (), Hints(headings=(Span(0, 8), Span(at, at + 16)), marked=True, lines=True))
    assert found.title == "La digue tiendra"
    assert [one.kind.value for one in found.segments] == ["furniture", "heading", "furniture", "paragraph", "paragraph"]


def test_a_text_of_short_lines_is_no_furniture() -> None:
    assert {one.kind for one in find_structure("One\nTwo\nThree\nFour").segments} == {SegmentKind.PARAGRAPH}


@given(st.text(alphabet=st.sampled_from("AB: .?\n—-(x•>é[]"), max_size=120))
def test_every_segment_lies_in_the_text_without_white_space_around_it(text: str) -> None:
    for one in find_structure(text, ACTORS).segments:
        words = text[one.span.start : one.span.end]
        assert words == words.strip() != ""


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("Okafor: The tram must come.", "Okafor", "The tram must come."),
        ("- CE: So what?", "CE", "So what?"),
        ("Mr. SMITH of Ohio. Mr. Speaker, I rise.", "Mr. SMITH of Ohio", "Mr. Speaker, I rise."),
        ("市长：电车必须来。", "市长", "电车必须来。"),
        # marked by hand: nothing is known of the label
        ("Ada Quill: We will close it.", "", "We will close it."),
        ("— So what?", "", "So what?"),
        ("We will close it.", "", "We will close it."),
        ("We will close it.", "Quill", "We will close it."),
    ],
)
def test_how_much_of_a_turn_its_label_takes(line: str, label: str, rest: str) -> None:
    assert line[label_length(line, label) :].lstrip() == rest


def test_a_text_of_many_lines_is_looked_through_once() -> None:
    class Counted(list[str]):
        sliced = 0

        def __getitem__(self, at: Any) -> Any:
            self.sliced += len(range(*at.indices(len(self)))) if isinstance(at, slice) else 0
            return super().__getitem__(at)

    lines = Counted(["Aa"] * 2_000)
    classify(lines, set(), set(), set(), title="", marked=False)
    assert lines.sliced <= len(lines)


def test_a_title_may_be_the_last_line_of_all() -> None:
    lines = ["Nobody could say what the fares would be, and the crews went home.", "Fares: the council asks again"]
    kinds = classify(lines, {0, 1}, set(), set(), title="Fares: the council asks again", marked=True)
    assert kinds == [SegmentKind.PARAGRAPH, SegmentKind.HEADING]


@pytest.mark.parametrize(
    "saying", ["议员陈大海当天批评说", "议员陈大海表示", "議員陳大海指出", "议员陈大海昨天在会上强调"]
)
def test_who_is_told_to_say_something_in_chinese_is_no_label(saying: str) -> None:
    text = f"{saying}：“我们不会付两次钱！”部长会让步吗？\n\n记者：谁付钱？\n\n林静：国家。\n\n记者：真的？"
    labels = [one.label for one in find_structure(text).segments if one.label]
    assert labels == ["记者", "林静", "记者"]


@pytest.mark.parametrize(
    ("top", "title"),
    [
        (
            "Witness: Ada Quill (Open Session)     Page 1204\nCross-examination of the skipper",
            "Cross-examination of the skipper",
        ),
        ("Talk no. 3 at the quay\nInterviewer (I), Skipper 1 (S1)", "Talk no. 3 at the quay"),
        (
            "HARBOUR DEBATE\n\nPARTICIPANTS:\nSkipper Ada Quill (North) and\nKeeper Odo Brink of the Quays (South)",
            "HARBOUR DEBATE",
        ),
    ],
)
def test_running_heads_legends_and_names_below_a_field_are_no_titles(top: str, title: str) -> None:
    said = "\n\n".join(f"{who}: We sail at nine, and nobody waits at the quay." for who in ("QUILL", "BRINK") * 3)
    assert find_structure(f"{top}\n\n{said}\n").title == title


@pytest.mark.parametrize(
    ("present", "said"),
    [
        (
            "Present: Ada Quill (Chair), Odo Brink",
            "The chair opened the meeting at ten o'clock and welcomed everybody to the harbour.",
        ),
        ("Presentes: Ada Quill, Odo Brink", "La presidenta abrió la reunión a las diez y dio la bienvenida a todos."),
        ("Anwesend: Ada Quill, Odo Brink", "Die Vorsitzende eröffnete die Sitzung um zehn Uhr und begrüßte alle."),
    ],
)
def test_who_was_present_is_no_heading_of_the_minutes_below(present: str, said: str) -> None:
    text = f"{present}\n\n{said}\n\n{said}\n"
    assert find_structure(text).title == ""
    assert SegmentKind.HEADING not in {one.kind for one in find_structure(text).segments}
    # below a title it is no second one, and between sentences no heading of what follows
    text = f"The harbour board met\n\n{present}\n\n{said}\n\n{said}\n\n{present}\n\n{said}\n"
    found = find_structure(text)
    headings = [text[one.span.start : one.span.end] for one in found.segments if one.kind is SegmentKind.HEADING]
    assert (found.title, headings) == ("The harbour board met", ["The harbour board met"])
