"""What types are in XML, as calls of the runtime's ``Xml``."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.layout import Bracket, Doc, bracket, lay
from stubwright.backends.dataclasses.literals import string
from stubwright.types.ir import Object, Xml


def members(shape: Object, annotator: Annotator) -> str:
    """Return the statement that says what members are, by name on the wire; empty where all are plain elements."""
    called = annotator.spell("Xml")
    entries: list[Doc] = []
    for item in shape.properties:
        if item.xml is not None:
            made = xml(item.xml, called)
            entries.append(made._replace(head=f"{string(item.name)}: {made.head}"))
    return lay(bracket("__xml__ = {", entries, "}"), 4) if entries else ""


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
