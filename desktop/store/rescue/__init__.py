"""Bringing what a damaged or foreign project file holds into a clean one; the file itself is never written to.

``pages`` reads the pages of an SQLite file one by one, whatever they are; ``gathering`` collects rows from tables,
pages, indexes and the history; ``replay`` has what the history says of rows; ``filling`` writes them into a clean file
and tells what is missing. `rescue` does it all.
"""

from desktop.store.rescue.filling import rescue as rescue
