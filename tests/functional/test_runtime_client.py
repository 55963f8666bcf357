"""Clients against a real server on loopback: calls, errors, credentials, envelopes."""

from __future__ import annotations

import asyncio
import contextvars
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from sample import models as m
from sample.client import AsyncSample, Sample
from sample.endpoints import PetsEndpoints

from server import Played, serving
from stubwright.runtime._runtime.auth import Bearer
from stubwright.runtime._runtime.client import Client, Group
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.schemes import APIKey, Basic
from stubwright.runtime._runtime.session import Api, Session
from stubwright.runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    DecodeError,
    InternalServerError,
    MissingCredentialsError,
    NotFoundError,
    RateLimitError,
)
from stubwright.runtime.http import RawResponse, Request, Timeout

DOG = {"kind": "dog", "name": "Rex", "bark": None}
SECRET = "s3cr3t"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the credential of the environment."""
    monkeypatch.delenv("SAMPLE_TOKEN", raising=False)


@pytest.fixture
def played() -> Iterator[Played]:
    """Return a running server with one dog."""
    with serving() as server:
        server.answer(DOG)
        yield server


@pytest.fixture
def client(played: Played) -> Iterator[Sample]:
    """Return a client of that server."""
    with Sample(SECRET, base_url=f"{played.url}/v1/", max_retries=0) as made:
        yield made


def test_arguments_are_sent_and_a_model_is_returned(played: Played, client: Sample) -> None:
    """Arguments are sent in their places, and the response becomes a model."""
    got = client.pets.get_pet(
        "a/b", verbose=True, x_request_id="r1", session="s", headers={"X-More": "1"}
    )
    assert got == m.Dog(kind="dog", name="Rex", bark=None)
    method, path, headers, content = played.asked[0]
    assert (method, path, content) == ("GET", "/v1/pets/a%2Fb?verbose=true", b"")
    expected = {
        "authorization": f"Bearer {SECRET}",
        "x-request-id": "r1",
        "cookie": "session=s",
        "x-more": "1",
        "accept": "application/json",
    }
    assert expected.items() <= headers.items()


def test_bodies_are_sent_as_their_media_type(played: Played, client: Sample) -> None:
    """A body is sent as JSON, or as the chosen media type."""
    cat = m.Cat(kind="cat", name="Tom", fur_colour=m.Colour.RED)
    played.answer({"kind": "cat", "name": "Tom", "furColour": "red"}, status=201)
    assert client.pets.add_pet(cat) == cat
    assert client.pets.add_pet("Tom", content_type="text/plain") == cat
    assert [(headers["content-type"], content) for _, _, headers, content in played.asked] == [
        ("application/json", b'{"name":"Tom","kind":"cat","furColour":"red"}'),
        ("text/plain", b"Tom"),
    ]


def test_async_calls_run_side_by_side(played: Played) -> None:
    """The async client returns the same values, and each call has its own envelope."""

    async def call() -> list[Any]:
        async with AsyncSample(SECRET, base_url=played.url) as client:
            get = client.pets.get_pet
            envelopes = [client.with_response(get, str(number)) for number in range(20)]
            return [await get("1"), *await asyncio.gather(*envelopes)]

    first, *rest = asyncio.run(call())
    assert first == m.Dog(kind="dog", name="Rex", bark=None)
    assert {(each.value, each.status) for each in map(_plain, rest)} == {("Rex", 200)}
    assert sorted(path for _, path, _, _ in played.asked) == sorted(
        ["/pets/1", *(f"/pets/{n}" for n in range(20))]
    )


def _plain(envelope: Any) -> Any:
    envelope = pickle.loads(pickle.dumps((envelope.value.name, envelope.status)))
    return type("Plain", (), {"value": envelope[0], "status": envelope[1]})


def test_with_response_has_status_and_headers(client: Sample) -> None:
    """Status and headers are available, with case-insensitive names."""
    got = client.with_response(client.pets.get_pet, "1")
    assert (got.value, got.status) == (m.Dog(kind="dog", name="Rex", bark=None), 200)
    assert got.headers["CONTENT-TYPE"] == got.headers["content-type"] == "application/json"
    with pytest.raises(TypeError, match="this client's groups"):
        client.with_response(len, "abc")


def test_envelopes_are_separate_per_thread(client: Sample) -> None:
    """A call in another thread does not affect the envelope of this one."""

    def both() -> str:
        thread = threading.Thread(target=contextvars.Context().run, args=(client.pets.get_pet, "2"))
        thread.start()
        thread.join()
        return "value"

    with pytest.raises(TypeError):
        client.with_response(both)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, NotFoundError),
        (503, InternalServerError),
        (418, APIStatusError),
        (302, APIStatusError),
    ],
)
def test_error_statuses_raise(
    played: Played, client: Sample, status: int, kind: type[APIStatusError]
) -> None:
    """A status that is not a success raises its class, with the documented body if it matches."""
    played.answer({"code": "x", "detail": "gone"}, status=status, Location="/elsewhere")
    with pytest.raises(kind) as caught:
        client.pets.get_pet("1")
    assert type(caught.value) is kind
    assert caught.value.status == status
    documented = 400 <= status < 500
    assert caught.value.body == (
        m.Problem(code="x", detail="gone") if documented else {"code": "x", "detail": "gone"}
    )
    assert str(caught.value).startswith(f"GET {played.url}/v1/pets/1 \u2192 {status} ")
    assert str(caught.value).endswith(': {"code": "x", "detail": "gone"}')
    assert len(played.asked) == 1


@pytest.mark.parametrize(
    ("content", "body", "text"),
    [
        (b"", None, ""),
        (b"Not\n  Found", "Not\n  Found", ": Not Found"),
        (b"\xff\x00", b"\xff\x00", ""),
        (b"[1]", [1], ": [1]"),
        (b"x" * 500, "x" * 500, ": " + "x" * 200),
    ],
)
def test_undocumented_error_bodies_are_available(
    played: Played, client: Sample, content: bytes, body: Any, text: str
) -> None:
    """An undocumented body is JSON, text or bytes."""
    played.answer({}, status=404)
    played.content = content
    with pytest.raises(NotFoundError) as caught:
        client.pets.get_pet("1")
    assert caught.value.body == body
    assert str(caught.value) == f"GET {played.url}/v1/pets/1 \u2192 404 Not Found{text}"


def test_errors_can_be_pickled() -> None:
    """Exceptions can be sent between processes."""
    response = RawResponse(404, httpx2.Headers({"a": "b"}), b"words")
    error = NotFoundError(Request("GET", "https://x", {}), response, {"c": 1})
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.status, again.body, str(again)) == (
        NotFoundError,
        404,
        {"c": 1},
        str(error),
    )
    fault = DecodeError("expected int")
    fault.under("a")
    again = pickle.loads(pickle.dumps(fault))
    assert str(again) == "$.a: expected int"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("", None)],
)
def test_retry_after_is_parsed(value: str, seconds: float | None) -> None:
    """The delay is parsed from seconds or a date, and is never negative."""
    response = RawResponse(429, {"retry-after": value}, b"")
    assert RateLimitError(Request("GET", "x", {}), response).retry_after == seconds


def test_an_invalid_response_raises_decode_error(played: Played, client: Sample) -> None:
    """DecodeError contains the call and the path."""
    played.answer([{"kind": "cat", "name": "x", "furColour": 3}])
    with pytest.raises(DecodeError) as caught:
        client.pets.list_pets(strict=True)
    assert (
        str(caught.value)
        == f"GET {played.url}/v1/pets \u2192 200: $[0].furColour: expected str, got int"
    )
    played.content = b"<html>"
    with pytest.raises(DecodeError, match="not JSON"):
        client.pets.list_pets()


def test_the_media_type_of_a_response_selects_its_type(played: Played, client: Sample) -> None:
    """The media type of the response selects the documented one; no content is None."""
    played.content = b"a,\xe9"
    played.headers = {"Content-Type": "text/csv; charset=latin-1"}
    assert client.pets.export() == "a,\u00e9"
    played.headers = {"Content-Type": "image/png"}
    assert client.pets.export() == b"a,\xe9"
    played.headers = {}
    assert client.pets.export() == "a,\ufffd"
    played.content, played.status = b"", 204
    assert client.pets.get_pet("1") is None


def test_connection_failures_have_their_own_errors(played: Played) -> None:
    """A missing or slow server raises the package's own errors, with the cause."""
    with (
        Sample(SECRET, base_url="http://127.0.0.1:1", max_retries=0) as client,
        pytest.raises(APIConnectionError) as caught,
    ):
        client.pets.get_pet("1")
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)
    assert str(caught.value).startswith("GET http://127.0.0.1:1/pets/1: ")

    def slow(request: httpx2.Request) -> httpx2.Response:
        assert request.extensions["timeout"]["read"] == 0.5
        raise httpx2.ReadTimeout("too slow")

    http_client = httpx2.Client(transport=httpx2.MockTransport(slow))
    client = Sample(SECRET, base_url="http://x", timeout=9, http_client=http_client, max_retries=0)
    with client, pytest.raises(APITimeoutError):
        client.pets.get_pet("1", timeout=0.5)
    assert not http_client.is_closed


