"""The page of the matrix: its grid, its bar, and the evidence of a cell."""
