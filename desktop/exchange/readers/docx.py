"""Word documents (by mammoth) and what their own properties state."""

import io
from importlib.metadata import version
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import Archive, parse_html
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.html_blocks import add_blocks
from desktop.exchange.readers.source import SourceFile

_CORE = "docProps/core.xml"


def is_docx(source: SourceFile) -> bool:
    """Tell whether *source* is an archive that holds a Word document."""
    return source.is_zip and "word/document.xml" in source.archive.names


def read_docx(source: SourceFile) -> Extracted:
    """Return the text of a Word document: headings by their styles, bold beginnings, notes at the end."""
    import mammoth

    archive, name = source.archive, source.name
    # mammoth parses the parts itself
    archive.check_types()

    def no_picture(image: Any) -> list[Any]:
        return []

    result = mammoth.convert_to_html(io.BytesIO(source.content), convert_image=no_picture, external_file_access=False)
    root = parse_html(result.value, name)
    if root is None:
        raise UserError(
            _("{name} holds no text; if it holds pictures of pages, recognise their text first (OCR).").format(
                name=name
            )
        )
    builder = TextBuilder(name)
    add_blocks(root, builder)
    return builder.build(f"mammoth {version('mammoth')}", _facts(archive), marked=True)


def _facts(archive: Archive) -> tuple[Fact, ...]:
    if _CORE not in archive.names:
        return ()
    fields = {"title": "title", "creator": "author", "language": "language", "created": "date"}
    found = []
    for element in archive.xml(_CORE).iter():
        field = fields.get(str(element.tag).rpartition("}")[2])
        if field and element.text and element.text.strip():
            # a file's properties stay when its text changes, and its day of making is no day of publication
            sure = Certainty.GUESSED if field == "date" else Certainty.INFERRED
            found.append(Fact(field, element.text.strip(), sure, _("the file’s properties")))
    return tuple(found)
