"""Hints for the name of a type with several locations: its title, or the words that all locations share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from stubwright.base.hint_words import join_words, place_words, shorten
from stubwright.lower.passes.name_sources import NameSources
from stubwright.lower.schemas.occurrences import occurrences
from stubwright.lower.schemas.table import Occurrence, SchemaTable
from stubwright.types.spec import SchemaId

_WEAK: Final = frozenset(
    {"request", "response", "item", "value", "option", "data", "form", "json"}
)  # fmt: skip
"""Words that are not a name by themselves."""

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\da-zA-Z_]+")


def shared_words(
    table: SchemaTable, names: NameSources, schemas: Iterable[SchemaId]
) -> dict[SchemaId, str]:
    """Return the words for types with several places.

    A type whose words are the name of another type, or are not specific enough, is named by its first place instead.
    """
    found: dict[SchemaId, str] = {}
    for schema in schemas:
        places = occurrences(table, schema)
        if len(places) > 1 and not any(one.place in names.components for one in places):
            title = table.schemas[schema].title
            found[schema] = shorten(title) if title else _words_in_common(table, names, places)
    claimed = Counter(map(_plain, (*found.values(), *set(names.components.values()))))
    return {
        schema: words for schema, words in found.items() if words and claimed[_plain(words)] == 1
    }


def _plain(words: str) -> str:
    """Return words without separators and case, since names may not preserve them."""
    return "".join(filter(str.isalnum, words)).lower()


def _words_in_common(table: SchemaTable, names: NameSources, places: Iterable[Occurrence]) -> str:
    """Return the words with which all places begin and end; an empty string if only weak ones are shared at the end."""
    paths = [_words_at(table, names, place) for place in places]
    front, end = _common_front(paths), _common_front([path[::-1] for path in paths])[::-1]
    shortest = min(map(len, paths))
    telling = [word for word in end if word.lower() not in _WEAK and not word.isdigit()]
    return " ".join((*front, *end)[:shortest]) if telling else ""


def _common_front(paths: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the words with which all paths begin."""
    found: list[str] = []
    for words in zip(*paths, strict=False):
        if len(set(map(_plain, words))) > 1:
            break
        found.append(words[0])
    return tuple(found)


def _words_at(table: SchemaTable, names: NameSources, place: Occurrence) -> tuple[str, ...]:
    """Return all words of a schema's place, beginning with those of the component or operation."""
    words: list[str] = []
    at = place
    while (first := names.components.get(at.place) or names.operations.get(at.place)) is None:
        if at.parent is None:
            first = place_words(table.schemas[at.place].place)
            break
        words.append(at.words)
        at = at.parent
    return tuple(_WORD.findall(join_words((first, *reversed(words)))))
