"""Writing a whole project in the form of another program, and what that form cannot carry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.exchange.programs.interchange import ForeignProject, term
from desktop.exchange.programs.refi_writer import MAXQDA, NVIVO, PROFILES, STANDARD, lost_letters, write_qdc, write_qdpx
from desktop.project.programs.gathering import CELLS, ENTRY_FIELDS, FACT_FIELDS, FIELDS, MEMBERSHIPS, STRUCTURE, gather
from desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """A form that a whole project is written in.

    Attributes:
        key: what the command line calls it (``--as``).
        name: what people call it.
        suffix: how its files' names end.
        write: what makes its bytes of a project, its name and the profile.
        lost: what it cannot carry besides what no form can, a sentence each.
        has_profiles: whether it differs by the program that it is for.
        carries: what it has a place for that others have not (`gather`).
    """

    key: str
    name: str
    suffix: str
    write: Callable[[ForeignProject, str, str], bytes]
    lost: Callable[[ForeignProject], Iterator[str]]
    has_profiles: bool = False
    carries: frozenset[str] = frozenset()


def _qdpx(project: ForeignProject, name: str, profile: str) -> bytes:
    return write_qdpx(project, name, profile)


def _qdc(project: ForeignProject, _name: str, _profile: str) -> bytes:
    return write_qdc(project)


def _lost_of_qdpx(project: ForeignProject) -> Iterator[str]:
    count = sum(1 for _one in lost_letters(project))
    if count:
        yield _("Control characters that XML has no form for are written as “\ufffd”: in {count} texts.").format(
            count=count
        )


def _lost_of_qdc(project: ForeignProject) -> Iterator[str]:
    yield _(
        "A codebook holds codes alone: {documents} documents, {memos} memos and all claims are not carried."
    ).format(documents=len(project.documents), memos=len(project.memos))


def _table(form: str) -> Callable[[ForeignProject, str, str], bytes]:
    def write(project: ForeignProject, _name: str, _profile: str) -> bytes:
        from desktop.project.programs.codings_out import write_codings

        return write_codings(project, form)

    return write


def _lost_of_table(project: ForeignProject) -> Iterator[str]:
    yield _("A table of codings holds no texts: keep the documents ({count}), whose claims it brings back.").format(
        count=len(project.documents)
    )
    others = sum(not one.unit for one in project.memos)
    if others:
        yield _("Memos on documents, topics and actors are not carried: {count}.").format(count=others)


def _webannotation(project: ForeignProject, name: str, _profile: str) -> bytes:
    from desktop.exchange.programs.web_annotation_writer import write_web_annotation

    return write_web_annotation(project, name)


def _annotated(project: ForeignProject, name: str, _profile: str) -> bytes:
    from desktop.exchange.programs.annotated_project import write_annotated_project

    return write_annotated_project(project, name)


def _dna(project: ForeignProject, _name: str, _profile: str) -> bytes:
    from desktop.exchange.programs.dna_writer import dna_tables
    from desktop.store.dna_schema import SCHEMA
    from desktop.store.other_databases import write_tables

    with TemporaryDirectory() as folder:
        path = Path(folder) / "project.dna"
        write_tables(path, SCHEMA, dna_tables(project))
        return path.read_bytes()


def _lost_in_dna(project: ForeignProject) -> Iterator[str]:
    from desktop.exchange.programs.dna_writer import lost_in_dna

    yield from lost_in_dna(project)


def _framework(project: ForeignProject, _name: str, _profile: str) -> bytes:
    from desktop.exchange.programs.framework import write_framework

    return write_framework(project)


def _lost_in_framework(project: ForeignProject) -> Iterator[str]:
    from desktop.exchange.programs.framework import lost_in_framework

    yield from lost_in_framework(project)


def _bibliography(
    form: str,
) -> tuple[Callable[[ForeignProject, str, str], bytes], Callable[[ForeignProject], Iterator[str]]]:
    def write(project: ForeignProject, _name: str, _profile: str) -> bytes:
        from desktop.exchange.programs import bibliography

        writers = {
            "csljson": bibliography.write_csl_json,
            "ris": bibliography.write_ris,
            "bibtex": bibliography.write_bibtex,
        }
        return writers[form](project)

    def lost(project: ForeignProject) -> Iterator[str]:
        from desktop.exchange.programs.bibliography import lost_in_bibliography

        yield from lost_in_bibliography(project, form)

    return write, lost


def _nothing(_project: ForeignProject) -> Iterator[str]:
    yield from ()


_CLAIMS_FIELDS = frozenset((FIELDS,))
_FACTS = frozenset((FACT_FIELDS,))
_ALL_FIELDS = frozenset((FIELDS, FACT_FIELDS, ENTRY_FIELDS))
FORMS = (
    ProjectForm("qdpx", N_("REFI-QDA project"), ".qdpx", _qdpx, _lost_of_qdpx, True, _ALL_FIELDS),
    ProjectForm("qdc", N_("REFI-QDA codebook"), ".qdc", _qdc, _lost_of_qdc),
    ProjectForm("csv", N_("table of codings, CSV"), ".csv", _table("csv"), _lost_of_table, carries=_CLAIMS_FIELDS),
    ProjectForm("xlsx", N_("table of codings, Excel"), ".xlsx", _table("xlsx"), _lost_of_table, carries=_CLAIMS_FIELDS),
    ProjectForm(
        "jsonl", N_("table of codings, JSON lines"), ".jsonl", _table("jsonl"), _lost_of_table, carries=_CLAIMS_FIELDS
    ),
    ProjectForm(
        "dna", N_("Discourse Network Analyzer"), ".dna", _dna, _lost_in_dna, carries=_FACTS | frozenset((MEMBERSHIPS,))
    ),
    ProjectForm(
        "framework",
        N_("framework matrix"),
        ".framework.xlsx",
        _framework,
        _lost_in_framework,
        carries=frozenset((CELLS,)),
    ),
    ProjectForm("csljson", N_("bibliography, CSL-JSON"), ".json", *_bibliography("csljson"), carries=_FACTS),
    ProjectForm("ris", N_("bibliography, RIS"), ".ris", *_bibliography("ris"), carries=_FACTS),
    ProjectForm("bibtex", N_("bibliography, BibTeX"), ".bib", *_bibliography("bibtex"), carries=_FACTS),
    ProjectForm(
        "webannotation",
        N_("W3C Web Annotation"),
        ".jsonld",
        _webannotation,
        _nothing,
        carries=_ALL_FIELDS | {CELLS},
    ),
    ProjectForm(
        "annotated",
        N_("annotated Markdown, all of the project"),
        ".zip",
        _annotated,
        _nothing,
        carries=frozenset((CELLS, STRUCTURE)),
    ),
)
_NAMES = {NVIVO: term("NVivo"), MAXQDA: term("MAXQDA")}
_BY_KEY = {one.key: one for one in FORMS}


def export_project(db: Database, key: str, name: str, profile: str = STANDARD) -> tuple[bytes, list[str]]:
    """Return a project in a form, and what could not be carried, a sentence each.

    Raises:
        UsageError: when there is no such form, or it knows no programs and one is named.
    """
    form = _BY_KEY.get(key)
    if form is None:
        raise UsageError(_("There is no form “{key}”: choose one of {known}."), key=key, known=", ".join(_BY_KEY))
    if profile not in PROFILES or (profile != STANDARD and not form.has_profiles):
        raise UsageError(_("“{key}” is the same for every program: leave --for out."), key=key)
    project = gather(db, form.carries)
    return form.write(project, name, profile), [*project.notes, *form.lost(project)]


def form_of(path: Path) -> str:
    """Return the key of the form whose files are called so; empty where there is none."""
    # the longest ending tells: a framework matrix is a workbook as a table of codings is
    fitting = [one for one in FORMS if path.name.lower().endswith(one.suffix)]
    return max(fitting, key=lambda one: len(one.suffix)).key if fitting else ""


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form, and the program that it is for, as people choose it."""

    key: str
    profile: str
    name: str
    suffix: str


def choices() -> list[FormChoice]:
    """Return all that a project can be written as: each form, for each program that it differs by."""
    found = []
    for one in FORMS:
        for profile in PROFILES if one.has_profiles else (STANDARD,):
            name = _("{form}, for {program}") if profile != STANDARD else "{form}"
            told = name.format(form=_(one.name), program=_NAMES.get(profile, profile))
            found.append(FormChoice(one.key, profile, f"{told} ({one.suffix})", one.suffix))
    return found


def export_to(db: Database, path: Path, key: str = "", profile: str = STANDARD) -> str:
    """Write a project to *path*, in a form or else in that which its ending says; return the sentences that tell it.

    Raises:
        UserError: when there is no such form, or the file cannot be written.
    """
    from desktop.exchange.writing import write_file

    data, lost = export_project(db, key or form_of(path), path.stem, profile)
    write_file(path, data)
    return " ".join((_("{name}: the project was written.").format(name=path.name), *lost))
