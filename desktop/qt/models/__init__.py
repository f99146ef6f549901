"""Between the session and the views: what lists and panes show."""
