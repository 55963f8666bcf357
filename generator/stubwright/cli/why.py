"""Why a target is not as it was generated: what differs between its facts."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.faults import shown
from stubwright.output.facts import only
from stubwright.output.lock import Kinds, Lock


def reasons(before: Kinds, after: Kinds, lock: Lock) -> Iterator[str]:
    """Yield the reasons in words, the likeliest first."""
    if lock.damaged:
        yield f"{lock.path.name} is damaged, perhaps by a merge"
    if not before:
        yield f"{lock.path.name} is missing" if not lock.exists else "never generated"
        return
    yield from _documents(before, after, lock)
    yield from _options(before, after)
    was, is_ = only(before, "generator"), only(after, "generator")
    if was != is_:
        yield f"the generator is another: {was or 'unknown'} -> {is_}"


def _documents(before: Kinds, after: Kinds, lock: Lock) -> Iterator[str]:
    def known(name: str) -> str:
        return name if "://" in name or name[:1] == "<" else shown(lock.path.parent / name)

    root = only(after, "source")
    was, is_ = before.get("document", {}), after.get("document", {})
    overlays = {
        value for key, value in after.get("option", {}).items() if key.startswith("overlay.")
    }
    if only(before, "source") != root:
        yield f"the document is another: {known(only(before, 'source'))} -> {known(root)}"
    for name in sorted({*was, *is_}):
        if name not in is_:
            yield f"no longer refers to {known(name)}"
        elif name not in was:
            yield f"{'now mended by' if name in overlays else 'now refers to'} {known(name)}"
        elif was[name] != is_[name]:
            what = "an overlay" if name in overlays else "what it refers to"
            yield f"{'the document' if name == root else what} changed: {known(name)}"
    for name in sorted({*before.get("refused", {}), *after.get("refused", {})}):
        if before.get("refused", {}).get(name) != after.get("refused", {}).get(name):
            yield f"what it refers to changed: {known(name)}"


def _options(before: Kinds, after: Kinds) -> Iterator[str]:
    for kind in ("option", "output"):
        was, is_ = before.get(kind, {}), after.get(kind, {})
        for key in sorted({*was, *is_}):
            if was.get(key) != is_.get(key) and (kind, key) != ("option", "package"):
                name = f"option {key}" if key else kind
                yield f"{name}: {was.get(key, 'not set')} -> {is_.get(key, 'not set')}"
    if only(before, "package") != only(after, "package"):
        yield f"package: {only(before, 'package')} -> {only(after, 'package')}"
