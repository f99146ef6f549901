"""Files that may be one document or several, and archives: books, pages of articles, forwarded messages, ZIP files."""

import io
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.values import Facts, SegmentKind
from desktop.exchange.documents import Reading, read_document
from desktop.exchange.readers.source import LIMIT
from desktop.exchange.recognition import find_files
from tests.fuzzing.seeds import write_pdf

PROSE = (
    "The harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared, "
    "and nobody could say what the fares would be."
)


def read(path: Path, several: bool | None = None) -> list[Reading]:
    return [read_document(one.path) for one in find_files([path], several=several)]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / name


def facts(readings: list[Reading]) -> list[Facts]:
    return [one.document.facts for one in readings]


def archive(parts: dict[str, bytes | str], **more: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", **more) as target:  # type: ignore[call-overload]
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


# archives of documents


def test_the_files_of_an_archive_are_documents_and_its_folders_sets(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "talks.zip",
        archive(
            {
                "2024/spring/fares.txt": f"Fares\n\n{PROSE}",
                "2024/crews.md": f"---\ntitle: Crews\n---\n\n{PROSE}",
                "about.txt": PROSE,
                "__MACOSX/2024/._crews.md": b"\0\1",
                ".DS_Store": b"\0",
                "2024/": b"",
            }
        ),
    )
    found = find_files([path])
    assert [(one.path.relative_to(path).as_posix(), one.set_path, one.problem) for one in found] == [
        ("2024/crews.md", "2024", ""),
        ("2024/spring/fares.txt", "2024/spring", ""),
        ("about.txt", "", ""),
    ]
    assert [one.document.facts.title for one in map(read_document, (one.path for one in found))][:2] == [
        "Crews",
        "Fares",
    ]
    # below a folder the archive is a set itself
    assert next(one.set_path for one in find_files([tmp_path])) == "talks.zip/2024"


def test_what_holds_many_documents_in_an_archive_is_taken_apart_too(tmp_path: Path) -> None:
    rows = "title,text\nFares,We sail at noon.\nCrews,No more of that.\n"
    path = put(tmp_path, "all.zip", archive({"tables/talks.csv": rows, "one.txt": PROSE}))
    found = find_files([path])
    assert [one.set_path for one in found] == ["", "tables/talks.csv", "tables/talks.csv"]
    assert [read_document(one.path).document.facts.title for one in found[1:]] == ["Fares", "Crews"]


def test_parts_of_an_archive_with_the_same_name_are_numbered_and_long_names_are_read(tmp_path: Path) -> None:
    long = "/".join(["y" * 250] * 20) + "/b.txt"
    files = {"a\x01b.txt": "One.", "a\x02b.txt": "Two.", "a b.txt": "Three.", long: "Four."}
    found = find_files([put(tmp_path, "a.zip", archive(files))])
    texts = {
        one.path.relative_to(tmp_path / "a.zip").as_posix(): read_document(one.path).document.text for one in found
    }
    # in the order of the archive’s own names
    assert texts == {"a b.txt": "One.", "a b (2).txt": "Two.", "a b (3).txt": "Three.", long: "Four."}


def bomb() -> bytes:
    return archive({"a.txt": b"0" * 40_000_000}, compression=zipfile.ZIP_DEFLATED)


def locked() -> bytes:
    content = bytearray(archive({"a.txt": PROSE}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bomb(), "a.zip is not safe: it unpacks to far more than documents need; import the files one by one."),
        (locked(), "a.zip is protected by a password; unpack it with that and import the folder."),
        (archive({"../../a.txt": PROSE}), "a.zip is not safe: it names the part “../../a.txt” outside itself; get it"),
        (archive({"/etc/a.txt": PROSE}), "a.zip is not safe: it names the part “/etc/a.txt” outside itself; get it"),
        (archive({"C:\\a.txt": PROSE}), "a.zip is not safe: it names the part “C:/a.txt” outside itself; get it"),
        (archive({"__MACOSX/a": "x"}), "a.zip is a ZIP archive without a file to import; choose another."),
        (b"PK\x03\x04 cut off", "a.zip is damaged: its archive cannot be opened; get a new copy of it."),
        (
            archive({f"{at}.txt": "x" for at in range(10_001)}),
            "a.zip holds more than 10,000 files or 1024 MB unpacked;",
        ),
    ],
    ids=["bomb", "locked", "up", "root", "drive", "empty", "damaged", "many"],
)
def test_a_hostile_archive_is_met_by_a_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    (one,) = find_files([put(tmp_path, "a.zip", content)])
    assert one.problem.startswith(told)


