"""Retries, with a real server on loopback and a clock that the test controls."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

import anyio
import httpx2
import pytest
from sample.client import AsyncSample, Sample
from sample.endpoints import PetsEndpoints

from server import Played, serving
from stubwright.runtime._runtime import retries
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.parameters import Header
from stubwright.runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    RateLimitError,
)
from stubwright.runtime.http import Attempt, Hooks, RawResponse, Request, Timeout

DOG = {"kind": "dog", "name": "Rex", "bark": None}
NOW = 1_800_000_000.0
POST = Operation[Any]("POST /x", responses={200: "Any"})
KEYED = Operation[Any](
    "POST /x", parameters=(Header("key", "Idempotency-Key"),), responses={200: "Any"}
)


class Clock:
    """A clock that only a pause moves."""

    def __init__(self) -> None:
        self.now = NOW
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        """Move the clock, async."""
        self.sleep(seconds)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the clock; back-off has no jitter."""
    made = Clock()
    monkeypatch.setattr(time, "sleep", made.sleep)
    monkeypatch.setattr(anyio, "sleep", made.asleep)
    monkeypatch.setattr(retries, "time", lambda: made.now)
    monkeypatch.setattr(retries, "random", lambda: 0.0)
    return made


@pytest.fixture
def played() -> Iterator[Played]:
    """Return a running server."""
    with serving() as server:
        server.answer(DOG)
        yield server


both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


def call(
    played: Played, operation: Operation[Any], asynchronous: bool = False, **settings: Any
) -> Any:
    """Call an operation with a new client."""
    settings = {"token": "t", "base_url": played.url, **settings}
    if not asynchronous:
        with Sample(**settings) as client:
            return PetsEndpoints(client)._call(operation, {})

    async def run() -> Any:
        async with AsyncSample(**settings) as client:
            return await client.pets._call(operation, {})

    return asyncio.run(run())


def fail(played: Played, *statuses: int, **headers: str) -> None:
    """Answer with these statuses in turn, then with a success."""
    waiting = list(statuses)

    def answer() -> None:
        status = waiting.pop(0) if waiting else 200
        played.answer(DOG, status=status, **(headers if status != 200 else {}))

    played.before = answer


@both
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PUT", "DELETE"])
def test_idempotent_methods_are_retried(
    played: Played, clock: Clock, method: str, status: int, asynchronous: bool
) -> None:
    """A transient status is followed by up to two more attempts, at increasing intervals."""
    fail(played, status, status)
    operation = Operation[Any](f"{method} /x", responses={200: "Any"})
    assert call(played, operation, asynchronous) == DOG
    assert len(played.asked) == 3
    assert clock.pauses == [0.5, 1.0]


@both
def test_the_error_has_the_number_of_attempts(played: Played, asynchronous: bool) -> None:
    """After the last attempt, its error is raised with the number of attempts."""
    fail(played, 500, 500, 503)
    with pytest.raises(InternalServerError) as caught:
        call(played, Operation[Any]("GET /x"), asynchronous)
    assert (caught.value.status, caught.value.attempts, len(played.asked)) == (503, 3, 3)


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 501, 302])
def test_permanent_statuses_are_not_retried(played: Played, status: int) -> None:
    """A status that would not change is not retried."""
    fail(played, status)
    with pytest.raises(APIStatusError) as caught:
        call(played, Operation[Any]("GET /x"))
    assert (caught.value.attempts, len(played.asked)) == (1, 1)


@both
@pytest.mark.parametrize(
    ("status", "headers", "attempts"),
    [
        (500, {}, 1),
        (503, {}, 1),
        (429, {}, 1),
        (500, {"Retry-After": "1"}, 1),
        (429, {"Retry-After": "1"}, 3),
        (503, {"Retry-After": "1"}, 3),
        (429, {"X-RateLimit-Reset": "1"}, 3),
    ],
)
def test_post_is_retried_only_if_the_server_requests_it(
    played: Played, status: int, headers: dict[str, str], attempts: int, asynchronous: bool
) -> None:
    """Without an idempotency key, a POST is retried if the server says when."""
    fail(played, status, status, status, **headers)
    with pytest.raises(APIStatusError) as caught:
        call(played, POST, asynchronous)
    assert (caught.value.attempts, len(played.asked)) == (attempts, attempts)


