"""The page of pictures: what is painted, told at hover, opened, and read back from files."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.analysis.timeline import Point
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.picture import Spot, as_png, as_svg
from desktop.qt.views.picture_timeline import TimelinePicture
from desktop.qt.views.pictures_page import PicturesPage

from .test_matrix_model import ids

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> PicturesPage:
    found = PicturesPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def spots(page: PicturesPage) -> list[Spot]:
    assert page.picture is not None
    return page.picture.spots


def count(image: QImage, name: str) -> int:
    color = theme.color(name).rgb()
    return sum(image.pixel(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_stance_over_time_has_a_line_for_each_actor(page: PicturesPage, qtbot: QtBot) -> None:
    assert [spot.told() for spot in spots(page)] == [
        "Elbar Nim\n2024-04: 1 favor, 1 against, 0 neutral",
        "Ordun Vask\n2024-04: 1 favor, 1 against, 0 neutral",
    ]
    image = page.view.canvas.grab(spots(page)[0].rect.toAlignedRect()).toImage()
    assert count(image, "favor") > 60
    assert count(image, "against") > 60
    qtbot.mouseClick(page.options["lines"].button("both"), LEFT)
    assert len(spots(page)) == 3
    qtbot.mouseClick(page.options["step"].button("year"), LEFT)
    assert spots(page)[0].told().split("\n")[1].startswith("2024: ")


def test_time_passes_evenly_and_undated_claims_stand_at_its_end() -> None:
    points = [Point(period, 1, 0, 1, 0, 0) for period in ("2023-11", "2024-02", "")]
    picture = TimelinePicture(points, "month", lambda _: "Ana")
    lefts = [spot.rect.left() for spot in picture.spots]
    pitch = lefts[2] - lefts[1]
    assert lefts[1] - lefts[0] == pytest.approx(3 * pitch)


def test_similarity_is_told_in_cells_and_in_a_tree(page: PicturesPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button("likeness"), LEFT)
    told = {str(spot.told()) for spot in spots(page)}
    assert "Ordun Vask and Elbar Nim: 0.50" in told
    assert len(told) == 4
    assert not page.options["step"].isVisible()
    qtbot.mouseClick(page.options["measure"].button("jaccard"), LEFT)
    assert "Ordun Vask and Elbar Nim: 0.33" in {str(spot.told()) for spot in spots(page)}


def test_a_bar_of_a_strip_opens_its_claim(page: PicturesPage, session: Session, qtbot: QtBot) -> None:
    page.choose("strips")
    claims = {claim.id: claim for claim in session.claims()}
    assert {spot.claim_id for spot in spots(page)} == set(claims)
    spot = spots(page)[0]
    point = spot.rect.center().toPoint()
    with qtbot.waitSignal(page.claim_opened) as opened:
        qtbot.mouseDClick(page.view.canvas, LEFT, pos=point)
    assert opened.args == [1, spot.claim_id]
    help_event = QHelpEvent(QEvent.Type.ToolTip, point, page.view.canvas.mapToGlobal(point))
    QApplication.sendEvent(page.view.canvas, help_event)
    assert claims[spot.claim_id].quote in QToolTip.text()
    QApplication.sendEvent(page.view.canvas, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))


def test_a_filter_and_an_edit_draw_anew(page: PicturesPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    session.tag(1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.NEUTRAL)
    qtbot.waitUntil(lambda: len(spots(page)) == 3)
    page.filters.bar.set_filter(ClaimFilter(stances=(Stance.NEUTRAL,)))
    qtbot.waitUntil(lambda: len(spots(page)) == 1)
    page.filters.bar.set_filter(ClaimFilter(text="absent"))
    qtbot.waitUntil(page.nothing.isVisible)
    assert not page.save_button.isEnabled()


@pytest.mark.parametrize("kind", ["time", "likeness", "strips"])
def test_a_saved_svg_holds_the_words_and_is_the_same_each_time(page: PicturesPage, kind: str) -> None:
    page.choose(kind)
    assert page.picture is not None
    written = as_svg(page.picture)
    assert written == as_svg(page.picture)
    root = ElementTree.fromstring(written)
    words = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert page.picture.title[:20] in words
    assert ("Élbar papers" if kind == "strips" else "Ordun Vask") in words
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    assert (width, height) == pytest.approx((page.picture.size.width(), page.picture.size.height()), abs=0.01)


def test_a_file_is_written_where_the_dialog_says_and_in_light_colours(
    page: PicturesPage, session: Session, tmp_path: Path, qtbot: QtBot, light: QApplication
) -> None:
    asked: list[str] = []
    answers = [tmp_path / "picture.png", tmp_path / "picture.svg", None]

    def answer(_parent: QWidget, suggestion: str) -> Path | None:
        asked.append(suggestion)
        return answers[len(asked) - 1]

    page._dialogs.save_picture = answer
    theme.apply(light, "dark")
    for _ in answers:
        qtbot.mouseClick(page.save_button, LEFT)
    assert asked[0] == str(tmp_path / "small-time.svg")
    image = QImage(str(tmp_path / "picture.png"))
    assert page.picture is not None
    assert image.width() == int(page.picture.size.width() * 2)
    assert image.pixelColor(3, image.height() - 3).name().upper() == theme.LIGHT.page
    assert theme.colors() is theme.DARK, "the window stays dark"
    assert (tmp_path / "picture.svg").read_bytes() == as_svg(page.picture)
    assert as_png(page.picture) == (tmp_path / "picture.png").read_bytes()
