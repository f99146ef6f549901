"""Writing files for others.

``panel`` saves a table after a look at it in ``preview_model``, with the choices of ``options``; ``document_export``
saves coded documents, ``report_dialog`` the report of the project.
"""
