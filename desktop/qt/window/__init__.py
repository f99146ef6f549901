"""The main window around the pages: its actions, palette, top bar and help."""
