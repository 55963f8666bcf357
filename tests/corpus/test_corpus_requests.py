"""Requests of emitted clients, judged by openapi-core; and what the clients make of documented answers. A quick part of both."""

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
def test_requests_are_accepted(document: str) -> None:
    """What openapi-core refuses is a limit of its own or of the document."""
    printed = run("clients.py", "--only", document, "--jobs", "1", "--no-report")
    assert "; rest: 0" in printed, printed[-3000:]


@pytest.mark.parametrize("document", ["real/qdrant.json", "real/spotify_official.yml"])
def test_answers_are_understood(document: str) -> None:
    """Sync and async clients agree, and give the value or raise the error that the document promises."""
    printed = run("answers.py", "--only", document, "--most", "12")
    for word in ("FAULT", "WRONG STATUS", "differ", "no arguments"):
        assert word not in printed, printed[-3000:]
