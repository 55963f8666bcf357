"""Serialize the parameters of a call (RFC 6570)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, Protocol, TypeAlias
from urllib.parse import quote

from .codec import encode_json
from .request import header, is_array, is_json, text, unreserved

Escape: TypeAlias = Callable[[str], str]
PathStyle: TypeAlias = Callable[[str, Any, bool, Escape], str]
QueryStyle: TypeAlias = Callable[[str, Any, bool, Escape], list[str]]

# Reserved characters that need no escaping.
_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"  # RFC 6265, 4.1.1
_PATH = "!$&'()*+,;=:/@"  # RFC 3986, 3.3
_QUERY = "!$&'()*+,;=:/?@"  # RFC 3986, 3.4


@dataclass(slots=True, eq=False)
class Draft:
    """The parts of a request that contain parameters, escaped as needed."""

    path: dict[str, str] = field(default_factory=dict[str, str])
    query: list[str] = field(default_factory=list[str])
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Parameter(Protocol):
    """Serializes an argument, given as JSON data, to a part of the request."""

    @property
    def argument(self) -> str: ...
    @property
    def of(self) -> Any: ...
    def write(self, value: Any, draft: Draft, /) -> None: ...


def draft(parameters: tuple[Parameter, ...], values: Mapping[str, Any]) -> Draft:
    """Serialize the arguments of a call."""
    made = Draft()
    for each in parameters:
        if each.argument in values:
            each.write(values[each.argument], made)
    return made


def fill_key(parameters: tuple[Parameter, ...], arguments: dict[str, Any]) -> bool:
    """Return whether a call has an idempotency key; create one if none is passed.

    All attempts send the same key (draft-ietf-httpapi-idempotency-key-header).
    """
    for each in parameters:
        if isinstance(each, Header):
            wire = (each.wire or each.argument).lower().removeprefix("x-")
            if wire.replace("_", "-") == "idempotency-key":
                if arguments.get(each.argument) is None:
                    made = import_module("uuid").uuid4()
                    arguments[each.argument] = str(made)
                return True
    return False


def is_object(value: Any) -> bool:
    """Return whether JSON data is an object."""
    return isinstance(value, dict)


def pairs(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return an object's names and values, without members that are null."""
    return [(name, text(each)) for name, each in value.items() if each is not None]


def items(value: Any, escape: Escape) -> list[str]:
    """Return an array's items, or an object's names and values, alternating."""
    if is_object(value):
        return [escape(part) for pair in pairs(value) for part in pair]
    return [escape(text(each)) for each in value if each is not None]


def simple(_: str, value: Any, explode: bool, escape: Escape) -> str:
    """Serialize a value in the style ``simple`` (RFC 6570, section 3.2.2)."""
    if is_object(value) and explode:
        return ",".join(f"{escape(k)}={escape(v)}" for k, v in pairs(value))
    if is_object(value) or is_array(value):
        return ",".join(items(value, escape))
    return escape(text(value))


def form(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Serialize a value in the style ``form`` (RFC 6570, section 3.2.8)."""
    if is_object(value) and explode:
        return [
            f"{unreserved(k)}={escape(text(one))}"
            for k, v in value.items()
            for one in (v if is_array(v) else [v])  # one pair per item of a list
            if one is not None
        ]
    name = unreserved(name)
    if is_object(value) or is_array(value):
        parts = items(value, escape)
        joined = parts if explode or not parts else [",".join(parts)]
        return [f"{name}={part}" for part in joined]
    return [f"{name}={escape(text(value))}"]


def document(value: Any, media_type: str) -> Any:
    """Serialize JSON data as a media type; without one, return it unchanged."""
    if not media_type:
        return value
    return encode_json(value).decode() if is_json(media_type) else text(value)


def reserved(value: str, safe: str = _QUERY) -> str:
    """Percent-encode a value, except ``safe`` characters and existing escapes."""
    head, *rest = value.split("%")
    parts = [quote(head, safe=safe)]
    for each in rest:
        escaped = len(each) > 1 and all(x in "0123456789abcdefABCDEF" for x in each[:2])
        parts += "%" if escaped else "%25", quote(each, safe=safe)
    return "".join(parts)


@dataclass(slots=True, eq=False)
class Query:
    """A query parameter; with ``content``, it is serialized as that media type.

    ``of`` is the argument's type if its value does not determine the encoding: for
    bytes, and for tagged unions (then the type's name, since it refers to models).
    """

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: QueryStyle = form
    explode: bool = True
    allow_reserved: bool = False
    content: str = ""
    of: Any = Any

    def write(self, value: Any, draft: Draft, /) -> None:
        """Append to the query."""
        name = self.wire or self.argument
        escape = reserved if self.allow_reserved else unreserved
        value = document(value, self.content)
        draft.query.extend(self.style(name, value, self.explode, escape))


@dataclass(slots=True, eq=False)
class Path:
    """A path parameter; with ``content``, it is serialized as that media type."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: PathStyle = simple
    explode: bool = False
    allow_reserved: bool = False
    content: str = ""
    of: Any = Any

    def write(self, value: Any, draft: Draft, /) -> None:
        """Set the value of the path template's variable."""
        name = self.wire or self.argument
        value = document(value, self.content)
        escape = partial(reserved, safe=_PATH) if self.allow_reserved else unreserved
        draft.path[self.argument] = self.style(name, value, self.explode, escape)


@dataclass(slots=True, eq=False)
class Header:
    """A header parameter."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: PathStyle = simple
    explode: bool = False
    content: str = ""
    of: Any = Any

    def write(self, value: Any, draft: Draft, /) -> None:
        """Set the header; an empty list or object has none (RFC 6570, section 2.3)."""
        name = self.wire or self.argument
        value = document(value, self.content)
        written = self.style(name, value, self.explode, str)
        if not written and (is_array(value) or is_object(value)):
            return
        draft.headers[name.lower()] = header(name, written)


@dataclass(slots=True, eq=False)
class Cookie:
    """A cookie parameter."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    style: QueryStyle = form
    explode: bool = True
    allow_reserved: bool = False
    content: str = ""
    of: Any = Any

    def write(self, value: Any, draft: Draft, /) -> None:
        """Append to the cookies."""
        name = self.wire or self.argument
        value = document(value, self.content)
        escape = partial(reserved if self.allow_reserved else quote, safe=_COOKIE)
        written = self.style(name, value, self.explode, escape)
        before = [draft.headers["cookie"]] if "cookie" in draft.headers else []
        if written:
            draft.headers["cookie"] = "; ".join(before + written)
