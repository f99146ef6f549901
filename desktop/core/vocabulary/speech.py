"""Lists by which it is found who says what, which sentences hold a claim, and who holds it."""

from dataclasses import dataclass, field

from desktop.core.vocabulary.forms import PatternGroups, Patterns, WordGroups, Words


@dataclass(frozen=True, slots=True)
class SayingWords:
    """Words that attribute: verbs of saying, who can be their subject, and what stands between the two.

    The English verbs are the reporting verbs of news (Quirk et al., A Comprehensive Grammar of the English Language,
    1985, §16.31, and the cues of Pareti, PARC 3.0, LREC 2016, as far as they take a person), without those that mostly
    mean something else; those of other languages are the forms that news uses. One table serves all: a verb counts only
    beside its subject, and reports quote in one language what was said in another.

    Attributes:
        verbs: verbs of saying in the forms that have a subject.
        bare: their forms behind “will” or “to”, which say nothing of who spoke.
        naming: forms that name as well as quote: “called it ‘a wall’”, never with a form of “be”.
        nouns: verbs that are nouns as often: only right behind their subject, or before a quotation.
        followed: for verbs that introduce words only with what follows them: that.
        going_on: endings of what goes on another verb: ``adding``.
        drops_subject: whether verbs do without a subject: “…”, agregó.
        prepositions: words right before who says it.
        pronouns: by ``he``, ``she`` and ``they``, for one that they stand for.
        roles: nouns that describe a person: “the ambassador”.
        families: roles by the one as which they are compared; folded.
        determiners: words with which a description begins.
        things: nouns that say something, and are nobody.
        between: what may stand between a subject and its verb.
        auxiliaries: what may stand between a quotation and the verb behind it.
        being: forms of “be”.
        that: words between a verb and what is said.
        conjunctions: words between two verbs of the same subject.
        then: adverbs behind these.
        of: words between a person and the body or place that this is of.
        inside: words before a place that a person is in.
        articles: those that may stand behind *of*.
        carried_on: words with which a sentence goes on behind the name of a body.
        honorifics: what may stand before a name between commas, without its stop.
        of_bodies: words that begin what is told of a body, and not of one of its people.
        not_said: words right before a mark that show that nobody spoke what follows.
        elisions: words that begin with an apostrophe, without it.
    """

    verbs: Words = frozenset()
    bare: Words = frozenset()
    naming: Words = frozenset()
    nouns: Words = frozenset()
    followed: PatternGroups = field(default_factory=dict)
    going_on: Words = frozenset()
    drops_subject: bool = False
    prepositions: Patterns = ()
    pronouns: WordGroups = field(default_factory=dict)
    roles: Words = frozenset()
    families: WordGroups = field(default_factory=dict)
    determiners: Words = frozenset()
    things: Words = frozenset()
    between: Patterns = ()
    auxiliaries: Patterns = ()
    being: Words = frozenset()
    that: Words = frozenset()
    conjunctions: Words = frozenset()
    then: Words = frozenset()
    of: Words = frozenset()
    inside: Words = frozenset()
    articles: Words = frozenset()
    carried_on: Words = frozenset()
    honorifics: Words = frozenset()
    of_bodies: Words = frozenset()
    not_said: Patterns = ()
    elisions: Patterns = ()


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """What in a sentence suggests that it holds a claim.

    Attributes:
        cues: words whose stems suggest it, by the feature that they make.
        first_person: forms of “I” and “we”.
        modal: words that say what must be.
        greetings: what suggests that there is none.
    """

    cues: WordGroups = field(default_factory=dict)
    first_person: Words = frozenset()
    modal: Words = frozenset()
    greetings: Patterns = ()


