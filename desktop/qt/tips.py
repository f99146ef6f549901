"""What stands in tool tips: the words of others, which Qt would take for the markup of a page.

A name may hold ``<img src=…>``; drawn as markup it opens a file, or on Windows a share on the network with the user's
credentials. So the words of a tip go through `tip`, and those that are put into markup of ours through `escape`.
"""

from desktop.core.text import escape
from desktop.core.visible import visible

# a longer tip has no room on the screen
_LONGEST = 4000


def tip(words: str) -> str:
    """Return *words* for a tool tip, which shows them as they are, whatever they hold."""
    shown = visible(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
    # without it nothing can be markup
    if "<" not in shown:
        return shown
    return f"<qt>{'<br>'.join(escape(line) for line in shown.split(chr(10)))}</qt>"
