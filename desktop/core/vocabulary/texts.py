"""What each list is for by which texts are compared, and their structure and facts found; a table of a file each."""

from dataclasses import dataclass, field

from desktop.core.vocabulary.forms import Patterns, WordGroups, Words


@dataclass(frozen=True, slots=True)
class RecognitionWords:
    """By what a text shows its language."""

    common: Words = frozenset()  # the commonest words that the other languages do not have
    letters: Patterns = ()  # an alphabet that no other language here has, as in a class of characters: ``а-я``


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """How the words of a quotation are compared with those of a passage."""

    function: Words = frozenset()  # words of grammar, which weigh little
    hedges: Words = frozenset()  # words by which one says less than surely
    negations: Words = frozenset()  # words that deny; they weigh in full, though words of grammar
    negating_endings: Words = frozenset()  # endings that deny: ``n't``
    possessives: Words = frozenset()  # endings that are taken off before others
    endings: Words = frozenset()  # what is taken off a word to get at its stem
    inflections: Words = frozenset()  # those of the endings that a short word has as well
    prefixes: Words = frozenset()  # what is taken off its beginning
    # forms that are compared as one, by that one: ``US`` is ``u.s``, and not ``us``
    spellings: WordGroups = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """Where a full stop ends no sentence."""

    abbreviations: Words = frozenset()  # what has a stop of its own, without it
    closing: Words = frozenset()  # abbreviations with which a sentence may end all the same: ``etc``
    openers: Words = frozenset()  # words that show it then, by beginning the next sentence


@dataclass(frozen=True, slots=True)
class NameWords:
    """What names consist of, and what tells them from the words around."""

    titles: Words = frozenset()  # before a person's name
    bodies: Words = frozenset()  # in the name of an organisation
    openers: Words = frozenset()  # words that begin sentences, and are no first names
    articles: Words = frozenset()  # before the name of an organisation
    body_articles: Words = frozenset()  # those with which such a name begins
    particles: Words = frozenset()  # in small letters inside a person's name
    label_words: Words = frozenset()  # others inside how a speaker is named: “Minister of the Sea”
    place_words: Words = frozenset()  # in small letters inside the name of a place
    lowered: Words = frozenset()  # particles that keep small letters where a name was written in capitals
    joining: Words = frozenset()  # in small letters inside a headline
    empty: Words = frozenset()  # words of a name or a description that tell nobody apart
    vague: Words = frozenset()  # words that stand in many names and roles


@dataclass(frozen=True, slots=True)
class TurnWords:
    """How transcripts name who begins to speak, and what speakers do; labels are folded."""

    honorifics: Patterns = ()  # before a name in a record
    address: Patterns = ()  # what before a name shows that it is a speaker's
    dropped: Patterns = ()  # titles that are no part of a name
    articles: Words = frozenset()  # before “question” or the like
    of: Words = frozenset()  # before where a speaker in a record is from
    asking: Patterns = ()  # labels in the place of a name
    unnamed: Patterns = ()  # how labels begin of those who ask without a name
    answering: Words = frozenset()  # labels in the place of a name
    no_label: Patterns = ()  # what stands before a colon and names no speaker
    chairs: Patterns = ()  # who presides
    hosts: Patterns = ()  # how labels begin of those who lead a conversation
    requests: Patterns = ()  # words by which something is asked for
    thanks: Patterns = ()  # words by which a conversation is closed


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page puts around an article, and what its margin tells."""

    boilerplate: Patterns = ()  # whole lines that belong to any page
    cuts: Patterns = ()  # whole lines with which an article is over
    bylines: Patterns = ()  # before the author's name
    posted: Patterns = ()  # other words with which such a line begins
    named_by: Words = frozenset()  # such a word in capitals before a name alone: “Von”
    credits: Patterns = ()  # before who made a picture or a film
    by: Words = frozenset()  # between these and the name
    picture_agencies: Patterns = ()  # names that only stand below pictures
    agencies: Patterns = ()  # whole names of news agencies, as datelines have them
    about: Patterns = ()  # before what a press release says of its sender
    notes: Patterns = ()  # how begins what stands below each record
    narration: Patterns = ()  # what a record tells between speeches
    salutations: Patterns = ()  # beginnings of a speech
    conducted: Patterns = ()  # before who held an interview
    owned: Words = frozenset()  # before who has the rights
    rights: Words = frozenset()  # behind whose they are
    numbers: Patterns = ()  # before the number of a page
    out_of: Words = frozenset()  # between it and how many there are


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are written."""

    months: WordGroups = field(default_factory=dict)  # names, shortened ones too, by the month's number: ``01``
    begun: Words = frozenset()  # beginnings of others, which count only in a line that is nothing but a date
    ordinals: Words = frozenset()  # endings of the number of a day
    of: Words = frozenset()  # between day, month and year
    at: Patterns = ()  # before the time of day
    passed: Words = frozenset()  # words inside a stamp that tell nothing
    today: Patterns = ()  # before the day on which something is said


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