class Recorder:
    """A transport that does not use httpx2."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def send(self, request: Request, /) -> RawResponse:
        """Answer a dog."""
        self.requests.append(request)
        return RawResponse(
            200, {"content-type": "application/json"}, b'{"kind": "dog", "name": "x", "bark": 1}'
        )


def test_any_object_with_send_is_a_transport() -> None:
    """Any object with `send` can replace httpx2."""
    recorder = Recorder()
    with Sample(SECRET, http_client=recorder) as client:
        assert client.pets.get_pet("1", timeout=3) == m.Dog(kind="dog", name="x", bark=1)
    assert recorder.requests[0].url == "https://api.sample.example/v1/pets/1"
    assert recorder.requests[0].timeout == Timeout(3)
    assert recorder.requests[0].headers["authorization"] == f"Bearer {SECRET}"


def test_no_credential_is_shown(played: Played) -> None:
    """Neither errors nor reprs contain a credential."""
    played.answer({}, status=404)
    settings: list[dict[str, Any]] = [
        {"token": SECRET},
        {"credentials": {"key": SECRET, "login": ("me", SECRET)}},
    ]
    for each in settings:
        with Sample(base_url=played.url, **each) as client, pytest.raises(NotFoundError) as caught:
            client.pets.get_pet("1")
        shown = f"{caught.value}{caught.value!r}{caught.value.args}{client!r}{vars(caught.value)}"
        assert SECRET not in shown
    for url in (f"https://me:{SECRET}@x.example/v1", f"https://x.example/v1?key={SECRET}"):
        with pytest.raises(ValueError, match=r"not 'https://x\.example/v1' with a user") as refused:
            Sample(base_url=url)
        assert SECRET not in str(refused.value)
    assert "api_key=s3cr3t" in played.asked[1][1]
    assert played.asked[1][2]["authorization"] == "Basic bWU6czNjcjN0"


def test_credentials_are_found(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first complete alternative is used; the environment is read for each call."""
    with Sample(base_url=played.url) as client:
        with pytest.raises(MissingCredentialsError, match="SAMPLE_TOKEN") as caught:
            client.pets.get_pet("1")
        assert isinstance(caught.value, APIError)
        assert played.asked == []
        monkeypatch.setenv("SAMPLE_TOKEN", "from-environment")
        client.pets.get_pet("1")
        client.pets.get_pet("1", headers={"AUTHORIZATION": "mine"})
        assert [each[2]["authorization"] for each in played.asked] == [
            "Bearer from-environment",
            "mine",
        ]
    with Sample(base_url=played.url, credentials={"key": "K"}) as client:
        client.pets.get_pet("1")
        assert "authorization" in played.asked[2][2]
        played.answer([])
        client.pets.list_pets()
        assert "authorization" not in played.asked[3][2]


