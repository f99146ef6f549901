"""RTF documents, by striprtf."""

import re
from importlib.metadata import version

from desktop.core.errors import UserError
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.rtf_groups import prepare

LIMIT = 16 * 1024 * 1024
_CODEPAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_ITEM = re.compile(r"^[ \t]*[•◦▪▫■□●○–·-]\t")
_INFO = re.compile(r"\{\\info\b.{0,4000}", re.DOTALL)
_FIELD = re.compile(r"\{\\(title|author) ([^{}\\]{1,500})\}")
_CREATED = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read_rtf(content: bytes, name: str) -> Extracted:
    """Return the text of an RTF document, notes and text boxes at its end.

    The surrogates that striprtf leaves of emoji are put together again.
    """
    from striprtf.striprtf import rtf_to_text

    if len(content) > LIMIT:
        raise UserError(f"{name} is larger than {LIMIT // 1024 // 1024} MB; save it as .docx or .odt and open that.")
    codepage = _CODEPAGE.search(content[:4096])
    encoding = f"cp{codepage[1].decode()}" if codepage else "cp1252"
    try:
        source = content.decode(encoding, "replace")
    except LookupError:
        source = content.decode("cp1252", "replace")
    # without the links' addresses too: striprtf's search for them takes the square of their number
    text: str = rtf_to_text(prepare(source), errors="replace")  # type: ignore[no-untyped-call]
    builder = TextBuilder(name)
    for line in text.split("\n"):
        # the mark of a list's item is no word of it, written as such or not
        builder.add(_ITEM.sub("", line))
    return builder.build(f"striprtf {version('striprtf')}", _facts(source))


def _facts(source: str) -> tuple[Fact, ...]:
    info = _INFO.search(source[:100_000])
    if info is None:
        return ()
    found = [
        Fact(key, value.strip(), Certainty.INFERRED, "the file’s properties") for key, value in _FIELD.findall(info[0])
    ]
    created = _CREATED.search(info[0])
    if created:
        day = "-".join(part.zfill(2) for part in created.groups())
        found.append(Fact("date", day, Certainty.GUESSED, "the file’s properties"))
    return tuple(found)
