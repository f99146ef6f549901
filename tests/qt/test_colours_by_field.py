"""Highlights coloured by a field of the project's own: in the text, the legend, the menu, and at the next start."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField, find
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads

from .test_projects import open_window

WORDS = "we want the bridge over the river"
VALUES = ("cost", "faith", "law")


def tagged(session: Session, owner: str = "claim") -> tuple[int, list[int]]:
    """Return a document of four claims, of which the last has nothing in the field Frame, and these."""
    text = "\n\n".join([WORDS] * 4)
    session.do(edits.documents.add_documents, [CodedDocument("a.txt", Facts(title="Four"), text)])
    number = max(one.id for one in session.read(reads.project.documents))
    claims = [
        session.read(
            edits.claims.tag,
            NewClaim(number, Span(at * (len(WORDS) + 2), at * (len(WORDS) + 2) + len(WORDS)), (1,), 1, Stance.FAVOR),
        )
        for at in range(4)
    ]
    session.do(edits.own_fields.make, OwnField(owner, "Frame", "one", choices=VALUES))
    return number, claims


def give(session: Session, claim: int, value: str) -> None:
    field = find(session.own_fields("claim"), "Frame")
    assert session.done(edits.own_fields.set_value, field, [claim], value)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_value_has_its_colour_in_the_text_and_what_has_none_has_no_ground(
    session: Session, qapp: QApplication, scheme: str
) -> None:
    theme.apply(qapp, scheme)
    number, claims = tagged(session)
    for claim, value in zip(claims, VALUES, strict=False):
        give(session, claim, value)
    colors = ClaimColors(session)
    assert colors.choose("claim:Frame") == "claim:Frame"
    pane = Pane(PaneDocument(session, number, session), colors, 13.0)
    pane.resize(700, 400)
    pane.show()

    def looks() -> list[tuple[QColor, bool]]:
        image: QImage = pane.view.viewport().grab().toImage()
        found = []
        for one in pane.view.placed():
            for claim in pane.model.marks.overlapping(one.block.position(), one.block.position() + 1):
                (rect,) = one.rects(*pane.model.marks.span(claim))
                line = image.pixelColor(round(rect.left()) + 1, round(rect.bottom()) - 1)
                ground = image.pixelColor(round(rect.right()) - 2, round(rect.top()) + 2)
                found.append((line, ground != theme.color("page")))
        return found

    seen = looks()
    assert [line for line, _ground in seen] == [colors.of_value(value) for value in (*VALUES, "")]
    assert len({line.name() for line, _ground in seen}) == 4
    assert [ground for _line, ground in seen] == [True, True, True, False]
    # what is written meanwhile is painted
    give(session, claims[3], "cost")
    assert looks()[3] == looks()[0]
    theme.apply(qapp, "light")


def test_a_field_of_topics_and_one_of_actors_colour_what_they_are_of(session: Session, qapp: QApplication) -> None:
    number, claims = tagged(session, "topic")
    session.do(edits.own_fields.make, OwnField("actor", "Party"))
    for place in ("topic:Frame", "actor:Party"):
        field = find([*session.own_fields("topic"), *session.own_fields("actor")], place)
        assert session.done(edits.own_fields.set_value, field, [1], "law")
        colors = ClaimColors(session)
        colors.choose(place)
        assert [colors.value(PaneDocument(session, number, session), one) for one in claims] == ["law"] * 4
    assert colors.choose("claim:Nothing") == "stance"


def test_the_menu_offers_fields_and_the_choice_outlasts_a_start(
    session: Session, tmp_path: "object", qtbot: QtBot
) -> None:
    del tmp_path
    window = open_window(session.path, qtbot)
    number, claims = tagged(window.session)
    window.desk.open(number)
    give(window.session, claims[0], "faith")

    def offered(menu: QMenu) -> list[str]:
        menu.aboutToShow.emit()
        return [action.text() for action in menu.actions() if action.text()]

    menus = [one for one in window.actions_by_key["color_stance"].associatedObjects() if isinstance(one, QMenu)]
    assert len(menus) == 2
    for menu in menus:
        assert offered(menu)[-1] == "Colour by Frame"
        # once, however often it is opened
        assert offered(menu).count("Colour by Frame") == 1
    menus[0].actions()[-1].trigger()
    assert window.desk.colors.by == "claim:Frame"
    assert window.top_bar._color.text() == "Colour: Frame"
    assert [words for _mark, words, _color in window.top_bar.legend._entries] == ["(none)", *VALUES]
    assert not window.actions_by_key["color_stance"].isChecked()
    assert window.settings.get(keys.COLOR_BY) == "claim:Frame"
    # a field that goes leaves the stances
    field = find(window.session.own_fields("claim"), "Frame")
    assert window.session.done(edits.own_fields.delete, field)
    assert window.desk.colors.by == "stance"
    assert window.actions_by_key["color_stance"].isChecked()
    window.session.undo()
    assert window.desk.colors.by == "claim:Frame"
    window.actions_by_key["color_topic"].trigger()
    assert window.desk.colors.by == "topic"
