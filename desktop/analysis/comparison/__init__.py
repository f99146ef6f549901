"""What the coding says: counts, pivots, networks, contradictions, timelines and likenesses."""
