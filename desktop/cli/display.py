"""Whether a window can be shown here, found out before Qt is started: Qt itself aborts the process when it cannot.

``python -m desktop.cli.display`` prints the Debian packages that Qt needs and this machine lacks; the Makefile asks it.
"""

import importlib
import os
import sys
from collections.abc import Iterable

from desktop.core.errors import UserError
from desktop.core.language import _

# what the wheel's libraries name as needed (objdump -p) and do not bring
_QT = (
    *("libEGL.so.1", "libGL.so.1", "libX11.so.6", "libdbus-1.so.3", "libfontconfig.so.1", "libfreetype.so.6"),
    *("libglib-2.0.so.0", "libgthread-2.0.so.0", "libxkbcommon.so.0", "libz.so.1", "libzstd.so.1"),
)
_PLATFORMS = {
    "xcb": (
        *("libX11-xcb.so.1", "libxcb-cursor.so.0", "libxcb-glx.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0"),
        *("libxcb-keysyms.so.1", "libxcb-randr.so.0", "libxcb-render-util.so.0", "libxcb-render.so.0"),
        *("libxcb-shape.so.0", "libxcb-shm.so.0", "libxcb-sync.so.1", "libxcb-util.so.1", "libxcb-xfixes.so.0"),
        *("libxcb-xkb.so.1", "libxcb.so.1", "libxkbcommon-x11.so.0"),
    ),
    "wayland": ("libwayland-client.so.0", "libwayland-cursor.so.0"),
}
# the packages that are not called after their library
_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0", "libz.so.1": "zlib1g"}
# platforms of Qt that draw into memory and so always work
_SCREENLESS = ("offscreen", "minimal", "vnc")
_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication(['visavis'])"


def require_screen() -> None:
    """Refuse to go on when nothing says that there is a screen; takes no time.

    Raises:
        UserError: on Linux without a display and without a platform chosen by QT_QPA_PLATFORM.
    """
    if sys.platform.startswith("linux") and not _platforms():
        raise UserError(
            _(
                "There is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set): "
                "start Visavis on a desktop, or make pictures of the window with “visavis snapshot”, which needs none."
            )
        )


def require_qt() -> None:
    """Import Qt; UserError when it is not there, or a library of the system that it needs is missing."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError as error:
        sentence = _("Qt is missing from this Python ({error}): install Visavis with “pip install”, which brings it.")
        raise UserError(sentence, error=error) from error
    except ImportError as error:
        missing = _missing(_QT)
        if missing:
            raise UserError(_install(missing)) from error
        sentence = _("Qt cannot be loaded ({error}): install the library that it names, or Visavis anew.")
        raise UserError(sentence, error=error) from error


def require_window() -> None:
    """Import Qt and make sure that a window can be shown.

    Raises:
        UserError: when the display cannot be reached, or a library of the system is missing.
    """
    require_screen()
    require_qt()
    if not sys.platform.startswith("linux"):
        return
    reasons = []
    for platform in _platforms():
        reason = _reason_against(platform)
        if not reason:
            return
        reasons.append(reason)
    raise UserError(reasons[-1])


def missing_packages() -> list[str]:
    """Return the Debian packages that this machine lacks for the window, or for pictures of it without a display."""
    packages = list(_missing(_QT))
    platforms = [platform for platform in _platforms() if platform in _PLATFORMS]
    lacking = [list(_missing(_PLATFORMS[platform])) for platform in platforms]
    # one of them is enough, as Qt takes the next when the first does not work
    return sorted({*packages, *min(lacking, key=len, default=[])})


def _platforms() -> list[str]:
    """Return Qt's platforms in the order in which it will try them, as QGuiApplication chooses them."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return [part.split(":")[0] for part in chosen.split(";") if part]
    found = []
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        found.append("wayland")
    if os.environ.get("DISPLAY"):
        found.append("xcb")
    return found


def _reason_against(platform: str) -> str:
    """Return a sentence for what keeps Qt's *platform* from working, or nothing."""
    if platform in _SCREENLESS:
        return ""
    if platform in _PLATFORMS:
        missing = _missing(_PLATFORMS[platform])
        if missing:
            return _install(missing)
        name, works = {"xcb": ("DISPLAY", _x_answers), "wayland": ("WAYLAND_DISPLAY", _wayland_answers)}[platform]
        if works():
            return ""
        return _(
            "The display “{display}” ({variable}) does not answer: start Visavis on a desktop, or make pictures of the "
            "window with “visavis snapshot”, which needs none."
        ).format(display=os.environ.get(name, ""), variable=name)
    # few who start the program need it
    import subprocess

    # a platform that somebody chose for a device of theirs: only Qt knows, so a child process tries it
    done = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode == 0:
        return ""
    return _(
        "Qt cannot show a window on the platform “{platform}” (QT_QPA_PLATFORM): unset it, or choose another."
    ).format(platform=platform)


def _x_answers() -> bool:
    import ctypes

    # libxcb's own connection knows every form of DISPLAY and the authority file, and reports failure as a value
    library = ctypes.CDLL("libxcb.so.1")
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connection_has_error.argtypes = library.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = library.xcb_connect(None, None)
    failed = bool(library.xcb_connection_has_error(connection))
    library.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    import ctypes

    library = ctypes.CDLL("libwayland-client.so.0")
    library.wl_display_connect.restype = ctypes.c_void_p
    library.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = library.wl_display_connect(None)
    if display:
        library.wl_display_disconnect(display)
    return bool(display)


def _missing(libraries: Iterable[str]) -> dict[str, str]:
    """Return the packages of those *libraries* that cannot be loaded, each with the first library of it."""
    # no start in a window needs it
    import ctypes

    missing: dict[str, str] = {}
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.setdefault(_package(library), library)
    return missing


def _package(library: str) -> str:
    """Return the Debian package of a library, which is called after it and its version (Debian Policy, 8.1)."""
    name, _dot, version = library.lower().partition(".so.")
    return _PACKAGES.get(library, f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}")


def _install(missing: dict[str, str]) -> str:
    names = ", ".join(missing.values())
    return _(
        "The window needs libraries that this system lacks ({names}): install them with “sudo apt-get install "
        "{packages}”, or what your system calls these packages."
    ).format(names=names, packages=" ".join(missing))


if __name__ == "__main__":
    print(*missing_packages())
