"""The places of Qt's item models, as the methods of a model and of a delegate get them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
