"""Stored pages that are truncated, shuffled, concatenated or hostile: each is read or declined."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml

FOLDER = Path(__file__).parent / "rendered" / "pages"
PAGES = sorted(FOLDER.iterdir())
SYSTEMS = ("rapidoc", "redoc", "scalar", "stoplight", "swagger-ui")
HOSTILE = (
    "---",
    "...",
    "? !!python/object/apply:os.system [true]",
    "- &a [*a, *a]",
    "<<: *a",
    "%YAML 9.9",
    "key: |",
    "\t- x: {y: [",
    '"\\x00": "\\ud800"',
    "get",
    "/pets/{id}/{id}/{",
    "https://[::1",
    "__class__ *",
    "\x1b[31m\x07\x00\x85\u2028",
    "string",
    "required",
    "200",
    "application/json",
    "}" * 40,
    "[" * 40,
    '{"a": ' * 40,
)


def pages_of(system: str) -> list[tuple[str, str]]:
    """Return a few pages of a system, in each form that is stored."""
    found = [path for path in PAGES if path.name.startswith(f"{system}-")]
    chosen = random.Random(system).sample(found, 3)
    html = [path for path in found if path.suffix == ".html"][:1]
    return [(path.name, path.read_text(encoding="utf-8")) for path in [*chosen, *html]]


def variants(text: str, other: str, chance: random.Random) -> Iterator[str]:
    """Damage a page in the ways that saving and copying damage pages, and on purpose."""
    yield from (text[: len(text) * tenth // 10] for tenth in range(1, 10))
    yield from (text[len(text) * tenth // 10 :] for tenth in range(1, 10, 3))
    yield text + "\n" + other
    lines = text.split("\n")
    yield "\n".join(chance.sample(lines, len(lines)))
    yield "\n".join(line for line in lines for _ in range(2))
    for _ in range(3):
        mixed = list(lines)
        for _ in range(max(10, len(lines) // 8)):
            mixed.insert(chance.randrange(len(mixed) + 1), chance.choice(HOSTILE))
        yield "\n".join(mixed)
    letters = list(text)
    for _ in range(200):
        letters[chance.randrange(len(letters))] = chance.choice(
            "\0\x01\x1b\x7f\x85\ufeff\r{}[]:#|>&*"
        )
    yield "".join(letters)


@pytest.mark.parametrize("system", SYSTEMS)
def test_damaged_pages_are_read_or_declined(system: str) -> None:
    chance = random.Random(f"damage {system}")
    pages = pages_of(system)
    read = 0
    for name, text in pages:
        for damaged in variants(text, chance.choice(pages)[1], chance):
            drafts, refused = read_drafts([(name, damaged)])
            assert len(drafts) + len(refused) == 1
            assert all(one.reason and one.hint for one in refused)
            if not drafts:
                continue
            read += 1
            found = transcribe(drafts)
            written = write_yaml(found.tree)
            assert yaml.safe_load(written) == found.tree
            assert {"openapi", "info", "paths"} <= set(found.tree) <= ROOT
    assert read > len(pages)


ROOT = {"openapi", "info", "servers", "security", "paths", "components", "tags"}
