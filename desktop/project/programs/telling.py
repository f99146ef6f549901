"""What another program's project holds, and what became of it, in sentences and as JSON."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.exchange.programs.interchange import NOWHERE, ForeignProject
from desktop.exchange.programs.registry import Program
from desktop.project.document_files import difference_line, difference_record, differences_message
from desktop.project.programs.brought import Brought
from desktop.project.programs.mapping import ROLES, CodeMapping, read_mapping, write_mapping
from desktop.project.programs.preview import weights_of
from desktop.project.programs.reading import read_project
from desktop.project.programs.shapes import plain_tree
from desktop.project.programs.suggesting import branches, suggest

# codings that do not come in are told one by one, so many at most
_LISTED = 200


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """Another program's project with the answers to what its codes are."""

    path: Path
    program: Program
    project: ForeignProject
    mapping: CodeMapping


def look(
    path: Path, program: Program, map_file: Path | None = None, fields: Collection[str] = frozenset()
) -> ProjectFile:
    """Read a project, with the answers of *map_file* above those that are suggested.

    *fields* are the names of the own fields that claims have where it comes into.

    Raises:
        UserError: when one of the files cannot be read.
    """
    project = plain_tree(read_project(path, program))
    mapping = suggest(project, fields)
    if map_file is not None:
        mapping = with_answers(mapping, map_file)
    return ProjectFile(path, program, project, mapping)


def with_answers(mapping: CodeMapping, path: Path) -> CodeMapping:
    """Return the answers that a file gives; roles and words of which it says nothing stay as they are in *mapping*.

    Raises:
        UserError: when the file cannot be read.
    """
    try:
        words = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is not in UTF-8")
        raise UserError(
            _("{name} cannot be read ({reason}): choose another file."), name=path.name, reason=reason
        ) from error
    told = read_mapping(words, path.name)
    return replace(told, roles={**mapping.roles, **told.roles}, stances={**mapping.stances, **told.stances})


def save_answers(mapping: CodeMapping, path: Path) -> None:
    """Write answers to *path*; UserError when it cannot be written."""
    from desktop.exchange.writing import write_file

    write_file(path, write_mapping(mapping).encode("utf-8"))


def found_lines(file: ProjectFile) -> Iterator[str]:
    """Yield what was found in a file, a line each: whose it is, how much is in it, what its codes are taken for."""
    project = file.project
    units = len({(one.document, one.unit or (one.start, one.end)) for one in project.codings})
    yield _("{name}: {program}, {documents}, {codes}, {codings} of {passages}.").format(
        name=file.path.name,
        program=project.program,
        documents=_counted("document", len(project.documents)),
        codes=_counted("code", len(project.codes)),
        codings=_counted("coding", len(project.codings)),
        passages=_counted("passage", units),
    )
    if project.summaries:
        yield "    " + _("summaries of actors and topics: {count}").format(count=len(project.summaries))
    for branch in branches(project, file.mapping):
        role = ROLES.get(branch.role, str(branch.role))
        examples = ", ".join(one_line(one, 30) for one in branch.examples)
        yield "    " + _("{path}: {role} ({codes}, {codings}: {examples})").format(
            path=branch.path,
            role=_(role),
            codes=_counted("code", branch.codes),
            codings=_counted("coding", branch.codings),
            examples=examples,
        )
    if file.mapping.stances:
        words = ", ".join(f"{word} = {stance}" for word, stance in file.mapping.stances.items())
        yield "    " + _("stances: {words}").format(words=words)
    weights = weights_of(project)
    if weights is not None and file.mapping.cuts is None:
        sentence = _(
            "weights from {least:g} to {most:g} on {count:,} codings are not read as stances: the answer “cuts” tells "
            "which are, such as cuts = [{low:g}, {high:g}] for against up to the first and in favor from the second on"
        )
        third = (weights.most - weights.least) / 3
        low, high = round(weights.least + third, 2), round(weights.most - third, 2)
        yield "    " + sentence.format(least=weights.least, most=weights.most, count=weights.count, low=low, high=high)
    names = {one.id: one.name for one in project.documents}
    for number, (told, score) in project.readings.items():
        yield "    " + _("offsets of {document}: {told}, {score:.0%} of them at borders of words").format(
            document=names.get(number, number), told=told, score=score
        )


def _counted(what: str, count: int) -> str:
    """Return so many of one thing, in words."""
    words = {
        "document": ngettext("{count} document", "{count} documents", count),
        "code": ngettext("{count} code", "{count} codes", count),
        "coding": ngettext("{count} coding", "{count} codings", count),
        "passage": ngettext("{count} passage", "{count} passages", count),
        "claim": ngettext("{count} claim", "{count} claims", count),
        "topic": ngettext("{count} topic", "{count} topics", count),
        "actor": ngettext("{count} actor", "{count} actors", count),
    }
    return words[what].format(count=count)


def readings(file: ProjectFile) -> Iterator[tuple[str, str, float]]:
    """Yield for each document how its offsets were read: its name, what is counted, and the share that fits."""
    names = {one.id: one.name for one in file.project.documents}
    for number, (told, score) in file.project.readings.items():
        yield names.get(number, number), told, score


