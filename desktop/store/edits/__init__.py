"""Actions on the project file, named ``edits.claims.tag``: each one transaction, one change set, one undo step.

``claims`` tags, changes, splits, joins and deletes claims, ``claims_many`` many at once. ``codebook`` adds and changes
actors and topics, ``codebook_tree`` orders them, ``codebook_merge`` merges, splits and deletes them and tells
beforehand what that would do, ``codebook_many`` does so with many at once. ``documents`` brings documents in with
what ``coded_rows`` writes for them, and
``differences`` what they say otherwise of claims that are here; ``told_memos`` are memos that files tell. ``proposals``
makes actors of names that a text has; ``text`` replaces their texts, ``segments`` mends their structure. ``memos``,
``saved`` (filters and views) and ``traces`` (verdicts, events, suggestions) are what their names say; ``agreement``
decides between coders, ``handouts`` gives them documents to code blind; ``scale`` is chosen for stances;
``own_fields`` are those that a project has of its own, ``memberships`` say who belongs where and when, ``columns``
those of tables that came in. ``successors`` stand in the place of what was merged away. ``sharing`` takes in what
others did in their own files (``taking`` is how), ``conflicts`` decides what stands against each other. ``settings``
writes values under keys for some of these.

A module of these is read when it is first named: the window starts with few of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.store.edits import agreement as agreement
    from desktop.store.edits import claims as claims
    from desktop.store.edits import claims_many as claims_many
    from desktop.store.edits import codebook as codebook
    from desktop.store.edits import codebook_many as codebook_many
    from desktop.store.edits import codebook_merge as codebook_merge
    from desktop.store.edits import codebook_tree as codebook_tree
    from desktop.store.edits import coded_rows as coded_rows
    from desktop.store.edits import columns as columns
    from desktop.store.edits import conflicts as conflicts
    from desktop.store.edits import differences as differences
    from desktop.store.edits import documents as documents
    from desktop.store.edits import handouts as handouts
    from desktop.store.edits import memberships as memberships
    from desktop.store.edits import memos as memos
    from desktop.store.edits import own_fields as own_fields
    from desktop.store.edits import proposals as proposals
    from desktop.store.edits import saved as saved
    from desktop.store.edits import scale as scale
    from desktop.store.edits import segments as segments
    from desktop.store.edits import settings as settings
    from desktop.store.edits import sharing as sharing
    from desktop.store.edits import successors as successors
    from desktop.store.edits import text as text
    from desktop.store.edits import told_memos as told_memos
    from desktop.store.edits import traces as traces
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            raise AttributeError(f"{__name__} has no module {name}") from error
