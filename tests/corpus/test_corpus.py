"""A quick sample of the corpus: each document can be generated, and the package can be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Entry, entries, run
from places import NO_CORPUS

# Each stands for something that the small ones lack.
CHOSEN = (
    "real/discord.json",
    "real/figma.yaml",
    "real/docker_moby.yaml",
    "real/adyen_Webhooks-v1.json",
    "real/late_social_late_java_openapi.yaml",
)
SMALL = 40_000
"""Bytes; of the documents up to this size every sixth is taken."""


def sample() -> list[Entry]:
    """Return the part that is run with the other tests."""
    found = sorted(entries(), key=lambda each: each.path)
    small = [each for each in found if each.size <= SMALL]
    return [*small[::6], *(each for each in found if each.path in CHOSEN)]


def hold(entry: Entry, folder: Path) -> None:
    """Run a document and hold what it gives against what is promised."""
    found = run(entry, folder)
    assert "fault" not in found, found["fault"]
    if "refused" in found:
        assert all(found["refused"]), "refused without a word"
        return
    assert found["stage"] == "import"
    assert found["operations"]["emitted"] == found["operations"]["declared"]


@pytest.mark.parametrize("entry", sample() or [None], ids=lambda each: each.path if each else "")
def test_document_is_generated_and_imported(entry: Entry | None, tmp_path: Path) -> None:
    """The document passes every stage, and all operations that it declares are generated."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    hold(entry, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "entry",
    [each for each in entries() if each not in sample()] or [None],
    ids=lambda each: each.path if each else "",
)
def test_the_other_documents_are_generated_and_imported(
    entry: Entry | None, tmp_path: Path
) -> None:
    """The same for all other documents, including the largest ones."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    hold(entry, tmp_path)
