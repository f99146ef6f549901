"""Questions to the project file, named ``reads.project.text``: they write nothing.

``project`` reads documents, texts, claims, actors and topics, ``filtered`` what a filter lets through, ``counts`` the
numbers of comparisons (``gathered`` those that no index has in its order). ``search`` finds words by ``word_index``,
for a first screen by ``first_hits``; ``memos`` reads notes, ``traces`` verdicts on quotations, ``agreement`` what
coders say of the same words, ``placed`` where claims stand, ``own_fields`` what a project has of its own, ``scale``
that of its stances, and ``history`` what was done and how things were called then; ``conflicts`` what several did in
their own files and stands against each other, ``handouts`` what is coded blind and by whom.

A module of these is read when it is first named: the window starts with few of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.store.reads import agreement as agreement
    from desktop.store.reads import conflicts as conflicts
    from desktop.store.reads import counts as counts
    from desktop.store.reads import filtered as filtered
    from desktop.store.reads import handouts as handouts
    from desktop.store.reads import history as history
    from desktop.store.reads import memos as memos
    from desktop.store.reads import own_fields as own_fields
    from desktop.store.reads import placed as placed
    from desktop.store.reads import project as project
    from desktop.store.reads import scale as scale
    from desktop.store.reads import search as search
    from desktop.store.reads import traces as traces
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            raise AttributeError(f"{__name__} has no module {name}") from error
