"""How a paragraph may begin that names who speaks, by its shape: a name with a mark, a time stamp, a place of its own.

Names are of any script. A strict head is one that writes of records and interviews have: capitals at each word before a
colon, honorifics before a stop. A loose one is any short beginning of the kind; it takes a second one like it to count.
"""

import re
from dataclasses import replace

from desktop.core.matching import fold
from desktop.core.structure.date_lines import DATELINE
from desktop.core.structure.labels import LONGEST_NAME, NOBODY, Label, make_label
from desktop.core.structure.names import CHAIR, HONORIFIC, NAME, PAREN, SMALL, without_brackets
from desktop.core.structure.units import UPPER, ends_sentence
from desktop.core.structure.writing import ALL_STOPS, COLONS, DOUBLE, UNSPACED
from desktop.core.times import CLOCK, DAY
from desktop.core.vocabulary.languages import either, vocabulary

# of a line's beginning no more is looked at
_HEAD = 240
_WORDS, _NAMES = vocabulary().turns, vocabulary().names
# an analyst's, before each line
LINE_NUMBER = re.compile(r"^\s*(\d{1,5})(?:\s{2,}|\t|\s(?=[#(\[]?\d{1,2}:\d\d))")
# old records have a mark and a number before who speaks: “§ 34. Mr. QUILL: ”
_SECTION = r"(?:§+\s*(?:\d{1,3}\.\s+)?)?"
LEAD = rf"^\s*{_SECTION}(?:>>+\s*|[-–—]\s+)?"
_CAPITALS = rf"[{UPPER}][{UPPER}.’'-]+"
_CAPS = rf"{_CAPITALS}(?:\s+(?:{_CAPITALS}|[{UPPER}](?=\s)|{either(SMALL, _NAMES.lowered)}))*"
# “Ada Quill, Jr.” is another than Ada Quill
_SUFFIX = r"(?i:[js]r|i{2,3}|iv)\b\.{0,2}"
# “Hon. (Dr.) Ada Quill”, “DR. (SMT.) ADA QUILL”
_HON_DR = re.compile(rf"^({HONORIFIC})\s*\([^()\n]{{1,12}}\)\s+", re.IGNORECASE)
_DOCTOR = rf"(?:(?i:{HONORIFIC})\s*\([^()\n]{{1,12}}\)\s+)?"
_STOPPED_NAME = re.compile(rf"(?:{HONORIFIC}\s+)+[{UPPER}][{UPPER}’'-]{{2,}}\.\s")
# “the 3rd of March 2020” in a head is none of a name
_DATED = re.compile(r"\b\d{1,2}\.?\s+[^\W\d_]{3,12}\.?\s+(?:19|20)\d\d\b")
_COLON = re.compile(
    rf"{LEAD}(?P<label>{_DOCTOR}{NAME}{PAREN}(?:,\s[^:\n{ALL_STOPS}]{{1,60}}|,\s{_SUFFIX})?)\s*:(?=\s|$)"
)
_RECORD = re.compile(
    rf"{LEAD}(?P<label>(?:{HONORIFIC}\s+)?{_CAPS}(?:\s+{either(_WORDS.of)}\s+[A-Z]\w+)?{PAREN})"
    r"\s*(?:\.\s?[-–—]+|:|\.)\s+(?=\S)"
)
# “La señora BELMONTE (Nuria), concejala de Movilidad:”
_SALUTED = re.compile(rf"{LEAD}(?P<label>{HONORIFIC}\s+{_CAPS}{PAREN},\s[^:.\n]{{1,100}}?)\s*:\s+(?=\S)")
_STOPPED = re.compile(rf"{LEAD}(?P<label>{NAME}{PAREN}(?:,\s[^\n.\d(]{{1,80}})?)\s*\.\s?[-–—]+\s*(?=\S)")
# “ADA QUILL energy minister:”
_CAPITALS_THEN = re.compile(
    rf"{LEAD}(?P<label>{_CAPITALS}(?:\s(?:{_CAPITALS}|[{UPPER}](?=\s)))+{PAREN})\s(?=[^\W\d_{UPPER}])[^:.\n]{{2,80}}:(?=\s)"
)
_OF_WHAT = rf"(?:\s+{either(_NAMES.particles, _NAMES.place_words)}\s[^.:\n]{{1,60}})?"
# “M. le comte de Quill. ”, “M. le général Ost. ”
_NOBLE = r"(?:(?:(?:le|la)\s|l[’'])[a-zà-ÿ]{3,14}\s+(?:de\s(?:la\s)?|d[’']|du\s|des\s)?)?"
_TITLED = re.compile(
    rf"{LEAD}(?P<label>(?:{HONORIFIC}\s+(?:(?i:{CHAIR}{_OF_WHAT})|{_NOBLE}{NAME})|(?i:{CHAIR})){PAREN}(?:,\s[^.\n]{{1,80}})?)"
    r"\.\s+(?=\S)"
)
# “MARIO ROSSI (PD). ”, “RUTH ALMOND, Ministra dell’Ambiente. ”, “O SR. PRESIDENTE (Luís Costa) – ”
_ALL_CAPITALS = re.compile(
    rf"{LEAD}(?P<label>[{UPPER}][{UPPER}.’'-]*(?:\s+[{UPPER}][{UPPER}.’'-]*){{0,7}}{PAREN}(?:,\s[^.\n]{{1,80}})?)(?:\.|\s[-–—])\s+(?=\S)"
)
# “J. Quill (Greens). ”
_PARTY = re.compile(rf"{LEAD}(?P<label>{NAME}\s[(\[][^()\[\]\n]{{1,40}}[)\]])\.\s+(?=\S)")
# “Орлов Р. П., фракция «Берег». ”
_FAMILY_FIRST = re.compile(
    rf"{LEAD}(?P<label>[{UPPER}][\w-]+\s+[{UPPER}]\.\s?(?:[{UPPER}]\.)?)(?:,\s[^.\n]{{1,80}}\.)?\s+(?=\S)"
)
# “Plusieurs députés. ”, “Some hon. members: ”: nobody in particular
_NOT_NAMED = re.compile(rf"{LEAD}(?P<label>[^\W\d_][\w’'-]*\.?(?:\s[\w’'-]+\.?){{0,4}}?)[.:]\s+(?=\S)")
# “Anf. 12 ADA QUILL (S) replik:”, “Anf. 12 Ada av Quill (S):”
_COUNTED = re.compile(
    rf"\s*[^\W\d_]{{2,12}}\.?\s\d{{1,4}}\.?\s+(?P<label>(?:{NAME}\s+)?{_CAPS}{PAREN})(?:\s[^\W\d_]+)?\s*:(?=\s|$)"
)
_COUNTED_NAME = re.compile(
    rf"\s*[^\W\d_]{{2,12}}\.?\s\d{{1,4}}\.?\s+(?P<label>[{UPPER}][\w’'-]+\.?(?:\s[\w’'-]+\.?){{1,7}}{PAREN})"
    rf"(?:(?<=[)\]])\s[^\W\d_]+)?\s*:(?=\s|$)"
)
# “Q Sir, is it safe?”
_BARE_ROLE = re.compile(rf"\s*(?P<label>[{UPPER}])\s+(?=[{UPPER}¿“\"(\[])")
# “T3. [901234] ”, “Q12 ”
_QUESTION_NUMBER = re.compile(r"\s*(?:[A-Z]?\d{1,3}\.\s+|(?P<letter>[A-Z]\d{1,3})\s+)(?:\[\d+\]\.?\s+)?")
# “10.02 Ada Quill ps (reply): ”
_DOTTED_TIME = re.compile(rf"\s*(?:[01]?\d|2[0-3])\.[0-5]\d\s+(?=[{UPPER}][\w’'-]+\s[{UPPER}][^:\n]{{1,60}}:\s)")
# a table of contents
_LEADERS = re.compile(r"(?:\s\.){4}|\.{5}")
_DOTS = 4
# “Q. ”, “(A) ”, “P1) ”: only what says that it asks or answers
_ROLE = re.compile(r"\s*\(?(?P<label>[^\W\d_]{1,12}\s?\d{0,3})(?:\)|[.)]\)?|\s?[.]?\s?[-–—])[.:]?\s+(?=\S)")
# no name has such a mark
_APART = rf"{COLONS}{ALL_STOPS},;、，؛،{DOUBLE}«»"
_LOOSE = re.compile(
    # without a colon it need not be tried
    rf"(?=[^:：]*+[:：])\s*(?:>>+\s*|[-–—]\s+)?(?P<label>(?:[《〈「『][^《》〈〉「」『』\n]{{1,30}}[》〉」』])?[^\W_](?:[^\n{_APART}]"
    r"|\.(?=\S|\s?[A-Z]\w|\s\d{1,3}\s?:)|(?<=\w)\"(?=\w)|,\s){0,70}?)\s*"
    # no space is written in Chinese and Japanese, whatever colon
    rf"(?:[:：](?=\s|$|[{UNSPACED}])|：)"
)
_BRACKET = re.compile(
    r"\s*(?:\[(?=[^\[\]\n]*\])|\((?=[^()\n]{2,50}\))|<[@+% ]?(?=[^<>\n]{1,50}>)|【(?=[^【】\n]{1,50}】))"
    r"(?P<label>[^\W_][^\[\]()<>【】\n:]{0,50})(?:[\])>]:?\s+|】[:：]?\s*)(?=\S)"
)
# the records of Japan and of Korea, whose offices stand apart from names
_CIRCLE = re.compile(
    r"\s*[○◯◆◇]\s*(?P<label>[^\W_][^\s]{0,40}(?: [^\W\d_][^\s]{0,20}){0,3}?)(?:\u3000+| {2,}|\t+)(?=\S)"
)
# a name of characters that a wide blank parts from what is said
_WIDE_BLANK = re.compile(r"\s*(?P<label>[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,12})\u3000+(?=\S)")
# “Anchor — Good evening.”, “QUILL // Good evening.”
_DASH = re.compile(rf"\s*(?P<label>[^\W_][^\n{_APART}–—]{{0,50}}?)\s+(?:[-–—>]|//|::)\s+(?=\S)")
_TAB = re.compile(r"\s*(?P<label>[^\W_][^\t\n:.!?]{0,50}?):?(?:[ ]*\t\s*|[ ]+\|[ ]+)(?=\S)")
# “[00:01]”, “#00:00:01-2#”, “14/03/2025, 10:03”, “00:01 --> 00:04”
_STAMP = rf"[#(\[]?(?:{DAY})?{CLOCK}(?:\s*(?:-->|[-–—])\s*{CLOCK})?[#)\]]?"
STAMP = re.compile(_STAMP)
DATED = re.compile(rf"\s*[(\[]?(?P<day>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}),?\s+{CLOCK}")
BEFORE = re.compile(rf"\s*{_STAMP}[ \t]*(?:[-–—|][ \t]+|:[ \t])?")
# “Ada Quill (00:03): ”
_WITHIN = re.compile(rf"[^\n:(\[#]{{1,60}}(?P<stamp>[(\[]{CLOCK}[)\]])\s*:(?=\s|$)")
_COLUMN_TIME = re.compile(rf"(?<=\t){CLOCK}[ ]*\t+")
_AFTER = re.compile(rf"\s*{_STAMP}:?(?:[ \t]*[-–—](?=[ \t]))?[ \t]*")
# a name that a stamp alone ends: “Ada Quill  00:03”, “Quill, Ada (Guest)   0:01”
_GUEST = r"(?:\s?[(\[][^()\[\]\n\d:]{1,40}[)\]])?"
_TIMED = re.compile(
    # the first colon is that of the stamp
    r"(?=[^:]*+(?<=\d):\d)"
    rf"\s*(?P<label>[^\W_][^\n:;!?…#(\[]{{0,50}}?{_GUEST})[ \t]*[,|·-]?[ \t]*(?<![\w:]){_STAMP}:?"
    r"(?:[ \t]*[-–—](?=[ \t]))?[ \t]*"
)
_ONLY = re.compile(rf"\s*(?P<label>[^\W_][^\n:;!?…#(\[]{{0,50}}?{_GUEST})\s*$")
# of a chat, where a day stands before it, whatever has a colon behind it: “+44 7700 900123:”, “~ ada 🌊:”
_SENDER = re.compile(rf"\s*(?P<label>[^\s{COLONS}][^\n{COLONS}]{{0,60}}?)\s?[{COLONS}](?:\s+|$)")
_NUMBER = re.compile(r"\+?\d[\d\s()./‐-―-]{5,24}\d")
# what shows a program which way words are written, and WhatsApp a name that is nobody's contact
_UNSEEN = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069~ \t\u00a0"
# behind the name of a link
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)")
_MOST_OF_NAME = 3
# what makes a name longer than the name: who else reads it, a role, an office
_DETAILS = re.compile(r"\s*[(\[（].*$|,\s.*$|\s+[-–—]\s.*$", re.DOTALL)


