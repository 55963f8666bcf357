"""Clients of emitted packages over a transport that keeps what is sent."""

from __future__ import annotations

import importlib
from email import message_from_bytes
from email.policy import HTTP
from types import ModuleType
from typing import Any


class Answering:
    """A transport that keeps requests and answers one response."""

    def __init__(self, package: ModuleType, kind: str, content: bytes, status: int) -> None:
        self.made = importlib.import_module(f"{package.__name__}.http").RawResponse
        self.answer = (status, {"content-type": kind} if content else {}, content)
        self.seen: list[Any] = []

    def send(self, request: Any, /) -> Any:
        """Keep a request."""
        self.seen.append(request)
        return self.made(*self.answer)

    def parts(self) -> dict[str, tuple[str, str | None, bytes]]:
        """Return media type, file name and content of the parts of the form that was sent last."""
        request = self.seen[-1]
        head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
        message = message_from_bytes(head + request.content, policy=HTTP)
        return {
            str(part.get_param("name", header="content-disposition")): (
                part.get_content_type(),
                part.get_filename(),
                bytes(part.get_payload(decode=True)),
            )
            for part in message.iter_parts()
        }


def client_of(
    package: ModuleType, content: bytes = b"", kind: str = "application/json", status: int = 200
) -> tuple[Any, Answering]:
    """Return a client of a package, and what it sends to."""
    port = Answering(package, kind, content, status if content else 204)
    name = next(name for name in dir(package) if f"Async{name}" in dir(package))
    return getattr(package, name)(http_client=port), port
