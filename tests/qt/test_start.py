import subprocess
import sys

# what the first window can do without; each is read when it is first wanted
LATE = (
    *("desktop.analysis.suggestions", "desktop.analysis.tracing", "desktop.core.vocabulary", "desktop.store.edits."),
    *("desktop.project.catalogue", "desktop.project.importing", "desktop.project.matrix", "desktop.project.opening"),
    *("email", "lxml", "markdown_it", "pypdfium2", "tomlkit", "trafilatura", "xlsxwriter", "yaml"),
)


def test_the_window_starts_without_what_it_may_never_need() -> None:
    code = "import sys, desktop.qt.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert [name for name in done.stdout.split() if name.startswith(LATE)] == []
