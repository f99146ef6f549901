"""Quotations traced to the passages they go back to, and what became of the words.

``tracing`` puts it together: ``quoted_parts`` parts what an ellipsis joins; ``events`` tells which documents cover one
event and which are its records; ``matches`` finds the passages, through ``word_index`` over the ``indexed_words`` of
all documents and among the sentences of one; ``alignment`` lays the two beside each other, by ``alignment_table``;
``verdicts`` tells what changed, ``governing`` whether what is kept depends on it, ``unfound`` what was tested where
nothing is found, with ``anchors`` in another language; ``reported`` finds what is told in other
words, ``retold`` where it was said.
"""
