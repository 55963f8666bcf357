"""Explain why a reference cannot be resolved, and suggest what may have been meant."""

from __future__ import annotations

from urllib.parse import quote, unquote

from stubwright.base.message_text import shorten
from stubwright.base.place import Place, escape, unescape
from stubwright.base.suggest import closest
from stubwright.base.uris import readable
from stubwright.types.documents import Json
from stubwright.types.index import Index, Unresolved

_HOMES = (
    "/components/schemas",
    "/definitions",
    "/$defs",
    "/components/parameters",
    "/components/responses",
    "/components/requestBodies",
    "/components/headers",
    "/parameters",
    "/responses",
)


def no_document(index: Index, place: Place, target: str, ref: str) -> Unresolved:
    """Report a missing document, with the reason given by the reader."""
    refused = index.documents.refused.get(target)
    if refused is not None:
        return Unresolved(code=refused.code, message=refused.message, hint=refused.hint)
    near = _found(_tree(index, place.document), ref)
    return Unresolved(
        code="ref-not-found",
        message=f"no document and no $id matches {shorten(readable(ref))!r}",
        hint=f"did you mean {near!r}?" if near else "check the reference's path",
    )


def no_target(index: Index, root: Place, fragment: str, ref: str) -> Unresolved:
    """Report a pointer that leads to nothing."""
    tree = _tree(index, root.document)
    near = _nearest(tree, unquote(fragment))
    if near is not None:
        hint = f"did you mean {ref.partition('#')[0] + '#' + near!r}?"
    else:
        hint = "define it there, or correct the reference"
    return Unresolved(
        code="ref-not-found", message=f"{shorten(readable(ref))!r} does not exist", hint=hint
    )


def no_anchor(index: Index, root: Place, ref: str) -> Unresolved:
    """Report a missing anchor, or a pointer without its slash."""
    uri, _, fragment = ref.partition("#")
    near = _found(_tree(index, root.document), fragment)
    names = {name for (_, name), at in index.anchors.items() if at.document == root.document}
    close = closest(fragment, names)
    if near is None and close is not None:
        near = f"#{close}"
    return Unresolved(
        code="ref-not-found",
        message=f"there is no $anchor {shorten(unquote(fragment))!r}",
        hint=f"did you mean {uri + near!r}?" if near else "a JSON Pointer starts with '#/'",
    )


def _tree(index: Index, uri: str) -> Json:
    return index.documents.by_uri[uri].tree


def _nearest(tree: Json, pointer: str) -> str | None:
    """Return the most similar pointer: one with another spelling of a key, or in another section."""
    value, done = tree, ""
    tokens = pointer.split("/")[1:]
    for position, token in enumerate(tokens):
        key = unescape(token)
        if isinstance(value, dict) and key in value:
            value, done = value[key], f"{done}/{token}"
            continue
        close = closest(key, value) if isinstance(value, dict) else None
        if close is not None:
            candidate = "/".join((done, escape(close), *tokens[position + 1 :]))
            return _percent_encoded(candidate) if _exists(tree, candidate) else None
        break
    return _at_home(tree, unescape(tokens[-1]))


def _exists(tree: Json, pointer: str) -> bool:
    value = tree
    for token in pointer.split("/")[1:]:
        key = unescape(token)
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _at_home(tree: Json, name: str) -> str | None:
    """Return the pointer of a component with this name, if there is one."""
    for home in _HOMES:
        candidate = f"{home}/{escape(name)}"
        if name and _exists(tree, candidate):
            return _percent_encoded(candidate)
    return None


def _found(tree: Json, ref: str) -> str | None:
    """Return a reference to the component that a bare name or a missing slash may mean."""
    tail = unquote(ref).strip("#/")
    if "/" in tail and _exists(tree, f"/{tail}"):
        return "#" + _percent_encoded(f"/{tail}")
    home = _at_home(tree, unescape(tail.rpartition("/")[2]))
    return None if home is None else f"#{home}"


def _percent_encoded(pointer: str) -> str:
    return quote(pointer, safe="/~!$&'()*+,;=:@-._", errors="surrogatepass")