def test_wrong_settings_are_refused() -> None:
    """A client with invalid settings cannot be created."""
    with pytest.raises(
        ValueError, match="no security scheme 'other'; known: bearerAuth, key, login"
    ):
        Sample(credentials={"other": "x"})
    for url in ("api.example", "ftp://x", "https://", "https:///x"):
        with pytest.raises(ValueError, match="absolute"):
            Sample(base_url=url)
    with pytest.raises(ValueError, match="printable Latin-1 only"):
        Sample(headers={"a": "b\r\nc: d"})
    client = Sample(credentials={"bearerAuth": ("a", "b")}, http_client=Recorder())
    with client, pytest.raises(TypeError, match="must be a str"):
        client.pets.get_pet("1")


def test_invalid_arguments_are_refused(client: Sample) -> None:
    """Invalid timeouts, two bodies, or the wrong kind of client raise before anything is sent."""
    with pytest.raises(ValueError, match="timeout must be a number of seconds, not 0"):
        client.request("GET", "/x", timeout=0)
    with pytest.raises(TypeError, match="unexpected keyword argument 'timeoutt'"):
        client.pets.get_pet("1", timeoutt=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="json or content, not both"):
        client.request("POST", "/x", json=1, content="1")
    other: Any = httpx2.AsyncClient()
    with pytest.raises(TypeError, match=r"must be an httpx2\.Client"):
        Sample("t", http_client=other)
    asyncio.run(other.aclose())
    with httpx2.Client() as sync:
        wrong: Any = sync
        with pytest.raises(TypeError, match=r"must be an httpx2\.AsyncClient"):
            AsyncSample("t", http_client=wrong)


