"""Coded documents as PDF.

``pdf`` prints those of a project, for the window and for the command line; ``flow`` says where each line, lane and note
stands on the pages.
"""
