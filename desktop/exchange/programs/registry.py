"""The programs whose projects come in, one row each: how a file is recognised by what is in it, and what reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from desktop.core.language import N_

# what begins a database of SQLite
DATABASE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Program:
    """A form in which projects come.

    Attributes:
        key: what the command line calls it (``--as``).
        name: what such a file is called, for people.
        suffixes: how the files' names may end, the usual one first.
        place: ``module:name`` below `desktop.exchange.programs`; the module has ``is_name``, which tells from a
            `SourceFile` (of a database from the names of its tables) whether it is in this form, and ``read_name``,
            which gives a `ForeignProject` of the same (of a database of its rows).
        tables: of a database the name of what lists the tables that are read.
        is_sure: whether what is recognised can be nothing else; what may be a document as well is asked for by
            its key or named alone.
        folder: of a project that is a folder the file in it.
        beside: the file that lies beside one and is read with it, ``*`` for its own name; readers get both.
        needs_it: whether nothing can be read without that.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]
    place: str
    tables: str = ""
    is_sure: bool = True
    folder: str = ""
    beside: str = ""
    needs_it: bool = False

    def recognises(self, source: Any) -> bool:
        """Tell whether *source* is in this form."""
        return bool(self._function("is")(source))

    def read(self, source: Any) -> Any:
        """Return the `ForeignProject` in *source*; UserError when it cannot be read."""
        return self._function("read")(source)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The tables that are read of a database."""
        module, _colon, _name = self.place.partition(":")
        found: tuple[str, ...] = resolve_name(f"desktop.exchange.programs.{module}:{self.tables}")
        return found

    def _function(self, verb: str) -> Callable[..., Any]:
        module, _colon, name = self.place.partition(":")
        found: Callable[..., Any] = resolve_name(f"desktop.exchange.programs.{module}:{verb}_{name}")
        return found


PROGRAMS = (
    Program("qdpx", N_("project of REFI-QDA (NVivo, MAXQDA, ATLAS.ti, QualCoder)"), (".qdpx",), "refi:qdpx"),
    Program("qde", N_("REFI-QDA as XML"), (".qde", ".qdc"), "refi:qda_xml"),
    Program("dna", N_("Discourse Network Analyzer"), (".dna",), "dna:dna", "TABLES"),
    Program("qualcoder", N_("QualCoder"), (".qda",), "qualcoder:qualcoder", "TABLES", folder="data.qda"),
    Program("taguette", N_("Taguette"), (".sqlite3",), "taguette:taguette", "TABLES"),
    Program(
        "webannotation", N_("W3C Web Annotation, Hypothesis"), (".jsonld", ".json"), "web_annotation:web_annotation"
    ),
    Program("annotated", N_("project as annotated Markdown"), (".zip",), "annotated_project:annotated_project"),
    Program("csljson", N_("bibliography, CSL-JSON"), (".json",), "bibliography:csl_json"),
    Program("ris", N_("bibliography, RIS"), (".ris",), "bibliography:ris"),
    Program("framework", N_("framework matrix"), (".xlsx",), "framework:framework", is_sure=False),
    Program("labelstudio", N_("Label Studio"), (".json",), "labelled_texts:label_studio"),
    Program("doccano", N_("doccano"), (".jsonl", ".json"), "labelled_texts:doccano"),
    Program("brat", N_("brat"), (".ann",), "labelled_texts:brat", beside="*.txt", needs_it=True),
    Program(
        "inception", N_("INCEpTION (UIMA CAS)"), (".json", ".xmi", ".zip"), "uima_cas:uima_cas", beside="TypeSystem.xml"
    ),
    Program(
        "codings", N_("table of codings"), (".csv", ".xlsx", ".tsv", ".jsonl"), "codings_table:codings", is_sure=False
    ),
)
# closed forms, and the menu of their program that writes an open one
CLOSED = {
    (".mx24", ".mx22", ".mx20", ".mx18", ".mx12", ".mx11", ".mx5", ".mx4", ".mx3", ".mx2", ".mqda"): N_(
        "{name} is a project of MAXQDA, which only MAXQDA reads: export it there as “REFI-QDA Project” and import the "
        ".qdpx file."
    ),
    (".nvp", ".nvpx", ".nvcx"): N_(
        "{name} is a project of NVivo, which only NVivo reads: choose Export Project, then REFI-QDA Project, in the "
        "File menu or the Share tab there, and import the .qdpx file."
    ),
    (".atlproj", ".atlproj9", ".atlproj22", ".atlproj23", ".atlproj24", ".atlproj25", ".hpr7", ".atlcb"): N_(
        "{name} is a project of ATLAS.ti, which only ATLAS.ti reads: export it there as “QDPX Project” (File, Export) "
        "and import the .qdpx file."
    ),
}
