"""Pure functions over values: what the coding says."""
