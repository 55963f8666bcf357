"""A raw server on loopback: each connection is handed to a function that writes what it likes, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket, bytes], None]


@dataclass
class Raw:
    """What the server does, by the first part of the path, and what it has seen."""

    url: str = ""
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    open: set[socket.socket] = field(default_factory=set)

    def count_open(self, wanted: int, seconds: float = 2.0) -> int:
        """Return how many connections are open, waiting a little for as few as wanted."""
        end = time.monotonic() + seconds
        while len(self.open) > wanted and time.monotonic() < end:
            time.sleep(0.01)
        return len(self.open)


def read_head(connection: socket.socket) -> bytes:
    """Return a request up to its empty line, empty where the client has gone."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65536)
        if not data:
            return b""
        head += data
    return head


def watch_end(raw: Raw, connection: socket.socket) -> None:
    """Wait until the client closes."""
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass


def serve_one(raw: Raw, connection: socket.socket, context: ssl.SSLContext | None) -> None:
    """Answer the requests of one connection."""
    raw.open.add(connection)
    try:
        if context is not None:
            raw.open.discard(connection)
            connection = context.wrap_socket(connection, server_side=True)
            raw.open.add(connection)
        while head := read_head(connection):
            raw.heads.append(head)
            path = head.split(b" ", 2)[1].decode("latin-1").partition("?")[0]
            raw.behaviours[path.split("/")[1]](connection, head)
    except (OSError, KeyError):
        pass
    finally:
        raw.open.discard(connection)
        connection.close()


@contextmanager
def raw_serving(context: ssl.SSLContext | None = None, /, **behaviours: Behaviour) -> Iterator[Raw]:
    """Serve while the block runs; with a context, over TLS."""
    raw = Raw(behaviours=behaviours)
    listener = socket.create_server(("127.0.0.1", 0))
    raw.url = f"http{'s' if context else ''}://127.0.0.1:{listener.getsockname()[1]}"

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(
                    target=serve_one, args=(raw, connection, context), daemon=True
                ).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield raw
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in list(raw.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join()


def whole(content: bytes, *headers: str, status: str = "200 OK") -> Behaviour:
    """Answer at once."""
    kind = (
        []
        if any(each.lower().startswith("content-type") for each in headers)
        else ["Content-Type: application/json"]
    )
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *kind, *headers]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head + content)

    return answer


def dripping(data: bytes, every: float, before: bytes = b"") -> Behaviour:
    """Send some bytes at once, then one byte after the other."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(before)
        for number in range(len(data)):
            connection.sendall(data[number : number + 1])
            time.sleep(every)

    return answer


def endless(head: bytes, piece: bytes, every: float = 0.02) -> Behaviour:
    """Send a piece again and again, until the client has gone."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(every)

    return answer


def silent(head: bytes = b"") -> Behaviour:
    """Send a head and nothing more, until the client closes."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        with contextlib.suppress(OSError):
            connection.recv(1)
        raise OSError("the client has gone")

    return answer


def cut(data: bytes) -> Behaviour:
    """Send some bytes and close."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(data)
        raise OSError("closed on purpose")

    return answer
