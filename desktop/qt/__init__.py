"""The window: the only place with PySide6.

``app`` starts it, ``snapshot`` takes its pictures. ``session`` is the open project and its one signal: views ask it
``session.read(reads.project.text, …)`` and act by ``session.do(edits.claims.tag, …)``. With it go ``comparisons``,
``tracing`` and ``printing`` (coded documents as PDF). ``background`` runs long work, ``stepping`` undoes long actions,
``noting`` goes through those of others, ``messages`` is the one door to the user, ``dialogs`` asks for files;
``drafts`` keeps what was typed until it is written; ``clipboard``, ``settings`` and ``theme`` are what their names
say, ``scripts`` the type of writing systems, ``tips`` what stands in tool tips. ``guard`` lets no exception go on
into Qt, and ``sources`` lets no import read a source: they are in force before any class of the window is made.

A folder for each thing people do: ``reading``, ``matrix``, ``findings``, ``quotations``, ``claims``, ``codebook``,
``history``, ``search``, ``together``, ``importing``, ``exporting``; ``window`` holds them, ``parts`` is what several
are made of.
"""

from desktop.qt import sources

# before all that loads Qt
sources.install()

from desktop.qt import guard  # noqa: E402

guard.install()
