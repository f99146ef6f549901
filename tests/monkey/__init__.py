"""Random events on the window: keys, clicks, drags, pages, sizes, imports, removals and undo, with fixed seeds.

``play`` does them and looks after each hundred whether what must always hold does. A few hundred are among the tests;
``python -m tests.monkey --events 200000`` (``make monkey``) does as many as one likes.
"""
