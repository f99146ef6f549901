"""What the columns of a table are: suggested by their heads and cells, said by the user, remembered, told."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from desktop.core.columns import ColumnChoices, UsageError, checked, problem_of
from desktop.core.errors import UserError
from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_document
from desktop.exchange.readers.column_guess import suggest
from desktop.exchange.readers.sheets import look_at
from desktop.exchange.readers.spoken_tables import find_columns
from desktop.exchange.recognition import find_files, find_tables
from tests.exchange.test_collections import nexis

HEAD = "Nr,Sitting,Orator,Side,Day,Words\n"
ROWS = (
    "1,First,Ada Quill,North,2020-01-06,We sail at noon.\n"
    "2,First,Odo Brink,South,2020-01-06,Nobody sails.\n"
    "3,Second,Una Ward,North,2020-02-03,The mill is ours.\n"
    "4,First,Ada Quill,North,2020-01-06,We do sail.\n"
)


def said(**roles: str) -> ColumnChoices:
    return ColumnChoices(tuple(roles.items()))


def read(path: Path, columns: ColumnChoices) -> list[Reading]:
    return [read_document(one.path, columns=columns) for one in find_files([path], columns=columns)]


def written(folder: Path, content: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("Überschrift", "Datum", "Rednerin", "Rede"), ("Fähre", "06.01.2020", "Ada Quill", "Wir fahren.")),
        (("Título", "Fecha", "Orador", "Texto"), ("El barco", "06/01/2020", "Ada Quill", "Salimos.")),
        (("Titre", "Jour", "Locuteur", "Texte"), ("Le bac", "6 janvier 2020", "Ada Quill", "Nous partons.")),
        (("Заголовок", "Дата", "Оратор", "Текст"), ("Паром", "2020-01-06", "Ада", "Плывём.")),
        (("标题", "日期", "发言人", "正文"), ("渡船", "2020-01-06", "阿达", "我们开船。")),
        (("제목", "날짜", "발언자", "본문"), ("나루", "2020-01-06", "아다", "떠납니다.")),
    ],
)
def test_columns_are_suggested_by_their_heads_in_several_languages(head: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert suggest(head, [row]) == ("title", "date", "speaker", "text")


def test_columns_without_a_telling_head_are_suggested_by_what_stands_in_them() -> None:
    rows = [
        (str(at), "06/01/2020", "https://isle.example/a", ("North", "South")[at % 2], "many words here " * 4)
        for at in range(6)
    ]
    assert suggest(["a", "b", "c", "d", "e"], rows) == ("", "date", "source", "own:d", "text")
    # a column that is called a date and holds none is left to the user
    assert suggest(["date", "text"], [("never", "We sail."), ("soon", "No.")])[0] == ""


def test_rows_of_one_document_are_turns_of_their_speakers(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ROWS)
    columns = said(Sitting="document", Orator="speaker", Side="own:Party", Words="text", Day="date", Nr="")
    first, second = (one.document for one in read(path, columns))
    turns = [one for one in first.segments if one.kind is SegmentKind.TURN]
    assert [(one.label, first.text[one.span.start : one.span.end]) for one in turns] == [
        ("Ada Quill", "We sail at noon."),
        ("Odo Brink", "Nobody sails."),
        ("Ada Quill", "We do sail."),
    ]
    assert turns[0].speaker == turns[2].speaker == "ada-quill"
    assert first.facts.date == "2020-01-06"
    assert first.facts.variables == (("Party", "North; South"),)
    assert second.text == "The mill is ours."


def test_what_stands_below_title_is_the_title_whatever_it_is_made_of(tmp_path: Path) -> None:
    titles = ["Speech 0", "Document 12", "Untitled", "2024", "10:30", "Dear all,", "www.isle.example"]
    path = written(tmp_path, "title,text\n" + "".join(f'"{one}",We sail at noon.\n' for one in [*titles, ""]))
    found = read(path, said(title="title", text="text"))
    assert [one.document.facts.title for one in found[:-1]] == titles
    assert {one.document.facts.origin("title").told for one in found[:-1]} == {"the row of the table"}
    # of a row without one it is guessed as before
    assert found[-1].document.facts.title not in ("", *titles)


def test_several_columns_of_text_follow_each_other_in_a_document(tmp_path: Path) -> None:
    path = written(tmp_path, "Lead,Body\nThe lead.,The body.\n,Alone.\n")
    assert [one.document.text for one in read(path, said(Lead="text", Body="text"))] == [
        "The lead.\n\nThe body.",
        "Alone.",
    ]


def test_what_is_left_out_is_told_with_a_count(tmp_path: Path) -> None:
    path = written(tmp_path, "text,date,extra\nWe sail.,soon,two words\n,2020-01-06,lost\nNo.,2020-01-07,\n")
    first, second = read(path, said(extra="", date="date"))
    assert {one.reason: one.words for one in first.left_out} == {
        "columns of the table that are left out": 2,
        "cells that are no date": 1,
    }
    assert "The columns of a.csv: text: text; date: date; extra: left out." in first.notes
    assert "1 row of a.csv without a text left out." in first.notes
    assert not second.left_out
    assert not second.notes


def test_nothing_is_left_out_of_a_row_that_is_taken_whole(tmp_path: Path) -> None:
    path = written(tmp_path, "text,extra\nWe sail.,two words\n")
    (file,) = find_files([path], columns=said(extra=""))
    whole = read_document(file.path, columns=said(extra=""), whole=True)
    assert whole.document.facts.variables == (("extra", "two words"),)
    assert not whole.left_out


@pytest.mark.parametrize(
    ("days", "dates", "is_doubted"),
    [
        # one that can be read but one way settles all of its column
        (("03/04/2025", "25/04/2025"), ["2025-04-03", "2025-04-25"], False),
        (("03/04/2025", "04/25/2025"), ["2025-03-04", "2025-04-25"], False),
        (("03/04/2025", "05/06/2025"), ["2025-04-03", "2025-06-05"], True),
        # with full stops nobody has the month first
        (("03.04.2025", "05.06.2025"), ["2025-04-03", "2025-06-05"], False),
        # two that contradict each other settle nothing
        (("03/04/2025", "25/04/2025", "04/25/2025"), ["2025-04-03", "2025-04-25", "2025-04-25"], True),
    ],
)
def test_day_and_month_are_told_by_the_other_rows_or_doubted(
    tmp_path: Path, days: tuple[str, ...], dates: list[str], is_doubted: bool
) -> None:
    path = written(tmp_path, "date,text\n" + "".join(f"{day},Row {at} sails.\n" for at, day in enumerate(days)))
    found = read(path, ColumnChoices())
    assert [one.document.facts.date for one in found] == dates
    assert (str(found[0].document.facts.date_certainty) == "inferred") == is_doubted
    assert any(
        "Day and month of “date” may be the other way round, as in 03/04/2025" in one for one in found[0].notes
    ) == (is_doubted)
    look = look_at(path, ColumnChoices())
    assert look is not None
    assert bool(look.doubtful) == is_doubted


def test_another_column_settles_the_order_of_days_and_so_does_the_user(tmp_path: Path) -> None:
    path = written(tmp_path, "date,seen,text\n03/04/2025,04/25/2025,We sail.\n")
    assert read(path, ColumnChoices())[0].document.facts.date == "2025-03-04"
    path = written(tmp_path, "date,text\n03/04/2025,We sail.\n", "b.csv")
    (month,) = read(path, said(date="date:month"))
    assert (month.document.facts.date, str(month.document.facts.date_certainty)) == ("2025-03-04", "stated")
    (day,) = read(path, said(date="date:day"))
    assert (day.document.facts.date, str(day.document.facts.date_certainty)) == ("2025-04-03", "stated")


def test_a_workbook_tells_of_its_other_sheets_and_a_list_has_the_fields_of_all_its_objects(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for words in ("We sail.", "Lost."):
        book.add_worksheet().write_column(0, 0, ["text", words])
    for sheet in book.worksheets():
        sheet.write_column(0, 1, ["title", "Fares"])
    book.close()
    (tmp_path / "a.xlsx").write_bytes(target.getvalue())
    (one,) = read(tmp_path / "a.xlsx", ColumnChoices())
    assert "The workbook has other sheets, which are left out." in one.notes
    assert [part.words for part in one.left_out if "other sheets" in part.reason] == [4]
    path = written(tmp_path, '{"text": "We sail."}\nno json\n{"text": "No.", "party": "South"}\n', "b.jsonl")
    first, second = read(path, said(party="own:Party"))
    assert "1 line that is no JSON left out." in first.notes
    assert second.document.facts.variables == (("Party", "South"),)


def test_roles_that_cannot_be_are_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="A column cannot be “poem”: write one of text, document, title"):
        checked("Head", "poem")
    assert checked("Head", " Own : The Party ") == "own:The Party"
    assert checked("Head", "own") == "own:Head"
    assert "No column is the text" in problem_of(["title", ""])
    assert "Two columns are “title”" in problem_of(["text", "title", "title"])
    assert "Two own variables are called “A”" in problem_of(["text", "own:A", "own:A"])
    # one that is said takes it from the one that was suggested
    assert ColumnChoices((("b", "title"),)).apply(["title", "b", "text"], ["title", "", "text"]) == (
        *("", "title", "text"),
    )
    assert find_tables([written(tmp_path, HEAD + ROWS)]) == [tmp_path / "a.csv"]


def test_a_day_of_a_document_that_may_be_two_is_doubted_and_told(tmp_path: Path) -> None:
    words = "The harbour board met and came back without an answer, as all the crews had feared for a long time.\n"
    path = written(tmp_path, f"The quay is closed\n\n03/04/2025\n\n{words}", "a.txt")
    found = read_document(path)
    assert (found.document.facts.date, str(found.document.facts.date_certainty)) == ("2025-04-03", "inferred")
    assert "Day and month of 03/04/2025 may be the other way round; the day is taken first." in found.notes
    path = written(tmp_path, f"---\ntitle: Quays\ndate: 03/04/2025\n---\n\n{words}", "b.md")
    found = read_document(path)
    assert (found.document.facts.date, str(found.document.facts.date_certainty)) == ("2025-04-03", "inferred")
    assert any("03/04/2025 may be the other way round" in note for note in found.notes)
    for day, date in (("03/25/2025", "2025-03-25"), ("25/03/2025", "2025-03-25"), ("2025-03-04", "2025-03-04")):
        path = written(tmp_path, f"---\ntitle: Quays\ndate: {day}\n---\n\n{words}", "c.md")
        found = read_document(path)
        assert (found.document.facts.date, str(found.document.facts.date_certainty)) == (date, "stated")
        assert not found.notes


def test_another_document_of_its_file_settles_the_order_of_a_day(tmp_path: Path) -> None:
    def press(title: str, day: str) -> str:
        return nexis(title, "The Isle Post", day, "Ada Quill", "We sail at noon, and nobody sails before us.")

    settled = written(tmp_path, press("Fares", "03/04/2025") + press("Crews", "03/25/2025"), "a.txt")
    found = [one.document.facts for one in read(settled, ColumnChoices())]
    assert [(one.date, str(one.date_certainty)) for one in found] == [
        ("2025-03-04", "stated"),
        ("2025-03-25", "stated"),
    ]
    doubted = written(tmp_path, press("Fares", "03/04/2025") + press("Crews", "05/06/2025"), "b.txt")
    first = read(doubted, ColumnChoices())[0]
    assert (first.document.facts.date, str(first.document.facts.date_certainty)) == ("2025-04-03", "inferred")
    assert any("03/04/2025 may be the other way round" in note for note in first.notes)


def test_what_no_project_can_hold_is_in_no_head_note_or_variable(tmp_path: Path) -> None:
    path = written(tmp_path, '{"text": "We sail.", "par\\u0000ty\\ud800": "No\\u0000rth\\udfff"}\n', "a.jsonl")
    (one,) = read(path, ColumnChoices((("party\ufffd", "own:Party"),)))
    assert one.document.facts.variables == (("Party", "North\ufffd"),)
    assert not any("\0" in note or "\ud800" in note for note in one.notes)


def test_months_of_a_table_are_those_of_its_language_or_doubted_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for words, date, certainty in (
        ("Župan je rekao da će mlin ostati otvoren, što već dugo žele čuti.", "2024-10-15", "stated"),
        ("The mill stays open.", "2024-10-15", "inferred"),
        ("Burmistrz powiedział, że młyn zostanie otwarty, a związkowcy cieszą się.", "2024-11-15", "stated"),
    ):
        path.write_text(f"Date;Title;Text\n15 listopada 2024;One;{words}\n15 listopada 2024;Two;{words} And more.\n")
        found = [read_document(one.path) for one in find_files([path])]
        assert [(one.document.facts.date, str(one.document.facts.date_certainty)) for one in found] == [
            (date, certainty)
        ] * 2
        doubts = [note for one in found for note in one.notes if "by the language" in note]
        assert len(doubts) == (certainty == "inferred")


def test_who_posts_is_the_author_and_a_source_that_is_no_address_published_it() -> None:
    words = "We sail at noon, whatever the board may say of it."
    head = ["posted_at", "Account", "message", "source", "link"]
    rows = [["2024-05-06", "@quill", words, "Isle Post", "https://isle.example/1"]] * 3
    assert suggest(head, rows) == ("date", "author", "text", "publisher", "source")
    sites = [["2024-05-06", "@quill", words, "isle.example/1", "x"]] * 3
    assert suggest(head, sites)[3] == "source"
    named = [["Ada Quill", "quill", words]] * 3
    assert suggest(["author", "username", "text"], named)[0] == "author"


@pytest.mark.parametrize("head", ["Выступающий", "спикер"])
def test_a_column_of_speakers_is_known_by_its_head_in_russian_too(head: str) -> None:
    said = "Паром старый, и это стоит слишком дорого."
    found = find_columns([(head, "Слова"), *((name, said) for name in ("Орлов", "Лунд", "Лунд", "Орлов", "Орлов"))])
    assert found is not None
    assert (found.name, found.words, found.head) == (0, 1, True)


def test_of_tables_in_an_archive_is_asked_as_of_any_other(tmp_path: Path) -> None:
    path = tmp_path / "talks.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.tsv", "Wer\tWas\nAda Quill\tWir fahren.\n")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/a.csv", HEAD + ROWS)
        archive.writestr("note.txt", "A note on the ferries, and on nothing else.")
        archive.writestr("more.zip", inner.getvalue())
    tables = find_tables([path])
    assert tables == [path / "2024/a.csv", path / "more.zip/deep.tsv"]
    assert find_tables([tmp_path]) == tables
    look = look_at(tables[0], ColumnChoices())
    assert look is not None
    assert (look.name, look.head, look.count) == ("a.csv", tuple(HEAD.strip().split(",")), 4)
    columns = ColumnChoices().with_table(look.head, ("", "", "speaker", "own:Side", "date", "text"))
    found = [one.document for one in read(path, columns) if one.document.name != "note.txt"]
    assert [one.text for one in found][:2] == ["We sail at noon.", "Nobody sails."]
    assert found[0].facts.variables == (("Side", "North"),)


def test_an_encoding_that_is_said_of_a_table_in_an_archive_holds_for_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "talks.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "Кто,Текст\nАда,Паром стоит.\n".encode("cp866"))
        archive.writestr("b.csv", "Кто,Текст\nАда,Мост стоит.\n".encode())
    columns = ColumnChoices().with_encoding(path / "a.csv", "cp866")
    assert [one.document.text for one in read(path, columns)] == ["Паром стоит.", "Мост стоит."]


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_whose_columns_changed_since_they_were_looked_at_is_told(tmp_path: Path, *, packed: bool) -> None:
    path = tmp_path / ("a.zip" if packed else "a.csv")

    def put(content: str) -> Path:
        if packed:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.csv", content)
        else:
            path.write_text(content)
        return path / "a.csv" if packed else path

    table = put("Title,Text,Note\nFares,We sail at noon.,Nobody sails.\n")
    look = look_at(table, ColumnChoices())
    assert look is not None
    columns = ColumnChoices().with_table(look.head, ("title", "text", "")).with_seen([(table, look.head)])
    assert [one.document.text for one in read(path, columns)] == ["We sail at noon."]
    member = find_files([path], columns=columns)[0].path
    # the columns change places: their text would be another's
    put("Title,Note,Text of it\nFares,Nobody sails and nobody ever will.,We sail at noon.\n")
    told = "The columns of a.csv are others than when it was said what they are; import it anew."
    assert [one.problem for one in find_files([path], columns=columns)] == [told]
    with pytest.raises(UserError, match=told):
        read_document(member, columns=columns)
    # looked at again it is a table as any
    again = look_at(table, columns)
    assert again is not None
    assert len(find_files([path], columns=columns.with_seen([(table, again.head)]))) == 1


def test_a_table_of_thousands_of_columns_has_some_own_variables_and_tells_the_others(tmp_path: Path) -> None:
    many = 2_000
    rows = "".join(
        f"T{at},We sail at noon.,{','.join(str((at + one) % 2) for one in range(many))}\n" for at in range(4)
    )
    path = written(tmp_path, f"Title,Text,{','.join(f'f{at}' for at in range(many))}\n{rows}")
    (first, *_rest) = read(path, ColumnChoices())
    assert len(first.document.facts.variables) == 40
    assert sum(one.words for one in first.left_out) == many - 40
    assert any("1,960 columns of a.csv are left out" in note for note in first.notes)
    assert all(len(note) < 5_000 for note in first.notes)
    (whole, *_rest) = [read_document(one.path, whole=True) for one in find_files([path])][:1]
    assert len(whole.document.facts.variables) == 440
    assert sum(one.words for one in whole.left_out) == many - 440


def test_columns_beyond_the_widest_sheet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(3):
        sheet.write_row(row, 0, ["Title", "Text"] if not row else [f"T{row}", "We sail at noon."])
        sheet.write_row(row, 2, [f"f{at}" if not row else "x" for at in range(500)])
    book.close()
    notes = read(path, ColumnChoices())[0].notes
    assert "102 columns beyond the first 400 are left out." in notes


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "Title,Date,Text\n", "a.csv is a table with a head and no rows;"),
        (
            "a.csv",
            ",".join("abc"[n % 3] + str(n) for n in range(20_000)) + "\nx,y\n",
            "a.csv has 20,000 columns, and a table at most 16,384:",
        ),
        ("a.tsv", "Title\tDate\tText\n\n", "a.tsv is a table with a head and no rows;"),
        ("a.jsonl", '{"a": %s, "text": "We sail."}\n' % ("[" * 900 + "]" * 900), "its line 1 is no JSON object"),
        ("a.jsonl", '{"a": %s, "text": "We sail."}\n' % ("[" * 9000 + "]" * 9000), "its line 1 is no JSON object"),
        ("a.ndjson", '{\n "text": "We sail."\n}\n', "its line 1 is no JSON object"),
    ],
)
def test_a_table_without_rows_that_can_be_read_is_no_text(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = written(tmp_path, content, name)
    assert [one.path for one in find_files([path])] == [path]
    with pytest.raises(UserError, match=told):
        read_document(path)


def test_a_line_that_nests_too_deep_is_told_among_others(tmp_path: Path) -> None:
    lines = ['{"title": "Fares", "text": "We sail."}', '{"title": "Deep", "text": %s}' % ("[" * 900 + "]" * 900)]
    (one,) = read(written(tmp_path, "\n".join(lines), "a.jsonl"), ColumnChoices())
    assert one.document.text == "We sail."
    assert "1 line that is no JSON left out." in one.notes
    # and lines of text in a file that is only called so are a text
    plain = written(tmp_path, "We sail at noon, and so we did.\n", "b.jsonl")
    assert read_document(plain).document.text.startswith("We sail")


def test_heads_of_programs_are_known_by_what_they_mean() -> None:
    rows = [("We sail at noon.", "Ada Quill", "North")] * 3
    assert suggest(("full_text", "Author(s)", "user.name"), rows)[:2] == ("text", "author")
    assert suggest(("full_text", "user.screen_name", "user.name"), rows)[:2] == ("text", "author")
    # whose name it is, is not said
    assert suggest(("full_text", "Author(s)", "user.name"), rows)[2] != "title"
