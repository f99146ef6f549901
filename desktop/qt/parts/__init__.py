"""What several pages are made of; none knows a page.

To lay out: ``layouts``, ``elided``, ``one_row``, ``page``, ``notice``. To choose: ``popup_list``, and on it
``type_ahead``,
``name_field``, ``pick_button``; ``switches`` and ``choices``, ``field_choices`` (of any field);
``filter_bar``. To write: ``memo_field``,
``own_field_rows`` (what a thing has of own fields), ``unsaved`` (the mark on what is not written yet).
Tables and trees: ``row_table``, ``directed`` (cells from right to left), ``plain_cells`` (painted without the style),
``chosen_cells`` (edited by a list), ``entry_tree``, ``indexes``.
Claims and quotations on cards: ``claim_cards`` on a ``lazy_list``, ``claim_list_model``, ``claim_text``,
``citations`` (copied with their source), ``passage_pane``, ``trace_card``, ``trace_list_model``, ``verdict_look``.
Cells of a matrix: ``stance_cells``, ``text_cells``; ``stance_lines`` and ``field_colors`` everywhere.
"""
