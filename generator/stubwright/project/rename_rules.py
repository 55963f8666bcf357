"""Rename rules of the configuration, with their lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from stubwright.base.records import replace
from stubwright.base.uris import from_path
from stubwright.types.options import Rename, Renamed

_EXAMPLE = "{ operations = { '^api_' = '' } }"


def rename(value: object) -> tuple[Rename, ...]:
    """Read the rules of all tables, in order. Raise ValueError with a description of the fault."""
    if not isinstance(value, dict):
        raise ValueError(f"not a table of tables, such as {_EXAMPLE}")
    return tuple(
        rule
        for kind, table in cast("dict[str, object]", value).items()
        for rule in _rules(kind, table)
    )


def _rules(kind: str, table: object) -> Iterator[Rename]:
    if kind not in get_args(Renamed):
        raise ValueError(
            f"a table with {kind!r}, which is not one of {', '.join(get_args(Renamed))}"
        )
    if not isinstance(table, dict):
        raise ValueError(f"a table whose {kind!r} is not a table, such as {_EXAMPLE}")
    for pattern, replacement in cast("dict[str, object]", table).items():
        if not isinstance(replacement, str):
            raise ValueError(f"a table whose {pattern!r} is {replacement!r}, not a string")
        try:
            # A replacement is parsed only when it is used, so use it once here to detect an invalid one.
            re.compile(f"{pattern}|").sub(replacement, "")
        except (re.error, IndexError) as error:
            raise ValueError(
                f"a table in which {pattern!r} = {replacement!r} is not a regular expression with its replacement: {error}"
            ) from None
        yield Rename(kind=cast("Renamed", kind), pattern=pattern, replacement=replacement)


def placed(rules: tuple[Rename, ...], path: Path) -> tuple[Rename, ...]:
    """Return rules with their file and their lines in it, as far as these can be determined."""
    lines = path.read_text("utf-8-sig").splitlines()
    uri = from_path(path)
    return tuple(replace(rule, file=uri, line=_line(rule, lines)) for rule in rules)


def _line(rule: Rename, lines: list[str]) -> int | None:
    """Return the line that has a rule's pattern as a quoted key, None if it is spelled differently."""
    spellings = (f"'{rule.pattern}'", json.dumps(rule.pattern, ensure_ascii=False), rule.pattern)
    for spelling in spellings:
        key = re.compile(re.escape(spelling) + r"\s*=")
        found = [number for number, line in enumerate(lines, 1) if key.search(line)]
        if found:
            return found[0]
    return None
