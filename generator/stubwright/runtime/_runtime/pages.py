"""Pagination rules, and the iteration over pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, Generic, Protocol, TypeVar, cast
from urllib.parse import urljoin, urlsplit

import httpx2

from ..errors import APIError
from ..http import CallOptions, RawResponse
from ..values import UNSET, UnknownValue
from .client import AsyncGroup, Call, Group
from .codec import encode
from .codec_compile import members
from .logs import log
from .operation import Operation
from .request import is_json

V = TypeVar("V")

HEADER = "$response.header."
"""Begins the path of a header, as a runtime expression of OpenAPI does."""


def member(value: Any, path: str) -> Any:
    """Return the member at a dotted path, None if absent; ``$`` is the whole value."""
    path = "" if path == "$" else path
    while path:
        known = _known(value)
        name = path if path in known else path.partition(".")[0]
        path = path[len(name) + 1 :]
        value = known.get(name)
    return None if value is UNSET else value


def _known(value: Any) -> Mapping[str, Any]:
    value = value.value if isinstance(value, UnknownValue) else value
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value)
    if not is_dataclass(value) or isinstance(value, type):
        return {}
    fields = members(type(value))
    own = {wire: getattr(value, field.name) for wire, field, _ in fields}
    return {**(getattr(value, "additional_properties", None) or {}), **own}


@dataclass(slots=True)
class Page:
    """A page: its value, items and headers, and the arguments of its call."""

    value: Any
    items: list[Any]
    head: RawResponse
    url: str
    arguments: dict[str, Any]
    seen: int = 0
    """The number of items so far, if iteration began at the very first page."""

    def argument(self, parameter: str) -> Any:
        """Return an argument, or, for ``body.NAME``, a member of the body."""
        name, _, rest = parameter.partition(".")
        value = self.arguments.get(name)
        return member(value, rest) if rest else value

    def told(self, path: str) -> Any:
        """Return a header, or a member of the response, also one that is not declared."""
        if path.startswith(HEADER):
            return httpx2.Headers(dict(self.head.headers)).get(path[len(HEADER) :])
        found = member(self.value, path)
        if (
            found is None
            and is_dataclass(self.value)
            and is_json(self.head.content_type)
        ):
            found = member(self.head.json(), path)
        return found

    def following(self, parameter: str, value: Any) -> dict[str, Any]:
        """Return the arguments with one of them, or a member of the body, replaced."""
        name, _, rest = parameter.partition(".")
        if rest:
            value = _changed(encode(self.arguments.get(name) or {}), rest, value)
        return {**self.arguments, name: value}


def _changed(value: Mapping[str, Any], path: str, member: Any) -> dict[str, Any]:
    """Return an object with the member at a dotted path replaced."""
    name, _, rest = path.partition(".")
    inner = _changed(value.get(name) or {}, rest, member) if rest else member
    return {**value, name: inner}


class Rule(Protocol):
    """A pagination rule: determines the next page."""

    @property
    def items(self) -> str: ...
    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        """Return the next call's arguments or its URL, None after the last page."""
        ...


def _ends(page: Page, more: str, done: str = "") -> bool:
    """Return whether a member indicates the last page."""
    if more and member(page.value, more) is False:
        return True
    return bool(done) and member(page.value, done) is True


@dataclass(slots=True, eq=False)
class Cursor:
    """The member ``next`` of the response is the next value of ``parameter``."""

    items: str
    parameter: str
    next: str
    more: str = ""
    done: str = ""

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        value = page.told(self.next)
        if (
            _ends(page, self.more, self.done)
            or value in (None, "")
            or str(value) == str(page.argument(self.parameter))
        ):
            return None
        return page.following(self.parameter, value)


@dataclass(slots=True, eq=False)
class NextURL:
    """The member ``next`` of the response, or its ``href``, is the URL of the next page."""

    items: str
    next: str

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        found = page.told(self.next)
        return (found if isinstance(found, str) else member(found, "href")) or None