def test_an_archive_in_an_archive_is_a_folder_of_it_some_deep(tmp_path: Path) -> None:
    third = archive({"in.zip": archive({"d.txt": PROSE}), "c.txt": PROSE})
    inside = archive({"old/b.txt": PROSE, "third.zip": third, "up.zip": archive({"../e.txt": PROSE})})
    content = archive({"set/in.zip": inside, "a.txt": PROSE, "x.tar.gz": b"\x1f\x8b\x08rest"})
    path = put(tmp_path, "a.zip", content)
    found = {one.path.relative_to(path).as_posix(): one for one in find_files([path])}
    assert {name: one.problem for name, one in found.items() if name.endswith(".txt")} == {
        "a.txt": "",
        "set/in.zip/old/b.txt": "",
        "set/in.zip/third.zip/c.txt": "",
    }
    assert read_document(found["set/in.zip/old/b.txt"].path).document.text == PROSE
    assert found["set/in.zip/old/b.txt"].set_path == "set/in.zip/old"
    # what is deeper, unsafe or of another kind is told, and the rest comes in
    told = "“in.zip” is an archive inside the archive third.zip; unpack third.zip and import its folder."
    assert found["set/in.zip/third.zip/in.zip"].problem == told
    assert found["set/in.zip/up.zip"].problem.startswith("up.zip is not safe: it names the part “../e.txt” outside")
    assert "is an archive inside" in found["x.tar.gz"].problem


def test_archives_in_an_archive_unpack_to_no_more_than_one_may(tmp_path: Path) -> None:
    many = archive({f"{at}.txt": "x" for at in range(6_000)})
    path = put(tmp_path, "a.zip", archive({"a.zip": many, "b.zip": many}))
    problems = [one.problem for one in find_files([path]) if one.problem]
    assert problems == ["b.zip holds more than 10,000 files or 1024 MB unpacked; unpack it and import its folder."]


def test_names_of_an_archive_in_utf8_that_do_not_say_so_are_read(tmp_path: Path) -> None:
    content = archive({"Zolle.txt": PROSE}).replace(b"Zolle.txt", b"Z\xc3\xb6le.txt")
    assert [one.path.name for one in find_files([put(tmp_path, "a.zip", content)])] == ["Zöle.txt"]


# books


def book(files: dict[str, str], contents: str = "", ncx: str = "") -> bytes:
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in files)
    items += '<item id="nav" href="nav.xhtml" properties="nav"/>' * bool(contents)
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' * bool(ncx)
    spine = "".join(f'<itemref idref="{name}"/>' for name in files)
    parts: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></container>',
        "O/c.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Harbours</dc:title>'
        f"<dc:creator>Ada Quill</dc:creator><dc:date>2020-01-06</dc:date></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>",
        **{f"O/{name}.xhtml": f"<html><body>{text}</body></html>" for name, text in files.items()},
    }
    if contents:
        ops = 'xmlns:epub="http://www.idpf.org/2007/ops"'
        parts["O/nav.xhtml"] = f'<html {ops}><body><nav epub:type="toc"><ol>{contents}</ol></nav></body></html>'
    if ncx:
        parts["O/toc.ncx"] = f"<ncx><navMap>{ncx}</navMap></ncx>"
    return archive(parts)


FILES = {
    "cover": "<p>Harbours, a reader</p>",
    "c1": f"<h1>Fares</h1><p>{PROSE}</p>",
    "c1b": "<p>And so it went on.</p>",
    "c2": f'<h1 id="crews">Crews</h1><p>{PROSE}</p><h1 id="tides">Tides</h1><p>The tide is with us.</p>',
}
ENTRIES = (
    '<li><a href="c1.xhtml">1. Fares</a></li><li><span>Part two</span><ol><li><a href="c2.xhtml#crews">2. Crews</a>'
    '</li><li><a href="c2.xhtml#tides">3. Tides</a></li></ol></li>'
)


