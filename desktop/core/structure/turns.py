"""Finding who begins to speak at a paragraph, from how transcripts name their speakers, and what each does there."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.matching import fold
from desktop.core.structure.units import LETTERS, STOPS, UPPER
from desktop.core.values import TurnRole
from desktop.core.vocabulary.languages import either, vocabulary

_LONGEST_NAME = 120
_WORDS, _NAMES = vocabulary().turns, vocabulary().names
_NAME_WORD = rf"(?:[{UPPER}][\w.’'-]*|{either(_NAMES.particles, _NAMES.label_words)}(?=\s))"
_NAME = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,7}}"
# a record may add both the country and the language: “Mr. Sy (Baoland) (spoke in French)”
_PAREN = r"(?:\s*[(\[][^()\[\]\n]{1,80}[)\]]){0,2}"
_LEAD = r"^\s*(?:>>+\s*|[-–—]\s+)?"
_HONORIFIC = rf"{either(_WORDS.honorifics)}\.?"
# particles that have small letters beside capitals, or are one capital
_SMALL = frozenset(map(str.upper, _NAMES.lowered))
_CAPITALS = rf"[{UPPER}][{UPPER}.’'-]+"
_CAPS = rf"{_CAPITALS}(?:\s+(?:{_CAPITALS}|{either(_SMALL, _NAMES.lowered)}))*"
_COLON = re.compile(rf"{_LEAD}(?P<label>{_NAME}{_PAREN}(?:,\s[^:\n{STOPS}]{{1,60}})?)\s*:(?=\s|$)")
_RECORD = re.compile(
    rf"{_LEAD}(?P<label>(?:{_HONORIFIC}\s+)?{_CAPS}(?:\s+{either(_WORDS.of)}\s+[A-Z]\w+)?{_PAREN})"
    r"\s*(?:\.\s?[-–—]+|:|\.)\s+(?=\S)"
)
_STOPPED = re.compile(rf"{_LEAD}(?P<label>{_NAME}{_PAREN})\s*\.\s?[-–—]+\s*(?=\S)")
_DIALOGUE = re.compile(r"^\s*[—―–]\s*(?=[^\s\d])")
_ASKING = re.compile(rf"(?:{either(_WORDS.articles)} )?{either(_WORDS.asking)}(?: \d+)?")
_ANSWERING = re.compile(either(_WORDS.answering))
_NO_LABEL = re.compile(either(_WORDS.no_label))
_TITLES = re.compile(rf"^{either(_WORDS.dropped)}\b\.?\s+", re.IGNORECASE)
# “Ms. Okafor: ”, not “Note: ”
_TITLED = re.compile(rf"{either(_WORDS.address)}\b\.?\s+\w")
_CHAIR = re.compile(rf"{either(_WORDS.chairs)}(?:\s.*)?", re.IGNORECASE)
_REQUEST = re.compile(rf"\?|\b{either(_WORDS.requests)}\b", re.IGNORECASE)
_THANKS = re.compile(rf"\b{either(_WORDS.thanks)}\b", re.IGNORECASE)
_HOST = re.compile(either(_WORDS.hosts))
_ENDS_ASKING = 300
# those who only ask, and have no name
UNNAMED = re.compile(rf"(?:{either(_WORDS.articles)} )?{either(_WORDS.unnamed)}\w*(?: \d+)?")


@dataclass(frozen=True, slots=True)
class Label:
    """How a paragraph names who begins to speak.

    Attributes:
        text: as it is written, without the mark after it: ``Sergey Lavrov (adding after Sosa Lunda)``; empty for a
            turn that only a dash begins.
        name: the name alone, without what stands in parentheses: ``Sergey Lavrov``.
        end: how many characters of the paragraph it takes, with the mark and the space after it.
        asks, answers: whether it says so itself (``Question``, ``R.-``).
    """

    text: str
    name: str
    end: int
    asks: bool = False
    answers: bool = False


def find_labels(lines: Sequence[str], bold: Sequence[int] = (), known: Sequence[str] = ()) -> dict[int, Label]:
    """Return the paragraphs that begin a turn, by their number, with how each names its speaker.

    A name before a colon is a speaker when it comes again, is written in capitals or bold, says “Question” or the like,
    is a *known* name, or has “Mr”, “Ms” or the like before it; once there are three such paragraphs, or half of all
    begin so, every name before a colon is. Two turns make a transcript; a single one counts only of a known speaker.
    Without names, three paragraphs or more that begin with a long dash, one of them a question, are a dialogue. Names
    alone on their line, each several times, are speakers too.

    *bold* is how many characters of each paragraph are bold at its beginning, empty when the format does not say;
    *known* are folded names of actors.
    """
    candidates = {at: label for at, line in enumerate(lines) if (label := _label(line)) is not None}
    names = set(known)
    counts = Counter(fold(label.name) for label in candidates.values())
    sure = {
        at
        for at, label in candidates.items()
        if label.asks
        or counts[fold(label.name)] > 1
        or _has_capitals(label.name)
        or _TITLED.match(label.name)
        or (bold and bold[at] >= len(label.text) > 0)
        or fold(label.name) in names
        or fold(_bare(label.name)) in names
    }
    if len(sure) >= 3 or (len(candidates) >= 2 and 2 * len(candidates) >= len(lines)):
        sure = set(candidates)
    dashed = {at: Label("", "", dash.end()) for at, line in enumerate(lines) if (dash := _DIALOGUE.match(line))}
    if len(sure) >= 2 or any(fold(_bare(candidates[at].name)) in names for at in sure):
        # two voices in a row that nobody named
        exchange = {at: label for at, label in dashed.items() if at + 1 in dashed or at - 1 in dashed}
        return dict(sorted({**exchange, **{at: candidates[at] for at in sure}}.items()))
    alone = _names_alone(lines, bold)
    if alone:
        return alone
    if len(dashed) >= 3 and any(lines[at].rstrip().endswith("?") for at in dashed):
        return dashed
    return {}


def label_length(line: str, label: str) -> int:
    """Return how many characters of a turn's first line its *label* takes, with the mark and the space after it.

    A turn that was marked by hand knows no label: then what its line begins with counts.
    """
    if label:
        found = re.match(rf"{_LEAD}{re.escape(label)}\s*(?:\.\s?[-–—]+|[:：.])?\s*", line)
        return found.end() if found else 0
    known, dash = _label(line), _DIALOGUE.match(line)
    return known.end if known else dash.end() if dash else 0


def is_chair(name: str) -> bool:
    """Tell whether *name* is that of who presides: the Speaker, the President, the chair."""
    return _CHAIR.fullmatch(_bare(name)) is not None


def bare_name(name: str) -> str:
    """Return a speaker's name without titles, and with small letters when it is all capitals: ``Benjamin Norton``."""
    bare = _bare(name)
    letters = [character for character in bare if character.isalpha()]
    if len(letters) > 3 and all(map(str.isupper, letters)):
        bare = " ".join(_small(word) for word in bare.split())
    return bare


