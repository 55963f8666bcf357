"""Requests of generated clients are validated by openapi-core; documented responses are read. A quick sample of both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus import entries
from places import NO_CORPUS

HERE = Path(__file__).parent
CHOSEN = (
    "peers/ogen/positive_parameters.json",
    "peers/ogen/positive_form.json",
    "3_0_petstore-with-fake-endpoints-models-for-testing.yaml",
    "3_0_echo_api.yaml",
    "real/figma.yaml",
)
"""Between them: every style, forms, multipart, cookies, headers, security schemes, parameters of content."""


def run(program: str, *options: str) -> str:
    """Run one of the programs of this folder; return what it prints."""
    if not entries():
        pytest.skip(NO_CORPUS)
    command = [sys.executable, str(HERE / program), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("document", CHOSEN)
def test_openapi_core_accepts_the_requests(document: str) -> None:
    """A refused request is due to a limitation of openapi-core or an error in the document."""
    printed = run("clients.py", "--only", document, "--jobs", "1", "--no-report")
    assert "; rest: 0" in printed, printed[-3000:]


@pytest.mark.parametrize("document", ["real/qdrant.json", "real/spotify_official.yml"])
def test_documented_responses_are_read(document: str) -> None:
    """Sync and async clients return the same value, or raise the documented error."""
    printed = run("answers.py", "--only", document, "--most", "12")
    for word in ("FAULT", "WRONG STATUS", "differ", "no arguments"):
        assert word not in printed, printed[-3000:]
