"""What kind of document a text is, and in which language, told by what stands in it."""

import re
from collections.abc import Mapping, Sequence

from desktop.core.language import N_
from desktop.core.structure.names import is_chair, without_brackets
from desktop.core.structure.structure import Structure
from desktop.core.structure.units import LETTERS
from desktop.core.values import PRESS_RELEASE, CodedSegment, SegmentKind, TurnRole
from desktop.core.vocabulary.languages import either, languages, vocabulary
from desktop.exchange.readers.extracted import Fact

_WORDS = vocabulary().kinds
_PRESS_RELEASE = re.compile(rf"\b{either(_WORDS.press_releases)}\b", re.IGNORECASE)
_RELEASE_LINE = re.compile(
    rf"\W*{either(_WORDS.press_releases)}(?:\W*(?:n(?:o|r|º|°)?\.?\s*)?\d[\w/.-]*)?\W*", re.IGNORECASE
)
_CONFERENCE = re.compile(rf"\b{either(_WORDS.conferences)}\b", re.IGNORECASE)
_DEBATE = re.compile(rf"\b{either(_WORDS.debates)}\b", re.IGNORECASE)
_PARLIAMENT = re.compile(rf"\b{either(_WORDS.parliaments)}\b", re.IGNORECASE)
# a line of its own, or what stands before a title or an author: “Opinion polls are wrong” is no such word
_OPINION = re.compile(
    rf"^\W*{either(_WORDS.opinions)}(?:\s+[\w’'-]+)?\W*(?:$|[|:/>•·–—]|-\s|\.\s|{either(vocabulary().page.bylines)}\s)",
    re.IGNORECASE | re.MULTILINE,
)
_BLOG = re.compile(rf"\b{either(_WORDS.blogs)}\b", re.IGNORECASE)
_STATEMENT = re.compile(rf"\b{either(_WORDS.statements)}\b", re.IGNORECASE)
_INTERVIEW = re.compile(rf"\b{either(_WORDS.interviews)}", re.IGNORECASE)
# alphabets with what a language alone has of them, and commonest words, by language
_ALPHABETS = [
    (
        language,
        re.compile(f"[{letters}]"),
        re.compile("|".join(known.recognition.own)) if known.recognition.own else None,
    )
    for language, known in languages().items()
    for letters in known.recognition.letters
]
_COMMON = {language: words for language, known in languages().items() if (words := known.recognition.common)}
# by word, the languages that it is one of the commonest of: a word is looked up once, and not in each language
_HAVING: dict[str, list[str]] = {}
for _language, _known in _COMMON.items():
    for _word in _known:
        _HAVING.setdefault(_word, []).append(_language)
_SAMPLE = 8000
# formats of words with times, whose first words are no title
TIMED = ("subtitles", "machine")
# where the name of an agency stands: a report that has it there is one of that agency
DATELINE = N_("the dateline")


def find_language(text: str) -> str:
    """Return the language of *text* (BCP 47), by its alphabet and commonest words; empty when these say little."""
    sample = text[:_SAMPLE].lower()
    letters = sum(map(str.isalpha, sample)) or 1
    if not sample.isascii() and (told := _by_alphabet(sample, letters)):
        return told
    words = LETTERS.findall(sample)
    counts = dict.fromkeys(_COMMON, 0)
    for word in words:
        for language in _HAVING.get(word, ()):
            counts[language] += 1
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    # one word however often says little: a Hungarian “el” is not Spanish
    is_told = counts[best] >= 3 and len(_COMMON[best].intersection(words)) > 1
    return best if is_told and counts[best] > 1.15 * counts[second] else ""


def _by_alphabet(sample: str, letters: int) -> str:
    """Return the language whose alphabet most *letters* of a text are of, by what it alone has of it, or by nothing."""
    found = [(language, own) for language, alphabet, own in _ALPHABETS if len(alphabet.findall(sample)) > 0.4 * letters]
    shares = {language: len(own.findall(sample)) / letters for language, own in found if own is not None}
    best = max(shares, key=lambda language: shares[language], default="")
    if best and shares[best] > 0.01:
        return best
    return next((language for language, own in found if own is None), "")


def _kind_by_turns(turns: Sequence[CodedSegment], top: str, head: str, form: str) -> tuple[str, str]:
    speakers = {turn.speaker for turn in turns if turn.speaker}
    chaired = any(is_chair(without_brackets(turn.label)) for turn in turns)
    if chaired and (_PARLIAMENT.search(top) or len(speakers) > 2):
        return "parliamentary record", N_("who presides")
    if _CONFERENCE.search(head):
        return "transcript", N_("the words “news conference” or the like")
    if _DEBATE.search(head) and len(speakers) > 2:
        return "debate", N_("the word “debate” and its speakers")
    if form in TIMED:
        return "transcript", N_("the subtitles")
    asks = sum(turn.role == TurnRole.QUESTION for turn in turns)
    if asks >= 2 and (len(speakers) <= 3 or _INTERVIEW.search(head)):
        return "interview", N_("questions and answers")
    return "transcript", N_("its speakers")


def is_opinion(top: str) -> bool:
    """Tell whether the *top* of a text says that it is an opinion piece."""
    return _OPINION.search(top[:1500]) is not None


def is_press_release(line: str) -> bool:
    """Tell whether a line says that a text is a press release, with its number at most."""
    return _RELEASE_LINE.fullmatch(line) is not None


def find_kind(facts: Mapping[str, Fact], structure: Structure, top: str, form: str) -> tuple[str, str]:
    """Return the kind of document with the reason; nothing when nothing tells it."""
    head = top[:1500]
    turns = [segment for segment in structure.segments if segment.kind is SegmentKind.TURN]
    if turns:
        return _kind_by_turns(turns, top, head, form)
    if form in TIMED:
        return "transcript", N_("the subtitles")
    if _PRESS_RELEASE.search(head):
        return PRESS_RELEASE, N_("the words “press release” or the like")
    if "publisher" in facts and facts["publisher"].origin == DATELINE:
        return "wire report", DATELINE
    if _OPINION.search(head):
        return "opinion", N_("the word “opinion” or the like")
    if _BLOG.search(top):
        return "blog post", N_("the words “posted by” or the like")
    if _STATEMENT.search(facts["title"].value if "title" in facts else ""):
        return "statement", N_("the title")
    if "date" in facts and ("place" in facts or structure.title) and form in ("html", "text", "markdown"):
        return "news report", N_("a title and a date")
    return "", ""
