"""Importing the window's modules without reading the source of each once more."""

import importlib
import sys

# what PySide6 asks of each module, as versions 6.5 and later call it
_ASKED = "_mod_uses_pyside"


def install() -> None:
    """Keep PySide6 from reading the source of every module that is imported from now on.

    It looks there for its own name, since a module that has it may ask for Qt's names in another form
    (``__feature__``); ours never do. That are two hundred files, a tenth of a start, and their lines stay in memory. A
    version of PySide6 that does it otherwise goes on as it does.
    """
    # what looks is there with it, before anything of Qt
    importlib.import_module("shiboken6")
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, _ASKED):
        setattr(feature, _ASKED, lambda _module: False)
