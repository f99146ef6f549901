"""Where the files that come with Visavis lie, and where its user's do."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder *name* (``resources`` or ``seeds``): inside an installed package, else beside it in a checkout.

    Raises:
        FileNotFoundError: when neither exists, which means a broken installation.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} is missing from the installation at {_PACKAGE}")


def is_there(path: Path, *, folder: bool = False) -> bool:
    """Tell whether a file is there, or a *folder*; one that cannot be reached is not, whatever the reason."""
    try:
        return path.is_dir() if folder else path.is_file()
    except OSError:
        # no permission on the way to it, a disk that is gone, or no name that a file can have
        return False


def is_taken(path: Path) -> bool:
    """Tell whether anything stands at *path*; where nobody can look, nothing does."""
    try:
        return path.exists()
    except OSError:
        return False


def user_data() -> Path:
    """Return the folder for projects that were not given a place; it is made when missing."""
    import platformdirs

    return Path(platformdirs.user_data_dir("visavis", appauthor=False, ensure_exists=True))


def user_settings(*, make: bool = True) -> Path:
    """Return the folder for settings; *make* it when it is missing."""
    import platformdirs

    return Path(platformdirs.user_config_dir("visavis", appauthor=False, ensure_exists=make))


def user_logs() -> Path:
    """Return the folder for logs; it may not be there yet."""
    import platformdirs

    return Path(platformdirs.user_log_dir("visavis", appauthor=False))
