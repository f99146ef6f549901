"""What press databases export: Nexis, Factiva and ProQuest put the fields of an article around it, and many in a file.

The file is read as what it is (Word, RTF, page, text), and its lines are parted: an article of Nexis ends with “End of
Document”, one of Factiva with the number of the document, one of ProQuest begins with “Document 1 of 2”.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop.core.language import N_, _
from desktop.core.structure.date_lines import LONE_DATE
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.core.vocabulary.languages import either
from desktop.core.vocabulary.months import Spoken
from desktop.exchange.readers.article_fields import (
    AFTER,
    BELOW,
    CODED,
    EDITIONS,
    FACTS,
    OPENING,
    TAGS,
    TEXTS,
    key_of,
    read_field,
)
from desktop.exchange.readers.bylines import authors_of, is_desk
from desktop.exchange.readers.day_orders import day_in_figures
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.readers.formats import DOCUMENTS, FileKind
from desktop.exchange.readers.pdf_lines import Line
from desktop.exchange.readers.source import SourceFile

# NewsBank ends with the number of the record
_END = re.compile(
    r"End of Document|(?:Fin (?:du|del)|Fim do|Fine del|Ende des|Einde van(?: het)?) do[ck]ument(?:o|s)?|"
    r"(?:AN\s+)?(?:Document|Dokument|Documento|Документ|文档) (?-i:[A-Z])[A-Z0-9]{3,}\d{6,}\w*|"
    r"Record Number:\s*\w+",
    re.IGNORECASE,
)
# “2 von 40 DOKUMENTEN”, “Document 2 of 40”
_OF = "(?:of|von|van|de|sur|di)"
_BEGIN = re.compile(
    rf"(?:Document|Dokument|Documento) \d+ {_OF} \d+|\d+ {_OF} \d+ (?:DOCUMENT|DOKUMENT)(?:S|E|EN|OS|I)?", re.IGNORECASE
)
_RULE = re.compile(r"[_=*-]{4,}")
_BY = re.compile(r"(?:By|Von|Por|Par|Di|Door)\s+(?P<name>\S.{1,120})")
_LENGTH = re.compile(r"[\d.,]+\s+(?:words|Wörter|palabras|mots|parole|palavras|woorden)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AP]M)?(?:\s+[A-Z]{2,5})?", re.IGNORECASE)
_CODE = re.compile(r"(?:[A-Z][A-Z0-9]{1,9}|HD|English|Deutsch|Español|Français|Italiano|Português|Nederlands)")
_PAGE = re.compile(r"Page \d+ of \d+|Seite \d+ von \d+|Page \d+ (?:sur|de) \d+|Página \d+ de \d+", re.IGNORECASE)
_FOOT = re.compile(r"(?:©|\(c\)|Copyright) ?\d{4} (?:LexisNexis|Factiva).*|About LexisNexis.*", re.IGNORECASE)
# a tag of Factiva in a column of its own: “HD Ferry fares rise”
_TAG = re.compile(rf"(?P<tag>{either(TAGS)})(?:\s+(?P<words>\S.*))?")
_CODES = re.compile(r"\w+ : \S")
_LEAST_TAGS = 5
_FIGURES = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)")
# lines above the fields of an article, and fields that are all there are
_HEAD, _SEVERAL = 4, 3
# “Isle Herald, The (Port City)”
_PAPER = re.compile(r"(?P<name>[^,()]+?)(?:,\s*(?P<article>The))?(?:\s*\([^()]*\))?")
# of a list of what an export holds
_LISTED = re.compile(r"\d{1,4}\. (.+)")
# letters of a line that was broken to a width, and of any line
_WIDTH, _LONGEST = 45, 160
# what stands below the title of an article in an export
_OPENS = re.compile(r"(?:Copyright|\(c\)|©|Length|Section|Byline|Body|Highlight)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:Copyright|\(c\)|©).*", re.IGNORECASE)
# “Final Edition”, “Late Edition - Final”, “Edición nacional”
_EDITION = re.compile(rf"(?:[^\W_][\w.’'-]*,?\s+|-\s+)*{either(EDITIONS)}(?:[\s,;-]+[\w.’'-]+)*", re.IGNORECASE)
_INVERTED = re.compile(r"(?P<last>[^,;]+),\s*(?P<first>[^,;]+?)\.?")


@dataclass(slots=True)
class _Taken:
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)

    def take_field(self, name: str, value: str) -> None:
        """Take what a field of the export says, by its name in English."""
        if name == "byline":
            self.take_byline(value)
            return
        # an edition of a day is its day
        if name == "edition" and any(day.date.day for day in find_dates(value)):
            self.facts.setdefault("date", value)
        for fact, names in FACTS.items():
            if name in names and value:
                self.facts.setdefault(fact, _authors(value) if fact == "author" else value)
        if name == "publication_info":
            self.facts.setdefault("publisher", re.split(r"\s*;\s*|\s+\d", value)[0].strip())

    def take_byline(self, words: str) -> None:
        """Take the authors that a byline names, in its own order of names: no family's name stands first in one."""
        by = _BY.fullmatch(words.strip())
        if names := authors_of(by["name"] if by else words):
            self.facts.setdefault("author", names)


