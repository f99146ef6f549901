"""Bringing files in: the page, its lists, and the reading of files."""
