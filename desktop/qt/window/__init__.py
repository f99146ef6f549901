"""The main window around the pages.

``main_window`` holds it together: ``page_rows`` is the table of pages and their stack, ``bars`` stand around them.
``actions`` is the table of what the user can do and makes the menus; ``projects``, ``look_actions`` and
``export_actions`` do it, as far as no page does. ``start`` is where one begins and comes back, ``working`` what stands
there while a long step is undone, ``lost_bar`` tells what became of the file, ``trail`` is the way back to places;
``regions`` are what F6 goes round, ``place`` is where the window stands on the screen, ``second_clicks`` keep a double
click to what its first click has hit.
``keeping`` makes backups, tells of damage, restores and rescues; ``palette`` reaches everything by typing, ``help``
tells the keys and what a project is, ``preferences`` asks for sizes, type, colours and the coder,
``fields_dialog`` makes and changes the own fields of a project, ``scale_dialog`` asks for the scale of its stances;
``fault_box`` tells of a fault of ours.
"""
