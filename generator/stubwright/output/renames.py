"""Names that changed between two runs, from the pins and the generated classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from stubwright.base.records import dataclass

_ITSELF = "\0"
_FIELD = re.compile(r"^    (\w+): ", re.MULTILINE)
# A class or an alias at the top of a module, up to the next line that is not indented.
_BLOCK = re.compile(
    r"^(?:class (?P<class>\w+)|(?P<alias>[A-Z]\w*)(?=: TypeAlias =| = )).*\n(?:(?:[ )\]}].*)?\n)*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A changed name. Keys are those of pins; they differ if the document renamed the item."""

    key: str
    new_key: str
    name: str
    new_name: str

    def __str__(self) -> str:
        moved = "" if self.key == self.new_key else f" -> {self.new_key}"
        return f"{self.key}{moved}: {self.name} -> {self.new_name}"


def renames(
    before: Mapping[str, str],
    after: Mapping[str, str],
    texts_before: Iterable[str],
    texts_after: Iterable[str],
) -> tuple[Rename, ...]:
    """Return the renames, sorted by key.

    ``before`` and ``after`` are pins, and the texts are those of the modules that differ. An item whose key is unchanged
    was renamed if its name differs; a schema with another key is the same one if its class differs only in names.
    """
    old_blocks, new_blocks = _blocks(texts_before), _blocks(texts_after)
    found = list(_same_key(before, after))
    found += _fields(before, after, old_blocks, new_blocks)
    removed = {key: name for key, name in before.items() if key not in after}
    added = {key: name for key, name in after.items() if key not in before}
    kept = _kept(before, after)
    pairs = _pairs(
        {key: name for key, name in removed.items() if name not in kept},
        {key: name for key, name in added.items() if name not in kept},
        old_blocks,
        new_blocks,
    )
    for old_key, new_key in pairs:
        found.append(_rename(old_key, new_key, removed, added))
        found += _below(old_key, new_key, removed, added)
    return tuple(sorted(_once(found, before), key=lambda one: (one.key, one.new_key)))


def _once(found: Iterable[Rename], before: Mapping[str, str]) -> Iterable[Rename]:
    """Return renames without duplicates, since a type with several places has a pin for each of them."""
    first: dict[tuple[str, ...], Rename] = {}
    for one in sorted(found, key=lambda one: (len(one.key), one.key)):
        owner, _, part = one.key.rpartition(" ")
        of_type = owner in before or (not owner and _is_class(one.name))
        same = (before.get(owner, ""), part) if owner else ()
        key = (*same, one.name, one.new_name) if of_type else (one.key, one.new_key)
        first.setdefault(key, one)
    return first.values()


def _is_class(name: str) -> bool:
    return name[:1].isupper()


def _kept(pins: Mapping[str, str], others: Mapping[str, str]) -> set[str]:
    """Return the classes that exist in both runs at one of their places."""
    return {name for key, name in pins.items() if others.get(key) == name and _is_class(name)}


def _same_key(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Rename]:
    for key, name in before.items():
        if key != "layout" and after.get(key, name) != name:
            yield _rename(key, key, before, after)


def _fields(
    before: Mapping[str, str],
    after: Mapping[str, str],
    old_blocks: Mapping[str, str],
    new_blocks: Mapping[str, str],
) -> Iterator[Rename]:
    """Yield fields that are pinned in one run only; in the other, they are spelled as in the document."""
    for key in sorted({*before} ^ {*after}):
        owner, _, wire = key.rpartition(" ")
        if owner not in before or owner not in after:
            continue
        plain = old_blocks if key in after else new_blocks
        owners = before if key in after else after
        if wire in _FIELD.findall(plain.get(owners[owner], "")):
            yield Rename(
                key=key,
                new_key=key,
                name=before.get(key, wire),
                new_name=after.get(key, wire),
            )


def _pairs(
    removed: Mapping[str, str],
    added: Mapping[str, str],
    old_blocks: Mapping[str, str],
    new_blocks: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Pair keys whose classes are equal; known renames may make further classes equal."""
    pairs: list[tuple[str, str]] = []
    known: dict[str, str] = {}
    while True:
        olds = _by_shape(removed, old_blocks, known, {old for old, _ in pairs})
        news = _by_shape(added, new_blocks, {}, {new for _, new in pairs})
        found = [
            (keys[0], news[shape][0])
            for shape, keys in olds.items()
            if len(keys) == len(news.get(shape, ())) == 1
        ]
        if not found:
            return pairs
        pairs += found
        known |= {removed[old]: added[new] for old, new in found}


def _by_shape(
    pins: Mapping[str, str],
    blocks: Mapping[str, str],
    known: Mapping[str, str],
    done: set[str],
) -> dict[str, list[str]]:
    """Return keys by the source of their classes, without the class's own name and with the new names of others.

    A class with several places is listed under its shortest key.
    """
    found: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for key in sorted(pins, key=lambda key: (len(key), key)):
        first.setdefault(pins[key], key)
    for name, key in first.items():
        if key in done or name not in blocks:
            continue
        shape = re.sub(rf"\b{name}(?=\b|[A-Z_])", _ITSELF, blocks[name])
        shape = re.sub(r"\b[A-Z]\w*", lambda word: known.get(word[0], word[0]), shape)
        found.setdefault(shape, []).append(key)
    return found


def _below(
    old_key: str, new_key: str, removed: Mapping[str, str], added: Mapping[str, str]
) -> Iterator[Rename]:
    """Yield items named by their place inside a renamed schema."""
    for key, name in removed.items():
        if key.startswith(f"{old_key}/"):
            other = new_key + key[len(old_key) :]
            if added.get(other, name) != name:
                yield _rename(key, other, removed, added)


def _rename(key: str, new_key: str, before: Mapping[str, str], after: Mapping[str, str]) -> Rename:
    return Rename(key=key, new_key=new_key, name=before[key], new_name=after[new_key])


def _blocks(texts: Iterable[str]) -> dict[str, str]:
    """Return the classes and aliases of some modules by name."""
    return {
        found["class"] or found["alias"]: found[0].rstrip()
        for text in texts
        for found in _BLOCK.finditer(text)
    }
