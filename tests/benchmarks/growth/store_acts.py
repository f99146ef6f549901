"""What is done without a window."""

import itertools
from collections.abc import Callable
from functools import partial

from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.core.views import View
from desktop.project import export as exporting
from desktop.project import matrix
from desktop.project.checking import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import counts
from desktop.store.reads import project as reads
from desktop.store.reads.search import found_documents, passage, search_all

from ..generator import generate_words
from .promises import Promise, Work, act
from .stage import Stage

# documents of a search that a window shows
_IN_SIGHT = 12


@act("open the file", Promise.FLAT, 20)
def open_file(stage: Stage) -> Callable[[], object]:
    path = stage.path
    return lambda: Database(path).close()


@act("tag a claim, written", Promise.FLAT, 16)
def tag(stage: Stage) -> Callable[[], object]:
    starts = itertools.count()

    def one() -> None:
        # not in those that the window shows
        start = next(starts) % 4000
        assert edit_claims.tag(stage.db, NewClaim(3, Span(start, start + 40), (1, 2), 1, Stance.FAVOR))

    return one


@act("undo and redo a claim, written", Promise.FLAT, 16)
def undo(stage: Stage) -> Callable[[], object]:
    edit_claims.tag(stage.db, NewClaim(2, Span(0, 40), (1, 2), 1, Stance.FAVOR))

    def there_and_back() -> None:
        assert stage.db.undo() is not None
        assert stage.db.redo() is not None

    return there_and_back


@act("count the cells of the matrix", Promise.LINEAR, 300)
def matrix_query(stage: Stage) -> Callable[[], object]:
    return partial(counts.counts, stage.db, ("topic", "actor"))


@act("make the matrix, another view and filter", Promise.LINEAR, 400)
def matrix_view(stage: Stage) -> Callable[[], object]:
    view = View().changed(rows="actor", columns="kind", where="stance=favor")
    return partial(matrix.compare, stage.db, view)


def seen_otherwise(stage: Stage, **wishes: object) -> Callable[[], object]:
    """Return what makes another view than the first one."""
    return partial(matrix.compare, stage.db, View().changed(**wishes), matrix.load_members(stage.db))


@act("make the matrix of months by publishers", Promise.LINEAR, 300)
def matrix_of_months(stage: Stage) -> Callable[[], object]:
    return seen_otherwise(stage, rows="month", columns="publisher")


@act("make the matrix of topics by months", Promise.LINEAR, 300)
def matrix_of_topics_by_month(stage: Stage) -> Callable[[], object]:
    return seen_otherwise(stage, columns="month")


@act("make the matrix with dates", Promise.LINEAR, 350)
def matrix_of_dates(stage: Stage) -> Callable[[], object]:
    return seen_otherwise(stage, cells="dates")


@act("make the matrix of topics by documents", Promise.LINEAR, 300)
def matrix_of_documents(stage: Stage) -> Callable[[], object]:
    return seen_otherwise(stage, columns="document")


@act("make the matrix of topics that meet topics", Promise.LINEAR, 2_500)
def matrix_of_meetings(stage: Stage) -> Callable[[], object]:
    return seen_otherwise(stage, columns="topic")


@act("read the claims of a document", Promise.FLAT, 16)
def claims_of_document(stage: Stage) -> Callable[[], object]:
    return partial(reads.claims, stage.db, document_id=1)


def searching(stage: Stage, query: str) -> Callable[[], object]:
    """Return what a search above the library asks for, and the passages of the documents that are in sight."""

    def first_screen() -> None:
        for one in found_documents(stage.db, query)[:_IN_SIGHT]:
            passage(stage.db, query, one)
        search_all(stage.db, query, coded=True, roughly=True)

    return first_screen


@act("search for a word, first results", Promise.LOGARITHMIC, 50)
def search(stage: Stage) -> Callable[[], object]:
    return searching(stage, generate_words(0)[40])


@act("search for a letter, first results", Promise.LOGARITHMIC, 50)
def search_for_letter(stage: Stage) -> Callable[[], object]:
    return searching(stage, "e")


@act("search for words beside each other, first results", Promise.LOGARITHMIC, 50)
def search_for_phrase(stage: Stage) -> Callable[[], object]:
    return searching(stage, f'"{" ".join(generate_words(0)[3:6:2])}"')


@act("search for either of two words, first results", Promise.LOGARITHMIC, 50)
def search_for_either(stage: Stage) -> Callable[[], object]:
    return searching(stage, " OR ".join(generate_words(0)[5:41:35]))


@act("search for what a word is not in, first results", Promise.LOGARITHMIC, 50)
def search_without(stage: Stage) -> Callable[[], object]:
    return searching(stage, f"NOT {generate_words(0)[40]}")


@act("count the claims of a filter", Promise.LINEAR, 250)
def filtered(stage: Stage) -> Callable[[], object]:
    chosen = ClaimFilter.parse("stance=favor voice=direct date=2005..")
    return partial(counts.counts, stage.db, ("topic", "actor"), chosen)


def counted_with(stage: Stage, where: str) -> Callable[[], object]:
    return partial(counts.counts, stage.db, ("topic", "actor"), ClaimFilter.parse(where))


@act("count the claims since a year", Promise.LINEAR, 250)
def filtered_by_date(stage: Stage) -> Callable[[], object]:
    return counted_with(stage, "date=2005..")


@act("count the claims with a frequent word", Promise.LINEAR, 400)
def filtered_by_word(stage: Stage) -> Callable[[], object]:
    return counted_with(stage, f"text={generate_words(0)[5]}")


@act("check the project", Promise.LINEAR, 20_000)
def check(stage: Stage) -> Work:
    def look() -> None:
        assert problems(stage.db) == []

    return Work(look, rounds=1 if stage.size > 100_000 else 3)


def write(stage: Stage, form: str) -> Work:
    path = stage.folder / f"claims.{form}"
    export = exporting.Export("claims", form)
    # the projects are large: what is written must not remain
    work = partial(exporting.writing, stage.db, export, path)
    return Work(lambda: work()(lambda *_: None), lambda: path.unlink(missing_ok=True), 1 if stage.size > 100_000 else 3)


@act("write all claims as CSV", Promise.LINEAR, 10_000)
def csv(stage: Stage) -> Work:
    return write(stage, "csv")


@act("write all claims as Markdown", Promise.LINEAR, 30_000)
def markdown(stage: Stage) -> Work:
    return write(stage, "md")
