from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.analysis.attribution.quotations import Quotation, SpeechTurn
from desktop.analysis.tracing.alignment import align
from desktop.analysis.tracing.events import Source, Telling
from desktop.analysis.tracing.matches import Finder
from desktop.analysis.tracing.quoted_parts import parts
from desktop.analysis.tracing.reported import reported_speech
from desktop.analysis.tracing.retold import changed_figure
from desktop.analysis.tracing.tracing import Tracer, order
from desktop.analysis.tracing.word_index import WordIndex
from desktop.analysis.words import key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import ChangeKind, Trace, Verdict
from desktop.core.values import SpeakerCertainty

SPEECH = (
    "Good morning to the guests from every harbour. I think the old bridge will probably not be sold to foreign "
    "merchants before winter arrives. Our ferrymen carry salt, timber and wool across the river each day. Tarn keeps "
    "durable ties with the Guild of Ferrymen. We never promised free passage to anyone on the northern bank."
)


def source(number: int, text: str, actor: str = "", quotations: tuple[Quotation, ...] = (), **facts: str) -> Source:
    turns = (SpeechTurn(0, len(text), actor),) if actor else ()
    return Source(number, text, f"Paper {number}", quotations, turns, facts.get("day", ""), ("vask", "nim"))


def trace(words: str, *, day: str = "2024-05-01", actor: str = "vask", speaker: str = "vask") -> Trace:
    text = f"Vask said: “{words}” on the quay with the Guild of Ferrymen."
    quotation = Quotation(12, 12 + len(words), actor, "Vask", "before", context=Span(0, len(text)))
    tracer = Tracer([source(1, text, quotations=(quotation,), day="2024-05-01"), source(2, SPEECH, speaker, day=day)])
    return tracer.trace(1, quotation)[0]


def passage(one: Trace) -> str:
    assert one.start_b is not None
    return SPEECH[one.start_b : one.end_b]


def test_the_same_words_are_identical_whatever_their_case_and_stops() -> None:
    one = trace("OUR ferrymen carry salt timber and wool")
    assert (one.verdict, one.score, one.changes) == (Verdict.IDENTICAL, 1.0, ())
    assert passage(one) == "Our ferrymen carry salt, timber and wool"


def test_words_left_out_on_which_nothing_depends_make_it_trimmed() -> None:
    one = trace("Our ferrymen carry salt across the river each day")
    assert (one.verdict, one.words(ChangeKind.DROPPED)) == (Verdict.TRIMMED, ("timber and wool",))
    assert not one.turns


def test_a_dropped_hedge_or_negation_that_governs_what_is_kept_makes_it_altered() -> None:
    one = trace("I think the old bridge will not be sold to foreign merchants")
    assert (one.verdict, one.words(ChangeKind.DROPPED)) == (Verdict.ALTERED, ("probably",))
    assert one.changes[0].hedge
    assert "hedge" in one.reason
    one = trace("We promised free passage to anyone on the northern bank")
    assert [(change.old, change.negation, change.governs) for change in one.changes] == [("never", True, True)]
    assert one.verdict is Verdict.ALTERED


def test_a_hedge_right_before_the_passage_governs_it() -> None:
    one = trace("the old bridge will probably not be sold")
    assert (one.verdict, one.turns) == (Verdict.ALTERED, True)
    assert one.words(ChangeKind.DROPPED) == ("I think",)
    assert SPEECH[one.changes[0].old_start : one.changes[0].old_end] == "I think"
    assert passage(one) == "the old bridge will probably not be sold"


@pytest.mark.parametrize(
    ("said", "quoted", "verdict"),
    [
        (
            "The ferries, which were never late, will sail to the islands.",
            "The ferries will sail to the islands",
            "trimmed",
        ),
        ("The council may not close the northern quay.", "The council may close the northern quay", "altered"),
        ("The council may close the northern quay.", "The council may not close the northern quay", "altered"),
        ("The council must mend the quay this year.", "The council mend the quay this year", "altered"),
        ("Most merchants pay their tolls in wool.", "merchants pay their tolls in wool", "altered"),
        ("We sold about 300 boats to the island.", "We sold 300 boats to the island", "altered"),
        ("We told them about boats of the island.", "We told them boats of the island", "trimmed"),
        ("The council meets again in May in the old hall.", "The council meets again in the old hall", "trimmed"),
        ("A plan that nobody wanted is before the council.", "A plan is before the council", "trimmed"),
        ("Nobody here believes that the quay is sinking fast.", "the quay is sinking fast", "altered"),
    ],
)
def test_what_a_small_word_governs_is_told_by_its_clause(said: str, quoted: str, verdict: str) -> None:
    assert judged(said, quoted, "en").verdict == verdict


