"""Examples and defaults of real documents, and part of the JSON-Schema-Test-Suite, are decoded by generated codecs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus import Entry, entries
from places import CORPUS, NO_CORPUS

sys.path.insert(0, str(Path(__file__).parent))

import examples
import json_schema

CHOSEN = (
    "real/docker_moby.yaml",
    "real/intercom_2.16.yaml",
    "real/meilisearch.json",
    "real/resend.json",
    "real/spotify_official.yml",
    "real/adyen_LegalEntityService-v4.json",
)
"""Rich in examples; they hold 2.0, 3.0 and 3.1."""


def chosen() -> list[Entry]:
    """Return the documents that are held with the other tests."""
    return [each for each in entries() if each.path in CHOSEN]


@pytest.mark.parametrize("entry", chosen() or [None], ids=lambda each: each.path if each else "")
def test_examples_agree_with_jsonschema(entry: Entry | None, tmp_path: Path) -> None:
    """Values that jsonschema accepts round-trip; values that it refuses for their shape are refused with a path."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    tally = examples.run(CORPUS / entry.path, f"x{entry.package}", tmp_path)
    assert sum(tally.counts.values()) > 50
    assert tally.faults == []


@pytest.mark.parametrize(
    "file",
    sorted(json_schema.SUITE.rglob("*.json")) or [None],
    ids=lambda file: file.stem if file else "",
)
def test_valid_instances_of_the_json_schema_suite_are_decoded(file: Path | None) -> None:
    """No valid instance is refused if it has the type that the keywords of its schema imply."""
    if file is None:
        pytest.skip(NO_CORPUS)
    assert json_schema.faults(json_schema.run([file])) == []
