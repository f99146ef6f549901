"""The page of the history of every change."""
