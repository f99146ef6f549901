"""The network among the pictures: what is chosen of it, its windows of time, and the claims behind a node or a tie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from textwrap import fill

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSlider, QStackedWidget, QToolButton, QWidget

from desktop.analysis.comparison.counts import CellCounts
from desktop.core import phrases, scale
from desktop.core.axes import field_of
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _, ngettext
from desktop.core.marks import MARKS, OTHER, ROUND, SQUARE, mark_of_kind
from desktop.core.own_fields import parted
from desktop.core.progress import Progress
from desktop.project.catalogue import ENTRIES
from desktop.project.network_figures import figure_of
from desktop.project.requests import Option, Request
from desktop.project.ties import SHAPE, DrawnNetwork, Node, ProjectNetwork, made_apart, make_drawn
from desktop.qt.background import Worker, later
from desktop.qt.findings.findings_page import Side, SidePanel
from desktop.qt.findings.network_view import NetworkView, number_words
from desktop.qt.findings.picture_network import Drawing, DrawnNode, DrawnTie, NodeEnd
from desktop.qt.parts.field_choices import own_places
from desktop.qt.parts.field_colors import OTHERS, FieldColors, color_name
from desktop.qt.parts.layouts import ground, hbox, label, splitter, tool, vbox
from desktop.qt.parts.one_row import FittingBox, OneRow
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store.reads.counts import ClaimPlace

# beyond these a picture tells nobody anything: the fullest nodes and the strongest ties
MOST_NODES, MOST_TIES = 250, 2500
# of more claims the network is made in another thread
AT_ONCE = 4000
MODES = {
    "two": ("network_two", N_("Actors and topics")),
    "one": ("network_one", N_("Who agrees, or is at odds")),
    "cooccurrence": ("network_together", N_("Co-occurrence")),
}
SIZES = {
    "claims": N_("claims"),
    "degree": N_("degree"),
    "strength": N_("strength"),
    "betweenness": N_("betweenness"),
    "closeness": N_("closeness"),
    "eigenvector": N_("eigenvector centrality"),
}
# length and step of windows, and what they are called
SPELLS = {
    "|": N_("all time"),
    "1 year|": N_("years"),
    "1 year|3 months": N_("years, every 3 months"),
    "6 months|": N_("6 months"),
    "3 months|": N_("3 months"),
    "3 months|1 month": N_("3 months, every month"),
    "1 month|": N_("months"),
    "2 weeks|1 week": N_("2 weeks, every week"),
    "1 week|": N_("weeks"),
    "30 days|10 days": N_("30 days, every 10 days"),
    "1 day|": N_("days"),
}
BACKBONES = ("", "0.5", "0.3", "0.2", "0.1", "0.05", "0.01")
# milliseconds of rest after a key
_REST = 300
# by what nodes may be coloured, beside own fields of theirs
COLORS = {"": N_("codebook"), "organisation": "", "country": "", "theme": ""}
# ties of a network whose figures are told with it
_COUNTED_AT_ONCE = 200
# of which a network has one
_EITHER = ("duplicates", "significance")
_TOLD = {
    "opposed": N_("opposed"),
    "together": N_("together"),
    "expected": N_("by chance"),
    "p": N_("p"),
    "q": N_("q"),
    "disparity": N_("disparity"),
}


class FigureList(QWidget):
    """Tell the figures of a whole network, each with what it says below the mouse and its source."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("networkFigures")
        self.values: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 6, 14, 12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)

    def tell(self, figures: object) -> None:
        """Show figures by their names, as `ProjectNetwork.figures` gives them, without those that mean nothing."""
        told = figures if isinstance(figures, dict) else {}
        self.values = {}
        while (item := self._grid.takeAt(0)) is not None:
            if (former := item.widget()) is not None:
                former.hide()
                former.deleteLater()
        known = {name: value for name, value in told.items() if value is not None}
        for at, (name, value) in enumerate(known.items()):
            figure = figure_of(name)
            words = (label(figure.word, "dim", wraps=True), label(number_words(value)))
            for column, one in enumerate(words):
                one.setToolTip(tip(fill(figure.about, 60)))
                self._grid.addWidget(one, at, column)
            words[1].setAccessibleName(f"{figure.word}: {words[1].text()}")
            self.values[name] = words[1]
        # what there is stands above, and the rest of the height stays free
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, int(row == len(known)))
        self._grid.setRowStretch(len(known), 1)


