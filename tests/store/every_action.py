"""Each kind of action once, on the small project, with what the history calls it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from desktop.core import scale as scales
from desktop.core.conflicts import Settlement
from desktop.core.filters import ClaimFilter
from desktop.core.memberships import Membership
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import OwnField, find
from desktop.core.spans import Span
from desktop.core.traces import Trace, Verdict
from desktop.core.values import (
    Actor,
    Codebook,
    CodebookFile,
    CodedDocument,
    Facts,
    NewClaim,
    SegmentKind,
    Stance,
    Topic,
    Voice,
)
from desktop.core.views import View
from desktop.exchange.programs.interchange import ForeignCode, ForeignCoding, ForeignDocument, ForeignProject
from desktop.project.programs.bringing import bring
from desktop.project.programs.suggesting import suggest
from desktop.project.sharing import merging
from desktop.store.database import Database
from desktop.store.edits import agreement as edit_agreement
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import claims_many as edit_claims_many
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import codebook_merge as edit_codebook_merge
from desktop.store.edits import codebook_tree as edit_codebook_tree
from desktop.store.edits import conflicts as edit_conflicts
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import handouts as edit_handouts
from desktop.store.edits import memberships as edit_memberships
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import own_fields as edit_own_fields
from desktop.store.edits import proposals as edit_proposals
from desktop.store.edits import saved
from desktop.store.edits import scale as edit_scale
from desktop.store.edits import segments as edit_segments
from desktop.store.edits import text as edit_text
from desktop.store.edits import traces as edit_traces
from desktop.store.reads import conflicts as conflict_reads
from desktop.store.reads import memos as memo_reads
from desktop.store.reads import own_fields as own_reads
from desktop.store.reads import project as reads

from .making import TEXT, ids, span_of

Step = tuple[str, Callable[[], object]]


def steps(db: Database) -> Iterator[Step]:
    """Yield what an action is called, and the action; each is to be done before the next is asked for."""
    yield from _documents(db)
    yield from _claims(db)
    yield from _own_fields(db)
    yield from _memos(db)
    yield from _structure(db)
    yield from _traces(db)
    yield from _settings(db)
    yield from _agreement(db)
    yield from _programs(db)
    yield from _scale(db)
    yield from _sharing(db)
    yield from _codebook(db)


def _sharing(db: Database) -> Iterator[Step]:
    other = db.path.with_name("other.visavis")
    claim = reads.claims(db)[0]
    db.save_copy(other)
    with Database(other) as theirs:
        theirs.set_coder("Ben")
        edit_claims.change(theirs, claim.id, voice=Voice.AUTHOR if claim.voice is not Voice.AUTHOR else Voice.DIRECT)
    one = Stance.AGAINST if claim.stance is not Stance.AGAINST else Stance.FAVOR
    # no action of its own here: what is merged has it on the other side
    edit_claims.change(db, claim.id, stance=one)
    yield "Merge with the project other.visavis", lambda: merging.carry_out(db, merging.plan(db, other))
    number = conflict_reads.conflicts(db)[0].id
    yield "Note on a conflict", lambda: edit_conflicts.set_note(db, number, "Look at the text.")
    yield "Decide a conflict", lambda: edit_conflicts.decide(db, number, Settlement.SECOND)


def _scale(db: Database) -> Iterator[Step]:
    for new in (scales.TWO, scales.THREE):
        count = sum(number for key, (other, number) in edit_scale.plan(db, new).items() if other != key)
        name = f"Choose a scale: {count} claim{'s' * (count != 1)}"
        yield name, lambda new=new: edit_scale.choose(db, new)  # type: ignore[misc]


def _programs(db: Database) -> Iterator[Step]:
    text = "Zel marin tosk."
    found = ForeignProject(
        "Other",
        (ForeignDocument("1", "zel.txt", text),),
        (ForeignCode("2", "Topics"), ForeignCode("3", "Ferries", "2")),
        (ForeignCoding("1", "3", 0, 3, "Nilo", unit="4"),),
    )
    yield "Import the project other.qdpx", lambda: bring(db, found, suggest(found), "other.qdpx")


def _documents(db: Database) -> Iterator[Step]:
    one, two, three = (
        CodedDocument(f"{name}.txt", Facts(title=name), f"{name} tosk.\n") for name in ("ul", "em", "ok")
    )
    yield "Import document", lambda: edit_documents.add_documents(db, [one])
    yield "Import 2 documents", lambda: edit_documents.add_documents(db, [two, three])
    yield "Change facts", lambda: edit_documents.update_facts(db, 1, {"publisher": "Mail"})
    yield "Set Side of document", lambda: edit_documents.set_variable(db, [1], "Side", "North")
    yield "Set Side of 2 documents", lambda: edit_documents.set_variable(db, [1, 2], "Side", "South")
    yield "Rename document Ul", lambda: edit_documents.rename(db, 2, "Ul")
    yield "Put document into Tarn", lambda: edit_documents.put_in_set(db, [2], "Tarn")
    yield "Put 2 documents into Tarn/{now}", lambda: edit_documents.put_in_set(db, [3, 4], "Tarn / {now}")
    yield "Rename set Tarn", lambda: edit_documents.rename_set(db, "Tarn", "Wend")
    yield "Dissolve set Wend/{now}", lambda: edit_documents.dissolve_set(db, "Wend/{now}")
    yield "Take document out of its set", lambda: edit_documents.put_in_set(db, [2], "")
    yield "Take 2 documents out of their sets", lambda: edit_documents.put_in_set(db, [3, 4], " / ")


def _own_fields(db: Database) -> Iterator[Step]:
    claim, actor, topic = reads.claims(db)[0].id, ids(db, "actor")["elbar"], ids(db, "topic")["trade"]

    def field(place: str) -> OwnField:
        return find(own_reads.fields(db), place)

    frame = OwnField("claim", "Frame", "one", preset="cost", choices=("cost", "faith"))
    yield "Make field Frame", lambda: edit_own_fields.make(db, frame)
    yield "Make field Party", lambda: edit_own_fields.make(db, OwnField("actor", "Party"))
    yield "Make field Area", lambda: edit_own_fields.make(db, OwnField("topic", "Area"))
    yield "Set Frame of claim", lambda: edit_own_fields.set_value(db, field("Frame"), [claim], "faith")
    yield "Set Party of actor", lambda: edit_own_fields.set_value(db, field("Party"), [actor], "Reds; Blues")
    yield "Set Area of topic", lambda: edit_own_fields.set_value(db, field("Area"), [topic], "12")
    yield "Set Leaning of document", lambda: edit_documents.set_variable(db, [1], "Leaning", "left")
    yield "Rename field Leaning", lambda: edit_own_fields.rename(db, field("Leaning"), "Bias")
    yield "Change field Frame", lambda: edit_own_fields.rename_value(db, field("Frame"), "faith", "belief")
    yield (
        "Change field Frame",
        lambda: edit_own_fields.change(
            db, field("Frame"), definition="Why.", choices=("belief", "cost", "law"), preset="law"
        ),
    )
    yield "Make field Party another kind", lambda: edit_own_fields.retype(db, field("Party"), "several")
    yield "Make field Area another kind", lambda: edit_own_fields.retype(db, field("Area"), "number")
    yield "Make field Grounds", lambda: edit_own_fields.make(db, OwnField("claim", "Grounds"))
    yield "Change Grounds", lambda: edit_claims.change(db, claim, own={"Grounds": "cost"})
    yield "Merge field Grounds into Frame", lambda: edit_own_fields.merge(db, field("Grounds"), field("Frame"))
    yield "Sort the fields", lambda: edit_own_fields.reorder(db, [field("Area"), field("Frame"), field("Party")])
    yield "Delete field Area", lambda: edit_own_fields.delete(db, field("Area"))


def _claims(db: Database) -> Iterator[Step]:
    topics, actors = ids(db, "topic"), ids(db, "actor")
    span, trade, bridge = span_of(TEXT, "pardun"), topics["trade"], topics["bridge"]
    ordun, tarn = actors["ordun"], actors["tarn"]

    def change(**values: object) -> Callable[[], object]:
        return lambda: edit_claims.change(db, 1, **values)  # type: ignore[arg-type]

    def retag(*numbers: int, **values: object) -> Callable[[], object]:
        return lambda: edit_claims_many.retag(db, numbers, edit_claims_many.Retag(**values))  # type: ignore[arg-type]

    new = NewClaim(1, span, (ordun,), trade, Stance.NEUTRAL)
    yield "Tag claim", lambda: edit_claims.tag(db, new)
    yield "Tag claim", lambda: edit_claims.tag(db, replace(new, voice=Voice.AUTHOR))
    yield "Change actors", change(actor_ids=(tarn,))
    yield "Change topic", change(topic_id=bridge)
    yield "Change stance", change(stance=Stance.AGAINST)
    yield "Change voice", change(voice=Voice.AUTHOR)
    yield "Change span", change(span=span_of(TEXT, "marin tosk"))
    yield "Change claim", change(stance=Stance.FAVOR, voice=Voice.DIRECT)
    yield "Change memo", change(memo="Second.")
    yield "Add actor to 2 claims", retag(1, 2, add_actor_ids=(ids(db, "actor")["elbar"],))
    yield "Remove actor from claim", retag(1, remove_actor_ids=(tarn,))
    yield "Change actors of 2 claims", retag(1, 2, actor_ids=(tarn,))
    yield "Set topic of 2 claims", retag(1, 2, topic_id=trade)
    yield "Set stance of claim", retag(1, chosen={"stance": Stance.NEUTRAL})
    yield "Set voice of 3 claims", retag(1, 2, 3, chosen={"voice": Voice.REPORTED})
    yield "Change 2 claims", retag(1, 2, chosen={"stance": Stance.FAVOR, "voice": Voice.DIRECT})
    yield "Duplicate claim", lambda: edit_claims_many.duplicate(db, [1], bridge)
    yield "Duplicate 2 claims", lambda: edit_claims_many.duplicate(db, [2, 3], bridge)
    place = reads.claim(db, 1).span
    middle = place.start + 5
    yield (
        "Split claim",
        lambda: edit_claims.split(db, 1, Span(place.start, middle), Span(middle + 1, place.end)),
    )
    last = max(claim.id for claim in reads.claims(db))
    yield "Join claims", lambda: edit_claims.join(db, 1, last)
    yield "Delete claim", lambda: edit_claims.delete(db, [4])
    yield "Delete 2 claims", lambda: edit_claims.delete(db, [2, 3])


def _memos(db: Database) -> Iterator[Step]:
    topics, actors = ids(db, "topic"), ids(db, "actor")
    targets = {
        "document": MemoTarget(document_id=1),
        "claim": MemoTarget(claim_id=1),
        "actor": MemoTarget(actor_id=actors["tarn"]),
        "topic": MemoTarget(topic_id=topics["trade"]),
        "cell": MemoTarget(actor_id=actors["tarn"], topic_id=topics["bridge"]),
    }

    def write(target: MemoTarget, text: str) -> Callable[[], object]:
        return lambda: edit_memos.set_text(db, target, text)

    for kind, target in targets.items():
        if kind != "claim":
            yield f"Add memo on {kind}", write(target, "Nove.")
        yield f"Change memo on {kind}", write(target, "Nove pri.")
        yield f"Delete memo on {kind}", write(target, "")
    for text in ("one", "two", "three"):
        yield "Add memo on claim", lambda text=text: edit_memos.add(db, targets["claim"], text)  # type: ignore[misc]
    numbers = [memo.id for memo in memo_reads.memos_on(db, targets["claim"])]
    yield "Delete memo", lambda: edit_memos.delete(db, numbers[:1])
    yield "Delete 2 memos", lambda: edit_memos.delete(db, numbers[1:])


def _structure(db: Database) -> Iterator[Step]:
    line = span_of(TEXT, "Marin velo pardun quist!")
    for kind in SegmentKind:
        yield f"Mark as {kind.value}", lambda kind=kind: edit_segments.mark(db, 1, line, kind)  # type: ignore[misc]
    new = replace(reads.coded_document(db, 1), text=f"Olme.\n{TEXT}")
    yield "Replace text", lambda: edit_text.replace_text(db, edit_text.plan_replacement(db, 1, new))


def _traces(db: Database) -> Iterator[Step]:
    trace = Trace(1, 0, 4, "", 2, 0, 2, "", Verdict.ALTERED, 0.5, "")
    yield "Confirm verdict", lambda: edit_traces.confirm(db, trace)
    yield "Correct verdict", lambda: edit_traces.correct(db, trace, Verdict.LOOSE)
    yield "Reject passage", lambda: edit_traces.reject(db, trace)
    yield "Change memo", lambda: edit_traces.set_memo(db, trace, "Why.")
    yield "Withdraw verdict", lambda: edit_traces.withdraw(db, trace)
    yield "Same event", lambda: edit_traces.set_same_event(db, 1, 2, True)
    yield "Not the same event", lambda: edit_traces.set_same_event(db, 1, 2, False)
    yield "Event by date", lambda: edit_traces.set_same_event(db, 1, 2, None)
    yield "Dismiss suggestion", lambda: edit_traces.dismiss(db, 1, Span(0, 4))
    new = NewClaim(1, Span(0, 4), (ids(db, "actor")["tarn"],), ids(db, "topic")["trade"], Stance.FAVOR)
    yield "Accept suggestion", lambda: edit_traces.accept(db, new)
    other = replace(new, document_id=2, span=Span(0, 2))
    yield "Tag 2 claims", lambda: edit_claims.tag_many(db, [other, replace(other, document_id=3)])
    yield "Remove document", lambda: edit_documents.remove(db, [4])
    yield "Remove 2 documents", lambda: edit_documents.remove(db, [2, 3])


def _settings(db: Database) -> Iterator[Step]:
    yield "Save filter Nor", lambda: saved.save(db, "Nor", ClaimFilter(text="olme"))
    yield "Rename filter Nor", lambda: saved.rename(db, "filter", "Nor", "Sud")
    yield "Delete filter Sud", lambda: saved.delete(db, "filter", "Sud")
    yield "Save view {all} 100%", lambda: saved.save(db, "{all} 100%", View())
    yield "Rename view {all} 100%", lambda: saved.rename(db, "view", "{all} 100%", "{none} 0%")
    yield "Delete view {none} 0%", lambda: saved.delete(db, "view", "{none} 0%")


def _agreement(db: Database) -> Iterator[Step]:
    one, other = (claim.id for claim in reads.claims(db)[:2])
    yield "Note what coders differ in", lambda: edit_agreement.note(db, [one, other], "See {count}.")
    yield "Decide what coders differ in", lambda: edit_agreement.decide(db, [((one, other), (one,))])
    yield "Decide 2 passages of coders", lambda: edit_agreement.decide(db, [((one, other), (other,)), ((one,), ())])
    yield "Take back what was decided of coders", lambda: edit_agreement.reopen(db, [other, one])
    first, coder = reads.document_ids(db)[0], db.coder_name
    yield f"Hand out document to {coder}, Mira", lambda: edit_handouts.hand_out(db, [first], [coder, "Mira"])
    yield "Declare document finished", lambda: edit_handouts.finish(db, [first])
    yield "Declare document unfinished", lambda: edit_handouts.finish(db, [first], is_finished=False)
    yield "Take document back from Mira", lambda: edit_handouts.take_back(db, [first], ["Mira"])


def _codebook(db: Database) -> Iterator[Step]:
    topics, actors = ids(db, "topic"), ids(db, "actor")
    bridge, tarn = topics["bridge"], actors["tarn"]

    def update(**values: str) -> Callable[[], object]:
        return lambda: edit_codebook.update(db, "topic", bridge, **values)

    brought = CodebookFile(Codebook((), (Topic("brought", "Brought in", "It is brought in."),)), {})
    yield "Import codebook", lambda: edit_codebook.apply_codebook(db, brought)
    yield "Make actor of a proposed name", lambda: edit_proposals.adopt(db, [Actor("", "Ines Okoro")])
    two = [Actor("", "Tilda Brandt"), Actor("", "Ole Marten")]
    yield "Make actors of 2 proposed names", lambda: edit_proposals.adopt(db, two)
    yield "Add actor Mira Olm", lambda: edit_codebook.add(db, "actor", " Mira Olm ")
    yield "Make actor of a proposed name", lambda: edit_proposals.adopt(db, [Actor("", "Tavi Resh")])
    yield "Make actors of 2 proposed names", lambda: edit_proposals.adopt(db, [Actor("", "Hask"), Actor("", "Bel")])
    yield "Add topic Rails", lambda: edit_codebook.add(db, "topic", "Rails", proposition="More rails")
    yield "Add actor Sixth", lambda: edit_codebook.add(db, "actor", "Sixth", tarn)
    yield "Add topic Seventh", lambda: edit_codebook.add(db, "topic", "Seventh", None)
    yield "Rename topic Bridge", update(name="Ferry")
    yield "Change colour of Ferry", update(color="#102030")
    yield "Change definition of Ferry", update(definition="Over the water.")
    yield "Change topic Ferry", update(definition="Under it.", inclusion="boats")
    yield "Rename actor Tarn", lambda: edit_codebook.update(db, "actor", tarn, name="Tarnia")
    yield "Change role of Tarnia", lambda: edit_codebook.update(db, "actor", tarn, role="host")
    yield "Change aliases of Tarnia", lambda: edit_codebook.update(db, "actor", tarn, aliases=("Tarn",))
    yield "Change actor Tarnia", lambda: edit_codebook.update(db, "actor", tarn, role="", country="")
    elbar = actors["elbar"]
    belongs = Membership("tarn", "2022", "2023-05", "envoy")
    yield "Let Elbar Nim belong to Tarnia", lambda: edit_memberships.add(db, elbar, belongs)
    yield "Change where Elbar Nim belongs: Tarnia", lambda: edit_memberships.change(db, 1, until="2024")
    yield "Let Elbar Nim belong to Tarnia no more", lambda: edit_memberships.remove(db, 1)
    new = replace(belongs, role="founder")
    yield "Let Elbar Nim belong to Sea Union", lambda: edit_codebook_tree.join_new(db, elbar, "Sea Union", new)
    yield "Put Elbar Nim under Tarnia", lambda: edit_codebook_tree.place(db, "actor", actors["elbar"], tarn)
    yield "Move Elbar Nim", lambda: edit_codebook_tree.place(db, "actor", actors["elbar"], None)
    yield "Move Ferry", lambda: edit_codebook_tree.move(db, "topic", bridge, -1)
    yield "Sort the actors by name", lambda: edit_codebook_tree.sort(db, "actor", "name")
    yield "Sort the topics by name", lambda: edit_codebook_tree.sort(db, "topic", "name")
    yield "Sort the topics by use", lambda: edit_codebook_tree.sort(db, "topic", "uses")
    own = [claim.id for claim in reads.claims(db, topic_id=topics["trade"])][:1]
    yield "Split Lines off Trade", lambda: edit_codebook_merge.split(db, "topic", topics["trade"], own, "Lines")
    yield "Merge topic Trade into Ferry", lambda: edit_codebook_merge.merge(db, "topic", topics["trade"], bridge)
    yield (
        "Merge actor Ordun Vask into Tarnia",
        lambda: edit_codebook_merge.merge(db, "actor", actors["ordun"], tarn),
    )
    yield (
        "Delete topic Ferry",
        lambda: edit_codebook_merge.delete(db, "topic", bridge, with_claims=True),
    )
    yield "Delete actor Elbar Nim", lambda: edit_codebook_merge.delete(db, "actor", actors["elbar"], with_claims=True)
