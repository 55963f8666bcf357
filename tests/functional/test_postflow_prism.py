"""A mock server by others serves the document while the generated client calls it."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from places import BUILD, REPOSITORY

# One worker, so that each server is started once.
pytestmark = pytest.mark.xdist_group("prism")

PRISM = BUILD / "prism" / "node_modules" / ".bin" / "prism"
DOCUMENT = REPOSITORY / "spec" / "postflow.yaml"


def free_port() -> int:
    """Return a free port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Wait for a port to be open, for at most a minute."""
    for _ in range(600):
        assert process.poll() is None, "the mock server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the mock server does not answer")


@pytest.fixture(scope="module", params=["static", "dynamic"])
def mock(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve the document: its example, or values generated from its schemas."""
    if not PRISM.exists() or not shutil.which("node"):
        pytest.skip("the mock server is not installed (make prism)")
    port = free_port()
    command = [str(PRISM), "mock", str(DOCUMENT), "--port", str(port), "--errors"]
    command += ["--dynamic"] if request.param == "dynamic" else []
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_client_calls_the_mock_server(postflow: Any, mock: str) -> None:
    """Prism's response is decoded and encoded unchanged."""
    with postflow.PostFlow("token", base_url=mock) as client:
        envelope = client.with_response(client.posts.get_post_group_metrics, "1")
    assert envelope.status == 200
    assert all(isinstance(each, postflow.PostMetricData) for each in envelope.value)
    again = json.loads(postflow.encode_json(envelope.value))
    assert postflow.decode(list[postflow.PostMetricData], again) == envelope.value


def test_async_client_calls_the_mock_server(postflow: Any, mock: str) -> None:
    """The async client receives a response as well."""

    async def call() -> Any:
        async with postflow.AsyncPostFlow("token", base_url=mock) as client:
            return await client.posts.get_post_group_metrics("1")

    assert all(isinstance(each, postflow.PostMetricData) for each in asyncio.run(call()))


def test_mock_server_requires_the_credential(postflow: Any, mock: str) -> None:
    """Without a credential, Prism responds with 401."""
    with (
        postflow.PostFlow("token", base_url=mock) as client,
        pytest.raises(postflow.AuthenticationError),
    ):
        client.posts.get_post_group_metrics("1", headers={"Authorization": "Basic eDp5"})
