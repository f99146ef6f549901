"""Other programs as another pair of eyes: asked only where they are there, and whole enough for the question.

An optional program that is half there is a reason to skip a test, with what it lacks, and no fault of ours.
"""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

_PACKAGES = ("textcomp", "amssymb", "array", "longtable")
_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_PDFLATEX = shutil.which("pdflatex")


def typeset(folder: Path, body: str, *, booktabs: bool = True) -> None:
    """See that pdflatex makes a paper of *body*, in *folder*, with the packages that our tables need.

    The test is skipped where it is not installed, or lacks one of the packages.
    """
    if _PDFLATEX is None:
        pytest.skip("pdflatex is not installed")
    packages = (*_PACKAGES, "booktabs") if booktabs else _PACKAGES
    if told := _typeset(folder, "An empty paper.", packages):
        pytest.skip(f"this pdflatex lacks a package: {told[-200:]}")
    assert not _typeset(folder, body, packages)
    assert (folder / "paper.pdf").read_bytes().startswith(b"%PDF")


def convert(folder: Path, form: str, *files: Path, options: str = "") -> list[Path]:
    """Return what LibreOffice makes of *files* in a format, in their order, all in *folder*.

    The test is skipped where it is not installed, or only in part: Calc without Writer, Writer without Calc, a program
    that starts and writes nothing.

    Args:
        folder: where to write.
        form: the ending of the files' names.
        files: what to convert.
        options: how it is to read them, LibreOffice's own ``--infilter``.
    """
    if _SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    if not _writes(form, files[0].suffix):
        pytest.skip(f"this LibreOffice makes no .{form} of {files[0].suffix}: a part of it is not installed")
    return _converted(folder, form, files, options)


@cache
def _writes(form: str, suffix: str) -> bool:
    """Tell by a file of a few words whether a part of LibreOffice is there; once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"probe{suffix}"
        kept = Path(__file__).parent / "data" / "formats" / f"harbour{suffix}"
        path.write_bytes(kept.read_bytes() if kept.exists() else b"a,b\r\n1,2\r\n")
        return all(one.exists() for one in _converted(Path(folder) / "out", form, (path,), ""))


def _converted(folder: Path, form: str, files: tuple[Path, ...], options: str) -> list[Path]:
    profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
    reading = [f"--infilter={options}"] if options else []
    command = [str(_SOFFICE), profile, "--headless", *reading, "--convert-to", form, "--outdir", str(folder)]
    # what it did is seen by the files: some of its versions fail with the exit status 0, others write and then fail
    subprocess.run([*command, *map(str, files)], capture_output=True, timeout=240, check=False)
    return [folder / f"{path.stem}.{form}" for path in files]


def _typeset(folder: Path, body: str, packages: tuple[str, ...]) -> str:
    """Return what pdflatex says when it fails; nothing when it does not."""
    used = "".join(rf"\usepackage{{{name}}}" for name in packages)
    head = rf"\documentclass{{article}}\usepackage[T1]{{fontenc}}{used}\begin{{document}}"
    (folder / "paper.tex").write_text(rf"{head}{body}\end{{document}}", "utf-8")
    command = [str(_PDFLATEX), "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=240, check=False)
    return done.stdout.decode("utf-8", "replace")[-2000:] if done.returncode else ""
