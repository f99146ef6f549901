"""The words of languages: one file a language in ``resources/languages``, checked and merged when first needed."""
