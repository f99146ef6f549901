"""Forty queries in the scripts of the world: the library, the words in context and the line above a text find each."""

import unicodedata
from pathlib import Path

import pytest

from desktop.core.concordance import places_of, wanted
from desktop.core.filters import ClaimFilter
from desktop.core.folding import FoldedText, find_pattern
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project.concordance import found_in
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import filtered
from desktop.store.reads.search import grounds, search, search_all

from .test_every_action import BEFORE_SETS, BEFORE_TIMES, OLD, unpacked

TEXTS = {
    "Han": "港城报道。副部长说，我们要签署河流公约。费用由市议会承担；桥梁税是公平的。",
    "kana": "港の大臣は、条約に署名しなければならないと述べた。ガスの料金、ｶﾞｿﾘﾝの税。コーヒーも高い。",
    "Hangul": "시의회는 한국의 하천협약을 토론했다. 장관은 다리세가 공정하다고 말했다.",
    "Thai": "สภาเมืองอภิปรายภาษีสะพาน รัฐมนตรีกล่าวว่าค่าธรรมเนียมเป็นธรรม",
    "Arabic": "قالت النائبة إنّ الدَّولَةَ لن ترفع الرسوم، وردّ حدّاد: «الضَّرِيبَةُ ثقيلة» عام ٢٠٢٦. مـــا رأي أحمد؟",
    "Hebrew": "חברת המועצה אמרה: שָׁלוֹם לכולם, המס על הגשרים צודק. צה״ל לא הגיב.",
    "Cyrillic": "Ковалёва сказала: ещё рано. Съезд обсудил налог на мосты, Пётр Лесной был за.",
    "Devanagari": "मंत्री ने कहा कि पुल कर उचित है। समझौते पर हस्ताक्षर हुए, काग़ज़ तैयार है।",
    "Greek": "Η Υπουργός είπε ότι ο φόρος στις γέφυρες είναι δίκαιος· ΓΕΦΥΡΑ και λόγος.",
    "Latin": "In Łódź sprach Ørsted mit Đặng über die Straße, Ægir und den ﬁnalen Co\u00adde. Cafe\u0301, İzmir.",
    "signs": "Two Banks 🌉 wrote 👩\u200d👩\u200d👦 “no”, COVID病毒.",
}
FOUND = [
    ("Han", "部长", "部长"),
    ("Han", "签署", "签署"),
    ("Han", "我们要", "我们要"),
    ("Han", "河流公约", "河流公约"),
    ("Han", "副", "副"),
    ("kana", "大臣", "大臣"),
    ("kana", "条約", "条約"),
    ("kana", "署名", "署名"),
    ("kana", "ガス", "ガス"),
    ("kana", "ガソリン", "ｶﾞｿﾘﾝ"),
    ("kana", "コーヒー", "コーヒー"),
    ("Hangul", "한국", "한국의"),
    ("Hangul", unicodedata.normalize("NFD", "장관"), "장관은"),
    ("Hangul", "하천협약 다리세", "하천협약을"),
    ("Thai", "ภาษี", "ภาษี"),
    ("Thai", "รัฐมนตรี", "รัฐมนตรี"),
    ("Thai", "ค่า", "ค่า"),
    ("Arabic", "الدولة", "الدَّولَةَ"),
    ("Arabic", "الدَّولَةُ", "الدَّولَةَ"),
    ("Arabic", "حداد", "حدّاد"),
    ("Arabic", "الضريبة", "الضَّرِيبَةُ"),
    ("Arabic", "احمد", "أحمد"),
    ("Arabic", "2026", "٢٠٢٦"),
    ("Hebrew", "שלום", "שָׁלוֹם"),
    ("Hebrew", "שָׁלוֹם", "שָׁלוֹם"),
    ("Hebrew", 'צה"ל', "צה״ל"),
    ("Cyrillic", "еще", "ещё"),
    ("Cyrillic", "ЕЩЁ", "ещё"),
    ("Cyrillic", "ковалева", "Ковалёва"),
    ("Cyrillic", unicodedata.normalize("NFD", "Ковалёва"), "Ковалёва"),
    ("Devanagari", "हस्ताक्षर", "हस्ताक्षर"),
    ("Devanagari", "कागज", "काग़ज़"),
    ("Greek", "λογος", "λόγος"),
    ("Greek", "ΥΠΟΥΡΓΟΣ", "Υπουργός"),
    ("Latin", "lodz", "Łódź"),
    ("Latin", "orsted", "Ørsted"),
    ("Latin", "dang", "Đặng"),
    ("Latin", "strasse", "Straße"),
    ("Latin", "aegir", "Ægir"),
    ("Latin", "final", "ﬁnalen"),
    ("Latin", "code", "Co\u00adde"),
    ("Latin", "cafe\u0301", "Cafe\u0301"),
    ("Latin", "izmir", "İzmir"),
    ("signs", "🌉", "🌉"),
    ("signs", "病毒", "病毒"),
    ("signs", "covid", "COVID"),
]
# another letter, or words on both sides of a stop
NOT_FOUND = [
    ("kana", "カス"),
    ("Thai", "คา"),
    ("Han", "约费"),
    ("Devanagari", "हसताकषर"),
    ("Cyrillic", "валева"),
]


