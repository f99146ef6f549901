"""What answers would make of another program's project, before anything of it enters: counts, claims, what is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core import scale
from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.exchange.programs.interchange import NOWHERE, ForeignProject
from desktop.project.document_files import difference_line, differences_message
from desktop.project.programs.bringing import bring
from desktop.project.programs.claims import FoundClaim, claims_of
from desktop.project.programs.codes import CodeTree, Meanings
from desktop.project.programs.mapping import Changes, CodeMapping, SeveralStances, WithoutActor, WithoutStance
from desktop.project.programs.suggesting import Branch, branches
from desktop.store.database import Database
from desktop.store.edits.told_memos import Difference

# rows that are shown; the sentence above tells how many there are
_SHOWN = 300
_WORDS = 300


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A claim as it would come in, or codings that make none; of these *reason* says why."""

    words: str
    actors: str
    topic: str
    stance: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights that codings have: how many have one, the least and the most."""

    count: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class ProgramPreview:
    """What answers make of a project.

    Attributes:
        words: of the words that stand for stances how often each is coded.
        coders: how many passages each coder has coded.
        rows: what is left out on top, then the first claims.
        weights: of which it is asked what they mean; None where there are none.
        told: how many of each there are, in sentences.
    """

    branches: tuple[Branch, ...]
    words: tuple[tuple[str, int], ...]
    coders: tuple[tuple[str, int], ...]
    rows: tuple[PreviewRow, ...]
    told: str
    weights: Weights | None = None


def weights_of(project: ForeignProject) -> Weights | None:
    """Return the weights in a project; None where it has none that differ, which tell nothing."""
    found = [one.weight for one in project.codings if one.weight is not None]
    return Weights(len(found), min(found), max(found)) if len(set(found)) > 1 else None


def differences_from(path: Path, coder: str, project: ForeignProject, mapping: CodeMapping) -> tuple[Difference, ...]:
    """Return what a project that Visavis wrote says otherwise of what is in the project file at *path*.

    It is tried there and taken back, beside whoever has that open.

    Raises:
        UserError: when it cannot be tried: another program writes, or there is no room.
    """
    with Database(path) as db:
        db.set_coder(coder)
        return bring(db, project, mapping, project.program, dry_run=True).differences


def preview(project: ForeignProject, mapping: CodeMapping, differences: Sequence[Difference] = ()) -> ProgramPreview:
    """Return what *mapping* makes of *project*; where an actor may speak around a claim, that is told as open.

    *differences* are what it says otherwise of what is here, and stand on top.
    """
    tree = CodeTree(project)
    found = claims_of(project, mapping)
    texts = {one.id: one.text or "" for one in project.documents}

    names = Counter(code.name for code in tree.codes.values())
    # codes of one name are told apart by what is above them
    called = {one: tree.paths[one] if names[code.name] > 1 else code.name for one, code in tree.codes.items()}

    def words(document: str, start: int, end: int, quote: str) -> str:
        return one_line(quote or (texts.get(document, "")[start:end] if start != NOWHERE else ""), _WORDS)

    rows = [
        PreviewRow(words(one.document, one.start, one.end, one.quote), "", "; ".join(one.codes), "", _(one.reason))
        for one in found.unused
    ]
    for claim in found.claims:
        actors = [tree.codes[one].name for one in claim.actors] + list(claim.actor_names)
        topic = claim.topic_name or called.get(claim.topic, "")
        shown = words(claim.document, claim.start, claim.end, claim.quote)
        stance = scale.word(claim.stance) if claim.stance else claim.word
        rows.append(PreviewRow(shown, "; ".join(actors), topic, stance, _open(claim, mapping)))
    rows += [PreviewRow(one_line(one.text, _WORDS), one.row, one.column, "") for one in project.summaries]
    if project.is_catalogue:
        rows += [PreviewRow(one.name, dict(one.variables).get("author", ""), "", "") for one in project.documents]
    rows.sort(key=lambda row: not row.reason)
    rows = [
        PreviewRow(one_line(one.words, _WORDS), "", "", "", difference_line(one, short=True)) for one in differences
    ] + rows
    has_claims = not (project.is_catalogue or project.summaries)
    units = Counter(coder for coder, _unit in {(one.coder, one.unit) for one in project.codings if one.coder})
    return ProgramPreview(
        tuple(branches(project, mapping)),
        tuple(_stance_words(project, mapping, tree)),
        tuple(units.items()),
        tuple(rows[:_SHOWN]),
        " ".join(
            [
                *(_told(found.claims, len(found.unused), found.asked, mapping) if has_claims else ()),
                *_told_fields(found.claims),
                *_told_cells(project),
                *_differing(differences, mapping),
            ]
        ),
        weights_of(project),
    )


def _told_fields(claims: Sequence[FoundClaim]) -> list[str]:
    """Return in a sentence how many claims have a value of each own field."""
    counts = Counter(name for claim in claims for name, _values in claim.own)
    told = ", ".join(f"{name} ({count:,})" for name, count in counts.items())
    return [_("Own fields of claims: {fields}.").format(fields=told)] if told else []


def _told_cells(project: ForeignProject) -> list[str]:
    count = len(project.documents)
    if project.is_catalogue:
        return [
            ngettext("{count:,} record of a document.", "{count:,} records of documents.", count).format(count=count)
        ]
    count = len(project.summaries)
    return [ngettext("{count:,} summary.", "{count:,} summaries.", count).format(count=count)] if count else []


def _differing(differences: Sequence[Difference], mapping: CodeMapping) -> list[str]:
    taken = mapping.changes is Changes.TAKE
    return [differences_message(differences, taken=taken)] if differences else []


def _open(claim: FoundClaim, mapping: CodeMapping) -> str:
    """Return in a sentence what of a claim is open, or that it does not come in."""
    has_actor = bool(claim.actors or claim.actor_names)
    if claim.stance is None and mapping.without_stance is WithoutStance.LEAVE_OUT:
        return _("left out: no stance is coded")
    if not has_actor and mapping.without_actor is WithoutActor.LEAVE_OUT:
        return _("left out: no actor is coded")
    if not has_actor and mapping.without_actor is WithoutActor.SPEAKER:
        return _("comes in where somebody speaks there")
    return ""


def _told(claims: Sequence[FoundClaim], unused: int, asked: int, mapping: CodeMapping) -> list[str]:
    sentences = [ngettext("{count:,} claim found.", "{count:,} claims found.", len(claims)).format(count=len(claims))]
    for count, told in (
        (sum(claim.stance is None for claim in claims), _("Without a stance: {count:,}.")),
        (sum(not claim.actors and not claim.actor_names for claim in claims), _("Without an actor: {count:,}.")),
        (
            asked if mapping.several_stances is SeveralStances.LEAVE_OUT else 0,
            _("Several topics and stances: {count:,}."),
        ),
        (unused, _("Passages that make no claim: {count:,}.")),
    ):
        if count:
            sentences.append(told.format(count=count))
    return sentences


def _stance_words(project: ForeignProject, mapping: CodeMapping, tree: CodeTree) -> list[tuple[str, int]]:
    """Return the words that stand for stances, those first that nobody said the meaning of."""
    found = claims_of(project, replace(mapping, stances={}))
    meanings = Meanings(tree, mapping)
    uses = Counter(meanings[one.code].word for one in project.codings if one.code in tree.codes)
    open_words = {claim.word for claim in found.claims if claim.word}
    every = dict.fromkeys((*sorted(open_words - {*mapping.stances}), *mapping.stances))
    return [(word, uses[word]) for word in every]
