"""Detection of pagination from what a document states, without guessing.

The rules are tried in order, and the first match is used. A member that could be either a URL or a token is a URL
according to its format, its name or its description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stubwright.lower.operations.pagination_facts import Input, Seen, gather
from stubwright.lower.operations.pagination_words import (
    AFTER_IDS,
    CURSORS,
    FROM_ONE,
    FROM_ZERO,
    HOLDERS,
    ITEMS,
    LAST_IDS,
    MORE,
    NEXT_URLS,
    OFFSETS,
    PAGES,
    PAGING,
    QUOTED,
    SAYS_CONDITION,
    SAYS_ID,
    SAYS_NEWER,
    SAYS_SYNC,
    SIZES,
    TOTAL_PAGES,
    TOTALS,
    WEAK_CURSORS,
    plain,
)
from stubwright.lower.operations.response_members import Member, Members, kinds
from stubwright.types import spec
from stubwright.types.ir_operations import Pagination


def look(members: Members, operation: spec.Operation) -> Seen | None:
    """Return the input of the rules; None for an operation without a clear list.

    A list inside an object of the response counts if a parameter is about pages; a lone object may well have a list.
    """
    facts = gather(members, operation)
    if facts is None:
        return None
    asks = any(one.word in SIZES | PAGING for one in facts.inputs)
    if seen := facts.whole:
        return seen if asks or _is_clear(seen.items) else None
    pages = [seen for seen in facts.inside() if asks and _leads_on(seen)]
    return pages[0] if len(pages) == 1 else None


def _is_clear(items: Member) -> bool:
    """Return whether a list is known as the items by its place or its name."""
    return len(items.path) == 1 or items.name in ITEMS or plain(items.path[0]) == "embedded"


def _leads_on(seen: Seen) -> bool:
    """Return whether an object of the response has the sign of a next page itself."""
    return any(rule(seen) for rule in (_cursor, _next_url, _last_id, _weak_cursor))


def inferred(seen: Seen) -> Pagination | None:
    """Return the pagination of an operation; None if it has none or the document is not clear."""
    for rule in _RULES:
        if found := rule(seen):
            return found
    return None


def _cursor(seen: Seen) -> Pagination | None:
    return _paired(seen, CURSORS)


def _weak_cursor(seen: Seen) -> Pagination | None:
    """Pair equal names, unless a better member is there, so that the equal one repeats what was sent."""
    named = {sign.name for sign in seen.signs}
    pairs = {
        word: signs
        for word, signs in WEAK_CURSORS.items()
        if named.isdisjoint(CURSORS.get(word, ()))
    }
    return _paired(seen, pairs)


def _paired(seen: Seen, pairs: Mapping[str, tuple[str, ...]]) -> Pagination | None:
    for one in seen.inputs:
        if seen.is_off(one):
            continue
        for word in pairs.get(one.word, ()):
            for sign in seen.signs:
                named = sign.name == word or plain("".join(sign.path[-2:])) == word
                if named and one.takes(sign) and _is_token(sign):
                    why = f"the parameter {one.name} and the member {sign.dotted} of the response"
                    return _by_cursor(seen, one, sign.dotted, why)
    return None


def _is_token(sign: Member) -> bool:
    """Return whether a member is the value for the next page wherever there is one."""
    description = sign.description
    return not (sign.is_url or SAYS_SYNC.search(description) or SAYS_CONDITION.search(description))


def _by_cursor(seen: Seen, one: Input, following: str, why: str) -> Pagination:
    found = Pagination(
        rule="cursor",
        items=seen.items.dotted,
        parameter=one.name,
        in_body=one.in_body,
        next=following,
        why=why,
    )
    return seen.ends(found)


def _described_cursor(seen: Seen) -> Pagination | None:
    """Find a cursor whose parameter is described by a member that the response does not declare."""
    for one in seen.inputs:
        quoted = QUOTED.findall(one.description)
        names = [name for name in quoted if plain(name) in CURSORS.get(one.word, ())]
        holders = [name for name in quoted if plain(name) in HOLDERS - {one.word}]
        if names and holders and not seen.is_off(one):
            path = f"{holders[0]}.{names[0]}"
            return _by_cursor(
                seen, one, path, f"the parameter {one.name}, whose description names {path}"
            )
    return None


def _next_url(seen: Seen) -> Pagination | None:
    for sign in seen.signs:
        name = sign.name
        if name in ("href", "url") and len(sign.path) > 1 and plain(sign.path[-2]) == "next":
            name = "next"
        texts = sign.is_kind("string", "object") and "string" in kinds(sign.schema)
        if name in NEXT_URLS and texts and sign.is_url and not SAYS_NEWER.search(sign.description):
            kind = "header" if sign.in_header else "member"
            return Pagination(
                rule="next-url",
                items=seen.items.dotted,
                next=sign.dotted,
                why=f"the {kind} {sign.dotted} of the response, the URL of the next page",
            )
    return None


def _link_header(seen: Seen) -> Pagination | None:
    if not seen.link:
        return None
    return Pagination(rule="link-header", items=seen.items.dotted, why=seen.link)


def _last_id(seen: Seen) -> Pagination | None:
    last = seen.sign(LAST_IDS, "string")
    more = seen.sign(MORE, "boolean")
    has_id = seen.item is not None and any(name == "id" for name, _ in seen.item.properties)
    for one in seen.inputs:
        if one.word in AFTER_IDS and one.is_kind("string") and (last or (more and has_id)):
            return Pagination(
                rule="last-id",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                next=last,
                more=more,
                why=f"the parameter {one.name} beside the member {last or more} of the response",
            )
    return None


def _offset(seen: Seen) -> Pagination | None:
    size = next((one.name for one in seen.inputs if one.word in SIZES), "")
    for one in seen.inputs:
        counts = one.is_kind("integer", "number") and not SAYS_ID.match(one.description)
        if one.word in OFFSETS and counts and size:
            first = _stated(one)
            start = 1 if first is None and one.word == "startindex" else first or 0
            return Pagination(
                rule="offset",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                more=seen.sign(MORE, "boolean"),
                total=seen.sign(TOTALS, "integer", "number"),
                start=start,
                why=f"the parameters {one.name} and {size}",
            )
    return None


def _page(seen: Seen) -> Pagination | None:
    for one in seen.inputs:
        if one.word in PAGES and one.is_kind("integer", "number"):
            start = _stated(one, minimum=not seen.has_token, examples=True)
            if start is None:
                continue
            return Pagination(
                rule="page",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                more=seen.sign(MORE, "boolean"),
                total=seen.sign(TOTALS, "integer", "number"),
                pages=seen.sign(TOTAL_PAGES, "integer", "number"),
                start=start,
                why=f"the parameter {one.name}, whose first number is {start}",
            )
    return None


def _stated(one: Input, *, minimum: bool = True, examples: bool = False) -> int | None:
    """Return the first number of an offset or a page if the document states it: 0 or 1.

    The default says it, else the description, the minimum, and an example. An example of an offset may be any.
    """
    in_words = (
        0 if FROM_ZERO.search(one.description) else 1 if FROM_ONE.search(one.description) else None
    )
    lowest = dict(one.schema.checks).get("minimum") if minimum else None
    for value in (one.schema.default, in_words, lowest, *(one.examples if examples else ())):
        if isinstance(value, int | float) and not isinstance(value, bool) and value in (0, 1):
            return int(value)
    return None


_RULES: tuple[Callable[[Seen], Pagination | None], ...] = (
    _cursor,
    _described_cursor,
    _next_url,
    _link_header,
    _weak_cursor,
    _last_id,
    _offset,
    _page,
)
