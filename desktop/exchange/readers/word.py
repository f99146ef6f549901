"""Word documents, by mammoth; what that would pass over is put into forms that it knows before.

Simple fields, words whose direction is set, ruby, formulas, text boxes without an older form, and parts of another
format inside (``altChunk``). Headers, footers, comments, words in charts and drawings, hidden and deleted words, and
how words are read aloud are left out, and counted.
"""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from importlib.metadata import version
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.exchange.readers.archives import Archive, parse_html, resolve
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder, count_words
from desktop.exchange.readers.html import add_blocks, drop_note_marks, join_figures
from desktop.exchange.readers.office import WORD_FACTS, properties_of
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.readers.spoken_tables import write_turns

_CORE = "docProps/core.xml"
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_MAIN = "word/document.xml"
# elements that hold runs or paragraphs and say nothing but how these are shown or where they come from
_WRAPPERS = ("fldSimple", "bdo", "dir", "subDoc")
# what stands around the text, by how the parts' names begin
_AROUND = (
    ("word/header", N_("headers and footers")),
    ("word/footer", N_("headers and footers")),
    ("word/comments.xml", N_("comments")),
    ("word/charts/chart", N_("words in drawings")),
    ("word/diagrams/data", N_("words in drawings")),
)
# the title is a heading too, by its name and by what files without a list of styles call it
_STYLES = "p[style-name='Title'] => h1:fresh\np.Title => h1:fresh"
# words; parts may hold documents that hold parts
_DEEPEST = 3


def is_docx(source: SourceFile) -> bool:
    """Tell whether *source* is an archive that holds a Word document."""
    return source.is_zip and bool(_main(source.archive))


def read_docx(source: SourceFile) -> Extracted:
    """Return the text of a Word document: headings by their styles, bold beginnings, notes at the end."""
    import mammoth

    archive = source.archive
    # mammoth parses the parts itself
    archive.check_types()
    builder = TextBuilder(source.name)
    content, words = _mended(source, builder)

    def no_picture(image: Any) -> list[Any]:
        return []

    result = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=no_picture, external_file_access=False, style_map=_STYLES
    )
    root = parse_html(result.value, source.name)
    read = count_words(" ".join(root.itertext())) if root is not None else 0
    if root is not None:
        write_turns(root, builder)
        join_figures(root)
        # these are mammoth's own
        drop_note_marks(root)
        add_blocks(root, builder)
    for name in archive.names:
        reason = next((reason for begin, reason in _AROUND if name.startswith(begin) and name.endswith(".xml")), "")
        if not reason:
            continue
        for text in _said(archive.xml(name)):
            if source.whole:
                builder.add(text, "furniture")
            else:
                builder.leave_out(_(reason), text)
    # marks of notes and numbers make a few words more, never less
    if read < words:
        elements = sorted(
            {message.message.rpartition(": ")[2] for message in result.messages if "ignored" in message.message}
        )
        builder.leave_out_words(
            _("what cannot be read in Word’s form: {elements}").format(elements=", ".join(elements)), words - read
        )
    properties = archive.xml(_CORE) if _CORE in archive.names else None
    stated = properties_of(properties, WORD_FACTS, N_("the file’s properties"))
    return builder.build(f"mammoth {version('mammoth')}", _own(stated), marked=True)