@pytest.mark.parametrize(
    ("language", "said", "quoted"),
    [
        ("de", "Wir erhöhen die Fahrpreise in diesem Jahr nicht.", "Wir erhöhen die Fahrpreise in diesem Jahr"),
        ("de", "Der Hafen wird vielleicht im Winter geschlossen.", "Der Hafen wird im Winter geschlossen"),
        ("es", "El puerto no se cerrará en invierno.", "El puerto se cerrará en invierno"),
        ("fr", "Le port ne sera pas fermé cet hiver.", "Le port sera fermé cet hiver"),
        ("it", "Il porto forse chiuderà durante questo inverno.", "Il porto chiuderà durante questo inverno"),
        ("pt", "O porto não fechará neste inverno.", "O porto fechará neste inverno"),
        ("ru", "Гавань не закроют этой зимой.", "Гавань закроют этой зимой"),
        ("nl", "De haven gaat deze winter niet dicht.", "De haven gaat deze winter dicht"),
        ("pl", "Port nie zostanie zamknięty tej zimy.", "Port zostanie zamknięty tej zimy"),
        ("ar", "لن يغلق الميناء هذا الشتاء أمام السفن", "يغلق الميناء هذا الشتاء أمام السفن"),
    ],
)
def test_each_language_has_its_own_small_words(language: str, said: str, quoted: str) -> None:
    one = judged(said, quoted, language)
    assert (one.verdict, one.turns) == (Verdict.ALTERED, True)


def judged(said: str, quoted: str, language: str) -> Trace:
    quotation = Quotation(12, 12 + len(quoted), "vask", "Vask", "before")
    text = f"Vask said: “{quoted}”."
    sources = (
        Source(1, text, "Report", (quotation,), (), "2024-05-01", ("vask",), language),
        Source(2, said, "Record", (), (SpeechTurn(0, len(said), "vask"),), "2024-05-01", ("vask",), language),
    )
    return Tracer(sources).trace(1, quotation)[0]


def test_one_changed_word_of_many_is_altered_on_another_occasion_too() -> None:
    said = "It is not what we would have done there if we had been in that room."
    quoted = "It is not what we would have done there if we had been in that house"
    quotation = Quotation(12, 12 + len(quoted), "vask", "Vask", "before")
    sources = (
        Source(1, f"Vask said: “{quoted}”.", "Report", (quotation,)),
        Source(2, said, "Record", (), (SpeechTurn(0, len(said), "vask"),)),
    )
    assert [one.verdict for one in Tracer(sources).trace(1, quotation)] == [Verdict.ALTERED]


def test_a_quotation_of_nobody_is_traced_by_its_very_words_and_one_in_a_turn_too() -> None:
    text = "The bill calls it a “durable tie” and “free passage” for “salt”."
    places = [(text.index(words), text.index(words) + len(words)) for words in ("durable tie", "free passage", "salt")]
    (one, other, own) = places
    marks = [Quotation(*one), Quotation(*other), Quotation(*own, "nim", "Nim", "turn", turn="nim")]
    tracer = Tracer([source(1, text, quotations=tuple(marks)), source(2, SPEECH, "vask", day="2023-01-01")])
    found = tracer.trace_all([1])
    assert [(one.start_a, one.end_a) for one in found] == places
    assert [one.verdict.value for one in found] == ["untraced", "identical", "untraced"]
    assert passage(found[1]) == "free passage"
    assert all(one.reason for one in found)


def test_that_no_other_document_has_the_words_is_said_only_where_none_has() -> None:
    known = trace("Our ferrymen carry the cheese and the cider of northern merchants", day="2024-06-01")
    assert known.verdict is Verdict.UNTRACED
    assert "No other document" not in known.reason
    assert "No other document has these words" in trace("Nobody taxes our fishermen", day="2024-06-01").reason


def test_sentences_that_an_ellipsis_joins_are_two() -> None:
    quoted = "Our ferrymen carry salt, timber and wool... We never promised free passage to anyone"
    text = f"Vask said: “{quoted}.”"
    quotation = Quotation(12, 12 + len(quoted), "vask", "Vask", "before", context=Span(0, len(text)))
    tracer = Tracer([source(1, text, quotations=(quotation,)), source(2, SPEECH, "vask")])
    found = tracer.trace(1, quotation)
    assert [text[one.start_a : one.end_a] for one in found] == quoted.split("... ")
    assert {one.verdict for one in found} == {Verdict.IDENTICAL}
    said = "« Ce n'est pas à la région, a-t-il martelé, de réparer les voies de Tarn »"
    own = parts(said, Quotation(2, len(said) - 2, "vask"))
    assert [said[one.start : one.end] for one in own] == [
        "Ce n'est pas à la région",
        "de réparer les voies de Tarn",
    ]
    within = Quotation(12, 12 + 60, "vask")
    assert parts("Vask said: “We will … raise the fares … and mend the quay this year”", within) == [within]


