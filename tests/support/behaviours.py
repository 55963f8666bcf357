"""The behaviour table of the fault server: what a server does, and what a call of it comes to, whatever sends it.

Two rows differ with requests, whose http.client takes 103 for the response and a status line without its end for a whole one.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from raw_server import Behaviour, cut, dripping, silent, whole

OK = "HTTP/1.1 200 OK\r\n"
JSON = f"{OK}Content-Type: application/json\r\n"
PACKED = gzip.compress(os.urandom(3000))


@dataclass(frozen=True)
class Expected:
    """A row: what the server does, and the value of the call or the name of its error.

    ``of`` is the type of the operation; ``settings`` are the client's. ``unlike`` has the outcome
    with a library that differs, by the name of the way: nothing that a transport could change.
    """

    does: Behaviour
    value: Any = None
    error: str = ""
    of: str = "Any"
    settings: Mapping[str, Any] | None = None
    unlike: Mapping[str, tuple[str, Any]] = field(default_factory=dict[str, tuple[str, Any]])

    def outcome(self, way: str) -> tuple[str, Any]:
        """Return the error and the value that a call comes to."""
        return self.unlike.get(way, (self.error, self.value))


def bomb(size: int) -> bytes:
    """Return zeros, compressed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*pieces, packer.flush()])


def raw_deflate(data: bytes) -> bytes:
    """Return what some servers call deflate: without the header of zlib."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def coded(content: bytes, coding: str) -> Behaviour:
    """Answer with a content coding."""
    return whole(content, f"Content-Encoding: {coding}")


LOST = "APIConnectionError"
LATE = "APITimeoutError"
SHORT = {"timeout": 0.3}

TABLE: dict[str, Expected] = {
    # Responses that are fine.
    "plain": Expected(whole(b'{"a": 1}'), {"a": 1}),
    "chunked": Expected(
        cut(f"{JSON}Transfer-Encoding: chunked\r\n\r\n4\r\n[1, \r\n2\r\n2]\r\n0\r\n\r\n".encode()),
        [1, 2],
    ),
    "until-close": Expected(cut(f"{JSON}Connection: close\r\n\r\n[1]".encode()), [1]),
    "early-hints": Expected(
        cut(
            f"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{JSON}Content-Length: 3\r\n\r\n[1]".encode()
        ),
        [1],
        unlike={"requests": ("APIStatusError 103: ", None)},
    ),
    "continue": Expected(
        cut(f"HTTP/1.1 100 Continue\r\n\r\n{JSON}Content-Length: 3\r\n\r\n[1]".encode()), [1]
    ),
    "bom": Expected(whole(b"\xef\xbb\xbf[1]"), [1]),
    "utf-16": Expected(whole("[1]".encode("utf-16")), [1]),
    "no-type": Expected(cut(f"{OK}Content-Length: 3\r\n\r\n[1]".encode()), [1]),
    "many-headers": Expected(whole(b"[1]", *(f"X-{n}: {n}" for n in range(60))), [1]),
    "slow-enough": Expected(
        dripping(f"{JSON}Content-Length: 2\r\n\r\n{{}}".encode(), 0.002),
        {},
        settings={"timeout": 3},
    ),
    "gzip": Expected(coded(gzip.compress(b'{"a": 1}'), "gzip"), {"a": 1}),
    "zlib": Expected(coded(zlib.compress(b"abc"), "deflate"), b"abc", of="bytes"),
    "raw-deflate": Expected(coded(raw_deflate(b"abc"), "deflate"), b"abc", of="bytes"),
    "two-members": Expected(
        coded(gzip.compress(b"a") + gzip.compress(b"bc"), "x-gzip"), b"abc", of="bytes"
    ),
    "empty-gzip": Expected(coded(b"", "gzip"), b"", of="bytes"),
    "no-content": Expected(cut(b"HTTP/1.1 204 No Content\r\n\r\n"), None),
    # Statuses.
    "idna": Expected(
        whole(b"b\xc3\xb6se", "Content-Type: text/plain; charset=idna", status="500 X"),
        error="InternalServerError 500: böse",
    ),
    "undefined": Expected(
        whole(b"b\xc3\xb6se", "Content-Type: text/plain; charset=undefined", status="429 X"),
        error="RateLimitError 429: böse",
    ),
    "escapes": Expected(
        whole(b"\x1b[31mboom", "Content-Type: text/plain", status="500 X"),
        error="InternalServerError 500: \x1b[31mboom",
    ),
    "redirect": Expected(
        whole(b"gone", "Location: /plain", "Content-Type: text/plain", status="302 Found"),
        error="APIStatusError 302: gone",
    ),
    "bad-location": Expected(
        whole(b"gone", "Location: http://[", "Content-Type: text/plain", status="301 Moved"),
        error="APIStatusError 301: gone",
    ),
    "odd-status": Expected(
        whole(b"?", "Content-Type: text/plain", status="599 Odd"),
        error="InternalServerError 599: ?",
    ),
    "challenge": Expected(
        whole(
            b"no",
            "WWW-Authenticate: Digest realm=x, nonce=y",
            "Content-Type: text/plain",
            status="401 No",
        ),
        error="AuthenticationError 401: no",
    ),
    # Contents that are wrong.
    "html": Expected(whole(b"<html>", "Content-Type: text/html"), error="DecodeError", of="int"),
    "cut-json": Expected(whole(b'{"a": '), error="DecodeError"),
    "cut-gzip": Expected(coded(PACKED[:2000], "gzip"), error=LOST, of="bytes"),
    "bad-gzip": Expected(coded(b"no gzip", "gzip"), error=LOST, of="bytes"),
    "bomb": Expected(
        coded(bomb(100 << 20), "gzip"),
        error="BaseError",
        of="bytes",
        settings={"max_content": 1_000_000},
    ),
    "large": Expected(
        whole(b"x" * 3_000_000), error="BaseError", of="bytes", settings={"max_content": 1_000_000}
    ),
    "short": Expected(cut(f"{JSON}Content-Length: 9\r\n\r\n{{}}".encode()), error=LOST, of="bytes"),
    "cut-chunk": Expected(
        cut(f"{JSON}Transfer-Encoding: chunked\r\n\r\n5\r\nab".encode()), error=LOST, of="bytes"
    ),
    "no-last-chunk": Expected(
        cut(f"{JSON}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n".encode()), error=LOST, of="bytes"
    ),
    "bad-chunk": Expected(
        cut(f"{OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode()), error=LOST, of="bytes"
    ),
    # What is not a response.
    "nothing": Expected(cut(b""), error=LOST),
    "half-a-line": Expected(cut(b"HTTP/1.1 200"), error=LOST, unlike={"requests": ("", None)}),
    "ssh": Expected(cut(b"SSH-2.0-OpenSSH_9.6\r\n"), error=LOST),
    "huge-head": Expected(
        cut(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"), error=LOST
    ),
    # Servers that take their time.
    "silent": Expected(silent(), error=LATE, settings=SHORT),
    "silent-body": Expected(
        silent(f"{JSON}Content-Length: 9\r\n\r\n".encode()), error=LATE, settings=SHORT
    ),
}
