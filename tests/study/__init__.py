"""A worked study: invented speeches on a reform of pensions, from a table to the report.

``make`` writes its files into ``tests/data/study``; they lie there so that anybody can go the same way by hand.
"""
