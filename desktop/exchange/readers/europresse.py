"""What Europresse exports: a page with an ``article`` for each, whose parts say by their classes what they are.

The paper stands in ``DocPublicationName``, rubric, day and page in ``DocHeader``, the title in ``titreArticle``, the
author in ``docAuthors`` or ``sm-margin-bottomNews``, the text in ``DocText``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from desktop.core.language import N_, _
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.core.vocabulary.months import Spoken
from desktop.exchange.readers.archives import parse_html
from desktop.exchange.readers.encodings import decode
from desktop.exchange.readers.extracted import Extracted, Fact, LeftOut, TextBuilder, count_words
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.readers.html import add_blocks, declared_charset
from desktop.exchange.readers.source import SourceFile

_TITLES = ("titreArticleVisu", "titreArticle", "articletitle", "grandTitre")
_PAPERS = ("DocPublicationName",)
_HEADS = ("DocHeader",)
_AUTHORS = ("docAuthors", "sm-margin-bottomNews")
_LEADS = ("subtitle", "sousTitre")
_TEXTS = ("DocText", "docOcurrContainer")
# behind a paper's name its number: “Le Courrier, no. 431”
_NUMBER = re.compile(r"\s*(?:[,;]\s*(?:no|n°|nº|num|vol|iss|#)[\s.].*|\(site web\)|\(web site\))\s*$", re.IGNORECASE)
_BY = re.compile(rf"{either(vocabulary().page.bylines)}\s*:?\s+", re.IGNORECASE)


def read_europresse(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each article; nothing when the page has none with a title and a text."""
    from lxml import etree

    root = parse_html(
        decode(source.content, source.name, source.encoding, declared_charset(source.content)).text, source.name
    )
    if root is None:
        return
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    articles = list(root.iter("article"))
    # older pages have no element for an article: each begins with the name of its paper
    for article in articles or _around_papers(root):
        content = etree.tostring(article, encoding="utf-8", with_tail=False)
        found = _read(article, source)
        if found is not None:
            yield found[0], content, found[1]


def _around_papers(root: Any) -> list[Any]:
    """Return for each text of a page the smallest element that holds it and a title."""
    found = []
    for text in _all(root, _TEXTS):
        holder = next((up for up in text.iterancestors() if _first(up, _TITLES) is not None), None)
        if holder is not None and holder not in found:
            found.append(holder)
    return found


def _read(article: Any, source: SourceFile) -> tuple[str, Extracted] | None:
    texts = _all(article, _TEXTS)
    title = _words(_first(article, _TITLES))
    if not title or not texts:
        return None
    origin = N_("the fields of the export")
    stated = [Fact("title", title, Certainty.STATED, origin)]
    head = _words(_first(article, _HEADS))
    paper = _first(article, _PAPERS)
    author = _BY.sub("", _words(next((one for one in _all(article, _AUTHORS) if _words(one)), None)))
    spoken = Spoken(sample="\n".join(map(_words, texts)))
    days = [day for day in find_dates(head, spoken) if day.date.year]
    for field, value in (
        ("publisher", _paper(paper)),
        # what may be read two ways is doubted
        ("date", (head[days[0].start : days[0].end] if days[0].unsure else str(days[0].date)) if days else ""),
        ("author", re.sub(r"\s*;\s*", ", ", author).strip(" ,;")),
    ):
        if value:
            stated.append(Fact(field, value, Certainty.STATED, origin))
    stated.append(Fact("kind", DOCUMENT_KINDS[0], Certainty.INFERRED, origin))
    builder = TextBuilder(source.name)
    builder.add(title, "heading")
    for lead in _all(article, _LEADS):
        builder.add(_words(lead))
    if source.whole:
        for element in (_first(article, (name,)) for name in (*_PAPERS, *_HEADS, *_AUTHORS)):
            builder.add(_words(element), "furniture")
    for text in texts:
        add_blocks(text, builder)
    if source.whole:
        for element in (_first(article, (name,)) for name in (*_PAPERS, *_HEADS, *_AUTHORS)):
            builder.add(_words(element), "furniture")
    found = builder.build("visavis-europresse 1", tuple(stated), marked=True)
    # the paper, its rubric and pages, the number of the document, a list of the papers that have it too
    rest = count_words(_words(article)) - count_words(found.text)
    around = (LeftOut(_("fields of the export"), rest),) if rest > 0 else ()
    return title, replace(found, left_out=(*found.left_out, *around))


def _paper(element: Any) -> str:
    """Return the name of a paper without its number."""
    if element is None:
        return ""
    first = next((" ".join(part.split()) for part in element.itertext() if part.strip()), "")
    return _NUMBER.sub("", first).strip(" ,;")


def _all(root: Any, names: tuple[str, ...]) -> list[Any]:
    """Return the outermost elements whose class has one of *names*, in the order of the page."""
    found: list[Any] = []
    for element in root.iter():
        told = element.get("class") or "" if isinstance(element.tag, str) else ""
        if any(name.casefold() in told.casefold() for name in names) and not any(
            up in found for up in element.iterancestors()
        ):
            found.append(element)
    return found


def _first(root: Any, names: tuple[str, ...]) -> Any:
    """Return the first element with the first of *names* that any has; None without one."""
    return next((found[0] for name in names if (found := _all(root, (name,)))), None)


def _words(element: Any) -> str:
    return "" if element is None else " ".join(" ".join(element.itertext()).split())