@pytest.fixture
def scripts(path: Path) -> Database:
    db = Database(path, create=True)
    added = [CodedDocument(f"{name}.txt", Facts(title="Report"), text) for name, text in TEXTS.items()]
    edit_documents.add_documents(db, added)
    return db


@pytest.mark.parametrize(("script", "asked", "place"), FOUND)
def test_a_word_of_each_script_is_found_everywhere(scripts: Database, script: str, asked: str, place: str) -> None:
    with scripts as db:
        text, number = TEXTS[script], list(TEXTS).index(script) + 1
        (hit,) = search(db, asked)
        assert hit.document_id == number
        marked = [hit.snippet[start:end] for start, end in hit.marks]
        assert place in marked
        assert hit.position is not None
        assert text[hit.position :].startswith(tuple(marked))
        what = wanted(places_of(asked))
        assert what is not None
        assert what.index
        lines = found_in(grounds(db, what.index), what)
        assert {line.document_id for line in lines} == {number}
        assert place in [text[line.start : line.end] for line in lines]
        pattern = find_pattern(asked.split()[0].replace('"', "״"))
        assert pattern is not None
        places = [text[start:end] for start, end in FoldedText(text, signs=True).spans(pattern)]
        assert any(place.startswith(one) for one in places)


@pytest.mark.parametrize(("script", "asked"), NOT_FOUND)
def test_another_letter_is_another_word(scripts: Database, script: str, asked: str) -> None:
    with scripts as db:
        assert list(TEXTS).index(script) + 1 not in {hit.document_id for hit in search(db, asked)}


def test_claims_of_each_script_are_found_and_follow_undo(db: Database) -> None:
    text = TEXTS["Arabic"] + TEXTS["Han"]
    (added,) = edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), text)])

    def found() -> list[int]:
        assert problems(db) == []
        both = ("الدولة", "公约")
        return [len(search_all(db, one).claims) + filtered.count(db, ClaimFilter(text=one)) for one in both]

    assert found() == [0, 0]
    edit_claims.tag(db, NewClaim(added.document_id, Span(0, len(text)), (1,), 1, Stance.FAVOR))
    assert found() == [2, 2]
    (hit,) = search_all(db, "公约").claims
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["公约"]
    db.undo()
    assert found() == [0, 0]
    db.redo()
    assert found() == [2, 2]
    db.undo()
    db.undo()
    assert search(db, "公约") == []


@pytest.mark.parametrize("packed", [OLD, BEFORE_SETS, BEFORE_TIMES])
def test_a_project_with_the_old_index_is_searched_like_a_new_one(packed: Path, tmp_path: Path) -> None:
    path = unpacked(packed, tmp_path)
    with Database(path) as db:
        assert problems(db) == []
        assert search(db, "velo")
        while db.undo() is not None:
            pass
        assert problems(db) == []
        while db.redo() is not None:
            pass
        assert problems(db) == []
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), TEXTS["Han"])])
        assert len(search(db, "部长")) == 1
