"""What branches of codes are called in projects of others: words for actors, topics, stances and voices."""

import re
from collections.abc import Iterable

from desktop.core.matching import fold
from desktop.core.values import Stance, Voice
from desktop.project.programs.mapping import Role

# as `fold` leaves them; a name fits that is one of them, or has one of them among its words
_ROLES = {
    Role.ACTOR: (
        "actor actors actor-es actores actora acteur acteurs akteur akteure akteurinnen attore attori ator atores "
        "speaker speakers sprecher sprecherin redner rednerin orateur hablante person persons people personen "
        "personne personas persona organisation organisations organization organizations organizacion "
        "organizaciones organizacao institution institutions institutionen partei parteien party parties parti "
        "partis partido partidos stakeholder stakeholders claimant claimants aktor aktorzy aktoři актор акторы "
        "актёры участник organisationen source sources"
    ),
    Role.TOPIC: (
        "topic topics theme themes thema themen tema temas theme thèmes sujet sujets issue issues concept "
        "concepts konzept konzepte concepto conceptos conceito frame frames framing claim claims category "
        "categories kategorie kategorien proposition propositions proposal tematy temat тема темы argument "
        "arguments policy policies"
    ),
    Role.STANCE: (
        "stance stances position positions positionierung haltung haltungen sentiment sentiments stimmung "
        "agreement agree valence tone tonalitat bewertung evaluation attitude attitudes einstellung postura "
        "posturas posicion posicao polarity polaritat direction qualifier support stanowisko позиция evaluations"
    ),
    Role.VOICE: (
        "voice voices redeform stimme voix voz modus"
    ),
    Role.FACT: (
        "document documents metadata metadaten dokument dokumente date datum fecha jahr year medium zeitung "
        "newspaper publisher outlet genre textsorte"
    ),
    Role.CERTAINTY: (
        "certainty"
    ),
    Role.ORIGIN: (
        "origin"
    ),
}  # fmt: skip
_STANCES = {
    Stance.FAVOR: (
        "favor favour favorable favourable in-favor in-favour for pro supportive support supports supporting "
        "positive positiv positivo positif agree agrees agreement yes ja si sí oui da tak dafur dafür "
        "befürwortend befurwortend zustimmung a-favor afavor pour favorevole approve approval affirm + pros "
        "zustimmend unterstutzung за"
    ),
    Stance.AGAINST: (
        "against con contra contras anti oppose opposed opposing opposition negative negativ negativo negatif "
        "disagree disagreement no nein non nie net dagegen ablehnend ablehnung en-contra encontra contre "
        "contrario reject rejection - − – cons kontra против unfavorable unfavourable"
    ),
    Stance.NEUTRAL: (
        "neutral neutre neutro ambivalent ambivalente mixed gemischt unclear unklar undecided balanced ausgewogen "
        "0 neither both ambiguous нейтрально neutralny"
    ),
}  # fmt: skip
_VOICES = {
    Voice.DIRECT: ("direct quote quotation direkt direkte-rede zitat directo cita verbatim"),
    Voice.REPORTED: ("reported indirect paraphrase indirekt indirekte-rede indirecto"),
    Voice.AUTHOR: ("author narrator autor verfasser"),
}
_JOINT = re.compile(r"[\s_\-]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _plain(name: str) -> str:
    bare = fold(name.strip().strip("()[]"))
    # signs stand for themselves
    return _JOINT.sub("-", bare) if any(map(str.isalnum, bare)) else bare.strip()


def _table(words: dict[Role, str] | dict[Stance, str] | dict[Voice, str]) -> dict[str, object]:
    return {_plain(word): value for value, told in words.items() for word in told.split()}


_ROLE_OF, _STANCE_OF, _VOICE_OF = _table(_ROLES), _table(_STANCES), _table(_VOICES)
_TAIL = re.compile(r"^(?P<stem>.*\S)\s*(?P<joint>[:/(\[]|\s[-–—]|[-–—](?=\s))\s*(?P<tail>[^:/(\[\])]+|[+-])[\])]?$")


def role_of(name: str, *, exact: bool = False) -> Role | None:
    """Return what a branch of this name holds; None where it does not tell, or *exact* is no word for it alone."""
    plain = _plain(name)
    found = _ROLE_OF.get(plain)
    if found is None and not exact:
        words = [fold(word) for word in _WORDS.findall(name)]
        found = next((_ROLE_OF[word] for word in words if word in _ROLE_OF), None) if len(words) <= 3 else None
    return found if isinstance(found, Role) else None


def stance_of(name: str) -> Stance | None:
    """Return the stance that a name says; None where it says none."""
    found = _STANCE_OF.get(_plain(name))
    return found if isinstance(found, Stance) else None


def voice_of(name: str) -> Voice | None:
    """Return the voice that a name says; None where it says none."""
    found = _VOICE_OF.get(_plain(name))
    return found if isinstance(found, Voice) else None


def parted(name: str) -> tuple[str, str] | None:
    """Return stem and tail of a paired name, “Military: Positive”; None for any other name."""
    found = _TAIL.match(name)
    return (found["stem"].strip(), found["tail"].strip()) if found else None


def stances_of_numbers(names: Iterable[str]) -> dict[str, Stance]:
    """Return the stances that numbers stand for: 1 and 0 of a yes and no, or those below, at and above 0.

    Of any other scale nobody but its coder knows where its middle is: nothing is returned.
    """
    values: dict[str, float] = {}
    for name in names:
        try:
            values[name] = float(name.replace("−", "-").replace(",", "."))
        except ValueError:
            return {}
    if values and set(values.values()) <= {0, 1}:
        return {name: Stance.FAVOR if value else Stance.AGAINST for name, value in values.items()}
    if any(value < 0 for value in values.values()):
        return {
            name: Stance.FAVOR if value > 0 else Stance.AGAINST if value < 0 else Stance.NEUTRAL
            for name, value in values.items()
        }
    return {}
