"""Tests without a server: PostFlow's testing module, sync and async."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@pytest.fixture
def testing(postflow: Any) -> Any:
    """Return the emitted module."""
    import postflow.testing as module  # type: ignore[import-not-found]

    return module


def run(postflow: Any, stubs: Any, asynchronous: bool, work: Callable[..., Any], **own: Any) -> Any:
    """Set stubs and call; ``work`` takes the method, and what calls it."""
    if not asynchronous:
        with postflow.PostFlow("t", http_client=stubs.transport, **own) as client:
            method = client.posts.get_post_group_metrics
            return work(method, method)

    async def main() -> Any:
        async with postflow.AsyncPostFlow("t", http_client=stubs.async_transport, **own) as client:
            method = client.posts.get_post_group_metrics
            results = []

            def later(*args: Any, **kwargs: Any) -> Any:
                results.append(method(*args, **kwargs))
                return results[-1]

            found = work(method, later)
            if asyncio.iscoroutine(found):
                return await found
            return [await each for each in found]

    return asyncio.run(main())


def metrics(postflow: Any, **own: Any) -> Any:
    """Return a model with made-up values."""
    from random import Random

    from postflow._runtime.samples import sample  # type: ignore[import-not-found]

    return sample(postflow.models.PostMetricData, Random(1))


@both
def test_stubs_return_models(postflow: Any, testing: Any, asynchronous: bool) -> None:
    """A method returns the models of its stub; the call is recorded with its arguments."""
    stubs, model = testing.Stubs(), metrics(postflow)

    def work(method: Any, call: Any) -> Any:
        stubs.on(method).reply([model])
        return call("42")

    assert run(postflow, stubs, asynchronous, work) == [model]
    (made,) = stubs.calls
    assert made.operation == "GET /posts/{post_id}/metrics"
    assert made.arguments == {"post_id": "42"}
    assert made.request.url.endswith("/posts/42/metrics")
    assert made.request.headers["authorization"] == "Bearer t"


@both
def test_stubs_are_selected_by_arguments(postflow: Any, testing: Any, asynchronous: bool) -> None:
    """The stub with the most arguments is used; replies are returned in order, the last one repeatedly."""
    stubs, model = testing.Stubs(), metrics(postflow)

    def work(method: Any, call: Any) -> Any:
        stubs.on(method, post_id="7").reply([model, model])
        stubs.on(method).reply([]).reply([model])
        return [call("1"), call("7"), call("2"), call("3")]

    found = run(postflow, stubs, asynchronous, work)
    assert list(map(len, found)) == [0, 2, 1, 1]


@both
def test_stubs_can_raise_errors(postflow: Any, testing: Any, asynchronous: bool) -> None:
    """A status with its body raises its error; network errors can be simulated."""
    stubs = testing.Stubs()

    def failing(set_: Callable[[Any], Any]) -> Callable[..., Any]:
        def work(method: Any, call: Any) -> Any:
            set_(stubs.on(method))
            return call("1")

        return work

    cases: list[tuple[Callable[[Any], Any], Any, str]] = [
        (lambda stub: stub.reply({"error": "gone"}, status=404), postflow.NotFoundError, "gone"),
        (lambda stub: stub.connection_error(), postflow.APIConnectionError, "connection lost"),
        (lambda stub: stub.timeout(), postflow.APITimeoutError, "no answer"),
        (lambda stub: stub.reply([], delay=9.0), postflow.APITimeoutError, "no answer"),
    ]
    for set_, error, said in cases:
        with pytest.raises(error, match=said):
            run(postflow, stubs, asynchronous, failing(set_), max_retries=0, timeout=5)
    begun = time.monotonic()
    assert (
        run(postflow, stubs, asynchronous, failing(lambda stub: stub.reply([], delay=0.05))) == []
    )
    assert time.monotonic() - begun >= 0.05


@both
def test_retries_use_stubs(postflow: Any, testing: Any, asynchronous: bool) -> None:
    """A client retries a call on a stub as on a server."""
    stubs = testing.Stubs()

    def work(method: Any, call: Any) -> Any:
        busy = stubs.on(method).reply(status=429, headers={"Retry-After": "0"})
        busy.connection_error(sent=False).reply([])
        return call("1")

    assert run(postflow, stubs, asynchronous, work) == []
    assert len(stubs.calls) == 3


@both
def test_an_unexpected_call_fails_with_a_clear_message(
    postflow: Any, testing: Any, asynchronous: bool
) -> None:
    """The message has the call and the available stubs."""
    stubs = testing.Stubs()

    def work(method: Any, call: Any) -> Any:
        stubs.on(method, post_id="7").reply([])
        return call("8")

    with pytest.raises(AssertionError) as caught:
        run(postflow, stubs, asynchronous, work)
    assert str(caught.value).splitlines() == [
        "no stub answers GET /posts/{post_id}/metrics with (post_id='8')",
        "  there is one for GET /posts/{post_id}/metrics with (post_id='7')",
    ]


@both
def test_values_are_created_from_examples(
    postflow: Any, testing: Any, example: Any, asynchronous: bool
) -> None:
    """Every method returns the document's example, whatever the seed; stubs take precedence."""

    def work(method: Any, call: Any) -> Any:
        return call("1")

    made = [
        run(postflow, testing.Stubs.from_examples(seed), asynchronous, work, strict=True)
        for seed in (1, 1, 2)
    ]
    assert made == [postflow.decode(list[postflow.models.PostMetricData], example)] * 3
    stubs = testing.Stubs.from_examples()

    def own(method: Any, call: Any) -> Any:
        stubs.on(method).reply([])
        return call("1")

    assert run(postflow, stubs, asynchronous, own) == []


def test_a_stub_for_an_unknown_method_is_refused(postflow: Any, testing: Any) -> None:
    """A stub must be for a method of a client's group, with arguments of that method."""
    method = postflow.PostFlow("t").posts.get_post_group_metrics
    with pytest.raises(TypeError, match=r"GET /posts/\{post_id\}/metrics has no argument 'id'"):
        testing.Stubs().on(method, id="7")
    with pytest.raises(TypeError, match=r"a stub requires a method of a client's group"):
        testing.Stubs().on(print)


def test_an_undocumented_request_fails(postflow: Any, testing: Any) -> None:
    """An undocumented operation has no stub."""
    with (
        postflow.PostFlow("t", http_client=testing.Stubs().transport) as client,
        pytest.raises(AssertionError, match=r"no stub answers GET .*/other"),
    ):
        client.request("GET", "/other")
