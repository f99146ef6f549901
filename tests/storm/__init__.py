"""What destroys files, many times: damaged projects, and processes that are killed wherever they are.

``python -m tests.storm damage --count 10000``, ``python -m tests.storm kills --count 500`` and ``python -m tests.storm
calls``; `make storm` runs all three. What the
first two find is kept in a folder (``--out``).
"""
