"""Lists by which the structure and the facts of a text are found, and by which texts are compared."""

from dataclasses import dataclass, field

from desktop.core.vocabulary.forms import Patterns, WordGroups, Words


@dataclass(frozen=True, slots=True)
class RecognitionWords:
    """By what a text shows its language.

    Attributes:
        common: the commonest words that the other languages do not have.
        letters: those of an alphabet that no other language here has, as in a class of characters: ``а-я``.
    """

    common: Words = frozenset()
    letters: Patterns = ()


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """How the words of a quotation are compared with those of a passage.

    Attributes:
        function: words of grammar, which weigh little.
        hedges: words by which one says less than surely.
        negations: words that deny; in full they weigh as much as others.
        negating_endings: endings that deny: ``n't``.
        possessives: endings that are taken off before others.
        endings, prefixes: what is taken off a word to get at its stem.
        inflections: those of the endings that a short word has as well.
        spellings: forms that are compared as one, by that one: ``US`` is ``u.s``, and not ``us``.
    """

    function: Words = frozenset()
    hedges: Words = frozenset()
    negations: Words = frozenset()
    negating_endings: Words = frozenset()
    possessives: Words = frozenset()
    endings: Words = frozenset()
    inflections: Words = frozenset()
    prefixes: Words = frozenset()
    spellings: WordGroups = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """Where a full stop ends no sentence.

    Attributes:
        abbreviations: what has a stop of its own, without it.
        closing: abbreviations with which a sentence may end all the same: ``etc``.
        openers: words that show it then, by beginning the next sentence.
    """

    abbreviations: Words = frozenset()
    closing: Words = frozenset()
    openers: Words = frozenset()


@dataclass(frozen=True, slots=True)
class NameWords:
    """What names consist of, and what tells them from the words around.

    Attributes:
        titles: words before a person's name.
        bodies: words in the name of an organisation.
        openers: words that begin sentences, and are no first names.
        articles: those before the name of an organisation.
        body_articles: those with which such a name begins.
        particles: words in small letters inside a person's name.
        label_words: others inside how a speaker is named: ``Minister of the Sea``.
        place_words: words in small letters inside the name of a place.
        lowered: particles that stay in small letters where a name was written in capitals.
        joining: words in small letters inside a headline.
        empty: words that tell nobody apart, in a name or a description.
        vague: words that stand in many names and roles.
    """

    titles: Words = frozenset()
    bodies: Words = frozenset()
    openers: Words = frozenset()
    articles: Words = frozenset()
    body_articles: Words = frozenset()
    particles: Words = frozenset()
    label_words: Words = frozenset()
    place_words: Words = frozenset()
    lowered: Words = frozenset()
    joining: Words = frozenset()
    empty: Words = frozenset()
    vague: Words = frozenset()


@dataclass(frozen=True, slots=True)
class TurnWords:
    """How transcripts name who begins to speak, and what speakers do.

    Attributes:
        honorifics: what stands before a name in a record.
        address: what before a name shows that it is a speaker's.
        dropped: titles that are no part of a name.
        articles: those before “question” or the like.
        of: the word before whom a speaker in a record is from.
        asking, answering: labels in the place of a name, folded.
        unnamed: beginnings of labels of those who ask without a name, folded.
        no_label: what stands before a colon and names no speaker, folded.
        chairs: who presides.
        hosts: beginnings of labels of those who lead a conversation, folded.
        requests: words by which something is asked for.
        thanks: words by which a conversation is closed.
    """

    honorifics: Patterns = ()
    address: Patterns = ()
    dropped: Patterns = ()
    articles: Words = frozenset()
    of: Words = frozenset()
    asking: Patterns = ()
    answering: Words = frozenset()
    unnamed: Patterns = ()
    no_label: Patterns = ()
    chairs: Patterns = ()
    hosts: Patterns = ()
    requests: Patterns = ()
    thanks: Patterns = ()


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page puts around an article, and what its margin tells.

    Attributes:
        boilerplate: whole lines that belong to any page.
        cuts: whole lines with which an article is over.
        bylines: words before the author's name.
        posted: other words with which such a line begins.
        named_by: such a word in capitals before a name alone: ``Von``.
        credits: words before who made a picture or a film.
        by: words between these and the name.
        picture_agencies: names that only stand below pictures.
        agencies: whole names of news agencies, as datelines have them.
        about: words before what a press release says of its sender.
        notes: beginnings of what stands below each record.
        narration: what a record tells between speeches.
        salutations: beginnings of a speech.
        conducted: words before who held an interview.
        owned: words before who has the rights.
        rights: words that follow whose they are.
        numbers: words before the number of a page.
        out_of: words between it and how many there are.
    """

    boilerplate: Patterns = ()
    cuts: Patterns = ()
    bylines: Patterns = ()
    posted: Patterns = ()
    named_by: Words = frozenset()
    credits: Patterns = ()
    by: Words = frozenset()
    picture_agencies: Patterns = ()
    agencies: Patterns = ()
    about: Patterns = ()
    notes: Patterns = ()
    narration: Patterns = ()
    salutations: Patterns = ()
    conducted: Patterns = ()
    owned: Words = frozenset()
    rights: Words = frozenset()
    numbers: Patterns = ()
    out_of: Words = frozenset()


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are written.

    Attributes:
        months: names of months, shortened ones too, by the month's number: ``01``.
        begun: beginnings of others, which count only in a line that is nothing but a date.
        ordinals: endings of the number of a day.
        of: words between day, month and year.
        at: words before the time of day.
        passed: words inside a stamp that tell nothing.
        today: words before the day on which something is said.
    """

    months: WordGroups = field(default_factory=dict)
    begun: Words = frozenset()
    ordinals: Words = frozenset()
    of: Words = frozenset()
    at: Patterns = ()
    passed: Words = frozenset()
    today: Patterns = ()


@dataclass(frozen=True, slots=True)
class KindWords:
    """Words on top of a text that tell what kind of document it is, by the kind."""

    press_releases: Patterns = ()
    conferences: Patterns = ()
    debates: Patterns = ()
    parliaments: Patterns = ()
    opinions: Patterns = ()
    blogs: Patterns = ()
    statements: Patterns = ()
    interviews: Patterns = ()
