"""The encodings of the parts of a body, as calls of the runtime's ``Part``."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.backends.dataclasses.formatting.layout import Doc, bracket
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.formatting.xml_calls import xml
from stubwright.types.ir_operations import Content, Encoding


def named_part(one: Encoding) -> Doc:
    """Return an entry of a form's parts."""
    return _part(f"{string(one.property)}: Part(", one)


def _part(head: str, one: Encoding) -> Doc:
    words: list[Doc] = [string(one.content_type)] if one.content_type else []
    words += [f"style={string(one.style)}"] if one.style else []
    words += [f"explode={one.explode}"] if one.explode is not None else []
    words += ["allow_reserved=True"] if one.allow_reserved else []
    if one.xml is not None:
        root = xml(one.xml)
        words.append(root._replace(head=f"xml={root.head}"))
    return bracket(head, words, ")")


def part_positions(content: Content) -> Iterator[Doc]:
    """Yield the encodings of positional parts that differ from the default."""
    if content.first:
        yield bracket("[", [_part("Part(", one) for one in content.first], "]")
    if content.rest is not None:
        yield _part("Part(" if content.first else "rest=Part(", content.rest)
