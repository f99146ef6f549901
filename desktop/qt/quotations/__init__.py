"""The page of quotations traced to their sources."""
