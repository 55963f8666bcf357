"""The less common parameter styles (OpenAPI 3.1.1, section 4.8.12.6)."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

from .codec import encode_json
from .parameters import Draft, Escape, document, form, is_object, items, pairs
from .request import is_array, text, unreserved


def label(_: str, value: Any, explode: bool, escape: Escape) -> str:
    """Serialize as ``.a.b`` (RFC 6570, section 3.2.5)."""
    if is_object(value) and explode:
        return "".join(f".{escape(k)}={escape(v)}" for k, v in pairs(value))
    if is_object(value) or is_array(value):
        parts = items(value, escape)
        return "." + ("." if explode else ",").join(parts) if parts else ""
    return f".{escape(text(value))}"


def matrix(name: str, value: Any, explode: bool, escape: Escape) -> str:
    """Serialize as ``;name=a,b`` (RFC 6570, section 3.2.7)."""
    key = unreserved(name)
    if is_object(value) and explode:
        found = [(unreserved(k), escape(v)) for k, v in pairs(value)]
    elif is_object(value) or is_array(value):
        parts = items(value, escape)
        joined = parts if explode or not parts else [",".join(parts)]
        found = [(key, each) for each in joined]
    else:
        found = [(key, escape(text(value)))]
    return "".join(f";{k}={each}" if each else f";{k}" for k, each in found)


def space_delimited(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Serialize as ``name=a%20b``; exploded, as ``form``."""
    return _delimited("%20", name, value, explode, escape)


def pipe_delimited(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Serialize as ``name=a%7Cb``; exploded, as ``form``."""
    return _delimited("%7C", name, value, explode, escape)


def tab_delimited(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Serialize as ``name=a%09b`` (Swagger 2.0, ``tsv``); exploded, as ``form``."""
    return _delimited("%09", name, value, explode, escape)


def spaces(_: str, value: Any, __: bool, escape: Escape) -> str:
    """Serialize as ``a b`` in a path or a header (Swagger 2.0, ``ssv``)."""
    return _separated(" ", value, escape)


def tabs(_: str, value: Any, __: bool, escape: Escape) -> str:
    """Serialize with tabs in a path or a header (Swagger 2.0, ``tsv``)."""
    return _separated("\t", value, escape)


def pipes(_: str, value: Any, __: bool, escape: Escape) -> str:
    """Serialize as ``a|b`` in a path or a header (Swagger 2.0, ``pipes``)."""
    return _separated("|", value, escape)


def _separated(mark: str, value: Any, escape: Escape) -> str:
    several = is_object(value) or is_array(value)
    return escape(mark).join(items(value, escape) if several else [escape(text(value))])


def _delimited(
    mark: str, name: str, value: Any, explode: bool, escape: Escape
) -> list[str]:
    if explode or not (is_object(value) or is_array(value)):
        return form(name, value, explode, escape)
    parts = items(value, escape)
    return [f"{unreserved(name)}={mark.join(parts)}"] if parts else []


def deep_object(name: str, value: Any, explode: bool, escape: Escape) -> list[str]:
    """Serialize as ``name[a]=1&name[b]=2``; nested objects nest, arrays repeat."""
    if not is_object(value):
        return form(name, value, True, escape)
    written: list[str] = []
    for key, each in value.items():
        if each is not None:
            written += deep_object(f"{name}[{key}]", each, explode, escape)
    return written


@dataclass(frozen=True, slots=True)
class QueryString:
    """The whole query string as one value (OpenAPI 3.2.0, section 4.12.1)."""

    argument: str
    wire: str = ""
    _: KW_ONLY
    content: str = "application/x-www-form-urlencoded"
    of: Any = Any

    def write(self, value: Any, draft: Draft, /) -> None:
        """Append to the query."""
        if is_object(value) and self.content.endswith("urlencoded"):
            for name, each in value.items():
                if each is not None:
                    each = encode_json(each).decode() if is_object(each) else each
                    draft.query.extend(form(name, each, True, unreserved))
        else:
            draft.query.append(unreserved(document(value, self.content)))