def test_not_found_is_said_once_and_against_the_record_alone() -> None:
    words = "Nobody shall tax the fishermen of our eastern islands"
    text = f"“{words},” said Vask."
    quotation = Quotation(1, 1 + len(words), "vask", "Vask", "after", certainty=SpeakerCertainty.NAMED)
    day = "2024-05-01"
    reports = [source(number, text, quotations=(quotation,), day=day) for number in range(1, 40)]
    found = Tracer([*reports, source(99, SPEECH, "vask", day=day)]).trace(1, quotation)
    assert [one.document_b for one in found if one.verdict is Verdict.NOT_FOUND] == [99]
    assert {one.verdict for one in found if one.document_b != 99} == {Verdict.IDENTICAL}
    # many siblings are counted, not listed
    assert len(found) <= 25
    assert "more documents" in found[0].reason
    # a pronoun is a guess, where several are quoted
    nim = Quotation(1, 1 + len(words), "nim", "Nim", "after")
    unsure = replace(quotation, speaker="she", certainty=SpeakerCertainty.PRONOUN)
    told = Tracer([source(1, text, quotations=(unsure, nim), day=day), source(99, SPEECH, "vask", day=day)])
    assert [one.verdict for one in told.trace(1, unsure)] == [Verdict.UNTRACED]
    assert [one.verdict for one in Tracer([reports[0], source(99, SPEECH, "vask")]).trace(1, quotation)] == [
        Verdict.UNTRACED
    ]


def test_a_report_and_a_record_of_a_day_are_of_one_event_by_whom_the_one_quotes() -> None:
    quotation = Quotation(1, 5, "vask", "Vask", "after")
    report = Source(1, "“Salt,” Vask said.", "Report", (quotation,), (), "2024-05-01")
    record = Source(2, SPEECH, "Record", (), (SpeechTurn(0, 20, "vask"),), "2024-05-01")
    other = Source(3, SPEECH, "Record", (), (SpeechTurn(0, 20, "nim"),), "2024-05-01")
    finder = Finder([report, record, other], {})
    assert finder.events.records(1) == [2]
    assert not finder.events.are_one(1, 3)


def test_replaced_added_and_moved_words_make_it_altered() -> None:
    replaced = trace("Our ferrymen carry salt, silver and wool across the river")
    assert replaced.verdict is Verdict.ALTERED
    assert replaced.words(ChangeKind.REPLACED) == ("timber → silver",)
    added = trace("Our brave ferrymen carry salt, timber and wool")
    assert (added.verdict, added.words(ChangeKind.ADDED)) == (Verdict.ALTERED, ("brave",))
    moved = trace("Our ferrymen carry wool, salt and timber across the river")
    assert moved.verdict is Verdict.ALTERED
    assert any("wool" in words for words in moved.words(ChangeKind.MOVED))


def test_a_paraphrase_of_two_words_is_found_by_its_speaker_and_its_sentence() -> None:
    one = trace("lasting tie")
    assert (one.verdict, passage(one)) == (Verdict.ALTERED, "durable ties")
    assert one.words(ChangeKind.REPLACED) == ("durable → lasting", "ties → tie")


def test_what_the_speaker_did_not_say_is_not_found_in_the_same_event() -> None:
    one = trace("Nobody shall tax the fishermen of our eastern islands")
    assert (one.verdict, one.document_b, one.start_b) == (Verdict.NOT_FOUND, 2, None)
    assert "Paper 2" in one.reason
    silent = trace("Nobody shall tax the fishermen", speaker="nim")
    assert (silent.verdict, silent.document_b) == (Verdict.UNTRACED, 2)
    assert "no words of vask" in silent.reason


def test_without_the_same_event_it_is_untraced() -> None:
    one = trace("Nobody shall tax the fishermen of our eastern islands", day="2024-06-01")
    assert (one.verdict, one.document_b) == (Verdict.UNTRACED, None)


def test_the_user_can_say_what_covers_the_same_event() -> None:
    sources = [source(1, "a", day="2024-05-01"), source(2, "b", day="2024-05-01"), source(3, "c", day="2024")]
    finder = Finder(sources, {frozenset((1, 2)): False, frozenset((1, 3)): True})
    assert not finder.events.are_one(1, 2)
    assert finder.events.are_one(3, 1)
    assert not finder.events.are_one(2, 3)


def test_the_altered_come_first() -> None:
    words = (
        "carry salt, timber and wool",
        "Our ferrymen carry salt, silver and wool",
        "We promised free passage to anyone",
    )
    found = order(map(trace, words))
    assert [one.verdict for one in found] == [Verdict.ALTERED, Verdict.ALTERED, Verdict.IDENTICAL]
    # what says the contrary without a word is the first of all
    assert [one.turns for one in found] == [True, False, False]


def test_a_claim_is_found_in_other_documents() -> None:
    text = "In short: ferrymen carry salt, timber and wool across the river, day by day."
    tracer = Tracer([source(1, text, "vask"), source(2, SPEECH, "vask")])
    (one,) = tracer.where_else(1, Span(10, len(text)), "vask")
    assert "carry salt, timber and wool" in passage(one)


def test_forms_of_a_word_share_their_stem() -> None:
    assert stem("relations") == stem("relationship")
    assert stem("plays") == stem("playing")
    assert stem("neocolonial") == stem("colonial")
    assert key("U.S.") == key("US") != key("us")


