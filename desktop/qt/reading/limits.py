"""What does not work for the language of a text, said once above the first such text."""

from weakref import WeakKeyDictionary

from desktop.core.language import N_, _
from desktop.core.structure.writing import DOUBLE, PAIRS, WordKind, has_stopless, word_kind
from desktop.qt.session import Session

_WORDS = {
    WordKind.SYLLABLE: N_("No space parts words here: a word is a syllable."),
    WordKind.CHARACTER: N_("No space parts words here: W selects a character, and pairs of them are counted as words."),
    WordKind.RUN: N_("No space parts words here: a word is what stands together in kanji, katakana or hiragana."),
}
# the languages of which it was said, while a project is open
_said: "WeakKeyDictionary[Session, set[str]]" = WeakKeyDictionary()


def limits(session: Session, language: str, text: str) -> str:
    """Return a sentence or two for what is not done in *language* (a code), where *text* would need it; else nothing.

    Each language is told of once; of a language that is not known nothing is said.
    """
    # words of languages, which no window waits for
    from desktop.core.vocabulary.known import has_verbs_of_saying

    code = language.replace("_", "-").split("-")[0].lower()
    said = _said.setdefault(session, set())
    if not code or code in said:
        return ""
    told = []
    if any(mark in text for mark in (*DOUBLE, "«", *PAIRS)) and not has_verbs_of_saying(code):
        told.append(
            _("In this language quotations are found, but not yet who speaks them: no verbs of saying are known of it.")
        )
    kind = word_kind(text)
    if kind is WordKind.SYLLABLE and has_stopless(text):
        told.append(_("No mark ends a sentence here: a space does, and a word is a syllable."))
    elif kind is not None and kind in _WORDS:
        told.append(_(_WORDS[kind]))
    if told:
        said.add(code)
    return " ".join(told)
