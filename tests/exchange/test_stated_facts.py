"""Facts that a file states itself, in anybody's way, and dates in the languages of the word lists."""

import pytest

from desktop.core.values import Actor, ActorKind, Certainty, Facts, SegmentKind
from desktop.exchange.documents import read_content
from desktop.exchange.readers.extracted import count_words
from tests.exchange.corpus import word

PROSE = (
    "The harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared.\n"
)


def facts(content: str, name: str = "a.md") -> Facts:
    return read_content(content.encode(), name).document.facts


@pytest.mark.parametrize(
    ("top", "title", "author", "date", "source"),
    [
        (
            "---\ntitle: 'Fares: a talk'\nauthors:\n  - Ada Quill\n  - name: Odo Brink\npubDate: 2023-05-06T10:00:00Z\n"
            "canonical_url: https://isle.example/a\n---\n",
            *("Fares: a talk", "Ada Quill, Odo Brink", "2023-05-06", "https://isle.example/a"),
        ),
        (
            '+++\ntitle = "Fares"\ndate = 2022-01-02\nauthors = ["Ada Quill"]\n[extra]\nlink = "x"\n+++\n',
            *("Fares", "Ada Quill", "2022-01-02", ""),
        ),
        (
            "% Fares and\n  crews\n% Ada Quill; Odo Brink\n% 3 February 2021\n",
            *("Fares and crews", "Ada Quill, Odo Brink", "2021-02-03", ""),
        ),
        (
            "---\nTitle: Fares: no YAML\nBy: Ada\nDate: July 4, 2019\nurl: https://isle.example/b\n...\n",
            *("Fares: no YAML", "Ada", "2019-07-04", "https://isle.example/b"),
        ),
        (
            "---\ntitle: >\n  Fares in\n  two lines\nby: '[[Ada Quill|Ada]]'\npublished: 2019\n---\n",
            *("Fares in two lines", "Ada", "2019", ""),
        ),
        (
            "---\ntitle: Fares\nby: Ada\nlast_update: 2024-01-01\ndate_accessed: 2024-02-01\nmandate: 2001\n"
            "doc_date: 1938-03-17\n---\n",
            *("Fares", "Ada", "1938-03-17", ""),
        ),
        (
            '{\n  "title": "Fares: {a} \\"talk\\"",\n  "authors": ["Ada Quill", {"name": "Odo Brink"}],\n'
            '  "date": "2023-05-06T10:00:00Z", "params": {"x": [1]}\n}\n',
            *('Fares: {a} "talk"', "Ada Quill, Odo Brink", "2023-05-06", ""),
        ),
    ],
)  # fmt: skip
def test_front_matter_comes_before_all_that_the_text_says(
    top: str, title: str, author: str, date: str, source: str
) -> None:
    found = facts(f"{top}\n# Introduction\n\n{PROSE}\nBy Somebody Else\n\n5 May 2001\n\n{PROSE}")
    assert (found.title, found.author, found.date, found.source) == (title, author, date, source)
    assert found.date_certainty is Certainty.STATED


@pytest.mark.parametrize("name", ["talk.qmd", "talk.Rmd"])
def test_documents_that_run_programs_are_markdown_and_what_is_run_is_no_text(name: str) -> None:
    top = '---\ntitle: "Fares"\nauthor:\n  - name:\n      given: Ada\n      family: Quill\nformat: html\n---\n'
    found = read_content(f"{top}\n```{{r setup}}\nlibrary(tides)\n```\n\n# Why\n\n{PROSE}".encode(), name).document
    assert (found.facts.title, found.facts.author) == ("Fares", "Ada Quill")
    kinds = {found.text[one.span.start : one.span.end].strip(): one.kind for one in found.segments}
    assert kinds == {
        "library(tides)": SegmentKind.FURNITURE,
        "Why": SegmentKind.HEADING,
        PROSE.strip(): SegmentKind.PARAGRAPH,
    }


