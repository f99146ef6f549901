"""Coded documents as PDF and on paper, and tables on paper.

``pdf`` prints those of a project, for the window and for the command line; ``flow`` says where each line, lane and note
stands on the pages; ``paper`` draws for a printer what a page of the window prints.
"""
