"""Web pages: the main text and the metadata by trafilatura, the whole body where a word processor wrote the page.

The paragraphs of an HTML tree, with headings and bold beginnings, are those of e-books and Word files too. The marks of
notes in them are figures that point, no words of the text.
"""

import re
from collections.abc import Set
from importlib.metadata import version
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.structure.paragraphs import find_paragraphs
from desktop.core.structure.units import ends_sentence
from desktop.core.text import normalise_text
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html
from desktop.exchange.readers.bylines import PARTICLES
from desktop.exchange.readers.encodings import decode
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder, count_words
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.readers.spoken_tables import BESIDE, write_turns

LIMIT = 16 * 1024 * 1024
# letters of a line that was broken to a width
_WIDTH = 45
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_WRITERS = re.compile(
    r"libreoffice|openoffice|microsoft (?:word|office)|word|google docs|pandoc|abiword|calibre", re.IGNORECASE
)
_LEAST = 200
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_LETTERS = re.compile(r"\w+")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "title-page"}
_SKIPPED = {
    "script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "select", "button", "form",
    "audio", "video", "canvas", "map", "rt", "rp",
}  # fmt: skip
_CONTROLS = N_("controls of the page")
_UNREAD = {
    "rt": N_("how words are read aloud"),
    "rp": N_("how words are read aloud"),
    "math": N_("formulas"),
    "svg": N_("words in drawings"),
    "noscript": N_("words for browsers without scripts"),
}
_AROUND = {"nav", "footer", "aside", "figcaption"}
# what no reader of a page sees as words
_CODE = {"script", "style", "head"}
# of a page these may hold words of its article: questions that open, a page that is one form
_OPEN = {"button", "form"}
_MAIN = {"article", "main"}
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|sidebar|share|social|related|cookies?|breadcrumbs?|menu|navbar|navigation|newsletter|promo"
    r"|advert\w*|teasers?|recommend\w*|author-bio|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
# of a list of what the page holds
_CONTENTS = {"toc", "table-of-contents", "toc_container", "ez-toc-container", "wp-block-table-of-contents"}
# words; so many that stand together in the article and in a paragraph make it a paragraph of the article
_RUN = 4
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
# what lies in these belongs to what stands around them
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "blockquote", "pre"}
# characters in a cell of a table of figures at most
_CELL = 60
_BOLD = {"b", "strong"}
_MARK = re.compile(r"\W*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§#^↑↩⏎↵]{1,4})?\W*")
_ROLES = {"doc-noteref", "doc-backlink"}
_CLASSES = re.compile(r"\b(?:sd)?(?:footnote|endnote|fn)-?(?:ref|back|backref|backlink|anc|sym)\b", re.IGNORECASE)
_TARGET = re.compile(r"#.*(?:foot|end|cite_?)note|#(?:_?ftn|_?edn|fn|sdfn|dataF|calledF)", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:reference|footnote|noteref)\b", re.IGNORECASE)
# beside a heading: “[edit]”, “¶”
_BESIDE_HEADING = re.compile(r"(?:^|[\s_-])(?:editsection|headerlink|anchorjs-link)(?:$|[\s_-])", re.IGNORECASE)
_NOTES = re.compile(r"(?:foot|end|rear)notes?\b", re.IGNORECASE)


def is_html(source: SourceFile) -> bool:
    """Tell whether *source* begins as a web page does."""
    return _BEGINS.match(source.start) is not None