@pytest.mark.parametrize(
    ("top", "rest"),
    [
        (
            "---\ntitle: Fares\nauthor:\n  - name: Ada Quill\n    email: ada at isle\n  - given: Bo\n    family: Kell\n"
            "date: 2024-05-03\nupdated: 2024-06-01\nlang: en-GB\nlayout: post\nemoji: '***'\npublisher: anonymous\n"
            "params:\n  region: [North, South]\n---\n",
            {
                "author email": "ada at isle", "updated": "2024-06-01", "layout": "post", "emoji": "***",
                "publisher": "anonymous", "params region": "North; South",
            },
        ),
        (
            '+++\ntitle = "Fares"\nheadline = "FARES"\ndate = 2022-01-02\ndraft = true\n[extra]\nlink = "x y"\n+++\n',
            {"draft": "True", "extra link": "x y"},
        ),
        ('{"title": "Fares", "date": "soon", "weight": 3, "gone": null}\n', {"date": "soon", "weight": "3"}),
        ("---\ntitle: Fares: a talk\nwho: [Ada\n  - Bo\n---\n", {"who": "[Ada", "other lines": "- Bo"}),
        ("---\ntitle: Fares\nspeakers: Ada Quill, 123\n---\n", {"speakers": "123"}),
    ],
)  # fmt: skip
def test_fields_that_become_no_fact_are_told_and_kept_when_all_is_wanted(top: str, rest: dict[str, str]) -> None:
    content = f"{top}\n# Why\n\n{PROSE}".encode()
    told = read_content(content, "a.md")
    assert told.document.facts.variables == ()
    (left,) = told.left_out
    head, names = left.reason.split(": ")
    assert (head, set(names.split(", "))) == ("fields above the text", set(rest))
    assert left.words == sum(max(1, count_words(words)) for words in rest.values())
    whole = read_content(content, "a.md", whole=True)
    assert (dict(whole.document.facts.variables), whole.left_out) == (rest, ())


def test_tags_of_the_front_matter_are_an_own_variable_and_nothing_is_left_out_where_all_are_facts() -> None:
    for tags in ("tags: [fares, harbour]", "tags:\n  - fares\nkeywords: harbour, fares"):
        others = "lang: en-GB\ntype: Interview\nurl: https://isle.example/a\nsite: isle.example"
        found = read_content(f"---\ntitle: Fares\n{tags}\n{others}\n---\n\n# Why\n\n{PROSE}".encode(), "a.md")
        ((name, value),) = found.document.facts.variables
        assert (name, set(value.split(", "))) == ("tags", {"fares", "harbour"})
        assert found.left_out == ()


def test_braces_above_a_text_are_no_front_matter_without_a_fact_or_a_line_of_their_own() -> None:
    for top in ('{"a": 1}\n', '{"title": "Fares"} said the board.\n', '{"title": "Fares\n'):
        assert top.strip() in read_content(f"{top}\n# Why\n\n{PROSE}".encode(), "a.md").document.text


def test_a_rule_above_a_text_is_no_front_matter_and_yaml_cannot_grow() -> None:
    assert "We sail." in read_content(b"---\n\nWe sail.\n\n---\n\n# Fares\n\nMore.\n", "a.md").document.text
    bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: *c\n"
    assert read_content(f"---\n{bomb}---\n\n# Fares\n\nMore.\n".encode(), "a.md").document.text == "Fares\n\nMore."


