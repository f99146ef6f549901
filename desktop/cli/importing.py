"""Commands that bring documents in: import, replacing a text by a corrected one, and getting a kept file out."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from desktop.cli import options, writing
from desktop.cli.terminal import say
from desktop.cli.writing import write, write_json
from desktop.core.columns import DAY_FIRST, MONTH_FIRST, OWN, ROLES, checked, head_name
from desktop.core.errors import UsageError, UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.matching import fold
from desktop.core.name_pattern import EXAMPLE, PLACES, NamePattern
from desktop.core.proposals import evidence_told
from desktop.core.reanchor import Anchor, Fate
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS
from desktop.exchange.programs.registry import Program
from desktop.exchange.readers.collections import is_member
from desktop.exchange.readers.encodings import codec_of
from desktop.paths import is_taken
from desktop.project import importing, opening
from desktop.project.columns import chosen_columns
from desktop.project.document_files import difference_line, readable
from desktop.project.folders import FolderLook, held
from desktop.project.foreign import read_file
from desktop.project.importing import KEEP_LIMIT, FileResult, ImportOptions, import_files
from desktop.project.programs import reading
from desktop.project.programs.mapping import Changes
from desktop.store.database import Database

_MEGABYTE = 1024 * 1024
_TAKE = N_("With “--changes take” what the file says is taken over.")
# what is said of a claim whose text is replaced
_FATES = {
    Fate.KEPT: N_("claim {id} kept: {place} {words}"),
    Fate.MOVED: N_("claim {id} moved: {place} {words}"),
    Fate.CHANGED: N_("claim {id} changed: {place} {words}"),
    Fate.LOST: N_("claim {id} lost: {place} {words}"),
}


def _known_encoding(_context: click.Context, _option: click.Parameter, encoding: str) -> str:
    # once, and not of each file; with --new, those that cannot be read are passed over
    if encoding:
        codec_of(encoding)
    return encoding


_encoding = click.option(
    "--encoding",
    default="",
    callback=_known_encoding,
    metavar="E",
    help=_("How the bytes of text files and tables are read, such as cp1252; found out by itself otherwise."),
)


@click.command(
    "import",
    epilog=_("Visavis reads {formats}.").format(formats=readable()),
    help=_(
        "Import documents and tell what became of each.\n\nOf a folder, all files below it that are not hidden. "
        "Each is known by its content. A text that is the original of a brief takes the brief's place. Speakers "
        "of turns and of quotations are matched to the codebook by name and alias; who else speaks a turn, or stands "
        "beside a verb of saying and is named twice, becomes a new actor, "
        "unless --speaker or --known-speakers says otherwise. Other names are proposed: --speaker takes them, and "
        "later “visavis adopt”. A name that may be no speaker's ends the turn before "
        "it, is told as doubtful, and its words are nobody's until --speaker or --no-speaker says more. All files "
        "are one step of undo; a file that cannot "
        "be read is told on standard error, the others stand, and the exit status is 1. With --new, what is "
        "there already and what cannot be read is passed over, so that the same folder can be looked through "
        "again and again."
    ),
)
@options.project
@click.argument("paths", type=options.FILE, nargs=-1, required=True, metavar="PATH...")
@click.option("--kind", type=click.Choice(DOCUMENT_KINDS), default=None, help=_("The kind of all these documents."))
@click.option("--date", default="", metavar="D", help=_("The date of all: 2024-04-26, 2024-04, 2024 or --04-26."))
@_encoding
@click.option("--keep-files", is_flag=True, help=_("Keep the files themselves in the project, up to --keep-limit."))
@click.option(
    "--keep-limit",
    type=click.IntRange(min=1),
    default=KEEP_LIMIT // _MEGABYTE,
    show_default=True,
    metavar="MB",
    help=_("The largest file that --keep-files keeps."),
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME=WHO",
    help=_(
        "Who the speaker found as NAME is: an actor's key, name or alias, or a new name; nothing for nobody. "
        "May be given several times."
    ),
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEAD=ROLE",
    help=_(
        "What the column HEAD of tables is, in which a row is a document: {roles}; “own:Party” keeps it as an own "
        "variable, nothing leaves it out. The project remembers it for tables of the same head. May be given several "
        "times."
    ).format(roles=", ".join((*(role.key for role in ROLES if role.key != OWN), DAY_FIRST, MONTH_FIRST))),
)
@click.option(
    "--no-speaker",
    "no_heads",
    multiple=True,
    metavar="NAME",
    help=_("What stands as NAME before a turn names nobody: the turn before goes on. May be given several times."),
)
@click.option("--known-speakers", is_flag=True, help=_("Make no actor of speakers whom the codebook lacks."))
@click.option(
    "--whole", is_flag=True, help=_("Leave nothing out: menus of pages, running heads, headers and comments.")
)
@click.option(
    "--split/--no-split",
    "several",
    default=None,
    help=_(
        "Whether the chapters of a book (EPUB), the articles of a web page, a forwarded message and what is said of it "
        "are documents of their own. Usually chapters are not, the others are."
    ),
)
@click.option(
    "--name-pattern",
    default="",
    metavar="P",
    help=_(
        "What the names of the files tell, such as “{example}”; other places: {places}, and “{anything}” for anything."
    ).format(example=EXAMPLE, places=", ".join(f"{{{place}}}" for place in PLACES[3:]), anything="{}"),
)
@click.option(
    "--as",
    "form",
    type=click.Choice(reading.KEYS),
    default=None,
    help=_("Of which program a project is, where its content does not tell; “codings” is a table of coded passages."),
)
@click.option(
    "--map",
    "map_file",
    type=options.FILE,
    default=None,
    metavar="M.toml",
    help=_(
        "What the codes of another program's project are: topics, actors, stances; what it leaves open is suggested."
    ),
)
@click.option(
    "--write-map",
    "new_map",
    type=options.FILE,
    default=None,
    metavar="M.toml",
    help=_("Write what the codes are taken for, to be changed and used with --map."),
)
@click.option(
    "--changes",
    type=click.Choice([str(one) for one in Changes]),
    default=None,
    show_default=str(Changes.LEAVE),
    help=_(
        "What becomes of claims and memos that are here, of which a file of Visavis says something else under the same "
        "uuid: told and left, or taken over. --dry-run tells each before."
    ),
)
@click.option("--new", "only_new", is_flag=True, help=_("Only the files that the project does not hold yet."))
@click.option("--dry-run", is_flag=True, help=_("Tell what would be found, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell what became of each file as JSON."))
@options.reading_limits
@options.coder
def import_command(
    project: Path,
    paths: tuple[Path, ...],
    kind: str | None,
    date: str,
    encoding: str,
    keep_files: bool,
    keep_limit: int,
    speakers: tuple[str, ...],
    columns: tuple[str, ...],
    no_heads: tuple[str, ...],
    known_speakers: bool,
    whole: bool,
    several: bool | None,
    name_pattern: str,
    only_new: bool,
    dry_run: bool,
    as_json: bool,
    form: str | None,
    map_file: Path | None,
    new_map: Path | None,
    changes: str | None,
) -> None:
    """Import documents and tell what became of each."""
    chosen = ImportOptions(
        encoding=encoding,
        kind=kind or "",
        date=date,
        keep_limit=keep_limit * _MEGABYTE if keep_files else 0,
        speakers=SpeakerChoices(_once(map(_speaker, speakers)), known_speakers, frozenset(map(fold, no_heads))),
        whole=whole,
        several=several,
        takes=changes == Changes.TAKE,
        names=NamePattern(name_pattern),
    )
    maps = _Maps(map_file, new_map, Changes(changes) if changes else None)
    rest, records, failed = _programs(project, paths, form or "", maps, dry_run=dry_run, as_json=as_json)
    if rest:
        results = _documents(project, rest, columns, chosen, only_new=only_new, dry_run=dry_run, as_json=as_json)
        records += [importing.as_record(result) for result in results] if as_json else []
        failed = failed or any(result.imported is None for result in results)
    if as_json:
        write_json(records)
    sys.exit(failed)


class _Maps(NamedTuple):
    """Files with answers, to be read and to be written, and what is said of changes besides."""

    read: Path | None
    new: Path | None
    changes: Changes | None


def _documents(
    project: Path,
    paths: tuple[Path, ...],
    columns: tuple[str, ...],
    chosen: ImportOptions,
    *,
    only_new: bool,
    dry_run: bool,
    as_json: bool,
) -> list[FileResult]:
    """Add documents, and tell what became of each where that is not told as JSON."""
    shows = not as_json and sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if total > 20:
            click.echo("\r" + _("{done} of {total}").format(done=done, total=total), err=True, nl=done == total)

    said = _once(map(_column, columns), head_name)
    with opening.open_project(project) as db:
        chosen = replace(chosen, columns=chosen_columns(db, paths, said, chosen.encoding))
        wanted = _new(db, paths, chosen) if only_new else None
        shown = progress if shows else None
        results = import_files(
            db, paths, chosen, only=wanted, progress=shown, dry_run=dry_run, brief=not as_json and not dry_run
        )
    if only_new and not wanted and not as_json:
        say(_("Nothing new."))
    for result in results:
        if result.imported is None:
            say(result.message, err=True)
        elif not as_json:
            say(result.message)
            _tell_differences(map(difference_line, result.imported.differences), taken=chosen.takes, dry_run=dry_run)
            if dry_run:
                for line in _found(result):
                    say(f"    {line}")
    return results


def _tell_differences(lines: Iterable[str], *, taken: bool, dry_run: bool) -> None:
    """Tell what a file says otherwise of what is here, a line each, and how it is taken over where it is not."""
    told = list(lines)
    for line in told:
        say(f"    {line}", err=not dry_run)
    if told and not taken:
        say(_(_TAKE), err=True)


def _programs(
    project: Path,
    paths: tuple[Path, ...],
    form: str,
    maps: _Maps,
    *,
    dry_run: bool,
    as_json: bool,
) -> tuple[tuple[Path, ...], list[Any], bool]:
    """Bring other programs' projects in; return the other files, what became of these, and whether one failed."""
    rest: list[Path] = []
    records: list[Any] = []
    failed, count = False, 0
    for path in dict.fromkeys(paths):
        try:
            # answers are for projects: what is coded in an annotated document is asked of, too
            program = reading.program_of(path, form, alone=bool(maps.read or maps.new)) if is_taken(path) else None
            if program is None:
                rest.append(path)
                continue
            count += 1
            records.append(_bring(project, path, program, maps, dry_run=dry_run, as_json=as_json))
        except UserError as error:
            say(str(error), err=True)
            failed = True
    if (maps.read or maps.new) and not count and not failed:
        raise UsageError(_("No project of another program is named: --map and --write-map are for these."))
    return tuple(rest), records, failed


