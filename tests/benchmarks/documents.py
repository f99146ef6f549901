"""Folders of documents in mixed formats, for imports as large as wanted."""

from pathlib import Path

from tests.fuzzing.seeds import DOCX_PARTS, write_pdf, write_zip

_SUBJECTS = (
    "ferry",
    "bridge",
    "market",
    "harbour",
    "school",
    "orchard",
    "mill",
    "library",
    "railway",
    "theatre",
    "well",
)
_VERBS = ("opens", "closes", "keeps", "lends", "repairs", "counts", "paints", "measures", "forgets", "praises")


def write_documents(folder: Path, count: int, *, paragraphs: int = 14, only_text: bool = False) -> Path:
    """Write *count* documents, each another text, as plain text, page, Word file and PDF in turn, or as text alone."""
    wanted = (_text,) if only_text else _FORMS
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        title = f"Report {number} from {_SUBJECTS[number % len(_SUBJECTS)]} town"
        lines = [_paragraph(number, at) for at in range(paragraphs)]
        name, content = wanted[number % len(wanted)](title, lines)
        (folder / f"{number:05}.{name}").write_bytes(content)
    return folder


def _paragraph(number: int, at: int) -> str:
    words = []
    for sentence in range(3):
        key = number * 131 + at * 17 + sentence * 7
        first, second = _SUBJECTS[key % len(_SUBJECTS)], _SUBJECTS[(key // 11 + 3) % len(_SUBJECTS)]
        words.append(
            f"The {first} number {key} {_VERBS[key % len(_VERBS)]} the {second} of house {key * 3 + sentence}."
        )
    return " ".join(words)


def _text(title: str, lines: list[str]) -> tuple[str, bytes]:
    return "txt", "\n\n".join([title, *lines]).encode()


def _page(title: str, lines: list[str]) -> tuple[str, bytes]:
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head>"
    menu = "<nav><a href='/'>Home</a></nav>"
    return "html", f"{head}<body>{menu}<article><h1>{title}</h1>{body}</article></body></html>".encode()


def _word(title: str, lines: list[str]) -> tuple[str, bytes]:
    start, end = DOCX_PARTS["word/document.xml"].split(b"<w:body>")[0], b"</w:body></w:document>"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (title, *lines))
    return "docx", write_zip({**DOCX_PARTS, "word/document.xml": start + b"<w:body>" + body.encode() + end})


def _pdf(title: str, lines: list[str]) -> tuple[str, bytes]:
    rows = [title]
    for line in lines:
        words, row = line.split(), ""
        rows.append("")
        for word in words:
            if len(row) + len(word) > 80:
                rows.append(row)
                row = ""
            row = f"{row} {word}".strip()
        rows.append(row)
    pages = [rows[at : at + 45] for at in range(0, len(rows), 45)]
    shown = [
        "BT /F1 11 Tf 1 0 0 1 70 780 Tm 14 TL " + " ".join(f"({row}) Tj T*" for row in page) + " ET" for page in pages
    ]
    return "pdf", write_pdf(shown)


_FORMS = (_text, _page, _word, _pdf)