def test_speakers_of_the_front_matter_take_part_and_are_those_of_the_turns() -> None:
    top = "---\ntitle: Talk\nspeakers: [Ada Quill, Odo Brink]\nhost: Maren Oduya\n---\n"
    text = f"{top}\n**Ada Quill:** {PROSE}\n**Odo:** No.\n"
    known = Actor("quill", "Ada Quill")
    found = read_content(text.encode(), "a.md", actors=[known]).document
    assert [one.actor for one in found.facts.participants][:1] == ["quill"]
    assert {"odo-brink", "maren-oduya"} <= {one.actor for one in found.facts.participants}
    assert "quill" not in {one.key for one in found.new_actors}


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        ("МИД: встреча\n\n26 апреля 2024 года\n\n", "МИД: встреча", "2024-04-26"),
        ("النقابة ترفض\n\n14 مارس ٢٠٢٥\n\n", "النقابة ترفض", "2025-03-14"),
        ("Tarieven stijgen\n\n4 maart 2023\n\n", "Tarieven stijgen", "2023-03-04"),
        ("工会反对电价\n\n2024年5月6日\n\n", "工会反对电价", "2024-05-06"),
        ("工会反对电价\n\n二〇二四年五月六日（星期一）\n\n", "工会反对电价", "2024-05-06"),
        ("港の談話\n\n港町、令和六年五月六日\n\n", "港の談話", "2024-05-06"),
        ("คำแถลง\n\n๖ พฤษภาคม พ.ศ. ๒๕๖๗\n\n", "คำแถลง", "2024-05-06"),
        ("A malom nyitva marad\n\n2024. május 6.\n\n", "A malom nyitva marad", "2024-05-06"),
        ("Mlin ostaje otvoren\n\n6. svibnja 2024.\n\n", "Mlin ostaje otvoren", "2024-05-06"),
        ("Związek odrzuca\n\n6 maja 2024 r.\n\n", "Związek odrzuca", "2024-05-06"),
        ("Fares rise\n\nUpdated 20 March 2025 · First published 14 March 2025\n\n", "Fares rise", "2025-03-14"),
        ("Fares rise again\n\nLast updated: 9 May 2022\n\nPublished: 7 May 2022\n\n", "Fares rise again", "2022-05-07"),
        ("Mlýn zůstane\n\n2. března 2018\n\n", "Mlýn zůstane", "2018-03-02"),
        ("Değirmen açık\n\n2 Mart 2018\n\n", "Değirmen açık", "2018-03-02"),
        ("Preise steigen\n\nAktualisiert am 9. Mai 2022\n\n", "Preise steigen", "2022-05-09"),
    ],
)  # fmt: skip
def test_dates_of_more_languages_and_of_changes_are_told_from_titles(text: str, title: str, date: str) -> None:
    for body in (
        "Министр заявил, что тариф неприемлем для побережья и так будет впредь.",
        "部长说我们不能接受。",
        PROSE,
    ):
        found = facts(text + body, "a.txt")
        assert (found.title, found.date) == (title, date)


def test_a_day_of_another_calendar_in_front_matter_is_that_of_ours() -> None:
    assert facts(f"---\ntitle: 談話\ndate: 令和6年5月6日\n---\n\n{PROSE}").date == "2024-05-06"


def test_a_title_is_no_word_for_none_no_address_and_no_turn() -> None:
    turns = "ODO BRINK: We sail at noon.\n\nADA QUILL: So you say.\n\nODO BRINK: We mean it.\n"
    assert facts(turns, "hearing.txt").title == "hearing"
    assert facts(f"untitled\n\n{turns}", "hearing.txt").title == "hearing"
    assert facts(f"press@isle.example\n\n{PROSE}", "a.txt").title != "press@isle.example"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Ada Quill", "Ada Quill"),
        ("Von Ada von Quill und Odo Brink, Isle", "Ada von Quill und Odo Brink"),
        ("Por Ada Quill", "Ada Quill"),
        ("Par Ada Quill, à Isle", "Ada Quill"),
        ("Di Ada Quill", "Ada Quill"),
        ("Door onze correspondent Ada de Quill", "Ada de Quill"),
        ("By our own correspondent Ada Quill", "Ada Quill"),
        ("Por la enviada especial Ada Quill", "Ada Quill"),
        ("Автор: Ада Квилл", "Ада Квилл"),
        ("بقلم آدا كويل", "آدا كويل"),
        ("作者：王伟", "王伟"),
        ("Von Isle nach Brink", ""),
    ],
)
def test_bylines_of_more_languages_name_the_author(line: str, author: str) -> None:
    found = facts(f"Fares and what they cost\n\n{line}\n\n5.5.2021\n\n{PROSE}", "a.txt")
    assert (found.author, found.title) == (author, "Fares and what they cost")


@pytest.mark.parametrize("first", ["Friends, we are late.", "Menu", "Inhaltsverzeichnis", "Menú principal", "菜单"])
def test_a_sentence_or_a_menu_gives_way_to_the_name_of_the_file(first: str) -> None:
    assert facts(f"{first}\n\n{PROSE}", "fares.txt").title == "fares"