def is_initials(name: str) -> bool:
    """Tell whether *name* is nothing but two to four capital letters: ``CE``, ``S.L.``."""
    return re.fullmatch(rf"(?:[{UPPER}]\.?){{2,4}}", name) is not None


def spelt_out(initials: str, text: str) -> str:
    """Return the name that *text* gives for *initials*: the one it stands behind in parentheses, else the first that
    has these initials; empty when there is none.
    """
    letters = [character for character in initials if character.isalpha()]
    # possessive and bounded: a text without blanks would else take the square of its length
    words = r"\s{1,5}+".join(rf"{re.escape(letter)}[\w’'-]{{1,40}}+" for letter in letters)
    for behind in (rf"\s{{0,5}}\({re.escape(initials)}\)", r"(?!\w)"):
        if found := re.search(rf"(?<![\w’'-])({words}){behind}", text):
            return " ".join(found[1].split())
    return ""


def _label(line: str) -> Label | None:
    head = line[:240]
    # in a parliament's record a name in capitals ends with a full stop, elsewhere that is a sentence
    for pattern in (_COLON, _STOPPED, _RECORD):
        found = pattern.match(head)
        if found is None:
            continue
        text = found["label"].strip()
        name = re.sub(r"\s*[(\[].*$", "", text)
        name = name.split(",")[0].strip().rstrip(".") if pattern is not _RECORD else name.strip()
        folded = fold(name)
        if not name or len(name) > _LONGEST_NAME or len(name.split()) > 8 or _NO_LABEL.fullmatch(folded.strip(". ")):
            continue
        # “NATO. ” may begin a sentence of its own; “Mr. SMITH of Ohio. ” does not
        if pattern is _RECORD and found[0].rstrip().endswith(".") and not re.match(rf"{_HONORIFIC}\s", text):
            continue
        asks, answers = (pattern.fullmatch(folded) is not None for pattern in (_ASKING, _ANSWERING))
        return Label(text, name, found.end(), asks, answers)
    return None


