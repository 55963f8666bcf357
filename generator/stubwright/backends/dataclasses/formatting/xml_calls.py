"""What types are in XML, as calls of the runtime's ``Xml``."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.expressions import NOTHING
from stubwright.backends.dataclasses.formatting.layout import Bracket, Doc, bracket, lay
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.types.ir import Object, Xml


def members(shape: Object, annotator: Annotator) -> tuple[str, frozenset[str]]:
    """Return the statement that says what members are, by name on the wire, and its imports; empty where all are plain elements."""
    called = annotator.spell("Xml")
    entries: list[Doc] = []
    for item in shape.properties:
        if item.xml is not None:
            made = xml(item.xml, called)
            entries.append(made._replace(head=f"{string(item.name)}: {made.head}"))
    if not entries:
        return "", NOTHING
    mapping = annotator.generic("dict", [annotator.builtin("str"), annotator.imported("Xml")])
    held = annotator.subscripted("ClassVar", [mapping])
    return lay(bracket(f"__xml__: {held.text} = {{", entries, "}"), 4), held.uses


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
