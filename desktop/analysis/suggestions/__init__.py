"""Sentences that may hold a claim, on which topic, and who holds it."""
