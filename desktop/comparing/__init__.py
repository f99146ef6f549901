"""Comparisons of a project, ready to be shown or written: what takes the store, the analysis and the exchange together.

The command line and the window both call these. Imported only by what compares, so that no other command waits.
"""
