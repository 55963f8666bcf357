"""Hooks create spans: an OpenTelemetry SDK gets one for each attempt, with its error, and the trace is propagated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from raw_server import Raw, cut, raw_serving, silent, whole
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.streaming import Events, StreamOperation, astream, stream
from stubwright.runtime.errors import APIError
from stubwright.runtime.http import Attempt, Hooks, RawResponse, Request
from ways import Way, every_way

trace = pytest.importorskip(
    "opentelemetry.sdk.trace", reason="opentelemetry-sdk is not installed (make setup)"
)

SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"
GET = Operation[Any]("GET /{name}", responses={200: "Any"})


class Spans(Hooks):
    """The hooks of the guide: a span for each attempt, with the conventions for HTTP clients."""

    def __init__(self, tracer: Any) -> None:
        self.tracer = tracer

    def on_request(self, attempt: Attempt) -> Request:
        """Begin a span and propagate the trace."""
        from opentelemetry.propagate import inject
        from opentelemetry.trace import SpanKind, set_span_in_context

        request = attempt.request
        span = self.tracer.start_span(
            f"{request.operation or request.method}", kind=SpanKind.CLIENT
        )
        span.set_attribute("http.request.method", request.method)
        span.set_attribute("http.request.resend_count", attempt.number - 1)
        attempt.context = span
        headers = dict(request.headers)
        inject(headers, set_span_in_context(span))
        return replace(request, headers=headers)

    def on_response(self, attempt: Attempt, response: RawResponse) -> None:
        """End the span with the status."""
        from opentelemetry.trace import StatusCode

        attempt.context.set_attribute("http.response.status_code", response.status)
        if response.status >= 400:
            attempt.context.set_status(StatusCode.ERROR)
        attempt.context.end()

    def on_error(self, attempt: Attempt, error: APIError) -> None:
        """End the span with the error."""
        from opentelemetry.trace import StatusCode

        attempt.context.set_attribute("error.type", type(error).__name__)
        attempt.context.set_status(StatusCode.ERROR, str(error))
        attempt.context.end()


@pytest.fixture
def exporter() -> Any:
    """Return an exporter that stores the finished spans."""
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    return InMemorySpanExporter()


@pytest.fixture
def spans(exporter: Any, monkeypatch: pytest.MonkeyPatch) -> Spans:
    """Return hooks that use the SDK."""
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    monkeypatch.setattr("stubwright.runtime._runtime.retries._FIRST", 0.001)
    provider = trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Spans(provider.get_tracer("tests"))


@pytest.fixture
def server() -> Iterator[Raw]:
    """Return a server with a success, errors and a stream."""
    busy = [whole(b"{}", "Retry-After: 0", status="503 Busy"), whole(b"[1]")]

    def busy_at_first(connection: Any, head: bytes) -> None:
        busy.pop(0)(connection, head)

    with raw_serving(
        good=whole(b"[1]"),
        bad=whole(b"{}", status="404 No"),
        busy=busy_at_first,
        gone=cut(b""),
        late=silent(),
        large=whole(b"x" * 2000),
        listen=cut(SSE),
    ) as raw:
        yield raw


def attempt(way: Way, server: Raw, hooks: Hooks, name: str, **settings: Any) -> None:
    """Call and ignore the outcome."""

    async def call(client: Any) -> None:
        await client.pets._call(GET, {}, name=name)

    def call_now(client: Any) -> None:
        client.pets._call(GET, {}, name=name)

    own = {"hooks": hooks, "max_retries": 1, "timeout": 0.3, "max_content": 1000, **settings}
    try:
        way.use(server.url, call if way.asynchronous else call_now, **own)
    except APIError:
        return


CASES = {
    "good": [{"http.response.status_code": 200}],
    "bad": [{"http.response.status_code": 404}],
    "busy": [{"http.response.status_code": 503}, {"http.response.status_code": 200}],
    "gone": [{"error.type": "APIConnectionError"}] * 2,
    "late": [{"error.type": "APITimeoutError"}] * 2,
    "large": [{"error.type": "BaseError"}],
}


@every_way
@pytest.mark.parametrize("name", CASES)
def test_each_attempt_is_a_span(
    name: str, way: Way, server: Raw, spans: Spans, exporter: Any
) -> None:
    """Each span ends once, with the status or the error, and the server receives its trace."""
    attempt(way, server, spans, name)
    found = exporter.get_finished_spans()
    ours = {"http.request.method", "http.request.resend_count"}
    assert [
        {key: value for key, value in span.attributes.items() if key not in ours} for span in found
    ] == CASES[name]
    assert [span.attributes["http.request.resend_count"] for span in found] == [*range(len(found))]
    assert {span.name for span in found} == {"GET /{name}"}
    failed = [
        name != "good" and span.attributes.get("http.response.status_code") != 200 for span in found
    ]
    assert [span.status.status_code.name == "ERROR" for span in found] == failed
    for span, head in zip(found, server.heads, strict=True):
        assert f"{span.context.trace_id:032x}-{span.context.span_id:016x}".encode() in head


@every_way
def test_a_stream_is_a_span(way: Way, server: Raw, spans: Spans, exporter: Any) -> None:
    """The span ends when the headers have arrived."""
    listen = StreamOperation[Any]("GET /listen", responses={200: Events("Any")})

    async def read(client: Any) -> list[Any]:
        return [each async for each in await astream(client.pets, listen, {})]

    def read_now(client: Any) -> list[Any]:
        return list(stream(client.pets, listen, {}))

    assert way.use(server.url, read if way.asynchronous else read_now, hooks=spans) == [1]
    (span,) = exporter.get_finished_spans()
    assert span.attributes["http.response.status_code"] == 200


@every_way
def test_a_call_that_is_not_sent_ends_its_span(
    way: Way, server: Raw, spans: Spans, exporter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The span of a call without a required credential ends."""
    monkeypatch.delenv("SAMPLE_TOKEN", raising=False)
    attempt(way, server, spans, "good", token=None)
    (span,) = exporter.get_finished_spans()
    assert span.attributes["error.type"] == "MissingCredentialsError"
    assert not server.heads
