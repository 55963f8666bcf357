"""Documents behind URLs are pinned by the lock, and checked without a network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from command import DOCUMENT, stubwright, tree


class Server(ThreadingHTTPServer):
    """Serve one document, counting requests."""

    text = DOCUMENT
    asked = 0


class Handler(BaseHTTPRequestHandler):
    """Answer every GET with the server's document."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on loopback."""
    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def words(server: Server) -> list[str]:
    """Return the arguments that name the document."""
    url = f"http://127.0.0.1:{server.server_port}/shop.yaml"
    return [url, "--output", "out", "--allow-private"]


def test_check_needs_no_network(server: Server, words: list[str], tmp_path: Path) -> None:
    """What is known from the lock is said without a request, clean or not."""
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    before = server.asked
    assert stubwright("check", *words, cwd=tmp_path).code == 0
    models = tmp_path / "out" / "shop" / "models.py"
    models.write_bytes(models.read_bytes() + b"x = 1\n")
    (tmp_path / "out" / "shop" / "new.py").write_text("")
    ran = stubwright("check", *words, cwd=tmp_path)
    assert ran.code == 1
    assert "changed     out/shop/models.py  (edited by hand)" in ran.err
    assert "foreign     out/shop/new.py" in ran.err
    ran = stubwright("check", *words, "--client", "Store", cwd=tmp_path)
    assert "option client: not set -> Store" in ran.err
    assert server.asked == before


def test_change_behind_a_url(server: Server, words: list[str], tmp_path: Path) -> None:
    """Another document there is refused, until --refresh takes it."""
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    server.text = DOCUMENT.replace("integer", "number")
    before = tree(tmp_path)
    assert stubwright("check", *words, cwd=tmp_path).code == 0
    assert stubwright("check", *words, "--refresh", cwd=tmp_path).code == 1
    ran = stubwright("generate", *words, cwd=tmp_path)
    assert (ran.code, "error[url-changed]" in ran.err) == (2, True)
    assert tree(tmp_path) == before
    assert stubwright("generate", *words, "--refresh", cwd=tmp_path).code == 0
    assert "age: float" in (tmp_path / "out" / "shop" / "models.py").read_text()
    assert stubwright("check", *words, "--refresh", cwd=tmp_path).code == 0
