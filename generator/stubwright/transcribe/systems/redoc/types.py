"""Descriptions of types on a page of Redoc: alternatives, titles, formats and limits."""

from __future__ import annotations

import re

from stubwright.base.records import replace
from stubwright.transcribe.reading.type_words import TypeWords, read_type

_LONGEST = 2000
_TYPE = re.compile(
    r"^(?P<base>(?:array of )*\(?(?:string|integer|number|boolean|object|array|any|null|file)s?"
    r"(?:\s+(?:or|and)\s+\w+)*\)?)(?P<format>\s*<\s*[\w.:/ -]+\s*>)?(?P<title>\s*\((?:[^()]|\([^()]*\))*\))?"
    r"(?P<rest>\s*\[ items .*|[\s^/].*)?$",
    re.I,
)
_PLURAL = re.compile(r"^(?:string|object|number|integer|array|boolean)s$")
_TITLED = re.compile(r"^(?:([^()]+?) )?\((.*)\)$")
_TITLE_BEHIND = re.compile(r"(\))\s+\(([^()]*)\)$")
_ARRAY = "Array of "
# What Redoc prints after a type: limits, then a pattern.
BEHIND = re.compile(r"[\[<>=(^/-]|(?:non-empty|unique|multiple of|decimal places)\b")


def redoc_type(text: str) -> tuple[TypeWords, str] | None:
    """Read the line of a type: its description, and the limits after it."""
    match = _TYPE.match(text)
    if match is None or (match["rest"] or "").strip().startswith(("or ", "of ")):
        return _limited_alternatives(text)
    base = match["base"].replace("(", "").replace(")", "")
    words = _array_of_several(base) or read_type(base)
    if words is None:
        return _limited_alternatives(text)
    if match["format"]:
        name = match["format"].strip().strip("<>").strip()
        items = words.items
        words = (
            replace(words, items=replace(items, format=name))
            if items and not items.items
            else replace(words, format=name)
        )
    if match["title"]:
        title = match["title"].strip()[1:-1]
        items = words.items
        words = (
            replace(words, items=replace(items, title=title))
            if items
            else replace(words, title=title)
        )
    rest = (match["rest"] or "").strip()
    return _array_of_arrays(words, rest), rest


_INSIDE = re.compile(r"\[ items\s*(?:\]$|\[ items\b|[^\]]*\bitems \]$)")


def _array_of_arrays(words: TypeWords, rest: str) -> TypeWords:
    """Add the arrays inside an array: Redoc prints the innermost type, and the limits of all."""
    if words.items is None or not _INSIDE.search(rest):
        return words
    return replace(words, items=TypeWords(type="array", items=words.items))


def _limited_alternatives(text: str) -> tuple[TypeWords, str] | None:
    """Read a type with alternatives, which limits may follow."""
    if len(text) > _LONGEST or (" or " not in text and "(" not in text):
        return None
    spaces = [at.start() for at in re.finditer(" ", text)]
    for space in (len(text), *reversed(spaces)):
        rest = text[space + 1 :]
        found = alternatives(text[:space]) if not rest or BEHIND.match(rest) else None
        if found:
            return found, rest
    return None


def _array_of_several(base: str) -> TypeWords | None:
    """Read ``Array of integers or strings``: the types in the plural are those of the items."""
    if not base.startswith(_ARRAY):
        return None
    inside = [part for part in base.removeprefix(_ARRAY).split(" or ") if _PLURAL.match(part)]
    beside = [part for part in base.removeprefix(_ARRAY).split(" or ") if not _PLURAL.match(part)]
    if len(inside) < 2 or (beside and beside != ["null"]):
        return None
    items = read_type(" or ".join(inside))
    return TypeWords(type="array", items=items, nullable=bool(beside)) if items else None


def alternatives(text: str) -> TypeWords | None:
    """Read the type of a value with alternatives: ``Usage (object) or (any or null)``."""
    if len(text) > _LONGEST or not (" or " in text or text.endswith(")")):
        return None
    return _union(text)


def _union(text: str) -> TypeWords | None:
    if text.startswith(_ARRAY) and f" or {_ARRAY}" not in text:
        items = _union(_TITLE_BEHIND.sub(r"\1", text.removeprefix(_ARRAY)))
        return TypeWords(type="array", items=items) if items else None
    titled = _TITLE_BEHIND.search(text)
    parts = split_or(_TITLE_BEHIND.sub(r"\1", text))
    if len(parts) == 1:
        return _part(parts[0])
    if "null" in parts and len(parts) == 2:
        found = _part(next((part for part in parts if part != "null"), ""))
        return replace(found, nullable=True) if found else None
    words = [_part(part) for part in parts if part != "null"]
    known = tuple(word for word in words if word)
    if len(known) < len(words):
        return None
    title = titled[2] if titled else ""
    return TypeWords(choices=known, nullable="null" in parts, title=title)


def _part(text: str) -> TypeWords | None:
    if text.startswith(_ARRAY) and f" or {_ARRAY}" not in text:
        return _union(text)
    titled = _TITLED.match(text)
    if titled is None:
        return read_type(text)
    inside = read_type(titled[2]) if "(" not in titled[2] else _union(titled[2])
    return replace(inside, title=titled[1] or inside.title) if inside else None


def split_or(text: str) -> list[str]:
    """Split at ``or`` outside of parentheses."""
    parts, depth = [""], 0
    for word in text.split(" "):
        if word == "or" and depth == 0:
            parts.append("")
            continue
        depth += word.count("(") - word.count(")")
        parts[-1] = f"{parts[-1]} {word}".strip()
    return parts


def labels_of(text: str) -> list[str]:
    """Return the names on the buttons of alternatives; none if they do not match the types."""
    found = _limited_alternatives(text)
    if found is None:
        return []
    array = text.removesuffix(found[1]).rstrip().removeprefix(_ARRAY)
    parts = split_or(_TITLE_BEHIND.sub(r"\1", array))
    titled = [_TITLED.match(part) for part in parts]
    return [
        (match[1] or match[2].split(" (")[0]) if match else part
        for match, part in zip(titled, parts, strict=True)
    ]
