"""The generated client calls a server on loopback, sync and async."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from server import Played

PATH = "/v1/posts/a%2Fb%20c/metrics"
TOKEN = "a-secret-token"


def get(postflow: Any, played: Played, asynchronous: bool, **options: Any) -> Any:
    """Call the only operation of the API."""
    settings = {"token": TOKEN, "base_url": f"{played.url}/v1", "max_retries": 0, **options}
    if not asynchronous:
        with postflow.PostFlow(**settings) as client:
            return client.posts.get_post_group_metrics("a/b c")

    async def call() -> Any:
        async with postflow.AsyncPostFlow(**settings) as client:
            return await client.posts.get_post_group_metrics("a/b c")

    return asyncio.run(call())


both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@both
def test_calls_return_models(
    postflow: Any, played: Played, example: Any, asynchronous: bool
) -> None:
    """The request is the one on the page, and the response becomes models."""
    played.answer(example)
    (metrics,) = get(postflow, played, asynchronous)
    method, path, headers, content = played.asked[0]
    assert (method, path, content) == ("GET", PATH, b"")
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert "application/json" in headers["accept"]
    assert isinstance(metrics, postflow.PostMetricData)
    assert metrics.views == 123
    moment = dt.datetime(2023, 11, 7, 5, 31, 56, tzinfo=dt.timezone.utc)
    assert metrics.updated_at == moment
    assert isinstance(metrics.post_detail.link_preview, postflow.LinkPreview)
    assert metrics.post_detail.first_comment.publishing_failed is True
    assert postflow.encode([metrics]) == example


@both
def test_errors_are_raised_by_status(postflow: Any, played: Played, asynchronous: bool) -> None:
    """A status that is not on the page raises the right exception, without the credential in its text."""
    played.answer({"message": "no such post"}, status=404)
    with pytest.raises(postflow.NotFoundError) as caught:
        get(postflow, played, asynchronous)
    assert caught.value.status == 404
    assert caught.value.body == {"message": "no such post"}
    assert "no such post" in str(caught.value)
    assert TOKEN not in f"{caught.value} {caught.value!r} {caught.value.request!r}"


@both
def test_retry_after_is_parsed(postflow: Any, played: Played, asynchronous: bool) -> None:
    """Retry-After is parsed."""
    played.answer({}, status=429, **{"Retry-After": "7"})
    with pytest.raises(postflow.RateLimitError) as caught:
        get(postflow, played, asynchronous)
    assert caught.value.retry_after == 7


@both
def test_an_invalid_response_has_a_path(
    postflow: Any, played: Played, example: Any, asynchronous: bool
) -> None:
    """A value that does not match is kept; a strict client refuses it with its path."""
    played.answer([{**example[0], "views": "many"}])
    assert get(postflow, played, asynchronous)[0].views == "many"
    with pytest.raises(postflow.DecodeError, match=r"\$\[0\]\.views: expected int"):
        get(postflow, played, asynchronous, strict=True)


@both
def test_no_server_is_a_connection_error(postflow: Any, asynchronous: bool) -> None:
    """Without a server, the package's own error is raised, with its cause."""
    nobody = Played(url="http://127.0.0.1:1")
    with pytest.raises(postflow.APIConnectionError) as caught:
        get(postflow, nobody, asynchronous)
    assert caught.value.__cause__ is not None


@both
def test_credential_comes_from_the_environment(
    postflow: Any,
    played: Played,
    example: Any,
    asynchronous: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """POSTFLOW_TOKEN is used if no token is given."""
    monkeypatch.setenv("POSTFLOW_TOKEN", "from-the-environment")
    played.answer(example)
    get(postflow, played, asynchronous, token=None)
    assert played.asked[0][2]["authorization"] == "Bearer from-the-environment"


@both
def test_missing_credential_names_the_variable(
    postflow: Any, played: Played, asynchronous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a credential, nothing is sent, and the message names the variable."""
    monkeypatch.delenv("POSTFLOW_TOKEN", raising=False)
    with pytest.raises(postflow.PostFlowError, match="POSTFLOW_TOKEN"):
        get(postflow, played, asynchronous, token=None)
    assert played.asked == []


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_path_value_that_changes_the_path_is_refused(
    postflow: Any, played: Played, value: str
) -> None:
    """An empty value and dots would lead to another path; nothing is sent."""
    with (
        postflow.PostFlow(TOKEN, base_url=played.url) as client,
        pytest.raises(ValueError, match="post_id"),
    ):
        client.posts.get_post_group_metrics(value)
    assert played.asked == []


def test_status_and_headers_are_available(postflow: Any, played: Played, example: Any) -> None:
    """Status and headers are available on request."""
    played.answer(example, **{"X-Page": "1"})
    with postflow.PostFlow(TOKEN, base_url=played.url) as client:
        response = client.with_response(client.posts.get_post_group_metrics, "1")
    assert response.status == 200
    assert response.headers["x-page"] == "1"
    assert response.value[0].id == "<string>"


def test_undocumented_operations_can_be_called(postflow: Any, played: Played) -> None:
    """`request` calls undocumented operations with the client's credentials."""
    played.answer({"ok": True})
    with postflow.PostFlow(TOKEN, base_url=played.url) as client:
        response = client.request("GET", "/other", query={"a": "b"})
    assert response.json() == {"ok": True}
    assert played.asked[0][1] == "/other?a=b"
    assert played.asked[0][2]["authorization"] == f"Bearer {TOKEN}"
