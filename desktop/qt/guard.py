"""No exception leaves a method that Qt calls: each such method of a class of ours is guarded when the class is made.

An exception that goes through Qt's own code ends the process, or comes out where nobody awaits it. Guarded, it is told
at once (`sys.excepthook`), the method returns what Qt would have done without it, and the window goes on. And what a
model has to say in tool tips goes through `tips` here, once for all.
"""

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType, TracebackType
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QPainter

from desktop.core.visible import visible
from desktop.qt.tips import tip

# what a method returns that Qt does not have itself, or cannot do either
_OTHERWISE: dict[str, Callable[[], object]] = {
    "rowCount": int,
    "columnCount": int,
    "count": int,
    "heightForWidth": int,
    "index": QModelIndex,
    "parent": QModelIndex,
    "flags": lambda: Qt.ItemFlag.NoItemFlags,
    "sizeHint": QSize,
    "minimumSize": QSize,
    "minimumSizeHint": QSize,
    "hasHeightForWidth": bool,
    "event": bool,
    "viewportEvent": bool,
    "eventFilter": bool,
    "helpEvent": bool,
    "editorEvent": bool,
    "setData": bool,
    "lessThan": bool,
    "filterAcceptsRow": lambda: True,
}
# these hand on to other methods, of which one may have done its work already
_NOT_AGAIN = frozenset({"event", "eventFilter", "viewportEvent"})
# these Qt has as well, and never calls
_OURS = frozenset({"__init__", "__new__", "close", "copy", "setText"})
_MARK = "_is_guarded"
_TIP, _CELL = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.DisplayRole)


def install() -> None:
    """Guard every class that is made of one of Qt's from now on."""
    if "__init_subclass__" not in vars(QObject):
        QObject.__init_subclass__ = classmethod(_begin)  # type: ignore[assignment, method-assign]


def _begin(cls: type[QObject], /, **named: Any) -> None:
    super(QObject, cls).__init_subclass__(**named)
    guard(cls)


def guard(cls: type) -> None:
    """Guard the methods of a class that Qt calls: those that one of its bases in Qt has, too."""
    for owner, name in overrides(cls):
        method = vars(owner)[name]
        if not is_guarded(method):
            setattr(owner, name, _guarded(cls, name, method))


def overrides(cls: type) -> Iterator[tuple[type, str]]:
    """Yield the methods of a class, and of those mixed into it, that one of its bases in Qt has, too: where, and which.

    Those of its other bases are theirs.
    """
    above = [base for base in cls.__mro__[1:] if _is_qts(base)]
    mixed = [
        base for base in cls.__mro__[1:] if not issubclass(base, QObject) and not _is_qts(base) and base is not object
    ]
    for owner in (cls, *mixed):
        for name, method in list(vars(owner).items()):
            if isinstance(method, FunctionType) and name not in _OURS and any(name in vars(base) for base in above):
                yield owner, name


def _is_qts(cls: type) -> bool:
    return cls.__module__.startswith(("PySide6", "Shiboken"))


def is_guarded(method: object) -> bool:
    """Tell whether a method is guarded."""
    return bool(getattr(method, _MARK, False))


def _guarded(cls: type, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def guarded(self: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return method(self, *arguments, **named)
        except BaseException as error:  # whatever it is, it must not go on into Qt
            _tell(error, arguments)
            return _otherwise(cls, name, self, arguments)

    if name == "data":
        return _marked(_with_tips(guarded))
    return _marked(guarded)


def _with_tips(data: Callable[..., Any]) -> Callable[..., Any]:
    """Return a model's method whose words are shown as they are, in cells and in tool tips."""

    @wraps(data)
    def told(self: Any, index: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        found = data(self, index, role)
        if not isinstance(found, str):
            return found
        # we put isolates around names ourselves
        return tip(found) if role == _TIP else visible(found, isolates=False) if role == _CELL else found

    return told


def _marked(method: Callable[..., Any]) -> Callable[..., Any]:
    setattr(method, _MARK, True)
    return method


def _tell(error: BaseException, arguments: tuple[Any, ...]) -> None:
    _end_painters(error.__traceback__, arguments)
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:
        # nothing is left that could tell it
        return


def _end_painters(trace: TracebackType | None, handed: tuple[Any, ...]) -> None:
    """End what was being painted on: a painter that stays on a widget ends the process with the next paint."""
    while trace is not None:
        for value in list(trace.tb_frame.f_locals.values()):
            if isinstance(value, QPainter) and value not in handed and value.isActive():
                value.end()
        trace = trace.tb_next


def _otherwise(cls: type, name: str, self: Any, arguments: tuple[Any, ...]) -> Any:
    """Return what Qt does itself; where it cannot, what means nothing."""
    if name not in _NOT_AGAIN:
        try:
            for base in cls.__mro__[1:]:
                if name in vars(base) and _is_qts(base):
                    return getattr(base, name)(self, *arguments)
        except BaseException:
            # a method that Qt does not have itself
            pass
    return _OTHERWISE.get(name, _nothing)()


def _nothing() -> None:
    return None
