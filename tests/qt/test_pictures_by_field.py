"""Pictures grouped by a field of the project's own: chosen by the menu, painted, saved, and gone with the field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project import lookup, opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.picture import as_svg
from desktop.qt.findings.picture_strips import StripsPicture
from desktop.qt.findings.pictures_page import PicturesPage
from desktop.qt.messages import Messages
from desktop.qt.parts.field_choices import FieldChoices
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits
from desktop.store.database import Database

LEFT = Qt.MouseButton.LeftButton
PARTIES = ("Reds", "Blues")
TEXT = "Harbours must stay open. Tolls should go. Nobody objected. The bridge is dear."
# of each claim: words, actor, topic, stance, and its frames
SAID = (
    ("Harbours", 1, 1, Stance.FAVOR, "cost; law"),
    ("Tolls", 2, 2, Stance.AGAINST, "cost"),
    ("Nobody", 1, 2, Stance.FAVOR, "law"),
    ("bridge", 3, 1, Stance.AGAINST, ""),
)


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> Iterator[PicturesPage]:
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        edits.documents.add_documents(db, [CodedDocument("a.txt", Facts(title="A speech", date="2024-05"), TEXT)])
        for key in ("ana", "bo", "cy"):
            edits.codebook.add(db, "actor", key.title(), key=key)
        for key in ("harbour", "toll"):
            edits.codebook.add(db, "topic", key.title(), key=key)
        edits.own_fields.make(db, OwnField("claim", "Frame", "several", choices=("law", "cost")))
        edits.own_fields.make(db, OwnField("actor", "Party", "one", choices=PARTIES))
        for number, party in enumerate((PARTIES[0], *PARTIES), 1):
            edits.own_fields.set_value(db, lookup.own_field(db, "Party"), [number], party)
        for words, actor, topic, stance, frames in SAID:
            at = TEXT.index(words)
            claim = NewClaim(1, Span(at, at + len(words)), (actor,), topic, stance, own=(("Frame", frames),))
            edits.claims.tag(db, claim)
    session = Session(Messages())
    session.open(path)
    found = PicturesPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    found.resize(1024, 560)
    with qtbot.waitExposed(found):
        found.show()
    yield found
    session.close()


def told(page: PicturesPage) -> list[str]:
    assert page.picture is not None
    return [spot.text() for spot in page.picture.spots]


def by_menu(page: PicturesPage, option: str, words: str) -> None:
    """Choose a field in the menu beside the buttons; opening it is what fills it."""
    choices = page.options[option]
    assert isinstance(choices, FieldChoices)
    choices.more.choices.aboutToShow.emit()
    next(one for one in choices.more.choices.actions() if one.text() == words).trigger()
    assert words.casefold() in choices.more.text().casefold()


def test_lines_over_time_are_those_of_a_field_until_another_is_chosen_or_it_is_gone(
    page: PicturesPage, qtbot: QtBot
) -> None:
    by_menu(page, "by", "Frame")
    lines = {"law\n2024-05: 2 favor, 0 against, 0 neutral", "cost\n2024-05: 1 favor, 1 against, 0 neutral"}
    assert {*told(page)} == {*lines, "(none)\n2024-05: 0 favor, 1 against, 0 neutral"}
    assert page.picture is not None
    assert ">Frame<" in as_svg(page.picture).decode()
    assert not any(page.options["by"].button(one).isChecked() for one in ("actor", "topic", "both"))
    # the table behind it is grouped alike
    key, request = page.shown_table(Request())
    with Database(page._session.path, read_only=True) as db:
        rows = ENTRIES[key].make(db, request).rows
    assert [row[:5] for row in rows] == [
        ("2024-05", "law", 2, 0, 0),
        ("2024-05", "cost", 1, 1, 0),
        ("2024-05", "(none)", 0, 1, 0),
    ]
    by_menu(page, "by", "Party")
    assert {line.split("\n")[0] for line in told(page)} == {"Reds", "Blues"}
    qtbot.mouseClick(page.options["by"].button("topic"), LEFT)
    assert {line.split("\n")[0] for line in told(page)} == {"Harbour", "Toll"}
    by_menu(page, "by", "Frame")
    page._session.do(edits.own_fields.delete, lookup.own_field(page._session.database, "Frame"))
    qtbot.waitUntil(lambda: {line.split("\n")[0] for line in told(page)} == {"Ana", "Bo", "Cy"})
    assert page.options["by"].button("actor").isChecked()


def test_parties_are_alike_by_what_their_members_say(page: PicturesPage) -> None:
    page.choose("likeness")
    by_menu(page, "lines", "Party")
    # Reds: harbour in favor, toll in favor, toll against; Blues: harbour against
    assert {*told(page)} == {
        f"{one} and {other}: {1 if one == other else 0}.00" for one in PARTIES for other in PARTIES
    }
    by_menu(page, "lines", "Frame")
    # law: harbour and toll in favor; cost: harbour in favor, toll against
    assert "law and cost: 0.50" in told(page)
    choices = page.options["lines"]
    assert isinstance(choices, FieldChoices)
    assert not {"Topic", "Theme"} & {one.text() for one in choices.more.choices.actions()}, "by these they are compared"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_strips_have_the_colours_of_a_field_and_tell_them(page: PicturesPage, light: QApplication, scheme: str) -> None:
    theme.apply(light, scheme)
    page.choose("strips")
    by_menu(page, "color", "Party")
    assert page.picture is not None
    image = page.view.canvas.grab().toImage()
    colors = {}
    for spot, (words, actor, *_rest) in zip(
        page.picture.spots, sorted(SAID, key=lambda one: TEXT.index(one[0])), strict=True
    ):
        assert words in spot.text()
        assert spot.text().endswith(PARTIES[actor == 3])
        rect = spot.rect.toAlignedRect()
        colors.setdefault(PARTIES[actor == 3], set()).add(image.pixelColor(rect.right() - 3, rect.center().y()).name())
    assert [len(one) for one in colors.values()] == [1, 1]
    assert len(set.union(*colors.values())) == 2
    svg = as_svg(page.picture).decode()
    assert all(f">{party}<" in svg for party in PARTIES)
    theme.apply(light, "light")


def test_strips_are_sorted_and_headed_by_a_field_of_documents(page: PicturesPage) -> None:
    session = page._session
    others = [
        CodedDocument(name, Facts(title=name, publisher=publisher), TEXT + name)
        for name, publisher in (("b.txt", "Herald"), ("c.txt", "Gazette"), ("d.txt", "Herald"))
    ]
    session.do(edits.documents.add_documents, others)
    field = OwnField("document", "Leaning", "one", choices=("right", "left"))
    session.do(edits.own_fields.make, field)
    field = lookup.own_field(session.database, "Leaning")
    for number, value in ((1, "left"), (2, "right"), (4, "left")):
        session.do(edits.own_fields.set_value, field, [number], value)
    for number in (2, 4):
        session.do(edits.claims.tag, NewClaim(number, Span(0, 9), (1,), 1, Stance.FAVOR))
    page.choose("strips")

    def shown() -> tuple[list[int], list[str]]:
        drawn = page.picture
        assert isinstance(drawn, StripsPicture)
        return [strip.document_id for strip in drawn._strips], [words for _top, words in drawn.headings]

    assert shown() == ([1, 2, 3, 4], [])
    by_menu(page, "order", "Leaning")
    choices = page.options["order"]
    assert isinstance(choices, FieldChoices)
    offered = {one.text() for one in choices.more.choices.actions()} - {""}
    assert offered == {"Set", "Publisher", "Kind", "Year", "Month", "Week", "Leaning"}
    heads = [
        "Leaning · right: 1 document, 1 claim",
        "Leaning · left: 2 documents, 5 claims",
        "Leaning · (none): 1 document, 0 claims",
    ]
    assert shown() == ([2, 1, 4, 3], heads)
    assert page.picture is not None
    # the strips below a heading stand below it, and above the next one
    tops = [top for top, _words in page.picture.headings]  # type: ignore[attr-defined]
    places = {spot.document_id: spot.rect.top() for spot in page.picture.spots}
    assert tops[0] < places[2] < tops[1] < places[1] < places[4] < tops[2]
    svg = as_svg(page.picture).decode()
    assert all(f">{words}<" in svg for words in heads)
    by_menu(page, "order", "Publisher")
    assert shown()[0] == [3, 2, 4, 1]
    by_menu(page, "order", "Leaning")
    session.do(edits.own_fields.delete, field)
    page.catch_up()
    assert shown() == ([1, 2, 3, 4], [])


def test_nodes_of_a_network_have_the_colours_of_a_field_and_are_those_of_one(page: PicturesPage) -> None:
    page.choose("network", mode="one", ties="ignore")
    panel = page.network
    offered = [panel.boxes["color"].itemText(at) for at in range(panel.boxes["color"].count())]
    assert offered == ["codebook", "organisation", "country", "theme", "Party"]
    panel.choose(color="actor:Party")
    drawn = {node.name: node for node in panel.view.drawing.nodes}
    assert [drawn[name].told for name in ("Ana", "Bo", "Cy")] == ["Reds", "Reds", "Blues"]
    assert drawn["Ana"].color == drawn["Bo"].color != drawn["Cy"].color
    assert panel.view.drawing.colors == ((drawn["Ana"].color, "Reds"), (drawn["Cy"].color, "Blues"))
    at = [node.name for node in panel.view.drawing.nodes].index("Cy")
    image = panel.view.grab().toImage()
    middle = panel.view.picture.at(at) * panel.view.scale
    assert image.pixelColor(middle.toPoint()).name() == theme.color(drawn["Cy"].color).name()
    assert panel.view.node_words(at).endswith("(Blues)")
    # what is told of one field stays while another network is chosen, and goes with the field
    panel.choose(mode="two", rows="actor:Party", color="")
    assert {node.name for node in panel.view.drawing.nodes} == {"Reds", "Blues", "Harbour", "Toll"}
    assert panel.view.drawing.title == "Network of Party and topics"
    page._session.do(edits.own_fields.delete, lookup.own_field(page._session.database, "Party"))
    page.catch_up()
    assert {node.name for node in panel.view.drawing.nodes} == {"Ana", "Bo", "Cy", "Harbour", "Toll"}


def test_nodes_of_a_network_have_shapes_by_a_field_which_the_legend_tells(page: PicturesPage) -> None:
    session = page._session
    edits_of = lookup.own_field(session.database, "Party")
    session.do(edits.own_fields.set_value, edits_of, [2], "")
    page.choose("network", mode="two", ties="ignore", isolates="yes")
    panel = page.network
    assert {node.form for node in panel.view.drawing.nodes} == {"round", "square"}
    panel.choose(marks="actor:Party")
    drawn = {node.name: node for node in panel.view.drawing.nodes}
    assert {name: node.form for name, node in drawn.items()} == {
        **{"Ana": "diamond", "Bo": "round", "Cy": "triangle"},
        **{"Harbour": "square", "Toll": "square"},
    }
    legend = [words for _sign, words in panel.view.picture.signs]
    assert legend[:4] == ["actor without a value", "topic", "Reds", "Blues"]
    assert panel.view.node_words([*drawn].index("Cy")).endswith("(Blues)")
    assert "E–I, Party" not in panel.figures.values, "of two kinds of nodes there is none"
    svg = as_svg(panel.view.on_paper(900)).decode()
    assert all(f">{words}<" in svg for words in legend[:4])
    # the forms are painted: corners of a square are filled, of a diamond not, and each has its middle
    image = panel.view.grab().toImage()
    picture, scale = panel.view.picture, panel.view.scale
    page_color = theme.color("page").name()
    for name, corner in (("Harbour", True), ("Ana", False), ("Cy", False)):
        at = [*drawn].index(name)
        middle, far = picture.at(at) * scale, picture.radius(at) * scale * 0.72
        # names and ties may be near: a corner counts as free where one of the four is
        corners = {
            image.pixelColor(round(middle.x() + x * far), round(middle.y() + y * far)).name() == page_color
            for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1))
        }
        assert (True in corners) is not corner, name
        assert image.pixelColor(middle.toPoint()).name() != page_color
    panel.choose(mode="one")
    assert panel.figures.values["ei_actor:Party"].text()
    session.do(edits.own_fields.delete, lookup.own_field(session.database, "Party"))
    page.catch_up()
    assert {node.form for node in panel.view.drawing.nodes} == {"round"}
    assert panel.value["marks"] == "kind"