WORDS = st.lists(
    st.sampled_from(["row", "salt", "wool", "river", "bank", "bridge", "the", "of", "not", "quay"]),
    min_size=1,
    max_size=12,
)


@given(WORDS, WORDS)
def test_an_alignment_uses_each_word_once_and_in_order(quoted: list[str], other: list[str]) -> None:
    found = align(quoted, other)
    assert [step.quoted for step in found.steps if step.quoted is not None] == list(range(len(quoted)))
    places = [step.passage for step in found.steps if step.passage is not None]
    assert places == list(range(found.first, found.last))


@given(WORDS, st.integers(0, 5))
def test_words_that_stand_there_are_aligned_exactly(quoted: list[str], shift: int) -> None:
    before = [f"x{number}" for number in range(shift)]
    found = align(quoted, [*before, *quoted, "y"])
    assert (found.first, found.last) == (shift, shift + len(quoted))
    assert {step.kind for step in found.steps} == {"same"}


TOLD = ["salt", "wool", "river", "rivers", "bridge", "quay", "ferry", "north", "merchants", "winter", "carry", "rope"]
EDITS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["drop", "add", "change"]), st.sampled_from(TOLD)))


# the same examples each time: where a short quotation is changed much and its words recur, a run may lead astray, which
# costs about a word; anchors are for speed and promise no more
@settings(derandomize=True)
@given(st.lists(st.sampled_from([*TOLD, "the", "of", "and", "not"]), min_size=20, max_size=60), EDITS, st.data())
def test_runs_as_anchors_cost_an_alignment_next_to_nothing(
    text: list[str], edits: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    # each word of the text is told from its like elsewhere, as in longer texts nearly all runs of three are
    passage = [f"{word}{number % 7}" if number % 3 else word for number, word in enumerate(text)]
    first = data.draw(st.integers(0, len(passage) - 12))
    quoted = passage[first : data.draw(st.integers(first + 8, len(passage)))]
    for at, kind, word in edits[:8]:
        quoted[at : at + (kind != "add")] = [] if kind == "drop" else [word]
    whole = align(quoted, passage, runs=())
    found = align(quoted, passage)
    assert found.score >= whole.score - 1
    assert abs(found.first - whole.first) <= 3 or found.score >= whole.score - 0.01
    # what is told of the steps is what the score was given for
    same = [step for step in found.steps if step.kind == "same"]
    assert all(quoted[step.quoted or 0] == passage[step.passage or 0] for step in same)
    assert [step.quoted for step in found.steps if step.quoted is not None] == list(range(len(quoted)))
    assert [step.passage for step in found.steps if step.passage is not None] == list(range(found.first, found.last))


@given(st.lists(st.sampled_from([*TOLD, "😀", "e\u0301n", "U.S.", "(", "-"]), max_size=12), st.integers(1, 90))
def test_words_are_placed_in_long_texts_as_in_short_ones(words: list[str], times: int) -> None:
    text = " ".join(words * times)
    index = WordIndex([(1, "wool"), (2, text)])
    places = [one.span() for one in COMPARED.finditer(text)]
    assert [index.span(2, at, at + 1) for at in range(index.size(2))] == [Span(*place) for place in places]
    for start, end in ((0, len(text)), (len(text) // 3, len(text) // 2), (len(text), len(text))):
        inside = [at for at, (left, right) in enumerate(places) if start <= left and right <= end]
        first, last = index.range(2, Span(start, end))
        assert list(range(first, last)) == inside


def test_the_index_counts_code_points_and_knows_its_documents() -> None:
    index = WordIndex([(7, "😀 Velo e\u0301n tosk"), (9, "tosk velo")])
    assert index.span(7, 0, 1) == Span(2, 6)
    assert index.range(7, Span(2, 10)) == (0, 2)
    assert (index.size(7), index.size(9), index.frequency("tosk")) == (3, 2, 2)
    with pytest.raises(ValueError, match="indexed already"):
        index.add(7, "")


TEXTS = st.lists(st.lists(st.sampled_from(["row", "salt", "wool", "the", "quay"]), min_size=1, max_size=9), max_size=6)


@given(TEXTS, st.sets(st.integers(0, 5)))
def test_an_index_without_some_documents_is_as_if_they_had_never_been(texts: list[list[str]], gone: set[int]) -> None:
    index, fresh = WordIndex(), WordIndex()
    for number, words in enumerate(texts):
        index.add(number, " ".join(words))
    for number in gone & set(range(len(texts))):
        index.remove(number)
    if texts:
        # a corrected text comes in at the end
        index.remove(0) if 0 not in gone else None
        index.add(0, "salt of the quay")
    for number, words in enumerate(texts):
        if number not in gone and number:
            fresh.add(number, " ".join(words))
    if texts:
        fresh.add(0, "salt of the quay")
    assert len(index) == len(fresh)
    for word in ("row", "salt", "wool", "the", "quay", "of"):
        assert index.frequency(word) == fresh.frequency(word)
        there = {number for number in range(len(texts)) if not number or number not in gone}
        holding = {number for number in there if word in index.keys(number, 0, index.size(number))}
        found = {one.document for one in index.find([word])}
        assert holding <= found <= there
    for number in range(len(texts)):
        if number == 0 or number not in gone:
            assert index.keys(number, 0, index.size(number)) == fresh.keys(number, 0, fresh.size(number))


REPORT = (
    "Bridge stays, minister says\n\nVask said that the bridge would not be sold to merchants from abroad. "
    "“Our ferrymen carry salt, timber and wool,” he said in the harbour, "
    "adding that Tarn and the Guild of Ferrymen are close.\n\n"
    "Our ships are insured, the minister noted. Nothing was said of tolls."
)


def retold(record: str, **facts: str) -> list[Trace]:
    """Return what is reported of a record, in the order of the report."""
    quoted = REPORT.index("Our ferrymen")
    places = [REPORT.index(words) for words in ("Vask said", "“Our ferrymen", "Our ships")]
    ends = [REPORT.index(words) + len(words) for words in ("abroad.", "close.", "noted.")]
    spans = [Span(*one) for one in zip(places, ends, strict=True)]
    report = Source(
        1,
        REPORT,
        "Report",
        (Quotation(quoted, quoted + 39, "vask", "Vask", "after", context=spans[1]),),
        (),
        "2024-05-01",
        ("vask",),
        "en",
        lambda: Telling(
            tuple((span, "vask") for span in spans), (Span(0, REPORT.index("\n")),), (Span(0, len(REPORT)),)
        ),
    )
    turns = (SpeechTurn(0, len(record), "vask"),)
    tracer = Tracer([report, Source(2, record, "Record", (), turns, "2024-05-01", (), facts.get("language", "en"))])
    return [one for one in tracer.trace_all() if one.verdict is Verdict.REPORTED]


def test_what_is_told_in_other_words_stands_beside_the_nearest_passage_of_the_record() -> None:
    found = retold(SPEECH)
    pairs = [(REPORT[one.start_a : one.end_a], SPEECH[one.start_b or 0 : one.end_b]) for one in found]
    bridge, ties, ships = (words for words, _passage in pairs[-3:])
    assert bridge == "the bridge would not be sold to merchants from abroad."
    assert ties == "Tarn and the Guild of Ferrymen are close."
    assert ships == "Our ships are insured"
    assert "the old bridge will probably not be sold" in pairs[-3][1]
    assert pairs[-2][1] == "Tarn keeps durable ties with the Guild of Ferrymen."
    # what nothing there resembles is told without a passage
    assert (found[-1].document_b, found[-1].start_b) == (2, None)
    assert "no passage of Record is sure enough" in found[-1].reason


def test_a_report_that_leaves_out_a_negation_is_told_so() -> None:
    found = retold("The bridge will be sold to merchants from abroad. Our ferrymen carry salt, timber and wool.")
    assert "Only the report has “not”." in found[-3].reason
    assert [(change.kind, change.negation) for change in found[-3].changes] == [(ChangeKind.ADDED, True)]
    # “would” for “will” is how one tells again; a hedge that is gone is another thing
    assert "would" not in found[-3].reason
    softened = retold("I think the bridge will not be sold to merchants from abroad. Our ferrymen carry salt and wool.")
    assert [(one.old, one.hedge) for one in softened[-3].changes] == []
    firm = retold("The guild may take the ferrymen of Tarn in: they are close to us, Tarn and the Guild of Ferrymen.")
    assert [(one.old, one.modal) for one in firm[-2].changes] == [("may", True)]


def test_a_record_is_known_by_what_a_report_of_the_next_day_quotes_of_it() -> None:
    words = (
        "Our ferrymen carry salt, timber and wool",
        "We never promised free passage to anyone",
        "The toll is a theft",
    )
    text = " ".join(f"“{one},” Vask said." for one in words)
    marks = []
    for one in words:
        at = text.index(one)
        marks.append(Quotation(at, at + len(one), "vask", "Vask", "after", certainty=SpeakerCertainty.NAMED))
    record = Source(2, SPEECH, "Record", (), (SpeechTurn(0, len(SPEECH), "vask"),), "2024-05-01", (), "en")

    def verdicts(quotations: list[Quotation], day: str) -> list[str]:
        report = Source(1, text, "Report", tuple(quotations), (), day, (), "en")
        return [one.verdict.value for one in Tracer([report, record]).trace_all([1])]

    assert verdicts(marks, "2024-05-02") == ["identical", "identical", "not found"]
    assert verdicts(marks, "2024-05") == ["identical", "identical", "not found"]
    # too long after, or too little of it
    assert verdicts(marks, "2024-06-20") == ["identical", "identical", "untraced"]
    assert verdicts([marks[0], marks[2]], "2024-05") == ["identical", "untraced"]
    # said on another occasion, it need not be in the record
    elsewhere = text.replace(
        "The toll is a theft,” Vask said", "The toll is a theft,” Vask told a radio station last year"
    )
    context = Span(elsewhere.index("“The toll"), len(elsewhere))
    report = Source(
        1, elsewhere, "Report", (*marks[:2], replace(marks[2], context=context)), (), "2024-05-02", (), "en"
    )
    assert [one.verdict.value for one in Tracer([report, record]).trace_all([1])][2] == "untraced"


def test_nothing_is_told_beside_a_record_in_another_language() -> None:
    assert retold(SPEECH, language="fr") == []


def test_a_record_in_another_language_is_not_compared_and_names_and_figures_lead_there() -> None:
    quoted = "Bolivia will buy 300 boats from the yard at Odessa next year"
    text = f"“{quoted},” Vask said."
    quotation = Quotation(1, 1 + len(quoted), "vask", "Vask", "after", context=Span(0, len(text)))
    said = "Nous parlons de paix. La Bolivie achètera 300 bateaux à Odessa l’an prochain. La Bolivie est loin."
    sources = (
        Source(1, text, "Report", (quotation,), (), "2024-05-01", ("vask",), "en"),
        Source(2, said, "Record", (), (SpeechTurn(0, len(said), "vask"),), "2024-05-01", ("vask",), "fr"),
    )
    (one,) = Tracer(sources).trace(1, quotation)
    assert (one.verdict, one.document_b, one.actor_b) == (Verdict.NOT_COMPARED, 2, "vask")
    assert said[one.start_b or 0 : one.end_b] == "La Bolivie achètera 300 bateaux à Odessa l’an prochain."
    assert "another language (fr)" in one.reason
    plain = replace(quotation, start=text.index("next"), context=Span(0, 0))
    (without_names,) = Tracer(sources).trace(1, plain)
    assert (without_names.verdict, without_names.start_b) == (Verdict.NOT_COMPARED, None)
    # words that the record has as they are stand there in any language
    same = Source(3, "Il dit : " + quoted, "Record", (), (SpeechTurn(0, 90, "vask"),), "2024-05-01", ("vask",), "fr")
    assert [one.verdict for one in Tracer((sources[0], same)).trace(1, quotation)] == [Verdict.IDENTICAL]


def test_what_a_speaker_denies_in_another_clause_is_not_what_was_told_again() -> None:
    found = retold("The bridge would not be sold to merchants from abroad, but nobody knows; the guild may do nothing.")
    assert [one.changes for one in found[-3:-2]] == [()]


def test_a_figure_that_was_told_again_as_another_is_called_out() -> None:
    found = retold("The bridge would be sold to merchants from abroad. Of the 40 ships 12 are insured, and 3 are not.")
    assert not any("where the record has" in one.reason for one in found)
    own, said = "Tolls rise by 4.5 per cent in 2025", "In 2025 the tolls will rise by 5.4 per cent."
    change = changed_figure((own, Span(0, len(own))), (said, Span(0, len(said))))
    assert change is not None
    assert (change.old, change.new, own[change.new_start : change.new_end]) == ("5.4", "4.5", "4.5")
    assert changed_figure((own, Span(0, 10)), (said, Span(0, len(said)))) is None


def told_of(report: str, turns: list[tuple[str, str]], language: str = "en", actor: str = "") -> tuple[str, Trace]:
    """Return the passage that a sentence of a report is shown beside, and its trace; *turns* are speaker and words."""
    record, spans = "", []
    for speaker, words in turns:
        start = len(record)
        record += f"{words}\n\n"
        spans.append(SpeechTurn(start, start + len(words), speaker))
    own = Span(0, len(report))
    said = Source(
        1, report, "Report", (), (), "2024-05-01", ("vask", "nim"), language, lambda: Telling(((own, actor),), (), ())
    )
    marks = []
    if "“" in record:
        start, end = record.index("“") + 1, record.index("”")
        marks.append(Quotation(start, end, "nim", "Nim", "before", depth=1, turn="vask"))
    sources = [said, Source(2, record, "Record", tuple(marks), tuple(spans), "2024-05-01", ("vask", "nim"), language)]
    found, *_none = Tracer(sources, names={"vask": "Ordun Vask", "nim": "Elbar Nim"}).trace_all([1])
    return record[found.start_b or 0 : found.end_b] if found.start_b is not None else "", found


def test_an_answer_says_what_was_asked_and_a_question_says_nothing() -> None:
    turns = [("asker", "What will a crossing cost a family?"), ("vask", "About 60 crowns. I like families.")]
    passage, found = told_of("Vask put the cost of a crossing for a family at 600 crowns.", turns, actor="vask")
    assert passage == "About 60 crowns."
    assert "“600” where the record has “60”" in found.reason
    # so where nobody is named, too
    turns = [
        ("asker", "Will the subsidies for the ferrymen fall?"),
        ("vask", "They will not while I am harbour master."),
    ]
    passage, _found = told_of("The subsidies for the ferrymen stay, the office said.", turns)
    assert passage == "They will not while I am harbour master."


def test_what_is_quoted_in_a_turn_is_said_by_whom_it_quotes() -> None:
    turns = [("vask", "He wrote to us: “No lamp will burn before the tower stands.” I read it twice.")]
    passage, found = told_of("Nim said no lamp would be lit before the tower stood.", turns, actor="nim")
    assert "No lamp will burn" in passage
    assert found.actor_b == "nim"
    assert "There" not in found.reason


def test_who_says_it_is_no_part_of_what_is_told() -> None:
    turns = [("vask", "I was born on the island, madam."), ("vask", "I shall vote for the toll.")]
    passage, _found = told_of("Vask, who was born on the island, announced a vote for the toll.", turns, actor="vask")
    assert passage == "I shall vote for the toll."
    # what is said goes on behind who says it
    turns = [("vask", "The guild pays. All of them want the council of the river reformed.")]
    passage, _found = told_of("All of the towns, he added, want to see the council of the river reformed.", turns)
    assert passage == "All of them want the council of the river reformed."
    # a name and no word of what was said: there is nothing to show beside it
    source_of = Source(1, "The harbour master, Ordun Vask, answered.", "Report")
    sayings = Telling(((Span(0, len(source_of.text)), "vask"),), (), ())
    assert reported_speech(replace(source_of, telling=lambda: sayings), {"vask": "Ordun Vask"}.__getitem__) == []


@pytest.mark.parametrize(
    ("language", "report", "said", "change"),
    [
        (
            "en",
            "Vask said the lamps stayed on for six nights.",
            "The lamps stayed on for four nights.",
            ("four", "six"),
        ),
        (
            "fr",
            "L’acompte sera versé en janvier, a dit Vask.",
            "Un acompte sera versé en février.",
            ("février", "janvier"),
        ),
        ("en", "Vask said the guild would join the council.", "The guild might join the council.", ("might", "")),
        (
            "it",
            "Vask: chiederemo l’intervento del porto.",
            "Potremmo chiedere l’intervento del porto.",
            ("Potremmo", ""),
        ),
        ("en", "Vask said he had counted boats and not men.", "We counted boats, not men.", None),
        ("en", "Vask said the bank would close.", "The bank will close. The guild may not like it.", None),
    ],
)
def test_what_was_changed_in_telling_is_called_out(
    language: str, report: str, said: str, change: tuple[str, str] | None
) -> None:
    _passage, found = told_of(report, [("vask", said)], language, actor="vask")
    assert [(one.old, one.new) for one in found.changes] == ([change] if change else [])


def test_a_limit_that_is_left_out_makes_it_altered() -> None:
    said = (
        "Culture cannot depend only on the crown, and I did not open it until April; we shall sell boats except in war."
    )

    def verdict(words: str) -> tuple[str, str]:
        text = f"“{words},” Vask said."
        mark = Quotation(1, 1 + len(words), "vask", "Vask", "after", context=Span(0, len(text)))
        sources = [
            Source(1, text, "Report", (mark,), (), "2024-05-01", ("vask",), "en"),
            Source(2, said, "Record", (), (SpeechTurn(0, len(said), "vask"),), "2024-05-01", ("vask",), "en"),
        ]
        (one,) = Tracer(sources).trace(1, mark)
        return one.verdict.value, "; ".join(change.old for change in one.changes)

    assert verdict("Culture cannot depend on the crown") == ("altered", "only")
    assert verdict("I did not open it") == ("altered", "until April")
    assert verdict("we shall sell boats") == ("altered", "except in war")
    assert verdict("Culture cannot depend only on the crown") == ("identical", "")


def test_words_of_somebody_else_who_is_named_are_no_passage_for_their_resemblance() -> None:
    said = "To the nineteen families: we are sorry. Could it be done? Could. Nobody could tell us more."
    record = Source(2, said, "Record", (), (SpeechTurn(0, len(said), "vask"),), "2024-05-01", ("vask",), "en")

    def places(words: str, rule: str, certainty: SpeakerCertainty, who: str) -> list[str]:
        text = f"{who} called it “{words}”. Vask spoke."
        start = text.index(words)
        mark = Quotation(start, start + len(words), "", who, rule, context=Span(0, len(text)), certainty=certainty)
        report = Source(1, text, "Report", (mark,), (), "2024-05-01", ("vask",), "en")
        found = Tracer([report, record]).trace(1, mark)
        return [said[one.start_b : one.end_b] for one in found if one.start_b is not None]

    named = ("before", SpeakerCertainty.NAMED, "Corbin Ashgrove")
    assert places("nineteen families late", *named) == []
    assert places("the nineteen families: we are sorry", *named) == ["the nineteen families: we are sorry"]
    # a single word of which there are several is where it is all that is said
    (place,) = places("could", "", SpeakerCertainty.NONE, "")
    assert place == "Could"
    assert said.index("Could.") == said.rindex(place)


def test_what_was_found_of_one_document_is_not_taken_for_another() -> None:
    words = ("Our ferrymen carry salt, timber and wool", "We shall never sell salt to your peoples")
    reports = [
        source(number, f"“{one},” Vask said.", quotations=(Quotation(1, 1 + len(one), "vask", "Vask", "after"),))
        for number, one in enumerate(words, start=1)
    ]
    # both stand at one place, each in its own document
    assert len({one.quotations[0].end for one in reports}) == 1
    tracer = [*reports, source(9, SPEECH, "vask"), source(10, f"He said: {words[1]}.", "vask")]
    for documents, found in (([1, 2], [(1, 9), (2, 10)]), ([2, 1], [(2, 10), (1, 9)])):
        assert [(one.document_a, one.document_b) for one in Tracer(tracer).trace_all(documents)] == found


def test_a_report_in_another_language_belongs_to_the_record_of_its_days_by_two_who_speak_there() -> None:
    said = "Vask: On attend 300 bateaux de Bolivie à Odessa. Nim: Nous verrons cela demain."
    turns = (SpeechTurn(6, 49, "vask"), SpeechTurn(54, len(said), "nim"))
    record = Source(2, said, "Record", (), turns, "2024-05-01", (), "fr")
    text = "“We wait for 300 boats,” Vask said. “We shall see tomorrow,” Nim said."
    marks = (Quotation(1, 23, "vask", "Vask", "after"), Quotation(37, 58, "nim", "Nim", "after"))

    def verdicts(day: str, quoted: tuple[Quotation, ...]) -> list[str]:
        report = Source(1, text, "Report", quoted, (), day, (), "en")
        return [one.verdict.value for one in Tracer([report, record]).trace_all([1])]

    assert verdicts("2024-05-03", marks) == ["not compared", "not compared"]
    assert verdicts("2024-05-09", marks) == ["untraced", "untraced"]
    assert verdicts("2024-05-03", marks[:1]) == ["untraced"]
    # who is named there counts as who is quoted
    text += " Elbar Nim left."
    assert verdicts("2024-05-03", marks[:1]) == ["untraced"]
    text += " Old Vask and Nimrod Nim stayed; so did Orsk and Solano."
    speaking = [replace(turns[0], actor="orsk"), replace(turns[1], actor="solano")]
    record = replace(record, turns=tuple(speaking))
    assert verdicts("2024-05-03", marks[:1]) == ["not compared"]


def test_who_is_called_otherwise_in_a_record_is_quoted_from_it_all_the_same() -> None:
    said = "The ferries carry salt and timber because the harbour road has been flooded since spring."
    text = f"“{said}” Ordun Vask said."
    quotation = Quotation(1, 1 + len(said), "ordun-vask", speaker="Ordun Vask", context=Span(0, len(text)))
    report = Source(1, text, "Report", (quotation,), (), "2024-05-01", (), "en")
    turns = (SpeechTurn(0, len(said), "vask"),)
    tracer = Tracer([report, Source(2, said, "Record", (), turns, "2024-05-01", (), "en")])
    assert [(one.verdict, one.same_event) for one in tracer.trace_all([1])] == [(Verdict.IDENTICAL, True)]


@pytest.mark.parametrize(("day", "records"), [("2024-05-03", [2]), ("2024-05-11", [2]), ("2024-06-11", [])])
def test_a_record_in_another_language_may_be_two_weeks_older_where_its_speakers_are_named_in_full(
    day: str, records: list[int]
) -> None:
    said = "Le pont ne sera pas vendu. Le sel viendra."
    turns = (SpeechTurn(0, 26, "vask"), SpeechTurn(27, len(said), "nim"))
    text = "Ordun Vask and Elbar Nimor spoke. “Nobody sells a bridge,” a man said."
    quotation = Quotation(text.index("Nobody"), text.index(",”"))
    report = Source(1, text, "Report", (quotation,), (), day, (), "en")
    tracer = Tracer(
        [report, Source(2, said, "Record", (), turns, "2024-05-01", (), "fr")],
        names={"vask": "Ordun Vask", "nim": "Elbar Nimor"},
    )
    assert [one.document_b for one in tracer.trace_all([1]) if one.verdict is Verdict.NOT_COMPARED] == records


@pytest.mark.parametrize(
    "heading",
    [
        "Ferry Is Older Than the Toll on the River, Vask & Nim Say",
        "Ferry is older than the toll on the river, Vask and Nim say",
        "Ferry Is Older Than the Toll on the River, Vask Says",
    ],
)
def test_of_a_heading_that_ends_with_who_says_it_the_rest_is_told_again(heading: str) -> None:
    telling = Telling((), (Span(0, len(heading)),), ())
    [one] = reported_speech(Source(1, heading, "Report", telling=lambda: telling))
    assert heading[one.span.start : one.span.end].endswith("on the River" if "River" in heading else "on the river")
    assert not one.is_guess


def test_what_is_told_to_a_paper_named_in_marks_is_told_again() -> None:
    text = "Vask told the paper “Harbour Day” that the bridge would be sold to merchants."
    telling = Telling((), (), (Span(0, len(text)),))
    [one] = reported_speech(Source(1, text, "Report", telling=lambda: telling))
    assert text[one.span.start : one.span.end] == "the bridge would be sold to merchants."
