"""The identifiers that a document defines: ``$self``, ``$id``, ``$anchor``, ``$dynamicAnchor``.

JSON Schema 2020-12, section 8.2; OpenAPI 3.2.0, section 4.1.2.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from stubwright.base.json_value import Json
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field
from stubwright.base.uris import join, split

# A text with escapes or in UTF-16 may spell the dollar sign in another way, so it is always searched. Each word begins
# with one character, which makes the search fast.
_MENTION = re.compile(rb"\$(?:id|self|anchor|dynamicAnchor)\b")
_ESCAPED = re.compile(rb"\\[uxU]0*24")

_NAMED: Final = frozenset(
    [
        "properties",
        "patternProperties",
        "dependentSchemas",
        "dependencies",
        "$defs",
        "definitions",
        "schemas",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "securitySchemes",
        "securityDefinitions",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
        "webhooks",
        "paths",
        "content",
        "variables",
        "encoding",
    ]
)
"""Keywords whose value is an object with names as keys, not keywords."""
_DATA: Final = frozenset(
    ["example", "examples", "enum", "const", "default", "value", "x-example", "x-examples"]
)
"""Keywords whose value is data, in which a member called ``$id`` is not an identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """Identifiers that one document defines, as in ``Index``, and its references with their base URIs.

    ``references`` are pairs of an absolute base URI and a reference's text.
    """

    resources: dict[str, Place] = field(default_factory=dict[str, Place])
    anchors: dict[tuple[str, str], Place] = field(default_factory=dict[tuple[str, str], Place])
    bases: dict[Place, str] = field(default_factory=dict[Place, str])
    references: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


#: A value, its place, its base URI, and whether its keys are names, and whether it is data.
_Node: TypeAlias = tuple[Json, Place, str, bool, bool]


def mentions_identifiers(text: bytes) -> bool:
    """Return whether a text may contain identifiers; most documents contain none."""
    return b"\0" in text or any(one.search(text) for one in (_MENTION, _ESCAPED))


def identify(tree: Json, uri: str) -> Identifiers:
    """Traverse the tree of the document with this URI. If two places define an identifier, the first one has it."""
    found = Identifiers()
    if not isinstance(tree, (dict, list)):
        return found
    # A stack instead of recursion, reversed to preserve the document's order.
    stack: list[_Node] = [(tree, Place(uri), uri, False, False)]
    while stack:
        node, place, base, names, data = stack.pop()
        if isinstance(node, dict):
            if not names and not data:
                base = _claim(found, node, place, base)
            found.references.extend((base, reference) for reference in references_of(node))
        inner = _inner((node, place, base, names, data))
        stack.extend(reversed([one for one in inner if isinstance(one[0], (dict, list))]))
    return found


def _inner(node: _Node) -> list[_Node]:
    """Return the values directly inside an object or a list."""
    value, place, base, names, data = node
    if isinstance(value, list):
        return [(item, place.child(index), base, False, data) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return []
    return [
        (
            member,
            place.child(key),
            base,
            not names and key in _NAMED,
            data or (not names and key in _DATA),
        )
        for key, member in value.items()
    ]


def _claim(found: Identifiers, node: dict[str, Json], place: Place, base: str) -> str:
    """Record one object's identifiers. Return the base URI inside it."""
    own = node.get("$id") if place.pointer else node.get("$id", node.get("$self"))
    if isinstance(own, str):
        uri, fragment = split(own)
        if uri:
            base = join(base, uri)
            found.bases[place] = base
            found.resources.setdefault(base, place)
        if fragment:  # The spelling of an anchor in drafts 6 and 7.
            found.anchors.setdefault((base, fragment), place)
    for keyword in ("$anchor", "$dynamicAnchor"):
        name = node.get(keyword)
        if isinstance(name, str):
            found.anchors.setdefault((base, name), place)
    return base


def references_of(node: dict[str, Json]) -> list[str]:
    """Return the references of an object to other documents, unresolved."""
    found: list[str] = []
    for keyword in ("$ref", "$dynamicRef"):
        reference = node.get(keyword)
        if isinstance(reference, str) and reference[:1] not in ("#", ""):
            found.append(reference)
    discriminator = node.get("discriminator")
    if isinstance(discriminator, dict):
        found += _mapped(discriminator.get("mapping"))
    return found


def _mapped(mapping: Json) -> list[str]:
    """Return the mapping's values that look like references rather than schemas' names."""
    values = mapping.values() if isinstance(mapping, dict) else ()
    return [value for value in values if isinstance(value, str) and _FILE.search(value)]


_FILE = re.compile(r"^[^#].*#|/|\.(?:json|ya?ml)$")