def _own(stated: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the facts without the author that a program writes who writes none."""
    programs = ("python-docx", "docx4j", "apache-poi")
    return tuple(
        fact for fact in stated if fact.name != "author" or fact.value.casefold().replace(" ", "-") not in programs
    )


def _main(archive: Archive) -> str:
    """Return the name of the part with the text; empty when there is none."""
    if _MAIN in archive.names:
        return _MAIN
    types = "[Content_Types].xml"
    for element in archive.xml(types).iter() if types in archive.names else ():
        part = (element.get("PartName") or "").lstrip("/")
        if element.get("ContentType") in _TYPES and part in archive.names:
            return part
    return ""


def _named(root: Any, *names: str) -> Iterator[Any]:
    return iter(root.iter(*(f"{{{space}}}{name}" for space in _WORDS for name in names)))


def _mended(source: SourceFile, builder: TextBuilder) -> tuple[bytes, int]:
    """Return the archive in a form that mammoth reads whole, and how many words its text has."""
    from lxml import etree

    archive, main = source.archive, _main(source.archive)
    parts, words = {}, 0
    for name in (main, resolve(main, "footnotes.xml"), resolve(main, "endnotes.xml")):
        if name in archive.names:
            root = archive.xml(name)
            _unwrap(root, builder, whole=source.whole)
            _put_chunks(root, name, source, builder)
            lost = {*_named(root, "del", "moveFrom"), *root.iter(_CHOICE)}
            told = [each.text or "" for each in _named(root, "t") if not lost.intersection(each.iterancestors())]
            words += count_words("".join(f" {text}" for text in ["".join(told)]))
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as written:
        for name in archive.names:
            if name in parts or name.endswith((".xml", ".rels")):
                written.writestr(name, parts.get(name) or archive.read(name))
    return target.getvalue(), words


def _said(root: Any) -> Iterator[str]:
    """Yield what stands around the text, paragraph by paragraph; in charts the labels and figures one by one."""
    for element in root.iter("{*}p", "{*}v"):
        # a paragraph may hold a box with paragraphs
        words = [each.text or "" for each in element.iter("{*}t") if next(each.iterancestors("{*}p")) is element]
        yield "".join(words) if element.tag.endswith("}p") else element.text or ""


def _leave_out_hidden(root: Any, builder: TextBuilder) -> None:
    for run in list(_named(root, "r")):
        marks = [mark for mark in _named(run, "vanish") if mark.getparent().getparent() is run]
        if any(_value(mark) not in ("0", "false", "off") for mark in marks):
            builder.leave_out(_("hidden words"), "".join(each.text or "" for each in _named(run, "t")))
            for each in list(_named(run, "t")):
                each.getparent().remove(each)


def _value(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}val")), "")


def _unwrap(root: Any, builder: TextBuilder, *, whole: bool) -> None:
    builder.leave_out(_("deleted words"), " ".join(each.text or "" for each in _named(root, "delText")))
    if not whole:
        _leave_out_hidden(root, builder)
    for element in list(_named(root, "ruby")):
        for aloud in list(_named(element, "rt")):
            builder.leave_out(_("how words are read aloud"), "".join(each.text or "" for each in _named(aloud, "t")))
        run = element.getparent()
        found = [deepcopy(each) for base in _named(element, "rubyBase") for each in base]
        if run is not None and run.getparent() is not None:
            # the runs of its base stand beside the run that holds it
            for each in reversed(found):
                run.addnext(each)
            run.remove(element)
    _write_formulas(root)
    _show_boxes(root)
    for element in list(_named(root, *_WRAPPERS)):
        holder = element.getparent()
        at = holder.index(element)
        holder[at : at + 1] = list(element)


def _write_formulas(root: Any) -> None:
    for element in [*root.iter(_MATH + "oMath")]:
        words = _formula(element)
        above = (str(each.tag).rpartition("}")[0][1:] for each in element.iterancestors())
        space = next((one for one in above if one in _WORDS), _WORDS[0])
        holder = element.getparent()
        if holder.tag == _MATH + "oMathPara":
            element, holder = holder, holder.getparent()
            words = _formula(element)
        if holder is not None:
            holder.replace(element, _run(words, space, is_block=_local(holder) in ("body", "tc")))


def _formula(element: Any) -> str:
    """Return a formula in a line: ``a/b`` of a fraction, ``a^b`` of what is raised, ``a[b]`` of what is lowered."""
    parts = {"num": "{}/", "sup": "^{}", "sub": "[{}]", "d": "({})"}
    if element.tag == _MATH + "t":
        return str(element.text or "")
    words = "".join(_formula(each) for each in element)
    return parts.get(_local(element), "{}").format(words) if words else ""


def _show_boxes(root: Any) -> None:
    for element in list(root.iter(_CHOICE)):
        older = [each for each in element if _local(each).lower() == "fallback"]
        boxes = (
            []
            if any(next(_named(each, "t"), None) is not None for each in older)
            else list(_named(element, "txbxContent"))
        )
        _as_picture(element, boxes)
    for element in list(_named(root, "drawing")):
        if not any(up.tag == _CHOICE for up in element.iterancestors()):
            _as_picture(element, list(_named(element, "txbxContent")))


def _as_picture(element: Any, boxes: list[Any]) -> None:
    """Put the paragraphs of text boxes where mammoth looks for them."""
    if not boxes or element.getparent() is None:
        return
    space = boxes[0].tag.rpartition("}")[0][1:]
    picture = element.makeelement(f"{{{space}}}pict")
    picture.extend(deepcopy(box) for box in boxes)
    element.getparent().replace(element, picture)


def _run(words: str, space: str, *, is_block: bool) -> Any:
    from lxml import etree

    run = etree.Element(f"{{{space}}}r")
    text = etree.SubElement(run, f"{{{space}}}t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if not is_block:
        return run
    paragraph = etree.Element(f"{{{space}}}p")
    paragraph.append(run)
    return paragraph


def _put_chunks(root: Any, part: str, source: SourceFile, builder: TextBuilder) -> None:
    """Put the words of parts that are in other formats where they belong."""
    chunks = list(_named(root, "altChunk"))
    if not chunks:
        return
    folder, _slash, leaf = part.rpartition("/")
    relations = f"{folder}/_rels/{leaf}.rels" if folder else f"_rels/{leaf}.rels"
    names = source.archive.names
    targets = {}
    for one in source.archive.xml(relations) if relations in names else ():
        said = {name.casefold(): value for name, value in one.attrib.items()}
        target = said.get("target", "")
        targets[said.get("id", "")] = target[1:] if target.startswith("/") else resolve(part, target)
    for chunk in chunks:
        key = next((value for name, value in chunk.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        if target not in names:
            continue
        space = chunk.tag.rpartition("}")[0][1:]
        paragraphs = [_run(line, space, is_block=True) for line in _words_of(source, target, builder)]
        holder = chunk.getparent()
        at = holder.index(chunk)
        holder[at : at + 1] = paragraphs


def _words_of(source: SourceFile, part: str, builder: TextBuilder) -> list[str]:
    from desktop.exchange.recognition import recognise_document

    inner = SourceFile(source.archive.read(part), source.name, whole=source.whole, depth=source.depth + 1)
    if inner.depth > _DEEPEST:
        raise UserError(_("{name} holds documents inside of documents without end; save it as text."), name=source.name)
    content = inner.content.lstrip()[:200].lower()
    if content.startswith((b"mime-version", b"content-")):
        from desktop.exchange.readers.mail import read_message

        found = read_message(inner)
    elif part.lower().endswith((".html", ".htm", ".xhtml")):
        from desktop.exchange.readers.html import read_html

        found = read_html(inner)
    else:
        found = recognise_document(inner).read(inner)
    for one in found.left_out:
        builder.leave_out_words(one.reason, one.words)
    return [line for line in found.text.split("\n") if line.strip()]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