class Keyed(Client):
    """A client without bearer schemes."""

    _api = Api(
        "Keyed",
        "https://x.example",
        schemes={"a": APIKey("header", "X-Key"), "b": APIKey("cookie", "key"), "c": Basic()},
        security=(("a", "b"), ("c",)),
    )


def test_schemes_of_a_requirement_are_sent_together() -> None:
    """Keys in headers and cookies are sent together; missing ones are reported together."""
    recorder = Recorder()
    client = Keyed(credentials={"a": "1", "b": "2"}, http_client=recorder)
    client.request("GET", "/x", headers={"Cookie": "c=3"})
    assert recorder.requests[0].headers["x-key"] == "1"
    assert recorder.requests[0].headers["cookie"] == "c=3; key=2"
    Keyed(http_client=recorder).request("GET", "/x")
    assert "x-key" not in recorder.requests[1].headers
    with pytest.raises(MissingCredentialsError) as caught:
        Operating(Keyed(credentials={"a": "1"}, http_client=recorder)).call()
    assert str(caught.value) == (
        "the call needs a credential: pass credentials={'a': …, 'b': …} or credentials={'c': …}; "
        "credentials={} calls without any"
    )
    with pytest.raises(ValueError, match="token="):
        Keyed("token")


class Apart(Client):
    """A client of an API that declares security for each operation."""

    _api = Api(
        "x",
        "https://x.example",
        token_variable="APART_TOKEN",
        schemes={"t": Bearer(), "k": APIKey("header", "X-Key")},
    )


class Silent(Client):
    """A client of an API that declares no security."""

    _api = Api("x", "https://x.example", token_variable="SILENT_TOKEN")


def test_undocumented_requests_are_authenticated() -> None:
    """If only operations declare security, every given credential is sent."""
    recorder = Recorder()
    for own in (
        {"token": "t"},
        {"credentials": {"k": "1"}},
        {"token": "t", "credentials": {"k": "1"}},
        {},
    ):
        Apart(http_client=recorder, **own).request("GET", "/x")  # type: ignore[arg-type]
    found = [each.headers for each in recorder.requests]
    assert [each.get("authorization") for each in found] == ["Bearer t", None, "Bearer t", None]
    assert [each.get("x-key") for each in found] == [None, "1", "1", None]


def test_empty_credentials_send_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """`credentials={}` sends none, not even that of the environment."""
    monkeypatch.setenv("APART_TOKEN", "t")
    recorder = Recorder()
    operation = Operation[None]("GET /x", security=(("t",),))
    for own in (None, {}):
        Operating(Apart(http_client=recorder, credentials=own))._call(operation, {})
        Apart(http_client=recorder, credentials=own).request("GET", "/x")
    found = [each.headers.get("authorization") for each in recorder.requests]
    assert found == ["Bearer t", "Bearer t", None, None]


def test_a_token_without_declared_security_is_a_bearer_token() -> None:
    """A given token is a bearer token; without one, nothing is required."""
    recorder = Recorder()
    for token in ("t", None):
        Operating(Silent(token, http_client=recorder)).call()
        Silent(token, http_client=recorder).request("GET", "/x")
    found = [each.headers.get("authorization") for each in recorder.requests]
    assert found == ["Bearer t", "Bearer t", None, None]