def find_head(line: str) -> Label | None:
    """Return how *line* may name who begins to speak; None when it names nobody."""
    before = BEFORE.match(line[:_HEAD])
    start = before.end() if before else 0
    head = _dashed(line[start : start + _HEAD])
    within = _WITHIN.match(head)
    if within is not None:
        first, last = within.span("stamp")
        head = head[:first] + " " * (last - first) + head[last:]
    # most lines have not so many dots
    if head.count(".") >= _DOTS and _LEADERS.search(head):
        return None
    dated = before is not None and DATED.match(before[0]) is not None
    dotted = _DOTTED_TIME.match(head)
    if dotted is not None:
        head = " " * dotted.end() + head[dotted.end() :]
    found = (dated and _sender(head)) or _spaced_role(head) or _numbered(head, line) or _strict(head) or _role(head)
    found = found or _capitals(head) or _marked(head, stamped=before is not None)
    if found is None:
        return None
    if any(map(str.isdecimal, found.text)) and (DATELINE.match(head[: found.end]) or _DATED.search(found.text)):
        return None
    end = start + found.end
    after = _AFTER.match(line[end : end + 60]) if found.shape != "timed" else None
    end += after.end() if after else 0
    # when it ended, and how long it took, in columns of their own
    while after is not None and (more := _COLUMN_TIME.match(line, end)):
        end = more.end()
    if _ADDRESS.match(line, end):
        return None
    stamped = found.stamped or before is not None or after is not None or within is not None
    return replace(found, end=end, stamped=stamped, alone=not line[end:].strip())