def test_a_book_is_one_document_unless_its_chapters_are_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, "a.epub", book(FILES, ENTRIES))
    (whole,) = read(path)
    assert (whole.document.facts.title, whole.parts) == ("Harbours", 3)
    assert whole.notes == ("Its 3 chapters are one document.",)
    chapters = read(path, several=True)
    assert [(one.title, one.author, one.date) for one in facts(chapters)] == [
        ("1. Fares", "Ada Quill", "2020-01-06"),
        ("2. Crews", "Ada Quill", "2020-01-06"),
        ("3. Tides", "Ada Quill", "2020-01-06"),
    ]
    assert chapters[0].document.text == f"Fares\n\n{PROSE}\n\nAnd so it went on."
    assert chapters[2].document.text == "Tides\n\nThe tide is with us."
    assert ("pages before the first chapter", 3) in [(one.reason, one.words) for one in chapters[0].left_out]
    assert all(not one.left_out for one in chapters[1:])
    assert [one.set_path for one in find_files([path], several=True)] == ["a.epub"] * 3


def test_chapters_are_known_by_older_contents_and_by_headings_alone(tmp_path: Path) -> None:
    points = "".join(
        f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{place}"/></navPoint>'
        for title, place in (("One", "c1.xhtml"), ("Two", "c2.xhtml"))
    )
    older = read(put(tmp_path, "a.epub", book(FILES, ncx=points)), several=True)
    assert [one.title for one in facts(older)] == ["One", "Two"]
    bare = read(put(tmp_path, "b.epub", book(FILES)), several=True)
    assert [one.title for one in facts(bare)] == ["Fares", "Crews"]


# pages of several articles


def article(title: str, author: str, day: str, tag: str = "article") -> str:
    name = tag.partition(" ")[0]
    return (
        f'<{tag}><header><h2>{title}</h2><p class="byline">By {author}</p><time datetime="{day}">then</time></header>'
        f"<p>{PROSE}</p><p>{PROSE}</p></{name}>"
    )


def page(inside: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta property="og:site_name" content="Isle Post"><title>News</title>'
        f"</head><body><nav>Home</nav><h1>Our news</h1>{inside}</body></html>"
    )


@pytest.mark.parametrize("tag", ["article", 'div class="post wide"', 'section role="article"'])
def test_the_articles_of_a_page_are_documents_unless_it_shall_be_one(tmp_path: Path, tag: str) -> None:
    told = [("Fares rise", "Ada Quill", "2020-01-06"), ("Crews strike", "Odo Brink", "2020-01-07")]
    path = put(tmp_path, "a.html", page("".join(article(*one, tag) for one in told)))
    found = read(path)
    assert [(one.title, one.author, one.date) for one in facts(found)] == told
    assert {one.publisher for one in facts(found)} == {"Isle Post"}
    assert [one.words for one in found[0].left_out if one.reason == "around the articles of the page"] == [3]
    (whole,) = read(path, several=False)
    assert whole.parts == 2
    assert whole.notes[-1:] == ("Its 2 articles are one document.",)
    assert "Crews strike" in whole.document.text


def test_what_stands_around_the_parts_of_a_file_is_taken_in_when_all_is_wanted(tmp_path: Path) -> None:
    content = page(
        article("Fares rise", "Ada Quill", "2020-01-06") + article("Crews strike", "Odo Brink", "2020-01-07")
    )
    for path, words in (
        (put(tmp_path, "a.html", content), "Our news"),
        (put(tmp_path, "a.epub", book(FILES, ENTRIES)), "Harbours, a reader"),
        (put(tmp_path, "a.txt", NEXIS), "Length: 9 words"),
    ):
        first = find_files([path], several=True)[0].path
        plain, whole = read_document(first), read_document(first, whole=True)
        assert words not in plain.document.text
        assert words in whole.document.text
        start = whole.document.text.index(words)
        assert any(
            seg.kind is SegmentKind.FURNITURE and seg.span.start <= start < seg.span.end
            for seg in whole.document.segments
        )
        assert sum(one.words for one in whole.left_out) < sum(one.words for one in plain.left_out)