@both
def test_an_idempotency_key_makes_post_retryable(played: Played, asynchronous: bool) -> None:
    """A declared idempotency key is created once, and is the same in each attempt."""
    fail(played, 500, 502)
    assert call(played, KEYED, asynchronous) == DOG
    keys = [headers["idempotency-key"] for _, _, headers, _ in played.asked]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert len(keys[0]) == 36
    call(played, KEYED, asynchronous)
    assert played.asked[3][2]["idempotency-key"] != keys[0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": formatdate(NOW + 30, usegmt=True)}, 30.0),
        ({"Retry-After": formatdate(NOW - 30, usegmt=True)}, 0.0),
        ({"Retry-After-Ms": "250", "Retry-After": "9"}, 0.25),
        ({"X-RateLimit-Reset": str(int(NOW) + 20)}, 20.0),
        ({"X-RateLimit-Reset": "20"}, 20.0),
        ({"Retry-After": "soon"}, 0.5),
        ({"Retry-After": "9" * 400}, 0.5),
        ({"Retry-After": "-3"}, 0.5),
        ({"Retry-After": "nan"}, 0.5),
        ({"Retry-After": "120"}, 120.0),
    ],
)
def test_the_server_determines_the_delay(
    played: Played, clock: Clock, headers: dict[str, str], pause: float
) -> None:
    """Seconds, fractions, dates, milliseconds and the reset of a rate limit; invalid values are ignored."""
    fail(played, 429, **headers)
    assert call(played, Operation[Any]("GET /x", responses={200: "Any"})) == DOG
    assert clock.pauses == [pytest.approx(pause)]


@pytest.mark.parametrize("value", ["121", formatdate(4_000_000_000, usegmt=True)])
def test_long_delays_are_not_waited_for(played: Played, clock: Clock, value: str) -> None:
    """If a server requests more than two minutes, the error is raised at once."""
    fail(played, 429, **{"Retry-After": value})
    with pytest.raises(RateLimitError) as caught:
        call(played, Operation[Any]("GET /x"))
    assert clock.pauses == []
    assert (caught.value.retry_after or 0) > 120


@both
def test_refused_connections_are_retried(clock: Clock, asynchronous: bool) -> None:
    """Nothing was sent if the connection is refused: even a POST is retried, and the error says so."""
    nobody = Played(url="http://127.0.0.1:1")
    with pytest.raises(APIConnectionError) as caught:
        call(nobody, POST, asynchronous)
    assert (caught.value.sent, caught.value.attempts) == (False, 3)
    assert str(caught.value).endswith("(tried 3 times)")
    assert clock.pauses == [0.5, 1.0]


@both
@pytest.mark.parametrize(("method", "attempts"), [("GET", 3), ("POST", 1)])
def test_reset_connections_are_retried_if_idempotent(
    method: str, attempts: int, asynchronous: bool
) -> None:
    """If a connection breaks after the request was sent, only idempotent requests are retried."""
    count = 0

    async def reset(request: httpx2.Request) -> httpx2.Response:
        nonlocal count
        count += 1
        raise httpx2.ReadError("reset")

    def reset_now(request: httpx2.Request) -> httpx2.Response:
        nonlocal count
        count += 1
        raise httpx2.ReadError("reset")

    client: Any
    if asynchronous:
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(reset))
    else:
        client = httpx2.Client(transport=httpx2.MockTransport(reset_now))
    with pytest.raises(APIConnectionError) as caught:
        call(
            Played(url="http://x"), Operation[Any](f"{method} /x"), asynchronous, http_client=client
        )
    assert (caught.value.sent, caught.value.attempts, count) == (True, attempts, attempts)


