"""Which table a page shows, and what narrows it: what the export panel begins with when it is opened there."""

from dataclasses import replace

from desktop.project.asking import Request
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.findings.compare_page import ComparePage
from desktop.qt.findings.contradictions_page import ITSELF, ContradictionsPage
from desktop.qt.findings.pictures_page import LIKENESS, TIME, PicturesPage
from desktop.qt.history.page import HistoryPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.quotations.quotations_page import QuotationsPage
from desktop.qt.reading.library import Library
from desktop.qt.session import Session
from desktop.qt.window.pages import Pages


def shown_table(session: Session, pages: Pages, library: Library, before: Request) -> tuple[str, Request]:
    """Return the key of the table that the page in view shows, and the request for it.

    *before* is what the panel had: the matrix stays what it was on its page.
    """
    clean = _clean(pages, before)
    page = pages.currentWidget()
    if isinstance(page, MatrixPage):
        return "view", replace(clean, where=page.view.where)
    if isinstance(page, ClaimsPage):
        return "claims", replace(clean, where=page.filter.as_text())
    if isinstance(page, ContradictionsPage):
        key = "both_sides" if page.kind.value == ITSELF else "opponents"
        return key, replace(clean, where=page.filters.filter.as_text())
    if isinstance(page, ComparePage):
        return _compared(session, page, clean)
    if isinstance(page, PicturesPage):
        return _drawn(page, clean)
    if isinstance(page, QuotationsPage):
        return "traces", _traced(session, page, clean)
    if isinstance(page, CodebookPage):
        return ("actors" if page.model.table == "actor" else "topics"), clean
    if isinstance(page, HistoryPage):
        return "history", replace(clean, steps=page.model.filter)
    if library.model.query:
        return "search", replace(clean, options={"query": library.model.query})
    return "claims", clean


def library_table(pages: Pages, library: Library, before: Request) -> Request:
    """Return the request for the documents as the library lists them; *before* is what the panel had."""
    return replace(_clean(pages, before), order=library.model.listed())


def _clean(pages: Pages, before: Request) -> Request:
    """Return a request that nothing narrows, with what the matrix shows."""
    made = pages.made("page_matrix")
    return Request(view=made.view if isinstance(made, MatrixPage) else before.view)


def _compared(session: Session, page: ComparePage, clean: Request) -> tuple[str, Request]:
    kind = page.kind.value
    sides = {}
    if kind not in ("actor", "document"):
        sides = {key: place.as_text() for key, place in zip("ab", page.chosen_places(), strict=True) if place}
        return "compare_cells", replace(clean, where=page.filters.filter.as_text(), options=sides)
    for key, number in (("a", page.a.chosen), ("b", page.b.chosen)):
        if number is not None:
            sides[key] = session.actors()[number].key if kind == "actor" else str(number)
    return f"compare_{kind}s", replace(clean, where=page.filters.filter.as_text(), options=sides)


def _drawn(page: PicturesPage, clean: Request) -> tuple[str, Request]:
    where, options = page.filters.filter.as_text(), {name: one.value for name, one in page.options.items()}
    if page.kind.value == TIME:
        return "timeline", replace(clean, where=where, options={key: options[key] for key in ("step", "lines")})
    if page.kind.value == LIKENESS:
        return "similarity", replace(clean, where=where, options={"measure": options["measure"]})
    return "claims", replace(clean, where=where)


def _traced(session: Session, page: QuotationsPage, clean: Request) -> Request:
    if session.traces.material is None:
        return clean
    listed = tuple(page.model.traces())
    told = "those that the page lists" if len(listed) != len(session.traces.found) else ""
    return replace(clean, traces=listed, material=session.traces.material, told=told)