class NetworkPanel(QWidget):
    """Show a network of the claims that a filter lets through.

    Attributes:
        view: where it is painted.
        evidence: the claims behind what is chosen.

    Signals:
        changed(str): another network is shown; how large it is, in words.
    """

    changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._drawn: DrawnNetwork | None = None
        self._filter = ClaimFilter()
        self._worker = Worker(self)
        session.closing.connect(self._worker.stop)
        session.entered.connect(self._on_entered)
        self.view = NetworkView()
        self.evidence = SidePanel(session, _("Claims of a node or a tie"))
        self._about = label(role="dim", wraps=True, margins=(14, 12, 14, 6))
        self.figures = FigureList()
        self._counting = Worker(self)
        session.closing.connect(self._counting.stop)
        self.boxes = {
            "mode": self._box(_("Network"), {key: title for key, (_entry, title) in MODES.items()}),
            "rows": self._box(_("Nodes"), {}),
            "ties": self._box(_("Ties"), {}),
            "normalisation": self._box(_("Normalisation"), {}),
            "duplicates": self._box(_("Repetitions"), {}),
            "significance": self._box(_("Significance"), {}),
            "size": self._box(_("Size of nodes"), SIZES),
            "color": self._box(_("Colour of nodes"), {}),
            "marks": self._box(_("Shape of nodes"), {}),
            "backbone": self._box(_("Backbone, α"), {one: one or N_("none") for one in BACKBONES}),
            "isolates": self._box(_("Isolates"), {"": N_("left out"), "yes": N_("kept")}),
            "spell": self._box(_("Windows of time"), SPELLS),
        }
        self.least = QLineEdit()
        self.least.setAccessibleName(_("Least weight"))
        self.least.setPlaceholderText("0")
        self.least.setFixedWidth(48)
        self._rest = later(self, _REST, self.renew)
        self.least.textEdited.connect(lambda: self._rest.start())
        titles = {**{key: box.accessibleName() for key, box in self.boxes.items()}, "least": _("Least weight")}
        # in one row of a small window
        titles |= {"size": _("Size"), "color": _("Colour"), "marks": _("Shape")}
        fields: dict[str, QWidget] = {**self.boxes, "least": self.least}
        order = (
            "mode",
            "rows",
            "ties",
            "spell",
            "normalisation",
            *_EITHER,
            "size",
            "color",
            "marks",
            "least",
            "backbone",
            "isolates",
        )
        self._titled_fields = {key: self._titled(titles[key], fields[key]) for key in order}
        self._choices = OneRow(*self._titled_fields.values())
        # over the picture, of which a low window has little
        self.view.set_corner(self._look_buttons())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(_("Window of time"))
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.window_name = label(role="title")
        self._time = QWidget()
        hbox(self.window_name, (self.slider, 1), on=self._time, gap=12)
        self.slider.valueChanged.connect(self._on_window)
        self.nothing = label(role="dim", wraps=True, margins=(24, 24, 24, 24))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        bars = vbox(self._choices, self._time, margins=(12, 0, 12, 6), gap=6)
        side = ground("side")
        vbox((self.evidence, 1), self._about, (self.figures, 1), on=side, gap=0)
        side.setMinimumWidth(220)
        vbox(bars, (splitter((self._stack, 1), (side, 0), sizes=(900, 320)), 1), on=self, gap=0)
        self.view.chosen.connect(self._show_evidence)
        self.view.evidence_wanted.connect(self._focus_list)
        self.evidence.list.left.connect(self.view.setFocus)
        self._offer()
        self._show_evidence([])

    def _look_buttons(self) -> list[QToolButton]:
        """Return the buttons for what keys and the wheel do."""
        closer = tool("+", "pill", _("Closer (+, or the wheel)"), does=lambda: self.view.zoom(1.25))
        farther = tool("−", "pill", _("Farther away (−, or the wheel)"), does=lambda: self.view.zoom(0.8))
        closer.setAccessibleName(_("Closer"))
        farther.setAccessibleName(_("Farther away"))
        return [farther, closer, tool(_("Fit"), "pill", _("All nodes in sight (0)"), does=self.view.fit)]

    # what is chosen

    @property
    def value(self) -> dict[str, str]:
        """What is chosen, by the keys of the boxes."""
        return {**{key: str(box.currentData()) for key, box in self.boxes.items()}, "least": self.least.text()}

    def choose(self, **values: str) -> None:
        """Choose something of it, as the user would."""
        for key, value in values.items():
            if key == "least":
                self.least.setText(value)
                continue
            box = self.boxes[key]
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))
            # its words take other room, which nobody told it
            box.updateGeometry()
            self._offer()
        self.renew()

    def request(self) -> tuple[str, Request]:
        """Return the table of the network that is shown, and how it is wanted; a row for each tie."""
        value = self.value
        key, _title = MODES[value["mode"]]
        length, _bar, step = value["spell"].partition("|")
        options = {"rows": value["rows"], "normalisation": value["normalisation"], "threshold": value["least"]}
        options |= {"backbone": value["backbone"], "window": length, "step": step, "shape": "ties"}
        is_together = value["mode"] == "cooccurrence"
        options["within" if is_together else "aggregation"] = value["ties"]
        kept = "significance" if is_together else "duplicates"
        options[kept] = value[kept]
        options["marks"] = value["marks"]
        if value["isolates"]:
            options["isolates"] = value["isolates"]
        if value["size"] != "claims":
            options["measure"] = value["size"]
        return key, Request(self._filter.as_text(), options=options)

    @property
    def busy(self) -> bool:
        """Whether the network is still on its way."""
        return self._worker.busy or self._counting.busy or self.view.is_moving or self.view.is_refining

    def show_filter(self, chosen: ClaimFilter) -> None:
        """Show the network of the claims that a filter lets through."""
        self._filter = chosen
        self.renew()

    def tell_nothing(self, why: str) -> None:
        """Tell in the place of the network why there is none; empty where there is one."""
        drawn = self._drawn
        if why and drawn is not None and drawn.making.mentions and drawn.making.choices.is_sifted:
            why = _("No tie is left: take a lower least weight, or a larger α.")
            if drawn.making.choices.significance is not None:
                why = _("No tie is left: take a lower least weight, a larger α or q, or all that stand together.")
        self.nothing.setText(why)
        self._about.setVisible(not why and not self.evidence.isVisible())
        self.figures.setVisible(not why and not self.evidence.isVisible())
        self._stack.setCurrentIndex(1 if why else 0)

    def renew(self) -> None:
        """Make the network anew."""
        self._rest.stop()
        if not self._session.is_open:
            return
        # a field may be new, or gone
        self._offer()
        key, request = self.request()
        at = self._drawn.windows[self._drawn.at] if self._drawn is not None and self._drawn.windows else None
        whole = ENTRIES[key].completed(request)
        mentions = self._session.comparisons.mentions(self._filter)
        if len(mentions) <= AT_ONCE:
            self._worker.drop()
            drawn = self._session.messages.attempt(make_drawn, self._session.database, whole, at, mentions)
            if drawn is not None:
                self._show(drawn)
            return
        self._worker.drop()
        self._worker.ask(lambda: partial(made_apart, self._session.path, whole, at), self._on_made)

    def _on_made(self, result: object) -> None:
        if isinstance(result, UserError):
            self._session.messages.error(str(result))
        elif isinstance(result, DrawnNetwork):
            self._show(result)

    def _on_entered(self) -> None:
        self._worker.drop()
        self._counting.drop()
        self._drawn = None
        self.view.forget()

    def _box(self, title: str, choices: Mapping[str, str]) -> QComboBox:
        box = FittingBox()
        box.setAccessibleName(title)
        for value, words in choices.items():
            box.addItem(_(words), value)
        box.currentIndexChanged.connect(self._on_chosen)
        box.currentTextChanged.connect(lambda words: box.setToolTip(tip(words)))
        return box

    @staticmethod
    def _titled(title: str, field: QWidget) -> QWidget:
        found = QWidget()
        vbox(label(title, "dim"), field, on=found, gap=1)
        return found

    def _on_chosen(self) -> None:
        self._offer()
        self.renew()

    def _offer(self) -> None:
        """Offer what the network that is chosen has; what was chosen stays where it is among that."""
        mode = str(self.boxes["mode"].currentData())
        options = {option.key: option for option in ENTRIES[MODES[mode][0]].options}
        self._fill("rows", options["rows"])
        self._fill("ties", options["within" if mode == "cooccurrence" else "aggregation"])
        self._fill("normalisation", options["normalisation"])
        self._fill("marks", options["marks"])
        for key in _EITHER:
            if key in options:
                self._fill(key, options[key])
        self._choices.offer(
            [field for key, field in self._titled_fields.items() if key not in _EITHER or key in options]
        )
        places = [place for place in own_places(self._session) if options["rows"].takes(place)]
        self._fill_with("color", [(key, _(words) or field_of(key).called) for key, words in COLORS.items()], places)

    def _fill(self, key: str, option: Option) -> None:
        given = [(value, _(words)) for value, words in option.choices]
        places: list[str] = []
        if option.kind == "axis":
            places = [place for place in own_places(self._session) if option.takes(place)]
        rows = str(self.boxes["rows"].currentData())
        if key == "ties" and option.key == "within" and field_of(rows).base == "topic":
            # a claim has one topic
            given = [one for one in given if one[0] != "claim"]
        if key == "significance" and self.boxes["ties"].currentData() == "overlap":
            # what overlaps is in many pairs: chance cannot be told of it
            given = given[:1]
        self._fill_with(key, given, places)

    def _fill_with(self, key: str, given: list[tuple[str, str]], places: Sequence[str]) -> None:
        """Offer choices with their words, and behind them own fields by their places."""
        box = self.boxes[key]
        given = [*given, *((place, field_of(place).called) for place in places)]
        if [(str(box.itemData(at)), box.itemText(at)) for at in range(box.count())] == given:
            return
        before = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for value, words in given:
                box.addItem(words, value)
            first = "subtract" if key == "ties" and box.findData("subtract") >= 0 else given[0][0]
            box.setCurrentIndex(box.findData(before) if box.findData(before) >= 0 else box.findData(first))
        box.updateGeometry()

    # what is shown

    def _show(self, drawn: DrawnNetwork) -> None:
        self._drawn = drawn
        windows = drawn.windows
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(windows) - 1))
            self.slider.setValue(drawn.at)
        self._time.setVisible(bool(windows))
        title = _title(drawn)
        kept = _fullest(drawn.whole)
        whole, told = self._drawing(drawn.whole, title, kept)
        shown = whole
        if drawn.shown is not None:
            shown, told = self._drawing(drawn.shown, title, kept)
            name = windows[drawn.at].name
            self.window_name.setText(name.replace("_", " – "))
            self.slider.setToolTip(_("Window {at} of {count}").format(at=drawn.at + 1, count=len(windows)))
        self.view.show_drawing(shown, whole)
        self._count(drawn.shown or drawn.whole)
        self.changed.emit(told)

    def _count(self, network: ProjectNetwork) -> None:
        """Tell the figures of the whole beside it; of many ties they take a while."""
        self._counting.drop()
        if len(network.edges) <= _COUNTED_AT_ONCE:
            self.figures.tell(network.figures())
            return
        self.figures.tell({})
        self._counting.ask(lambda: lambda _progress: network.figures(), self.figures.tell)

    def _on_window(self, at: int) -> None:
        drawn = self._drawn
        if drawn is None or not drawn.windows:
            return

        def make(_progress: Progress) -> DrawnNetwork:
            return replace(drawn, at=at, shown=drawn.making.network(drawn.windows[at]))

        if len(drawn.making.mentions) <= AT_ONCE:
            self._show(make(lambda done, total: None))
        else:
            self._worker.drop()
            self._worker.ask(lambda: make, self._on_made)

    def _drawing(self, network: ProjectNetwork, title: str, kept: frozenset[NodeEnd]) -> tuple[Drawing, str]:
        """Return what is drawn of a network, and how large it is in words."""
        size = self.value["size"]
        nodes = [node for node in network.nodes() if (node.kind, node.key) in kept]
        color_of, colors = self._coloring(nodes)
        forms, unformed = self._forming(nodes)
        told_by = (self.value["color"], self.value["marks"])
        values = [float(node.facts.get(size, 0) or 0) for node in nodes]
        most = max(values, default=0.0) or 1.0
        drawn = tuple(
            DrawnNode(
                (node.kind, node.key),
                node.label,
                str(node.facts.get(SHAPE, mark_of_kind(node.kind))),
                color_of(node),
                value / most,
                value,
                _(", ").join(dict.fromkeys(str(node.facts[by]) for by in told_by if node.facts.get(by))),
            )
            for node, value in zip(nodes, values, strict=True)
        )
        numbers = {node.end: at for at, node in enumerate(drawn)}
        edges = [edge for edge in network.edges if edge.one in numbers and edge.other in numbers]
        # both sides may be as many: such a tie is there, and has no weight
        strongest = sorted(edges, key=lambda edge: -abs(edge.weight))[:MOST_TIES]
        heaviest = max((abs(edge.weight) for edge in strongest), default=0.0) or 1.0
        sign_of = _signs(self.value["mode"], self.value["ties"])
        ties = tuple(
            DrawnTie(
                numbers[edge.one],
                numbers[edge.other],
                edge.weight,
                sign_of(edge.weight, int(edge.facts.get("sign", 0))),
                abs(edge.weight) / heaviest,
                _told_words(edge.facts),
            )
            for edge in strongest
        )
        told = ngettext("{count} node", "{count} nodes", len(nodes)).format(count=len(nodes))
        if len(nodes) < len(network.graph.nodes):
            told = _("the {shown} fullest of {count} nodes").format(shown=len(nodes), count=len(network.graph.nodes))
        said = ngettext("{count} tie", "{count} ties", len(edges)).format(count=len(edges))
        if len(ties) < len(edges):
            said = _("the {shown} strongest of {count} ties").format(shown=len(ties), count=len(edges))
        meaning = _("size: {measure}; width: weight").format(measure=_(SIZES[size]))
        plain = _("stand together") if self.value["mode"] == "cooccurrence" else ""
        shown = Drawing(title, drawn, ties, meaning, plain, colors, forms, unformed)
        return shown, _("{nodes}, {ties}").format(nodes=told, ties=said)

    def _coloring(self, nodes: Sequence[Node]) -> tuple[Callable[[Node], str], tuple[tuple[str, str], ...]]:
        """Return what tells the colour of a node, and what the colours mean that there are."""
        by = self.value["color"]
        if not by:
            return lambda node: node.color, ()
        values = sorted({str(node.facts[by]) for node in nodes if node.facts.get(by)})
        if parted(by)[0]:
            named = FieldColors(self._session, by).named
            values.sort(key=lambda value: [*FieldColors(self._session, by).values, value].index(value))
        else:
            named = partial(color_name, values)
        base = field_of(by).base

        def color(node: Node) -> str:
            # nodes of another kind have none of it
            return named(str(node.facts.get(by, ""))) if field_of(node.kind).base == base else node.color

        found: dict[str, str] = {}
        for value in values:
            found.setdefault(named(value), value if named(value) != OTHERS else _("others"))
        return color, tuple(found.items())

    def _forming(self, nodes: Sequence[Node]) -> tuple[tuple[tuple[str, str], ...], str]:
        """Return what the shapes of nodes mean, and that of nodes which have no value of what gives them."""
        making = self._drawn.making if self._drawn is not None else None
        if making is None or not making.marked_by:
            return (), ""
        found: dict[str, list[str]] = {}
        for node in nodes:
            if value := making.mark_value(node):
                values = found.setdefault(str(node.facts[SHAPE]), [])
                values += [value] if value not in values else []
        order = {mark: at for at, mark in enumerate((*MARKS, OTHER))}
        marks = sorted(found, key=order.__getitem__)
        words = ((mark, found[mark][0] if mark != OTHER else _("others")) for mark in marks)
        return tuple(words), ROUND if field_of(making.marked_by).base == "actor" else SQUARE

    # what it rests on

    def _show_evidence(self, ends: Sequence[NodeEnd]) -> None:
        drawn = self._drawn
        self._about.setText("" if ends else _("Choose a node or a tie to see its claims; drag nodes where you like."))
        self._about.setVisible(not ends)
        self.figures.setVisible(not ends)
        self.evidence.setVisible(bool(ends))
        if drawn is None or not ends:
            self.evidence.show_side(Side(""), ())
            return
        window = drawn.windows[drawn.at] if drawn.windows else None
        claims = drawn.making.evidence(ends, window)
        names = {node.end: node.name for node in self.view.drawing.nodes}
        title = _(" and ").join(names[end] for end in ends)

        def source(documents: Sequence[int] | None) -> list[ClaimPlace]:
            # as they are now: an edit tells which documents it touched
            return [one for one in claims if documents is None or one[1] in documents]

        counts = CellCounts.of(one[2] for one in claims)
        side = Side(title, counts=counts, source=source)
        self.evidence.show_side(side, ("actor", "topic", "qualities"))

    def _focus_list(self) -> None:
        found = self.evidence.list
        if not found.currentIndex().isValid():
            found.setCurrentIndex(found.first())
        if self.evidence.model.rowCount():
            found.setFocus()


