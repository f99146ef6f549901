"""Telling the article from the page around it, paragraph by paragraph.

Furniture is what the page puts around the words of an article: menus, bylines and dates, captions and credits, links to
other stories, comment forms, the footer. The rules, in the order in which they are asked:

1. What the file's format marks as heading or furniture is that.
2. A paragraph without a letter (``15:50``, ``***``) is furniture, save a table's row, whose cells tabs part.
3. *The body* runs from the first to the last paragraph of prose: eight words or more that end like a sentence, or a
   speaker's turn, or a salutation; below a byline or a date three words will do. Shorter sentences right above it
   belong to it. Where there is none, nothing is furniture: a list of words is a text as well.
4. *Before the body* one line is the title: what the format names so, else the first of four words or more that is
   no menu entry, crumb (``News > Bolivia``), date, byline, credit or contact and does not end like a sentence; the name
   of a paper or body on top of all is none where another line may be; one with
   a full stop is a title only beside a byline or date. A second such line right below is a subtitle. All else there is
   furniture.
5. *Inside the body*: boilerplate (`BOILERPLATE`), bylines, lone dates, and credits (``Photo: …``, ``| Photo: …``) are
   furniture. A line of up to 14 words that does not end like a sentence and stands before prose is a heading, save
   two that are furniture: the headline of another story (seven words or more, most with a capital letter) and a
   picture's caption for the blind (four words or more, all with a capital, none that joins them). A
   one-sentence paragraph of up to 20 words is a standfirst, a heading, where it stands beside a lone date, on a page
   with more around it, and the next one, which is longer, says its words again. No byline stands before it.
6. *After the body* everything is furniture, from the first line that does not end like a sentence, save the names
   below a line such as “Signed:” (`SIGNED`). A short line such as “Leave a Reply” or “Related stories” (`CUT`) in the
   second half ends the body, though prose may follow: teasers of other stories look like prose.

When the rules would take more than half of the words away, they do not fit the text and furniture is only what rule 2
and boilerplate say. The user's own marks override all of them.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from desktop.core.structure.date_lines import LIKE_DATE, LONE_DATE, PUBLISHED
from desktop.core.structure.labels import is_no_label
from desktop.core.structure.margin_lines import (
    ABOUT,
    BOILERPLATE,
    BROKEN,
    BULLET,
    BYLINE,
    CREDIT,
    CRUMB,
    CUT,
    FIELD,
    PROCEDURE,
    RECORD_NOTE,
    SIGNED,
    is_title,
)
from desktop.core.structure.mastheads import is_numbered_kind, masthead
from desktop.core.structure.prose import (
    PROSE_WORDS,
    ends_like_a_sentence,
    is_direction,
    is_interjection,
    is_narration,
    is_prose,
    is_told,
)
from desktop.core.structure.units import LETTERED, LETTERS, count_words
from desktop.core.structure.writing import ALL_STOPS, COLONS, QUESTION_MARKS, WIDE_STOPS, has_case
from desktop.core.values import SegmentKind
from desktop.core.vocabulary.languages import either, vocabulary

# below a byline or a date
_FEW_WORDS = 3
_HEADING_WORDS = 14
# who signs, and as what
_SIGNING = 20
_HEAD = 6
_MOST = 0.5
# what leads from a line to the next, and what ends neither a question nor a call
_COMMAS, _LEADING, _STATING = (",", "，", "、", "،"), (*COLONS, ";", "；", "؛"), (".", "。", "।", "۔", "።", "։")
_GOES_ON = re.compile(rf"[{ALL_STOPS}]\s+{LETTERS.pattern}|[{WIDE_STOPS}](?=[^\W\d_])")
FIRST_PERSON = re.compile(rf"\b{either(vocabulary().holding.first_person)}\b")
JOINING = vocabulary().names.joining


def classify(
    lines: Sequence[str],
    turns: Set[int],
    headings: Set[int],
    furniture: Set[int],
    *,
    title: str,
    marked: bool,
    bold: Set[int] = frozenset(),
) -> list[SegmentKind]:
    """Return what each of *lines* (paragraphs without white space around them) is: heading, paragraph or furniture.

    *turns* are those that begin a speaker's; *headings* and *furniture* those that the format marks so. The *title* is
    as its metadata has it; where headings are *marked*, no other line is taken for one. Of *bold* each letter is.
    """
    return _Classifier(lines, turns, headings, furniture, " ".join(title.casefold().split()), marked, bold).run()


@dataclass(frozen=True, slots=True)
class _Classifier:
    lines: Sequence[str]
    turns: Set[int]
    headings: Set[int]
    furniture: Set[int]
    title: str
    marked: bool
    bold: Set[int]
    # what is known to be furniture wherever it stands, and what is known not to be: each line is asked for often
    known_marginal: dict[int, bool] = field(default_factory=dict)

    def run(self) -> list[SegmentKind]:
        kinds = self.by_zone()
        words = [line.count(" ") + 1 for line in self.lines]
        taken = sum(count for count, kind in zip(words, kinds, strict=True) if kind is SegmentKind.FURNITURE)
        if taken > _MOST * sum(words):
            for at, kind in enumerate(kinds):
                if kind is SegmentKind.FURNITURE and not self.is_marginal(at) and at not in self.furniture:
                    kinds[at] = SegmentKind.PARAGRAPH
        return kinds

    def by_zone(self) -> list[SegmentKind]:
        first, last = self.body()
        if last < 0:
            fixed = {**dict.fromkeys(self.headings, SegmentKind.HEADING)}
            fixed |= dict.fromkeys(self.furniture, SegmentKind.FURNITURE)
            return [fixed.get(at, SegmentKind.PARAGRAPH) for at in range(len(self.lines))]
        kinds = [SegmentKind.FURNITURE] * len(self.lines)
        title = self.title_line(first)
        for at in range(first, last + 1):
            kinds[at] = self.inside(at, last)
        if title is not None:
            kinds[title] = SegmentKind.HEADING
            if self.is_subtitle(title + 1, first):
                kinds[title + 1] = SegmentKind.HEADING
            self.standfirst(kinds, title, first)
        for at in self.headings:
            if at <= last or self.marked:
                # a menu has a heading as well
                above = title is not None and at < title and not self.may_be_title(at)
                kinds[at] = SegmentKind.FURNITURE if above else SegmentKind.HEADING
        for at in self.furniture:
            kinds[at] = SegmentKind.FURNITURE
        for at, line in enumerate(self.lines if self.turns else ()):
            if is_interjection(line):
                kinds[at] = SegmentKind.PARAGRAPH
        return kinds

    def body(self) -> tuple[int, int]:
        """Return the first and the last line of the body; the last is -1 when there is none."""
        end = self.cut()
        inside = self.prose(end, PROSE_WORDS)
        if not inside and any(is_told(self.lines[at]) for at in range(min(_HEAD, end))):
            inside = self.prose(end, _FEW_WORDS)
        if not inside:
            return 0, -1
        first = next((at for at in inside if not BULLET.match(self.lines[at]) or at in self.turns), inside[0])
        # a short question or answer that a format puts before the first long one, as in a table, is no menu
        while self.marked and first and first - 1 not in self.headings | self.furniture and self.is_said(first - 1):
            first -= 1
        first = self.begun(first)
        last = inside[-1]
        while last + 1 < end and self.is_said(last + 1):
            last += 1
        return first, self.ended(first, last, end)

    def is_said(self, at: int) -> bool:
        """Tell whether a line ends like a sentence, and may be part of the body."""
        return ends_like_a_sentence(self.lines[at]) and not self.is_marginal(at)

    def prose(self, end: int, least: int) -> list[int]:
        """Return what the body consists of for sure: turns, and sentences of so many words at least."""
        return [
            at
            for at in range(end)
            if at not in self.furniture and at not in self.headings
            if at in self.turns or (is_prose(self.lines[at], least) and not self.is_marginal(at))
        ]

    def begun(self, first: int) -> int:
        """Return where the body begins whose first long sentence is *first*: with the shorter ones right above it."""
        at = first
        while at > 0 and first not in self.turns and self.is_short_sentence(at - 1):
            at -= 1
        # a sentence right below the byline or the date begins the body, whatever stands between
        told = next((one for one in reversed(range(at)) if is_told(self.lines[one])), at)
        if told + 1 < at and first not in self.turns and self.is_short_sentence(told + 1):
            return told + 1
        titled = bool(self.headings) and min(self.headings) < at
        titled = titled or any(
            self.may_be_title(one) and not ends_like_a_sentence(self.lines[one]) for one in range(at)
        )
        # on top of all a question or a call may be the title, and a statement is none
        asks = not titled and at < first and not self.lines[at].endswith(_STATING)
        return at + 1 if asks else at

    def ended(self, first: int, last: int, end: int) -> int:
        """Return the last line of the body: short sections after *last* belong to it where there is no page around."""
        last = self.signed(last, end)
        around = [at for at in range(first) if not is_told(self.lines[at]) and at not in self.headings]
        rest = range(last + 1, end)
        sections = all(self.is_said(at) or (at + 1 < end and self.is_said(at + 1)) for at in rest)
        plain = end == len(self.lines) and not any(self.is_marginal(at) or at in self.furniture for at in rest)
        return end - 1 if rest and sections and plain and len(around) <= 2 else last

    def signed(self, last: int, end: int) -> int:
        """Return the last line of the body: those who sign a letter, below a line that says so, are part of it."""
        at = next((at for at in (last, last + 1) if at < end and len(self.lines[at]) < 60), end)
        if at == end or SIGNED.fullmatch(self.lines[at]) is None:
            return last
        while at + 1 < end and at + 1 not in self.furniture | self.headings and not self.is_marginal(at + 1):
            if count_words(self.lines[at + 1]) > _SIGNING:
                break
            at += 1
        return at

    def is_short_sentence(self, at: int) -> bool:
        line = self.lines[at]
        known = at in self.turns or at in self.furniture or at in self.headings or self.is_marginal(at)
        told = ends_like_a_sentence(line) and not line.endswith(_LEADING) and count_words(line) > 1
        named = " ".join(line.casefold().split()) == self.title
        return told and not (known or named or BULLET.match(line) or is_direction(line))

    def cut(self) -> int:
        """Return the line from which on everything belongs to the page."""
        last_turn = max(self.turns, default=-1)
        for at, line in enumerate(self.lines):
            if at > last_turn and 2 * at >= len(self.lines) and (CUT.match(line) or self.is_about(at)):
                return at
        return len(self.lines)

    def is_about(self, at: int) -> bool:
        """Tell whether a line heads what a press release says of its sender: a few lines at the very end."""
        if len(self.lines) - at > 13 or 3 * at < 2 * len(self.lines) or ABOUT.match(self.lines[at]) is None:
            return False
        return 1 <= sum(map(is_prose, self.lines[at + 1 :])) <= 2

    def is_marginal(self, at: int) -> bool:
        """Tell whether a line is furniture wherever it stands."""
        found = self.known_marginal.get(at)
        if found is None:
            found = self.known_marginal[at] = self._look_marginal(at)
        return found

    def _look_marginal(self, at: int) -> bool:
        line = self.lines[at]
        if at in self.turns:
            return False
        if RECORD_NOTE.match(line):
            return True
        return len(line) <= 400 and bool(
            not (any(map(str.isalpha, line)) or "\t" in line)
            or BOILERPLATE.match(line)
            or CREDIT.search(line)
            or LONE_DATE.fullmatch(line)
            or PUBLISHED.fullmatch(line)
            or (BYLINE.fullmatch(line) and not ends_like_a_sentence(line))
        )

    def may_be_title(self, at: int) -> bool:
        line = self.lines[at]
        # a date in a language that is not known is none
        if len(line) <= 400 and (LIKE_DATE.fullmatch(line) or PROCEDURE.match(line)):
            return False
        if self.is_field(at) and (self.is_field(at - 1) or self.is_field(at + 1)):
            return False
        crumb = CRUMB.search(line) is not None and count_words(line) < 6
        able = len(line) <= 400 and is_title(line)
        return able and not (is_direction(line) or BULLET.match(line) or crumb or self.is_marginal(at))

    def is_field(self, at: int) -> bool:
        """Tell whether a line is a field above a text: “Place: Port City”."""
        if not 0 <= at < len(self.lines) or len(self.lines[at]) > 200:
            return False
        found = FIELD.match(self.lines[at])
        return found is not None and (
            is_no_label(found["name"]) or LONE_DATE.fullmatch(self.lines[at][found.end() :]) is not None
        )

    def is_value(self, at: int) -> bool:
        """Tell whether a line is what a short one right above announces with a colon, or goes on with such a line."""
        if at < 1:
            return False
        above = self.lines[at - 1].rstrip()
        if above.endswith(tuple(COLONS)):
            return count_words(above) <= 3
        return len(above) <= 160 and BROKEN.search(above) is not None and self.is_value(at - 1)

    def title_line(self, first: int) -> int | None:
        for at, line in enumerate(self.lines[: first + 3] if self.title else ()):
            if " ".join(line.casefold().split()) == self.title and is_title(line):
                return at
        marked = [at for at in sorted(self.headings) if at < first]
        if marked:
            return next(filter(self.may_be_title, marked), marked[0])
        bold = [at for at in sorted(self.bold) if at < first and self.may_be_title(at)]
        if len(bold) == 1 and count_words(self.lines[bold[0]]) >= 3 and first not in self.bold:
            return bold[0]
        able = [at for at in range(first) if self.may_be_title(at) and count_words(self.lines[at]) >= 4]
        able = self.below_name(able, first)
        plain = [at for at in able if not ends_like_a_sentence(self.lines[at]) or self.lines[at][-1] in "’”»\"'"]
        # a short title has nothing but its place: right above the body, with white space of its own
        short = [at for at in range(first) if self.may_be_title(at) and not ends_like_a_sentence(self.lines[at])]
        short = self.below_name(short, first)
        # “PARTICIPANTS:” stands above names, which are no title where another line may be
        valued = {at for at in {*able, *short} if self.is_value(at)}
        if valued and not valued.issuperset({*able, *short}):
            able, plain, short = ([at for at in lines if at not in valued] for lines in (able, plain, short))
        # “Ferries: who pays?”
        if not short and first and self.may_be_title(0) and self.lines[0].rstrip().endswith(tuple(QUESTION_MARKS)):
            short = [0]
        # save that a name may stand between it and the date
        for at in short[1:]:
            words = self.lines[at].split()
            name = at + 1 < first and is_told(self.lines[at + 1]) and 2 <= len(words) <= 4
            if name and all(word[0].isupper() for word in words) and count_words(self.lines[short[0]]) > 1:
                short.remove(at)
                break
        return next(iter([*plain, *able, *reversed(short)]), None)

    def below_name(self, able: list[int], first: int) -> list[int]:
        """Return lines that may be the title without the name of who publishes, where it stands above another of them.

        Two words below such a name will do for a title.
        """
        top = next((at for at in range(first) if self.may_be_title(at)), -1)
        if top < 0 or not masthead(self.lines[top]):
            return able
        below = [at for at in range(top + 1, first) if self.may_be_title(at) and not self.is_kind(at)]
        telling = [at for at in below if count_words(self.lines[at]) >= 4 or at in able]
        return telling or [at for at in below if count_words(self.lines[at]) > 1] or able

    def is_kind(self, at: int) -> bool:
        return is_numbered_kind(self.lines[at])

    def is_subtitle(self, at: int, first: int) -> bool:
        """Tell whether the line below the title is a second one, above the body that begins at *first*."""
        # the title may be the last line of all
        if at >= first or self.marked or not self.may_be_title(at):
            return False
        return not ends_like_a_sentence(self.lines[at]) and count_words(self.lines[at]) >= 3

    def inside(self, at: int, last: int) -> SegmentKind:
        line = self.lines[at]
        if self.is_marginal(at):
            return SegmentKind.FURNITURE
        if at in self.turns or is_prose(line) or is_direction(line) or PROCEDURE.match(line):
            return SegmentKind.PARAGRAPH
        words = LETTERED.findall(line[:2000])
        stands_apart = not self.marked and not ends_like_a_sentence(line) and not line.endswith((*_COMMAS, "—", "–"))
        goes_on = at > 0 and self.lines[at - 1].endswith((*_COMMAS, *_LEADING))
        if not stands_apart or goes_on or at == last or BULLET.match(line) or not words or words[0][0].islower():
            return SegmentKind.PARAGRAPH
        if not (is_prose(self.lines[at + 1]) or at + 1 in self.turns or self.is_alone(at)):
            # one of several short lines: a list or a poem
            return SegmentKind.PARAGRAPH
        telling = [word for word in words if word.casefold() not in JOINING]
        share = sum(word[0].isupper() for word in telling) / max(1, len(telling))
        cased = has_case(line)
        captioned = cased and len(words) >= 4 and len(telling) == len(words) and share == 1.0 and not line.isupper()
        if captioned or (len(words) >= 7 and share >= 0.85):
            return SegmentKind.FURNITURE
        return SegmentKind.HEADING if count_words(line) <= _HEADING_WORDS else SegmentKind.PARAGRAPH

    def is_alone(self, at: int) -> bool:
        """Tell whether sentences stand on both sides of a line, short ones too."""
        return at > 0 and all(
            ends_like_a_sentence(line) and not line.endswith(_LEADING) and not BULLET.match(line)
            for line in (self.lines[at - 1], self.lines[at + 1])
        )

    def standfirst(self, kinds: list[SegmentKind], title: int, first: int) -> None:
        line = self.lines[first]
        beside = [at for at in (first - 1, first + 1) if title < at < len(self.lines)]
        dated = any(LONE_DATE.fullmatch(self.lines[at]) for at in beside)
        words = LETTERED.findall(line)
        one_sentence = not _GOES_ON.search(line)
        # behind a byline the article begins
        signed = any(BYLINE.fullmatch(self.lines[at]) for at in range(title + 1, first))
        told = first in self.turns or is_narration(line) or signed or self.marked
        page = any(
            kind is SegmentKind.FURNITURE and not is_told(self.lines[at]) for at, kind in enumerate(kinds[:first])
        )
        if dated and page and not told and one_sentence and len(words) <= 20 and not FIRST_PERSON.search(line):
            # its words come again in the next paragraph, which tells more
            below = self.lines[first + 1] if first + 1 < len(self.lines) else ""
            again = {word for word in map(str.casefold, words) if len(word) > 3} & set(
                LETTERED.findall(below.casefold())
            )
            if len(below) > len(line) and len(again) > 1:
                kinds[first] = SegmentKind.HEADING
