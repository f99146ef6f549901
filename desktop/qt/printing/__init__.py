"""Coded documents as PDF.

``documents`` prints those of a project, for the window and for the command line; ``pdf`` draws the pages, ``flow`` says
where each line, lane and note stands on them.
"""
