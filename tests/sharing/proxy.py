"""A network between members and their server that is slow, that is cut, and that goes silent."""

import random
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes on between those who connect to *port* and a server, each piece later than it came.

    Attributes:
        port: where to connect to, on loopback.
        delay: seconds each way.
        is_silent: whether nothing is passed on, and nobody told so.
        cuts: how many connections were cut.
    """

    def __init__(self, server_port: int, delay: float = 0.0) -> None:
        self.delay = delay
        self.is_silent = False
        self.cuts = 0
        self._to = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._selector = selectors.DefaultSelector()
        self._other: dict[socket.socket, socket.socket] = {}
        # when each piece is to go on, and to whom; empty where the connection ends
        self._pieces: deque[tuple[float, socket.socket, bytes]] = deque()
        self._is_over = False
        self._is_to_cut = False
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Cut all that is connected now."""
        self._is_to_cut = True

    def close(self) -> None:
        """End."""
        self._is_over = True
        self._thread.join(10)
        self._cut()
        self._selector.close()
        self._listener.close()

    def _run(self) -> None:
        while not self._is_over:
            left = self._pieces[0][0] - time.monotonic() if self._pieces and not self.is_silent else 0.02
            for key, _events in self._selector.select(min(max(left, 0), 0.02)):
                if key.fileobj is self._listener:
                    self._connect()
                else:
                    assert isinstance(key.fileobj, socket.socket)
                    self._read(key.fileobj)
            if self._is_to_cut:
                self._is_to_cut = False
                self._cut()
            while self._pieces and self._pieces[0][0] <= time.monotonic() and not self.is_silent:
                _when, target, data = self._pieces.popleft()
                self._write(target, data)

    def _connect(self) -> None:
        one, _address = self._listener.accept()
        try:
            other = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            one.close()
            return
        for each in (one, other):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(each, selectors.EVENT_READ)
        self._other |= {one: other, other: one}

    def _read(self, one: socket.socket) -> None:
        if one not in self._other:
            return
        try:
            data = one.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(one)
        self._pieces.append((time.monotonic() + self.delay, self._other[one], data))

    def _write(self, target: socket.socket, data: bytes) -> None:
        if target not in self._other:
            return
        try:
            if data:
                target.sendall(data)
                return
        except OSError:
            pass
        self._end(target)

    def _end(self, one: socket.socket) -> None:
        for each in (one, self._other.pop(one)):
            self._other.pop(each, None)
            with suppress(KeyError, ValueError):
                self._selector.unregister(each)
            each.close()

    def _cut(self) -> None:
        while self._other:
            self.cuts += 1
            self._end(next(iter(self._other)))
        self._pieces.clear()


@contextmanager
def proxy(address: str, delay: float = 0.0) -> Iterator[tuple[Proxy, str]]:
    """Stand between a server and those who connect, so many seconds each way; yield it and its own address."""
    parts = urlsplit(address)
    assert parts.port is not None
    one = Proxy(parts.port, delay)
    try:
        yield one, address.replace(f":{parts.port}/", f":{one.port}/")
    finally:
        one.close()


class Weather(threading.Thread):
    """Cuts connections and makes them slow now and then, until it is told to stop."""

    def __init__(self, one: Proxy, rng: random.Random, every: float = 0.4) -> None:
        super().__init__(daemon=True)
        self._proxy = one
        self._rng = rng
        self._every = every
        self._over = threading.Event()

    def run(self) -> None:
        """Be bad."""
        while not self._over.wait(self._rng.random() * 2 * self._every):
            self._proxy.delay = self._rng.choice((0.0, 0.005, 0.05))
            if self._rng.random() < 0.6:
                self._proxy.cut()

    def stop(self) -> None:
        """Let it clear up."""
        self._over.set()
        self.join()
        self._proxy.delay = 0.0
