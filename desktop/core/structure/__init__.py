"""What a text consists of: words and sentences, turns, their labels and roles, and furniture.

``units`` says what a word is and where a sentence ends. ``structure`` puts together what ``furniture`` (with the
patterns of ``furniture_words``), ``turn_labels`` and ``turn_roles`` find; ``speaker_choices`` takes what the user says
of the speakers.
"""
