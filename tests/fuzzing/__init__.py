"""Fuzzing of each reader of documents: ``make fuzz SECONDS=600``, or ``python -m tests.fuzzing``."""
