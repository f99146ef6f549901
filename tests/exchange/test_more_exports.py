"""Exports of more press databases, texts whose fields have no border, and tables without a head."""

import textwrap
from pathlib import Path

import pytest

from desktop.core.columns import ColumnChoices
from desktop.exchange.documents import Reading, read_content, read_document
from desktop.exchange.readers.sheets import look_at
from desktop.exchange.recognition import find_files

SAID = (
    "The harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared.",
    "Nobody could say what the fares would be, and the mayor of the isle did not want to guess in public.",
)
BODY = "\n\n".join(SAID)


def read(folder: Path, content: str, name: str = "export.txt") -> list[Reading]:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return [read_document(one.path) for one in find_files([path])]


def factiva(title: str, author: str, number: int) -> str:
    return (
        f"SE News\nHD {title}\nBY By {author}\nWC 212 words\nPD {number} March 2022\n"
        "SN Isle Wire\nSC ISLEW\nLA English\n"
        f"CY (c) 2022, Isle Wire\n\nLP\n{SAID[0]}\n\nTD\n{SAID[1]}\n\nIN i74 : Shipping\nPUB Isle House\n"
        f"AN Document ISLEW0000202203{number:02}ehae00000\n\n"
    )


def wiso(title: str, number: int, count: int) -> str:
    return (
        f"Dokument {number} von {count}\n\n{title}\n\nInselbote vom 1{number}.03.2022, S. 3\n\nQuelle:\tInselbote\n"
        f"Ausgabe:\t1{number}.03.2022\nRessort:\tLokales\nAutor:\tA. Lund\n\n{BODY}\n\n"
        f"Dokumentnummer:\tINB_1{number}032022001\n"
        "Alle Rechte vorbehalten: (c) Inselverlag\n\n____________________________________________________________\n\n"
    )


def newsbank(title: str, number: int) -> str:
    return (
        f"Isle Courier\nMarch {number}, 2022\nSection: Local\nEdition: Final\nPage: B1\n\n{title}\n"
        f"Author: Ada Lund, Staff Writer\nDateline: HVAR\n\nArticle Text:\n\n{BODY}\n\n"
        f"Copyright (c) 2022 Isle Courier\nRecord Number: 2203{number:02}00\n\n\n"
    )


def nexis(title: str, number: int) -> str:
    return (
        f"{title}\n\nLe Courrier de l’Île\n\nmardi {number} mars 2022\n\n"
        "Copyright 2022 Le Courrier de l’Île Tous droits réservés\n\n"
        f"Section: ÎLE; Pg. 4\n\nLongueur: 112 mots\n\nAuteur: Ada Lund\n\nCorps\n\n{BODY}\n\n"
        "Date de chargement: 20 mars 2022\n\nFin du document\n\n"
    )


@pytest.mark.parametrize(
    ("content", "publisher"),
    [
        (factiva("Fares: who pays?", "Ada Lund", 11) + factiva("Crews stay ashore", "Ada Lund", 12), "Isle Wire"),
        (wiso("Fares: who pays?", 1, 2) + wiso("Crews stay ashore", 2, 2), "Inselbote"),
        (newsbank("Fares: who pays?", 11) + newsbank("Crews stay ashore", 12), "Isle Courier"),
        (nexis("Fares: who pays?", 11) + nexis("Crews stay ashore", 12), "Le Courrier de l’Île"),
    ],
    ids=["factiva", "wiso", "newsbank", "nexis"],
)
def test_the_articles_of_an_export_are_documents_with_its_fields(tmp_path: Path, content: str, publisher: str) -> None:
    found = read(tmp_path, content)
    facts = [one.document.facts for one in found]
    assert [one.title for one in facts] == ["Fares: who pays?", "Crews stay ashore"]
    assert [one.date for one in facts] == ["2022-03-11", "2022-03-12"]
    assert {one.publisher for one in facts} == {publisher}
    assert {one.author.removesuffix(", Staff Writer") for one in facts} <= {"Ada Lund", "A. Lund"}
    for one in found:
        # the text and nothing else; no field is a speaker
        title, *paragraphs = one.document.text.split("\n\n")
        assert title == one.document.facts.title
        assert paragraphs == [*SAID]
        assert one.document.new_actors == ()
        assert sum(left.words for left in one.left_out) > 5


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("talk.md", "Title: The gate\nAuthor: Ada Lund\nDate: 11 March 2022\n\n"),
        ("talk.md", "# The gate\n\nDate:: 2022-03-11\nAuthor:: [[Ada Lund]]\n\n"),
        ("talk.org", "#+TITLE: The gate\n#+AUTHOR: Ada Lund\n#+DATE: <2022-03-11 Fri>\n\n"),
        ("talk.rst", "========\nThe gate\n========\n\n:Author: Ada Lund\n:Date: 2022-03-11\n\n"),
    ],
)
def test_fields_without_a_border_are_facts(name: str, above: str) -> None:
    reading = read_content(f"{above}{BODY}\n".encode(), name)
    facts = reading.document.facts
    assert (facts.title, facts.author, facts.date, facts.date_certainty) == (
        "The gate",
        "Ada Lund",
        "2022-03-11",
        "stated",
    )


