# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Sign, send and retry a request, and read its response; used for every call."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from math import inf
from time import monotonic
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from ..errors import APIConnectionError, APIError, AuthenticationError
from ..http import Attempt, CallOptions, Hooks, RawResponse, Request
from .logs import log
from .opened import Opened, faults
from .operation import REDIRECTS
from .retries import IDEMPOTENT, after_response, backoff
from .session import Security, Session, Used, ways
from .transport import Port

Received: TypeAlias = "tuple[RawResponse, Opened | None]"


class Exchange:
    """The attempts to send one request.

    ``security`` is that of the operation; ``keyed`` means that the request has an
    idempotency key; ``streamed`` returns whether a response is read in chunks.
    """

    streamed: Callable[[RawResponse], bool] | None = None
    keyed = renewed = False
    signed = True
    attempts = redirects = 0

    def __init__(
        self, port: Port, session: Session, request: Request, options: Any, own: Any
    ) -> None:
        self.port, self.session, self.request = port, session, request
        self.options: CallOptions = options
        self.security: Security | None = own
        self.tokens = Used()

    async def run(self) -> Received:
        """Return the response; if it is streamed, with its unread content."""
        total = self.request.timeout and self.request.timeout.total
        end = monotonic() + total if total else inf
        while True:
            self.attempts += 1
            attempt = Attempt(self.request, self.attempts)
            try:
                found = await self._attempt(attempt, end)
            except APIError as error:
                self._observe(attempt, error)
                if not isinstance(error, APIConnectionError):
                    raise
                error.attempts = self.attempts
                pause = self._pause(attempt, error, end)
                if pause is None:
                    raise
            else:
                self._observe(attempt, found[0])
                pause = None if found[1] else self._pause(attempt, found[0], end)
                if found[0].status == 401 and self._renew():
                    continue
                if pause is None and self._redirect(found[0]):
                    continue
                if pause is None:
                    return found
            await self.port.sleep(pause)

    async def _attempt(self, attempt: Attempt, end: float) -> Received:
        if hooks := self.session.hooks:
            attempt.request = hooks.on_request(attempt) or attempt.request
        self.tokens.clear()
        own = (self.security, self._fetch, self.tokens)
        signed = await self.session.sign(attempt.request, *own)
        self.signed = signed is not attempt.request or "authorization" in signed.headers
        work = self._received(signed, end)
        if end == inf:
            return await work
        with faults(self.request):
            return await self.port.within(end - monotonic(), work)

    async def _fetch(self, request: Request) -> RawResponse:
        """Send a request for a token, unsigned and without calling hooks."""
        session = copy(self.session)
        session.hooks = None
        headers = {"user-agent": session.api.user_agent, **request.headers}
        request = replace(request, headers=headers, timeout=self.request.timeout)
        return (await Exchange(self.port, session, request, {}, ()).run())[0]

    def _renew(self) -> bool:
        """Discard the tokens of this call, once, so that new ones are requested."""
        again = getattr(self.request.content, "again", True)
        if self.renewed or not self.tokens or not again:
            return False
        self.renewed = True
        for source, token in self.tokens:
            source.refused(token)
        return True

    def explain(self, error: APIError) -> None:
        """Add to an error the number of attempts, and whether the call was signed."""
        error.attempts = self.attempts
        if isinstance(error, AuthenticationError) and not self.signed:
            api, own = self.session.api, self.security
            security = [*((api.security if own is None else own) or api.schemes)]
            names = [(x,) if isinstance(x, str) else x for x in security]
            how = ways(names, api.main_schemes(), api.token_variable)
            error.hint = f"sent without a credential: pass {how}"

    async def _received(self, request: Request, end: float) -> Received:
        opened = await self.port.open(request)
        if monotonic() < end and self.streamed and self.streamed(opened.head):
            return opened.head, opened
        pieces: list[bytes] = []
        size, limit = 0, self.session.max_content
        try:
            while piece := await opened.piece():
                pieces.append(piece)
                size += len(piece)
                if monotonic() > end:
                    raise TimeoutError("the content took too long")
                if limit is not None and size > limit:
                    said = f"{self.request} → {opened.head.status}"
                    raise APIError(f"{said}: the content has more than {limit} bytes")
        finally:
            await opened.close()
        return replace(opened.head, content=b"".join(pieces)), None

    def _redirect(self, response: RawResponse) -> bool:
        """Follow a redirect if enabled; send credentials only to the same origin."""
        target = response.headers.get("location", "")
        if (
            not self.options.get("follow_redirects")
            or not target
            or response.status not in REDIRECTS
            or self.request.method not in ("GET", "HEAD")
            or self.redirects == 10
        ):
            return False
        self.redirects, self.attempts = self.redirects + 1, 0
        url, headers = urljoin(self.request.url, target), self.request.headers
        if urlsplit(url)[:2] != urlsplit(self.request.url)[:2]:
            self.security = ()
            secret = ("authorization", "cookie", "proxy-authorization")
            kept = (self.session.options.get("headers") or {}).keys() | {*secret}
            headers = {k: v for k, v in headers.items() if k not in kept}
        self.request = replace(self.request, url=url, headers=headers)
        return True

    def _observe(self, attempt: Attempt, outcome: RawResponse | APIError) -> None:
        """Log the outcome of an attempt and call the hooks."""
        hooks = self.session.hooks or Hooks()
        if isinstance(outcome, RawResponse):
            log.debug("%s → %s", attempt.request, outcome.status)
            hooks.on_response(attempt, outcome)
        else:
            log.debug("%s", outcome)
            hooks.on_error(attempt, outcome)

    def _pause(
        self, attempt: Attempt, outcome: RawResponse | APIConnectionError, end: float
    ) -> float | None:
        """Return the seconds until the next attempt, or None if there is none."""
        pause: float | None = None
        safe = self.keyed or self.request.method in IDEMPOTENT
        if isinstance(outcome, RawResponse):
            status, headers = outcome.status, outcome.headers
            pause = after_response(attempt.number, safe, status, headers)
        elif outcome.retryable and (safe or not outcome.sent):
            pause = backoff(attempt.number)
        if (
            pause is None
            or not getattr(self.request.content, "again", True)
            or attempt.number > self.options.get("max_retries", 2)
            or monotonic() + pause > end
        ):
            return None
        return pause
