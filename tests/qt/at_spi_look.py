"""A window as AT-SPI has it: run under ``dbus-run-session`` it prints what a screen reader finds, as JSON.

With ``--window`` it is the window that is looked at, which does what it reads on standard input.
"""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ACCESSIBLE, TABLE, ACTION = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Table", "Action"))
# each question starts a process: what has hundreds of items is not looked through
_OF_ITEMS = ("menu bar", "popup menu", "list", "tree", "table", "combo box")
Node = tuple[str, str]


def show(project: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.qt import theme
    from desktop.qt.dialogs import FileDialogs
    from desktop.qt.matrix.page import MatrixPage
    from desktop.qt.messages import Messages
    from desktop.qt.session import Session
    from desktop.qt.settings import Settings
    from desktop.qt.window.main_window import MainWindow

    app = QApplication(["visavis"])
    theme.apply(app, "light")
    session = Session(Messages())
    session.open(Path(project))
    window = MainWindow(session, Settings(Path(project).with_name("settings.ini")), FileDialogs())
    window.desk.open(1)
    window.show()
    window.activateWindow()

    def listen() -> None:
        if not select.select([sys.stdin], [], [], 0)[0]:
            return
        word = sys.stdin.readline().strip()
        page = window.pages.shown
        if word == "next":
            window.desk.step_claim(1)
        elif word == "cell" and isinstance(page, MatrixPage):
            page.grid.setFocus()
            page.grid.choose(("trade",), ("elbar",))
        elif not word:
            app.quit()

    timer = QTimer()
    timer.timeout.connect(listen)
    timer.start(20)
    app.exec()
    window.close()
    session.close()


class Bus:
    """The bus of assistive technology."""

    def __init__(self) -> None:
        self.address = ""
        (self.address,) = self.call(("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")

    def _busctl(self, *words: str) -> Any:
        where = f"--address={self.address}" if self.address else "--user"
        done = subprocess.run(
            ["busctl", where, "--json=short", *words], capture_output=True, text=True, timeout=20, check=True
        )
        return json.loads(done.stdout)["data"]

    def call(self, node: Node, interface: str, method: str, *values: str) -> Any:
        return self._busctl("call", *node, interface, method, *values)

    def get(self, node: Node, interface: str, name: str) -> Any:
        return self._busctl("get-property", *node, interface, name)

    def children(self, node: Node) -> list[Node]:
        return [(name, path) for name, path in self.call(node, ACCESSIBLE, "GetChildren")[0]]

    def role(self, node: Node) -> str:
        return str(self.call(node, ACCESSIBLE, "GetRoleName")[0])

    def name(self, node: Node) -> str:
        return str(self.get(node, ACCESSIBLE, "Name"))

    def find(self, node: Node, role: str, name: str = "") -> Node | None:
        own = self.role(node)
        if own == role and (not name or self.name(node) == name):
            return node
        if own in _OF_ITEMS:
            return None
        return next((one for child in self.children(node) if (one := self.find(child, role, name))), None)

    def wait_for(self, node: Node, role: str, name: str = "") -> Node:
        for _ in range(40):
            found = self.find(node, role, name)
            if found is not None:
                return found
            time.sleep(0.5)
        raise TimeoutError(f"no {role} {name}")


def look(project: str) -> dict[str, Any]:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = Bus()
    # without one who listens Qt tells no events
    listening = QDBusConnection.connectToBus(bus.address, "listening")
    for event in ("object:announcement", "object:state-changed:focused"):
        wanted = QDBusMessage.createMethodCall(
            "org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "RegisterEvent"
        )
        wanted.setArguments([event])
        listening.call(wanted)
    events = Path(project).with_name("events.txt")
    command = ["dbus-monitor", "--address", bus.address, "interface='org.a11y.atspi.Event.Object'"]
    with events.open("w", encoding="utf-8") as told:
        monitor = subprocess.Popen(command, stdout=told)
    window = subprocess.Popen([sys.executable, __file__, "--window", project], stdin=subprocess.PIPE, text=True)
    assert window.stdin is not None
    try:
        for _ in range(60):
            if bus.children(ROOT):
                break
            time.sleep(0.5)
        (application,) = bus.children(ROOT)
        found: dict[str, Any] = {}
        text = bus.wait_for(application, "text", "Text of The Élbar papers")
        found["text"] = bus.name(text)
        window.stdin.write("next\n")
        window.stdin.flush()
        time.sleep(1)
        bus.call(bus.wait_for(application, "radio button", "Matrix"), ACTION, "DoAction", "i", "0")
        table = bus.wait_for(application, "table", "Matrix of topic and actor")
        rows, columns = (int(bus.get(table, TABLE, name)) for name in ("NRows", "NColumns"))
        found["cells"] = [
            (
                bus.call(table, TABLE, "GetRowDescription", "i", str(row))[0],
                bus.call(table, TABLE, "GetColumnDescription", "i", str(column))[0],
                bus.name(tuple(bus.call(table, TABLE, "GetAccessibleAt", "ii", str(row), str(column))[0])),
            )
            for row in range(rows)
            for column in range(columns)
        ]
        heads = [cell[:2] for cell in found["cells"]]
        place = divmod(heads.index(("Trade", "Elbar Nim")), columns)
        found["cell"] = bus.call(table, TABLE, "GetAccessibleAt", "ii", *map(str, place))[0][1]
        window.stdin.write("cell\n")
        window.stdin.flush()
        time.sleep(1)
    finally:
        window.stdin.close()
        found["ended"] = window.wait(30)
        monitor.terminate()
        monitor.wait(10)
    found["events"] = events.read_text("utf-8")
    return found


if __name__ == "__main__":
    if sys.argv[1] == "--window":
        show(sys.argv[2])
    else:
        print(json.dumps(look(os.fspath(sys.argv[1]))))
