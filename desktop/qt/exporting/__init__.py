"""The export panel, and saving coded documents."""