@pytest.mark.parametrize(
    ("content", "certainty"),
    [
        (f"Fares and what they cost\n\n4 May 2021\n\n{PROSE}", Certainty.STATED),
        (f"Fares and what they cost\n\nBy Ada Quill\n\n{PROSE}", Certainty.STATED),
        (f"Fares and what they cost\n\nISLE, 4 May 2021 (AP) — {PROSE}", Certainty.STATED),
        (f"Fares and what they cost\n\n{PROSE}", Certainty.INFERRED),
    ],
)
def test_a_title_is_stated_only_beside_a_byline_or_a_date(content: str, certainty: Certainty) -> None:
    found = facts(content, "a.txt")
    origins = {one.fact: one.certainty for one in found.origins}
    assert (found.title, origins["title"]) == ("Fares and what they cost", certainty)


@pytest.mark.parametrize(
    ("stated", "title"),
    [("Microsoft Word - Document1", "fares"), ("Microsoft Word - Why we pay", "Why we pay"), ("Документ 2", "fares")],
)
def test_what_a_program_calls_a_document_without_a_title_is_none(stated: str, title: str) -> None:
    assert facts(f"---\ntitle: {stated}\n---\n\n{PROSE}", "fares.md").title == title


def test_the_name_of_a_file_may_have_its_day_and_author() -> None:
    found = facts(PROSE, "2021-03-04 - Ada Quill.txt")
    assert (found.date, found.author, found.date_certainty) == ("2021-03-04", "Ada Quill", Certainty.GUESSED)


def found(content: str, name: str) -> dict[str, tuple[str, str, str]]:
    reading = read_content(content.encode(), name)
    return {fact.name: (fact.value, fact.certainty.value, fact.told) for fact in reading.facts}


def test_a_title_is_stated_beside_a_byline_or_a_date_only() -> None:
    body = PROSE * 3
    for beside in ("By Ada Quill", "6 May 2022", "Published: 6 May 2022"):
        assert found(f"Fares rise\n\n{beside}\n\n{body}", "a.txt")["title"] == ("Fares rise", "stated", "the heading")
    assert found(f"# Fares rise\n\n{body}", "a.md")["title"] == ("Fares rise", "inferred", "the heading")


def test_the_name_of_a_site_is_likely_its_publisher_and_never_stated() -> None:
    top = "---\ntitle: Fares\nurl: https://www.Isle-Post.example/news/1\n{more}---\n\n"
    assert found(f"{top.format(more='')}{PROSE}", "a.md")["publisher"] == (
        "isle-post.example",
        "inferred",
        "the address",
    )
    named = found(f"{top.format(more='publisher: The Isle Post' + chr(10))}{PROSE}", "a.md")
    assert named["publisher"][:2] == ("The Isle Post", "stated")
    # a page whose metadata know no name of the site either
    head = '<link rel="canonical" href="https://isle.example/a"><meta name="author" content="Ada Quill">'
    page = f"<!DOCTYPE html><html><head><title>Fares</title>{head}</head><body><article><h1>Fares</h1>"
    page += f"<p>{PROSE}</p>" * 4 + "</article></body></html>"
    assert found(page, "a.html")["publisher"] == ("isle.example", "inferred", "the address")
    # a file of one's own has no publisher in its address
    assert "publisher" not in found(f"---\nurl: notes/fares.md\n---\n\n{PROSE}", "a.md")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Haven, 4 June 2021.", "2021-06-04"),
        ("г. Гавань, 4 июня 2021 г.", "2021-06-04"),
        ("En Puerto Alto, a treinta y uno de octubre de 2012", "2012-10-31"),
        ("Lisboa Nova, aos vinte e dois de maio de 2014", "2014-05-22"),
        ("יום רביעי, 8 ביוני 2022", "2022-06-08"),
        ("الثلاثاء 12 تشرين الثاني 2019", "2019-11-12"),
        ("الثلاثاء 12 كانون  الأول 2019", "2019-12-12"),
        # a sentence tells of a day
        ("The quay opened on 4 June 2021.", ""),
        ("The quay, which opened with a song on Monday, 4 June 2021, is shut.", ""),
    ],
)
def test_the_line_of_a_letter_with_its_place_and_day_is_its_date(line: str, date: str) -> None:
    assert facts(f"Fares and crews\n{line}\n\n{PROSE}\n{PROSE}", "a.txt").date == date


