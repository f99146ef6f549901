"""What in a sentence suggests that it holds a claim, as features for a linear model."""

import re

from desktop.analysis.words import WORD, is_negation, key, stem, word_set

_GROUPS = {
    "demand": """
        demand call urge ask request insist require need must should ought advocate propose want wish aim goal hope
        achieve ensure seek strive struggle defend
    """,
    "reject": """
        reject oppose condemn denounce refuse deny criticize criticise protest against boycott threat destroy dismantle
        violate punish impose aggression aggressive interfere interference failure fail lie exclude exclusion
        discriminatory illegal unlawful unilateral coercive coup blockade embargo sanction crime
    """,
    "support": """
        support favour favor welcome endorse back grateful thank commend praise appreciate defend promote strengthen
        deepen consolidate expand develop cooperate partnership solidarity friend positive great beautiful
    """,
    "state": """
        believe think consider regard convince confident stress emphasize emphasise underline reaffirm reiterate mean
    """,
    "judge": """
        good bad important main key true genuine authentic real legitimate fair just democratic priority promising
        necessary clear wrong dangerous harmful serious tremendous useful active peace integration sovereignty
        independence dignity lesson power imperialism interest
    """,
    "act": "agree decide adopt plan commit pledge promise resolve intend invite exclude withdraw join",
}
_CUES = {group: {stem(word) for word in word_set(words)} for group, words in _GROUPS.items()}
_FIRST = word_set("i we our us my ours mine")
_MODAL = word_set("must should ought shall cannot need needs have")
_GREETING = re.compile(
    r"\b(?:thank you|ladies and gentlemen|good (?:morning|evening|day)|hello|welcome to|pleasure)\b", re.I
)


def features(
    sentence: str, *, in_turn: bool, role: str, quoted: bool, attributed: bool, heading: bool
) -> dict[str, float]:
    """Return the features of a sentence: name to value, most of them 0 or 1.

    Args:
        sentence: its text.
        in_turn: whether it stands in a speaker's turn.
        role: ``question``, ``answer``, ``statement`` or empty.
        quoted: whether it is quoted.
        attributed: whether someone is said to say it.
        heading: whether it is a heading.
    """
    words = [key(word) for word in WORD.findall(sentence)]
    roots = {stem(word) for word in words}
    found = {"bias": 1.0}
    hits = 0
    for group, cues in _CUES.items():
        count = len(roots & cues)
        hits += bool(count)
        if count:
            found[group] = 1.0 + 0.3 * min(3, count - 1)
    known = set(words)
    found["cues"] = min(4, hits) / 2
    found["first"] = float(bool(known & _FIRST))
    found["modal"] = float(bool(known & _MODAL))
    found["negation"] = float(any(map(is_negation, words)))
    found["question"] = float(sentence.rstrip().endswith("?"))
    found["greeting"] = float(bool(_GREETING.search(sentence)))
    found["short"] = float(len(words) < 6)
    found["brief"] = float(6 <= len(words) < 10)
    found["long"] = float(len(words) > 25)
    found["number"] = float(any(word.isdigit() for word in words))
    found["turn"] = float(in_turn)
    found["asks"] = float(role == "question")
    found["first turn"] = found["first"] * found["turn"]
    found["quoted"] = float(quoted)
    found["attributed"] = float(attributed and not quoted)
    found["heading"] = float(heading)
    return {name: value for name, value in found.items() if value}
