"""The page of documents side by side: library, panes, claims and tagging."""