def test_cards_and_comments_beside_an_article_make_no_documents(tmp_path: Path) -> None:
    card = '<article class="card"><h3>More</h3><p>A few words lead on.</p></article>'
    long = article("Fares rise", "Ada Quill", "2020-01-06")
    for inside in (long + card * 3, long.replace("</article>", f"{card * 2}</article>")):
        (one,) = read(put(tmp_path, "a.html", page(inside)))
        assert one.parts == 0
        assert one.document.facts.title == "Fares rise"


def test_an_export_of_europresse_gives_each_article_and_its_fields_are_facts(tmp_path: Path) -> None:
    def one(title: str, paper: str, head: str, author: str) -> str:
        return (
            f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{paper}</span>'
            f'</div><span class="DocHeader">{head}</span><div class="titreArticle"><p class="titreArticleVisu">{title}'
            f"</p></div>"
            f'<p class="sm-margin-bottomNews">{author}</p></header><section><div class="DocText clearfix"><p>« Nous '
            f"partons », a dit Odo Brink.</p><p>{PROSE}</p></div></section><footer><span>news·20200106·IP·1</span>"
            "</footer></article>"
        )

    content = one("Les tarifs montent", "Le Courrier, no. 431", "Une, lundi 6 janvier 2020, p. 1", "Ada Quill")
    content += one("Grève au port", "Isle-Matin (site web)", "mardi 7 janvier 2020 - 10:20 UTC", "Par Odo Brink ; Una")
    found = read(put(tmp_path, "a.HTML", f"<!DOCTYPE html><html><body>{content}</body></html>"))
    assert [(one.title, one.publisher, one.date, one.author, one.kind) for one in facts(found)] == [
        ("Les tarifs montent", "Le Courrier", "2020-01-06", "Ada Quill", "news report"),
        ("Grève au port", "Isle-Matin", "2020-01-07", "Odo Brink, Una", "news report"),
    ]
    assert found[0].document.text == f"Les tarifs montent\n\n« Nous partons », a dit Odo Brink.\n\n{PROSE}"
    assert [left.reason for left in found[0].left_out] == ["fields of the export"]


# forwarded messages


def message(subject: str, body: str, sender: str = "Odo Brink <odo@isle.example>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "una@isle.example", subject
    made["Date"] = "Tue, 07 Jan 2020 10:01:00 +0100"
    made["Message-ID"] = "<x@isle.example>"
    made.set_content(body)
    return made


BLOCKS = {
    "gmail": (
        "---------- Forwarded message ---------\nFrom: Ada Quill <ada@isle.example>\nDate: Mon, Jan 6, 2020 at 9:15\n"
        "Subject: The fares\nTo: Odo Brink <odo@isle.example>"
    ),
    "apple": (
        "> Begin forwarded message:\n> \n> From: Ada Quill <ada@isle.example>\n> Subject: The fares\n"
        "> Date: 6 January 2020 at 09:15:00 CET\n> To: odo@isle.example"
    ),
    "outlook": (
        "________________________________\nVon: Ada Quill <ada@isle.example>\nGesendet: Montag, 6. Januar 2020 09:15\n"
        "An: Odo Brink\nBetreff: The fares"
    ),
    "french": (
        "-------- Message transféré --------\nSujet : The fares\nDate : Mon, 6 Jan 2020 09:15:00 +0100\n"
        "De : Ada Quill <ada@isle.example>\nPour : odo@isle.example"
    ),
}


@pytest.mark.parametrize("form", BLOCKS)
def test_a_forwarded_message_has_its_own_sender_day_and_subject(tmp_path: Path, form: str) -> None:
    quote = "> " if form == "apple" else ""
    body = f"See below.\n\n{BLOCKS[form]}\n{quote}\n{quote}{PROSE}\n"
    path = put(tmp_path, "a.eml", message("Fwd: The fares", body).as_bytes())
    note, forwarded = read(path)
    assert note.document.text == "See below."
    assert [(one.title, one.author, one.date) for one in facts([note, forwarded])] == [
        ("Fwd: The fares", "Odo Brink", "2020-01-07"),
        ("The fares", "Ada Quill", "2020-01-06"),
    ]
    assert forwarded.document.text.endswith(PROSE)
    margin = [seg for seg in forwarded.document.segments if seg.kind is SegmentKind.FURNITURE]
    assert any("odo" in forwarded.document.text[seg.span.start : seg.span.end].lower() for seg in margin)
    # as one document it is that of who forwards it, and the other is told
    (one,) = read(path, several=False)
    assert (one.document.facts.author, one.document.facts.date) == ("Odo Brink", "2020-01-07")
    assert "It forwards a message: “The fares” of Ada Quill, 6 January 2020." in one.notes
    # who says nothing of it has written nothing
    bare = body.removeprefix("See below.\n\n")
    (bare_one,) = read(put(tmp_path, "b.eml", message("Fwd: The fares", bare).as_bytes()))
    assert (bare_one.document.facts.author, bare_one.document.facts.date) == ("Ada Quill", "2020-01-06")


def test_an_answer_with_what_it_answers_is_its_senders(tmp_path: Path) -> None:
    block = BLOCKS["outlook"].replace("________________________________", "-----Original Message-----")
    (one,) = read(put(tmp_path, "a.eml", message("Re: The fares", f"No.\n\n{block}\n\n{PROSE}\n").as_bytes()))
    assert (one.document.facts.author, one.document.facts.date, one.parts) == ("Odo Brink", "2020-01-07", 0)


def test_a_message_that_is_carried_whole_is_read_and_files_beside_it_are_told(tmp_path: Path) -> None:
    outer = message("Fwd: The fares", "See what is attached.")
    outer.add_attachment(message("The fares", PROSE, "Ada Quill <ada@isle.example>"))
    outer.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="fares.pdf")
    path = put(tmp_path, "a.eml", outer.as_bytes())
    (one,) = read(path, several=False)
    assert (one.document.facts.title, one.document.facts.author) == ("Fwd: The fares", "Odo Brink")
    assert one.document.text == f"See what is attached.\n\n{PROSE}"
    assert "The message carries 1 file that is not read: fares.pdf." in one.notes
    assert "It forwards a message: “The fares” of Ada Quill, 7 January 2020." in one.notes
    assert [each.document.facts.author for each in read(path)] == ["Odo Brink", "Ada Quill"]


