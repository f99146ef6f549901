"""The program as its users have it: a real window on a screen of its own, real keys, and a look into the file.

``screen`` starts a display, a window manager and the program, and presses keys; ``__main__`` goes through a study, step
by step. ``make tour`` runs it where Xvfb, a window manager and xdotool are there.
"""
