"""Responses that differ from the document: invalid values are kept unchanged, and reported."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import logging
import pickle
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import pytest

from stubwright.runtime._runtime.additional_properties import Extra
from stubwright.runtime._runtime.annotations import Base64, Tagged
from stubwright.runtime._runtime.client import AsyncClient, AsyncGroup, Client, Group
from stubwright.runtime._runtime.codec import decode, decode_json, encode
from stubwright.runtime._runtime.incoming import Incoming
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.session import Api
from stubwright.runtime._runtime.streaming import Events, StreamOperation, stream
from stubwright.runtime.errors import BadRequestError, DecodeError, EncodeError, NotFoundError
from stubwright.runtime.http import RawResponse, Request
from stubwright.runtime.mismatches import Mismatch, to_file
from stubwright.runtime.values import UNSET, UnknownValue, Unset

LOGGER = "stubwright.runtime"


@dataclass(slots=True, kw_only=True)
class Owner:
    __wire__: ClassVar = {"full_name": "fullName"}

    full_name: str
    born: dt.date | None = None


@dataclass(slots=True, kw_only=True)
class Project:
    id: int
    avatar: str
    state: str
    owner: Owner | None = None
    tags: list[str] | None = None
    files: dict[str, Annotated[bytes, Base64]] | None = None
    size: tuple[int, int] | None = None
    note: str | Unset | None = UNSET


@dataclass(slots=True, kw_only=True)
class Cat:
    kind: Literal["cat"]
    lives: int


@dataclass(slots=True, kw_only=True)
class Dog:
    kind: Literal["dog"]
    bark: str


@dataclass(slots=True, kw_only=True)
class Settings:
    name: str
    additional_properties: Annotated[dict[str, int], Extra] = field(default_factory=dict[str, int])


@dataclass(slots=True, kw_only=True)
class Problem:
    title: str | None = None


Animal: TypeAlias = Annotated[Cat | Dog | UnknownValue, Tagged("kind", {"cat": Cat, "dog": Dog})]

GOOD = {"id": 1, "avatar": "a", "state": "s"}
# Where what came is odd, and what is told of it.
ODD: list[tuple[Any, Any, list[str]]] = [
    (Project, {**GOOD, "avatar": None}, ["$.avatar: expected str, got null"]),
    (Project, {"id": 1, "avatar": "a"}, ["$.state: required member is missing"]),
    (Project, {**GOOD, "id": "7"}, ["$.id: expected int, got str"]),
    (Project, {**GOOD, "id": 1.5}, ["$.id: expected int, got number"]),
    (Project, {**GOOD, "owner": []}, ["$.owner: expected object, got array"]),
    (Project, {**GOOD, "owner": "x"}, ["$.owner: expected object, got str"]),
    (Project, {**GOOD, "owner": {"other": 1}}, ["$.owner: expected Owner, got object"]),
    (Project, {**GOOD, "owner": {"fullName": None}}, ["$.owner.fullName: expected str, got null"]),
    (Project, {**GOOD, "tags": "x"}, ["$.tags: expected array, got str"]),
    (Project, {**GOOD, "tags": ["a", None, 3]}, ["$.tags[*]: expected str, got null"]),
    (Project, {**GOOD, "files": {"a": "aGk=", "b": 1}}, ["$.files.*: expected str, got int"]),
    (Project, {**GOOD, "size": [1, "2"]}, ["$.size[*]: expected int, got str"]),
    (Project, {**GOOD, "size": [1]}, ["$.size: expected 2 items, got array"]),
    (Project, {**GOOD, "note": 5}, ["$.note: expected str, got int"]),
    (Animal, {"kind": "cat"}, ["$.lives: required member is missing"]),
    (Animal, {"kind": "dog", "bark": 1}, ["$.bark: expected str, got int"]),
    (Settings, {"name": "a", "size": "x"}, ["$.*: expected int, got str"]),
    (list[Project], [GOOD, {**GOOD, "id": None}], ["$[*].id: expected int, got null"]),
    (dict[str, Owner], {"a": {"fullName": 1}}, ["$.*.fullName: expected str, got int"]),
    (Owner, {"fullName": "x", "born": "soon"}, ["$.born: expected date (RFC 3339), got str"]),
]


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with nothing told."""
    monkeypatch.setattr("stubwright.runtime._runtime.mismatches._DECODED._said", {})


