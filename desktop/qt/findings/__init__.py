"""The pages of contradictions, of two sides face to face, and of pictures."""