def read_articles(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each article; nothing when the file is no export of a press database."""
    if b"%PDF-" in source.content[:1024]:
        yield from _drawn(source)
        return
    row = next((row for row in DOCUMENTS if row.kind is FileKind.DOCUMENT and row.recognises(source)), DOCUMENTS[-1])
    found: Extracted = row.read(SourceFile(source.content, source.name, source.encoding, whole=True))
    for cover, part in _parted(list(_lines(found.text))):
        article = _read(part)
        article.around += cover
        article.title = article.title or article.facts.get("title", "")
        if article.title and article.body:
            extracted = _extracted(article, source, found.extractor)
            yield article.title, "\n".join(part).encode(), extracted


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of an export; those of a paragraph that was broken to a width together."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        wide = len(lines) > 1 and min(map(len, lines[:-1])) > _WIDTH and max(map(len, lines)) < _LONGEST
        if wide and not any(_is_apart(line) for line in lines):
            yield " ".join(lines)
        else:
            yield from lines


def _is_apart(line: str) -> bool:
    """Tell whether a line is a field or border of an export, and no part of a paragraph."""
    patterns = (_BEGIN, _END, _RULE, _LENGTH, _CODE, _OWNED, LONE_DATE)
    return (
        read_field(line) is not None or any(pattern.fullmatch(line) for pattern in patterns) or bool(_tag_of(line, ""))
    )


def _without_cover(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the list of what the export holds, which may stand before its first article, and the article's lines."""
    titles = {found[1].strip().casefold() for line in lines if (found := _LISTED.fullmatch(line))}
    starts = [at for at, line in enumerate(lines) if line.casefold() in titles]
    start = starts[0] if starts else 0
    return lines[:start], lines[start:]


def _drawn(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield as `read_articles` what stands in a PDF, in which each article begins a page."""
    from desktop.exchange.readers.pdf import draw, paragraphs_of

    pages, _stated, _comments = draw(source)
    start = 0
    for number, page in enumerate(pages):
        if not any(_END.fullmatch(line.text.strip()) for line in page[-6:]):
            continue
        # a list of what the file holds stands on pages before the first
        told = [at for at in range(start, number + 1) if any(_OPENS.match(line.text) for line in pages[at])]
        own = pages[told[0] if told else start : number + 1]
        start = number + 1
        heads: list[str] = []
        above, text, below = _cut(_without_heads(own, heads))
        lines = [line.text.strip() for line in above]
        lines += paragraphs_of(text, source.name)
        lines += [line.text.strip() for line in below if not _END.fullmatch(line.text.strip())]
        article = _read(lines)
        article.around += heads
        if article.title and article.body:
            yield article.title, "\n".join(lines).encode(), _extracted(article, source, "pypdfium2")


def _cut(pages: Sequence[list[Line]]) -> tuple[list[Line], list[list[Line]], list[Line]]:
    """Return the lines above the text of an article, the pages of the text, and the lines below it."""
    above: list[Line] = []
    begins = [at for at, line in enumerate(pages[0]) if key_of(line.text.strip().rstrip(":")) in TEXTS]
    start = begins[0] + 1 if begins else 0
    above = list(pages[0][:start])
    text = [list(pages[0][start:]), *(list(page) for page in pages[1:])]
    below: list[Line] = []
    for number, page in enumerate(text):
        for at, line in enumerate(page):
            if _name(line.text.strip()) in AFTER:
                below = [*page[at:], *(each for rest in text[number + 1 :] for each in rest)]
                text[number:] = [page[:at]]
                return above, text, below
    return above, text, below


def _without_heads(pages: Sequence[Sequence[Line]], heads: list[str]) -> list[list[Line]]:
    """Return the pages of one article without the title and number at their heads and feet, which go to *heads*."""
    # the title may be broken where it stands large, and cut where it stands small
    top = "".join(line.text for line in pages[0][:8]).casefold()
    kept = []
    for number, page in enumerate(pages):
        top_edge = next((at + 1 for at, line in enumerate(page[:3]) if _PAGE.fullmatch(line.text.strip())), 0)
        edges = {*range(min(3, len(page))), *range(max(0, len(page) - 2), len(page))}
        rest = []
        for at, line in enumerate(page):
            words = re.sub(r"\W+", "", line.text).casefold()
            again = at < (3 if number else top_edge) and len(words) > 8 and words in re.sub(r"\W+", "", top)
            if at in edges and (again or _PAGE.fullmatch(line.text.strip()) or _FOOT.fullmatch(line.text.strip())):
                heads.append(line.text)
            else:
                rest.append(line)
        kept.append(rest)
    return kept


def _parted(lines: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what stands before each article, and its lines; none when nothing tells where one ends."""
    begins = [at for at, line in enumerate(lines) if _BEGIN.fullmatch(line)]
    ends = [at for at, line in enumerate(lines) if _END.fullmatch(line)]
    if begins and not ends and any(_name(line) in OPENING for line in lines):
        for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
            yield _without_cover([line for line in lines[begin + 1 : end] if not _RULE.fullmatch(line)])
    elif ends:
        start = 0
        for end in ends:
            part = [line for line in lines[start:end] if not _RULE.fullmatch(line) and not _BEGIN.fullmatch(line)]
            yield _without_cover(part)
            start = end + 1
    else:
        yield from _ruled(lines)


def _ruled(lines: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield as `_parted` the articles between rules, each of which has fields and a text among them."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _RULE.fullmatch(line):
            parts.append([])
        else:
            parts[-1].append(line)
    above: list[str] = []
    for part in parts:
        names = {one[0] for line in part if (one := read_field(line))}
        if names & set(TEXTS) and len(names) > 3:
            yield above, part
            above = []
        else:
            above += part


def _tag_of(line: str, above: str) -> str:
    """Return the tag at the head of a line below the part *above*; empty for none.

    A text goes on with “IN all ports they wait”, and no more of an article's head comes behind it; “IN i72 : Boats” are
    codes.
    """
    found = _TAG.fullmatch(line)
    if found is None or (found["tag"] in CODED and found["words"] and _CODES.match(found["words"]) is None):
        return ""
    if above in ("LP", "TD") and found["tag"] not in BELOW:
        return ""
    return str(found["tag"])


def _tagged(lines: Sequence[str]) -> _Taken:
    """Return an article each of whose parts has a tag before it."""
    parts: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        told = _tag_of(line, tag)
        tag = told or tag
        words = line.removeprefix(told).strip()
        if words:
            parts.setdefault(tag, []).append(words)
    article = _Taken(" ".join(parts.pop("HD", [])), body=[*parts.pop("LP", []), *parts.pop("TD", [])])
    for tag, fact in (("BY", "author"), ("PD", "date"), ("SN", "publisher")):
        words = " ".join(parts.get(tag, []))
        if words:
            article.facts[fact] = words
    article.take_byline(article.facts.pop("author", ""))
    article.around = [line for told in parts.values() for line in told]
    return article


def _read(lines: Sequence[str]) -> _Taken:
    tags = {found["tag"] for line in lines if (found := _TAG.fullmatch(line)) is not None}
    if "HD" in tags and {"LP", "TD"} & tags and len(tags) >= _LEAST_TAGS:
        return _tagged(lines)
    article = _Taken()
    lines = _titled(lines)
    # older exports have the paper and the day above the title
    if len(lines) > 3 and len(lines[1]) < 60 and any(find_dates(lines[1])) and not read_field(lines[2]):
        # “Final Edition” may stand between the two
        lines = [*lines[:2], *_without_edition(lines[2:])]
        third = lines[2]
        if not (_CODE.fullmatch(third) or _LENGTH.fullmatch(third) or _OWNED.fullmatch(third)):
            lines = [third, lines[0], lines[1], *lines[3:]]
    fields = [read_field(line) for line in lines]
    names = [_name(line) for line in lines]
    texts = [at for at, name in enumerate(names) if name in TEXTS]
    start = texts[0] if texts else _begin(lines)
    for at, line in enumerate(lines[:start]):
        _take_head(article, line, fields[at])
    inside = True
    # fields below a text that begins with one
    last = len(lines)
    while texts and last > start + 1 and fields[last - 1] is not None:
        last -= 1
    for at in range(start, len(lines)):
        one = fields[at]
        if at == start and texts:
            article.body += [one[1]] if one and one[1] else []
        elif names[at] in AFTER or at == last or (at + 1 == len(lines) and _OWNED.fullmatch(lines[at])):
            inside = False
            _take_head(article, lines[at], one)
        elif inside:
            article.body.append(lines[at])
        else:
            _take_head(article, lines[at], one)
    return article


def _titled(lines: Sequence[str]) -> Sequence[str]:
    """Return *lines* with the title first, where paper, day and some fields stand above it."""
    if len(lines) < _LEAST_TAGS or not LONE_DATE.fullmatch(lines[1]) or read_field(lines[2]) is None:
        return lines
    text = next((at for at, line in enumerate(lines) if _name(line.rstrip(":")) in TEXTS or _name(line) in TEXTS), 0)
    own = [at for at in range(3, text) if read_field(lines[at]) is None and not _OWNED.fullmatch(lines[at])]
    paper = _PAPER.fullmatch(lines[0])
    name = " ".join(filter(None, (paper["article"], paper["name"]))) if paper else lines[0]
    return [lines[own[0]], name, *(line for at, line in enumerate(lines) if at and at != own[0])] if own else lines


def _without_edition(lines: Sequence[str]) -> list[str]:
    """Return *lines* with the name of an edition, where it stands first, behind the next one: it is no title."""
    rest = list(lines)
    words = rest[0].split() if rest else []
    # “New edition of the guide” is a title
    named = len(words) < 3 or all(not word[0].islower() for word in words)
    if len(rest) > 2 and len(words) < 6 and named and _EDITION.fullmatch(rest[0]) and read_field(rest[1]) is None:
        rest[0], rest[1] = rest[1], rest[0]
    return rest


def _begin(lines: Sequence[str]) -> int:
    """Return where the text of an article of Factiva begins: behind the last line of its head."""
    first = next((at for at, line in enumerate(lines[:_HEAD]) if read_field(line) is not None), len(lines))
    last = next((at for at in range(first, len(lines)) if read_field(lines[at]) is None), first)
    if last - first >= _SEVERAL:
        # some have all of their fields above the text
        return last
    ends = (at for at, line in enumerate(lines) if (one := read_field(line)) and one[0] in AFTER)
    heads = [
        at
        for at, line in enumerate(lines[: min(16, next(ends, 16))])
        if _LENGTH.fullmatch(line)
        or _OWNED.fullmatch(line)
        or _CODE.fullmatch(line)
        or LONE_DATE.fullmatch(line)
        or ((one := read_field(line)) and one[0] not in AFTER)
    ]
    return heads[-1] + 1 if heads else 1


def _take_head(article: _Taken, line: str, one: tuple[str, str] | None) -> None:
    """Take a line above or below the text."""
    by = _BY.fullmatch(line)
    if one is not None:
        article.take_field(*one)
    elif any(pattern.fullmatch(line) for pattern in (_CODE, _LENGTH, _OWNED, _TIME)):
        pass
    elif not article.title:
        article.title = line
        return
    elif by and "author" not in article.facts and "date" not in article.facts:
        article.take_byline(by["name"])
    elif len(line) < 60 and "date" not in article.facts and any(day.date.day for day in find_dates(line)):
        article.facts["date"] = line
    elif len(line) < 80 and "publisher" not in article.facts and not article.body:
        article.facts["publisher"] = line
    article.around.append(line)


def _extracted(article: _Taken, source: SourceFile, extractor: str) -> Extracted:
    origin = N_("the fields of the export")
    stated = [Fact("title", article.facts.get("title") or article.title, Certainty.STATED, origin)]
    for fact, words in article.facts.items():
        value = words
        if fact == "date":
            # “Isle Herald of 07.05.2015, p. 3”
            figures = _FIGURES.search(words)
            words = figures[0] if figures is not None else words
            days = list(find_dates(words, Spoken(sample="\n".join(article.body))))
            # what may be read two ways is settled by another article, or doubted
            value = day_in_figures(words) or (str(days[0].date) if days and not days[0].unsure else words * bool(days))
        if value and fact != "title":
            stated.append(Fact(fact, value, Certainty.STATED, origin))
    stated.append(Fact("kind", DOCUMENT_KINDS[0], Certainty.INFERRED, origin))
    builder = TextBuilder(source.name)
    builder.add(stated[0].value, "heading")
    for line in article.body:
        builder.add(line)
    if source.whole:
        for line in article.around:
            builder.add(line, "furniture")
    else:
        builder.leave_out(_("fields of the export"), "\n".join(article.around))
    return builder.build(f"visavis-articles 1, {extractor}", tuple(stated), marked=True)


def _name(line: str) -> str:
    """Return the name of the field in a line, or that which a line of its own has; in small letters."""
    found = read_field(line)
    return found[0] if found else key_of(line)


def _authors(words: str) -> str:
    return ", ".join(_upright(one) for one in words.split(";"))


def _upright(name: str) -> str:
    """Return “Ada Quill” of “Quill, Ada.”."""
    found = _INVERTED.fullmatch(name.strip())
    if found and is_desk(found["first"]):
        return authors_of(found["last"])
    return f"{found['first'].strip()} {found['last'].strip()}" if found else name.strip().rstrip(".")
