"""Coded documents as Markdown, out and in again."""
