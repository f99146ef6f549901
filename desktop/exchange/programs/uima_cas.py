"""INCEpTION and other annotators on UIMA: CAS as JSON, or as XMI with its type system, alone or in an archive.

Every layer of annotations is a branch of codes, in it a branch for each feature, and in that its values; what one
annotation says is one unit. Read by dkpro-cassis (Apache-2.0), an optional extra, which turns UTF-16 units into code
points.
"""

import io
import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.text import normalise_text, one_line
from desktop.exchange.programs.interchange import ForeignProject, term
from desktop.exchange.programs.labelled_texts import LabelledStretch, LabelledTexts
from desktop.exchange.programs.readings import Selection
from desktop.exchange.readers.archives import Archive, DamagedPartError, parse_xml
from desktop.exchange.readers.source import SourceFile

# what the file of types is called beside an XMI
TYPES = term("TypeSystem.xml")
# what a CAS as JSON has in it, near its beginning or behind its types
_JSON = b'"%FEATURE_STRUCTURES"'
_XMI = "http://www.omg.org/XMI"
# layers that are about the text and not what anybody says of it
_TECHNICAL = ("uima.tcas.DocumentAnnotation", "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
_SEGMENTS = term("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.")
# who the first state of a document belongs to, which nobody has annotated
_NOBODY = "INITIAL_CAS"
# values of one annotation that are read; no annotation scheme has more
_MOST = 100
_LISTS = ("uima.cas.FSArray", "uima.cas.StringArray")


def is_uima_cas(source: SourceFile) -> bool:
    """Tell whether *source* is a CAS, or an archive in which one lies."""
    if source.is_zip:
        return any(_is_part(source.archive, name) for name in source.archive.names)
    if source.start.lstrip()[:1] == "{":
        return _JSON in source.content
    return _XMI in source.start and "xmi:XMI" in source.start


def read_uima_cas(sources: Sequence[SourceFile]) -> ForeignProject:
    """Read a CAS or an archive of these; a second source is the type system that lies beside an XMI.

    Raises:
        UserError: when a file is damaged, its types are missing, or dkpro-cassis is not installed.
    """
    source = sources[0]
    try:
        import cassis
    except ImportError as error:
        sentence = _(
            "{name} holds annotations of INCEpTION (UIMA CAS), for which one more package is needed: install it with "
            "“pip install visavis[inception]” and import the file again."
        )
        raise UserError(sentence, name=source.name) from error
    reader = _CasReader(cassis, source.name)
    types = sources[1].content if len(sources) > 1 else None
    if source.is_zip:
        reader.read_archive(source.archive)
    else:
        reader.read(source.content, source.name, types, "")
    return reader.project()


def _is_part(archive: Archive, name: str) -> bool:
    """Tell whether a part of an archive is a CAS, or an archive of INCEpTION's own with one."""
    low = name.lower()
    if low.endswith(".xmi"):
        return True
    if low.endswith(".json"):
        content = _part(archive, name)
        return content is not None and _JSON in content
    return low.endswith(".zip") and posixpath.dirname(posixpath.dirname(low)) in ("annotation", "curation")


def _part(archive: Archive, name: str) -> bytes | None:
    try:
        return archive.read(name)
    except DamagedPartError:
        return None


class _CasReader:
    """Read one CAS after the other into one project."""

    def __init__(self, cassis: Any, name: str) -> None:
        self.cassis = cassis
        self.made = LabelledTexts(name)
        self.values = Counter[bool]()
        self.texts: dict[tuple[str, str], str] = {}

    def read_archive(self, archive: Archive, coder: str = "", folder: str = "") -> None:
        names = [name for name in archive.names if _is_part(archive, name)]
        types = next((name for name in archive.names if posixpath.basename(name) == TYPES), "")
        for name in names:
            content = _part(archive, name)
            if content is None:
                continue
            if name.lower().endswith(".zip") and not folder:
                above = posixpath.basename(posixpath.dirname(name))
                stem = posixpath.basename(name)[: -len(".zip")]
                if stem != _NOBODY:
                    self.read_archive(Archive(content, name), stem, above)
            elif not name.lower().endswith(".zip"):
                title = folder or posixpath.basename(name).rpartition(".")[0]
                self.read(content, title, _part(archive, types) if types else None, coder)

    def read(self, content: bytes, name: str, types: bytes | None, coder: str) -> None:
        cas = self._cas(content, name, types)
        for sofa in cas.sofas:
            view = cas.get_view(sofa.sofaID)
            raw = view.sofa_string
            if isinstance(raw, str) and raw.strip():
                self._view(view, raw, name, coder)

    def _cas(self, content: bytes, name: str, types: bytes | None) -> Any:
        """Return a CAS; UserError when it cannot be."""
        is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        if not is_json:
            # nothing is fetched and no entity is made more of: the library is not asked before that is sure
            parse_xml(content, name)
            if types is None:
                sentence = _("The types of {name} are missing: put {types}, which lies beside it in the export, there.")
                raise UserError(sentence, name=name, types=TYPES)
            parse_xml(types, TYPES)
        try:
            if is_json:
                return self.cassis.load_cas_from_json(io.BytesIO(content))
            known = self.cassis.load_typesystem(io.BytesIO(types or b""))
            return self.cassis.load_cas_from_xmi(io.BytesIO(content), typesystem=known, lenient=True)
        except Exception as error:
            # whatever a damaged file leads the library to
            sentence = _("{name} is damaged, or no {program}: get a new copy of it.")
            raise UserError(sentence, name=name, program=_("UIMA CAS")) from error

    def _view(self, view: Any, raw: str, name: str, coder: str) -> None:
        found: list[LabelledStretch] = []
        title, ends = "", len(raw)
        for one in view.select_all_fs():
            kind = one.type.name
            if kind == _TECHNICAL[1]:
                title = one_line(str(getattr(one, "documentTitle", "") or ""))
            start, end = getattr(one, "begin", None), getattr(one, "end", None)
            if kind in _TECHNICAL or kind.startswith(_SEGMENTS) or not isinstance(start, int):
                continue
            if not isinstance(end, int) or not 0 <= start < end <= ends:
                self.made.lost += 1
                continue
            labels = list(self._labels(one, raw))[:_MOST]
            self.values[len(labels) > 1] += 1
            place = Selection(start, end, normalise_text(raw[start:end]))
            found.append((place, labels, coder, "", str(one.xmiID)))
        self.made.add(title or name, raw, found, ())

    def _labels(self, one: Any, raw: str) -> Iterator[str]:
        """Yield the codes of an annotation: its layer, the feature and the value, from the top down."""
        layer = one.type.name.rpartition(".")[2]
        told = False
        for feature in one.type.all_features:
            if feature.name in ("sofa", "begin", "end"):
                continue
            for value in self._told(getattr(one, feature.name, None), raw):
                told = True
                yield "\n".join((layer, feature.name, value))
        if not told:
            yield layer

    def _told(self, value: Any, raw: str, depth: int = 0) -> Iterator[str]:
        """Yield what a value says: its words, or of another annotation what it is called or the words it is on."""
        if isinstance(value, bool):
            yield str(value).lower()
        elif isinstance(value, str | int | float):
            if words := one_line(str(value)):
                yield words
        elif isinstance(value, list | tuple):
            for one in value[:_MOST]:
                yield from self._told(one, raw, depth)
        elif value is not None and depth < 3:
            yield from self._told_of(value, raw, depth + 1)

    def _told_of(self, one: Any, raw: str, depth: int) -> Iterator[str]:
        name = one.type.name
        if name in _LISTS:
            yield from self._told(list(getattr(one, "elements", None) or ()), raw, depth)
            return
        if hasattr(one, "target"):
            # a link to another annotation, with the part that this plays
            yield from self._told(one.target, raw, depth)
            return
        start, end = getattr(one, "begin", None), getattr(one, "end", None)
        words = one_line(raw[max(0, start) : max(0, end)]) if isinstance(start, int) and isinstance(end, int) else ""
        if words:
            yield words

    def project(self) -> ForeignProject:
        # where an annotation says several things it is a claim of its own; else those on the same words make one
        return self.made.project(term("INCEpTION"), whole_units=self.values[True] > self.values[False])