def test_a_message_without_words_in_another_is_told_and_the_other_is_read(tmp_path: Path) -> None:
    inner = message("Figures", "")
    outer = message("The fares", PROSE)
    outer.add_attachment(inner)
    path = put(tmp_path, "a.eml", outer.as_bytes())
    (one,) = read(path, several=False)
    assert one.document.text == PROSE
    assert "Figures is a message without a text; save what it carries to a file and open that." in one.notes


def test_messages_that_lie_too_deep_in_each_other_are_told(tmp_path: Path) -> None:
    outer = message("Fares", "Level 12.")
    for level in reversed(range(12)):
        outer, inner = message("Fares", f"Level {level}."), outer
        outer.add_attachment(inner)
    path = put(tmp_path, "a.eml", outer.as_bytes())
    (one,) = read(path, several=False)
    assert one.document.text == "\n\n".join(f"Level {level}." for level in range(9))
    assert one.notes.count("Messages that lie in more than 8 others are not read.") == 1


def test_a_nul_in_the_header_of_a_message_is_in_no_fact(tmp_path: Path) -> None:
    content = message("Fares", PROSE).as_bytes().replace(b"Odo Brink", b"Odo\0 Brink")
    assert facts(read(put(tmp_path, "a.eml", content)))[0].author.replace(" ", "") == "OdoBrink"


def test_a_message_with_few_fields_is_one_and_its_flowed_lines_are_joined(tmp_path: Path) -> None:
    text = (
        "From: Ada Quill <ada@isle.example>\nTo: odo@isle.example\nDate: Fri, 1 Jul 2022 18:20:00 +0200\n"
        "Subject: Fares\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nWe sail at noon, whatever \n"
        "the others say.\n\nNo more of that.\n"
    )
    (one,) = read(put(tmp_path, "a.eml", text))
    assert one.document.text == "We sail at noon, whatever the others say.\n\nNo more of that."
    assert (one.document.facts.title, one.document.facts.author) == ("Fares", "Ada Quill")


# exports of press databases

