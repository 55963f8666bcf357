"""A running FastAPI application is called by the client generated from its document."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import call

fastapi_app = pytest.importorskip("fastapi_app", reason="FastAPI is not installed (make setup)")
uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is not installed (make setup)")


def as_3_0(value: Any) -> Any:
    """Return a 3.1 document as 3.0: a constant is an enumeration with one value, null is a keyword."""
    if isinstance(value, list):
        return [as_3_0(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: as_3_0(each) for key, each in value.items() if key != "contentMediaType"}
    if "openapi" in found:
        found["openapi"] = "3.0.3"
    if isinstance(found.get("const"), str):
        found["enum"] = [found.pop("const")]
    if "contentMediaType" in value:
        found["format"] = "binary"
    members = found.get("anyOf")
    if isinstance(members, list) and {"type": "null"} in members:
        rest = [each for each in members if each != {"type": "null"}]
        return {**found, "anyOf": rest, "nullable": True}
    return found


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Run the application on loopback; return its URL."""
    config = uvicorn.Config(fastapi_app.app, host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    assert server.started, "the application did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module", params=["3.1", "3.0"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Generate a package from the application's document, unchanged and converted to 3.0."""
    folder = tmp_path_factory.mktemp("fastapi")
    document = fastapi_app.app.openapi()
    document = as_3_0(document) if request.param == "3.0" else document
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    package = f"clinic_{request.param.replace('.', '_')}"
    code, _, talk = call(
        ["generate", "openapi.json", "--output", ".", "--package", package], folder=folder
    )
    assert code == 0, talk
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))


@pytest.fixture
def client(clinic: Any, url: str) -> Iterator[Any]:
    """Return a strict client."""
    with clinic.Clinic(base_url=url, strict=True) as client:
        yield client


def test_a_tag_is_filled_in_and_sent(clinic: Any, client: Any) -> None:
    assert client.pets.add_pet(body=clinic.Cat(name="Tom")) == clinic.Cat(name="Tom", lives=None)
    dog = client.pets.add_pet(body=clinic.Dog(name="Rex", loud=True))
    assert dog == clinic.Dog(name="Rex", loud=True)
    assert (dog.kind, clinic.encode(clinic.Dog(name="Rex"))["kind"]) == ("dog", "dog")


def test_the_tag_selects_the_class_of_a_response(clinic: Any, client: Any) -> None:
    assert isinstance(client.pets.get_pet(0), clinic.Dog)
    assert isinstance(client.pets.get_pet(1), clinic.Cat)
    fish = client.tomorrow.get_tomorrow()
    assert fish == clinic.UnknownValue({"kind": "fish", "name": "Wanda", "fins": 7})
    assert clinic.encode(fish) == {"kind": "fish", "name": "Wanda", "fins": 7}


def visit(clinic: Any) -> Any:
    """Return a visit with a union in each kind of member."""
    of = clinic.VisitInput if hasattr(clinic, "VisitInput") else clinic.Visit
    return of(
        at=dt.datetime(2024, 5, 1, 9, 30),
        opens=dt.time(9, 0),
        day=dt.date(2024, 5, 1),
        price="12.50",
        pet=clinic.Dog(name="Rex"),
        others=[clinic.Cat(name="Tom"), clinic.Dog(name="Bo")],
        by_name={"Mia": clinic.Cat(name="Mia", lives=7)},
    )


def test_naive_times_and_nested_unions_round_trip(clinic: Any, client: Any) -> None:
    given = visit(clinic)
    found = client.visits.add_visit(body=given)
    assert (found.at, found.opens, found.day) == (given.at, given.opens, given.day)
    assert (found.at.tzinfo, found.opens.tzinfo) == (None, None)
    assert found.price == "12.50"
    assert [type(each) for each in (found.pet, *found.others)] == [
        clinic.Dog,
        clinic.Cat,
        clinic.Dog,
    ]
    assert found.by_name["Mia"] == clinic.Cat(name="Mia", lives=7)
    assert found.guest is None


def test_a_file_and_its_form_arrive(clinic: Any, client: Any) -> None:
    form = clinic.BodyAddPhotoPhotosPost
    photo = client.photos.add_photo(body=form(photo=b"12345", caption="a cat"))
    assert (photo.size, photo.caption) == (5, "a cat")


def test_a_file_that_is_not_documented_is_downloaded(client: Any, tmp_path: Path) -> None:
    """The method returns None, but its content can be saved in chunks."""
    assert client.report.get_report() is None
    with client.streaming(client.report.get_report) as response:
        response.save(tmp_path / "app.py")
    assert (tmp_path / "app.py").read_bytes() == Path(fastapi_app.__file__).read_bytes()


def test_validation_errors_have_the_documented_body(clinic: Any, client: Any) -> None:
    with pytest.raises(clinic.UnprocessableEntityError) as caught:
        client.pets.get_pet(-1)
    body = caught.value.body
    assert isinstance(body, clinic.HTTPValidationError)
    assert body.detail[0].loc == ["path", "number"]
    with pytest.raises(clinic.NotFoundError) as missing:
        client.pets.get_pet(7)
    assert missing.value.body == {"detail": "no such pet"}


def test_the_async_client_behaves_alike(clinic: Any, url: str) -> None:
    async def run() -> Any:
        async with clinic.AsyncClinic(base_url=url, strict=True) as client:
            return await client.visits.add_visit(body=visit(clinic))

    assert asyncio.run(run()).pet == clinic.Dog(name="Rex", loud=False)
