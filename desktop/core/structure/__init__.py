"""What a text consists of: words and sentences, turns, their labels and roles, and furniture.

``writing`` has the marks and words of each script, ``units`` says what a word is and where a sentence ends,
``paragraphs`` what one is, ``pages`` what stands between. What ``furniture`` (by its ``date_lines``, made of
``date_parts``, its ``margin_lines``, ``mastheads`` and ``prose``) and ``turns`` find is put together by ``structure``,
the latter by the ``heads`` of paragraphs, which give them ``labels`` with the ``names`` of speakers, what these have in
common (``makes``) and what only looks like a conversation (``forms``), ``dialogues`` without names and ``interviews``
as papers print them,
``stamps`` of time and what ``records`` tell; ``roles`` are what each turn does; ``hints`` are what a format says
itself; ``speaker_choices`` takes what the user says of the speakers.
"""
