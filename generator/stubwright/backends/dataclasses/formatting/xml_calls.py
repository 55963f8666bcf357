"""XML representation of types, as calls of the runtime's ``Xml``."""

from __future__ import annotations

from stubwright.backends.dataclasses.formatting.layout import Bracket, Doc, bracket
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.types.ir import Xml


def xml(one: Xml, called: str = "Xml") -> Bracket:
    """Return a call that creates an ``Xml``, without arguments that are the default."""
    words: list[Doc] = [string(one.name)] if one.name else []
    words += [f"namespace={string(one.namespace)}"] if one.namespace else []
    words += [f"prefix={string(one.prefix)}"] if one.prefix else []
    words += [f"node={string(one.node)}"] if one.node != "element" else []
    words += ["wrapped=True"] if one.wrapped else []
    if one.items is not None:
        inner = xml(one.items, called)
        words.append(inner._replace(head=f"items={inner.head}"))
    return bracket(f"{called}(", words, ")")
