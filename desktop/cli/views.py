"""The options of the matrix: a view, one that is saved in the project or one that is put together."""

from collections.abc import Mapping
from typing import Any

import click

from desktop.cli.options import choice_words
from desktop.core import phrases
from desktop.core.axes import FIELDS, ORDERS
from desktop.core.language import _
from desktop.core.views import CELLS, View
from desktop.store import edits
from desktop.store.database import Database

# without a default: what is not given stays as the view has it
OPTIONS = (
    click.option("--view", metavar="NAME", help=_("Begin with a view that is saved in the project.")),
    click.option(
        "--rows",
        metavar="AXIS",
        help=_("What stands down the side: any of {fields}; nested: theme>topic.").format(fields=", ".join(FIELDS)),
        show_default="topic",
    ),
    click.option("--columns", metavar="AXIS", show_default="actor", help=_("What stands across the top.")),
    click.option(
        "--cells",
        type=click.Choice([*CELLS]),
        help=choice_words(_("What a cell holds"), ((kind.key, kind.title) for kind in CELLS.values())),
        show_default="counts",
    ),
    click.option(
        "--share-of",
        type=click.Choice([*phrases.SHARES]),
        help=choice_words(_("What a share is a part of"), phrases.SHARES.items()),
        show_default="row",
    ),
    click.option("--order", type=click.Choice(ORDERS), show_default="codebook", help=_("How the rows are sorted.")),
    click.option("--column-order", type=click.Choice(ORDERS), show_default="codebook", help=_("How the columns are.")),
    click.option(
        "--duplicates",
        type=click.Choice([*phrases.RULES]),
        help=choice_words(_("Repetitions"), phrases.RULES.items()),
        show_default="include",
    ),
    click.option("--hide-empty/--show-empty", default=None, help=_("Leave out rows without a claim.")),
    click.option("--transpose/--no-transpose", default=None, help=_("Let rows and columns change places.")),
    click.option("--save", metavar="NAME", help=_("Save the view in the project under NAME, too.")),
)


def chosen(db: Database, given: Mapping[str, Any]) -> View:
    """Return the view that the options choose.

    Raises:
        UserError: when the project has none of that name, or two choices do not go together.
    """
    view = edits.saved.view(db, given["view"]) if given["view"] else View()
    return view.changed(**{name: given[name] for name in View.__dataclass_fields__ if given[name] not in (None, "")})