class Operating(Group):
    """A group with one operation."""

    def call(self) -> None:
        """Call it."""
        self._call(Operation[None]("GET /x"), {})


def test_a_key_cannot_add_cookies() -> None:
    """A key cannot add further cookies."""
    client = Keyed(credentials={"a": "1", "b": "2; admin=1"}, http_client=Recorder())
    with pytest.raises(ValueError, match="the cookie key must not contain ;"):
        client.request("GET", "/x")


def test_credentials_may_be_functions() -> None:
    """A function is called for each request, whatever the scheme is."""
    tokens = iter(["one", "two"])
    recorder = Recorder()
    client = Sample(lambda: next(tokens), http_client=recorder)
    client.request("GET", "/x")
    client.request("GET", "/x")
    assert [each.headers["authorization"] for each in recorder.requests] == [
        "Bearer one",
        "Bearer two",
    ]
    credentials = {"key": "K", "login": lambda: ("me", "pw")}
    login = Sample(credentials=credentials, http_client=recorder)
    login.request("GET", "/x")
    assert recorder.requests[2].headers["authorization"] == "Basic bWU6cHc="


def test_undocumented_requests_can_be_sent(played: Played, client: Sample) -> None:
    """Undocumented operations can be called: signed, with relative paths, raising errors."""
    got = client.request(
        "post",
        "/free/path",
        query={"a": [1, 2], "b": "c d", "n": None},
        json={"x": m.Person(first="A")},
    )
    assert (got.status, got.json()) == (200, DOG)
    method, path, headers, content = played.asked[0]
    assert (method, path, content) == (
        "POST",
        "/v1/free/path?a=1&a=2&b=c+d",
        b'{"x":{"first":"A"}}',
    )
    assert headers["authorization"] == f"Bearer {SECRET}"
    client.request("PUT", "raw", content="text")
    assert played.asked[1][3] == b"text"
    for path in ("../x", "/a/%2e%2E/x"):
        with pytest.raises(ValueError, match="would lead to another resource"):
            client.request("GET", path)
    for path in ("https://evil.example/x", "//evil.example/x"):
        with pytest.raises(ValueError, match="below the base URL"):
            client.request("GET", path)
    played.answer({"message": "no"}, status=404)
    with pytest.raises(NotFoundError):
        client.request("GET", "/x")


def test_redirects_are_not_followed(played: Played) -> None:
    """The credential is not sent to another server, even if the HTTP client follows redirects."""
    played.answer({}, status=307, Location="http://127.0.0.1:1/elsewhere")
    with httpx2.Client(follow_redirects=True) as http_client:
        client = Sample(SECRET, base_url=played.url, http_client=http_client)
        with pytest.raises(APIStatusError, match="307"):
            client.pets.get_pet("1")
    assert len(played.asked) == 1


class MyPets(PetsEndpoints):
    """A group extended by a user in another module."""


def test_a_group_can_be_extended(client: Sample) -> None:
    """Names of types are resolved in the module of the generated group."""
    assert MyPets(client).get_pet("1") == m.Dog(kind="dog", name="Rex", bark=None)


def test_the_server_of_an_operation_is_used() -> None:
    """The server of an operation is used, relative or not, unless the caller chose one."""
    recorder = Recorder()
    for server, url in (
        ("https://other.example/v2", "https://other.example/v2/x"),
        ("/v9", "https://api.sample.example/v9/x"),
        ("", "https://api.sample.example/v1/x"),
    ):
        operation = Operation[Any]("GET /x", server=server)
        PetsEndpoints(Sample(SECRET, http_client=recorder))._call(operation, {})
        assert recorder.requests[-1].url == url
        PetsEndpoints(Sample(SECRET, http_client=recorder, base_url="http://mine"))._call(
            operation, {}
        )
        assert recorder.requests[-1].url == "http://mine/x"


