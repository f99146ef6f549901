"""The export panel, and coded documents on paper."""
