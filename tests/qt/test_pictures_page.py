"""The page of pictures: what is painted, told at hover, opened, and read back from files."""

import xml.etree.ElementTree as ElementTree
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.member import Member
from desktop.analysis.comparison.pictured import Point
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.picture import PAPER, Spot, as_png, as_svg
from desktop.qt.findings.picture_timeline import TimelinePicture
from desktop.qt.findings.pictures_page import PicturesPage
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.qt.settings import Settings

from .test_matrix_model import ids
from .window_kit import tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> PicturesPage:
    found = PicturesPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def line(name: str) -> tuple[Member, ...]:
    return (Member(0, name, name),)


def spots(page: PicturesPage) -> list[Spot]:
    assert page.picture is not None
    return page.picture.spots


def count(image: QImage, name: str) -> int:
    color = theme.color(name).rgb()
    return sum(image.pixel(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_stance_over_time_has_a_line_for_each_actor(page: PicturesPage, qtbot: QtBot) -> None:
    assert [spot.text() for spot in spots(page)] == [
        "Elbar Nim\n2024-04: 1 favor, 1 against, 0 neutral",
        "Ordun Vask\n2024-04: 1 favor, 1 against, 0 neutral",
    ]
    image = page.view.canvas.grab(spots(page)[0].rect.toAlignedRect()).toImage()
    assert count(image, "favor") > 60
    assert count(image, "against") > 60
    qtbot.mouseClick(page.options["by"].button("both"), LEFT)
    assert len(spots(page)) == 3
    qtbot.mouseClick(page.options["step"].button("year"), LEFT)
    assert spots(page)[0].text().split("\n")[1].startswith("2024: ")


def test_time_passes_evenly_and_undated_claims_stand_at_its_end() -> None:
    points = [Point(period, line("Ana"), CellCounts(1, 0, 0)) for period in ("2023-11", "2024-02", "")]
    picture = TimelinePicture(points, "month", attrgetter("name"))
    lefts = [spot.rect.left() for spot in picture.spots]
    pitch = lefts[2] - lefts[1]
    assert lefts[1] - lefts[0] == pytest.approx(3 * pitch)


def test_weeks_pass_evenly_over_the_turn_of_a_year_of_53() -> None:
    points = [Point(period, line("Ana"), CellCounts(1, 0, 0)) for period in ("2020-W52", "2021-W01", "2021-W02")]
    picture = TimelinePicture(points, "week", attrgetter("name"))
    lefts = [spot.rect.left() for spot in picture.spots]
    # between them is the 53rd of 2020
    assert lefts[1] - lefts[0] == pytest.approx(2 * (lefts[2] - lefts[1]))
    assert "2021-W02: 1 favor" in str(picture.spots[2].text())


def test_similarity_is_told_in_cells_and_in_a_tree(page: PicturesPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button("likeness"), LEFT)
    told = {str(spot.text()) for spot in spots(page)}
    assert "Ordun Vask and Elbar Nim: 0.50" in told
    assert len(told) == 4
    assert not page.options["step"].isVisible()
    qtbot.mouseClick(page.options["measure"].button("jaccard"), LEFT)
    assert "Ordun Vask and Elbar Nim: 0.33" in {str(spot.text()) for spot in spots(page)}


def test_a_bar_of_a_strip_opens_its_claim(page: PicturesPage, session: Session, qtbot: QtBot) -> None:
    page.choose("strips")
    claims = {claim.id: claim for claim in session.claims()}
    assert {spot.claim_id for spot in spots(page)} == set(claims)
    spot = spots(page)[0]
    point = spot.rect.center().toPoint()
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.mouseDClick(page.view.canvas, LEFT, pos=point)
    assert opened.args == [GotoClaim(1, spot.claim_id)]
    help_event = QHelpEvent(QEvent.Type.ToolTip, point, page.view.canvas.mapToGlobal(point))
    QApplication.sendEvent(page.view.canvas, help_event)
    assert claims[spot.claim_id].quote in QToolTip.text()
    QApplication.sendEvent(page.view.canvas, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))


def test_a_filter_and_an_edit_draw_anew(page: PicturesPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.NEUTRAL)
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
    assert root.attrib["width"] == str(int(page.picture.size.width()))
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
    assert Path(asked[0]).name == "small-time.svg"
    assert asked[1] == str(tmp_path / "small-time.svg"), "where one was last"
    image = QImage(str(tmp_path / "picture.png"))
    assert page.picture is not None
    assert image.width() == int(PAPER * 2), "as wide as a page, whatever the window has"
    assert image.pixelColor(3, image.height() - 3).name().upper() == theme.LIGHT.page
    assert theme.colors() is theme.DARK, "the window stays dark"
    before = [(tmp_path / name).read_bytes() for name in ("picture.svg", "picture.png")]
    answers[:] = [*answers, tmp_path / "again.svg", tmp_path / "again.png"]
    theme.apply(light, "light")
    page.resize(1700, 500)
    QApplication.processEvents()
    for _ in range(2):
        qtbot.mouseClick(page.save_button, LEFT)
    assert [(tmp_path / name).read_bytes() for name in ("again.svg", "again.png")] == before


def test_a_picture_takes_the_room_that_there_is_and_its_head_stays_in_sight(page: PicturesPage) -> None:
    for kind in ("time", "likeness", "strips"):
        page.choose(kind)
        for width in (900, 1500):
            page.resize(width, 260)
            QApplication.processEvents()
            assert page.picture is not None
            assert width - 40 <= page.picture.size.width() <= width, (kind, width)
        bar = page.view.verticalScrollBar()
        head = page.view.viewport().grab(page.view.viewport().rect().adjusted(0, 0, -20, -100)).toImage()
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        if bar.maximum() > 4:
            seen = page.view.viewport().grab(page.view.viewport().rect().adjusted(0, 0, -20, -100)).toImage()
            top = int(page.picture.head) - 2
            assert seen.copy(0, 0, 800, top) == head.copy(0, 0, 800, top), kind
        bar.setValue(0)


def many(lines: int) -> TimelinePicture:
    names = ["Ana", "The long name of a committee for the affairs of three provinces and a harbour", "Bo"]
    points = [
        Point(
            f"20{20 + at // 12}-{at % 12 + 1:02}",
            line(f"{names[at % lines % 3]} {at % lines}"),
            CellCounts(at % 4, at % 3, at % 2),
        )
        for at in range(60)
    ]
    return TimelinePicture(points, "month", attrgetter("name"))


def test_names_of_periods_do_not_touch_and_no_words_leave_the_picture(light: QApplication) -> None:
    for picture in (many(3), many(20)):
        root = ElementTree.fromstring(as_svg(picture))
        assert "sans-serif" in as_svg(picture).decode(), "another family where the shipped one is not installed"
        width = picture.size.width()
        ends: dict[float, float] = {}
        for node in root.iter("{http://www.w3.org/2000/svg}text"):
            x, y = float(node.attrib["x"]), float(node.attrib["y"])
            words = "".join(node.itertext())
            end = x + picture.metrics.horizontalAdvance(words)
            assert -0.5 <= x <= end <= width + 0.5, words
            if words[:2] == "20" and words[4:5] == "-":
                assert x > ends.get(y, 0.0) + 3, words
                ends[y] = end
        assert len(ends) == 2, "above and below"


def test_the_side_of_a_bar_is_told_without_colour(light: QApplication) -> None:
    picture = TimelinePicture(
        [Point("2024", line("a1"), CellCounts(4, 0, 0)), Point("2024", line("a2"), CellCounts(0, 4, 0))],
        "year",
        attrgetter("name"),
    )
    image = QImage.fromData(as_png(picture)).convertToFormat(QImage.Format.Format_Grayscale8)
    ground = image.pixelColor(4, image.height() - 4).lightness()

    def dark(spot: Spot, upper: bool) -> int:
        rect = spot.rect
        middle = int(rect.center().x() * 2)
        low, high = (rect.top(), rect.center().y() - 2) if upper else (rect.center().y() + 2, rect.bottom())
        column = range(int(low * 2), int(high * 2))
        return sum(ground - image.pixelColor(middle, y).lightness() > 60 for y in column)

    favor, against = picture.spots
    assert dark(favor, True) > 20 > dark(favor, False) == 0
    assert dark(against, False) > 20 > dark(against, True) == 0


def test_a_picture_is_as_large_as_the_interface(page: PicturesPage, light: QApplication, qtbot: QtBot) -> None:
    theme.apply(light, "light", theme.TypeChoice(interface=1.5))
    page.refresh()
    assert page.picture is not None
    canvas = page.view.canvas
    assert canvas.size() == (page.picture.size * 1.5).toSize()
    assert canvas.width() <= page.view.width()
    rect = spots(page)[0].rect
    large = QRectF(rect.topLeft() * 1.5, rect.size() * 1.5)
    image = canvas.grab(large.toAlignedRect()).toImage()
    assert count(image, "favor") > 120
    point = large.center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, point, canvas.mapToGlobal(point)))
    assert QToolTip.text() == spots(page)[0].text()
