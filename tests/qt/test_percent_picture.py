"""The percent in favor over time, as it is painted."""

from operator import attrgetter

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.member import Member
from desktop.analysis.comparison.pictured import Point
from desktop.core import scale
from desktop.qt import theme
from desktop.qt.findings.picture import as_png
from desktop.qt.findings.picture_percent import PercentPicture

ADA = (Member(0, "ada", "Ada"),)
POINTS = [
    Point("2024-01", ADA, CellCounts(3, 0, 0)),
    Point("2024-02", ADA, CellCounts(0, 2, 4)),
    Point("2024-03", ADA, CellCounts(0, 0, 1)),
    Point("2024-04", ADA, CellCounts(1, 2, 0)),
]


def picture(points: list[Point]) -> PercentPicture:
    return PercentPicture(points, "month", attrgetter("name"), 900, "Actor")


@pytest.mark.usefixtures("light")
def test_each_period_stands_at_its_percent_and_says_of_how_many(qapp: QApplication) -> None:
    drawn = picture(POINTS)
    told = [spot.tip.rpartition(": ")[2] for spot in drawn.spots]
    assert told == ["100 % (n = 3)", "0 % (n = 2)", "undefined (n = 0)", "33 % (n = 3)"]
    image = QImage.fromData(as_png(drawn))
    ratio = image.width() / drawn.size.width()
    marks = [(theme.color("favor"), -1), (theme.color("against"), 1), (None, 0), (theme.color("against"), 1)]
    for spot, (color, side) in zip(drawn.spots, marks, strict=True):
        middle = spot.rect.center()
        found = [
            y
            for y in range(round(spot.rect.top() * ratio), round(spot.rect.bottom() * ratio))
            if color is not None and image.pixelColor(round(middle.x() * ratio), y) == color
        ]
        assert bool(found) == (side != 0)
        assert all((y - middle.y() * ratio) * side > 0 for y in found)


@pytest.mark.usefixtures("light")
def test_on_another_scale_the_sides_are_those_of_the_values(qapp: QApplication) -> None:
    scale.use(scale.KNOWN["five"])
    keys = [step.key for step in scale.in_use().steps]
    counts = CellCounts.of(["strongly favor", "favor", "against", "neutral", scale.NOT_CODED])
    assert "strongly favor" in keys
    assert (round(counts.percent or 0), counts.sided) == (67, 3)
    (spot,) = picture([Point("2024-01", ADA, counts)]).spots
    assert spot.tip.endswith("67 % (n = 3)")
