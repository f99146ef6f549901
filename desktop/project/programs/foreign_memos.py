"""Memos of another program's project: on claims, on documents, entries and cells."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from desktop.core.keys import UUID
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.memos import MemoTarget
from desktop.core.text import one_line
from desktop.core.times import moment
from desktop.core.values import CodedMemo
from desktop.exchange.programs.framework import keys_called
from desktop.exchange.programs.interchange import NOWHERE, ForeignCoding, ForeignMemo, ForeignProject
from desktop.project.programs.brought import NO_CELL, BroughtSoFar
from desktop.project.programs.claims import FoundClaim, Unused
from desktop.project.programs.entries import Entries
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.edits.told_memos import Difference
from desktop.store.recorder import Recorder


class ForeignMemos:
    """The memos of a project that comes in; each comes once.

    Args:
        coder: what a coder of the file is called here.
    """

    def __init__(self, project: ForeignProject, coder: Callable[[str], str]) -> None:
        self._project, self._coder = project, coder
        self._texts = {one.id: one.text for one in project.documents}
        self._by_unit: dict[str, list[ForeignMemo]] = {}
        for memo in project.memos:
            if memo.unit:
                self._by_unit.setdefault(memo.unit, []).append(memo)
        self._told = set[str]()

    def on_claim(self, claim: FoundClaim) -> Iterator[CodedMemo]:
        """Yield the memos of a selection, which stand on the first of its claims."""
        if claim.unit not in self._told:
            self._told.add(claim.unit)
            yield from map(self._memo, self._by_unit.get(claim.unit, ()))

    def _memo(self, one: ForeignMemo) -> CodedMemo:
        uuid = one.uuid if UUID.fullmatch(one.uuid) else ""
        return CodedMemo(one.text.strip(), self._coder(one.coder), moment(one.created), uuid)

    def add_others(
        self,
        db: Database,
        recorder: Recorder,
        entries: Entries,
        here: Mapping[str, int],
        so_far: BroughtSoFar,
        *,
        takes: bool,
    ) -> None:
        """Add the memos on documents and entries, and those on selections of which no claim came.

        *here* are the numbers of the documents that came in, by their ids in the file. A memo that is here and says
        otherwise becomes what the file says where that is wanted (*takes*).
        """
        ids = {
            (table, key): number
            for table in ("topic", "actor")
            for key, number in edits.codebook.keys(db, table).items()
        }
        by_target: dict[MemoTarget, list[CodedMemo]] = {}
        units = {one.unit: one for one in self._project.codings if one.unit not in self._told}
        lost = 0
        for one in self._project.memos:
            if one.unit in self._told:
                continue
            told = self._memo(one)
            on = units.get(one.unit)
            if on is not None:
                # a comment on words that are no claim is one on their document
                words = one_line(self._words_of(on), 80)
                told = replace(told, text=f"“{words}”: {told.text}" if words else told.text)
            entry = {
                "topic_id": ids.get(("topic", entries.topics.get(one.code, ""))),
                "actor_id": ids.get(("actor", entries.actors.get(one.actor or one.code, ""))),
            }
            number = here.get(on.document if on is not None else one.document)
            if number is not None or (any(entry.values()) and (not one.actor or all(entry.values()))):
                target = MemoTarget(document_id=number) if number is not None else MemoTarget(**entry)
                by_target.setdefault(target, []).append(told)
            else:
                lost += 1
        for target, told_of in by_target.items():
            new, differing = edits.told_memos.bring_memos(db, recorder, target, told_of, takes=takes)
            so_far.counts["memos"] += new
            so_far.differences.extend(differing)
        if lost:
            so_far.notes.append(_("Memos on what does not come in are left out: {count}.").format(count=lost))

    def _words_of(self, one: ForeignCoding) -> str:
        text = self._texts.get(one.document) or ""
        return one.quote or text[max(0, one.start) : max(0, one.end)]


def add_summaries(
    db: Database, recorder: Recorder, project: ForeignProject, so_far: BroughtSoFar, *, takes: bool
) -> None:
    """Add summaries to the cells of the matrix, by the names of actor and topic, whichever goes down.

    What is written there otherwise becomes what the file says where that is wanted (*takes*).
    """
    if not project.summaries:
        return
    actors, topics = edits.codebook.keys(db, "actor"), edits.codebook.keys(db, "topic")
    called = keys_called(reads.project.actors(db)), keys_called(reads.project.topics(db))
    for one in project.summaries:
        row, column = fold(one.row), fold(one.column)
        pairs = [(called[0].get(row), called[1].get(column)), (called[0].get(column), called[1].get(row))]
        actor, topic = next((pair for pair in pairs if all(pair)), ("", ""))
        if not actor or not topic:
            so_far.refused.append(Unused("", NOWHERE, NOWHERE, (one.row, one.column), NO_CELL, one.text))
            continue
        target = MemoTarget(actor_id=actors[actor], topic_id=topics[topic])
        there = reads.memos.memos_on(db, target)
        before = "\n\n".join(memo.text for memo in there)
        if before.strip() == one.text:
            so_far.counts["there"] += 1
            continue
        if there:
            fields = (("memo", before, one.text),)
            so_far.differences.append(Difference("cell", there[0].id, f"{one.row}, {one.column}", fields))
        if takes or not there:
            edits.memos.write(db, recorder, target, one.text)
        so_far.counts["memos"] += not there
