"""All user actions in one table: it drives the menus, the shortcuts, the palette and the help.

A row names what does it; a test sees to it that each is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from desktop.core.language import N_, _
from desktop.core.values import Stance
from desktop.qt.window.page_rows import PAGES, ROWS, SHORTCUTS


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    Attributes:
        key: its fixed name.
        text: what the menu says.
        does: a method of the window or of its parts, and with what it is called: ``("desk.turn", 1)``.
        keys: key sequences with spaces between them, the one that the menu shows first.
        needs: what must be there for it to do something: ``project``, ``reading`` (the desk in view), ``pane``,
            ``claim``, ``selection``, the key of the page in view, or nothing.
        checkable: whether it is a state that is on or off.
        group: of the commands of one group, one is on.
        under: the submenu that it stands in.
    """

    key: str
    text: str
    does: tuple[str, *tuple[object, ...]]
    keys: str = ""
    needs: str = ""
    checkable: bool = False
    group: str = ""
    under: str = ""

    @property
    def shortcuts(self) -> list[str]:
        """The key sequences."""
        return self.keys.split()


# a line between two commands
LINE = None
_PANES, _TYPE = N_("Pa&nes"), N_("&Size of the text")
_OTHERS = N_("&Other programs and files")

MENUS: dict[str, tuple[Command | None, ...]] = {
    N_("&File"): (
        Command("new", N_("&New project…"), ("projects.new_project",), "Ctrl+N"),
        Command("open", N_("&Open project…"), ("projects.open_project",), "Ctrl+O"),
        Command("start", N_("&Start page"), ("show_start",)),
        Command("save_copy", N_("Save a &copy…"), ("projects.save_copy",), "", "project"),
        Command("backups", N_("&Backups…"), ("keeping.show_backups",), "", "project"),
        Command("check", N_("Chec&k the project…"), ("keeping.check",), "", "project"),
        Command("rescue", N_("Resc&ue a project…"), ("keeping.rescue",)),
        Command("properties", N_("&Properties of the project…"), ("projects.show_properties",), "", "project"),
        LINE,
        Command("import", N_("&Import documents…"), ("projects.import_documents",), "Ctrl+I", "project"),
        Command(
            "import_program",
            N_("Import another program's pro&ject…"),
            ("projects.import_program",),
            "",
            "project",
            under=_OTHERS,
        ),
        Command("replace", N_("Replace this document's &text…"), ("reading.replace_text",), "", "pane"),
        Command("facts", N_("&Facts of this document…"), ("reading.edit_facts",), "Ctrl+Shift+F", "pane"),
        Command("rename_document", N_("Rename the chosen document"), ("library.documents.rename",), "", "reading"),
        Command(
            "put_in_set", N_("Put the chosen documents into a &set…"), ("library.documents.put_in_set",), "", "reading"
        ),
        Command("remove_documents", N_("Re&move the chosen documents…"), ("library.documents.remove",), "", "reading"),
        Command("export", N_("&Export table…"), ("exports.show_panel",), "Ctrl+E", "project"),
        Command(
            "merge_file", N_("Mer&ge a file of this project…"), ("projects.merge_file",), "", "project", under=_OTHERS
        ),
        Command("join_folder", N_("Join a &team in a folder…"), ("projects.join_in_folder",), under=_OTHERS),
        Command("join_server", N_("Join a team on a &server…"), ("projects.join_on_server",), under=_OTHERS),
        Command("export_project", N_("Export pr&oject…"), ("projects.export_project",), "", "project", under=_OTHERS),
        Command("report", N_("Export the &report…"), ("exports.show_report",), "", "project", under=_OTHERS),
        Command("print", N_("&Print…"), ("exports.print_page",), "Ctrl+P", "project"),
        Command("export_document", N_("Export coded &document…"), ("exports.save_document",), "Ctrl+Shift+E", "pane"),
        LINE,
        Command("quit", N_("&Quit"), ("close",), "Ctrl+Q"),
    ),
    N_("&Edit"): (
        Command("undo", N_("&Undo"), ("session.undo",), "Ctrl+Z", "project"),
        Command("redo", N_("&Redo"), ("session.redo",), "Ctrl+Shift+Z Ctrl+Y", "project"),
        LINE,
        Command("copy", N_("&Copy"), ("exports.copy",), "Ctrl+C", "project"),
        Command("copy_plain", N_("Copy &without source"), ("exports.copy", True), "Ctrl+Shift+C", "project"),
        Command("find", N_("&Find on this page…"), ("find_words",), "Ctrl+F", "project"),
        Command("search", N_("&Search all documents…"), ("search",), "Ctrl+L", "project"),
        LINE,
        Command("scale", N_("S&cale of stances…"), ("projects.choose_scale",), "", "project"),
        Command("own_fields", N_("O&wn fields of this project…"), ("show_own_fields",), "", "project"),
        Command("preferences", N_("&Preferences…"), ("show_preferences",), "Ctrl+,"),
        Command("coder", N_("&Who am I…"), ("projects.set_coder",), "", "project"),
        Command(
            "only_mine",
            N_("Hide the claims of &other coders"),
            ("projects.toggle_only_mine",),
            "",
            "project",
            checkable=True,
        ),
        LINE,
        Command("hand_out", N_("&Hand out the chosen documents…"), ("library.documents.hand_out",), "", "reading"),
        Command("finish", N_("&Declare this document finished, or not"), ("reading.finish_document",), "", "pane"),
    ),
    N_("&Select"): (
        Command("word", N_("One &word more"), ("claims.select_unit", "word", 1), "W", "pane"),
        Command("word_less", N_("One word less"), ("claims.select_unit", "word", -1), "Shift+W", "pane"),
        Command("sentence", N_("One &sentence more"), ("claims.select_unit", "sentence", 1), "S", "pane"),
        Command("sentence_less", N_("One sentence less"), ("claims.select_unit", "sentence", -1), "Shift+S", "pane"),
        Command("paragraph", N_("One &paragraph more"), ("claims.select_unit", "paragraph", 1), "P", "pane"),
        Command("paragraph_less", N_("One paragraph less"), ("claims.select_unit", "paragraph", -1), "Shift+P", "pane"),
    ),
    N_("&Claim"): (
        Command("tag", N_("&Tag the selection"), ("claims.tag",), "T Ctrl+T", "selection"),
        Command("repeat", N_("Tag like the &last claim"), ("claims.tag", "last"), "R", "selection"),
        Command("suggest", N_("S&uggest claims"), ("claims.suggest",), "Ctrl+Shift+S", "pane", checkable=True),
        Command(
            "mark",
            N_("&Mark the selection as turn, heading, furniture…"),
            ("reading.mark_structure",),
            "M",
            "selection",
        ),
        # the words are those of the scale of three; another's are put in their place by the window
        Command("favor", N_("Stance: &favor"), ("claims.set_step", 1), "1", "claim"),
        Command("against", N_("Stance: &against"), ("claims.set_step", 2), "2", "claim"),
        Command("neutral", N_("Stance: &neutral"), ("claims.set_step", 3), "3", "claim"),
        Command("stance_4", N_("Stance: fourth step"), ("claims.set_step", 4), "4", "claim"),
        Command("stance_5", N_("Stance: fifth step"), ("claims.set_step", 5), "5", "claim"),
        Command("not_coded", N_("Stance: n&ot coded"), ("claims.set_stance", Stance.NOT_CODED), "0", "claim"),
        Command("edit_claim", N_("&Edit the chosen claim"), ("reading.edit_claim",), "E", "claim"),
        Command("delete_claim", N_("&Delete the chosen claim"), ("claims.delete_claim",), "Del", "claim"),
        LINE,
        Command("duplicate", N_("&Tag the same words again…"), ("claims.tag_again",), "Shift+T", "claim"),
        Command("split", N_("&Split at the cursor"), ("claims.split_claim",), "X", "claim"),
        Command("join", N_("&Join with the next on its topic"), ("claims.join_claim",), "G", "claim"),
        Command("end_right", N_("End one word later"), ("claims.move_edge", "end", 1), "] Ctrl+Alt+Right", "claim"),
        Command("end_left", N_("End one word earlier"), ("claims.move_edge", "end", -1), "[ Ctrl+Alt+Left", "claim"),
        Command(
            "start_left",
            N_("Begin one word earlier"),
            ("claims.move_edge", "start", -1),
            "{ Ctrl+Alt+Shift+Left",
            "claim",
        ),
        Command(
            "start_right",
            N_("Begin one word later"),
            ("claims.move_edge", "start", 1),
            "} Ctrl+Alt+Shift+Right",
            "claim",
        ),
        LINE,
        Command("unchoose", N_("&Close the bar, or choose no claim"), ("reading.escape",), "Esc", "reading"),
    ),
    N_("&Go"): (
        Command("back", N_("&Back to the place before"), ("trail.back",), "Alt+Left", "back"),
        Command("forward", N_("&Forward again"), ("trail.forward",), "Alt+Right", "forward"),
        LINE,
        Command("next_claim", N_("&Next claim"), ("desk.step_claim", 1), "J Alt+Down", "pane"),
        Command("previous_claim", N_("&Previous claim"), ("desk.step_claim", -1), "K Alt+Up", "pane"),
        Command("under", N_("Claim &under the chosen one"), ("desk.choose_under",), "O", "claim"),
        LINE,
        Command("next_topic", N_("Next claim on this &topic"), ("desk.step_claim", 1, "topic"), "Shift+J", "claim"),
        Command(
            "previous_topic", N_("Previous claim on this topic"), ("desk.step_claim", -1, "topic"), "Shift+K", "claim"
        ),
        Command("next_actor", N_("Next claim of this &actor"), ("desk.step_claim", 1, "actor"), "Alt+J", "claim"),
        Command(
            "previous_actor", N_("Previous claim of this actor"), ("desk.step_claim", -1, "actor"), "Alt+K", "claim"
        ),
        Command("next_stance", N_("Next claim with this &stance"), ("desk.step_claim", 1, "stance"), "Ctrl+J", "claim"),
        Command(
            "previous_stance",
            N_("Previous claim with this stance"),
            ("desk.step_claim", -1, "stance"),
            "Ctrl+Shift+J",
            "claim",
        ),
        Command(
            "next_neutral", N_("Next neutral, mixed or uncoded claim"), ("desk.step_claim", 1, "neutral"), "U", "pane"
        ),
        LINE,
        Command("next_hit", N_("Next &hit"), ("step_hit", 1), "F3", "project"),
        Command("previous_hit", N_("Previous hit"), ("step_hit", -1), "Shift+F3", "project"),
        LINE,
        Command("library", N_("Go to the &library"), ("reading.go_to_library",), "F2", "project"),
    ),
    N_("&View"): (
        *(
            Command(
                row.key,
                row.text,
                ("show_page", row.key),
                SHORTCUTS.get(row.key, ""),
                "project",
                group="page",
                under=N_("&Pages"),
            )
            for row in PAGES
            if row.text
        ),
        LINE,
        Command(
            "side_a",
            N_("The chosen cell is &A"),
            ("pages.shown.mark_side", "A"),
            "A",
            "page_matrix",
            under=N_("&Compare cells"),
        ),
        Command(
            "side_b",
            N_("The chosen cell is &B"),
            ("pages.shown.mark_side", "B"),
            "B",
            "page_matrix",
            under=N_("&Compare cells"),
        ),
        LINE,
        Command("next_region", N_("Next part of the &window"), ("regions.turn", 1), "F6", "project"),
        Command("previous_region", N_("Previous part of the window"), ("regions.turn", -1), "Shift+F6", "project"),
        Command("beside", N_("Open &beside"), ("reading.open_beside",), "Ctrl+Return", "reading", under=_PANES),
        Command("twice", N_("Open this document &twice"), ("reading.open_twice",), "Ctrl+D", "pane", under=_PANES),
        Command("close_pane", N_("&Close pane"), ("desk.close",), "Ctrl+W", "pane", under=_PANES),
        Command("next_pane", N_("Ne&xt pane"), ("desk.turn", 1), "Ctrl+Tab", "pane", under=_PANES),
        Command("previous_pane", N_("&Previous pane"), ("desk.turn", -1), "Ctrl+Shift+Tab", "pane", under=_PANES),
        LINE,
        Command("topics", N_("&Topics beside the text"), ("reading.toggle_topics",), "F8", "reading", checkable=True),
        Command("side_library", N_("Library"), ("reading.sides.toggle", "library"), "F9", "reading", checkable=True),
        Command("side_panel", N_("Claim panel"), ("reading.sides.toggle", "panel"), "F10", "reading", checkable=True),
        Command("full_screen", N_("&Full screen"), ("place.toggle_full_screen",), "F11", checkable=True),
        LINE,
        Command("linked", N_("&Linked reading"), ("looks.toggle_linked",), "Ctrl+Shift+L", checkable=True),
        Command("furniture", N_("Show page f&urniture"), ("looks.toggle_furniture",), "Ctrl+U", "pane"),
        Command("zoom_in", N_("&Larger type"), ("looks.zoom", 1), "Ctrl++ Ctrl+=", under=_TYPE),
        Command("zoom_out", N_("&Smaller type"), ("looks.zoom", -1), "Ctrl+-", under=_TYPE),
        Command("zoom_reset", N_("&Usual type"), ("looks.zoom", 0), "Ctrl+0", under=_TYPE),
        *(
            Command(f"color_{by}", words, ("looks.color_by", by), group="color", under=N_("&Highlights"))
            for by, words in (
                ("stance", N_("Colour by &stance")),
                ("topic", N_("Colour by &topic")),
                ("actor", N_("Colour by &actor")),
            )
        ),
        *(
            Command(f"scheme_{name}", words, ("looks.set_scheme", name), group="scheme", under=N_("Light or &dark"))
            for name, words in (
                ("system", N_("Light or dark like the &system")),
                ("light", N_("&Light")),
                ("dark", N_("&Dark")),
            )
        ),
    ),
    N_("&Help"): (
        Command("palette", N_("&Command palette…"), ("palette_line.toggle",), "Ctrl+K"),
        Command("keys", N_("&Keys"), ("show_keys",), "F1"),
        Command("about", N_("&About Visavis"), ("show_about",)),
    ),
}
# what is offered in a text; an empty key is a line between two
TEXT_MENU = (
    *(
        "tag",
        "mark",
        "copy",
        "copy_plain",
        "",
        "edit_claim",
        "delete_claim",
        "",
        "find",
        "furniture",
        "facts",
        "replace",
    ),
    *("export_document", "", "twice", "close_pane"),
)
# why a command cannot be run now, by what it needs
_NOT_NOW = N_("It cannot be done now")
_NEEDS = {
    "pane": N_("It needs an open document"),
    "claim": N_("It needs a chosen claim on the reading page"),
    "selection": N_("It needs selected words on the reading page"),
    "back": N_("There is no place to go back to"),
    "forward": N_("There is no place to go forward to"),
}
COMMANDS = tuple(command for commands in MENUS.values() for command in commands if command is not None)


