"""The page of all claims."""
