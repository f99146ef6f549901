"""Work by several in several files.

``merging`` brings two files of a project together, ``teams`` keeps those of many in step, who meet in a ``folder`` or
on a server, the ``hub``; ``transport`` is what both of these are to a team.
"""