NEXIS = (
    "Job Number: 7\n\nDocuments (2)\n\n1. Fares rise\n\nClient/Matter: -None-\n\n2. Crews strike\n\n"
    "Fares rise\n\nThe Isle Post\n\nJanuary 6, 2020 Monday\n\nCopyright 2020 The Isle Post\n\nLength: 9 words\n\n"
    "Byline: Ada Quill\n\nBody\n\nWe sail.\n\nLoad-Date: January 9, 2020\n\nEnd of Document\n\n"
    "Crews strike\n\nGull News\n\nJanuary 7, 2020\n\nCopyright 2020 Gull News\n\nLength: 9 words\n\nBody\n\nNo more."
    "\n\nLoad-Date: January 9, 2020\n\nEnd of Document\n"
)


def test_the_list_of_what_an_export_holds_is_no_part_of_its_first_article(tmp_path: Path) -> None:
    found = read(put(tmp_path, "a.txt", NEXIS))
    assert [(one.title, one.publisher, one.date) for one in facts(found)] == [
        ("Fares rise", "The Isle Post", "2020-01-06"),
        ("Crews strike", "Gull News", "2020-01-07"),
    ]
    assert found[0].document.text == "Fares rise\n\nWe sail."


def test_lines_of_an_older_export_that_were_broken_to_a_width_are_paragraphs(tmp_path: Path) -> None:
    lines = (
        "The harbour board met on Monday behind closed doors and",
        "came back without an answer, as crews had feared.",
    )
    article = (
        "{at} of 2 DOCUMENTS\n\n\n            The Isle Post\n\n        January {at}, 2020 Monday\n\nFares rise\n\n"
        "BYLINE: Ada Quill\n\nLENGTH: 9 words\n\n\n{body}\n\n{body}\n\nLOAD-DATE: January 9, 2020\n\n"
        "LANGUAGE: ENGLISH\n\n      Copyright 2020 The Isle Post\n          All Rights Reserved\n\n\n"
    )
    content = "".join(article.format(at=at, body="\n".join(lines)) for at in (1, 2))
    found = read(put(tmp_path, "a.TXT", content))
    assert [one.document.text.split("\n\n")[1:] for one in found] == [[" ".join(lines)] * 2] * 2


def test_articles_whose_parts_have_tags_are_read_by_them(tmp_path: Path) -> None:
    parts = {"HD": "{title}", "BY": "By Ada Quill", "WC": "90 words", "PD": "{day} January 2020", "ET": "08:30",
             "SN": "The Isle Post", "SC": "ISL000", "LP": "We sail.", "TD": "At noon.", "RE": "isl : Isle",
             "AN": "Document ISL000002020010{day}eh1"}  # fmt: skip
    content = ""
    for title, day in (("Fares rise", "6"), ("Crews strike", "7")):
        content += "".join(f"{tag}\n\n{words.format(title=title, day=day)}\n\n" for tag, words in parts.items())
    found = read(put(tmp_path, "a.txt", content))
    assert [(one.title, one.author, one.publisher, one.date) for one in facts(found)] == [
        ("Fares rise", "Ada Quill", "The Isle Post", "2020-01-06"),
        ("Crews strike", "Ada Quill", "The Isle Post", "2020-01-07"),
    ]
    assert found[1].document.text == "Crews strike\n\nWe sail.\n\nAt noon."


