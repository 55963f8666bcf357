"""Pagination stated by the extensions of other tools: Speakeasy, Fern, Stainless, Microsoft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from stubwright.base.records import replace
from stubwright.lower.operations.pagination_facts import Seen
from stubwright.lower.operations.pagination_words import plain
from stubwright.types import spec
from stubwright.types.documents import Json
from stubwright.types.ir_operations import Pagination, PaginationRule

_PURPOSE = "x-stainless-pagination-property"


def stated(operation: spec.Operation, seen: Seen | None) -> Pagination | bool | None:
    """Return the pagination that an extension states; False if it states that there is none, None without an extension."""
    extensions = operation.extensions
    if (value := extensions.get("x-speakeasy-pagination")) is not None:
        return _speakeasy(_table(value), seen)
    if (value := extensions.get("x-fern-pagination")) is not None:
        return False if value is False else _fern(_table(value), seen)
    if (value := extensions.get("x-ms-pageable")) is not None:
        return _microsoft(_table(value), seen)
    return _stainless(operation, seen) if seen else None


def _table(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _text(table: Mapping[str, Json], *names: str) -> str:
    for name in names:
        value = table.get(name)
        if isinstance(value, str):
            return value
    return ""


def _path(pointer: str) -> str:
    """Return ``data.items`` for ``$.data.items``, ``$response.data.items`` or ``$.data.items[*]``."""
    for front in ("$response.body#/", "$response.", "$request.query.", "$request.", "$."):
        if pointer.startswith(front):
            pointer = pointer.removeprefix(front)
            break
    return pointer.replace("/", ".").removesuffix("[*]") or "$"


def _made(rule: PaginationRule, seen: Seen | None, by: str, **parts: str) -> Pagination | None:
    """Return a pagination; unless stated, the list is inferred from the response."""
    items = parts.pop("items", "") or (seen.items.dotted if seen else "")
    if not items:
        return None
    made = Pagination(rule=rule, items=items, why=f"the extension {by}")
    inputs = {one.name: one for one in seen.inputs} if seen else {}
    inside = parts.get("parameter", "") in inputs and inputs[parts["parameter"]].in_body
    return replace(
        made,
        in_body=inside,
        parameter=parts.get("parameter", ""),
        next=parts.get("next", ""),
        more=parts.get("more", ""),
        total=parts.get("total", ""),
        pages=parts.get("pages", ""),
    )


def _speakeasy(table: Mapping[str, Json], seen: Seen | None) -> Pagination | None:
    by = "x-speakeasy-pagination"
    outputs = {key: _path(str(value)) for key, value in _table(table.get("outputs")).items()}
    inputs: dict[str, Mapping[str, Json]] = {}
    listed = table.get("inputs")
    for each in listed if isinstance(listed, list) else []:
        inputs[_text(_table(each), "type")] = _table(each)
    items = outputs.get("results", "")
    if "nextUrl" in outputs:
        return _made("next-url", seen, by, items=items, next=outputs["nextUrl"])
    for kind, rule in (("cursor", "cursor"), ("offset", "offset"), ("page", "page")):
        if kind in inputs:
            name = _text(inputs[kind], "name")
            body = _text(inputs[kind], "in") == "requestBody"
            parts = {"items": items, "parameter": name}
            parts |= {"next": outputs.get("nextCursor", "")} if kind == "cursor" else {}
            parts |= {"pages": outputs.get("numPages", "")} if kind == "page" else {}
            found = _made(cast("PaginationRule", rule), seen, by, **parts)
            start = 1 if kind == "page" else 0
            return replace(found, in_body=body, start=start) if found else None
    return None


def _fern(table: Mapping[str, Json], seen: Seen | None) -> Pagination | None:
    by = "x-fern-pagination"
    items = _path(_text(table, "results"))
    more = _text(table, "has-next-page", "has_next_page")
    parts = {"items": items, "more": _path(more) if more else ""}
    if cursor := _text(table, "cursor"):
        following = _path(_text(table, "next_cursor", "next-cursor"))
        return _made("cursor", seen, by, parameter=_path(cursor), next=following, **parts)
    if url := _text(table, "next_uri", "next-uri", "next_path"):
        return _made("next-url", seen, by, items=items, next=_path(url))
    if offset := _text(table, "offset"):
        # With a step, it is a number of items, otherwise of pages.
        rule: PaginationRule = "offset" if "step" in table else "page"
        found = _made(rule, seen, by, parameter=_path(offset), **parts)
        return replace(found, start=1) if found and rule == "page" else found
    return None


def _microsoft(table: Mapping[str, Json], seen: Seen | None) -> Pagination | bool | None:
    if table.get("nextLinkName", "nextLink") is None:
        return False
    items = _text(table, "itemName") or (seen.items.dotted if seen else "value")
    name = _text(table, "nextLinkName") or "nextLink"
    return _made("next-url", seen, "x-ms-pageable", items=items, next=name)


def _stainless(operation: spec.Operation, seen: Seen) -> Pagination | None:
    asked = _purposes((one.name, one.extensions) for one in operation.parameters)
    asked |= _purposes((one.name, one.schema.extensions) for one in seen.inputs)
    told = _purposes((one.dotted, one.schema.extensions) for one in seen.signs)
    parts = {"items": told.get("items", "")}
    for rule, parameter, sign in (
        ("cursor", "nextcursorparam", "nextcursorfield"),
        ("offset", "offsetcountparam", ""),
        ("page", "pagenumberparam", ""),
    ):
        if parameter in asked and (not sign or sign in told):
            parts |= {"parameter": asked[parameter], "next": told.get(sign, "")}
            parts |= {"total": told.get("offsettotalcountfield", "")} if rule == "offset" else {}
            parts |= {"pages": told.get("totalpagecountfield", "")} if rule == "page" else {}
            found = _made(cast("PaginationRule", rule), seen, _PURPOSE, **parts)
            return replace(found, start=1) if found and rule == "page" else found
    return None


def _purposes(named: Iterable[tuple[str, Mapping[str, Json]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, extensions in named:
        purpose = _text(_table(extensions.get(_PURPOSE)), "purpose")
        if purpose:
            found.setdefault(plain(purpose), name)
    return found