def read_html(source: SourceFile, declared: str = "") -> Extracted:
    """Return the words of a page, what stands around its article as furniture, and the facts its metadata state.

    All paragraphs of the page but its menus are the text, in its order; trafilatura tells which are the article. So are
    those in an ``article`` or ``main``, or in places of the same names as the article's, save lists of links and what
    is called comments, menus and the like. Where trafilatura finds little (less than 200 characters and less than a
    third of the page), or the page says that a word processor made it, all is the article but what is in ``nav`` and
    ``footer``. What is *declared* of its encoding elsewhere counts where the page says nothing of it.
    """
    content, name = source.content, source.name
    if len(content) > LIMIT:
        sentence = _("{name} is larger than {limit} MB, too much for a page; save its text as .txt.")
        raise UserError(sentence, name=name, limit=LIMIT // 1024 // 1024)
    decoded = decode(content, name, source.encoding, declared_charset(content) or declared)
    # NULs end the page for libxml2
    page = normalise_text(decoded.text)
    root = parse_html(page, name)
    if root is None:
        raise UserError(_("{name} is empty; choose a file that holds a text."), name=name)
    generator = " ".join(root.xpath("//meta[translate(@name,'GENRATO','genrato')='generator']/@content"))
    whole = len("".join(root.itertext()))
    stated: tuple[Fact, ...] = _own_facts(root)
    if not _WRITERS.search(generator):
        body, more = _article(root)
        text_length = len("".join(body.itertext())) if body is not None else 0
        if body is not None and (text_length >= _LEAST or 3 * text_length >= whole):
            builder = TextBuilder(name)
            write_turns(root, builder)
            builder.leave_out_words(_("marks of notes"), drop_note_marks(root))
            drop_controls(root, builder)
            join_figures(root)
            _PageWalker(builder, _Article(body), whole=source.whole).walk(_body(root))
            return builder.build(f"trafilatura {version('trafilatura')}", (*more, *stated), decoded, marked=True)
        stated = (*more, *stated)
    builder = TextBuilder(name)
    write_turns(root, builder)
    add_blocks(_body(root), builder)
    return builder.build(f"visavis-html 1, lxml {version('lxml')}", stated, decoded, marked=True)


def declared_charset(content: bytes) -> str:
    """Return the encoding that a page says it is in; empty when it says none."""
    charset = _CHARSET.search(content[:4096])
    return charset[1].decode("ascii") if charset else ""


def _body(root: Any) -> Any:
    body = root.find(".//body")
    return body if body is not None else root


def _article(root: Any) -> tuple[Any, tuple[Fact, ...]]:
    import logging
    from copy import deepcopy

    from lxml import etree
    from trafilatura import bare_extraction

    # it complains of each page that holds nothing
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # it takes the tree apart
    page = deepcopy(root)
    drop_note_marks(page)
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    found: Any = bare_extraction(
        page,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        # its extensive search takes any figure of the page for a date
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    if found is None:
        return None, ()
    origin = N_("the page’s metadata")
    facts = [
        Fact(field, str(value).strip(), Certainty.STATED, origin)
        for field, value in (
            ("title", found.title),
            ("author", ", ".join(_authors(found.author or "", page))),
            ("publisher", found.sitename),
            ("date", found.date),
            ("source", found.url),
            ("language", found.language),
        )
        if value
    ]
    return found.body, tuple(facts)


def _authors(named: str, page: Any) -> list[str]:
    """Return the authors whom trafilatura *named*, but none that it cut out of what is said of them or by them.

    It takes the whole of an element that is called “author”, parts it at each “and”, and drops figures and what follows
    a preposition: “Ada Quill is a reporter”.
    """
    authors = [one for one in named.split("; ") if one]
    stated = " ".join(meta.get("content") or "" for meta in page.iter("meta"))
    said = (one for one in authors if one not in stated)
    if any(sum(word.islower() and word not in PARTICLES for word in one.split()) > 2 for one in said):
        return []
    words = " ".join(page.itertext())
    cut = (one for one in authors if re.search(rf"\b{re.escape(one)}\d", words))
    gone = {one for one in cut if not re.search(rf"\b{re.escape(one)}\b", words)}
    return [one for one in authors if one not in gone]


def join_figures(root: Any) -> None:
    """Make each row of a table of figures one line with tabs: a year that stands alone is taken for a page's number."""
    for table in root.iter("table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        cells = [cell for row in rows for cell in row]
        texts = {cell: " ".join(cell.text_content().split()) for cell in cells}
        has_figures = any(text and not any(map(str.isalpha, text)) for text in texts.values())
        # one that arranges a page, or holds notes, is not only a table
        is_plain = all(len(texts[cell]) <= _CELL and len(cell.findall(".//p")) <= 1 for cell in cells)
        if has_figures and is_plain and not any(True for _each in table.iterdescendants("table", "sup", "li")):
            for row in filter(None, rows):
                line = row[0].makeelement("pre")
                line.text = "\t".join(texts[cell] for cell in row)
                row[0].getparent()[:] = [line]


class _Article:
    """What trafilatura takes for the article: its short paragraphs, and the runs of words in all."""

    def __init__(self, body: Any) -> None:
        holding = {"head", "p", "item", "quote", "cell", "code", "ab", "fw"}
        self.paragraphs: set[tuple[str, ...]] = set()
        self.runs: set[tuple[str, ...]] = set()
        for element in body.iter():
            if element.tag in holding:
                for line in "\n".join(element.itertext()).split("\n"):
                    self.paragraphs.add(tuple(_LETTERS.findall(line.casefold())))
        words = _LETTERS.findall(" ".join(body.itertext()).casefold())
        self.runs.update(zip(*(words[at:] for at in range(_RUN)), strict=False))

    def has(self, text: str) -> bool:
        """Tell whether a paragraph is one of the article's, however it was parted there."""
        if "\t" in text:
            return all(map(self.has, text.split("\t")))
        words = _LETTERS.findall(text.casefold())
        if tuple(words) in self.paragraphs or not words:
            return True
        runs = list(zip(*(words[at:] for at in range(_RUN)), strict=False))
        return bool(runs) and 2 * sum(run in self.runs for run in runs) >= len(runs)


def _own_facts(root: Any) -> tuple[Fact, ...]:
    """Return what the page's own head says, for pages that trafilatura makes nothing of."""
    found = []
    title = " ".join((root.findtext(".//title") or "").split())
    if title:
        found.append(Fact("title", title, Certainty.INFERRED, N_("the page’s title")))
    language = root.get("lang") or ""
    if language:
        found.append(Fact("language", language, Certainty.STATED, N_("the page’s language mark")))
    for names, field in ((("author",), "author"), (("date", "dcterms.date", "dc.date"), "date")):
        for meta in root.iter("meta"):
            if (meta.get("name") or "").lower() in names and meta.get("content"):
                found.append(Fact(field, meta.get("content"), Certainty.INFERRED, N_("the page’s metadata")))
                break
    return tuple(found)


def add_blocks(root: Any, builder: TextBuilder) -> None:
    """Append each paragraph below *root*; what pages put around an article (nav, footer) is marked furniture.

    The marks of notes are left out.

    It walks without recursion: a hostile page nests deeper than Python's stack.
    """
    builder.leave_out_words(_("marks of notes"), drop_note_marks(root))
    _Walker(builder).walk(root)


def drop_note_marks(root: Any) -> int:
    """Empty the links below *root* that lead from a word to its note and back; return how many words they had.

    The notes themselves stay.
    """
    count = 0
    for link in root.iter("a"):
        words = "".join(link.itertext())
        if _points(link) and _MARK.fullmatch(words):
            count += count_words(words)
            for child in list(link):
                link.remove(child)
            link.text = None
    return count


def drop_controls(root: Any, builder: TextBuilder) -> None:
    """Empty what stands beside a heading to edit or to link it, and tell it."""
    for element in root.xpath(".//h1//*[@class]|.//h2//*[@class]|.//h3//*[@class]|.//h4//*[@class]|.//h5//*[@class]"):
        if _BESIDE_HEADING.search(element.get("class") or ""):
            builder.leave_out(_(_CONTROLS), "".join(element.itertext()))
            for child in list(element):
                element.remove(child)
            element.text = None


def _is_notes(element: Any) -> bool:
    """Tell whether *element* holds notes: text of the author's, which some put into an ``aside`` or ``footer``."""
    told = " ".join(element.get(name) or "" for name in ("epub:type", "role", "class"))
    return _NOTES.search(told) is not None


def _points(link: Any) -> bool:
    target = link.get("href") or ""
    above = link.getparent()
    # a page that was kept without its addresses
    if above is not None and above.tag == "sup" and _REFERENCE.search(above.get("class") or ""):
        return True
    kinds = {*(link.get("role") or "").split(), *(link.get("epub:type") or "").split()}
    if kinds & (_ROLES | {"noteref", "backlink"}) or _CLASSES.search(link.get("class") or ""):
        return True
    if "#" not in target:
        return False
    if len(link) == 1 and link[0].tag == "sup" and not (link.text or "").strip():
        return True
    parent = link.getparent()
    return _TARGET.search(target) is not None or (parent is not None and parent.tag == "sup")


class _Walker:
    skipped: Set[str] = _SKIPPED

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.parts: list[str] = []
        self.bold = 0
        self.all_bold = True
        self.heading = 0
        self.around = 0
        self.strong = 0
        self.pre = 0

    def walk(self, root: Any) -> None:
        skipped = 0
        # (element, leaving): a stack of our own
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if not isinstance(element.tag, str):
                if not skipped:
                    self.words(element.tail)
                continue
            tag = element.tag.rpartition("}")[2].lower()
            if leaving:
                if tag in self.skipped:
                    skipped -= 1
                elif not skipped:
                    self.leave(tag, element)
                if not skipped and element is not root:
                    self.words(element.tail)
                continue
            stack.append((element, True))
            if tag in self.skipped:
                self.skip(tag, "" if skipped else " ".join(element.itertext()))
                skipped += 1
                continue
            if skipped:
                continue
            self.enter(tag, element)
            self.words(element.text)
            stack.extend((child, False) for child in reversed(element))
        self.flush()

    def skip(self, tag: str, text: str) -> None:
        """Count the words of an element that is no part of the text."""
        if tag not in _CODE:
            self.builder.leave_out(_(_UNREAD.get(tag, _CONTROLS)), text)

    def enter(self, tag: str, element: Any) -> None:
        before = element.getprevious()
        if tag == "br":
            self.parts.append("\n")
        elif tag == "a" and before is not None and before.tag == "a" and not before.tail:
            # two links are two words, however close they stand
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.flush()
            if tag == "hr":
                self.builder.rule()
            self.heading += tag in _HEADINGS
            self.around += tag in _AROUND and not _is_notes(element)
            self.pre += tag == "pre"
        elif tag in _BOLD:
            self.strong += 1

    def leave(self, tag: str, element: Any) -> None:
        if tag in _BLOCKS:
            self.flush()
            self.heading -= tag in _HEADINGS
            self.around -= tag in _AROUND and not _is_notes(element)
            self.pre -= tag == "pre"
        elif tag in _BOLD:
            self.strong -= 1

    def words(self, text: str | None) -> None:
        if not text:
            return
        if not self.pre:
            text = _SPACE.sub(" ", text)
        if self.all_bold and self.strong:
            self.bold += len(text)
        elif text.strip():
            self.all_bold = False
        self.parts.append(text)

    def flush(self) -> None:
        text = re.sub(r" *\n *", "\n", "".join(self.parts)) if self.parts else ""
        if not self.pre:
            text = re.sub(r"  +", " ", text)
        kind = self.kind(text)
        if kind == "navigation":
            self.builder.leave_out(_("navigation"), text)
        else:
            for part in _unwrapped(text) if self.pre and not kind else [text]:
                self.builder.add(part, kind, self.bold)
        self.parts.clear()
        self.bold, self.all_bold = 0, True

    def kind(self, _text: str) -> str:
        """Return what the paragraph is that ends here."""
        return "furniture" if self.around else "heading" if self.heading else ""


def _unwrapped(text: str) -> list[str]:
    """Return the paragraphs of a text whose lines a program broke to a width; else it as it stands."""
    lines = [line for line in text.split("\n") if line.strip()]
    spans = find_paragraphs(text) if len(lines) > 1 else []
    if not 0 < len(spans) < len(lines):
        return [text]
    found: list[str] = []
    for span in spans:
        own = text[span.start : span.end].split("\n")
        # a head of short lines is none
        wide = len(own) > 1 and min(map(len, own[:-1])) >= _WIDTH
        found += [" ".join(" ".join(own).split())] if wide else own
    return found


def _is_contents(tag: str, element: Any) -> bool:
    """Tell whether an element is the list of what its page holds."""
    if tag in ("body", "html", *_MAIN):
        return False
    return not _CONTENTS.isdisjoint(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


def _is_entry(box: Any) -> bool:
    """Tell whether an element has one heading, as what is listed of a story or release has."""
    return box is not None and len(list(box.iterdescendants(*_HEADINGS))) == 1


class _PageWalker(_Walker):
    """Walk a page of which an article is known."""

    skipped = _SKIPPED - _OPEN

    def __init__(self, builder: TextBuilder, article: _Article, *, whole: bool) -> None:
        super().__init__(builder)
        self.whole = whole
        self.article = article
        self.main = self.link = self.menu = self.listed = 0
        # of the paragraph that is open: letters in links and letters in all
        self.linked = 0
        self.path: list[tuple[str, str]] = []
        # the elements on the way, and by their path those that hold a paragraph of the article
        self.way: list[Any] = []
        self.holding: dict[tuple[tuple[str, str], ...], set[Any]] = {}
        self.entries = False
        # where its paragraphs stand, and in what
        self.places: set[tuple[tuple[str, str], ...]] = set()
        self.holders: set[tuple[tuple[str, str], ...]] = set()

    def walk(self, root: Any) -> None:
        # once for where the article stands, and once for the text
        shown, self.builder = self.builder, TextBuilder(self.builder.name)
        super().walk(root)
        # where all that was found of an article stands in such boxes, the page is a list of them
        boxes = next(iter(self.holding.values()), set())
        self.entries = len(self.holding) == 1 and len(boxes) > 1 and any(map(_is_entry, boxes))
        self.builder = shown
        super().walk(root)

    def enter(self, tag: str, element: Any) -> None:
        beside = self.beside(tag, element)
        super().enter("div" if tag in _OPEN else tag, element)
        self.around += beside
        self.main += tag in _MAIN
        self.menu += tag == "nav"
        self.listed += _is_contents(tag, element)
        self.link += tag == "a"
        if tag in _BLOCKS or tag in _OPEN:
            self.path.append((tag, element.get("class") or ""))
            self.way.append(element)

    def leave(self, tag: str, element: Any) -> None:
        super().leave("div" if tag in _OPEN else tag, element)
        self.around -= self.beside(tag, element)
        self.main -= tag in _MAIN
        self.menu -= tag == "nav"
        self.listed -= _is_contents(tag, element)
        self.link -= tag == "a"
        if tag in _BLOCKS or tag in _OPEN:
            self.path.pop()
            self.way.pop()

    def beside(self, tag: str, element: Any) -> int:
        """Tell by how much an element is around the article besides what its tag says: 1, 0, or -1."""
        if tag == "footer" and any(up.tag == "blockquote" for up in element.iterancestors()):
            return -1
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        return int(tag in _BLOCKS and tag not in ("body", "html", *_MAIN) and _BESIDE.search(named) is not None)

    def words(self, text: str | None) -> None:
        super().words(text)
        if text and self.link:
            self.linked += len(text.strip())

    def is_list_inside(self) -> bool:
        """Tell whether a list, table or quotation is open that stands beside the article's paragraphs."""
        up = len(self.path)
        while up and self.path[up - 1][0] in _LISTS:
            up -= 1
        return up < len(self.path) and tuple(self.path[:up]) in self.holders

    def is_of_entry(self) -> bool:
        """Tell whether a heading stands in one of several boxes alike, each with a paragraph of the article's.

        A page that lists what was published has such; there a heading that is a link is no other story's.
        """
        alike = self.holding.get(tuple(self.path[:-1]), set())
        own = self.way[-2] if self.way[1:] else None
        return len(alike) > 1 and own in alike and _is_entry(own)

    def kind(self, text: str) -> str:
        linked, self.linked = self.linked, 0
        if not text.strip():
            return ""
        if self.listed or (self.path and self.path[-1] == ("aside", BESIDE)):
            return "furniture"
        if self.article.has(text):
            self.places.add(tuple(self.path))
            if self.path and self.path[-1][0] == "p":
                self.holders.add(tuple(self.path[:-1]))
                self.holding.setdefault(tuple(self.path[:-1]), set()).add(self.way[-2] if self.way[1:] else None)
            return "heading" if self.heading else ""
        if self.heading and self.entries and self.is_of_entry():
            return "heading"
        # what heads a list of such boxes is what the page is called
        if self.entries and self.path[-1][0] == "h1" and not (self.around or self.menu or linked):
            return "heading"
        links = linked > 0.8 * len(text.strip()) and not ends_sentence(text.strip())
        if self.menu and not self.main and not self.whole:
            return "navigation"
        inside = self.main > 0 or tuple(self.path) in self.places or self.is_list_inside()
        if self.around or links or not inside:
            return "furniture"
        return "heading" if self.heading else ""
