"""Coded documents to look at.

``pages`` lays them out: claims numbered and in lanes, text by pieces, for paper too; ``html`` writes them as web pages.
"""