def find_dashed(line: str) -> Label | None:
    """Return how *line* names who speaks before a dash, whatever colon comes behind: “Anchor — Costs: they rise.”"""
    before = BEFORE.match(line[:_HEAD])
    start = before.end() if before else 0
    found = _DASH.match(_dashed(line[start : start + _HEAD]))
    return make_label(found["label"].strip(), found["label"].strip(), start + found.end(), "dash") if found else None


def _dashed(head: str) -> str:
    """Return *head* with a dash for a minus, which some records have in its place, and a colon for that of Ethiopia."""
    return head.replace("\N{MINUS SIGN}", "–").replace("\N{ETHIOPIC PREFACE COLON}", "：")


def named_label(line: str, length: int) -> Label:
    """Return the label of a *line* whose first *length* characters name who speaks, with a colon at their end."""
    found = find_head(line)
    text = line[: length - 1].strip()
    if found is not None and found.text == text:
        return replace(found, doubtful=NOBODY.match(fold(found.name)) is not None and not found.asks)
    end = length + len(line[length:]) - len(line[length:].lstrip())
    name = _DETAILS.sub("", text).strip() or text
    # what no name can be so long names nobody
    return Label(text, name if len(name) <= LONGEST_NAME else "", end)


def find_name(line: str) -> Label | None:
    """Return a *line* that stands beside one with nothing but a time stamp as what names who speaks."""
    found = _ONLY.fullmatch(line) if len(line) <= 60 and not ends_sentence(line) else None
    label = make_label(found["label"], _without_details(found["label"], "timed"), len(line), "timed") if found else None
    return replace(label, stamped=True, alone=True) if label is not None else None


