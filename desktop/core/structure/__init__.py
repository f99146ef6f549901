"""What a text consists of: words and sentences, turns, their labels and roles, and furniture.

``units`` says what a word is and where a sentence ends, ``paragraphs`` what one is. ``structure`` puts together what
``furniture`` and ``turns`` find, the latter by the ``heads`` of paragraphs, what these have in common (``makes``),
``stamps`` of time and what ``records`` tell; ``speaker_choices`` takes what the user says of the speakers.
"""
