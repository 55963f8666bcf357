"""Source text of the pagination in an operation's declaration."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.layout import Doc, bracket
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.types.ir_operations import Operation

#: Classes of the runtime, by the rule of pagination.
RULES = {
    "cursor": "Cursor",
    "next-url": "NextURL",
    "link-header": "LinkHeader",
    "last-id": "LastID",
    "offset": "Offset",
    "page": "PageNumber",
}


def pages(operation: Operation, annotator: Annotator) -> Iterator[Doc]:
    """Yield the ``pages`` argument: the pagination rule."""
    found = operation.pagination
    if found is None or operation.id not in annotator.names.iterators:
        return
    words = [string(found.items)]
    if found.parameter and found.in_body:
        words.append(string(f"body.{found.parameter}"))
    elif found.parameter:
        names = annotator.names.arguments[operation.id]
        named = zip(operation.parameters, names, strict=True)
        words += [
            string(name)
            for item, name in named
            if item.name == found.parameter and item.location == "query"
        ][:1]
    if found.rule in ("cursor", "next-url"):
        words.append(string(found.next))
    first = 1 if found.rule == "page" else 0
    words += (
        [f"start={found.start}"]
        if found.parameter and found.start != first and found.rule in ("page", "offset")
        else []
    )
    words += [f"last={string(found.next)}"] if found.rule == "last-id" and found.next else []
    ends = {"more": found.more, "done": found.done, "total": found.total, "pages": found.pages}
    words += [f"{key}={string(path)}" for key, path in ends.items() if path]
    yield bracket(f"pages={RULES[found.rule]}(", words, ")")