@dataclass(frozen=True, slots=True)
class HolderWords:
    """Words that tell who holds a position: verbs and nouns of attitude, and what stands between them and a name.

    The verbs are those of wanting, judging, promising and opposing (Levin, English Verb Classes and Alternations, 1993,
    classes 31–34 and 37), whose subject is the source of an opinion (Wiebe, Wilson & Cardie, “Annotating expressions of
    opinions and emotions in language”, LREC 2005: direct subjective and speech events).

    Attributes:
        attitudes, deeds, private, hostile: words that count in all their forms: verbs of attitude; of mere deeds; of
            what is wanted in private, which is told by who imputes it; and words of harm.
        attitude_forms, deed_forms, private_forms: words of the same that count as they are written.
        mental: forms of what is thought, beside the verbs of saying: with these a subject may stand between commas.
        neutral: verbs of saying that tell no thought.
        trying, tried: forms that are attitudes only with what is tried, and the words that lead to it.
        phrases: several words that make an attitude, right behind the subject and its auxiliaries.
        frame_phrases: those that tell who says what the sentence tells.
        foreseen: what one foresees of others, which is one's own.
        nouns: a position as a thing: “the wish of X”.
        compound: those behind a name without a possessive.
        possessing: what may stand between a name and its possessive: “the Basin government’s wish”.
        uttered, uttered_by: what was said, and the words between it and who said it.
        done_by: participles behind which *by* tells who holds something.
        views, own: nouns of what somebody thinks, and the word that may stand before one.
        in_the, in_their: the words before “view of X”, and “in his”.
        in_lead, to: prepositions before whose view it is, and the one that does without a noun.
        sources: other words right before who says it.
        as_: words before who “puts it” so.
        inverted: forms behind which the subject stands.
        when: words between a frame and its *that*.
        of, by, that, articles, conjunctions: the small words of the rules.
        relative, who: pronouns of a clause about who was named, and the one for persons.
        behind_relative: verbs that follow such a clause.
        no_aside: verbs right behind a comma that begin no aside.
        among: how a clause says that somebody is one of several.
        asides: words between a subject and its verb, with commas or without.
        closings: forms behind a comma that closes.
        skipped: words between a subject and its verb that are passed over.
        adverbs: how these are formed.
        being: forms of “be” before an aim.
        begun: what shows that a sentence has begun.
        openings: what may stand before its subject.
        continuing: what goes on with whoever held what stands before.
        subordinating: what begins a clause on which no sentence stands.
        before_that: words before a *that* on which one stands.
        coordinating: what begins a clause beside another.
        prepositions, determiners: words before a noun that is no subject, and those between.
        first_person, asserting_with, asserting: “I”, what may follow it, and the verbs by which it asserts.
        body_acts: what “we” does as a body.
        leading: words between “a statement by” and a name.
        several: nouns before a list of persons.
    """

    attitudes: Words = frozenset()
    attitude_forms: Words = frozenset()
    deeds: Words = frozenset()
    deed_forms: Words = frozenset()
    private: Words = frozenset()
    private_forms: Words = frozenset()
    hostile: Words = frozenset()
    mental: Words = frozenset()
    neutral: Words = frozenset()
    trying: Words = frozenset()
    tried: Words = frozenset()
    phrases: Patterns = ()
    frame_phrases: Patterns = ()
    foreseen: Patterns = ()
    nouns: Patterns = ()
    compound: Patterns = ()
    possessing: Words = frozenset()
    uttered: Patterns = ()
    uttered_by: Patterns = ()
    done_by: Patterns = ()
    views: Words = frozenset()
    own: Words = frozenset()
    in_the: Patterns = ()
    in_their: Patterns = ()
    in_lead: Words = frozenset()
    to: Words = frozenset()
    sources: Patterns = ()
    as_: Words = frozenset()
    inverted: Words = frozenset()
    when: Patterns = ()
    of: Words = frozenset()
    by: Words = frozenset()
    that: Words = frozenset()
    articles: Words = frozenset()
    conjunctions: Words = frozenset()
    relative: Words = frozenset()
    who: Words = frozenset()
    behind_relative: Words = frozenset()
    no_aside: Words = frozenset()
    among: Patterns = ()
    asides: Patterns = ()
    closings: Patterns = ()
    skipped: Words = frozenset()
    adverbs: Patterns = ()
    being: Patterns = ()
    begun: Patterns = ()
    openings: Patterns = ()
    continuing: Patterns = ()
    subordinating: Patterns = ()
    before_that: Words = frozenset()
    coordinating: Patterns = ()
    prepositions: Patterns = ()
    determiners: Words = frozenset()
    first_person: Words = frozenset()
    asserting_with: Words = frozenset()
    asserting: Patterns = ()
    body_acts: Patterns = ()
    leading: Words = frozenset()
    several: Patterns = ()


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Words that stand for somebody: offices, members, pronouns, and what joins names to lists.

    Attributes:
        members: nouns that with an actor beside them are its members, and speak for it.
        members_before: others that are so only before the actor.
        member_of, whole: words between these and the actor.
        members_too: words between the actor and these.
        anaphors: what stands for who was named, by its kind: ``they``, ``it``, ``he``, ``she``, ``my``, ``her``.
        expletives: an “it” that is nobody.
        tellers: pronouns that mean who tells.
        persons: those that mean one person.
        we: forms of “we”.
        many: “most countries”.
        offices: titles in the plural, or what stands for one, before a list of places.
        singular: such titles by the title of one.
        general: a word behind a title that belongs to it.
        no_office: words behind a title that show that it is none.
        beyond_office: words that belong to no office.
        of, of_place: words between an office and whose it is, and before its place in a list.
        articles: words with which an office begins.
        adjectives: words before a title that name no place.
        former: the word for who held an office once.
        small: words that tell no office apart.
        conjunctions, between: words before the last of a list, and all that stand between two names.
        between_too: such words behind a blank.
        both: words before a name in a list.
        possessive: words before what somebody is in it: “her commissioner, Peter Okonjo”.
        ministries: words in the name of a government's office, which is not the government.
    """

    members: Patterns = ()
    members_before: Patterns = ()
    member_of: Words = frozenset()
    whole: Words = frozenset()
    members_too: Patterns = ()
    anaphors: PatternGroups = field(default_factory=dict)
    expletives: Patterns = ()
    tellers: Words = frozenset()
    persons: Words = frozenset()
    we: Words = frozenset()
    many: Patterns = ()
    offices: Patterns = ()
    singular: WordGroups = field(default_factory=dict)
    general: Words = frozenset()
    no_office: Patterns = ()
    beyond_office: Words = frozenset()
    of: Words = frozenset()
    of_place: Words = frozenset()
    articles: Words = frozenset()
    adjectives: Words = frozenset()
    former: Words = frozenset()
    small: Words = frozenset()
    conjunctions: Words = frozenset()
    between: Patterns = ()
    between_too: Patterns = ()
    both: Words = frozenset()
    possessive: Words = frozenset()
    ministries: Words = frozenset()
