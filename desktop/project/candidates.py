"""The stretches that may hold claims, of long documents read in a process of its own while something else is done.

What is loaded there takes longer than reading a document of ordinary length, so that this knows little besides.
"""

from collections.abc import Iterator, Sequence

from desktop.analysis.suggestions.claim_candidates import CandidateFinder, Looked, look
from desktop.analysis.suggestions.coded_text import CodedText
from desktop.core.values import Actor
from desktop.project import children

# letters of a document from which a process for it is worth its beginning
_LONG = 250_000


def candidate_finder(actors: Sequence[Actor]) -> CandidateFinder:
    """Return what finds the candidates of documents for *actors*."""
    return CandidateFinder(actors, _ahead)


def _ahead(document: CodedText, actors: tuple[Actor, ...]) -> Iterator[Looked] | None:
    if len(document.text) < _LONG or children.count() < 2:
        return None
    return (part or Looked() for part in children.Stream(look, document, actors))
