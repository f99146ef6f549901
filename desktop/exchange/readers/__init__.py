"""Documents in: one reader a format, and the facts that a file tells of itself."""