def test_the_server_of_an_operation_is_used_without_one_of_the_api() -> None:
    """The caller must pass the URL of the API; operations with a server of their own use that."""
    session = Session(Api("x"), None, "http://mine/v1", None, {})
    for server, url in (
        ("https://other.example", "https://other.example/x"),
        ("/v9", "http://mine/v9/x"),
        ("", "http://mine/v1/x"),
    ):
        operation = Operation[Any]("GET /x", server=server)
        assert session.request(operation, __name__, {}, {}).url == url


class Fixed:
    """A transport that always returns the same response."""

    def __init__(self, status: int, content: bytes = b"") -> None:
        self.response = RawResponse(status, {"content-type": "application/json"}, content)

    def send(self, request: Request, /) -> RawResponse:
        """Answer what was fixed."""
        return self.response


def answered(method: str, status: int, content: bytes = b"") -> Any:
    """Return the value of a call that is documented for status 200."""
    operation = Operation[Any](f"{method} /x", responses={200: "m.Problem"})
    return PetsEndpoints(Sample(SECRET, http_client=Fixed(status, content)))._call(operation, {})


def test_a_response_without_content() -> None:
    """HEAD returns None; a response without content is refused if the type does not include None."""
    assert answered("HEAD", 200) is None
    for status in (200, 202, 204, 205):
        with pytest.raises(DecodeError, match="there is no content"):
            answered("GET", status)
    assert answered("GET", 203, b'{"code": "x"}') == m.Problem(code="x")


class Plain(Recorder):
    """A transport whose headers are a plain dictionary with other letter case."""

    def send(self, request: Request, /) -> RawResponse:
        """Answer a text, late."""
        return RawResponse(429, {"Content-Type": "text/plain", "Retry-After": "7"}, b"later")


def test_header_names_of_transports_are_case_insensitive() -> None:
    """Header names of a transport are case-insensitive."""
    with pytest.raises(RateLimitError) as caught:
        Sample(SECRET, http_client=Plain(), max_retries=0).pets.get_pet("1")
    assert caught.value.retry_after == 7.0
    assert caught.value.body == "later"


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_redirects_are_followed_on_request(asynchronous: bool) -> None:
    """Redirects of GET and HEAD are followed; credentials are sent only to the same origin."""
    with serving() as first, serving() as second:
        second.answer(DOG)
        steps = [("/v1/pets/2", 301), (f"{second.url}/pets/3?a=b", 307)]

        def lead() -> None:
            target, status = steps[len(first.asked) - 1]
            first.answer({}, status=status, Location=target)

        first.before = lead
        settings: Any = {"token": SECRET, "base_url": f"{first.url}/v1", "headers": {"X-Key": "k"}}

        async def call() -> Any:
            async with AsyncSample(**settings) as client:
                return await client.pets.get_pet("1", follow_redirects=True)

        if asynchronous:
            got = asyncio.run(call())
        else:
            with Sample(**settings) as client:
                got = client.pets.get_pet("1", follow_redirects=True)
        assert got == m.Dog(kind="dog", name="Rex", bark=None)
        assert [path for _, path, _, _ in first.asked] == ["/v1/pets/1", "/v1/pets/2"]
        assert all(each[2]["authorization"] == f"Bearer {SECRET}" for each in first.asked)
        assert second.asked[0][1] == "/pets/3?a=b"
        assert not {"authorization", "x-key", "cookie"} & second.asked[0][2].keys()


def test_redirects_that_are_not_followed(played: Played) -> None:
    """A POST is never redirected, and a loop of redirects ends after ten steps."""
    played.answer({}, status=302, Location="/v1/again")
    with Sample(SECRET, base_url=f"{played.url}/v1", follow_redirects=True) as client:
        with pytest.raises(APIStatusError):
            client.request("POST", "/x")
        assert len(played.asked) == 1
        with pytest.raises(APIStatusError) as caught:
            client.request("GET", "/x")
        assert caught.value.status == 302
        assert len(played.asked) == 12


def test_an_error_has_the_request_id(played: Played, client: Sample) -> None:
    """The server's request id is available, None if there is none."""
    played.answer({}, status=404)
    with pytest.raises(NotFoundError) as caught:
        client.pets.get_pet("1")
    assert caught.value.request_id is None
    played.answer({}, status=404, **{"X-Request-Id": "r-7"})
    with pytest.raises(NotFoundError) as caught:
        client.pets.get_pet("1")
    assert caught.value.request_id == "r-7"
