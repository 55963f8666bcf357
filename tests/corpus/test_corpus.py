"""A part of the corpus, chosen to be quick: each document generates, and what comes out imports."""

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
def test_document_of_the_corpus(entry: Entry | None, tmp_path: Path) -> None:
    """The document passes every stage, and every operation it declares is emitted."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    hold(entry, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "entry",
    [each for each in entries() if each not in sample()] or [None],
    ids=lambda each: each.path if each else "",
)
def test_rest_of_the_corpus(entry: Entry | None, tmp_path: Path) -> None:
    """The same for all others, the largest included."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    hold(entry, tmp_path)
