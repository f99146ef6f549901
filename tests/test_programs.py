"""Tests that ask other programs are skipped where those are half there; here stand-ins play the halves."""

import stat
from pathlib import Path

import pytest

from tests import programs


def stand_in(folder: Path, script: str) -> str:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test know what another one's stand-in could."""
    monkeypatch.setattr(programs, "_writes", programs._writes.__wrapped__)


@pytest.mark.parametrize("script", ["exit 0", "exit 77", "echo no export filter >&2; exit 1"])
def test_a_libreoffice_that_writes_nothing_is_a_reason_to_skip(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_SOFFICE", stand_in(tmp_path, script))
    with pytest.raises(pytest.skip.Exception, match=r"makes no \.xlsx of \.csv"):
        programs.convert(tmp_path, "xlsx", tmp_path / "a.csv")


def test_a_libreoffice_that_has_one_part_is_asked_for_that_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'while [ $# -gt 1 ]; do case "$1" in --convert-to) form=$2;; --outdir) out=$2;; esac; shift; done\n'
    script += '[ "$form" = odt ] && mkdir -p "$out" && echo text > "$out/$(basename "$1" .docx).odt"\nexit 1'
    monkeypatch.setattr(programs, "_SOFFICE", stand_in(tmp_path, script))
    assert [path.read_text() for path in programs.convert(tmp_path, "odt", tmp_path / "a.docx")] == ["text\n"]
    with pytest.raises(pytest.skip.Exception, match=r"makes no \.xlsx of \.csv"):
        programs.convert(tmp_path, "xlsx", tmp_path / "a.csv")


def test_a_pdflatex_without_the_packages_is_a_reason_to_skip_and_a_wrong_table_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_PDFLATEX", stand_in(tmp_path, "echo booktabs.sty not found; exit 1"))
    with pytest.raises(pytest.skip.Exception, match=r"lacks a package: booktabs\.sty not found"):
        programs.typeset(tmp_path, "x")
    monkeypatch.setattr(
        programs,
        "_PDFLATEX",
        stand_in(tmp_path, "grep -q wrong paper.tex && { echo wrong; exit 1; }; echo > paper.pdf"),
    )
    with pytest.raises(AssertionError):
        programs.typeset(tmp_path, "wrong")


def test_what_is_not_installed_is_a_reason_to_skip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_SOFFICE", None)
    monkeypatch.setattr(programs, "_PDFLATEX", None)
    with pytest.raises(pytest.skip.Exception, match="LibreOffice is not installed"):
        programs.convert(tmp_path, "xlsx", tmp_path / "a.csv")
    with pytest.raises(pytest.skip.Exception, match="pdflatex is not installed"):
        programs.typeset(tmp_path, "x")
