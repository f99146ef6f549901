"""What each list of a language's file is for; a class for each table.

Words are one text, with a stroke for a blank inside one; patterns are an array. A pattern is a regular expression
without groups that capture, in which a blank stands for any white space.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = frozenset[str]
Patterns = tuple[str, ...]
# words, or patterns, by what they stand for
WordGroups = Mapping[str, frozenset[str]]
PatternGroups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RecognitionWords:
    """By what a text shows its language."""

    common: Words = frozenset()  # the commonest words that the other languages do not have
    written: Words = frozenset()  # its letters beyond ASCII, of thousands the commonest: they tell old encodings
    letters: Patterns = ()  # its alphabet, as in a class of characters: ``а-я``
    own: Patterns = ()  # letters or words of it, a hundredth or more of a text, that others of the alphabet do not have


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """How the words of a quotation are compared with those of a passage."""

    function: Words = frozenset()  # words of grammar, which weigh little
    hedges: Words = frozenset()  # words by which one says less than surely
    approximating: Words = frozenset()  # words that hedge a figure right behind them
    modals: Words = frozenset()  # verbs that tell what may, can or must be
    future: Words = frozenset()  # those of the modals that tell again what will be, and soften nothing: “would”
    negations: Words = frozenset()  # words that deny; they weigh in full, though words of grammar
    trailing: Words = frozenset()  # those of them that stand behind what they deny: “wir kommen nicht”
    limiting: Words = frozenset()  # words without which what is said holds for more: “only”, “until”, “except”
    relative: Words = frozenset()  # words with which a clause begins that tells of what stands before it
    retelling: Words = frozenset()  # verbs in the mood in which a language tells what another has said
    elsewhere: Patterns = ()  # what shows that words were said on another occasion than the one that is reported
    negating_endings: Words = frozenset()  # endings that deny: ``n't``
    possessives: Words = frozenset()  # endings that are taken off before others
    endings: Words = frozenset()  # what is taken off a word to get at its stem
    inflections: Words = frozenset()  # those of the endings that a short word has as well
    prefixes: Words = frozenset()  # what is taken off its beginning
    # forms that are compared as one, by that one: ``US`` is ``u.s``, and not ``us``
    spellings: WordGroups = field(default_factory=dict)
    numbers: WordGroups = field(
        default_factory=dict
    )  # figures in words, by the figure; without those that are articles


@dataclass(frozen=True, slots=True)
class CountingWords:
    """How the words of texts are counted."""

    stop: Words = frozenset()  # what stands in any text, and is left out: articles, pronouns, prepositions, auxiliaries


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
    title_endings: Words = frozenset()  # how titles end that are one word: “Hafenmeister”
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
    capital_nouns: bool = False  # whether all nouns have capitals, and not only names
    genders: WordGroups = field(default_factory=dict)  # titles, roles and kin, by ``he`` and ``she``


@dataclass(frozen=True, slots=True)
class TurnWords:
    """How transcripts name who begins to speak, and what speakers do; labels are folded."""

    honorifics: Patterns = ()  # before a name in a record
    address: Patterns = ()  # what before a name shows that it is a speaker's
    dropped: Patterns = ()  # titles that are no part of a name
    transcribing: Patterns = ()  # of what is written down: who transcribed it, and with what
    office_of: Words = frozenset()  # behind a title that is an office, and so a name: “Minister for Transport”
    articles: Words = frozenset()  # before “question” or the like
    of: Words = frozenset()  # before where a speaker in a record is from
    asking: Patterns = ()  # labels in the place of a name
    unnamed: Patterns = ()  # how labels begin of those who ask without a name
    answering: Words = frozenset()  # labels in the place of a name
    no_label: Patterns = ()  # what stands before a colon and names no speaker
    nobody: Patterns = ()  # how labels begin that say that nobody knows who spoke
    remarks: Patterns = ()  # what stands before a remark of who wrote it down, below all that was said
    interjections: Patterns = ()  # what others do or call while somebody speaks
    interjecting: Words = frozenset()  # between these and who does
    chairs: Patterns = ()  # who presides
    hosts: Patterns = ()  # how labels begin of those who lead a conversation
    on: Words = frozenset()  # between who is interviewed and what it is about
    requests: Patterns = ()  # words by which something is asked for
    thanks: Patterns = ()  # words by which a conversation is closed
    summaries: Patterns = ()  # how a record is headed that tells what was said
    telling: Patterns = ()  # beside the verbs of saying, by what records tell that somebody began to speak


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page puts around an article, and what its margin tells."""

    procedure: Patterns = ()  # before a colon on top of a record: who presides, who is there, what is on the agenda
    boilerplate: Patterns = ()  # whole lines that belong to any page
    cuts: Patterns = ()  # whole lines with which an article is over
    joined: Words = frozenset()  # words that a hyphen joins to the next: where a line ends with one, it stays
    untitled: Patterns = ()  # for what has no title, or no author
    menus: Patterns = ()  # what heads a menu or a list of contents, and is no title
    papers: Words = frozenset()  # nouns at an end of the name of a paper: “The Marsh Herald”
    bodies: Words = frozenset()  # nouns with which the name of a body begins that publishes: “Committee on …”
    linking: Words = frozenset()  # in small letters inside such names
    genitives: Words = frozenset()  # those that alone show a name, where a language has small letters in its headlines
    desks: Words = frozenset()  # in a byline that names nobody: “our own reporter”
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
    signed: Patterns = ()  # before the names of those who sign a letter
    conducted: Patterns = ()  # before who held an interview
    owned: Words = frozenset()  # before who has the rights
    rights: Words = frozenset()  # behind whose they are
    numbers: Patterns = ()  # before the number of a page
    columns: Patterns = ()  # before that of a column, and other marks of a place in a record
    out_of: Words = frozenset()  # between it and how many there are


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are written."""

    held: Patterns = ()  # before where and when a meeting took place
    done: Patterns = ()  # before where and when a treaty, a decree or a declaration was signed
    weekdays: Words = frozenset()  # their names
    months: WordGroups = field(default_factory=dict)  # names, shortened ones too, by the month's number: ``01``
    days: WordGroups = field(default_factory=dict)  # numbers of days in words, by the number: ``01``
    begun: Words = frozenset()  # beginnings of others, which count only in a line that is nothing but a date
    ordinals: Words = frozenset()  # endings of the number of a day
    of: Words = frozenset()  # between day, month and year
    at: Patterns = ()  # before the time of day
    passed: Words = frozenset()  # words inside a stamp that tell nothing
    updated: Patterns = ()  # before the day of a change of what was published before
    published: Patterns = ()  # before the day of publication
    years: Words = frozenset()  # beside the year
    eras: WordGroups = field(default_factory=dict)  # names of eras by the year before their first: ``2018``
    ahead: Words = frozenset()  # how many years a year beside these months is ahead: 2564 is 2021
    numbered: Words = frozenset()  # before the number of a month
    before_year: Words = frozenset()  # before the year behind it
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
    records: Patterns = ()  # with a number the title of one: “Summary record of the 6th meeting”
    episodes: Patterns = ()  # likewise, before the number of an episode


@dataclass(frozen=True, slots=True)
class SayingWords:
    """Words that attribute: verbs of saying, who can be their subject, and what stands between the two.

    The English verbs are the reporting verbs of news (Quirk et al., A Comprehensive Grammar of the English Language,
    1985, §16.31, and the cues of Pareti, PARC 3.0, LREC 2016, as far as they take a person), without those that mostly
    mean something else; those of other languages are the forms that news uses. One table serves all: a verb counts only
    beside its subject, and reports quote in one language what was said in another.
    """

    verbs: Words = frozenset()  # verbs of saying in the forms that have a subject
    own_verbs: Words = frozenset()  # forms of the first person that do without a subject: “le dije: …”
    bare: Words = frozenset()  # their forms behind “will” or “to”, which say nothing of who spoke
    naming: Words = frozenset()  # forms that name as well as quote: “called it ‘a wall’”, never with a form of “be”
    nouns: Words = frozenset()  # verbs as often nouns: only right behind their subject, or before a quotation
    followed: PatternGroups = field(default_factory=dict)  # what must follow verbs that introduce words only so
    # verbs that say something only with words that close their clause: “räumte Nim am Montag ein”
    parted: PatternGroups = field(default_factory=dict)
    late_subject: bool = False  # whether more may stand between a verb and the subject behind it: “…”, dijo ayer Nim
    clitics: Words = frozenset()  # pronouns before a verb that are not its subject: “…”, lui a répondu Nim
    going_on: Words = frozenset()  # endings of what goes on another verb: ``adding``
    drops_subject: bool = False  # whether verbs do without a subject: “…”, agregó
    prepositions: Patterns = ()  # right before who says it
    postpositions: Patterns = ()  # right behind who says it
    # the same where a sentence begins so, and a comma or a form of “be” stands behind the name: “Pour Orsk, …”
    views: Patterns = ()
    relative_views: Patterns = ()  # behind a comma and right before a quotation: the view of who was named last
    perfect: Patterns = ()  # auxiliaries behind which a clause closes with its participle: “hat es einmal so gesagt”
    impersonal: Patterns = ()  # right behind a quotation: nobody in particular says it
    citing: Words = frozenset()  # verbs by which one tells what others have written or said
    writings: Words = frozenset()  # nouns of what they have
    written_by: Words = frozenset()  # between these and whose they are
    # by ``he``, ``she`` and ``they``, for one that they stand for; ``you`` are those who are nobody in particular
    pronouns: WordGroups = field(default_factory=dict)
    first_person: Words = frozenset()  # by which one speaks of oneself, with its capitals: “I”
    persons: Words = frozenset()  # nouns of people who hold no office: “a neighbour”
    persons_told: Words = frozenset()  # behind a name and a comma: how a clause begins that tells of a person: “who”
    person_endings: Words = frozenset()  # how others end, which count behind an indefinite article alone
    indefinite: Words = frozenset()  # such articles: who is named so was not named before
    oblique: Words = frozenset()  # before a name that is no subject: “of Nim”
    told_after: Words = frozenset()  # behind a quotation, before who spoke it: „…“, so Nim
    demonstrative: Words = frozenset()  # articles that point back: “cette ancienne officière”
    # nouns that stand, behind a definite article, for whom the text told of last, of any office: “the politician”
    anaphors: Words = frozenset()
    aged: Patterns = ()  # the same of their age: “the 61-year-old”
    article_genders: WordGroups = field(default_factory=dict)  # definite articles that show ``he`` or ``she``
    partitive: Patterns = ()  # one of several, whom nothing names: “one of them”
    quoting: Words = frozenset()  # verbs whose object is who is quoted: “cited the mayor: ‘…’”
    works: Words = frozenset()  # nouns that have a name, which may stand in marks behind them: “the paper «Evening»”
    reported_by: Patterns = ()  # right before a mark: it is a text that says so: “according to which”
    roles: Words = frozenset()  # nouns that describe a person: “the ambassador”
    families: WordGroups = field(default_factory=dict)  # roles, folded, by the one as which they are compared
    determiners: Words = frozenset()  # with which a description begins
    possessive: Words = frozenset()  # those that tell whose somebody is: “her deputy”
    things: Words = frozenset()  # nouns that say something, and are nobody
    between: Patterns = ()  # between a subject and its verb
    auxiliaries: Patterns = ()  # between a quotation and the verb behind it
    being: Words = frozenset()  # forms of “be”
    that: Words = frozenset()  # between a verb and what is said
    conjunctions: Words = frozenset()  # between two verbs of the same subject
    of: Words = frozenset()  # between a person and the body that this is of
    inside: Words = frozenset()  # before a place that a person is in
    articles: Words = frozenset()  # behind these
    carried_on: Words = frozenset()  # with which a sentence goes on behind the name of a body
    honorifics: Words = frozenset()  # before a name between commas, without their stop
    of_bodies: Words = frozenset()  # how begins what is told of a body, and not of one of its people
    not_said: Patterns = ()  # right before a mark: nobody spoke what follows
    elisions: Patterns = ()  # words that begin with an apostrophe, without it


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """What in a sentence suggests that it holds a claim."""

    cues: WordGroups = field(default_factory=dict)  # words whose stems suggest it, by the feature that they make
    beginnings: WordGroups = field(default_factory=dict)  # beginnings of words that do, where endings are many
    first_person: Words = frozenset()  # forms of “I” and “we”
    modal: Words = frozenset()  # words that say what must be
    greetings: Patterns = ()  # what suggests that there is none


@dataclass(frozen=True, slots=True)
class HolderWords:
    """Words that tell who holds a position: verbs and nouns of attitude, and what stands between them and a name.

    The verbs are those of wanting, judging, promising and opposing (Levin, English Verb Classes and Alternations, 1993,
    classes 31–34 and 37), whose subject is the source of an opinion (Wiebe, Wilson & Cardie, “Annotating expressions of
    opinions and emotions in language”, LREC 2005: direct subjective and speech events). Where a list has a second one
    of *forms*, its own words count in all their forms, and those as they are written.
    """

    attitudes: Words = frozenset()
    attitude_forms: Words = frozenset()
    deeds: Words = frozenset()  # mere deeds
    deed_forms: Words = frozenset()
    private: Words = frozenset()  # what is wanted in private, which is told by who imputes it
    private_forms: Words = frozenset()
    hostile: Words = frozenset()  # words of harm, in all their forms
    mental: Words = frozenset()  # what is thought, beside the verbs of saying: a subject may stand between commas
    neutral: Words = frozenset()  # verbs of saying that tell no thought
    trying: Words = frozenset()  # attitudes only with what is tried
    tried: Words = frozenset()  # words that lead to it
    phrases: Patterns = ()  # several words that make an attitude, right behind the subject and its auxiliaries
    frame_phrases: Patterns = ()  # those that tell who says what the sentence tells
    foreseen: Patterns = ()  # what one foresees of others, which is one's own
    nouns: Patterns = ()  # a position as a thing: “the wish of X”
    compound: Patterns = ()  # those that stand behind a name without a possessive
    possessing: Words = frozenset()  # between a name and its possessive: “the Basin government’s wish”
    uttered: Patterns = ()  # what was said
    uttered_by: Patterns = ()  # between it and who said it
    done_by: Patterns = ()  # participles behind which *by* tells who holds something
    views: Words = frozenset()  # nouns of what somebody thinks
    own: Words = frozenset()  # before one
    in_the: Patterns = ()  # before “view of X”
    in_their: Patterns = ()  # “in his”
    in_lead: Words = frozenset()  # prepositions before whose view it is
    to: Words = frozenset()  # the one that does without a noun
    sources: Patterns = ()  # other words right before who says it
    as_: Words = frozenset()  # before who “puts it” so
    inverted: Words = frozenset()  # verbs behind which the subject stands
    when: Patterns = ()  # between a frame and its *that*
    of: Words = frozenset()
    by: Words = frozenset()
    that: Words = frozenset()
    articles: Words = frozenset()
    relative: Words = frozenset()  # pronouns that begin a clause about who was named
    who: Words = frozenset()  # the one for persons
    behind_relative: Words = frozenset()  # verbs that follow such a clause
    no_aside: Words = frozenset()  # verbs right behind a comma that begin no aside
    among: Patterns = ()  # how a clause says that somebody is one of several
    asides: Patterns = ()  # between a subject and its verb, with commas or without
    closings: Patterns = ()  # behind a comma that closes
    skipped: Words = frozenset()  # words between a subject and its verb that are passed over
    adverbs: Patterns = ()  # how such words are formed
    being: Patterns = ()  # forms of “be” before an aim
    begun: Patterns = ()  # what shows that a sentence has begun
    openings: Patterns = ()  # before its subject
    subordinating: Patterns = ()  # what begins a clause on which no sentence stands
    before_that: Words = frozenset()  # before a *that* on which one stands
    coordinating: Patterns = ()  # what begins a clause beside another
    prepositions: Patterns = ()  # before a noun that is no subject
    determiners: Words = frozenset()  # between the two
    first_person: Words = frozenset()  # “I”
    asserting_with: Words = frozenset()  # what may follow it
    asserting: Patterns = ()  # and the verbs by which it asserts
    body_acts: Patterns = ()  # what “we” does as a body
    leading: Words = frozenset()  # between “a statement by” and a name
    several: Patterns = ()  # nouns before a list of persons


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Words that stand for somebody: offices, members, pronouns, and what joins names to lists."""

    members: Patterns = ()  # nouns that with an actor beside them are its members, and speak for it
    members_before: Patterns = ()  # others that are so only before the actor
    member_of: Words = frozenset()  # between these and the actor
    whole: Words = frozenset()  # behind that
    members_too: Patterns = ()  # between the actor and these
    # what stands for who was named, by its kind: ``they``, ``it``, ``he``, ``she``, ``my``, ``her``
    anaphors: PatternGroups = field(default_factory=dict)
    expletives: Patterns = ()  # an “it” that is nobody
    tellers: Words = frozenset()  # pronouns that mean who tells
    many: Patterns = ()  # “most countries”
    offices: Patterns = ()  # titles in the plural, or what stands for one, before a list of places
    singular: WordGroups = field(default_factory=dict)  # such titles by the title of one
    general: Words = frozenset()  # a word behind a title that belongs to it
    no_office: Patterns = ()  # words behind a title that show that it is none
    beyond_office: Words = frozenset()  # words that belong to no office
    of: Words = frozenset()  # between an office and whose it is
    of_place: Words = frozenset()  # before its place in a list
    articles: Words = frozenset()  # with which an office begins
    adjectives: Words = frozenset()  # before a title, and no place
    former: Words = frozenset()  # who held an office once
    small: Words = frozenset()  # words that tell no office apart
    conjunctions: Words = frozenset()  # before the last of a list
    between: Patterns = ()  # between two names of a list
    between_too: Patterns = ()  # the same, behind a blank
    both: Words = frozenset()  # before a name in a list
    possessive: Words = frozenset()  # before what somebody is in it: “her commissioner, Peter Okonjo”
    together: Patterns = ()  # several who were named together: “both ministers”, “the two sides”
    signatories: Patterns = ()  # the same where a document names nobody else: “the ministers” of a joint statement
    ministries: Words = frozenset()  # in the name of a government's office, which is not the government
