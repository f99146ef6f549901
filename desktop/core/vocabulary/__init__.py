"""The words of languages: one file a language in ``resources/languages``.

``languages`` reads and checks the files when words are first asked for; it is the only part of core that reads any.
``lists`` says what each list is for, ``forms`` how lists are written and made into patterns.
"""
