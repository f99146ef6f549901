"""All user actions in one table: it drives the menus, the shortcuts and the help.

The window binds each to a function of its own; a test sees to it that none is left out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    Attributes:
        key: its fixed name.
        menu: the menu it stands in; a command without text is a separator there.
        text: what the menu says.
        shortcuts: key sequences, the one that the menu shows first.
        needs: what must be there for it to do something: ``project``, ``reading`` (the desk in view), ``pane``,
            ``claim``, ``selection``, ``matrix`` (its page in view), or nothing.
        checkable: whether it is a state that is on or off.
        group: commands of one group exclude each other.
    """

    key: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    needs: str = ""
    checkable: bool = False
    group: str = ""


def _line(menu: str) -> Command:
    return Command("", menu, "")


COMMANDS: tuple[Command, ...] = (
    Command("new", "&File", "&New project…", ("Ctrl+N",)),
    Command("open", "&File", "&Open project…", ("Ctrl+O",)),
    _line("&File"),
    Command("import", "&File", "&Import documents…", ("Ctrl+I",), "project"),
    Command("replace", "&File", "Replace this document's &text…", (), "pane"),
    Command("facts", "&File", "&Facts of this document…", ("Ctrl+Shift+F",), "pane"),
    Command("export", "&File", "&Export table…", ("Ctrl+E",), "project"),
    Command("export_document", "&File", "Export coded &document…", ("Ctrl+Shift+E",), "pane"),
    _line("&File"),
    Command("quit", "&File", "&Quit", ("Ctrl+Q",)),
    Command("undo", "&Edit", "&Undo", ("Ctrl+Z",), "project"),
    Command("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "project"),
    _line("&Edit"),
    Command("copy", "&Edit", "&Copy", ("Ctrl+C",), "project"),
    Command("find", "&Edit", "&Find on this page…", ("Ctrl+F",), "project"),
    Command("search", "&Edit", "&Search all documents…", ("Ctrl+L",), "project"),
    _line("&Edit"),
    Command("coder", "&Edit", "&Who am I…", (), "project"),
    Command("only_mine", "&Edit", "Hide the claims of &other coders", (), "project", True),
    Command("word", "&Select", "One &word more", ("W",), "pane"),
    Command("word_less", "&Select", "One word less", ("Shift+W",), "pane"),
    Command("sentence", "&Select", "One &sentence more", ("S",), "pane"),
    Command("sentence_less", "&Select", "One sentence less", ("Shift+S",), "pane"),
    Command("paragraph", "&Select", "One &paragraph more", ("P",), "pane"),
    Command("paragraph_less", "&Select", "One paragraph less", ("Shift+P",), "pane"),
    Command("tag", "&Claim", "&Tag the selection", ("T", "Ctrl+T"), "selection"),
    Command("repeat", "&Claim", "Tag like the &last claim", ("R",), "selection"),
    Command("suggest", "&Claim", "S&uggest claims", ("Ctrl+Shift+S",), "pane", True),
    Command("mark", "&Claim", "&Mark the selection as turn, heading, furniture…", ("M",), "selection"),
    Command("favor", "&Claim", "Stance: &favor", ("1",), "claim"),
    Command("against", "&Claim", "Stance: &against", ("2",), "claim"),
    Command("neutral", "&Claim", "Stance: &neutral", ("3",), "claim"),
    Command("edit_claim", "&Claim", "&Edit the chosen claim", ("E",), "claim"),
    Command("delete_claim", "&Claim", "&Delete the chosen claim", ("Del",), "claim"),
    _line("&Claim"),
    Command("duplicate", "&Claim", "&Tag the same words again…", ("Shift+T",), "claim"),
    Command("split", "&Claim", "&Split at the cursor", ("X",), "claim"),
    Command("join", "&Claim", "&Join with the next on its topic", ("G",), "claim"),
    Command("end_right", "&Claim", "End one word later", ("]", "Ctrl+Alt+Right"), "claim"),
    Command("end_left", "&Claim", "End one word earlier", ("[", "Ctrl+Alt+Left"), "claim"),
    Command("start_left", "&Claim", "Begin one word earlier", ("{", "Ctrl+Alt+Shift+Left"), "claim"),
    Command("start_right", "&Claim", "Begin one word later", ("}", "Ctrl+Alt+Shift+Right"), "claim"),
    _line("&Claim"),
    Command("next_claim", "&Go", "&Next claim", ("J", "Alt+Down"), "pane"),
    Command("previous_claim", "&Go", "&Previous claim", ("K", "Alt+Up"), "pane"),
    Command("under", "&Go", "Claim &under the chosen one", ("O",), "claim"),
    _line("&Go"),
    Command("next_topic", "&Go", "Next claim on this &topic", ("Shift+J",), "claim"),
    Command("previous_topic", "&Go", "Previous claim on this topic", ("Shift+K",), "claim"),
    Command("next_actor", "&Go", "Next claim of this &actor", ("Alt+J",), "claim"),
    Command("previous_actor", "&Go", "Previous claim of this actor", ("Alt+K",), "claim"),
    Command("next_stance", "&Go", "Next claim with this &stance", ("Ctrl+J",), "claim"),
    Command("previous_stance", "&Go", "Previous claim with this stance", ("Ctrl+Shift+J",), "claim"),
    Command("next_neutral", "&Go", "Next neutral or mixed claim", ("U",), "pane"),
    _line("&Go"),
    Command("library", "&Go", "Go to the &library", ("F2",), "project"),
    Command("unchoose", "&Claim", "&Choose no claim", ("Esc",), "claim"),
    Command("page_read", "&View", "&Read", ("Ctrl+1",), "project", True, "page"),
    Command("page_matrix", "&View", "&Matrix", ("Ctrl+2",), "project", True, "page"),
    Command("page_quotations", "&View", "&Quotations", ("Ctrl+3",), "project", True, "page"),
    Command("page_claims", "&View", "C&laims", ("Ctrl+4",), "project", True, "page"),
    Command("page_codebook", "&View", "Code&book", ("Ctrl+5",), "project", True, "page"),
    Command("page_history", "&View", "&History", ("Ctrl+6",), "project", True, "page"),
    Command("page_import", "&View", "&Import", ("Ctrl+7",), "project", True, "page"),
    Command("page_contradictions", "&View", "Co&ntradictions", ("Ctrl+8",), "project", True, "page"),
    Command("page_compare", "&View", "Com&pare", ("Ctrl+9",), "project", True, "page"),
    Command("page_pictures", "&View", "Pict&ures", ("Ctrl+Shift+P",), "project", True, "page"),
    _line("&View"),
    Command("side_a", "&View", "Compare: the chosen cell is A", ("A",), "matrix"),
    Command("side_b", "&View", "Compare: the chosen cell is B", ("B",), "matrix"),
    _line("&View"),
    Command("beside", "&View", "Open &beside", ("Ctrl+Return",), "reading"),
    Command("twice", "&View", "Open this document &twice", ("Ctrl+D",), "pane"),
    Command("close_pane", "&View", "&Close pane", ("Ctrl+W",), "pane"),
    Command("next_pane", "&View", "Ne&xt pane", ("F6",), "pane"),
    Command("previous_pane", "&View", "Previous pane", ("Shift+F6",), "pane"),
    _line("&View"),
    Command("linked", "&View", "&Linked reading", ("Ctrl+Shift+L",), "", True),
    Command("furniture", "&View", "Show page f&urniture", ("Ctrl+U",), "pane"),
    Command("zoom_in", "&View", "Larger type", ("Ctrl++", "Ctrl+=")),
    Command("zoom_out", "&View", "Smaller type", ("Ctrl+-",)),
    Command("zoom_reset", "&View", "Usual type", ("Ctrl+0",)),
    _line("&View"),
    Command("color_stance", "&View", "Colour by stance", (), "", True, "color"),
    Command("color_topic", "&View", "Colour by topic", (), "", True, "color"),
    Command("color_actor", "&View", "Colour by actor", (), "", True, "color"),
    _line("&View"),
    Command("scheme_system", "&View", "Light or dark like the system", (), "", True, "scheme"),
    Command("scheme_light", "&View", "Light", (), "", True, "scheme"),
    Command("scheme_dark", "&View", "Dark", (), "", True, "scheme"),
    Command("palette", "&Help", "&Command palette…", ("Ctrl+K",)),
    Command("keys", "&Help", "&Keys", ("F1",)),
    Command("about", "&Help", "&About Visavis"),
)