@pytest.mark.parametrize(("of", "data", "told"), ODD)
def test_invalid_values_are_kept_unchanged(
    of: Any, data: Any, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """They are reported once and encoded unchanged; `decode` refuses them by default."""
    with pytest.raises(DecodeError):
        decode(of, data)
    with caplog.at_level(logging.WARNING):
        value = decode(of, data, strict=False)
        again = decode_json(of, json.dumps(data), strict=False)
    assert value == again
    assert [each.getMessage().split(": ", 1)[1] for each in caplog.records] == told
    assert encode(value) == data if of is not Animal else encode(value, Animal) == data
    for copied in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert copied == value
        assert repr(copied) == repr(value)
        assert encode(copied, of) == data


def test_valid_values_keep_their_type() -> None:
    """An invalid member does not affect the others."""
    value = decode(
        Project,
        {"id": 1, "avatar": None, "owner": {"fullName": "F", "born": "2020-01-02"}},
        strict=False,
    )
    assert isinstance(value, Project)
    assert (value.id, value.avatar, value.state) == (1, None, None)
    assert value.owner == Owner(full_name="F", born=dt.date(2020, 1, 2))
    same = Project(id=1, avatar=None, state=None, owner=value.owner)  # type: ignore[arg-type]
    assert value == same
    assert same == value
    assert value != Project(id=2, avatar="", state="", owner=value.owner)
    match value:
        case Project(id=found):
            assert found == 1


def test_a_changed_member_is_checked_when_encoded() -> None:
    """Values that a caller sets are checked; kept invalid values are not."""
    value = decode(Project, {"id": 1, "avatar": None}, strict=False)
    value.id = "x"  # type: ignore[assignment]
    with pytest.raises(EncodeError, match=r"\$\.id: expected int, got str"):
        encode(value)
    value.id, value.avatar = 2, 5  # type: ignore[assignment]
    with pytest.raises(EncodeError, match=r"\$\.avatar: expected str, got int"):
        encode(value)
    value.avatar, value.state = "a", "done"
    assert encode(value) == {"id": 2, "avatar": "a", "state": "done"}
    with pytest.raises(EncodeError):
        encode(Project(id=1, avatar=None, state="s"))  # type: ignore[arg-type]


def test_a_replaced_copy_can_be_sent() -> None:
    """The result of `dataclasses.replace` can be encoded, too."""
    value = decode(Project, {"id": 1, "state": "s"}, strict=False)
    assert encode(dataclasses.replace(value, id=2)) == {"id": 2, "state": "s"}
    value = decode(Project, {**GOOD, "note": 5}, strict=False)
    assert encode(dataclasses.replace(value, id=2)) == {**GOOD, "id": 2, "note": 5}


@pytest.mark.parametrize(
    ("of", "data"),
    [
        (Project, None),
        (Project, []),
        (Project, {"ok": False}),
        (list[Project], GOOD),
        (dict[str, int], [1]),
        (str, 5),
        (int, None),
        (dt.date, "soon"),
        (Cat | Dog, {"wings": 2}),
        (tuple[int, int], [1]),
    ],
)
def test_the_outermost_value_must_match(of: Any, data: Any) -> None:
    """Only values inside the returned value are read leniently."""
    with pytest.raises(DecodeError):
        decode(of, data, strict=False)


def test_deep_nesting_raises_decode_error() -> None:
    """Too deep nesting raises `DecodeError` instead of `RecursionError`."""
    data: Any = {"id": None}
    for _ in range(5000):
        data = {"owner": data}
    with pytest.raises(DecodeError, match="nested too deeply"):
        decode(Deep, data, strict=False)


@dataclass(slots=True, kw_only=True)
class Deep:
    owner: Deep | None = None
    id: int


class Fake:
    """A transport that plays one response."""

    def __init__(self, status: int, content: Any, kind: str = "application/json") -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.response = RawResponse(status, {"content-type": kind}, data)

    def send(self, request: Request, /) -> RawResponse:
        return self.response


class AsyncFake(Fake):
    async def send(self, request: Request, /) -> RawResponse:  # type: ignore[override]
        return self.response


LIST = Operation[list[Project]]("GET /projects", responses={200: "list[Project]", 400: "Problem"})
ADD = Operation[Project]("POST /projects", responses={201: "Project", "default": "Problem"})
DROP = Operation[None]("DELETE /projects", responses={200: "None", 202: "None"})
ANY = Operation[Any]("GET /any", responses={200: "Any"})
SEND = Operation["Project | None"]("GET /maybe", responses={200: "Project", 204: "None"})
LISTEN = StreamOperation[Project]("GET /events", responses={200: Events("Project")})


class Projects(Group):
    """The operations."""

    def list(self, **options: Any) -> Any:
        return self._call(LIST, options)


class AsyncProjects(AsyncGroup):
    """The operations, async."""

    async def list(self) -> Any:
        return await self._call(LIST, {})


class Sdk(Client):
    _api = Api("x", "http://api.example")


class AsyncSdk(AsyncClient):
    _api = Api("x", "http://api.example")


def call(
    operation: Any, status: int, content: Any, kind: str = "application/json", **own: Any
) -> Any:
    """Return what a call gives for a response."""
    return Projects(Sdk(http_client=Fake(status, content, kind), **own))._call(operation, {})


def test_a_call_logs_each_mismatch_once_and_the_hook_gets_all(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log has operation and path, without indices; records have types, never values."""
    found: list[Mismatch] = []
    answer = [
        {**GOOD, "avatar": None},
        {**GOOD, "avatar": None},
        {"id": 1, "avatar": "s3cret", "owner": "s3cret"},
    ]
    client = Sdk(http_client=Fake(200, answer), on_mismatch=found.append)
    for _ in range(3):
        (first, *_) = Projects(client.with_options(max_retries=0)).list()
        assert first.avatar is None
    assert [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING] == [
        "GET /projects: $[*].avatar: expected str, got null",
        "GET /projects: $[*].state: required member is missing",
        "GET /projects: $[*].owner: expected object, got str",
    ]
    assert len(found) == 12
    assert found[0] == Mismatch("GET /projects", 200, "$[*].avatar", "str", "null")
    assert "s3cret" not in repr(found)


async def _async_call(found: list[Mismatch]) -> Any:
    client = AsyncSdk(http_client=AsyncFake(200, [{**GOOD, "id": None}]), on_mismatch=found.append)
    return await AsyncProjects(client).list()


def test_the_async_client_behaves_alike() -> None:
    """Both clients accept `on_mismatch`."""
    import asyncio

    found: list[Mismatch] = []
    (project,) = asyncio.run(_async_call(found))
    assert (project.id, found) == (None, [Mismatch("GET /projects", 200, "$[*].id", "int", "null")])


def test_strict_raises_with_the_response() -> None:
    """`strict=True`, for a client or a call, refuses invalid values."""
    answer = [{**GOOD, "avatar": None}]
    for own, each in (({"strict": True}, {}), ({}, {"strict": True})):
        with pytest.raises(DecodeError) as caught:
            Projects(Sdk(http_client=Fake(200, answer), **own)).list(**each)
        error = pickle.loads(pickle.dumps(caught.value))
        assert (
            str(error)
            == "GET http://api.example/projects → 200: $[0].avatar: expected str, got null"
        )
        assert json.loads(error.response.content) == answer
        assert error.response.status == 200
        assert error.request.method == "GET"


@pytest.mark.parametrize(
    ("operation", "status", "content"),
    [
        (ADD, 201, None),  # null at the top
        (ADD, 201, b""),
        (ADD, 204, b""),
        (LIST, 200, GOOD),
        (ADD, 201, {"ok": False, "error": "no"}),
        (ADD, 201, b'{"id": 1, "avat'),
        (ANY, 200, b'{"id": 1, "avat'),
    ],
)
def test_the_result_has_the_annotated_type(operation: Any, status: int, content: Any) -> None:
    """A method returns a value of its type, or raises with the response."""
    with pytest.raises(DecodeError) as caught:
        call(operation, status, content)
    assert caught.value.response is not None
    assert caught.value.response.status == status


def test_an_empty_success_is_none_if_allowed() -> None:
    """None is returned if one of the operation's successes has no content."""
    assert call(SEND, 200, b"") is None
    assert call(SEND, 204, b"") is None
    assert call(SEND, 202, b"") is None


def test_an_undocumented_success_is_read_like_the_first() -> None:
    """`default` beside a 2xx response is the type of errors."""
    assert call(ADD, 200, {**GOOD}) == Project(**GOOD)  # type: ignore[arg-type]


def test_text_is_returned_if_any_json_is_allowed(caplog: pytest.LogCaptureFixture) -> None:
    """Content such as CSV is a string if any JSON value is allowed; it cannot be a model."""
    assert call(ANY, 200, b"a,b\n1,2\n", "text/csv") == "a,b\n1,2\n"
    assert caplog.messages == ["GET /any: $: expected JSON, got text"]
    with pytest.raises(DecodeError, match="not JSON"):
        call(ADD, 201, b"<html>", "text/html")
    with pytest.raises(DecodeError, match="not JSON"):
        call(ANY, 200, b"a,b", "text/csv", strict=True)


def test_a_success_with_an_error_body_is_reported() -> None:
    """An object without any declared member is reported, and `with_response` has its content."""
    operation = Operation[Problem]("GET /p", responses={200: "Problem"})
    found: list[Mismatch] = []
    client = Sdk(http_client=Fake(200, {"token": "t"}), on_mismatch=found.append)
    answer = client.with_response(lambda: Projects(client)._call(operation, {}))
    assert answer.value == Problem()
    assert answer.json() == {"token": "t"}
    assert [str(each) for each in found] == [
        "GET /p: $: expected members of Problem, got none of them"
    ]


def test_undocumented_content_is_in_the_envelope() -> None:
    """If a success without documented content has some, the value is None, and the envelope has the content."""
    client = Sdk(http_client=Fake(200, b"a;b", "text/csv"))
    answer = client.with_response(lambda: Projects(client)._call(DROP, {}))
    assert (answer.value, answer.content, answer.text, answer.status) == (None, b"a;b", "a;b", 200)


def test_error_bodies_are_read_leniently() -> None:
    """An invalid member does not change the type; a body with other members is unchanged."""
    found: list[Mismatch] = []
    with pytest.raises(BadRequestError) as caught:
        call(LIST, 400, {"title": 7}, on_mismatch=found.append)
    assert caught.value.body.title == 7
    assert found == [Mismatch("GET /projects", 400, "$.title", "str", "int")]
    body = {"exception": "boom", "detail": ["x" * 500]}
    with pytest.raises(BadRequestError) as caught:
        call(LIST, 400, body)
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.body == body
    assert error.response.json() == body
    assert (error.status, error.request.url) == (400, "http://api.example/projects")
    with pytest.raises(NotFoundError) as not_found:
        call(LIST, 404, b"\x1b[31mboom", "text/plain")
    assert "\x1b" not in str(not_found.value)


def test_items_of_streams_are_read_leniently() -> None:
    """Each item is; the JSON type of the item itself must match."""
    found: list[Mismatch] = []
    content = b'data: {"id": 1, "avatar": null, "state": "s"}\n\ndata: 7\n\n'
    fake = Fake(200, content, "text/event-stream")
    events = stream(Projects(Sdk(http_client=fake, on_mismatch=found.append)), LISTEN, {})
    assert next(events).avatar is None
    with pytest.raises(DecodeError) as caught:
        next(events)
    assert caught.value.response is not None
    assert [str(each) for each in found] == ["GET /events: $.avatar: expected str, got null"]


def test_webhooks_stay_strict() -> None:
    """Requests from others are not responses of the API."""
    with pytest.raises(DecodeError):
        Incoming[Project]("Project", __name__)(b'{"id": 1, "avatar": null, "state": "s"}')


def test_threads_log_once(caplog: pytest.LogCaptureFixture) -> None:
    """If several threads find the same mismatch, one of them logs it."""
    client = Sdk(http_client=Fake(200, [{**GOOD, "id": None}]))
    threads = [threading.Thread(target=Projects(client).list) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert caplog.messages == ["GET /projects: $[*].id: expected int, got null"]


def test_the_record_of_logged_mismatches_is_bounded(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that sends ever new paths does not fill the memory."""
    monkeypatch.setattr("stubwright.runtime._runtime.mismatches._MOST", 2)
    fake = Fake(200, [{"id": None, "avatar": None, "state": None}])
    Projects(Sdk(http_client=fake)).list()
    assert len(caplog.messages) == 2


def test_mismatches_are_written_to_a_file(tmp_path: Path) -> None:
    """`to_file` writes each mismatch once, as JSON lines."""
    path = tmp_path / "mismatches.jsonl"
    client = Sdk(http_client=Fake(200, [{**GOOD, "id": None}] * 2), on_mismatch=to_file(path))
    Projects(client).list()
    Projects(client).list()
    (line,) = path.read_text().splitlines()
    assert json.loads(line) == {
        "operation": "GET /projects",
        "status": 200,
        "path": "$[*].id",
        "expected": "int",
        "got": "null",
    }