def test_the_agency_of_a_dateline_may_stand_before_the_day() -> None:
    found = facts(f"HAVEN (Reuters), 6 Nov 2018 - {PROSE}", "a.txt")
    assert (found.place, found.publisher, found.date) == ("Haven", "Reuters", "2018-11-06")


@pytest.mark.parametrize(
    ("name", "date", "doubted"),
    [
        ("03.09.2013 Quill, talk.txt", "2013-09-03", False),
        ("talk_31-12-2013.txt", "2013-12-31", False),
        ("talk 12-31-2013.txt", "2013-12-31", False),
        ("talk 03_09_2013.txt", "2013-09-03", True),
        ("talk 39.09.2013.txt", "", False),
        ("talk 103.09.2013.txt", "", False),
    ],
)
def test_the_name_of_a_file_may_have_its_day_first(name: str, date: str, doubted: bool) -> None:
    reading = read_content(PROSE.encode(), name)
    assert reading.document.facts.date == date
    assert reading.document.facts.date_certainty is (Certainty.GUESSED if date else Certainty.UNKNOWN)
    assert any("the other way round" in note for note in reading.notes) == doubted


def letter(*heads: str) -> bytes:
    """Return a letter in Word; of its *heads* is bold what stands between asterisks."""
    lines = (*heads, "Dear board,", PROSE.strip(), PROSE.strip(), "Yours,", "Ada Quill")
    return word("".join(f"<w:p>{''.join(map(run, line.split('|')))}</w:p>" for line in lines))


def run(words: str) -> str:
    mark = "<w:rPr><w:b/></w:rPr>" if words.startswith("*") else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{words.strip("*")}</w:t></w:r>'


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        (("Isle Union of All Crews", "2 September 2016", "*Open letter on fares*"), "Open letter on fares"),
        (("*Fares and crews*", "A letter to all who sail with us"), "Fares and crews"),
        # what is bold twice tells nothing, and neither do two words
        (("Isle Union of All Crews", "*The fares of May*", "*To the board*"), "Isle Union of All Crews"),
        (("Isle Union of All Crews", "*By post*"), "Isle Union of All Crews"),
        # only a beginning is bold
        (("Isle Union of All Crews", "*To the board*| of the harbour"), "Isle Union of All Crews"),
        # a salutation is no title
        (("Tel. +00 555 0177",), "a"),
    ],
)
def test_a_line_that_alone_is_bold_is_the_title_of_a_letter(heads: tuple[str, ...], title: str) -> None:
    assert read_content(letter(*heads), "a.docx").document.facts.title == title


LOCAL = {
    "en": f"{PROSE}\nNobody had told the crews, and the boats that were to sail at noon stayed where they were.\n",
    "fr": "Le port a décidé lundi que les bateaux resteront à quai, car personne ne veut payer les équipages.\n",
    "es": "El puerto decidió el lunes que los barcos se quedan, porque nadie quiere pagar a los marineros.\n",
    "de": "Der Hafen hat am Montag beschlossen, dass die Boote liegen bleiben, weil niemand die Leute bezahlt.\n",
    "it": "Il porto ha deciso lunedì che le barche restano al molo, perché nessuno vuole pagare gli equipaggi.\n",
    "nl": "De haven heeft maandag besloten dat de boten blijven liggen, omdat niemand de mensen wil betalen.\n",
}


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        ("en", "The Marsh Herald", "Boats to stay in port"),
        ("en", "Commission on Tides and Harbours", "Summary of the ninth meeting"),
        ("en", "Ministry of Works and Waterways", "Press release No. 12/2023\n\nBoats to stay in port"),
        ("fr", "Le Courrier du Large", "Les bateaux à quai"),
        ("fr", "Conseil général de Port-Blanc", "Compte rendu de la séance"),
        ("es", "El Eco de la Ría. Local", "Los barcos no salen"),
        ("de", "Rat der Stadt Lauen", "Niederschrift der Sitzung"),
        ("it", "Il Corriere della Laguna", "Le barche restano ferme"),
        ("nl", "Dagblad van het Wad", "Boten blijven liggen"),
    ],
)
def test_the_name_of_who_publishes_is_no_title(language: str, name: str, title: str) -> None:
    found = facts(f"{name}\n\n{title}\n\n3 May 2023\n\n{LOCAL[language]}", "a.txt")
    assert (found.title, found.publisher) == (title.split("\n")[-1], name.removesuffix(". Local"))