@dataclass(slots=True, eq=False)
class LinkHeader:
    """The header ``Link`` has the URL of the page with ``rel="next"`` (RFC 8288)."""

    items: str

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        response = httpx2.Response(200, headers=dict(page.head.headers))
        return response.links.get("next", {}).get("url")


@dataclass(slots=True, eq=False)
class LastID:
    """The next page starts after ``last``, or after the ``id`` of the last item."""

    items: str
    parameter: str
    more: str = ""
    last: str = ""

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        if not page.items or _ends(page, self.more):
            return None
        value = member(page.value, self.last) if self.last else None
        value = member(page.items[-1], "id") if value is None else value
        if value in (None, "") or value == page.argument(self.parameter):
            return None
        return page.following(self.parameter, value)


@dataclass(slots=True, eq=False)
class Offset:
    """``parameter`` is the number of items before the page, plus ``start``."""

    items: str
    parameter: str
    start: int = 0
    more: str = ""
    total: str = ""

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        before = page.argument(self.parameter)
        following = (self.start if before is None else before) + len(page.items)
        total = member(page.value, self.total) if self.total else None
        if not page.items or _ends(page, self.more):
            return None
        if isinstance(total, int) and following - self.start >= total:
            return None
        return page.following(self.parameter, following)


@dataclass(slots=True, eq=False)
class PageNumber:
    """``parameter`` is the page number; the first page is ``start``."""

    items: str
    parameter: str
    start: int = 1
    more: str = ""
    total: str = ""
    pages: str = ""

    def follow(self, page: Page, /) -> dict[str, Any] | str | None:
        number = page.argument(self.parameter)
        number = self.start if number is None else number
        total = member(page.value, self.total) if self.total else None
        pages = member(page.value, self.pages) if self.pages else None
        if not page.items or _ends(page, self.more):
            return None
        if isinstance(pages, int) and number - self.start + 1 >= pages:
            return None
        if isinstance(total, int) and page.seen >= total:
            return None
        return page.following(self.parameter, number + 1)


class Walk(Generic[V]):
    """The iteration over the pages of an operation."""

    def __init__(
        self,
        group: Group | AsyncGroup,
        operation: Operation[V],
        options: CallOptions,
        arguments: dict[str, Any],
    ) -> None:
        self._group = group
        self._operation = operation
        self._options = options
        self._next: dict[str, Any] | str | None = arguments
        self._last: Page | None = None
        self._seen = 0
        self._visited: set[str] = set()

    async def step(self) -> Page | None:
        """Return the next page, None after the last."""
        following, last = self._next, self._last
        if following is None:
            return None
        own = last.arguments if isinstance(following, str) and last else following
        call = Call(self._group, self._operation, self._options, dict(cast(Any, own)))
        if isinstance(following, str) and last is not None:
            url = urljoin(last.url, following)
            if urlsplit(url)[:2] != urlsplit(last.url)[:2]:
                raise APIError(f"{call.request}: the next page is on another server")
            call.request = replace(call.request, url=url)
        call.exchange.request = call.request
        key = f"{call.request.url}\n{call.request.content!r}"
        if key in self._visited:
            raise APIError(f"{call.request}: the pages form a loop")
        self._visited.add(key)
        head, _ = await call.exchange.run()
        value = call.finish(head)
        rule = self._operation.pages
        items = list(member(value, rule.items) or ())
        if last is not None and items and head.content == last.head.content:
            log.warning(
                "%s: the page repeats the previous one; iteration ends", call.request
            )
            self._next = None
            return None
        self._seen += len(items)
        page = Page(value, items, head, call.request.url, cast(Any, own), self._seen)
        self._last, self._next = page, rule.follow(page)
        more = getattr(rule, "more", "")
        if self._next is None and more and member(value, more) is True:
            log.warning(
                "%s: %s is true, but the next page is not given", call.request, more
            )
        return page