def test_a_note_above_a_text_is_no_field() -> None:
    reading = read_content(f"Note: this was taken down by hand.\nPlace: the harbour.\n\n{BODY}\n".encode(), "talk.md")
    assert "this was taken down by hand" in reading.document.text


def test_a_table_without_a_head_loses_no_row(tmp_path: Path) -> None:
    rows = [("Ada Lund", SAID[0], "2022-03-11"), ("Ben Ost", SAID[1], "2022-03-12")]
    path = tmp_path / "a.csv"
    path.write_text("".join(f'{who},"{words}",{day}\n' for who, words, day in rows))
    look = look_at(path, ColumnChoices())
    assert look is not None
    assert (look.head, look.count) == (("column 1", "column 2", "column 3"), 2)
    found = [read_document(one.path).document for one in find_files([path])]
    assert [one.text for one in found] == [*SAID]
    assert [one.facts.date for one in found] == ["2022-03-11", "2022-03-12"]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("SPEECH\n\nThe last barge of all\n\nHvar, 11 March 2022\n\n", "The last barge of all"),
        ("S P E E C H\n\nThe last barge of all\n\nHvar, 11 March 2022\n\n", "The last barge of all"),
        (
            "CHECK AGAINST DELIVERY\n\nEMBARGOED UNTIL 10:00 ON 11 MARCH\n\nThe last barge of all\n\n11 March 2022\n\n",
            "The last barge of all",
        ),
        ("The last barge of all\n\nБеоград, 11. марта 2022. године\n\n", "The last barge of all"),
        ("Fares: who pays?\n\nBy Ada Lund, 11 March 2022\n\n", "Fares: who pays?"),
        ("Update: the barge is gone\n\n11 March 2022\n\n", "Update: the barge is gone"),
    ],
)  # fmt: skip
def test_what_a_text_is_and_where_and_when_it_was_are_no_titles(above: str, title: str) -> None:
    facts = read_content(f"{above}{BODY}\n\n{BODY}\n".encode(), "talk.txt").document.facts
    assert facts.title == title
    assert facts.publisher == ""
    assert facts.author in ("", "Ada Lund")


def test_the_day_of_a_record_may_stand_behind_its_month() -> None:
    facts = read_content(f"La barca\n\nJulio 11 de 2022\n\n{BODY}\n".encode(), "talk.txt").document.facts
    assert facts.date == "2022-07-11"


def test_a_page_with_lines_of_a_width_has_paragraphs() -> None:
    first, second = textwrap.wrap(SAID[0], 60)
    lines = "\n".join(f"{first}\n{second} It was late,\nand nobody stayed.\n" for _ in range(4))
    above = "ISLE BOARD\nHVAR\n\n11 March 2022\n\n   THE LAST BARGE OF ALL\n\n"
    text = read_content(f"<html><body><pre>\n{above}{lines}\n</pre></body></html>".encode(), "a.html").document.text
    assert text.split("\n\n")[:2] == ["ISLE BOARD", "HVAR"]
    assert text.count(f"{SAID[0]} It was late, and nobody stayed.") == 4


def test_a_fact_has_no_joined_letters_and_is_not_encoded_twice() -> None:
    page = (
        "<html><head><title>The ﬁrst oﬃce</title><meta property='og:site_name' content='ZÃ¼rcher Bote'></head><body>"
        f"<article><h1>The ﬁrst oﬃce</h1><p>{SAID[0]}</p><p>{SAID[1]}</p></article></body></html>"
    )
    facts = read_content(page.encode(), "a.html").document.facts
    assert facts.title == "The first office"
    assert facts.publisher == "Zürcher Bote"


@pytest.mark.parametrize("name", ["Speech Lund 11 Mar 2022.txt", "Rede_Lund_11. März 2022.txt"])
def test_the_day_in_a_files_name_may_have_its_month_in_words(name: str) -> None:
    facts = read_content(f"{BODY}\n".encode(), name).document.facts
    assert (facts.date, facts.date_certainty) == ("2022-03-11", "guessed")
    assert read_content(f"{BODY}\n".encode(), "Platform 5 March.txt").document.facts.date == ""