@pytest.mark.parametrize(
    "title",
    [
        "Boats Will Stay In Port",
        "Bank of Hours Raises Fares",
        "The Sun Sets On The Harbour",
        "Harbour Board Votes to Close the Quay",
    ],
)
def test_a_headline_with_capitals_above_a_second_one_stays_the_title(title: str) -> None:
    below = "Crews fear for the best weeks of the year"
    assert facts(f"{title}\n\n{below}\n\n3 May 2023\n\n{LOCAL['en']}", "a.txt").title == title


def test_a_name_of_who_publishes_that_stands_alone_is_not_stated_as_the_title() -> None:
    read = read_content(f"Commission on Tides and Harbours\n\n3 May 2023\n\n{LOCAL['en']}".encode(), "a.txt")
    (title,) = (one for one in read.facts if one.name == "title")
    assert (title.value, title.certainty) == ("Commission on Tides and Harbours", Certainty.INFERRED)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ada Quill-Marsh", "Ada Quill-Marsh"),
        ("By Ada Quill-Marsh - 3 May 2023", "Ada Quill-Marsh"),
        ("By Ada Quill-Marsh, Foreign Desk", "Ada Quill-Marsh"),
        ("By Ada Quill, Odo Brink and Mia Roth, Port Aldane", "Ada Quill, Odo Brink and Mia Roth"),
        ("By Ada Quill in Port Aldane", "Ada Quill"),
        ("By our own correspondent", ""),
        ("By Staff Reporter", ""),
        ("Par Anne-Laure de Rive, envoyée spéciale", "Anne-Laure de Rive"),
        ("Por José Ortega y Casas, Vigo", "José Ortega y Casas"),
        ("Von unserer Redaktion", ""),
        ("Door Jan-Willem van der Plas", "Jan-Willem van der Plas"),
    ],
)
def test_a_byline_names_its_authors_whole_and_nobody_else(line: str, author: str) -> None:
    assert facts(f"Boats to stay in port\n\n{line}\n\n3 May 2023\n\n{LOCAL['en']}", "a.txt").author == author


@pytest.mark.parametrize(
    ("top", "kind"),
    [
        ("COMMENT\n\nLet the boats sail", "opinion"),
        ("Kommentar\n\nLasst die Boote fahren", "opinion"),
        ("Opinion | Let the boats sail", "opinion"),
        ("Opinion polls are wrong about the port", "news report"),
    ],
)
def test_only_a_heading_that_says_so_makes_an_opinion(top: str, kind: str) -> None:
    assert facts(f"{top}\n\nBy Ada Quill\n\n3 May 2023\n\n{LOCAL['en']}", "a.txt").kind == kind


RECORD = "\n\nMs Quill: We met at nine in the harbour office.\n\nMr Vask: So we did, and nobody was late for once.\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        # the name of a body, who presides and who is there are no titles
        (("ISLE ASSEMBLY OF THE NORTH", "Hearing on the Tolls of the Sound", "June 5, 2024"), 1),
        (
            (
                "Ausschuss für Hafen und Zoll",
                "Kurzprotokoll der 4. Sitzung",
                "2. März 2023",
                "Vorsitz: Abg. Ada Quill (Hafen)",
            ),
            1,
        ),
        # a long line sums up what the one above it is the title of
        (
            (
                "Северный берег",
                "«Лёд не лжёт»",
                "Гляциолог Ада Квилл — о дорогах, которые тают раньше срока, и о том, кто и когда должен их закрывать",
                "15 марта 2024 года",
            ),
            1,
        ),
        (("The tolls of the Sound will rise", "June 5, 2024"), 0),
    ],
)
def test_what_a_record_is_called_is_told_from_who_met_and_who_presided(head: tuple[str, ...], title: int) -> None:
    reading = read_content(("\n\n".join(head) + RECORD).encode(), "a.txt")
    assert reading.document.facts.title == head[title]