def _names_alone(lines: Sequence[str], bold: Sequence[int]) -> dict[int, Label]:
    able = {
        at: line.strip().rstrip(":")
        for at, line in enumerate(lines[:-1])
        if len(line) <= 60 and re.fullmatch(rf"\s*{_NAME}{_PAREN}:?\s*", line) and lines[at + 1].strip()
        if _has_capitals(re.sub(r"[(\[].*", "", line)) or (bold and bold[at] >= len(line.strip()))
    }
    counts = Counter(able.values())
    found = {}
    for at, name in able.items():
        if counts[name] > 1 and len(lines[at + 1]) > len(name):
            bare = re.sub(r"\s*[(\[].*$", "", name)
            found[at] = Label(name, bare, len(lines[at]), _ASKING.fullmatch(fold(bare)) is not None)
    return found if len({label.text for label in found.values()}) > 1 else {}


def _bare(name: str) -> str:
    previous = ""
    while name != previous:
        previous, name = name, _TITLES.sub("", name).strip()
    return name


def _has_capitals(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _small(word: str) -> str:
    return word.lower() if word in _SMALL else LETTERS.sub(lambda found: found[0].capitalize(), word)


def find_roles(turns: Sequence[tuple[Label | None, str]]) -> list[str]:
    """Return the role of each turn, given its label (None for an opening statement) and its words.

    A label such as “Question” says it itself, and who speaks next answers. Else the interviewer is the speaker most of
    whose turns end by asking for something, if that is two in three and nobody else's share comes near; their turns are
    questions, and the turns that follow them answers, but not their last words (thanks, without anything asked) and the
    reply to these. Who presides makes statements. Where nobody interviews, a turn that ends with a question mark is a
    question, what somebody else says next its answer, and the rest are statements.
    """
    names = [fold(label.name) if label else None for label, _ in turns]
    labelled = any(label and label.asks for label, _ in turns)
    asking = None if labelled else _interviewer(turns, names)
    roles: list[str] = []
    previous, asked_by = "", None
    for (label, words), name in zip(turns, names, strict=True):
        if label is None or (is_chair(label.name) and not label.asks):
            role = TurnRole.STATEMENT
        elif label.asks:
            # a moderator also greets, and thanks at the end
            hosts = _HOST.match(fold(label.name)) and not _REQUEST.search(words)
            role = TurnRole.STATEMENT if hosts else TurnRole.QUESTION
        elif label.answers:
            role = TurnRole.ANSWER
        elif name and name == asking:
            closing = _THANKS.search(words) and not _REQUEST.search(words)
            role = TurnRole.STATEMENT if closing else TurnRole.QUESTION
        elif name and asking:
            role = TurnRole.STATEMENT if previous in ("", TurnRole.STATEMENT) else TurnRole.ANSWER
        elif not (name and labelled) and words.rstrip().endswith("?"):
            role = TurnRole.QUESTION
        else:
            # who is asked by somebody else answers
            asked = previous == TurnRole.QUESTION and (labelled or not name or name != asked_by)
            role = TurnRole.ANSWER if asked else TurnRole.STATEMENT
        roles.append(role.value)
        previous, asked_by = role, name
    return roles


def _interviewer(turns: Sequence[tuple[Label | None, str]], names: Sequence[str | None]) -> str | None:
    shares: dict[str, list[int]] = {}
    for (label, words), name in zip(turns, names, strict=True):
        if label is None or not name or is_chair(label.name):
            continue
        tally = shares.setdefault(name, [0, 0])
        tally[0] += _REQUEST.search(words[-_ENDS_ASKING:]) is not None
        tally[1] += 1
    if len(shares) < 2:
        return None
    ranked = sorted(shares.items(), key=lambda item: -item[1][0] / item[1][1])
    (first, best), (_, next_best) = ranked[:2]
    share, other = best[0] / best[1], next_best[0] / next_best[1]
    return first if best[0] >= 2 and share >= 0.6 and share - other >= 0.3 else None
