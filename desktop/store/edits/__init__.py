"""Actions on the project file: each one transaction, one change set, one undo step."""