def _title(drawn: DrawnNetwork) -> str:
    choices = drawn.making.choices
    nodes, others = map(phrases.nodes_of, choices.fields)
    if choices.mode == "two":
        title = _("Network of {nodes} and {others}").format(nodes=nodes, others=others)
    elif choices.mode == "one":
        title = _("Network of {nodes}, tied by {others}").format(nodes=nodes, others=others)
    else:
        title = _("Co-occurrence of {nodes}").format(nodes=nodes)
    if not drawn.windows:
        return title
    return _("{title}, {window}").format(title=title, window=drawn.windows[drawn.at].name.replace("_", " – "))


def _fullest(network: ProjectNetwork) -> frozenset[NodeEnd]:
    """Return the nodes that are drawn: of many those with most claims."""
    ranked = sorted(network.nodes(), key=lambda node: -int(node.facts.get("claims", 0)))
    return frozenset((node.kind, node.key) for node in ranked[:MOST_NODES])


def _signs(mode: str, ties: str) -> Callable[[float, int], int]:
    """Return what tells the sign of a tie of its weight and of the balance of what is counted."""
    if mode == "cooccurrence":
        return lambda weight, balance: 0
    if ties == "subtract":
        return lambda weight, balance: (weight > 0) - (weight < 0)
    if ties in ("congruence", "conflict"):
        return lambda weight, balance: 1 if ties == "congruence" else -1
    return lambda weight, balance: balance


def _told_words(facts: Mapping[str, int | float]) -> str:
    """Return what is counted of a tie, in words; nothing of what there is none."""
    steps = {step.column: _(step.word) for step in scale.in_use().all}
    words = {**steps, **{name: _(word) for name, word in _TOLD.items()}}
    told = (f"{words[name]} {number_words(value)}" for name, value in facts.items() if name in words and value)
    return _(", ").join(told)
