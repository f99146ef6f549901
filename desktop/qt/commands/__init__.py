"""User actions: each a short function with a name, a shortcut and a place in the menu."""