def why_not(command: Command) -> str:
    """Return why a command cannot be run now."""
    if command.needs in ROWS:
        return _("It needs the page {page}").format(page=ROWS[command.needs].title)
    # what needs an open project needs more than that: there is one
    return _("There is nothing to do") if command.needs == "project" else _(_NEEDS.get(command.needs, _NOT_NOW))


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """Fill the menu bar of *window* and return the actions by the keys of their commands."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    submenus: dict[str, QMenu] = {}
    for title, commands in MENUS.items():
        menu = window.menuBar().addMenu(_(title))
        for command in commands:
            if command is LINE:
                menu.addSeparator()
                continue
            place = menu
            if command.under:
                place = submenus.get(command.under) or menu.addMenu(_(command.under))
                submenus[command.under] = place
            action = actions[command.key] = place.addAction(_(command.text))
            action.setShortcuts([QKeySequence(shortcut) for shortcut in command.shortcuts])
            action.setCheckable(command.checkable or bool(command.group))
            action.triggered.connect(lambda _checked=False, does=command.does: attrgetter(does[0])(window)(*does[1:]))
            if command.group:
                groups.setdefault(command.group, QActionGroup(window)).addAction(action)
    return actions


def mirror_edges(actions: Mapping[str, QAction], *, leftward: bool) -> None:
    """Let the arrows move the edges of a claim the way they point, also where words run *leftward*."""
    ways = {key: actions[key] for key in ("end_right", "end_left", "start_left", "start_right")}
    rows = {command.key: command.shortcuts for command in COMMANDS if command.key in ways}
    for key, action in ways.items():
        other = key.replace("right", "left") if key.endswith("right") else key.replace("left", "right")
        shortcuts = (rows[key][0], rows[other if leftward else key][-1])
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])


def show_text_menu(window: QWidget, actions: Mapping[str, QAction], point: QPoint) -> None:
    """Offer at a point of the screen what can be done in a text."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key in TEXT_MENU:
        if key:
            menu.addAction(actions[key])
        else:
            menu.addSeparator()
    menu.popup(point)
