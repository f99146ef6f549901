"""The words of languages: one file a language in ``resources/languages``.

``languages`` reads and checks the files when words are first asked for, the only part of core that reads all of them,
and makes patterns of them; ``known`` tells what a language has without that. ``lists`` says what each is for, and how
it is written; ``months`` tells months of one name apart.
"""
