"""The page of pictures: stance over time, similarity of actors, documents as strips of their claims."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from desktop.analysis.comparison.pictured import Bar, Strip, TimeUnit
from desktop.analysis.comparison.similarity import Measure, cluster
from desktop.core.axes import AxisField, field_of
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _, ngettext
from desktop.core.phrases import counted
from desktop.core.text import one_line
from desktop.project import findings, pages
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.picture import PAPER, Picture, PictureView, as_png, as_svg
from desktop.qt.findings.picture_likeness import LikenessPicture
from desktop.qt.findings.picture_percent import PercentPicture
from desktop.qt.findings.picture_strips import StripsPicture
from desktop.qt.findings.picture_timeline import TimelinePicture
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.claim_text import actor_names, source_text, title_text
from desktop.qt.parts.field_choices import FieldChoices
from desktop.qt.parts.field_colors import FieldColors
from desktop.qt.parts.filter_bar import FilterRow
from desktop.qt.parts.layouts import TOP, hbox, label, tool, vbox
from desktop.qt.parts.one_row import OneRow
from desktop.qt.parts.page import StalePage
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_FOLDER, Settings
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.analysis.comparison.member import Member
    from desktop.analysis.comparison.pivot import Path as Line
    from desktop.project.requests import Request
    from desktop.qt.findings.network_panel import NetworkPanel

TIME, LIKENESS, STRIPS, NETWORK = "time", "likeness", "strips", "network"
KINDS = [
    (TIME, N_("Over time"), N_("Stance by period")),
    (LIKENESS, N_("Similarity"), N_("How alike actors are: a heat map with its dendrogram")),
    (STRIPS, N_("Strips"), N_("Documents as strips of their claims, one above the other")),
    (NETWORK, N_("Network"), N_("Who is tied to whom, or to which topics, also over time")),
]
OPTIONS = {
    "by": [
        ("actor", N_("actors"), N_("A line for each actor")),
        ("topic", N_("topics"), N_("A line for each topic")),
        ("both", N_("actor and topic"), N_("A line for each actor and topic")),
    ],
    "step": [
        ("month", N_("months"), N_("By month")),
        ("year", N_("years"), N_("By year")),
        ("week", N_("weeks"), N_("By week")),
        ("day", N_("days"), N_("By day")),
    ],
    "show": [
        ("claims", N_("claims"), N_("Claims in favor above the line, against below it")),
        ("percent", N_("% in favor"), N_("Claims in favor in a hundred of those in favor or against, as a line")),
    ],
    "lines": [
        ("actor", N_("actors"), N_("How alike actors are")),
        ("organisation", N_("organisations"), N_("How alike organisations are, by who spoke for them then")),
    ],
    "measure": [
        ("cosine", N_("cosine"), N_("Cosine of the claims by topic and stance")),
        ("jaccard", N_("Jaccard"), N_("Topics and stances shared, of all that either has")),
        ("position", N_("position"), N_("Cosine of the net positions by topic: from −1, opposite on all, to 1")),
    ],
    "color": [
        ("stance", N_("by stance"), N_("The stance's colour")),
        ("topic", N_("by topic"), N_("The topic's colour")),
    ],
    "order": [
        ("library", N_("as in the library"), N_("In the order of the library, or sorted and headed by a field")),
    ],
}
_OF: dict[str, tuple[str, ...]] = {
    TIME: ("by", "step", "show"),
    LIKENESS: ("lines", "measure"),
    STRIPS: ("color", "order"),
    NETWORK: (),
}
# a picture of more lines than this tells nobody anything
MOST_LINES, MOST_ACTORS, MOST_COLORS = 60, 40, 24
# lays a picture out in a width
Draw = Callable[[float], Picture]
NOTHING = N_("There is nothing to draw: no claim meets the filter, or none is tagged yet.")
# above the lines of the timeline
_HEADINGS = {"both": N_("Actor · topic")}
# which fields may stand in place of a choice that is one: all of the timeline, of likeness all but topics
_FIELDS: dict[str, Callable[[AxisField], bool]] = {
    "by": lambda field: True,
    "lines": lambda field: field.base != "topic",
    "color": lambda field: True,
    "order": lambda field: field.base == "document" and field.name != "document",
}


class PicturesPage(StalePage):
    """Draw what the claims show; save it as SVG or PNG."""

    SHOWN = (*StalePage.SHOWN, "own_field", "claim_value")

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("picturesPage")
        self._draw: Draw | None = None
        self.kind = Choices(_translated(KINDS))
        self.options = {name: self._choices(name, values) for name, values in OPTIONS.items()}
        every: tuple[Choices | FieldChoices, ...] = (self.kind, *self.options.values())
        for one in every:
            one.set_value(one.first)
            one.picked.connect(lambda: self.refresh())
        self.filters = FilterRow(session)
        self.view = PictureView()
        self.focus_target = self.view
        self.nothing = label(_(NOTHING), "dim", wraps=True, margins=(24, 24, 24, 24))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        # read and made when it is first wanted
        self._network: NetworkPanel | None = None
        self.save_button = tool(_("Save picture…"), "pill", _("As SVG or PNG, in light colours"))
        # what of it has no room in one row stands below a button
        self._choices_row = OneRow(self.kind, *self.options.values(), gap=16)
        top = hbox((self._choices_row, 1), (self.save_button, 0, TOP), gap=16)
        vbox(vbox(top, self.filters, margins=(12, 10, 12, 8), gap=8), (self._stack, 1), on=self, gap=0)
        self.filters.changed.connect(self.mark_stale)
        self.save_button.clicked.connect(self.save)
        self.view.canvas.opened.connect(self.want_claim)
        self.view.resized.connect(self._redraw)

    @property
    def picture(self) -> Picture | None:
        """What is drawn."""
        return self.network.view.picture if self._is_network else self.view.canvas.picture

    @property
    def network(self) -> "NetworkPanel":
        """The network and what is chosen of it."""
        if self._network is None:
            from desktop.qt.findings.network_panel import NetworkPanel

            self._network = NetworkPanel(self._session)
            self._network.changed.connect(self._on_network)
            self._network.evidence.list.claim_opened.connect(self.want_claim)
            self._stack.addWidget(self._network)
        return self._network

    @property
    def busy(self) -> bool:
        """Whether a network is still on its way."""
        return self._is_network and self.network.busy

    def choose(self, kind: str, **options: str) -> None:
        """Draw another picture: ``time``, ``likeness``, ``strips`` or ``network``, with some of its choices."""
        self.kind.set_value(kind)
        if kind == NETWORK:
            self.network.choose(**options)
        else:
            for name, value in options.items():
                self.options[name].set_value(value)
        self.renew()

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return what is drawn; of strips the claims."""
        if self._is_network:
            what, asked = self.network.request()
            return what, replace(request, where=self.filters.filter.as_text(), options=asked.options)
        # the table of a timeline has the percent beside the claims
        options = {name: self.options[name].value for name in _OF[self.kind.value] if name != "show"}
        narrowed = replace(request, where=self.filters.filter.as_text())
        if self.kind.value == STRIPS:
            return "claims", narrowed
        return "timeline" if self.kind.value == TIME else "similarity", replace(narrowed, options=options)

    def examples(self) -> Mapping[str, Callable[[], None]]:
        """Return each kind of picture."""
        names = {"pictures": TIME, "similarity": LIKENESS, "strips": STRIPS, "network": NETWORK}
        return {name: partial(self.choose, kind) for name, kind in names.items()}

    def refresh(self) -> None:
        """Read the claims anew and draw."""
        kind = self.kind.value
        self._choices_row.offer([self.kind, *(self.options[name] for name in _OF[kind])])
        self.filters.result.setText("")
        self.focus_target = self.network.view if self._is_network else self.view
        if self._is_network:
            self._draw = self.network.view.on_paper
            self.network.show_filter(self._shown())
            return
        self._draw = {TIME: self._timeline, LIKENESS: self._likeness, STRIPS: self._strips}[kind]()
        picture = self._draw(self.view.room)
        self.view.canvas.set_picture(picture)
        self._stack.setCurrentIndex(1 if picture.is_empty else 0)
        self.save_button.setEnabled(not picture.is_empty)

    def restyle(self) -> None:
        """Take over the colours and fonts of the scheme in force."""
        self.mark_stale()

    def save(self) -> None:
        """Ask for the file and write the picture; its name's ending says in which form."""
        if self.picture is None or self.picture.is_empty or self._draw is None:
            return
        name = f"{self._session.path.stem}-{self.kind.value}.svg"
        path = self._dialogs.save_picture(self, str(Path(self._settings.folder(EXPORT_FOLDER)) / name))
        if path is None:
            return
        self._settings.keep_folder(EXPORT_FOLDER, path)
        form = as_png if path.suffix.lower() == ".png" else as_svg
        # of one width, so that the file is the same whatever size the window has
        with self._session.messages.writing(path):
            self._session.messages.succeeded(pages.save, path, form(self._draw(PAPER)))

    def _choices(self, name: str, values: list[tuple[str, str, str]]) -> Choices | FieldChoices:
        if name in _FIELDS:
            other = _("by a field") if name == "order" else ""
            return FieldChoices(_translated(values), self._session, _FIELDS[name], other)
        return Choices(_translated(values))

    @property
    def _is_network(self) -> bool:
        return self.kind.value == NETWORK

    def _on_network(self, size: str) -> None:
        """Show the network that was made, or why there is none."""
        if not self._is_network:
            return
        picture = self.network.view.picture
        self.filters.result.setText("" if picture.is_empty else size)
        # what is chosen of it stays in sight where nothing meets that
        self._stack.setCurrentWidget(self.network)
        self.network.tell_nothing(_(NOTHING) if picture.is_empty else "")
        self.save_button.setEnabled(not picture.is_empty)

    def _redraw(self) -> None:
        """Lay the picture out for another room; nothing is read for that."""
        if self._is_network:
            return
        if self._draw is not None and self.picture is not None and self.picture.width != self.view.room:
            self.view.canvas.set_picture(self._draw(self.view.room))

    def _shown(self) -> ClaimFilter:
        return self.filters.filter.hiding(self._session.visible)

    def _timeline(self) -> Draw:
        step: TimeUnit = self.options["step"].value  # type: ignore[assignment]
        lines = self.options["by"].value
        mentions = self._session.comparisons.mentions(self.filters.filter)
        fields = self._session.read(findings.line_fields, lines)
        found = self._session.comparisons.members()
        points = self._session.read(findings.timeline_of, mentions, step, fields, found)
        totals: Counter[Line] = Counter()
        for point in points:
            totals[point.line] += point.counts.total
        kept = set(sorted(totals, key=lambda line: (-totals[line], line))[:MOST_LINES])
        told = ngettext("{count} line", "{count} lines", len(totals))
        self._tell(len(kept), len(totals), told, _("the {shown} fullest of {count} lines"))
        shown = [one for one in points if one.line in kept]
        heading = _(_HEADINGS[lines]) if lines in _HEADINGS else field_of(lines).title
        drawn = PercentPicture if self.options["show"].value == "percent" else TimelinePicture
        return lambda width: drawn(shown, step, attrgetter("name"), width, heading)

    def _likeness(self) -> Draw:
        measure: Measure = self.options["measure"].value  # type: ignore[assignment]
        of = self.options["lines"].value
        members = self._session.comparisons.members()
        found = self._session.read(findings.likeness, self._shown(), measure, of=of, found=members)
        ranked = sorted(range(len(found.lines)), key=lambda at: (-found.claims[at], at))
        kept = sorted(ranked[:MOST_ACTORS])
        table = [[found.table[row][column] for column in kept] for row in kept]
        clustering = found.clustering if len(kept) == len(found.lines) else cluster(table)
        told = ngettext("{count} line", "{count} lines", len(found.lines))
        fullest = _("the {shown} fullest of {count} lines")
        if of == "actor":
            told = ngettext("{count} actor", "{count} actors", len(found.lines))
            fullest = _("the {shown} fullest of {count} actors")
        self._tell(len(kept), len(found.lines), told, fullest)
        names = [found.lines[at][0].name for at in kept]
        whose = "" if of == "actor" else field_of(of).called
        return lambda width: LikenessPicture(names, table, clustering, measure, width, whose)

    def _strips(self) -> Draw:
        session, topics = self._session, self._session.topics()
        strips = session.read(pages.document_strips, self._shown())
        titles = {one.id: (title_text(one), source_text(one.facts)) for one in session.shown(reads.filtered.documents)}
        order = list(topics)
        by = self.options["color"].value
        by_topic = by == "topic"
        called = session.topic_names()
        members: dict[int, Member] = {}
        colors: list[tuple[str, str]] = []
        size = counted("document", len(strips))
        strips, heads = self._headed(strips)

        def tip(bar: Bar) -> str:
            claim = session.claim(bar.claim_id)
            words = "" if claim is None else f"{actor_names(session, claim)}: {one_line(claim.quote, 120)}"
            return f"{words}\n{members[bar.claim_id].name}" if bar.claim_id in members else words

        def color(bar: Bar) -> str:
            if bar.claim_id in members:
                return color_of[members[bar.claim_id]]
            return topic_color(bar.topic_id) if by_topic else bar.stance

        def topic_color(number: int) -> str:
            return topics[number].color or theme.CATEGORY[order.index(number) % len(theme.CATEGORY)]

        color_of: dict[Member, str] = {}
        if by_topic:
            used = Counter(bar.topic_id for strip in strips for bar in strip.bars)
            ranked = sorted(used, key=lambda number: (-used[number], number))[:MOST_COLORS]
            colors = [(topic_color(number), called[number]) for number in ranked]
            if len(used) > len(ranked):
                sentence = _("{documents}; named: the {named} fullest of {topics} topics")
                size = sentence.format(documents=size, named=len(ranked), topics=len(used))
        elif by != "stance":
            mentions = session.comparisons.mentions(self.filters.filter)
            members = session.read(findings.claim_members, mentions, by, session.comparisons.members())
            palette = FieldColors(session, by)
            color_of = {one: palette.named(one.key) for one in sorted(set(members.values()))}
            colors = [(color, one.name) for one, color in color_of.items()][:MOST_COLORS]
        self.filters.result.setText(size)
        return lambda width: StripsPicture(strips, titles, tip, color, width, colors, heads)

    def _headed(self, strips: list[Strip]) -> tuple[list[Strip], dict[int, str]]:
        """Return strips in the order of the values that their documents have of a field, and what heads each value."""
        by = self.options["order"].value
        if by == self.options["order"].first:
            return strips, {}
        members = self._session.comparisons.members()[by]
        groups: dict[Member, list[Strip]] = {}
        for strip in strips:
            groups.setdefault(members[strip.document_id], []).append(strip)
        heads: dict[int, str] = {}
        for member, held in sorted(groups.items()):
            count = counted("claim", sum(len(strip.bars) for strip in held))
            words = _("{value}: {documents}, {claims}").format(
                value=member.name, documents=counted("document", len(held)), claims=count
            )
            heads[held[0].document_id] = f"{field_of(by).title} · {words}"
        return [strip for _member, held in sorted(groups.items()) for strip in held], heads

    def _tell(self, shown: int, count: int, all_of_them: str, fullest: str) -> None:
        self.filters.result.setText((fullest if shown < count else all_of_them).format(shown=shown, count=count))


def _translated(values: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(value, _(words), _(tip)) for value, words, tip in values]
