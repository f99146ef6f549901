"""Quotations traced to the passages they go back to, and what became of the words."""