def _sender(head: str) -> Label | None:
    found = _SENDER.match(head)
    name = found["label"].strip(_UNSEEN) if found else ""
    if found is None or not name:
        return None
    if _NUMBER.fullmatch(name):
        return Label(found["label"].strip(), name, found.end(), shape="loose")
    return make_label(found["label"].strip(), name, found.end(), "loose")


def _without_details(text: str, shape: str) -> str:
    """Return the name in a label; of “Quill, Ada”, as programs write people of an office, all of it."""
    first, comma, second = without_brackets(text).partition(", ")
    words = [*first.split(), *second.split()]
    short = shape == "timed" and comma and len(first.split()) <= _MOST_OF_NAME >= len(second.split())
    if short and all(word[0].isupper() and word.casefold() not in _NAMES.titles for word in words):
        return f"{first}, {second}".strip()
    return _DETAILS.sub("", text).strip().rstrip(".")


def _strict(head: str) -> Label | None:
    # in a parliament's record a name in capitals ends with a full stop, elsewhere that is a sentence
    for pattern in (_SALUTED, _COLON, _STOPPED, _RECORD):
        found = pattern.match(head)
        # “Lieut.-Commander”
        if found is None or (
            pattern is _STOPPED and re.match(r"\w+\.-\w", found["label"] + head[found.end("label") :])
        ):
            continue
        text = found["label"].strip()
        # “Mrs. HALE. Energy: that is the word.”
        if pattern is _COLON and _STOPPED_NAME.match(text):
            continue
        name = without_brackets(_HON_DR.sub(r"\1 ", text))
        younger = re.fullmatch(rf"(?P<name>[^,]+),\s(?P<suffix>{_SUFFIX})", name.strip())
        if younger:
            name = f"{younger['name']} {younger['suffix']}".rstrip(".") + "."
        else:
            name = name.split(",")[0].strip().rstrip(".") if pattern is not _RECORD else name.strip()
        label = make_label(text, name, found.end(), "strict")
        # “NATO. ” may begin a sentence of its own; “Mr. SMITH of Ohio. ” does not
        stops = pattern is _RECORD and found[0].rstrip().endswith(".") and not re.match(rf"{HONORIFIC}\s", text)
        if label is not None and not stops:
            return label
    return None


