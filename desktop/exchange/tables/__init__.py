"""Tables out: one writer a format."""
