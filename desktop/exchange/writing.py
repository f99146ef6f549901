"""Files written whole or not at all."""

import errno
import os
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.paths import is_taken

# all at once, or block by block while it is made
FileContent = bytes | Iterable[bytes]


def refuse_to_overwrite(path: Path) -> None:
    """Make sure that nothing stands at *path*; UserError when something does."""
    if is_taken(path):
        sentence = _("“{path}” exists already: choose another name, or let it be replaced with --force.")
        raise UserError(sentence, path=path)


def write_file(path: Path, data: FileContent) -> None:
    """Write *data* to *path*, wholly or not at all; UserError without its folder or permission, and on a full disk."""
    write_files({path: data})


def write_files(files: Mapping[Path, FileContent]) -> None:
    """Write files that belong together; none takes its place before all are on the disk.

    Raises:
        UserError: as `write_file`; what stood there before is left as it was, as with whatever the making raises.
    """
    staged: list[tuple[Path, Path, Path]] = []
    path = Path()
    try:
        try:
            for path, data in files.items():
                # through a link to the file it names; replacing the link would leave that file as it was
                target = Path(os.path.realpath(path))
                if target.is_dir():
                    raise UserError(_("{path} is a folder; choose a file name in it."), path=path)
                # opened by hand and not by tempfile, whose files nobody else may read
                beside = target.with_name(f".{uuid.uuid4().hex}.tmp")
                staged.append((path, beside, target))
                with beside.open("xb") as file:
                    for block in [data] if isinstance(data, bytes) else data:
                        file.write(block)
                    file.flush()
                    os.fsync(file.fileno())
                if target.exists():
                    beside.chmod(target.stat().st_mode & 0o777)
            for done in staged:
                path = done[0]
                done[1].replace(done[2])
        finally:
            for _path, beside, _target in staged:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(_why_not(path, error)) from error


def _why_not(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = _("{name} cannot be written: the disk is full; free some space or choose another disk.")
    elif isinstance(error, FileNotFoundError | NotADirectoryError):
        sentence = _("{name} cannot be written: the folder {folder} does not exist; choose another one.")
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        sentence = _(
            "{name} cannot be written: you lack the permission, or another program holds it open; "
            "close it there or choose another folder."
        )
    else:
        sentence = _("{name} cannot be written ({reason}); choose another name or folder.")
    reason = os.strerror(error.errno) if error.errno else str(error)
    return sentence.format(name=path.name, folder=path.parent, reason=reason)
