"""What is told of a whole network: each figure's word, what it says, and where it is published."""

from typing import NamedTuple

from desktop.core.language import N_, _
from desktop.core.own_fields import parted


class NetworkFigure(NamedTuple):
    """A figure.

    Attributes:
        word: what people call it.
        about: what it says, with its source.
        is_count: whether it is a whole number.
    """

    word: str
    about: str
    is_count: bool = False


# what the figures of groups that there are already begin with
EI = "ei_"
_EI = N_(
    "From −1, all ties lie within groups, to 1, all lead out of them: the E–I index of Krackhardt and Stern 1988, "
    "Social Psychology Quarterly 51."
)
# in the order in which they are told
FIGURES = {
    "nodes": NetworkFigure(N_("nodes"), N_("How many nodes there are."), True),
    "ties": NetworkFigure(N_("ties with a weight"), N_("How many ties have a weight."), True),
    "isolates": NetworkFigure(N_("without a tie"), N_("How many nodes have no tie."), True),
    "density": NetworkFigure(N_("density"), N_("The part of all pairs of nodes that are tied.")),
    "components": NetworkFigure(N_("pieces"), N_("How many pieces no tie leads out of."), True),
    "largest_component": NetworkFigure(N_("largest piece"), N_("How many nodes the largest piece has."), True),
    "clusters": NetworkFigure(
        N_("groups found"),
        N_("How many groups of nodes were found by the method of Louvain: Blondel and others 2008, J. Stat. Mech."),
        True,
    ),
    "modularity": NetworkFigure(
        N_("modularity"),
        N_(
            "How much more weight lies within these groups than would by chance: Newman and Girvan 2004, Physical "
            "Review E 69, with weights as in Newman 2004, Physical Review E 70."
        ),
    ),
    "coverage": NetworkFigure(
        N_("coverage"),
        N_("The part of all weight that lies within these groups: Fortunato 2010, Physics Reports 486, page 88."),
    ),
    "ei_actor_kind": NetworkFigure(N_("E–I, kinds"), _EI),
    "ei_organisation": NetworkFigure(N_("E–I, organisations"), _EI),
    "ei_country": NetworkFigure(N_("E–I, countries"), _EI),
    "ei_theme": NetworkFigure(N_("E–I, themes"), _EI),
    "coordination": NetworkFigure(
        N_("two camps"),
        N_(
            "How well the network falls into two camps, which agree within and conflict with each other, from 0 to 1: "
            "the normalised line index of balance, Aref and Wilson 2018, Journal of Complex Networks 6."
        ),
    ),
    "smaller_camp": NetworkFigure(
        N_("smaller camp"),
        N_("The part of the nodes with a tie that stand in the smaller camp: 0 is one camp, 0.5 two of one size."),
    ),
}


def figure_of(name: str) -> NetworkFigure:
    """Return a figure in the language of the interface; of groups by an own field the index that is called by it."""
    found = FIGURES.get(name)
    if found is None:
        field = parted(name.removeprefix(EI))[1]
        found = NetworkFigure(_("E–I, {field}").format(field=field), _EI)
        return found._replace(about=_(found.about))
    return found._replace(word=_(found.word), about=_(found.about))
