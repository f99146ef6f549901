"""The page of documents side by side: library, panes, claims and tagging.

``page`` holds it together, ``sides`` lays it out. At the left ``library``: the search box and what narrows the list,
``library_list`` (``library_model``) with its cards and heads, ``document_actions`` for the chosen documents,
``found_list`` for claims and memos; when wanted, the ``topics_panel``. In the middle ``desk``, for which ``text_ahead``
reads large texts beside the window, and whose panes (``pane``)
show a document (``document_model``) and say above it whether it is coded blind (``handout_bar``) and what cannot be
seen or done (``limits``): ``text_view`` lays its lines out, ``placed`` tells where words stand in them,
``reading_view`` paints them with ``highlights`` and ``overlays``, and ``spoken`` announces claims to those who hear
them; ``margin`` stands beside them, ``suggestion_layer`` with ``suggestion_chip`` over them. At the right
``claim_panel`` and ``facts_form``. ``claim_actions`` is what can be done with claims and selections, asked by
``tag_bar`` and ``structure_bar``, each a ``desk_bar``.
"""
