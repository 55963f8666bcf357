"""Client certificates, an own certificate authority and proxies are settings of the HTTP library, with each of them."""

from __future__ import annotations

import base64
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
import requests

from raw_server import Raw, raw_serving, whole
from stubwright.runtime.aiohttp_transport import AiohttpTransport
from stubwright.runtime.errors import APIConnectionError, APIStatusError
from stubwright.runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport
from stubwright.runtime.requests_transport import RequestsTransport
from ways import Way

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY, CLIENT, SERVER = (CERTIFICATES / f"{x}.pem" for x in ("authority", "client", "server"))


def trusting(certificate: Path | None) -> ssl.SSLContext:
    """Return the context of a client that trusts the authority of the tests, perhaps with a certificate."""
    context = ssl.create_default_context(cafile=str(AUTHORITY))
    if certificate is not None:
        context.load_cert_chain(str(certificate))
    return context


@contextmanager
def httpx_client(**settings: Any) -> Iterator[Any]:
    """Yield a transport with a client of httpx."""
    with httpx.Client(**settings) as client:
        yield HttpxTransport(client)


@asynccontextmanager
async def async_httpx_client(**settings: Any) -> AsyncIterator[Any]:
    """Yield a transport with an async client of httpx."""
    async with httpx.AsyncClient(**settings) as client:
        yield AsyncHttpxTransport(client)


@contextmanager
def requests_session(certificate: Path | None = None, proxy: str = "") -> Iterator[Any]:
    """Yield a transport with a session of requests."""
    with requests.Session() as session:
        session.verify = str(AUTHORITY)
        session.cert = None if certificate is None else str(certificate)
        session.proxies = {"http": proxy} if proxy else {}
        yield RequestsTransport(session)


@asynccontextmanager
async def aiohttp_session(certificate: Path | None = None, proxy: str = "") -> AsyncIterator[Any]:
    """Yield a transport with a session of aiohttp."""
    connector = aiohttp.TCPConnector(ssl=trusting(certificate))
    async with aiohttp.ClientSession(connector=connector, proxy=proxy or None) as session:
        yield AiohttpTransport(session)


def with_certificate(name: str, certificate: Path | None) -> Way:
    """Return a way whose library presents a certificate."""
    verify = {"verify": trusting(certificate)}
    makes: dict[str, Callable[[], Any]] = {
        "httpx2": partial(httpx2.Client, **verify),
        "httpx": partial(httpx_client, **verify),
        "requests": partial(requests_session, certificate),
        "httpx2-async": partial(httpx2.AsyncClient, **verify),
        "httpx-async": partial(async_httpx_client, **verify),
        "aiohttp": partial(aiohttp_session, certificate),
    }
    return Way(name, name.endswith("async") or name == "aiohttp", makes[name])


def with_proxy(name: str, proxy: str) -> Way:
    """Return a way whose library uses a proxy."""
    makes: dict[str, Callable[[], Any]] = {
        "httpx2": partial(httpx2.Client, proxy=proxy),
        "httpx": partial(httpx_client, proxy=proxy),
        "requests": partial(requests_session, proxy=proxy),
        "httpx2-async": partial(httpx2.AsyncClient, proxy=proxy),
        "httpx-async": partial(async_httpx_client, proxy=proxy),
        "aiohttp": partial(aiohttp_session, proxy=proxy),
    }
    return Way(name, name.endswith("async") or name == "aiohttp", makes[name])


each_library = pytest.mark.parametrize(
    "name", ["httpx2", "httpx", "requests", "httpx2-async", "httpx-async", "aiohttp"]
)


@pytest.fixture(scope="module")
def secured() -> Iterator[Raw]:
    """Serve over TLS to clients with a certificate of the authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(AUTHORITY))
    context.load_cert_chain(str(SERVER))
    context.verify_mode = ssl.CERT_REQUIRED
    with raw_serving(context, x=whole(b"[1]")) as raw:
        yield raw


@each_library
def test_mutual_tls(secured: Raw, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate of the client, calls succeed; without one, no response arrives.

    The settings of a session are used, whatever the environment says.
    """
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(SERVER))
    assert with_certificate(name, CLIENT).call(secured.url, "x") == [1]
    with pytest.raises(APIConnectionError):
        with_certificate(name, None).call(secured.url, "x")


@each_library
def test_an_unknown_authority(secured: Raw, name: str) -> None:
    """The default client trusts the authorities of the system only; nothing was sent."""
    makes: dict[str, Callable[[], Any] | None] = {
        "httpx": HttpxTransport,
        "requests": RequestsTransport,
        "httpx-async": AsyncHttpxTransport,
        "aiohttp": AiohttpTransport,
    }
    way = Way(name, name.endswith("async") or name == "aiohttp", makes.get(name))
    count = len(secured.heads)
    with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
        way.call(secured.url, "x")
    assert len(secured.heads) == count


@each_library
def test_a_proxy_with_a_password(name: str) -> None:
    """The proxy gets its own credential; no error contains it, and none of the server's is lost."""
    seen: list[bytes] = []

    def proxy(connection: Any, head: bytes) -> None:
        seen.append(head)
        answer = whole(b"[1]") if len(seen) == 1 else whole(b"", status="407 Proxy")
        answer(connection, head)

    with raw_serving(**{"": proxy}) as raw:
        way = with_proxy(name, raw.url.replace("//", "//user:PSECRET@"))
        assert way.call("http://nowhere.example", "x") == [1]
        with pytest.raises(APIStatusError) as caught:
            way.call("http://nowhere.example", "x")
    assert caught.value.status == 407
    assert "PSECRET" not in f"{caught.value!r} {caught.value}"
    lines = seen[0].decode().lower().split("\r\n")
    assert lines[0].startswith("get http://nowhere.example/x ")
    pair = base64.b64encode(b"user:PSECRET").decode().lower()
    assert f"proxy-authorization: basic {pair}" in lines
    assert "authorization: bearer t" in lines