def _bring(
    project: Path,
    path: Path,
    program: Program,
    maps: _Maps,
    *,
    dry_run: bool,
    as_json: bool,
) -> Mapping[str, Any]:
    """Bring another program's project in, and tell what became of it; return that as a JSON object."""
    from desktop.project.programs import telling
    from desktop.project.programs.bringing import bring
    from desktop.store.reads import own_fields

    # what a stance may be is said by the project that it comes into
    with opening.open_project(project) as db:
        fields = {one.name for one in own_fields.fields(db, "claim")}
        file = telling.look(path, program, maps.read, fields)
        if maps.changes is not None:
            file = replace(file, mapping=replace(file.mapping, changes=maps.changes))
        if maps.new is not None:
            writing.refuse(maps.new, False)
            telling.save_answers(file.mapping, maps.new)
        brought = bring(db, file.project, file.mapping, path.name, dry_run=dry_run)
    if not as_json:
        for line in telling.found_lines(file) if dry_run else ():
            say(line)
        for line in telling.brought_lines(file, brought, is_trial=dry_run):
            say(line)
        _tell_differences(telling.difference_lines(brought), taken=brought.taken, dry_run=dry_run)
        for line in telling.refused_lines(file, brought):
            say(f"    {line}", err=not dry_run)
    return telling.as_record(file, brought)


