"""The network among the pictures: what is painted, chosen by mouse and keys, dragged, and read back from files."""

import random
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.layout import Layout
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings import network_panel
from desktop.qt.findings.network_view import NetworkView
from desktop.qt.findings.picture import as_png, as_svg
from desktop.qt.findings.picture_network import Drawing, DrawnNode, DrawnTie, NetworkPicture
from desktop.qt.findings.pictures_page import PicturesPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings

from .test_matrix_model import ids
from .window_kit import tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> PicturesPage:
    topics, actors = ids(session)
    # one against what another is for
    for at, stance in enumerate((Stance.AGAINST, Stance.AGAINST, Stance.FAVOR)):
        tag_claim(session, 1, Span(at, at + 9), (actors["tarn"],), topics["trade"], stance)
    found = PicturesPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    found.choose("network")
    return found


def number(view: NetworkView, key: str) -> int:
    return next(at for at, node in enumerate(view.drawing.nodes) if node.end[1] == key)


def point(view: NetworkView, key: str) -> QPoint:
    return (view.picture.at(number(view, key)) * view.scale).toPoint()


def listed(page: PicturesPage) -> set[int]:
    return set(page.network.evidence.model.claim_ids())


def held(session: Session, actor: str = "", topic: str = "") -> set[int]:
    topics, actors = ids(session)
    return {
        claim.id
        for claim in session.claims()
        if (not actor or actors[actor] in claim.actor_ids) and (not topic or claim.topic_id == topics[topic])
    }


def tie(view: NetworkView, one: str, other: str) -> DrawnTie:
    ends = {number(view, one), number(view, other)}
    return next(found for found in view.drawing.ties if {found.one, found.other} == ends)


def test_signs_of_ties_are_painted_in_colour_and_as_strokes(page: PicturesPage) -> None:
    view = page.network.view
    assert tie(view, "tarn", "trade").sign == -1
    image = view.grab().toImage()
    one, other = (QPointF(point(view, key)) for key in ("tarn", "trade"))
    # along the tie the colour comes and goes
    ink = theme.color("against")
    seen = "".join(
        "x" if abs(image.pixelColor((one + (other - one) * at / 200).toPoint()).red() - ink.red()) < 40 else " "
        for at in range(30, 170)
    )
    assert len(seen.split()) > 2, seen
    words = {text for _sign, text in view.picture.signs}
    assert {"actor", "topic", "against, or conflict (dashed)"} <= words


def test_a_click_on_a_node_or_a_tie_shows_its_claims(page: PicturesPage, session: Session, qtbot: QtBot) -> None:
    view = page.network.view
    qtbot.mouseClick(view, LEFT, pos=point(view, "tarn"))
    assert listed(page) == held(session, "tarn")
    assert page.network.evidence.title.text() == session.actors()[ids(session)[1]["tarn"]].name
    middle = (QPointF(point(view, "tarn")) + QPointF(point(view, "trade"))) / 2
    qtbot.mouseClick(view, LEFT, pos=middle.toPoint())
    assert listed(page) == held(session, "tarn", "trade")
    qtbot.mouseClick(view, LEFT, pos=QPoint(6, view.height() - 6))
    assert listed(page) == set()
    with qtbot.waitSignal(page.wanted):
        qtbot.mouseClick(view, LEFT, pos=point(view, "tarn"))
        page.network.evidence.list.setCurrentIndex(page.network.evidence.list.first())
        qtbot.keyClick(page.network.evidence.list, Qt.Key.Key_Return)


