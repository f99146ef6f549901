"""A web page with several articles: the start of a blog, an issue of a newsletter, an export that nobody knows.

An article is an ``article``, or what says so by its role, its type or its class (``post``, ``entry``, ``story``), with
a heading and some prose. What stands between the articles is told.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from statistics import median
from typing import Any

from desktop.core.language import N_, _
from desktop.core.structure.units import ends_sentence
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html
from desktop.exchange.readers.encodings import decode
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder, count_words
from desktop.exchange.readers.html import add_blocks, declared_charset
from desktop.exchange.readers.source import SourceFile

_CLASS = re.compile(r"(?:^|\s)(?:h-?entry|post|entry|article|story|news-?item|press-?release)(?:\s|$)", re.IGNORECASE)
_TYPE = re.compile(r"(?:Article|Posting)$")
_HEADINGS = ("h1", "h2", "h3", "h4")
_AROUND = {"nav", "aside", "footer"}
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|p-author)(?:$|[\s_-])", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|por|par|di|da|door|av|af)\s+", re.IGNORECASE)
# words of prose of the least article; a card that leads to an article has fewer
_LEAST = 25
# one that has fewer words than this share of the usual one is a card beside it
_SHARE = 0.15


def read_page_articles(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each article of a page; nothing when it is the page of one."""
    from lxml import etree

    decoded = decode(source.content, source.name, source.encoding, declared_charset(source.content))
    root = parse_html(decoded.text, source.name)
    if root is None:
        return
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    articles = _articles(root)
    if len(articles) < 2:
        return
    common = tuple(_page_facts(root))
    rest = count_words(_words(root.find(".//body"))) - sum(count_words(_words(one)) for one in articles)
    for number, article in enumerate(articles):
        content = etree.tostring(article, encoding="utf-8", with_tail=False)
        builder = TextBuilder(source.name)
        facts = (*_facts(article), *common)
        add_blocks(article, builder)
        if not number and source.whole:
            for words in _around(root, articles):
                builder.add(words, "furniture")
        elif not number:
            builder.leave_out_words(_("around the articles of the page"), max(0, rest))
        title = next((fact.value for fact in facts if fact.name == "title"), "")
        yield title, content, builder.build("visavis-page 1", facts, decoded, marked=True)


def _around(root: Any, articles: list[Any]) -> Iterator[str]:
    """Yield the words of a page that stand in none of its articles."""
    builder = TextBuilder("")
    page = deepcopy(root)
    places = [root.getroottree().getpath(one) for one in articles]
    for element in [page.getroottree().xpath(place)[0] for place in places]:
        element.drop_tree()
    add_blocks(page.find(".//body"), builder)
    yield from [] if builder.is_empty else builder.build("").text.split("\n\n")


def _articles(root: Any) -> list[Any]:
    """Return the elements that are articles: the innermost ones, none of them a card that leads to another page."""
    prose: dict[Any, int] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and _is_article(element):
            words = sum(
                count_words(_words(each))
                for each in element.iter("p", "li", "blockquote", "div")
                if next(each.iterchildren("p", "div", "ul", "ol", "section"), None) is None
                and ends_sentence(_words(each))
            )
            if words >= _LEAST and any(True for _found in element.iter(*_HEADINGS)):
                prose[element] = words
    holding = {up for element in prose for up in element.iterancestors() if up in prose}
    # a page's article with comments that are articles too is one
    inner = [one for one in prose if one not in holding]
    outer = [one for one in prose if not any(up in prose for up in one.iterancestors())]
    found = inner if len(outer) == 1 and len(inner) > 1 and _same_place(inner) else outer
    usual = median(prose[one] for one in found) if found else 0
    most = max((prose[one] for one in found), default=0)
    return [one for one in found if prose[one] >= _SHARE * max(usual, most / 2)]


def _same_place(elements: list[Any]) -> bool:
    """Tell whether elements lie side by side and hold nearly all of what is around them."""
    around = elements[0].getparent()
    if any(one.getparent() is not around for one in elements):
        return False
    return 2 * sum(count_words(_words(one)) for one in elements) > count_words(_words(around.getparent()))


def _is_article(element: Any) -> bool:
    if any(up.tag in _AROUND for up in element.iterancestors()):
        return False
    if element.tag == "article" or element.get("role") == "article":
        return True
    if _TYPE.search(element.get("itemtype") or ""):
        return True
    return element.tag in ("div", "section", "li") and _CLASS.search(element.get("class") or "") is not None


def _facts(article: Any) -> Iterator[Fact]:
    origin = N_("the article’s own marks")
    heading = min(article.iter(*_HEADINGS), key=lambda one: one.tag)
    if _words(heading):
        yield Fact("title", _words(heading), Certainty.STATED, origin)
    days = [one.get("datetime") or _words(one) for one in article.iter("time")]
    if days:
        yield Fact("date", days[0], Certainty.STATED, origin)
    for element in article.iter():
        told = f"{element.get('class') or ''} {element.get('itemprop') or ''}" if isinstance(element.tag, str) else ""
        if element.get("rel") == "author" or _AUTHOR.search(told):
            name = _BY.sub("", _words(element), count=1)
            if name and count_words(name) < 8:
                yield Fact("author", name, Certainty.STATED, origin)
                break
    link = next((one.get("href") or "" for one in heading.iter("a")), "")
    if "://" in link:
        yield Fact("source", link, Certainty.STATED, origin)


def _page_facts(root: Any) -> Iterator[Fact]:
    origin = N_("the page’s metadata")
    for meta in root.iter("meta"):
        if meta.get("property") == "og:site_name" and (meta.get("content") or "").strip():
            yield Fact("publisher", meta.get("content").strip(), Certainty.STATED, origin)
    language = (root.get("lang") or "").strip()
    if language:
        yield Fact("language", language, Certainty.STATED, N_("the page’s language mark"))


def _words(element: Any) -> str:
    return "" if element is None else " ".join(" ".join(element.itertext()).split())
