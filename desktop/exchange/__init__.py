"""Files in and out, of values and not of the store.

``recognition`` tells what a file is: a document, an annotated document, a codebook or a project, and finds those to
import in folders. Documents come in by ``documents``, which calls the ``readers``. Coded documents are written as
``annotated`` Markdown, which comes in again, and as web ``pages``; the ``report`` of a
project is a page, a Word document or Markdown; the ``codebook`` is TOML and CSV; ``tables`` in one
format a function; ``programs`` are
other programs' projects. ``writing``
puts a file on the disk wholly or not at all; ``seeds`` are what a new project begins
with.
"""