def test_keys_walk_from_node_to_node_and_along_ties_to_the_claims(
    page: PicturesPage, session: Session, qtbot: QtBot
) -> None:
    view = page.network.view
    view.setFocus()
    seen = set()
    for key in [Qt.Key.Key_Home] + [Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up] * 6:
        qtbot.keyClick(view, key)
        node = view.drawing.nodes[view.picture.chosen]
        seen.add(node.end)
        assert view.accessibleDescription().startswith(f"{node.name}: "), "a screen reader says it"
    assert len(seen) > 2
    for _node in view.drawing.nodes:
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        seen.add(view.drawing.nodes[view.picture.chosen].end)
    assert seen == {node.end for node in view.drawing.nodes}
    view.choose([("actor", "tarn")])
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert view.accessibleDescription().startswith(f"{session.actors()[ids(session)[1]['tarn']].name} and ")
    assert "2 against" in view.accessibleDescription().replace("against 2", "2 against")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.network.evidence.list.hasFocus()
    qtbot.keyClick(page.network.evidence.list, Qt.Key.Key_Escape)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert listed(page) == set()


def test_a_node_stays_where_it_is_dragged_to_and_where_edits_find_it(
    page: PicturesPage, session: Session, qtbot: QtBot
) -> None:
    view = page.network.view
    start, end = point(view, "tarn"), QPoint(view.width() - 60, view.height() - 40)
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, start + QPoint(20, 20))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, LEFT, pos=end)
    assert (point(view, "tarn") - end).manhattanLength() < 6
    place = view.arrangement()["actor", "tarn"]
    topics, actors = ids(session)
    tag_claim(session, 1, Span(3, 17), (actors["tarn"],), topics["trade"], Stance.NEUTRAL)
    qtbot.waitUntil(lambda: "neutral" in tie(view, "tarn", "trade").told)
    assert view.arrangement()["actor", "tarn"] == pytest.approx(place, abs=0.5)


