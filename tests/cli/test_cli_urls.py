"""Documents at URLs are pinned by the lock and checked without a network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from command import DOCUMENT, stubwright, tree


class Server(ThreadingHTTPServer):
    """Serve one document, counting requests."""

    text = DOCUMENT
    asked = 0
    wanted = ""
    seen: list[tuple[str, str | None]]


class Handler(BaseHTTPRequestHandler):
    """Answer every GET with the server's document."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked += 1
        given = self.headers.get("Authorization")
        self.server.seen.append((self.headers["Host"], given))
        self.send_response(401 if self.server.wanted not in ("", given) else 200)
        self.end_headers()
        self.wfile.write(self.server.text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on loopback."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.seen = []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def words(server: Server) -> list[str]:
    """Return the arguments for the document."""
    url = f"http://127.0.0.1:{server.server_port}/shop.yaml"
    return [url, "--output", "out", "--allow-private"]


def test_check_needs_no_network(server: Server, words: list[str], tmp_path: Path) -> None:
    """Results from the lock are reported without a request, clean or not."""
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


CONFIGURED = """\
[tool.stubwright]
document = "{url}"
output = "out"
allow-private = true
"""


def test_change_behind_a_configured_url(server: Server, words: list[str], tmp_path: Path) -> None:
    """A changed document is refused until --refresh accepts it."""
    (tmp_path / "pyproject.toml").write_text(CONFIGURED.format(url=words[0]))
    assert stubwright("generate", cwd=tmp_path).code == 0
    server.text = DOCUMENT.replace("integer", "number")
    before = tree(tmp_path)
    assert stubwright("check", cwd=tmp_path).code == 0
    assert stubwright("check", "--refresh", cwd=tmp_path).code == 1
    ran = stubwright("generate", cwd=tmp_path)
    assert (ran.code, "error[url-changed]" in ran.err) == (2, True)
    assert tree(tmp_path) == before
    assert stubwright("generate", "--refresh", cwd=tmp_path).code == 0
    assert "age: float" in (tmp_path / "out" / "shop" / "models.py").read_text()
    assert stubwright("check", "--refresh", cwd=tmp_path).code == 0


def test_a_url_on_the_command_line_is_fetched(
    server: Server, words: list[str], tmp_path: Path
) -> None:
    """`generate URL` fetches the document; `check` compares with the pin."""
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    server.text = DOCUMENT.replace("integer", "number")
    assert stubwright("check", *words, cwd=tmp_path).code == 0
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    assert "age: float" in (tmp_path / "out" / "shop" / "models.py").read_text()


def test_another_order_of_keys_is_no_change(
    server: Server, words: list[str], tmp_path: Path
) -> None:
    """A document that differs only in the order of keys is unchanged."""
    document = yaml.safe_load(DOCUMENT)
    (tmp_path / "pyproject.toml").write_text(CONFIGURED.format(url=words[0]))
    server.text = json.dumps(document)
    assert stubwright("generate", cwd=tmp_path).code == 0
    server.text = json.dumps(dict(reversed(document.items())), indent=1)
    assert stubwright("generate", cwd=tmp_path).code == 0
    assert stubwright("check", "--refresh", cwd=tmp_path).code == 0


def test_a_header_signs_the_request(
    server: Server, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The value of a header is read from the environment and never written."""
    server.wanted = "Bearer s3cret"
    ran = stubwright("generate", *words, cwd=tmp_path)
    assert (ran.code, "send a credential: --header" in ran.err) == (2, True)
    words += ["--header", "Authorization=DOCS_AUTHORIZATION"]
    ran = stubwright("generate", *words, cwd=tmp_path)
    assert (ran.code, "error[header-not-set]" in ran.err) == (2, True)
    monkeypatch.setenv("DOCS_AUTHORIZATION", "Bearer s3cret")
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    assert stubwright("check", *words, "--refresh", cwd=tmp_path).code == 0
    assert all(b"s3cret" not in text for text in tree(tmp_path).values())


def test_a_header_stays_with_its_origin(
    server: Server, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header is not sent with redirects or references to another origin."""
    monkeypatch.setenv("DOCS_AUTHORIZATION", "Bearer s3cret")
    other = f"http://localhost:{server.server_port}"
    server.text = DOCUMENT.replace("'#/components/schemas/Pet'", f"'{other}/pet.yaml'")
    words += ["--header", "Authorization=DOCS_AUTHORIZATION", "--allow-urls"]
    stubwright("generate", *words, cwd=tmp_path)
    sent = [(host.partition(":")[0], header) for host, header in server.seen]
    assert ("127.0.0.1", "Bearer s3cret") in sent
    assert ("localhost", None) in sent
    assert ("localhost", "Bearer s3cret") not in sent


def test_an_html_page_is_reported_as_such(server: Server, words: list[str], tmp_path: Path) -> None:
    """An HTML page in place of a document is reported with a possible reason."""
    server.text = "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"
    ran = stubwright("generate", *words, cwd=tmp_path)
    assert (ran.code, "error[document-html]" in ran.err) == (2, True)
    assert "it may be a login page" in ran.err
