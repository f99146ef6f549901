"""Widgets and models that several pages share; none knows a page."""
