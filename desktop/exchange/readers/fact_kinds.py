"""What kind of document a text is, and in which language, by what stands in it."""

import re
from collections.abc import Mapping

from desktop.core.structure.structure import Structure
from desktop.core.structure.turn_labels import is_chair
from desktop.core.values import SegmentKind, TurnRole
from desktop.exchange.readers.extracted import Fact

_PRESS_RELEASE = re.compile(
    r"\b(?:press release|for immediate release|nota de prensa|comunicado de prensa|nota à imprensa|communiqué de presse"
    r"|news release|pressemitteilung|comunicato stampa)\b",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(?:news conference|press conference|press briefing|rueda de prensa|conferencia de prensa|coletiva de imprensa"
    r"|conférence de presse|pressekonferenz|conferenza stampa|remarks and answers)\b",
    re.IGNORECASE,
)
_DEBATE = re.compile(r"\b(?:debate|débat)\b", re.IGNORECASE)
_PARLIAMENT = re.compile(
    r"\b(?:hansard|official report|diario de sesiones|congressional record|plenary|pleno|sesión plenaria"
    r"|order of the day|house of (?:commons|representatives)|the house|asamblea nacional|diário da câmara"
    r"|point of order|bill)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"^\W*(?:opinion|opinión|opinião|editorial|column|tribuna|op-ed)\b", re.IGNORECASE | re.MULTILINE)
_BLOG = re.compile(r"\b(?:blog|posted (?:by|on|in)|filed under|my (?:last|previous) post|this post)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:statement by|joint statement|declaración (?:conjunta|de)|declaration|communiqué|comunicado)\b", re.IGNORECASE
)

# the commonest words that the other languages of the list do not have
_WORDS = {
    "en": "the of and to that is was for with as it not this are have which from by his they",
    "es": "el los las que y una por con del se su al lo más pero sus como está fue hay",
    "pt": "o os as que não uma um do da dos das em com mais foi pelo pela são também à ao",
    "fr": "le les des est et une dans qui pour sur pas au avec du par plus ce sont il nous",
    "de": "der die und das ist nicht den von zu mit sich auf für dem ein eine auch des wird",
    "it": "il di che è per una non sono del della con gli nel alla più anche dei ha delle si",
}
_ALPHABETS = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ru", "а-я"),
        ("ar", "\u0620-\u064a"),
        ("el", "α-ω"),
        ("he", "א-ת"),
        ("zh", "\u4e00-\u9fff"),
    )
)
_SAMPLE = 8000


def find_language(text: str) -> str:
    """Return the language of *text* (BCP 47), by its alphabet and commonest words; empty when these say little."""
    sample = text[:_SAMPLE].lower()
    letters = sum(map(str.isalpha, sample)) or 1
    if not sample.isascii():
        for language, alphabet in _ALPHABETS:
            if len(alphabet.findall(sample)) > 0.4 * letters:
                return language
    words = re.findall(r"[^\W\d_]+", sample)
    counts = {language: sum(word in known for word in words) for language, known in _KNOWN.items()}
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return best if counts[best] >= 3 and counts[best] > 1.15 * counts[second] else ""


_KNOWN = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def find_kind(facts: Mapping[str, Fact], structure: Structure, top: str, form: str) -> tuple[str, str]:
    """Return the kind of document with the reason; nothing when nothing tells it."""
    turns = [segment for segment in structure.segments if segment.kind is SegmentKind.TURN]
    speakers = {turn.speaker for turn in turns if turn.speaker}
    head = top[:1500]
    if turns:
        chaired = any(is_chair(re.sub(r"\s*[(\[].*$", "", turn.label)) for turn in turns)
        if chaired and (_PARLIAMENT.search(top) or len(speakers) > 2):
            return "parliamentary record", "who presides"
        if _CONFERENCE.search(head):
            return "transcript", "the words “news conference” or the like"
        if _DEBATE.search(head) and len(speakers) > 2:
            return "debate", "the word “debate” and its speakers"
        if form == "subtitles":
            return "transcript", "the subtitles"
        asks = sum(turn.role == TurnRole.QUESTION for turn in turns)
        if asks >= 2 and (
            len(speakers) <= 3 or re.search(r"\b(?:interview|entrevista|entretien|intervista)", head, re.IGNORECASE)
        ):
            return "interview", "questions and answers"
        return "transcript", "its speakers"
    if form == "subtitles":
        return "transcript", "the subtitles"
    if _PRESS_RELEASE.search(head):
        return "press release", "the words “press release” or the like"
    if "publisher" in facts and facts["publisher"].origin == "the dateline":
        return "wire report", "the dateline"
    if _OPINION.search(head):
        return "opinion", "the word “opinion” or the like"
    if _BLOG.search(top):
        return "blog post", "the words “posted by” or the like"
    if _STATEMENT.search(facts["title"].value if "title" in facts else ""):
        return "statement", "the title"
    if "date" in facts and ("place" in facts or structure.title) and form in ("html", "text", "markdown"):
        return "news report", "a title and a date"
    return "", ""
