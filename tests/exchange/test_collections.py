"""A file that holds many documents is a folder of these: mailboxes, feeds, exports of press databases, tables."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from desktop.core.errors import UserError
from desktop.core.values import Facts, SegmentKind
from desktop.exchange.documents import Reading, read_document
from desktop.exchange.recognition import find_files
from tests.fuzzing.seeds import write_zip


def read(folder: Path, name: str, content: str | bytes) -> list[Reading]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [read_document(one.path) for one in find_files([path])]


def facts(readings: list[Reading]) -> list[Facts]:
    return [one.document.facts for one in readings]


def message(who: str, subject: str, body: str) -> str:
    return (
        f"From {who}@isle.example Mon Jan  6 10:01:00 2020\nDate: Mon, 06 Jan 2020 10:01:00 +0100\n"
        f"From: {who.title()} Quill <{who}@isle.example>\nSubject: {subject}\nMessage-ID: <{who}@isle>\n\n{body}\n\n"
    )


def test_a_mailbox_gives_each_message_with_its_subject_sender_and_day(tmp_path: Path) -> None:
    content = message("ada", "Fares", "We sail.\n>From the start we said no.") + message(
        "odo", "=?utf-8?q?Z=C3=B6lle?=", "No."
    )
    found = read(tmp_path, "list.mbox", content)
    assert [(one.title, one.author, one.date) for one in facts(found)] == [
        ("Fares", "Ada Quill", "2020-01-06"),
        ("Zölle", "Odo Quill", "2020-01-06"),
    ]
    assert found[0].document.text.endswith("From the start we said no.")
    # known by its beginning, whatever it is called
    assert len(read(tmp_path, "list.txt", content)) == 2
    assert [one.path.parent.name for one in find_files([tmp_path])] == ["list.mbox"] * 2 + ["list.txt"] * 2
    assert [one.set_path for one in find_files([tmp_path])] == ["list.mbox"] * 2 + ["list.txt"] * 2


def nexis(title: str, publisher: str, day: str, author: str, body: str) -> str:
    return (
        f"{title}\n\n{publisher}\n\n{day}\n\nCopyright 2020 {publisher} All Rights Reserved\n\nSection: LOCAL\n\n"
        f"Length: 90 words\n\nByline: {author}\n\nBody\n\n{body}\n\nClassification\n\nLanguage: ENGLISH\n\n"
        "Subject: FARES (90%)\n\nLoad-Date: January 9, 2020\n\nEnd of Document\n\n"
    )


def test_an_export_of_nexis_gives_each_article_and_its_fields_are_facts(tmp_path: Path) -> None:
    content = nexis(
        "Fares rise", "The Isle Post", "January 6, 2020 Monday", "Ada Quill", "“We sail,” said Odo Brink.\n\nIt rains."
    )
    content += nexis("Crews strike", "Gull News", "7 January 2020", "Odo Brink", "“No more,” said Ada Quill.")
    found = read(tmp_path, "nexis.txt", content)
    assert [(one.title, one.publisher, one.date, one.author, one.kind) for one in facts(found)] == [
        ("Fares rise", "The Isle Post", "2020-01-06", "Ada Quill", "news report"),
        ("Crews strike", "Gull News", "2020-01-07", "Odo Brink", "news report"),
    ]
    assert found[0].document.text == "Fares rise\n\n“We sail,” said Odo Brink.\n\nIt rains."
    assert [one.reason for one in found[0].left_out] == ["fields of the export"]
    assert all(one.kind is not SegmentKind.TURN for reading in found for one in reading.document.segments)
    # one article is one too
    assert [
        one.title for one in facts(read(tmp_path, "one.txt", nexis("Alone", "Gull", "7 January 2020", "Ada", "No.")))
    ] == ["Alone"]
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in content.split("\n") if line)
    word = write_zip({"word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{lines}</w:body></w:document>'.encode()})
    assert [one.title for one in facts(read(tmp_path, "nexis.docx", word))] == ["Fares rise", "Crews strike"]


def test_older_exports_and_lists_of_objects_are_taken_apart_too(tmp_path: Path) -> None:
    older = "".join(
        f"{at} of 2 DOCUMENTS\n\nThe Isle Post\n\nJanuary {at}, 2020 Monday\n\n{title}\n\nBYLINE: Ada Quill\n\n"
        f"LENGTH: 90 words\n\nWe sail.\n\nLOAD-DATE: January 9, 2020\n\nLANGUAGE: ENGLISH\n\n"
        for at, title in ((1, "Fares rise"), (2, "Crews strike"))
    )
    found = facts(read(tmp_path, "a.txt", older))
    assert [(one.title, one.publisher, one.date, one.author) for one in found] == [
        ("Fares rise", "The Isle Post", "2020-01-01", "Ada Quill"),
        ("Crews strike", "The Isle Post", "2020-01-02", "Ada Quill"),
    ]
    objects = '[{"title": "Fares", "speaker": "Ada", "text": "We sail."}, {"title": "Crews", "text": "No."}]'
    assert [one.title for one in facts(read(tmp_path, "b.json", objects))] == ["Fares", "Crews"]


def test_exports_in_other_languages_are_taken_apart_too(tmp_path: Path) -> None:
    texts = {
        "nl": (
            "{at} van 2 DOCUMENTEN",
            "{at} januari 2020 maandag",
            "AUTEUR: ",
            "LENGTE: 90 woorden",
            "LAADDATUM: 9 januari 2020",
        ),
        "de": (
            "Dokument {at} von 2",
            "{at}. Januar 2020 Montag",
            "AUTOR: ",
            "LÄNGE: 90 Wörter",
            "UPDATE: 9. Januar 2020",
        ),
        "fr": (
            "{at} de 2 DOCUMENTS",
            "{at} janvier 2020",
            "AUTEUR: ",
            "LONGUEUR: 90 mots",
            "DATE-CHARGEMENT: x\n\nLANGUE: F",
        ),
    }
    for language, (begin, day, author, length, loaded) in texts.items():
        content = "".join(
            f"{begin.format(at=at)}\n\nThe Isle Post\n\n{day.format(at=at)}\n\n{title}\n\n{author}Ada Quill\n\n"
            f"{length}\n\nWe sail.\n\nUpdate: the quay is open.\n\n{loaded}\n\nCopyright 2020 Isle Post\n\n"
            for at, title in ((1, "Fares rise"), (2, "Crews strike"))
        )
        found = read(tmp_path, f"{language}.txt", content)
        assert [(one.title, one.publisher, one.date, one.author) for one in facts(found)] == [
            ("Fares rise", "The Isle Post", "2020-01-01", "Ada Quill"),
            ("Crews strike", "The Isle Post", "2020-01-02", "Ada Quill"),
        ], language
        assert found[0].document.text.startswith("Fares rise\n\nWe sail.\n\nUpdate: the quay is open."), language
        assert "Copyright" not in found[0].document.text or language == "fr"


def test_an_export_whose_articles_stand_between_rules_gives_them(tmp_path: Path) -> None:
    names = {
        "en": (
            "Title",
            "Author",
            "Publication title",
            "Publication date",
            "ProQuest document ID",
            "Full text",
            "Database",
        ),
        "es": (
            *("Título", "Autor", "Título de publicación", "Fecha de publicación"),
            *("ID del documento de ProQuest", "Texto completo", "Base de datos"),
        ),
    }
    for language, (title, author, paper, day, number, text, base) in names.items():
        content = "Table of contents\n\n1. Fares rise\n2. Crews strike\n\n"
        for at, called in ((1, "Fares rise"), (2, "Crews strike")):
            content += (
                f"{'_' * 40}\n\n{title}: {called}\n\n{author}: Quill, Ada\n\n{paper}: Isle Post\n\n"
                f"{day}: 2020-01-0{at}\n\n{number}: 8201{at}\n\n{text}: We sail.\n\nNote: nobody pays.\n\nThe end.\n\n"
                f"{base}: News\n\nIssue: 4\n\n"
            )
        found = read(tmp_path, f"{language}.txt", content + "_" * 40 + "\n")
        assert [(one.title, one.publisher, one.date, one.author) for one in facts(found)] == [
            ("Fares rise", "Isle Post", "2020-01-01", "Ada Quill"),
            ("Crews strike", "Isle Post", "2020-01-02", "Ada Quill"),
        ], language
        assert found[0].document.text == "Fares rise\n\nWe sail.\n\nNote: nobody pays.\n\nThe end."
        # the list of what the file holds, of nine words, stands before the first
        one, other = (sum(part.words for part in reading.left_out) for reading in found)
        assert one - other == 9, language


def test_exports_of_factiva_and_proquest_give_their_articles(tmp_path: Path) -> None:
    articles = (("Fares rise", "By Ada Quill", "6 January 2020"), ("Crews strike", "By Odo Brink", "7 January 2020"))
    page = "".join(
        f'<div class="article enArticle"><p><div id="hd"><span class="enHeadline">{title}</span></div></p>'
        f"<div>{author}</div><div>90 words</div><div>{day}</div><div>Isle Post</div><div>ISLEP</div><div>English</div>"
        f'<div>Copyright 2020 Isle Post</div><p class="articleParagraph">“We sail,” said Odo Brink.</p>'
        f"<p>Document ISLEP0020200106el10000{at}</p></div>"
        for at, (title, author, day) in enumerate(articles)
    )
    rich = r"{\rtf1\ansi " + "".join(
        rf"{{\b {title}}}\par {author}\par 90 words\par {day}\par Isle Post\par ISLEP\par English\par We sail.\par "
        rf"Document ISLEP0020200106\par "
        for title, author, day in articles
    )
    pro = "".join(
        f"____\n\nDocument {at} of 2\n\n{title}\n\nAuthor: {author[3:].split()[1]}, {author[3:].split()[0]}.\n\n"
        f"Publication info: Isle Post ; Haven [Haven]. {day}: A.4.\n\nFull text: We sail.\n\nThe end.\n\n"
        f"Publication date: {day}\n\nDocument URL: https://isle.example/{at}\n\n"
        for at, (title, author, day) in enumerate(articles, 1)
    )
    for name, content in (("a.html", f"<html><body>{page}</body></html>"), ("b.rtf", rich + "}"), ("c.txt", pro)):
        found = facts(read(tmp_path, name, content))
        assert [(one.title, one.author, one.date, one.publisher) for one in found] == [
            ("Fares rise", "Ada Quill", "2020-01-06", "Isle Post"),
            ("Crews strike", "Odo Brink", "2020-01-07", "Isle Post"),
        ], name
    assert found[1].source == "https://isle.example/2"


def test_exports_of_factiva_with_tags_newsbank_wiso_and_nexis_in_french_give_their_articles(tmp_path: Path) -> None:
    articles = (("Fares rise", "Ada Quill", 6), ("CREWS: WE STRIKE", "Odo Brink", 7))
    tagged = "".join(
        f"SE Shipping\nHD {title}\nBY By {who}\nWC 90 words\nPD {day} January 2020\n"
        f"SN Isle Post\nSC ISLEP\nLA English\n"
        f"CY (c) 2020, Isle Post\n\nLP\nWe sail.\n\nTD\nIN all ports they wait.\n\nThe end.\n\nIN i72 : Boats\n"
        f"NS gcat : Politics\nPUB Post House\nAN Document ISLEP00020200106eh1{day}0000{day}\n\n"
        for title, who, day in articles
    )
    bank = "".join(
        f"Isle Post\nJanuary {day}, 2020\nSection: News\nPage: A{day}\n\n{title}\nAuthor: {who}, Staff Writer\n\n"
        f"Article Text:\n\nWe sail.\n\nIN all ports they wait.\n\nThe end.\n\nCopyright (c) 2020 Isle Post\n"
        f"Record Number: 20{day}\n\n\n"
        for title, who, day in articles
    )
    wiso = "".join(
        f"Dokument {at} von 2\n\n{title}\n\nIsle Post vom 0{day}.01.2020, S. 3\n\nQuelle:\tIsle Post\n"
        f"Ausgabe:\t0{day}.01.2020\nRessort:\tHafen\nAutor:\t{who}\n\n"
        f"We sail.\n\nIN all ports they wait.\n\nThe end.\n\n"
        f"Dokumentnummer:\tIP_{day}\nDaueradresse des Dokuments: https://isle.example/{day}\n\n{'_' * 50}\n\n"
        for at, (title, who, day) in enumerate(articles, 1)
    )
    french = "Documents (2)\n1. Fares rise\n2. CREWS: WE STRIKE\n\n" + "".join(
        f"{title}\nIsle Post\nlundi {day} janvier 2020\nCopyright 2020 Isle Post Tous droits réservés\n"
        f"Section: PORTS; Pg. 3\n"
        f"Longueur: 90 mots\nAuteur: {who}\nCorps\nWe sail.\n\nIN all ports they wait.\n\nThe end.\n\n"
        f"Date de chargement: 9 janvier 2020\nFin du document\n\n"
        for title, who, day in articles
    )
    for name, content in (("a.txt", tagged), ("b.txt", bank), ("c.txt", wiso), ("d.txt", french)):
        found = read(tmp_path, name, content)
        assert [(one.title, one.author, one.date, one.publisher) for one in facts(found)] == [
            ("Fares rise", "Ada Quill", "2020-01-06", "Isle Post"),
            ("CREWS: WE STRIKE", "Odo Brink", "2020-01-07", "Isle Post"),
        ], name
        for one, (title, _who, _day) in zip(found, articles, strict=True):
            assert one.document.text == f"{title}\n\nWe sail.\n\nIN all ports they wait.\n\nThe end.", name
            assert not any(each.kind is SegmentKind.TURN for each in one.document.segments), name


def test_feeds_give_their_entries(tmp_path: Path) -> None:
    rss = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Isle Post</title><item><title>Fares</title>'
        "<link>https://isle.example/1</link><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;We &lt;b&gt;sail&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>"
    )
    (one,) = read(tmp_path, "a.xml", rss)
    assert one.document.text == "Fares\n\nWe sail."
    assert (one.document.facts.title, one.document.facts.date, one.document.facts.publisher) == (
        "Fares",
        "2020-01-06",
        "Isle Post",
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Isle</title><entry><title>Fares</title>'
        '<updated>2020-01-06T00:00:00Z</updated><author><name>Ada Quill</name></author><link href="https://isle.example/1"/>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>We sail.</p></div></content></entry>'
        "<entry><title>Crews</title><published>2020-01-07</published><summary>No.</summary></entry></feed>"
    )
    found = read(tmp_path, "b.atom", atom)
    assert [(one.title, one.author, one.date) for one in facts(found)] == [
        ("Fares", "Ada Quill", "2020-01-06"),
        ("Crews", "", "2020-01-07"),
    ]
    assert [one.document.text for one in found] == ["Fares\n\nWe sail.", "Crews\n\nNo."]


def workbook(rows: list[list[str]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return target.getvalue()


ROWS = [
    ["id", "date", "speaker", "text"],
    ["1", "2020-01-06", "Ada Quill", "We sail at noon, “whatever” they say;\nand the tide is with us."],
    ["2", "2020-01-07", "Odo Brink", "Nobody sails before the fare is down."],
]


def quoted(rows: list[list[str]], separator: str) -> str:
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "\ufeff" + quoted(ROWS, ",")),
        ("b.csv", quoted(ROWS, ";")),
        ("c.tsv", quoted(ROWS, "\t")),
        ("d.xlsx", workbook(ROWS)),
    ],
)
def test_a_row_of_a_table_is_a_document_of_its_speaker(tmp_path: Path, name: str, content: str | bytes) -> None:
    found = read(tmp_path, name, content)
    assert [(one.title, one.date) for one in facts(found)] == [
        ("Ada Quill, 2020-01-06", "2020-01-06"),
        ("Odo Brink, 2020-01-07", "2020-01-07"),
    ]
    first = found[0].document
    assert first.text.replace("\n\n", "\n") == ROWS[1][3]
    turn = next(one for one in first.segments if one.kind is SegmentKind.TURN)
    assert (turn.speaker, turn.span.start, turn.span.end) == ("ada-quill", 0, len(first.text))
    assert [one.words for one in found[0].left_out] == [1]


def test_columns_are_known_by_other_names_and_by_what_is_in_them(tmp_path: Path) -> None:
    found = facts(
        read(
            tmp_path,
            "a.csv",
            "heading,author,published,notes\nFares,Ada Quill,06/01/2020,"
            + "long words here " * 6
            + "\nCrews,Odo Brink,31/01/2020,"
            + "more long words " * 6,
        )
    )
    assert [(one.title, one.author, one.date) for one in found] == [
        ("Fares", "Ada Quill", "2020-01-06"),
        ("Crews", "Odo Brink", "2020-01-31"),
    ]
    american = facts(read(tmp_path, "b.csv", "date,text\n1/6/2020,We sail.\n1/31/2020,No.\n"))
    assert [one.date for one in american] == ["2020-01-06", "2020-01-31"]
    lines = (
        '{"title": "Fares", "speaker": {"name": "Ada Quill"}, "text": "We sail."}\n{"title": "Crews", "text": "No."}\n'
    )
    assert [one.title for one in facts(read(tmp_path, "c.jsonl", lines))] == ["Fares", "Crews"]
    # figures are no documents
    assert [one.path.name for one in find_files([file(tmp_path, "d.csv", "a,b\n1,2\n3,4\n")])] == ["d.csv"]


def file(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content)
    return folder / name


def test_days_of_a_workbook_are_days_and_sheets_of_opendocument_are_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["date", "text"])
    sheet.write_number(1, 0, 43836, book.add_format({"num_format": "dd/mm/yy"}))
    sheet.write(1, 1, "We sail.")
    book.close()
    assert [one.date for one in facts(read(tmp_path, "a.xlsx", target.getvalue()))] == ["2020-01-06"]
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    rows = "".join(
        f"<t:table-row>{''.join(f'<t:table-cell><x:p>{cell}</x:p></t:table-cell>' for cell in row)}"
        '<t:table-cell t:number-columns-repeated="16000"/></t:table-row>'
        for row in (["title", "text"], ["Fares", "We sail."])
    )
    content = f'<o:c xmlns:o="{office}" xmlns:t="{table}" xmlns:x="{text}"><t:table>{rows}</t:table></o:c>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    (one,) = read(tmp_path, "b.ods", made.getvalue())
    assert (one.document.facts.title, one.document.text) == ("Fares", "We sail.")


def test_records_of_debates_have_their_speakers_and_other_xml_is_refused(tmp_path: Path) -> None:
    tei = (
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
        "<title>Sitting of the isle</title></titleStmt><sourceDesc><bibl><date when='2020-01-06'/></bibl></sourceDesc>"
        "</fileDesc></teiHeader><text><body><head>Fares</head><note type='speaker'>THE CHAIR</note>"
        "<u who='#QuillAda'><seg>The sitting is open.</seg><kinesic><desc>Applause</desc></kinesic>"
        "<seg>I call Odo.</seg></u>"
        "<u who='#BrinkOdo'><seg>We sail.</seg></u></body></text></TEI>"
    )
    (one,) = read(tmp_path, "a.xml", tei)
    turns = [seg for seg in one.document.segments if seg.kind is SegmentKind.TURN]
    assert [seg.label for seg in turns] == ["THE CHAIR", "Brink Odo"]
    assert (one.document.facts.title, one.document.facts.date) == ("Sitting of the isle", "2020-01-06")
    assert "(Applause)" in one.document.text
    akoma = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta>'
        '<FRBRdate date="2020-01-06"/>'
        '<TLCPerson eId="q" showAs="Ada Quill"/></meta><debateBody>'
        '<speech by="#q"><p>We sail.</p><p>At noon.</p></speech>'
        '<speech by="#b"><from>Mr. Brink:</from><p>No.</p></speech></debateBody></debate></akomaNtoso>'
    )
    (one,) = read(tmp_path, "b.xml", akoma)
    assert one.document.text.split("\n\n") == ["Ada Quill: We sail.", "At noon.", "Mr. Brink: No."]
    # what is told behind a speech is nobody's
    scene = "<scene>The house divided.</scene><narrative>The sitting rose.</narrative>"
    (one,) = read(tmp_path, "c.xml", akoma.replace("</debateBody>", f"{scene}</debateBody>"))
    assert one.document.text.endswith("(The house divided.)\n\n(The sitting rose.)")
    last = [seg for seg in one.document.segments if seg.kind is SegmentKind.TURN][-1]
    assert one.document.text[last.span.start : last.span.end] == "Mr. Brink: No."
    # a group of speeches, and one who is heard in the speech of another, are each their own
    within = '<speech by="#q"><p>We sail.</p><speech by="#b"><from>Mr. Brink:</from><p>Never.</p></speech></speech>'
    (one,) = read(
        tmp_path,
        "d.xml",
        akoma.replace('<speech by="#q">', f'<speechGroup by="#q">{within}<speech by="#q">').replace(
            "</debateBody>", "</speechGroup></debateBody>"
        ),
    )
    assert one.document.text.split("\n\n")[:3] == ["Ada Quill: We sail.", "Mr. Brink: Never.", "Ada Quill: We sail."]
    (one,) = read(
        tmp_path,
        "e.xml",
        tei.replace("<head>", "<p><floatingText><body><p>A song.</p></body></floatingText></p><head>"),
    )
    assert one.document.text.count("A song.") == 1
    with pytest.raises(UserError, match="XML of a kind that Visavis does not read"):
        read(tmp_path, "c.xml", '<?xml version="1.0"?><catalog><book>We sail.</book></catalog>')


def test_a_document_that_is_gone_from_its_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.mbox"
    path.write_text(message("ada", "Fares", "We sail."))
    (one,) = find_files([path])
    path.write_text(message("ada", "Crews", "No."))
    with pytest.raises(UserError, match=r"list\.mbox holds no document of the name 0001 Fares"):
        read_document(one.path)


def test_a_header_that_python_cannot_take_apart_costs_no_message(tmp_path: Path) -> None:
    broken = message("ada", "Fares", "We sail.").replace("Ada Quill <ada@isle.example>", "ada@[isle")
    found = read(tmp_path, "list.mbox", broken + message("odo", "Crews", "No."))
    assert [(one.title, one.author) for one in facts(found)] == [("Fares", "ada@[isle"), ("Crews", "Odo Quill")]


def test_a_file_of_too_many_documents_is_told_and_not_read_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.exchange.readers.collections.LIMIT", 2)
    path = tmp_path / "list.mbox"
    path.write_text("".join(message(name, name, f"{name} sails.") for name in ("ada", "odo", "una")))
    (one,) = find_files([path])
    assert one.problem == "list.mbox holds more than 2 documents; split it into several files."


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("BYLINE: Ada Quill-Marsh, Foreign Desk", "Ada Quill-Marsh"),
        ("BYLINE: By Ada Quill, Odo Brink and Mia Roth", "Ada Quill, Odo Brink and Mia Roth"),
        ("AUTHOR: Quill, Ada; Brink, Odo", "Ada Quill, Odo Brink"),
        ("BYLINE: Our Foreign Staff", ""),
    ],
)
def test_an_edition_is_no_title_of_an_export_and_a_desk_no_author(tmp_path: Path, byline: str, author: str) -> None:
    article = (
        "The Isle Post\n\nJanuary 7, 2020 Tuesday\n\n{edition}Fares rise again\n\n{byline}\n\nSECTION: NEWS; Pg. 7\n\n"
        "LENGTH: 90 words\n\nWe sail at noon.\n\nLOAD-DATE: January 9, 2020\n\nEnd of Document\n"
    )
    for edition in ("Final Edition\n\n", "Late Edition - Final\n\n", ""):
        (found,) = facts(read(tmp_path, "a.txt", article.format(edition=edition, byline=byline)))
        assert (found.title, found.author, found.publisher) == ("Fares rise again", author, "The Isle Post")


def test_a_table_without_a_head_loses_no_row_and_a_question_of_a_survey_is_a_head(tmp_path: Path) -> None:
    said = (
        "We sail at nine, whoever may wait at the quay.",
        "Nobody has paid the crews since the first of May.",
        "The quay belongs to the town and not to the line.",
    )
    rows = [["Ada Quill", "2020-01-06", said[0]], ["Odo Brink", "2020-01-07", said[1]], ["Ivo Lund", "", said[2]]]
    found = read(tmp_path, "a.csv", quoted(rows, ","))
    assert [one.document.text for one in found] == list(said)
    assert facts(found)[0].date == "2020-01-06"
    assert any("has no head" in note for one in found for note in one.notes)
    for head in (
        ["Person", "When", "Text"],
        ["Respondent", "Day", "Please say in a few words what you think of all this."],
    ):
        found = read(tmp_path, "b.csv", quoted([head, *rows], ","))
        assert [one.document.text for one in found] == list(said), head
        assert not any("has no head" in note for one in found for note in one.notes)
