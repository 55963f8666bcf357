"""What users write. Lines that end in `# wrong` are errors to both checkers; no other line is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import any_of_scalars as scalars
import body_as_a_mapping as mapped
import body_json_lines as items
import body_merge_patch as patches
import body_multipart as uploads
import body_octets_and_text as octets
import body_parts as parts
import enum_strings as colours
import httpx
import httpx2
import one_of_discriminator as animals
import one_of_implicit_tag as shapes
import operation_pagination as paged
import option_testing as tested
import option_transports as sent
import petstore_openapi_3_1 as petstore
import presence_corners as presence
import requests
import response_headers as headed
import response_multipart as multipart
import server_none as nowhere
import server_variables as hosts
from option_testing.credentials import ClientCredentials, RefreshToken
from option_testing.http import Attempt, Hooks, Response, Timeout
from option_testing.mismatches import Mismatch, to_file
from option_testing.streams import AsyncStream, Stream
from option_testing.testing import Stub, StubCall, Stubs
from option_transports.aiohttp_transport import AiohttpTransport
from option_transports.http import OpenResponse, RawResponse, Request
from option_transports.httpx_transport import AsyncHttpxTransport, HttpxTransport
from option_transports.requests_transport import RequestsTransport
from petstore_openapi_3_1 import UNSET, Pet, PetShop, Unset
from petstore_openapi_3_1.errors import NotFoundError, PetShopError
from server_variables import servers
from typing_extensions import assert_type


def fields(pet: Pet) -> None:
    assert_type(pet.id, int)
    assert_type(pet.name, str)
    assert_type(pet.born, dt.date | None)
    assert_type(pet.tag, str | None | Unset)
    assert_type(pet.photos, list[str] | None)
    pet.nmae  # wrong
    pet.id = "1"  # wrong
    Pet(id=1)  # wrong
    Pet(id=1, name="Rex", age=3)  # wrong
    Pet(1, "Rex")  # wrong
    Pet(id=1, name="Rex", tag=None, born=None)


def narrowing(pet: Pet) -> str:
    if pet.tag is UNSET:
        return "not said"
    assert_type(pet.tag, str | None)
    return pet.tag or "none"


def enumerations(coat: colours.Coat) -> str:
    match coat.colour:
        case colours.Colour.RED:
            return "red"
        case colours.Colour():
            return coat.colour.value
        case str():
            return coat.colour


def unions(zoo: animals.Zoo) -> str:
    match zoo.star:
        case animals.Cat():
            return "cat"
        case animals.Dog(friend=friend):
            return "dog" if friend is None else "two"
        case animals.UnknownValue(value=value):
            return str(value)
        case None:
            return "nobody"


def corners(corner: presence.Corner) -> None:
    assert_type(corner.plain, str)
    assert_type(corner.nullable, str | None)
    assert_type(corner.optional, str | None)
    assert_type(corner.both, str | None | presence.Unset)


def tags(shape: shapes.Circle | shapes.Square | shapes.UnknownValue) -> None:
    if shape.type == "circle":
        assert_type(shape.radius, float)
        print(shape.side)  # wrong


def truth(corner: presence.Corner) -> None:
    if corner.both:
        assert_type(corner.both, str)


def plain_unions(holder: scalars.Holder) -> None:
    assert_type(holder.one_or_many, str | list[str] | None)


def calls(client: PetShop) -> None:
    assert_type(client.pets.list_pets(limit=3), list[Pet])
    assert_type(client.pets.show_pet(1), Pet)
    assert_type(client.pets.remove_pet(1), None)
    assert_type(client.with_response(client.pets.show_pet, 1).value, Pet)
    client.pets.show_pet("1")  # wrong
    client.pets.show_pet()  # wrong
    client.pets.list_pets(3)  # wrong
    client.pets.list_pets(limti=3)  # wrong
    client.with_response(client.pets.show_pet, "1")  # wrong
    client.cats  # wrong


async def asynchronous(client: petstore.AsyncPetShop) -> None:
    assert_type(await client.pets.show_pet(1), Pet)
    assert_type((await client.with_response(client.pets.show_pet, 1)).value, Pet)
    client.pets.show_pet(1).name  # wrong


def decoding(data: object) -> None:
    assert_type(petstore.decode(Pet, data), Pet)
    assert_type(petstore.decode(list[Pet], data), list[Pet])
    petstore.decdoe(Pet, data)  # wrong


def errors(client: PetShop) -> int:
    try:
        client.pets.show_pet(1)
    except NotFoundError as error:
        assert_type(error.status, int)
        return error.status
    except PetShopError:
        return 0
    return 1


def clients(http_client: httpx2.Client, async_http_client: httpx2.AsyncClient) -> None:
    PetShop("token", http_client=http_client)
    PetShop(lambda: "token")
    PetShop(credentials={"bearer": lambda: "token"})
    PetShop(http_client=async_http_client)  # wrong
    nowhere.NoServer(base_url="https://x.example", http_client=http_client)
    nowhere.AsyncNoServer(base_url="https://x.example", http_client=async_http_client)
    nowhere.NoServer()  # wrong


def options(client: PetShop) -> None:
    client.pets.show_pet(1, timeout=3, headers={"X": None}, max_retries=0)
    client.with_response(client.pets.show_pet, 1, max_retries=0)
    client.with_options(strict=True).pets.show_pet(1)
    client.pets.show_pet(1, timeout="3")  # wrong
    client.pets.show_pet(1, retries=3)  # wrong
    client.with_options(retries=3)  # wrong


def pages(client: paged.OperationPagination) -> None:
    for item in client.pages.iter_by_cursor(page_size=3):
        assert_type(item, paged.Item)
    for page in client.pages.iter_by_cursor().pages():
        assert_type(page, paged.ListByCursorResponse)
    client.pages.iter_by_cursor(page_siz=3)  # wrong


async def async_pages(client: paged.AsyncOperationPagination) -> None:
    async for item in client.pages.iter_by_link():
        assert_type(item, paged.Item)
    async for page in client.pages.iter_by_link().pages():
        assert_type(page, list[paged.Item])
    for _ in client.pages.iter_by_link():  # wrong
        pass


def bodies(client: mapped.BodyAsAMapping) -> None:
    client.a.a(body=mapped.Pet(name="Rex"))
    client.a.a(body={"name": "Rex"})
    client.a.a(body="Rex")  # wrong
    client.a.c(body={"name": "Rex"}, content_type="application/x-www-form-urlencoded")
    client.a.c(body="Rex")
    client.a.c(body="Rex", content_type="application/x-www-form-urlencoded")  # wrong


def patch(client: patches.MergePatches) -> None:
    body = patches.PetPatch(name=None, owner=patches.OwnerPatch(city=None), labels={"a": None})
    assert_type(client.pets.patch_pet(1, body=body), patches.Pet)
    assert_type(body.name, str | None | patches.Unset)
    client.pets.patch_pet(1, body=patches.PetPatch())
    client.pets.patch_pet(1, body={"name": None})
    client.pets.patch_pet(1, body=patches.Pet(name="Rex", owner=patches.Owner(email="a")))  # wrong
    patches.PetPatch(name=1)  # wrong
    client.shops.patch_shop("1", body=patches.ShopPatch())  # wrong


def send_items(client: items.JSONLines, some: Iterator[items.Item]) -> None:
    for item in client.items.convert_lines(body=some):
        assert_type(item, items.Item)
    client.items.convert_lines(body=[items.Item(id=1)])
    client.items.convert_lines(body=items.Item(id=1))  # wrong
    client.items.convert_lines(body=[1])  # wrong


async def send_async_items(
    client: items.AsyncJSONLines, some: AsyncIterator[items.Item], wrong: items.JSONLines
) -> None:
    async for item in await client.items.convert_lines(body=some):
        assert_type(item, items.Item)
    await client.items.convert_sequence(body=[items.Item(id=1)])
    wrong.items.convert_lines(body=some)  # wrong


def streaming(client: tested.WithTests) -> None:
    with client.streaming(client.reports.download_report, 1) as response:
        for piece in response:
            assert_type(piece, bytes)
        response.save(Path("report.pdf"), resume=True)
    client.streaming(client.reports.download_report, "1")  # wrong
    client.streaming(client.reports.download_report)  # wrong
    with client.reports.listen() as events:
        assert_type(events, Stream[tested.Report])
        for event in events.reconnecting():
            assert_type(event, tested.Report)
        assert_type(events.retry, int | None)


async def async_streaming(client: tested.AsyncWithTests) -> None:
    async with client.streaming(client.reports.download_report, 1) as response:
        async for piece in response:
            assert_type(piece, bytes)
        await response.save("report.pdf")
    async with await client.reports.listen() as events:
        assert_type(events, AsyncStream[tested.Report])
        async for event in events:
            assert_type(event, tested.Report)
        for _ in events:  # wrong
            pass


def credentials() -> None:
    token = ClientCredentials("id", "secret", scopes=["read"])
    tested.WithTests(token)
    tested.AsyncWithTests(token)
    tested.WithTests(credentials={"token": token})
    ClientCredentials("id")  # wrong
    tested.WithTests(3)  # wrong


async def stubbed() -> None:
    stubs = Stubs()
    client = tested.WithTests("t", http_client=stubs.transport)
    aclient = tested.AsyncWithTests("t", http_client=stubs.async_transport)
    stub = stubs.on(client.reports.get_report, report_id=1)
    assert_type(stub, Stub[tested.Report])
    stubs.on(aclient.reports.get_report).reply(tested.Report(id=1))  # to mypy a Stub[Any]
    stub.reply(tested.Report(id=1)).reply({"id": 2}, delay=0.5).timeout()
    stub.reply(3)  # wrong
    assert_type(stubs.calls, list[StubCall])
    assert_type(Stubs.from_examples(seed=1), Stubs)
    tested.WithTests("t", http_client=stubs.async_transport)  # wrong


def transports(session: requests.Session, http_client: httpx.Client) -> None:
    with HttpxTransport(http_client) as transport:
        assert_type(transport, HttpxTransport)
        sent.Selection(http_client=transport)
    sent.Selection(http_client=RequestsTransport(session))
    sent.Selection(http_client=RequestsTransport(http_client))  # wrong
    sent.Selection(http_client=AsyncHttpxTransport())  # wrong


async def async_transports(session: aiohttp.ClientSession) -> None:
    async with AiohttpTransport(session) as transport:
        assert_type(transport, AiohttpTransport)
        sent.AsyncSelection(http_client=transport)
    sent.AsyncSelection(http_client=RequestsTransport())  # wrong


class Recorded:
    def __init__(self) -> None:
        self.inner = RequestsTransport()

    def send(self, request: Request, /) -> RawResponse | OpenResponse:
        return self.inner.send(request)


sent.Selection(http_client=Recorded())


def frames() -> Iterator[bytes | parts.File]:
    yield b"jpeg"
    yield parts.File(Path("frame.jpg"))


def multipart_bodies(client: parts.Parts, other: multipart.MultipartResponses) -> None:
    fay = parts.Metadata(title="Fay")
    client.parts.send_mixed(body=[fay, "# Fay", parts.File(b"png", content_type="image/png")])
    client.parts.send_pair(body=(fay, b"zip"))
    client.parts.send_pair(body=(fay, "zip"))  # wrong
    client.parts.send_frames(body=frames())
    client.parts.send_stream(body=(fay for _ in range(3)))
    client.parts.send_stream(body=frames())  # wrong
    assert_type(other.parts.get_form().image, bytes)
    assert_type(other.parts.get_list(), tuple[multipart.Metadata, bytes])
    for each in other.parts.get_stream():
        assert_type(each, multipart.Metadata)


async def async_multipart_bodies(other: multipart.AsyncMultipartResponses) -> None:
    async for frame in await other.parts.get_frames():
        assert_type(frame, bytes)


class Watching(Hooks):
    def on_request(self, attempt: Attempt) -> None:
        assert_type(attempt.number, int)
        attempt.numbr  # wrong

    def on_error(self, attempt: Attempt, error: tested.WithTestsError) -> None:
        print(attempt.request.url, error)


class Counting(Hooks):
    def on_request(self, attempt: int) -> None:  # wrong
        pass


def watch(mismatch: Mismatch) -> None:
    assert_type(mismatch.path, str)


def settings() -> None:
    tested.WithTests("t", hooks=Watching(), on_mismatch=watch, max_content=1 << 20)
    tested.AsyncWithTests("t", hooks=Watching(), on_mismatch=to_file("mismatches.jsonl"))
    tested.WithTests("t", timeout=Timeout(5, connect=1, total=20), headers={"X-Team": "blue"})
    tested.WithTests("t", follow_redirects=True, strict=True, extra_query={"a": [1, 2]})
    tested.WithTests("t", timeout=None, max_retries=0)
    tested.WithTests(RefreshToken("token", "id", on_refresh=print))
    tested.WithTests("t", hooks=Watching)  # wrong
    tested.WithTests("t", on_mismatch=3)  # wrong
    tested.WithTests("t", timeout=Timeout(5, 1))  # wrong
    tested.WithTests("t", retries=3)  # wrong
    tested.WithTests("t", headers={"X-Team": 1})  # wrong


async def fresh() -> str:
    return "token"


def token_functions() -> None:
    tested.AsyncWithTests(fresh)
    tested.WithTests(credentials={"token": ("user", "password")})
    tested.WithTests(credentials={"token": 3})  # wrong


def envelopes(client: tested.WithTests) -> None:
    response = client.with_response(client.reports.get_report, 1)
    assert_type(response, Response[tested.Report])
    assert_type(response.value, tested.Report)
    assert_type(response.status, int)
    assert_type(response.headers.get("x-request-id"), str | None)
    assert_type(response.content, bytes)
    assert_type(response.text, str)
    response.value.nmae  # wrong
    raw = client.request("GET", "/hidden", query={"page": 2}, max_retries=0)
    assert_type(raw.status, int)
    client.request("GET", "/hidden", pag=2)  # wrong


async def async_envelopes(client: tested.AsyncWithTests) -> None:
    response = await client.with_response(client.reports.get_report, report_id=1, timeout=3)
    assert_type(response, Response[tested.Report])
    assert_type((await client.request("POST", "/hidden", json={"a": 1})).text, str)
    await client.with_response(client.reports.get_report, report_ids=1)  # wrong
    client.with_options(timeout=3).close()  # wrong


def typed_headers(client: headed.Headers) -> None:
    response = client.with_response(client.pets.list_pets)
    found = response.headers_as(headed.PetsHeaders)
    assert_type(found, headed.PetsHeaders)
    assert_type(found.x_rate, int | None)
    assert_type(found.x_until, dt.datetime)
    assert_type(found.x_tags, list[str] | None)
    found.x_late  # wrong


def details(client: tested.WithTests) -> object:
    try:
        return client.reports.get_report(1)
    except tested.RateLimitError as error:
        assert_type(error.retry_after, float | None)
        return error.response.headers["x-rate"]
    except tested.APIStatusError as error:
        assert_type(error.request.method, str)
        assert_type(error.response.content, bytes)
        assert_type(error.attempts, int)
        assert_type(error.request_id, str | None)
        return error.bdy  # wrong
    except tested.APIConnectionError as error:
        assert_type(error.sent, bool)
        return error.status  # wrong
    except tested.DecodeError as error:
        return error.response and error.response.text


def send_files(client: uploads.Uploads, other: octets.OctetsAndText) -> None:
    photo = uploads.File(Path("cat.png"), "fay.png", "image/png")
    client.files.upload(body=uploads.UploadRequest(file=photo))
    client.files.upload(body=uploads.UploadRequest(file=b"png"))
    client.files.upload(body=uploads.UploadRequest(file=uploads.File(iter([b"png"]))))
    client.files.upload(body=uploads.UploadRequest(file=3))  # wrong
    with Path("cat.png").open("rb") as file:
        client.files.upload(body=uploads.UploadRequest(file=uploads.File(file)))
    other.octets.put_octets(body=Path("cat.bin"))
    other.octets.put_octets(body=iter([b"a"]))
    other.octets.put_octets(body=3)  # wrong


def chosen_servers() -> None:
    hosts.Servers(base_url=servers.example_com(region="us"))
    servers.example_com(region="uk")  # wrong


def events(client: tested.WithTests) -> None:
    stream = client.reports.listen(timeout=3)
    assert_type(stream.last_event_id, str)
    assert_type(stream.event, str)
    for report in stream:
        assert_type(report, tested.Report)
    stream.retyr  # wrong
