"""The main window around the pages.

``main_window`` holds it together: ``pages`` is the stack of what ``page_rows`` lists, ``top_bar`` stands above them
and ``status_line`` below. ``actions`` is the table of what the user can do, ``menus`` makes the menus from it;
``projects``, ``exports`` and ``look_actions`` do it, as far as no page does. ``palette`` with ``palette_model`` reaches
everything by typing, ``help`` tells the keys.
"""
