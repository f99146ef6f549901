"""What ``python -m desktop`` and the console command ``visavis`` start: the command line, given the window to open."""

import gc
import io
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.core.collecting import no_collecting


class _Window:
    """The real window; Qt is imported when it is opened, so that no other command waits for it."""

    def run(self, project: Path | None) -> int:
        # modules are no rubbish: to look through them again and again takes a tenth of the start
        with no_collecting():
            from desktop.qt.app import run
        gc.freeze()
        return run(project)

    def take(self, project: Path, folder: Path, sizes: Sequence[tuple[int, int]], themes: Sequence[str]) -> list[Path]:
        from desktop.qt.snapshot import take

        return take(project, folder, sizes, themes)

    def print_documents(self, project: Path, documents: Sequence[str], where: str, written: str) -> bytes:
        from desktop.qt.printing.pdf import print_documents

        return print_documents(project, documents, where, written)


def main() -> None:
    """Run the command line and end the process with its exit status; or be a child process of one that runs."""
    if sys.argv[1:2] == ["--child"]:
        from desktop.project import child

        child.main()
        return
    # Ctrl+C ends what only loads its modules, and there is nobody yet who would tell it in words
    interrupted = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from desktop import paths
    from desktop.core import language

    # a title may hold characters that the terminal's encoding lacks
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    # before the commands are read: their help is made of texts
    language.install(paths.shipped("resources") / "languages")
    with no_collecting():
        from desktop.cli.commands import visavis

    signal.signal(signal.SIGINT, interrupted)
    visavis.main(prog_name="visavis", obj=_Window())


if __name__ == "__main__":
    main()