@click.command(
    "replace",
    help=_(
        "Replace a document's text and move its claims.\n\nDOCUMENT is a number, uuid, file name or title; FILE "
        "holds the corrected text. Each claim that does not stand where it stood is told with its words before "
        "and after. One step of undo takes it all back."
    ),
)
@options.project
@click.argument("document")
@click.argument("file", type=options.FILE)
@_encoding
@click.option("--drop-lost", is_flag=True, help=_("Delete the claims whose words are gone; else they stop it all."))
@click.option("--dry-run", is_flag=True, help=_("Tell what would become of each claim, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell what becomes of each claim as JSON."))
@options.reading_limits
@options.coder
def replace_command(
    project: Path, document: str, file: Path, encoding: str, drop_lost: bool, dry_run: bool, as_json: bool
) -> None:
    """Replace a document's text and move its claims."""
    from desktop.store.edits import text as edit_text
    from desktop.store.reads import project as reads

    with opening.open_project(project) as db:
        number = reads.find_document(db, document).id
        plan = edit_text.plan_replacement(db, number, read_file(file, reads.actors(db), encoding).document)
        united = sorted(() if dry_run else edit_text.replace_text(db, plan, drop_lost=drop_lost))
    if as_json:
        claims = [_record(anchor) for anchor in plan.anchors]
        told = {"document_id": number, "applied": not dry_run, "summary": plan.summary(), "claims": claims}
        write_json({**told, "united": united})
        return
    for anchor in plan.anchors:
        if anchor.fate is not Fate.KEPT or anchor.doubt:
            say(_anchor_line(anchor))
    if united:
        said = ngettext(
            "Claim {numbers} went: another says the same of the same words now.",
            "Claims {numbers} went: others say the same of the same words now.",
            len(united),
        )
        say(said.format(numbers=", ".join(map(str, united))))
    sentence = _("{file}: the text of document {number} replaced; claims: {summary}.")
    if dry_run:
        sentence = _("{file}: the text of document {number} would be replaced; claims: {summary}.")
    say(sentence.format(file=file.name, number=number, summary=plan.summary()))


