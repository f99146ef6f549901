"""What one does with a project: open it, bring files in, trace, list, compare; for the window and the command line."""