def _role(head: str) -> Label | None:
    party = _PARTY.match(head)
    if party is not None:
        # “A. Quill (Greens). ” begins with an initial
        return make_label(party["label"].strip(), without_brackets(party["label"]).strip(), party.end(), "stop")
    found = _ROLE.match(head)
    label = make_label(found["label"].strip(), found["label"].strip(), found.end(), "role") if found else None
    if label is not None and (label.asks or label.answers):
        return label
    bare = _BARE_ROLE.match(head)
    label = make_label(bare["label"], bare["label"], bare.end(), "role") if bare else None
    return label if label is not None and label.asks else None


def _spaced_role(head: str) -> Label | None:
    """Return “Q    Energy: so what?” as what asks, and not as a name with a colon."""
    found = _BARE_ROLE.match(head)
    label = _role(head) if found and re.search(r"\s\s|\t", found[0].lstrip()) else None
    return label if label is not None and label.asks else None


def _numbered(head: str, line: str) -> Label | None:
    """Return who asks the numbered question of a record: “1. Ada Quill (Northcoast) (Lab): What?”, “Q3 Chair: So?”."""
    number = _QUESTION_NUMBER.match(head)
    if number is None or not ends_sentence(line):
        return None
    found = _strict(head[number.end() :]) or _capitals(head[number.end() :])
    sure = found is not None and (number["letter"] or found.text[-1] in ")]")
    return replace(found, end=number.end() + found.end) if found and sure else None


def _capitals(head: str) -> Label | None:
    """Return a name in capitals that other words follow, up to a colon: “ADA QUILL (S) to the Minister: Why?”."""
    found = _CAPITALS_THEN.match(head)
    if found is None:
        return None
    text = found["label"].strip()
    return make_label(text, without_brackets(text), found.end(), "loose")


def _marked(head: str, *, stamped: bool) -> Label | None:
    patterns = [
        (_COUNTED, "strict"),
        (_COUNTED_NAME, "loose"),
        (_TITLED, "stop"),
        (_FAMILY_FIRST, "family"),
        (_ALL_CAPITALS, "stop"),
        (_LOOSE, "loose"),
        (_NOT_NAMED, "nobody"),
        (_BRACKET, "bracket"),
        (_CIRCLE, "bracket"),
        (_WIDE_BLANK, "tab"),
        (_TAB, "tab"),
        (_TIMED, "timed"),
        (_DASH, "dash"),
    ]
    if stamped:
        patterns.append((_ONLY, "timed"))
    for pattern, shape in patterns:
        found = pattern.match(head)
        if found is None:
            continue
        text, end = found["label"].strip(), found.end()
        if shape == "stop":
            # a heading; “Senator Almond. Dr. Kell, is it so?”
            if head.isupper():
                continue
            text, end = _first_stop(text, end, found.start("label"), head)
        elif pattern is _COUNTED_NAME and text[-1] in ")]":
            shape = "strict"
        elif shape == "nobody" and NOBODY.match(fold(text.replace(".", ""))) is None:
            continue
        # “From  Ada Quill  to  Everyone”: fields of a line of a chat
        fields = re.split(r"\s{2,}", text)
        name = fields[1] if len(fields) == 4 and stamped else _without_details(text, shape)
        if label := make_label(text, name, end, shape):
            return replace(label, stamped=shape == "timed", doubtful=label.doubtful or shape == "nobody")
    return None


def _first_stop(text: str, end: int, start: int, head: str) -> tuple[str, int]:
    """Return a label that a stop ends without what stands behind an earlier one, and where it ends in *head*."""
    titled = re.match(rf"(?:(?i:{HONORIFIC})\s+)+", text)
    stop = re.search(r"(?<=[^\W\d_]{3})\.\s+", text[titled.end() if titled else 0 :].partition("(")[0])
    if stop is None:
        return text, end
    at = (titled.end() if titled else 0) + stop.start()
    behind = start + at + len(stop[0])
    return text[:at], behind + len(head[behind:]) - len(head[behind:].lstrip())