def test_the_day_of_a_dateline_without_its_year_is_inferred() -> None:
    report = "Tolls rise\n\nPORT CITY, Sept 12 (SNA) - The tolls will rise, the harbour master said on Thursday."
    found = {fact.name: fact for fact in read_content(f"{report} {PROSE}".encode(), "a.txt").facts}
    assert (found["date"].value, found["date"].certainty) == ("--09-12", Certainty.INFERRED)


def test_who_is_named_above_the_date_of_an_opinion_signs_it() -> None:
    text = f"The Marsh Herald\n\nComment\n\nThe bench stays\n\nAda Quill\n\n9 August 2023\n\n{PROSE}\n\n{PROSE}"
    document = read_content(text.encode(), "a.txt").document
    assert document.facts.kind == "opinion"
    assert [actor.name for actor in document.new_actors] == ["Ada Quill"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (("Board on Tolls", "BT/3/SR.2", "Third Panel (Sea Walls)", "Summary record of the 2nd meeting"), 3),
        (("SALT AND OARS", "Episode 7: The toll under the pier"), 1),
        (("Le Courrier de l'Anse", "« Un banc n'est pas un quai »"), 1),
        (
            (
                "PRESSEMITTEILUNG Nr. 7/2024",
                "Fraktion Freie Küste im Landtag von Isel",
                "Quill: Weniger Zölle, aber klare",
            ),
            2,
        ),
        (("Landtag von Isel", "Plenarprotokoll 3/12", "12. Sitzung", "Beginn: 9.03 Uhr"), 1),
    ],
)
def test_the_name_of_a_body_or_programme_above_a_title_is_none(head: tuple[str, ...], title: int) -> None:
    text = "\n\n".join((*head, "Held on 4 June 2024", PROSE, PROSE))
    found = {fact.name: fact for fact in read_content(text.encode(), "a.txt").facts}
    assert found["title"].value == head[title]


@pytest.mark.parametrize(
    "head",
    [
        ("COMMENT", "Who mends the bench?", "Ada Quill-Ferris"),
        ("Comment", "The bench stays", "Ada Quill-Ferris"),
        ("Opinions · mercredi 12 juin 2024", "Le banc reste", "Par Ada Quill-Ferris"),
        ("Meinungen | Die Bank bleibt stehen", "Die Bank bleibt", "Von Ada Quill-Ferris"),
    ],
)
def test_who_is_named_below_the_title_of_an_opinion_signs_it(head: tuple[str, ...]) -> None:
    document = read_content("\n\n".join((*head, PROSE, PROSE)).encode(), "a.txt").document
    assert document.facts.kind == "opinion"
    assert [actor.name for actor in document.new_actors] == ["Ada Quill-Ferris"]


@pytest.mark.parametrize(
    ("head", "told", "name", "aliases"),
    [
        (
            ("PRESSEMITTEILUNG Nr. 7/2024", "Fraktion Freie Küste im Landtag von Isel", "Quill: Weniger Zölle"),
            "Die Fraktion hält einen solchen Zoll weder für bezahlbar noch für ehrlich.",
            *("Fraktion Freie Küste im Landtag von Isel", ("Fraktion Freie Küste",)),
        ),
        (
            ("INSTITUTO DOS BANCOS", "NOTA À IMPRENSA", "Banco da Ponta reabre a 2 de maio"),
            "O Instituto dos Bancos entende que os bancos devem continuar abertos.",
            *("Instituto dos Bancos", ()),
        ),
    ],
)
def test_the_body_that_issues_a_press_release_is_an_actor(
    head: tuple[str, ...], told: str, name: str, aliases: tuple[str, ...]
) -> None:
    document = read_content("\n\n".join((*head, PROSE, told)).encode(), "a.txt").document
    assert document.facts.kind == "press release"
    body = next(actor for actor in document.new_actors if actor.kind is ActorKind.ORGANISATION)
    assert (body.name, body.aliases) == (name, aliases)
    assert body.key in [one.actor for one in document.facts.participants]
