"""Apply the actions of overlays to the root document's tree, in order (Overlay 1.0.0, section 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import shorten
from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.base.uris import join
from stubwright.overlay.actions import Action, Copy, Reader, Remove, Update
from stubwright.overlay.branches import Branch, Location
from stubwright.types.documents import Document, Documents, Json


def apply(documents: Documents, overlays: Sequence[Document]) -> Documents:
    """Return the documents with overlays applied to the root's tree, and the overlays among them.

    Errors and notes are added to ``diagnostics``; if one is an error, the tree is incomplete.
    The trees that were read are not modified.
    """
    root = documents.by_uri[documents.root]
    branch = Branch(root.tree, Place(root.uri))
    found: list[Diagnostic] = []
    for overlay in overlays:
        reader = Reader(document=overlay)
        actions = reader.actions()
        found += reader.faults
        found += _other_document(overlay, root)
        # If there is no object at the top, parse reports it.
        for action in actions if isinstance(root.tree, dict) else ():
            found += _carry_out(branch, action, root)
    amended = replace(root, tree=branch.value, amended=True)
    return replace(
        documents,
        by_uri={**documents.by_uri, root.uri: amended, **{each.uri: each for each in overlays}},
        diagnostics=(*documents.diagnostics, *found),
        origins=dict(branch.moved()),
    )


def _carry_out(root: Branch, action: Action, document: Document) -> Iterator[Diagnostic]:
    locations = action.query.locations(root.value)
    if not locations:
        yield _missing(action, root, document)
        return
    match action.change:
        case Remove():
            yield from _remove(root, locations, action)
        case Update(value=value):
            yield from _update(root, locations, value, action.place.child("update"))
        case Copy(query=query):
            sources = query.locations(root.value)
            source = root.at(sources[0]) if len(sources) == 1 else None
            if source is None:
                yield _no_copy(action, len(sources))
                return
            # A value may be copied into itself, but must not contain itself afterwards.
            yield from _update(root, locations, deepcopy(source.value), action.place.child("copy"))


def _remove(root: Branch, locations: Sequence[Location], action: Action) -> Iterator[Diagnostic]:
    if () in locations:
        yield _wrong(action.place, "the whole document cannot be removed", "name a part of it")
        return
    # Deeper and later values are removed first, so that the other locations stay valid.
    for location in sorted(locations, key=_last_first):
        parent = root.at(location[:-1])
        if parent is not None:
            parent.drop(location[-1])


def _last_first(location: Location) -> tuple[int, int]:
    last = location[-1]
    return -len(location), -last if isinstance(last, int) else 0


def _update(
    root: Branch, locations: Sequence[Location], value: Json, origin: Place
) -> Iterator[Diagnostic]:
    for location in locations:
        target = root.at(location)
        # An update of a value above may have replaced it.
        if target is None:
            continue
        if isinstance(target.value, dict):
            if not isinstance(value, dict):
                words = "the target is an object, but 'update' is not"
                yield _wrong(origin, words, "write an object with the members to merge")
                return
            target.merge(value, origin)
        elif isinstance(target.value, list):
            if isinstance(value, list):
                target.extend(value, origin)
            else:
                target.append(value, origin)
        elif (parent := root.at(location[:-1])) is not None:
            parent.put(location[-1], value, origin)


def _missing(action: Action, root: Branch, document: Document) -> Diagnostic:
    front, suggestion = action.query.reach(root.value)
    guess = f"did you mean {suggestion!r} after {front}?"
    otherwise = (
        f"{front} exists, but nothing below it matches: correct the target, or remove the action"
    )
    return Diagnostic(
        code="overlay-target-missing",
        severity=Severity.ERROR,
        message=f"{shorten(action.target)} selects nothing in {document.name}",
        place=action.place.child("target"),
        hint=guess if suggestion else otherwise,
    )


def _no_copy(action: Action, count: int) -> Diagnostic:
    words = f"'copy' selects {count or 'no'} values; it must select exactly one"
    return _wrong(action.place.child("copy"), words, "select one value by its keys")


def _wrong(place: Place, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="overlay-action-wrong",
        severity=Severity.ERROR,
        message=message,
        place=place,
        hint=hint,
    )


def _other_document(overlay: Document, root: Document) -> Iterator[Diagnostic]:
    """Note that an overlay was written for another document, which may be a copy of this one."""
    extends = overlay.tree.get("extends") if isinstance(overlay.tree, dict) else None
    if isinstance(extends, str) and join(overlay.uri, extends) != root.uri:
        yield Diagnostic(
            code="overlay-extends",
            severity=Severity.NOTE,
            message=f"the overlay was written for {shorten(extends)}; it is applied to {root.name}",
            place=Place(overlay.uri).child("extends"),
        )
