"""Coded documents as web pages."""