def test_max_retries_of_a_call_or_a_view(played: Played) -> None:
    """``max_retries`` can be set for a client, a view or a call."""
    for settings, options, attempts in (
        ({"max_retries": 1}, {}, 2),
        ({}, {"max_retries": 0}, 1),
        ({"max_retries": 0}, {"max_retries": 4}, 5),
    ):
        fail(played, *[500] * 20)
        played.asked.clear()
        with Sample("t", base_url=played.url, **settings) as client:
            with pytest.raises(InternalServerError):
                client.pets.get_pet("1", **options)
            assert len(played.asked) == attempts
            view = client.with_options(**options)
            with pytest.raises(InternalServerError):
                view.pets.get_pet("1")
        assert len(played.asked) == 2 * attempts
    with pytest.raises(ValueError, match="must not be negative"):
        Sample("t", max_retries=-1)


def test_a_delay_beyond_the_deadline_is_not_begun(played: Played, clock: Clock) -> None:
    """A delay that exceeds the remaining time is not begun."""
    fail(played, 503, **{"Retry-After": "60"})
    with pytest.raises(InternalServerError) as caught:
        call(played, Operation[Any]("GET /x"), timeout=Timeout(total=30))
    assert caught.value.attempts == 1
    assert clock.pauses == []


@both
def test_rate_limits_are_respected(clock: Clock, asynchronous: bool) -> None:
    """200 calls to a server that allows 60 per minute all succeed, in four minutes."""
    used: list[float] = []

    def limited(played: Played) -> Callable[[], None]:
        def answer() -> None:
            used[:] = [moment for moment in used if moment > clock.now - 60]
            if len(used) < 60:
                used.append(clock.now)
                played.answer(DOG)
            else:
                wait = used[0] + 60 - clock.now
                played.answer({}, status=429, **{"Retry-After": f"{wait:.0f}"})

        return answer

    with serving() as played:
        played.before = limited(played)
        settings: Any = {"token": "t", "base_url": played.url}

        async def loop() -> int:
            async with AsyncSample(**settings) as client:
                return len([await client.pets.get_pet(str(number)) for number in range(200)])

        if asynchronous:
            assert asyncio.run(loop()) == 200
        else:
            with Sample(**settings) as client:
                assert len([client.pets.get_pet(str(number)) for number in range(200)]) == 200
        assert clock.now - NOW == 180
        assert len(played.asked) == 203


class Watch(Hooks):
    """Hooks that take notes, and add a header."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def on_request(self, attempt: Attempt) -> Request | None:
        """Note the attempt's number."""
        attempt.context = f"span {attempt.number}"
        assert "authorization" not in attempt.request.headers
        headers = {**attempt.request.headers, "traceparent": attempt.context}
        request = attempt.request
        return Request(request.method, request.url, headers, request.content, request.timeout)

    def on_response(self, attempt: Attempt, response: RawResponse) -> None:
        """Note the status."""
        self.seen.append((attempt.context, response.status))

    def on_error(self, attempt: Attempt, error: Exception) -> None:
        """Note the fault."""
        self.seen.append((attempt.context, type(error)))


@both
def test_hooks_are_called_for_every_attempt(played: Played, asynchronous: bool) -> None:
    """Each attempt has a beginning and an end, and may have a header of the hook."""
    fail(played, 500)
    watch = Watch()
    call(played, Operation[Any]("GET /x"), asynchronous, hooks=watch)
    assert watch.seen == [("span 1", 500), ("span 2", 200)]
    assert [headers["traceparent"] for _, _, headers, _ in played.asked] == ["span 1", "span 2"]
    watch.seen.clear()
    with pytest.raises(APIConnectionError):
        call(
            Played(url="http://127.0.0.1:1"),
            Operation[Any]("GET /x"),
            asynchronous,
            hooks=watch,
            max_retries=0,
        )
    assert watch.seen == [("span 1", APIConnectionError)]


@both
def test_a_silent_server_times_out(asynchronous: bool) -> None:
    """A wait that is too long is a timeout, and the total ends all attempts."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        here = Played(url=f"http://127.0.0.1:{silent.getsockname()[1]}")
        operation = Operation[Any]("GET /x")
        with pytest.raises(APITimeoutError) as caught:
            call(here, operation, asynchronous, timeout=0.1)
        assert caught.value.attempts == 3
        started = time.monotonic()
        with pytest.raises(APITimeoutError) as caught:
            call(here, operation, asynchronous, timeout=Timeout(5, total=0.3))
        assert time.monotonic() - started < 2
        assert caught.value.attempts == 1
