"""Fetch a URL: sizes and times limited, private addresses refused, and each redirect checked again."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import IO, Final
from urllib.parse import urljoin, urlsplit

from stubwright.base.text_encoding import MAX_BYTES
from stubwright.base.uris import is_web, origin
from stubwright.load.fetching import NO_HEADERS, FetchError

SECONDS: Final = 30.0
_MAX_REDIRECTS: Final = 5
_SIGN_IN: Final = "send a credential: --header Authorization=VARIABLE, an environment variable that holds the header's value"


def fetch(url: str, private: bool, headers: Mapping[str, str] = NO_HEADERS) -> bytes:
    """Fetch a URL (http or https); the headers are sent to its own origin only. Raise FetchError.

    A private address is one that is not globally reachable (IANA's special-purpose
    registries). The flag allows it for this URL's own origin only: a redirect to another
    origin must not lead to one.
    """
    deadline = time.monotonic() + SECONDS
    here = url
    for _ in range(_MAX_REDIRECTS + 1):
        try:
            own = origin(here) == origin(url)
            answer = _fetch_once(here, private and own, deadline, headers if own else NO_HEADERS)
        except urllib.error.HTTPError as error:
            hint = _SIGN_IN if error.code in (401, 403) else ""
            raise FetchError(
                f"the server responded with {error.code} {error.reason}", hint
            ) from None
        except urllib.error.URLError as error:
            raise FetchError(str(error.reason)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError(str(error) or type(error).__name__) from None
        if isinstance(answer, bytes):
            return answer
        here = urljoin(here, answer)
        if not is_web(here):
            raise FetchError(f"the server redirects to {here}")
    raise FetchError(f"the server redirects more than {_MAX_REDIRECTS} times")


def _fetch_once(
    url: str, private: bool, deadline: float, headers: Mapping[str, str]
) -> bytes | str:
    """Return the body, or the URL that the server redirects to."""
    if not private:
        _refuse_literal(url)
    opener = _opener(checked=not private and not _proxied(url))
    accept = {"Accept": "application/yaml, application/json, */*", "User-Agent": "stubwright"}
    request = urllib.request.Request(url, headers={**accept, **headers})
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return _read(response, deadline)
    except urllib.error.HTTPError as error:
        location: str | None = error.headers.get("Location")
        if 300 <= error.code < 400 and location:
            return location
        raise


def _opener(*, checked: bool) -> urllib.request.OpenerDirector:
    """Return an opener for http and https only that does not follow redirects."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(_CheckedHttp() if checked else urllib.request.HTTPHandler())
    opener.add_handler(_CheckedHttps() if checked else urllib.request.HTTPSHandler())
    opener.add_handler(urllib.request.HTTPDefaultErrorHandler())
    opener.add_handler(urllib.request.HTTPErrorProcessor())
    return opener


def _read(response: IO[bytes], deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read(65536):
        size += len(chunk)
        if size > MAX_BYTES:
            raise FetchError(f"the response has more than {MAX_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise FetchError(f"the response took more than {SECONDS:.0f} seconds")
        chunks.append(chunk)
    return b"".join(chunks)


class _CheckedConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.timeout)


class _CheckedTlsConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connect(self.host, self.port, self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class _CheckedHttp(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_CheckedConnection, req)


class _CheckedHttps(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_CheckedTlsConnection, req)


def _connect(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to the address that was checked: a second lookup could return another."""
    error: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
        _refuse_private(host, str(address[0]))
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError as failed:
            connection.close()
            error = failed
        else:
            return connection
    raise error


def _refuse_literal(url: str) -> None:
    """Refuse names that are private by their spelling: behind a proxy, names are not resolved here."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        _refuse_private(host, "127.0.0.1")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    _refuse_private(host, host)


def _refuse_private(host: str, text: str) -> None:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = mapped or address
    if not address.is_global or address.is_multicast:
        named = host if host == str(address) else f"{host} ({address})"
        raise FetchError(
            f"{named} is a private address",
            "allow them with --allow-private if you trust the author of the reference",
        )


def _proxied(url: str) -> bool:
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    return parts.scheme in proxies and not urllib.request.proxy_bypass(parts.netloc)