def test_titles_of_feeds_with_marks_of_a_page_are_their_words(tmp_path: Path) -> None:
    entries = "".join(
        f"<entry><title{form}>{title}</title><published>2020-01-06</published><summary>No.</summary></entry>"
        for form, title in ((' type="html"', "Fares &amp;amp; &lt;b&gt;crews&lt;/b&gt;"), ("", "Fares &lt; crews"))
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Isle</title>{entries}</feed>'
    assert [one.title for one in facts(read(put(tmp_path, "a.atom", feed)))] == ["Fares & crews", "Fares < crews"]


# exports as PDF


def test_a_pdf_of_nexis_gives_each_article_without_the_heads_of_its_pages(tmp_path: Path) -> None:
    def lines(*words: str, top: int = 740) -> str:
        return "\n".join(f"BT /F1 11 Tf 60 {top - 22 * at} Td ({line}) Tj ET" for at, line in enumerate(words))

    def first(title: str, day: str, *body: str) -> str:
        return lines(
            title, "The Isle Post", day, "Copyright 2020 The Isle Post All Rights Reserved", "Section: LOCAL",
            "Length: 90 words", "Byline: Ada Quill", "Body", *body,
        )  # fmt: skip

    pages = [
        lines("User Name: una", "Date and Time: January 9, 2020", "Job Number: 7", "Documents (2)", "1. Fares rise"),
        first(
            "Fares rise on the coast", "January 6, 2020 Monday", "We sail, said Odo Brink, who would not say when or"
        ),
        lines(
            "Page 2 of 2", "Fares rise on the coast", "why he would.", "Load-Date: January 9, 2020", "End of Document"
        ),
        first("Crews strike", "January 7, 2020", "No more, said Ada.", "Load-Date: January 9, 2020", "End of Document"),
    ]
    found = read(put(tmp_path, "a.pdf", write_pdf(pages)))
    assert [(one.title, one.publisher, one.date, one.author) for one in facts(found)] == [
        ("Fares rise on the coast", "The Isle Post", "2020-01-06", "Ada Quill"),
        ("Crews strike", "The Isle Post", "2020-01-07", "Ada Quill"),
    ]
    assert found[0].document.text.split("\n\n")[1:] == [
        "We sail, said Odo Brink, who would not say when or why he would."
    ]


class _Zeros:
    """A large part of an archive that is stored and not packed, without its bytes in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, count: int) -> bytes:
        count = min(count, self.left)
        self.left -= count
        return b"\0" * count


def test_an_archive_larger_than_a_document_may_be_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "talks.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("2024/fares.txt", PROSE)
        for at in range(2):
            with written.open(zipfile.ZipInfo(f"photos/{at}.png"), "w") as part:
                shutil.copyfileobj(_Zeros(40 * 1024 * 1024), part, 1024 * 1024)  # type: ignore[misc]
    assert path.stat().st_size > LIMIT
    found = find_files([path])
    assert found[0].path.relative_to(path).as_posix() == "2024/fares.txt"
    assert read_document(found[0].path).document.text.strip() == PROSE.strip()
    # the file itself is not held open: on some systems nobody could move it
    holding = Path("/proc/self/fd")
    if holding.exists():
        assert str(path) not in {str(one.readlink()) for one in holding.iterdir() if one.is_symlink()}


def test_an_archive_that_is_too_large_is_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.zip", archive({"a.txt": PROSE, "b.txt": PROSE * 30}))
    monkeypatch.setattr("desktop.exchange.readers.zips.UNPACKED", 2 * len(PROSE))
    (one,) = find_files([path])
    assert one.problem.endswith("unpack it and import its folder.")
    monkeypatch.setattr("desktop.exchange.readers.zips.UNPACKED", path.stat().st_size - 1)
    path.touch()
    (one,) = find_files([path])
    assert one.problem.startswith("a.zip is larger than")
    assert one.problem.endswith("unpack it and import its folder.")


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_book_without_one_of_its_chapters_is_read_and_tells_it(tmp_path: Path, damage: str) -> None:
    whole = book(FILES, ENTRIES)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.infolist():
            if part.filename != "O/c1b.xhtml" or damage == "damaged":
                target.writestr(part.filename, source.read(part))
    content = made.getvalue()
    if damage == "damaged":
        # not what its checksum says
        content = content.replace(b"<p>And so it went on.</p>", b"<p>And so it went off.</p")
    path = put(tmp_path, "a.epub", content)
    told = "1 chapter of the book is missing or damaged: c1b.xhtml; get a new copy of it."
    (one,) = read(path)
    assert "The tide is with us." in one.document.text
    assert "And so it went" not in one.document.text
    assert told in one.notes
    chapters = read(path, several=True)
    assert [each.document.facts.title for each in chapters] == ["1. Fares", "2. Crews", "3. Tides"]
    assert [told in each.notes for each in chapters] == [True, False, False]


def test_a_book_without_any_of_its_chapters_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(FILES, ENTRIES))) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.infolist():
            if not part.filename.startswith("O/c") or part.filename == "O/c.opf":
                target.writestr(part.filename, source.read(part))
    path = put(tmp_path, "a.epub", made.getvalue())
    with pytest.raises(UserError, match="its chapters are missing"):
        read_document(path)
