"""Tokens that a client obtains itself, responses with 401, and redirects, against a server, sync and async."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

import pytest

from cases import call
from raw_server import Raw, raw_serving

both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])

DOCUMENT = """\
openapi: 3.1.0
info: {title: Bank, version: "1"}
security: [{oauth: []}]
paths:
  /accounts:
    get:
      operationId: list
      tags: [accounts]
      responses: {"200": {description: x, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
  /open:
    get:
      operationId: open
      tags: [accounts]
      security: [{}, {oauth: []}]
      responses: {"204": {description: x}}
  /statement:
    get:
      operationId: statement
      tags: [accounts]
      security: []
      responses: {"302": {description: It is elsewhere.}, "404": {description: It is nowhere.}}
  /known:
    get:
      operationId: known
      tags: [accounts]
      security: [{known: []}]
      responses: {"204": {description: x}}
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: "https://x.test/a", tokenUrl: "https://x.test/code", refreshUrl: oauth/again, scopes: {}}
        clientCredentials: {tokenUrl: oauth/token, refreshUrl: "https://x.test/unused", scopes: {read: Read.}}
    known: {type: openIdConnect, openIdConnectUrl: "DISCOVERY"}
"""


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the generated package of the document."""
    folder = tmp_path_factory.mktemp("bank")
    (folder / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    code, _, talk = call(["generate", "openapi.yaml", "--package", "bank"], folder=folder)
    assert code == 0, talk
    sys.path.insert(0, str(folder))
    try:
        import bank as package  # type: ignore[import-not-found]
        import bank.credentials  # type: ignore[import-not-found]

        package.text = (folder / "bank" / "client.py").read_text("utf-8")
        yield package
    finally:
        sys.path.remove(str(folder))


class Server:
    """Issue the tokens t1, t2, ...; reject requests that are not signed with one of ``good``."""

    def __init__(self) -> None:
        self.made = 0
        self.forms: list[tuple[dict[str, str], str]] = []
        self.paths: list[str] = []
        self.seen: list[str] = []
        self.good: set[str] = set()
        self.lasts = 3600
        self.status = 200
        self.extra: dict[str, Any] = {}

    def oauth(self, connection: Any, head: bytes) -> None:
        """Issue a token."""
        length = int(fields(head).get("content-length", "0"))
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += connection.recv(65536)
        self.forms.append((dict(parse_qsl(body.decode())), fields(head).get("authorization", "")))
        self.paths.append(head.split()[1].decode())
        self.made += 1
        self.good.add(f"t{self.made}")
        token = {"access_token": f"t{self.made}", "expires_in": self.lasts, **self.extra}
        send(connection, self.status, token if self.status == 200 else {"error": "invalid_client"})

    def accounts(self, connection: Any, head: bytes) -> None:
        """Respond with the user of the token."""
        token = fields(head).get("authorization", "").removeprefix("Bearer ")
        self.seen.append(token)
        if token in self.good:
            send(connection, 200, ["a"])
        else:
            send(connection, 401, {"why": "no"})

    def statement(self, connection: Any, head: bytes) -> None:
        """Respond with a redirect."""
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: https://files.test/7\r\nContent-Length: 0\r\n\r\n"
        )

    def serving(self) -> Any:
        """Serve while a block runs."""
        names = {"accounts": self.accounts, "known": self.accounts, "open": self.accounts}
        return raw_serving(oauth=self.oauth, statement=self.statement, **names)


def fields(head: bytes) -> dict[str, str]:
    """Return the headers of a request."""
    lines = head.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


def send(connection: Any, status: int, value: Any) -> None:
    """Answer with JSON."""
    content = json.dumps(value).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    connection.sendall(head.encode() + content)


def calling(
    bank: Any, raw: Raw, asynchronous: bool, method: str = "list", times: int = 1, **own: Any
) -> Any:
    """Call a method several times with a new client."""
    if not asynchronous:
        with bank.Bank(base_url=raw.url, **own) as client:
            return [getattr(client.accounts, method)() for _ in range(times)]

    async def main() -> Any:
        async with bank.AsyncBank(base_url=raw.url, **own) as client:
            return [await getattr(client.accounts, method)() for _ in range(times)]

    return asyncio.run(main())


def credentials(bank: Any, **own: Any) -> Any:
    """Return credentials of a program."""
    return bank.credentials.ClientCredentials("me", "se:cret", scopes=["read", "write"], **own)


@both
def test_a_token_is_requested_once(bank: Any, asynchronous: bool) -> None:
    """The URL is that of the document, relative to base_url; id and secret are sent as in RFC 6749, section 2.3.1."""
    server = Server()
    with server.serving() as raw:
        calling(bank, raw, asynchronous, times=3, token=credentials(bank))
        calling(bank, raw, asynchronous, credentials={"oauth": credentials(bank, in_body=True)})
    assert server.seen == ["t1", "t1", "t1", "t2"]
    form, signed = server.forms[0]
    assert form == {"grant_type": "client_credentials", "scope": "read write"}
    assert base64.b64decode(signed.removeprefix("Basic ")) == b"me:se%3Acret"
    form, signed = server.forms[1]
    assert (form["client_id"], form["client_secret"], signed) == ("me", "se:cret", "")
    assert 'OAuth2("oauth/token", refresh_url="oauth/again")' in bank.text
    assert server.paths == ["/oauth/token", "/oauth/token"]


@both
def test_one_refresh_for_all(bank: Any, asynchronous: bool) -> None:
    """Threads and tasks that need a token at the same time wait for one request."""
    server = Server()
    with server.serving() as raw:
        if asynchronous:

            async def main() -> None:
                async with bank.AsyncBank(base_url=raw.url, token=credentials(bank)) as client:
                    await asyncio.gather(*(client.accounts.list() for _ in range(20)))

            asyncio.run(main())
        else:
            with (
                bank.Bank(base_url=raw.url, token=credentials(bank)) as client,
                ThreadPoolExecutor(10) as pool,
            ):
                barrier = threading.Barrier(10)

                def work(_: int) -> Any:
                    barrier.wait()
                    return client.accounts.list()

                list(pool.map(work, range(10)))
    assert server.made == 1
    assert set(server.seen) == {"t1"}


@both
def test_an_expiring_token_is_renewed_first(bank: Any, asynchronous: bool) -> None:
    """A token that expires within seconds is renewed first."""
    server = Server()
    server.lasts = 0
    server.extra = {"expires_in": 0.00001}
    with server.serving() as raw:
        calling(bank, raw, asynchronous, times=2, token=credentials(bank))
    assert server.seen == ["t1", "t2"]


@both
def test_a_refused_token_is_renewed_once(bank: Any, asynchronous: bool) -> None:
    """After a 401, the call is sent once more with another token; a second 401 is the error."""
    server, source = Server(), credentials(bank)
    with server.serving() as raw:
        calling(bank, raw, asynchronous, token=source)
        server.good.clear()
        calling(bank, raw, asynchronous, token=source)
        assert server.seen == ["t1", "t1", "t2"]
        server.seen.clear()

        def never(connection: Any, head: bytes) -> None:
            server.seen.append(fields(head)["authorization"])
            send(connection, 401, {"why": "never"})

        raw.behaviours["accounts"] = never
        with pytest.raises(bank.AuthenticationError, match="never") as caught:
            calling(bank, raw, asynchronous, token=source)
    assert server.seen == ["Bearer t2", "Bearer t3"]
    assert caught.value.attempts == 2
    assert "sent without" not in str(caught.value)


@both
def test_an_error_of_the_token_server_contains_no_secret(bank: Any, asynchronous: bool) -> None:
    """The error is that of the status; neither it nor its request contains the secret."""
    server = Server()
    server.status = 400
    with server.serving() as raw, pytest.raises(bank.BadRequestError) as caught:
        calling(bank, raw, asynchronous, token=credentials(bank))
    error = caught.value
    assert "invalid_client" in str(error)
    assert (dict(error.request.headers), error.request.content) == ({}, None)
    assert "cret" not in f"{error!r}{error}{credentials(bank)!r}"


@both
def test_hooks_are_not_called_for_token_requests(bank: Any, asynchronous: bool) -> None:
    """Hooks are called only for calls of the API."""
    seen: list[str] = []

    class Hooks(bank.http.Hooks):  # type: ignore[misc]
        def on_request(self, attempt: Any) -> None:
            seen.append(attempt.request.url)

    with Server().serving() as raw:
        calling(bank, raw, asynchronous, token=credentials(bank), hooks=Hooks())
        assert seen == [f"{raw.url}/accounts"]


@both
def test_refresh_tokens_are_replaced(bank: Any, asynchronous: bool) -> None:
    """A new refresh token replaces the old one and is passed to the callback; the URL is the refreshUrl of the user's flow."""
    server, told = Server(), list[str]()
    server.extra = {"refresh_token": "r2", "expires_in": 0.00001}
    source = bank.credentials.RefreshToken("r1", "me", on_refresh=told.append)
    with server.serving() as raw:
        calling(bank, raw, asynchronous, times=2, token=source)
    forms = [form for form, _ in server.forms]
    assert [form["refresh_token"] for form in forms] == ["r1", "r2"]
    assert forms[0]["client_id"] == "me"
    assert told == ["r2"]
    assert server.paths == ["/oauth/again", "/oauth/again"]


@both
def test_openid_connect_discovery_is_used(bank: Any, asynchronous: bool) -> None:
    """With OpenID Connect, the token endpoint is read from its metadata."""
    server = Server()
    with server.serving() as raw:

        def discovery(connection: Any, head: bytes) -> None:
            send(connection, 200, {"token_endpoint": f"{raw.url}/oauth/token"})

        raw.behaviours["discovery"] = discovery
        scheme = bank.Bank._api.schemes["known"]
        assert scheme.discovery_url == "DISCOVERY"
        scheme.discovery_url = f"{raw.url}/discovery"
        try:
            calling(bank, raw, asynchronous, "known", credentials={"known": credentials(bank)})
        finally:
            scheme.discovery_url = "DISCOVERY"
    assert server.seen == ["t1"]


@both
def test_a_401_without_a_credential_lists_the_possible_ones(bank: Any, asynchronous: bool) -> None:
    """If a request was not signed, the error lists the possible credentials."""
    said = r"sent without a credential: pass token=… or credentials=\{'oauth': …\}"
    with Server().serving() as raw:
        for own in ({"credentials": {}}, {}):
            with pytest.raises(bank.AuthenticationError, match=said):
                calling(bank, raw, asynchronous, "open", **own)
        with pytest.raises(bank.AuthenticationError) as caught:
            calling(bank, raw, asynchronous, "open", token="wrong")
    assert "sent without" not in str(caught.value)


@both
def test_a_redirect_is_the_value_if_it_is_the_only_success(bank: Any, asynchronous: bool) -> None:
    """The value is the Location; with follow_redirects, it is followed."""
    with Server().serving() as raw:
        found = calling(bank, raw, asynchronous, "statement")
    assert found == ["https://files.test/7"]


def test_a_grant_works_with_sync_and_async_clients(bank: Any) -> None:
    """One source can be used by both kinds of client."""
    server, source = Server(), credentials(bank)
    with server.serving() as raw:
        calling(bank, raw, False, token=source)
        calling(bank, raw, True, token=source)
        calling(bank, raw, True, token=source)
    assert server.seen == ["t1", "t1", "t1"]
