"""Fetching: limits, redirects and private addresses, against a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stubwright.base.diagnostics import FatalError
from stubwright.load import FetchError, load
from stubwright.load import fetch as fetch_module
from stubwright.load.fetch import fetch


class Handler(BaseHTTPRequestHandler):
    """Serve a document, redirects and an error."""

    def do_GET(self) -> None:
        """Answer by path."""
        path = self.path.removeprefix("/").removesuffix("?again")
        if path == "gone":
            self.send_error(410)
            return
        self.send_response(302 if path.startswith("to:") else 200)
        if path.startswith("to:"):
            self.send_header("Location", path.removeprefix("to:") or self.path)
        self.end_headers()
        self.wfile.write(b"openapi: 3.1.0\n" if path == "a.yaml" else b"x" * 1000)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a server and return its URL."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_the_user_may_name_a_private_server(server: str) -> None:
    """A URL that the user passes may be private."""
    documents = load(f"{server}/a.yaml")
    assert documents.by_uri[documents.root].tree == {"openapi": "3.1.0"}
    assert documents.by_uri[documents.root].name == f"{server}/a.yaml"


def test_private_is_refused(server: str) -> None:
    """Without permission, a private address is refused, however it is spelled."""
    port = server.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433"):
        with pytest.raises(FetchError, match="private address"):
            fetch(f"http://{host}:{port}/a.yaml", private=False)


def test_redirects(server: str) -> None:
    """A redirect is followed on the same server, and checked again if it leaves it."""
    assert fetch(f"{server}/to:/a.yaml", private=True) == b"openapi: 3.1.0\n"
    other = server.replace("127.0.0.1", "localhost")
    with pytest.raises(FetchError, match="private address"):
        fetch(f"{server}/to:{other}/a.yaml", private=True)
    with pytest.raises(FetchError, match="redirects to file:///etc/hostname"):
        fetch(f"{server}/to:file:///etc/hostname", private=True)


def test_circle(server: str) -> None:
    """A loop of redirects ends."""
    with pytest.raises(FetchError, match="more than 5 times"):
        fetch(f"{server}/to:?again", private=True)


def test_errors_have_clear_messages(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Error statuses, sizes over the limit and closed ports have clear messages."""
    with pytest.raises(FatalError, match="the server responded with 410 Gone"):
        load(f"{server}/gone")
    monkeypatch.setattr(fetch_module, "MAX_BYTES", 10)
    with pytest.raises(FetchError, match="more than 10 bytes"):
        fetch(f"{server}/big", private=True)
    with pytest.raises(FatalError, match="could not be fetched"):
        load("http://127.0.0.1:9/a.yaml")


def test_credentials_are_refused() -> None:
    """A password in a URL is refused, because it would be written to the output."""
    with pytest.raises(FatalError) as stopped:
        load("https://me:secret@example.com/a.yaml")
    assert "secret" not in str(stopped.value)
