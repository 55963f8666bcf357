"""A server of pages on loopback: it answers by a function, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[Any, dict[str, str]]
Asked = Callable[[str, dict[str, str], Any], Answer]
IDS = [str(number) for number in range(7)]


class Pages:
    """A server that answers by a function, and keeps what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answer: Asked = lambda path, query, body: ({}, {})


@contextmanager
def serving() -> Iterator[Pages]:
    """Serve while the block runs."""
    served = Pages()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"null")
            query = dict(parse_qsl(parts.query))
            served.asked.append((parts.path, query, body))
            found, headers = served.answer(parts.path, query, body)
            content = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(200)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def items(numbers: Any) -> list[dict[str, str]]:
    """Return items with the ids at some positions."""
    return [{"id": IDS[number]} for number in numbers if number < len(IDS)]