def test_the_wheel_looks_closer_at_what_is_below_it_and_0_shows_all(page: PicturesPage, qtbot: QtBot) -> None:
    view = page.network.view
    before, zoom = point(view, "tarn"), view.picture.zoom
    for _ in range(3):
        event = QWheelEvent(
            QPointF(before),
            view.mapToGlobal(QPointF(before)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)
    assert view.picture.zoom == pytest.approx(zoom * 1.25**3)
    assert (point(view, "tarn") - before).manhattanLength() <= 2
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.picture.zoom == pytest.approx(zoom)
    qtbot.waitUntil(lambda: not view.picture.fast)


def test_windows_of_time_leave_nodes_where_they_are(session: Session, page: PicturesPage) -> None:
    panel, view = page.network, page.network.view
    whole = dict(view.arrangement())
    panel.choose(spell="1 month|")
    assert panel.slider.isVisible()
    assert panel.window_name.text() == "2024-04"
    assert all(place == pytest.approx(whole[end], abs=0.01) for end, place in view.arrangement().items())
    assert "2024-04" in view.picture.title
    what, request = page.shown_table(network_panel.Request())
    assert (what, request.options["window"], request.options["shape"]) == ("network_two", "1 month", "ties")
    panel.choose(spell="|")
    assert not panel.slider.isVisible()


@pytest.mark.parametrize(
    ("mode", "rows", "ties", "title"),
    [
        ("one", "actor", "subtract", "Network of actors, tied by topics"),
        ("one", "topic", "congruence", "Network of topics, tied by actors"),
        ("cooccurrence", "topic", "document", "Co-occurrence of topics"),
        ("two", "organisation", "ignore", "Network of organisations and topics"),
    ],
)
def test_each_kind_of_network_is_that_of_its_table(
    page: PicturesPage, session: Session, mode: str, rows: str, ties: str, title: str
) -> None:
    panel = page.network
    panel.choose(mode=mode)
    panel.choose(rows=rows)
    panel.choose(ties=ties, size="degree")
    what, request = page.shown_table(network_panel.Request())
    table = network_panel.ENTRIES[what].make(session.database, request)
    heads = [column.key for column in table.columns]
    drawn = {
        frozenset(":".join(panel.view.drawing.nodes[at].end) for at in (one.one, one.other)): one.weight
        for one in panel.view.drawing.ties
    }
    rows_of = [dict(zip(heads, row, strict=True)) for row in table.rows]
    assert drawn == {frozenset((str(row["source"]), str(row["target"]))): row["weight"] for row in rows_of}
    assert panel.view.picture.title == title


def test_what_repeats_itself_and_what_chance_would_do_are_chosen_beside_the_ties(
    page: PicturesPage, session: Session
) -> None:
    panel = page.network
    boxes = panel.boxes
    assert (boxes["duplicates"].isVisible(), boxes["significance"].isVisible()) == (True, False)
    topics, actors = ids(session)
    # the same again, elsewhere in the document
    tag_claim(session, 1, Span(20, 29), (actors["tarn"],), topics["trade"], Stance.AGAINST)
    panel.choose(ties="ignore")
    before = tie(panel.view, "tarn", "trade").weight
    panel.choose(ties="ignore", duplicates="document")
    alone = tie(panel.view, "tarn", "trade").weight
    assert alone < before
    panel.view.choose([("actor", "tarn"), ("topic", "trade")])
    assert len(listed(page)) == alone, "only what counts is listed"
    _what, request = page.shown_table(network_panel.Request())
    assert request.options["duplicates"] == "document"
    panel.choose(mode="cooccurrence", rows="topic", ties="document", significance="0.001")
    assert (boxes["duplicates"].isVisible(), boxes["significance"].isVisible()) == (False, True)
    assert panel.request()[1].options["significance"] == "0.001"
    assert "all that stand together" in panel.nothing.text(), "so few claims tell nothing of chance"
    panel.choose(ties="overlap")
    assert [boxes["significance"].itemData(at) for at in range(boxes["significance"].count())] == ["none"]


def test_the_figures_of_the_whole_stand_beside_it_with_their_sources(page: PicturesPage, session: Session) -> None:
    panel = page.network
    panel.choose(mode="one", rows="actor", ties="subtract")
    what, request = page.shown_table(network_panel.Request())
    table = network_panel.ENTRIES[what].make(
        session.database, replace(request, options={**request.options, "shape": "figures"})
    )
    told = {column.key: cell for column, cell in zip(table.columns, table.rows[0], strict=True) if cell is not None}
    shown = panel.figures.values
    assert {name: value.text() for name, value in shown.items()} == {
        name: network_panel.number_words(value) for name, value in told.items()
    }
    assert {"ties", "coordination", "smaller_camp"} <= {*shown}
    assert "Aref and Wilson" in shown["coordination"].toolTip()
    panel.view.choose([panel.view.drawing.nodes[0].end])
    assert not panel.figures.isVisible(), "the claims of a node have its place"


def test_nodes_without_a_tie_are_kept_where_that_is_chosen(page: PicturesPage, session: Session) -> None:
    panel = page.network
    panel.choose(mode="one", rows="actor", ties="subtract", least="1000")
    assert not panel.view.drawing.nodes
    panel.choose(isolates="yes")
    assert {node.end[1] for node in panel.view.drawing.nodes} == {one.key for one in session.actors().values()}
    assert panel.view.isVisible()


def test_a_filter_that_nothing_meets_is_told_where_the_network_was(page: PicturesPage, qtbot: QtBot) -> None:
    page.filters.bar.set_filter(ClaimFilter(text="absent"))
    qtbot.waitUntil(page.network.nothing.isVisible)
    assert "no claim meets the filter" in page.network.nothing.text()
    assert not page.save_button.isEnabled()
    page.filters.bar.set_filter(ClaimFilter())
    qtbot.waitUntil(page.network.view.isVisible)
    assert page.save_button.isEnabled()


def test_a_network_of_many_claims_is_made_beside_the_window(
    page: PicturesPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    before = page.network.view.drawing
    monkeypatch.setattr(network_panel, "AT_ONCE", 0)
    page.network.choose(mode="one")
    qtbot.waitUntil(lambda: not page.busy)
    assert page.network.view.drawing != before
    page.network.choose(mode="two", spell="1 month|")
    qtbot.waitUntil(lambda: not page.busy)
    assert {*page.network.view.drawing.nodes} <= {*before.nodes}
    page.network.choose(spell="|")
    qtbot.waitUntil(lambda: not page.busy)
    assert page.network.view.drawing == before


def test_files_hold_the_names_and_are_the_same_each_time(page: PicturesPage, session: Session) -> None:
    picture = page.network.view.on_paper(1120)
    written = as_svg(picture)
    assert written == as_svg(page.network.view.on_paper(1120))
    root = ElementTree.fromstring(written)
    words = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert session.actors()[ids(session)[1]["tarn"]].name in words
    assert picture.title in words
    image = QImage.fromData(as_png(picture))
    assert (image.width(), image.height()) == (2240, round(picture.size.height() * 2))


def drawing(nodes: int, ties: int, seed: int = 1) -> Drawing:
    chance = random.Random(seed)
    pairs = chance.sample([*combinations(range(nodes), 2)], ties)
    return Drawing(
        "Network",
        tuple(
            DrawnNode(("actor", str(at)), f"Actor number {at}", "round", "", chance.random(), 1) for at in range(nodes)
        ),
        tuple(DrawnTie(one, other, 1.0, chance.choice((-1, 0, 1)), chance.random()) for one, other in pairs),
        "size: claims; width: weight",
    )


def test_names_do_not_cover_each_other_and_stay_in_the_room(light: QApplication) -> None:
    shown = drawing(120, 400)
    layout = Layout(120, [(tie.one, tie.other, 1.0) for tie in shown.ties])
    layout.finish()
    picture = NetworkPicture(shown, [*zip(layout.x, layout.y, strict=True)], 1000, 640)
    as_png(picture)
    boxes = []
    for at, side in picture._sides.items():
        corner = picture._corner(at, picture.at(at), side, picture._small.height())
        boxes.append(QRectF(*corner, picture._name(at).size().width(), picture._small.height()))
    assert len(boxes) > 25
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert all(picture.room.contains(box) for box in boxes)


def test_the_same_network_comes_to_rest_in_the_same_places(qtbot: QtBot, light: QApplication) -> None:
    shown = drawing(90, 200)
    views = [NetworkView(), NetworkView()]
    for view in views:
        qtbot.addWidget(view)
        # that of more nodes comes to rest in slices
        with qtbot.waitSignal(view.rested, timeout=30_000):
            view.show_drawing(shown, shown)
    assert views[0].arrangement() == views[1].arrangement()
    places = views[0].arrangement()
    near = [far(places, tie.one, tie.other) for tie in shown.ties]
    every = [far(places, one, other) for one, other in combinations(range(90), 2)]
    assert sum(near) / len(near) < 0.85 * sum(every) / len(every), "who is tied stands nearer"


def far(places: object, one: int, other: int) -> float:
    assert isinstance(places, dict)
    (x, y), (right, down) = places["actor", str(one)], places["actor", str(other)]
    return float(abs(complex(x - right, y - down)))


def test_many_ties_at_rest_are_painted_in_slices_and_look_as_if_at_once(qtbot: QtBot, light: QApplication) -> None:
    # of so few nodes that they come to rest before they are seen
    shown = drawing(50, 900)
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show_drawing(shown, shown)
    with qtbot.waitExposed(view):
        view.show()
    for end in ([], [("actor", "7")]):
        view.choose(end)
        view.update()
        qtbot.waitUntil(lambda: not view.is_refining)
        direct = QImage(view.size(), QImage.Format.Format_RGB32)
        painter = QPainter(direct)
        painter.scale(view.scale, view.scale)
        view.picture.paint(painter)
        painter.end()
        grabbed = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert view._still is not None
        assert view._still.is_done
        # below the keyboard's frame
        inside = QRect(4, 4, 892, 540)
        assert grabbed.copy(inside) == direct.copy(inside), end
    # one of few ties is not that of many
    few = drawing(20, 30)
    view.show_drawing(few, few)
    before = view.grab().toImage()
    view._still = None
    assert view.grab().toImage() == before