@click.command(
    "file",
    help=_(
        "Write the file that a document was read from.\n\n“import --keep-files” keeps it. Without -o it is "
        "written under its own name into the current folder."
    ),
)
@options.project
@click.argument("document")
@click.option(
    "-o", "--output", "target", type=options.FILE, metavar="FILE", help=_("Write to FILE; “-” is standard output.")
)
@writing.force
def file_command(project: Path, document: str, target: Path | None, force: bool) -> None:
    """Write the file that a document was read from."""
    from desktop.store.reads import project as reads

    with opening.open_project(project) as db:
        found = reads.find_document(db, document)
        kept = reads.kept_file(db, found.id)
    if kept is None:
        sentence = _("The file of document {number} was not kept: import it with --keep-files to keep it.")
        raise UserError(sentence, number=found.id)
    name, content = kept
    # the name came from elsewhere: only its last part, so that it cannot climb
    place = target or Path(Path(name.replace("\\", "/")).name)
    writing.refuse(place, force)
    write(place, content, ngettext("{count} byte", "{count} bytes", len(content)).format(count=len(content)))


def _speaker(given: str) -> tuple[str, str]:
    name, equals, who = given.partition("=")
    if not equals or not name.strip():
        sentence = _("“{given}” names no speaker: write the name that was found, “=”, and who it is.")
        raise UsageError(sentence, given=given)
    return fold(name.strip()), who.strip()


def _once(given: Iterable[tuple[str, str]], key: Callable[[str], str] = str) -> dict[str, str]:
    """Return what is said of each name; UsageError where two things are said of what has the same *key*."""
    found: dict[str, str] = {}
    said: dict[str, str] = {}
    for name, told in given:
        if said.setdefault(key(name), told) != told:
            raise UsageError(_("Two things are said of “{name}”: keep one of them."), name=name)
        found[name] = told
    return found


def _column(given: str) -> tuple[str, str]:
    # the head may have the sign itself, a role has not
    head, equals, role = given.rpartition("=")
    if not equals or not head.strip():
        sentence = _("“{given}” names no column: write its head, “=”, and what it is.")
        raise UsageError(sentence, given=given)
    return head.strip(), checked(head.strip(), role)


def _new(db: Database, paths: tuple[Path, ...], chosen: ImportOptions) -> list[Path]:
    look, there = FolderLook(), held(db, columns=chosen.columns)
    for path in paths:
        if not is_taken(path) and not is_member(path):
            raise UserError(_("{path} does not exist; check the name and the folder."), path=path)
    return [file for path in paths for file in look.new_files(path, there, several=chosen.several)]


def _found(result: FileResult) -> Iterator[str]:
    """Yield what was found in a file, a fact a line, with how sure it is and where it stood."""
    for fact in result.reading.facts if result.reading is not None else ():
        yield f"{fact.name.replace('_', ' ')}: {fact.value} ({fact.certainty}, {fact.told})"
    for one in result.speakers:
        counts = []
        if one.turns:
            counts.append(ngettext("{count} turn", "{count} turns", one.turns).format(count=one.turns))
        if one.quotations:
            quoted = ngettext("{count} quotation", "{count} quotations", one.quotations)
            counts.append(quoted.format(count=one.quotations))
        sentence = _("new speaker: {name} ({counts})") if one.is_new else _("speaker: {name} ({counts})")
        yield sentence.format(name=one.name, counts=", ".join(counts))
    for name in result.proposed:
        yield _("proposed: {name} ({evidence}), of “{words}”").format(
            name=name.name, evidence=evidence_told(name), words=name.words
        )
    for label in result.doubtful:
        turns = ngettext("{count} turn", "{count} turns", label.turns).format(count=label.turns)
        sentence = _("doubtful speaker: {name} ({counts}), who says “{words}”")
        yield sentence.format(name=label.label, counts=turns, words=label.words)


def _anchor_line(anchor: Anchor) -> str:
    place = f"{anchor.before} → {anchor.after}" if anchor.after else f"{anchor.before}"
    words = f"“{one_line(anchor.quote, 70)}”"
    if anchor.fate is Fate.CHANGED:
        words += f" → “{one_line(anchor.new_quote, 70)}” ({anchor.how}, {anchor.score:.0f} %)"
    line = _(_FATES[anchor.fate]).format(id=anchor.id, place=place, words=words)
    return f"{line}\n    {anchor.doubt_told}" if anchor.doubt else line


def _record(anchor: Anchor) -> dict[str, Any]:
    return {
        "claim_id": anchor.id,
        "fate": anchor.fate.value,
        "how": anchor.how,
        "score": round(anchor.score, 1),
        "before": [anchor.before.start, anchor.before.end],
        "after": [anchor.after.start, anchor.after.end] if anchor.after else None,
        "quote": anchor.quote,
        "new_quote": anchor.new_quote,
        "doubt": str(anchor.doubt) if anchor.doubt else None,
        "others": list(anchor.others),
    }
