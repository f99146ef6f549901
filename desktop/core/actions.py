"""What can be done to a project: an identifier for each action, which the history keeps, and the words that tell it."""

import json
from collections.abc import Mapping
from typing import Any

from desktop.core.claim_fields import CLAIM
from desktop.core.fields import ACTOR, TOPIC
from desktop.core.language import N_, NN_, _, ngettext
from desktop.core.phrases import THINGS

# what a sentence below is filled with: names, numbers, keys of `_WORDS`
Details = Mapping[str, str | int]

# two sentences where `count` decides between them
ACTIONS: dict[str, str | tuple[str, str]] = {
    "fill_from_seeds": N_("Populate from the seeds"),
    "import_documents": NN_("Import document", "Import {count} documents"),
    "change_facts": N_("Change facts"),
    "set_variable": NN_("Set {name} of document", "Set {name} of {count} documents"),
    "choose_scale": NN_("Choose a scale: {count} claim", "Choose a scale: {count} claims"),
    "make_field": N_("Make field {name}"),
    "rename_field": N_("Rename field {name}"),
    "change_field": N_("Change field {name}"),
    "retype_field": N_("Make field {name} another kind"),
    "merge_fields": N_("Merge field {name} into {target}"),
    "sort_fields": N_("Sort the fields"),
    "delete_field": N_("Delete field {name}"),
    "set_actors_field": NN_("Set {field} of actor", "Set {field} of {count} actors"),
    "set_topics_field": NN_("Set {field} of topic", "Set {field} of {count} topics"),
    "rename_document": N_("Rename document {name}"),
    "remove_documents": NN_("Remove document", "Remove {count} documents"),
    "put_in_set": NN_("Put document into {name}", "Put {count} documents into {name}"),
    "take_out_of_set": NN_("Take document out of its set", "Take {count} documents out of their sets"),
    "rename_set": N_("Rename set {name}"),
    "dissolve_set": N_("Dissolve set {name}"),
    "replace_text": N_("Replace text"),
    "mark_segment": N_("Mark as {kind}"),
    "tag_claim": N_("Tag claim"),
    "tag_claims": NN_("Tag claim", "Tag {count} claims"),
    "change_claim": N_("Change claim"),
    "change_claim_field": N_("Change {field}"),
    "change_claims": NN_("Change claim", "Change {count} claims"),
    "set_claims_field": NN_("Set {field} of claim", "Set {field} of {count} claims"),
    "add_actors": NN_("Add actor to claim", "Add actor to {count} claims"),
    "remove_actors": NN_("Remove actor from claim", "Remove actor from {count} claims"),
    "change_actors": NN_("Change actors of claim", "Change actors of {count} claims"),
    "duplicate_claims": NN_("Duplicate claim", "Duplicate {count} claims"),
    "split_claim": N_("Split claim"),
    "join_claims": N_("Join claims"),
    "delete_claims": NN_("Delete claim", "Delete {count} claims"),
    "add_memo": N_("Add memo on {thing}"),
    "change_memo": N_("Change memo on {thing}"),
    "delete_memo": N_("Delete memo on {thing}"),
    "delete_memos": NN_("Delete memo", "Delete {count} memos"),
    "confirm_verdict": N_("Confirm verdict"),
    "correct_verdict": N_("Correct verdict"),
    "reject_passage": N_("Reject passage"),
    "change_verdict_memo": N_("Change memo"),
    "withdraw_verdict": N_("Withdraw verdict"),
    "same_event": N_("Same event"),
    "another_event": N_("Not the same event"),
    "event_by_date": N_("Event by date"),
    "decide_agreement": NN_("Decide what coders differ in", "Decide {count} passages of coders"),
    "reopen_agreement": N_("Take back what was decided of coders"),
    "note_agreement": N_("Note what coders differ in"),
    "hand_out": NN_("Hand out document to {coders}", "Hand out {count} documents to {coders}"),
    "take_back_handout": NN_("Take document back from {coders}", "Take {count} documents back from {coders}"),
    "finish_handout": NN_("Declare document finished", "Declare {count} documents finished"),
    "reopen_handout": NN_("Declare document unfinished", "Declare {count} documents unfinished"),
    "accept_suggestion": N_("Accept suggestion"),
    "dismiss_suggestion": N_("Dismiss suggestion"),
    "save_filter": N_("Save filter {name}"),
    "rename_filter": N_("Rename filter {name}"),
    "delete_filter": N_("Delete filter {name}"),
    "save_view": N_("Save view {name}"),
    "rename_view": N_("Rename view {name}"),
    "delete_view": N_("Delete view {name}"),
    "import_codebook": N_("Import codebook"),
    "import_program": N_("Import the project {name}"),
    "merge_projects": N_("Merge with the project {name}"),
    "sync": NN_("Take in an action of the team", "Take in {count} actions of the team"),
    "decide_conflict": N_("Decide a conflict"),
    "note_conflict": N_("Note on a conflict"),
    "adopt_proposals": NN_("Make actor of a proposed name", "Make actors of {count} proposed names"),
    "add_membership": N_("Let {name} belong to {organisation}"),
    "change_membership": N_("Change where {name} belongs: {organisation}"),
    "delete_membership": N_("Let {name} belong to {organisation} no more"),
    "add_actor": N_("Add actor {name}"),
    "add_topic": N_("Add topic {name}"),
    "rename_actor": N_("Rename actor {name}"),
    "rename_topic": N_("Rename topic {name}"),
    "change_actor": N_("Change actor {name}"),
    "change_topic": N_("Change topic {name}"),
    "change_entry_field": N_("Change {field} of {name}"),
    "put_under": N_("Put {name} under {parent}"),
    "move_entry": N_("Move {name}"),
    "sort_actors": N_("Sort the actors by {order}"),
    "sort_topics": N_("Sort the topics by {order}"),
    "split_entry": N_("Split {name} off {source}"),
    "merge_actors": N_("Merge actor {name} into {target}"),
    "merge_topics": N_("Merge topic {name} into {target}"),
    "delete_actor": N_("Delete actor {name}"),
    "delete_topic": N_("Delete topic {name}"),
}
# those that change much at once, where the number of what they change is not one
LONG = frozenset(
    {
        *(
            "import_documents",
            "remove_documents",
            "set_variable",
            "set_actors_field",
            "set_topics_field",
            "replace_text",
            "rename_set",
            "dissolve_set",
        ),
        *("tag_claims", "change_claims", "set_claims_field", "add_actors", "remove_actors", "change_actors"),
        *(
            "duplicate_claims",
            "delete_claims",
            "delete_memos",
            "import_codebook",
            "import_program",
            "adopt_proposals",
            "merge_projects",
            "split_entry",
        ),
        *("retype_field", "merge_fields", "delete_field"),
        *("merge_actors", "merge_topics", "delete_actor", "delete_topic"),
    }
)
# the values that are keys, each with what people call them; a key that is not among them is its own word
_WORDS: dict[str, dict[str, str]] = {
    "field": {
        **{field.stored: field.word for field in (*CLAIM, *ACTOR, *TOPIC)},
        "topic": N_("topic"),
        "span": N_("span"),
    },
    "kind": {
        "heading": N_("heading"),
        "paragraph": N_("paragraph"),
        "turn": N_("turn"),
        "furniture": N_("furniture"),
    },
    "order": {"name": N_("name"), "uses": N_("use")},
    "thing": THINGS,
}


def dump(action: str, values: Details) -> str:
    """Return an action with its values as the history keeps it."""
    return json.dumps([action, dict(values)], ensure_ascii=False, separators=(",", ":"))


def is_long(action: str, values: Details) -> bool:
    """Tell whether an action changes much at once, so that one may want the project back as it was before."""
    return action in LONG and values.get("count") != 1


def tell(dumped: str, text: str = "") -> str:
    """Return what an action is called, in the language of the interface.

    Args:
        dumped: what `dump` gave; empty for an action from before there were identifiers.
        text: what such an action was called when it was done.
    """
    if not dumped:
        return text
    action, values = json.loads(dumped)
    words = ACTIONS.get(action, action)
    sentence = _(words) if isinstance(words, str) else ngettext(words[0], words[1], values["count"])
    return sentence.format(**{name: _value(name, value) for name, value in values.items()})


def _value(name: str, value: Any) -> Any:
    return _(_WORDS[name].get(value, value)) if name in _WORDS else value