def brought_lines(file: ProjectFile, brought: Brought, *, is_trial: bool = False) -> Iterator[str]:
    """Yield what became of a project, or in a trial would become of it."""
    sentence = _("{name}: {claims} and {documents} added; new: {topics}, {actors}.")
    if is_trial:
        sentence = _("{name}: {claims} and {documents} would be added; new: {topics}, {actors}.")
    yield sentence.format(
        name=file.path.name,
        claims=_counted("claim", brought.claims),
        documents=_counted("document", brought.documents),
        topics=_counted("topic", brought.topics),
        actors=_counted("actor", brought.actors),
    )
    yield from _there_lines(file, brought)
    if brought.moved:
        yield _("Claims whose place was found by their words: {count}.").format(count=brought.moved)
    if brought.without_stance:
        yield _(
            "Claims without a coded stance: {count} (the answer “without-stance” says what becomes of them)."
        ).format(count=brought.without_stance)
    if brought.without_actor:
        yield _("Claims without a coded actor: {count} (the answer “without-actor” says what becomes of them).").format(
            count=brought.without_actor
        )
    if brought.own:
        told = ", ".join(f"{place} ({count:,})" for place, count in brought.own.items())
        yield _("Own fields, and how many have a value of them: {fields}.").format(fields=told)
    yield from brought.notes
    if brought.differences:
        yield differences_message(brought.differences, taken=brought.taken)
    for reason, count in brought.reasons.items():
        yield _("Left out: {count}, since {reason}.").format(count=count, reason=_(reason))


def _there_lines(file: ProjectFile, brought: Brought) -> Iterator[str]:
    """Yield how many memos are new, and what is here already."""
    if brought.memos:
        yield ngettext("{count} memo is new.", "{count} memos are new.", brought.memos).format(count=brought.memos)
    if file.project.is_catalogue:
        told = _("Records of documents that are here: {joined}; facts that are new: {facts}.")
        yield told.format(joined=brought.joined, facts=brought.facts)
    elif file.project.summaries:
        if brought.there:
            yield _("Summaries that stand here already: {count}.").format(count=brought.there)
    elif brought.joined or brought.there:
        told = _("Texts that are here already: {joined}; claims that are here already: {there}.")
        yield told.format(joined=brought.joined, there=brought.there)


def refused_lines(file: ProjectFile, brought: Brought) -> Iterator[str]:
    """Yield each coding that does not come in, with its place, its codes and the reason; of very many the first."""
    names = {one.id: one.name for one in file.project.documents}
    texts = {one.id: one.text or "" for one in file.project.documents}
    for one in brought.refused[:_LISTED]:
        words = one.quote or (texts.get(one.document, "")[one.start : one.end] if one.start != NOWHERE else "")
        place = f"{one.start}-{one.end}" if one.start != NOWHERE else "?"
        yield _("{document} {place} “{words}”: {codes}: {reason}").format(
            document=names.get(one.document, one.document),
            place=place,
            words=one_line(words, 60),
            codes="; ".join(dict.fromkeys(one.codes)),
            reason=_(one.reason),
        )
    if len(brought.refused) > _LISTED:
        yield _("… and {count} more.").format(count=len(brought.refused) - _LISTED)


def difference_lines(brought: Brought) -> Iterator[str]:
    """Yield what the file says otherwise of each claim and memo that is here; of very many the first."""
    yield from map(difference_line, brought.differences[:_LISTED])
    if len(brought.differences) > _LISTED:
        yield _("… and {count} more.").format(count=len(brought.differences) - _LISTED)


def as_record(file: ProjectFile, brought: Brought) -> Mapping[str, Any]:
    """Return what was found and what became of it as a JSON object."""
    names = {one.id: one.name for one in file.project.documents}
    return {
        "file": str(file.path),
        "program": file.project.program,
        "form": file.program.key,
        "outcome": "imported",
        "documents": brought.documents,
        "joined": brought.joined,
        "claims": brought.claims,
        "there": brought.there,
        "moved": brought.moved,
        "topics": brought.topics,
        "actors": brought.actors,
        "memos": brought.memos,
        "facts": brought.facts,
        "own_fields": dict(brought.own),
        "asked": brought.asked,
        "without_actor": brought.without_actor,
        "without_stance": brought.without_stance,
        "codings": len(file.project.codings),
        "notes": list(brought.notes),
        "differences": [difference_record(one) for one in brought.differences],
        "taken": brought.taken,
        "left_out": [{"reason": _(reason), "count": count} for reason, count in brought.reasons.items()],
        "refused": [
            {
                "document": names.get(one.document, one.document),
                "start": one.start if one.start != NOWHERE else None,
                "end": one.end if one.end != NOWHERE else None,
                "quote": one.quote,
                "codes": list(one.codes),
                "reason": _(one.reason),
            }
            for one in brought.refused
        ],
        "branches": [
            {"path": one.path, "role": str(one.role), "codes": one.codes, "codings": one.codings}
            for one in branches(file.project, file.mapping)
        ],
        "stances": {word: str(stance) for word, stance in file.mapping.stances.items()},
        "readings": [
            {"document": names.get(number, number), "counts": told, "score": round(score, 3)}
            for number, (told, score) in file.project.readings.items()
        ],
    }
