"""The picture of a large network at rest, painted in slices: no frame waits for it, and then each is a copy of it."""

import time
from collections.abc import Hashable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from desktop.qt import theme
from desktop.qt.findings.picture_network import NetworkPicture

# of fewer ties the picture is painted at once, whatever is painted
MANY_TIES = 700


class StillNetwork:
    """What stands below the head of a network's picture, as one image of the screen's pixels.

    Attributes:
        key: what it is of; of anything else it tells nothing.
        pixmap: what is painted.
        is_done: whether all of it is.
    """

    def __init__(self, picture: NetworkPicture, key: Hashable, ratio: float) -> None:
        """Begin it; *ratio* is how many pixels of the screen one of the picture has."""
        self.key = key
        size = picture.size * ratio
        self.pixmap = QPixmap(QSize(int(size.width()) + 1, int(size.height()) + 1))
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(theme.color("page"))
        self._picture = picture
        self._strokes = picture.strokes()
        self.is_done = False

    def go_on(self, seconds: float) -> None:
        """Paint for about so long."""
        end = time.monotonic() + seconds
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._picture.room)
        painter.setFont(self._picture.font)
        for paint in self._strokes:
            paint(painter)
            if time.monotonic() >= end:
                break
        else:
            self.is_done = True
        painter.end()


def is_large(picture: NetworkPicture) -> bool:
    """Tell whether a picture takes longer than a frame may."""
    return len(picture.drawing.ties) > MANY_TIES


def key_of(picture: NetworkPicture, ratio: float) -> Hashable:
    """Return what tells whether a picture is painted as it was."""
    places = tuple(picture.places)
    chosen = (picture.chosen, picture.chosen_tie)
    look = (picture.zoom, picture.shift.toTuple(), picture.size.toTuple(), ratio)
    return id(picture), places, chosen, look, theme.color("page").name(), theme.color("favor").name()
