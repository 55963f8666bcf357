"""Follow a reference to the place it names."""

from __future__ import annotations

import re
from typing import Final, TypeAlias
from urllib.parse import unquote

from stubwright.base.place import Place, unescape
from stubwright.base.uris import join, split
from stubwright.index.missing import no_anchor, no_document, no_target
from stubwright.types.documents import Json
from stubwright.types.index import Index, Unresolved

_Followed: TypeAlias = "set[tuple[Place, str]]"
_INDEX: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")


def value_at(index: Index, place: Place) -> Json:
    """Return the value at a place. Raise KeyError if there is none."""
    value = index.documents.by_uri[place.document].tree
    tokens = place.keys()
    for key in tokens:
        value = _member(value, key)
    return value


def resolve(index: Index, place: Place, ref: str) -> Place | Unresolved:
    """Return the place that a reference names, without following a reference found there.

    ``place`` is that of the reference: the object with the ``$ref``, or the ``$ref`` itself.
    RFC 3986, section 5; JSON Schema 2020-12, section 8.2.3; RFC 6901, section 6.
    """
    return _resolve(index, place, ref, set())


def _resolve(index: Index, place: Place, ref: str, followed: _Followed) -> Place | Unresolved:
    uri, fragment = split(ref)
    base = _base(index, place)
    target = join(base, uri) if uri else base
    root = index.resources.get(target)
    if root is None and base != place.document:
        # A file whose `$id` is `https://…/pet.yaml` usually has the files it refers to in its own folder.
        root = index.resources.get(join(place.document, uri))
    if root is None:
        return no_document(index, place, target, ref)
    if not fragment:
        return root
    if fragment.startswith(("/", "%2F", "%2f")):
        return _pointed(index, root, fragment, followed) or no_target(index, root, fragment, ref)
    name = unquote(fragment)
    found = index.anchors.get((target, name)) or index.anchors.get((root.document, name))
    return found or no_anchor(index, root, ref)


def resolve_dynamic(index: Index, place: Place, ref: str) -> Place | Unresolved:
    """Return the initial target of a ``$dynamicRef``, without regard to the dynamic scope.

    JSON Schema 2020-12, section 8.2.3.2. The initial target is resolved like that of ``$ref``.
    """
    return resolve(index, place, ref)


def _base(index: Index, place: Place) -> str:
    """Return the base URI at a place: that of the nearest enclosing ``$id``."""
    if index.bases:
        pointer = place.pointer
        while True:
            found = index.bases.get(Place(place.document, pointer))
            if found is not None:
                return found
            if not pointer:
                break
            pointer = pointer[: pointer.rindex("/")]
    return place.document


def _pointed(index: Index, root: Place, fragment: str, followed: _Followed) -> Place | None:
    """Apply a pointer to a resource.

    If the resource is embedded, the pointer is also tried from the root of the document, and with its percent signs
    as characters instead of escapes.
    """
    whole = Place(root.document)
    for start in (root,) if root == whole else (root, whole):
        for pointer in dict.fromkeys((unquote(fragment), fragment)):
            found = _walk(index, start, pointer, followed)
            if found is not None:
                return found
    return None


def _walk(index: Index, start: Place, pointer: str, followed: _Followed) -> Place | None:
    """Follow a pointer from a place, and the references on its path."""
    place, value = start, value_at(index, start)
    for token in pointer.split("/")[1:]:
        key = unescape(token)
        while not _has(value, key):
            ref = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(ref, str) or (place, ref) in followed:
                return None
            followed.add((place, ref))
            target = _resolve(index, place, ref, followed)
            if isinstance(target, Unresolved):
                return None
            place, value = target, value_at(index, target)
        place, value = place.child(key), _member(value, key)
    return place


def _has(value: Json, key: str) -> bool:
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list) and _INDEX.match(key) is not None and int(key) < len(value)


def _member(value: Json, key: str) -> Json:
    """Return a member of an object or array. Raise KeyError if there is none."""
    if isinstance(value, dict):
        return value[key]
    if isinstance(value, list) and _has(value, key):
        return value[int(key)]
    raise KeyError(key)
