"""The page of the codebook: actors, topics and organisations."""
