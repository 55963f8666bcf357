"""How values are written, as calls of the runtime's ``Xml`` and ``Part``."""

from __future__ import annotations

from stubwright.backends.dataclasses.formatting.layout import Bracket, Doc, bracket
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.types.ir import Xml
from stubwright.types.ir_operations import Encoding


def xml(one: Xml, called: str = "Xml") -> Bracket:
    """Return a call that makes an ``Xml``; what is as the default is left out."""
    words: list[Doc] = [string(one.name)] if one.name else []
    words += [f"namespace={string(one.namespace)}"] if one.namespace else []
    words += [f"prefix={string(one.prefix)}"] if one.prefix else []
    words += [f"node={string(one.node)}"] if one.node != "element" else []
    words += ["wrapped=True"] if one.wrapped else []
    if one.items is not None:
        inner = xml(one.items, called)
        words.append(inner._replace(head=f"items={inner.head}"))
    return bracket(f"{called}(", words, ")")


def encoding(one: Encoding) -> Doc:
    """Return an entry of a form's parts."""
    words: list[Doc] = [string(one.content_type)] if one.content_type else []
    words += [f"style={string(one.style)}"] if one.style else []
    words += [f"explode={one.explode}"] if one.explode is not None else []
    words += ["allow_reserved=True"] if one.allow_reserved else []
    if one.xml is not None:
        root = xml(one.xml)
        words.append(root._replace(head=f"xml={root.head}"))
    return bracket(f"{string(one.property)}: Part(", words, ")")
