"""A real HTTP server on loopback that plays back what a test tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Played:
    """What the server answers next, and what it was asked; ``before`` is called for each request."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    before: Callable[[], None] | None = None
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def answer(self, value: Any, *, status: int = 200, **headers: str) -> None:
        """Answer a JSON value from now on."""
        self.status, self.content = status, json.dumps(value).encode()
        self.headers = {"Content-Type": "application/json", **headers}


def handler_of(played: Played) -> type[BaseHTTPRequestHandler]:
    """Return the class that handles requests for one server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            played.asked.append((self.command, self.path, headers, self.rfile.read(length)))
            if played.before is not None:
                played.before()
            content = played.content  # the test may set the next while this one is sent
            self.send_response(played.status)
            for name, value in played.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = handle_any

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


class ChunkedHandler(BaseHTTPRequestHandler):
    """Base of handlers that read and write bodies in chunks (RFC 9112, section 7.1)."""

    protocol_version = "HTTP/1.1"

    def chunks(self) -> Iterator[bytes]:
        """Yield the chunks of the request, or its whole body."""
        if "Content-Length" in self.headers:
            yield self.rfile.read(int(self.headers["Content-Length"]))
            return
        while size := int(self.rfile.readline() or b"0", 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def answer(self, kind: str, chunks: Iterable[bytes]) -> None:
        """Send a response in chunks."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in (*chunks, b""):
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server on a free port while the block runs; give its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serving() -> Iterator[Played]:
    """Play back what a test tells it, on a free port, while the block runs."""
    played = Played()
    with running(handler_of(played)) as played.url:
        yield played
