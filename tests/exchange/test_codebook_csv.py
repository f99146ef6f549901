import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.memberships import Membership
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind, Codebook, Topic
from desktop.exchange.codebook import COLUMNS, read_codebook_csv, write_codebook_csv
from desktop.exchange.readers.source import SourceFile
from tests.exchange import PROPERTY

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["=SUM(A1)", "'=x", "＝1", "'＠x", "\n-1", "; ", "a;b", "\\", "a\\;b", "\r\n", '"', "@x", "\t", "😀"]
)
aliases = st.lists(words.map(str.strip).filter(bool), max_size=3).map(tuple)
names = words.filter(str.strip)


@PROPERTY
@given(names, words, words, aliases, aliases, st.sampled_from(ActorKind), st.sampled_from(["", "#0072b2", "#ABCDEF"]))
def test_what_is_written_is_read_back(
    name: str, text: str, other: str, first: tuple[str, ...], second: tuple[str, ...], kind: ActorKind, color: str
) -> None:
    belongs = Membership("tarn", "2022-03", "", one_line(text))
    codebook = Codebook(
        (
            Actor("tarn", name, kind, text, other, text, "", first, color, text, other, uuid=other),
            Actor("ordun", name, kind, parent="tarn", aliases=second, memberships=(belongs,)),
        ),
        (Topic("trade", name, text, other, text, other, text, "", second, color, uuid=text),),
    )
    assert read_codebook_csv(SourceFile(write_codebook_csv(codebook), "c.csv")).codebook == codebook


def test_the_columns_are_fixed_and_risky_texts_are_guarded() -> None:
    data = write_codebook_csv(Codebook((Actor("a", "=A", aliases=("x;y", "z")),), (Topic("t", "T", "P"),)))
    assert data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["entry"], row["name"], row["kind"], row["aliases"]) for row in rows] == [
        ("actor", "'=A", "person", "x\\;y; z"),
        ("topic", "T", "", ""),
    ]


def test_columns_that_are_left_out_are_not_given_and_empty_cells_are() -> None:
    found = read_codebook_csv(SourceFile(b"key,entry,name,definition,kind\na,actor,A,,\nt,topic,T,D,\n", "c.csv"))
    assert found.codebook == Codebook((Actor("a", "A"),), (Topic("t", "T", definition="D"),))
    assert found.given == {
        ("actor", "a"): frozenset({"key", "name", "definition"}),
        ("topic", "t"): frozenset({"key", "name", "definition"}),
    }


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", r"^c\.csv: The table is empty; "),
        ("key,name\n", r"^c\.csv has no column “entry”; a codebook needs the columns entry, key and name\.$"),
        ("entry,key,name,colour\n", r"^c\.csv has the unknown column “colour”; the columns are entry, key, "),
        ("entry,key,name\nship,a,A\n", r"^c\.csv: row 2 is neither actor nor topic; "),
        ("entry,key,name,kind\ntopic,a,A,person\n", r"^c\.csv: row 2 is a topic and has no kind; empty that cell\.$"),
        (
            "entry,key,name,example\nactor,a,A,x\n",
            r"^c\.csv: row 2 is an actor and has no example; empty that cell\.$",
        ),
        ("entry,key,name\nactor,A B,A\n", r"needs a key of lower-case letters"),
        ("entry,key,name\nactor,a, \n", r"^c\.csv: actor “a” has no name"),
        ("entry,key,name\nactor,a,A\nactor,a,B\n", r"^c\.csv: actor “a” is there twice"),
        ("entry,key,name,kind\nactor,a,A,ship\n", r"unknown kind “ship”"),
        ("entry,key,name,parent\nactor,a,A,b\n", r"has the parent “b”, which is not in the codebook"),
        ("entry,key,name,parent\nactor,a,A,b\nactor,b,B,a\n", r"go round in a circle"),
    ],
)
def test_a_table_that_is_no_codebook_is_refused_in_a_sentence(table: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_codebook_csv(SourceFile(table.encode(), "c.csv"))
