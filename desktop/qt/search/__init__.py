"""The page of search: words in context across all documents, coded where they stand, and how often words stand.

``search_page`` looks for words and lists them by ``hits_model``; ``code_bar`` makes claims of chosen hits;
``frequencies`` counts words.
"""
