"""What does not work for the language of a text, said once above the first such text."""

from weakref import WeakKeyDictionary

from desktop.core.language import _
from desktop.core.structure.writing import DOUBLE, PAIRS, has_stopless
from desktop.qt.session import Session

# the languages of which it was said, while a project is open
_said: "WeakKeyDictionary[Session, set[str]]" = WeakKeyDictionary()


def limits(session: Session, language: str, text: str) -> str:
    """Return a sentence or two for what is not done in *language* (a code), where *text* would need it; else nothing.

    Each language is told of once; of a language that is not known nothing is said.
    """
    # words of languages, which no window waits for
    from desktop.core.vocabulary.languages import languages

    code = language.replace("_", "-").split("-")[0].lower()
    said = _said.setdefault(session, set())
    if not code or code in said:
        return ""
    told = []
    known = languages().get(code)
    if not (known is not None and known.saying.verbs) and any(mark in text for mark in (*DOUBLE, "«", *PAIRS)):
        told.append(
            _("In this language quotations are found, but not yet who speaks them: no verbs of saying are known of it.")
        )
    if has_stopless(text):
        told.append(_("No mark ends a sentence here: a space does, and a word is a syllable."))
    if told:
        said.add(code)
    return " ".join(told)
