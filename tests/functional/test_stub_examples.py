"""`Stubs.from_examples()` returns the examples of a document."""

from __future__ import annotations

import asyncio
import datetime as dt
from importlib import import_module
from typing import Any

import pytest


def stubs_of(package: Any, seed: int = 0) -> Any:
    """Return the stubs of a package."""
    return import_module(f"{package.__name__}.testing").Stubs.from_examples(seed)


@pytest.mark.case("option/examples")
def test_examples_of_responses_schemas_and_members(package: Any) -> None:
    """The example of the media type is returned unchanged, else that of the schema, else those of the members."""
    stubs = stubs_of(package)
    with package.ExamplesForStubs(http_client=stubs.transport, strict=True) as client:
        pets = client.pets.list_pets()
        assert pets == [
            package.Pet(id=1, name="Fay"),
            package.Pet(id=2, born=dt.date(2021, 5, 17), kind="dog"),
        ]
        pet = client.pets.get_pet(5)
        assert (pet.id, pet.name, pet.kind, pet.weight) == (11, "Mia", package.Kind.DOG, 3.5)
        assert pet.owner == package.Owner(name="Ann")
        assert isinstance(pet.born, dt.date)  # its example is not a date
        assert isinstance(pet.note, str)
        assert client.owners.get_owner(1) == package.Owner(name="Ann")
        assert client.pets.list_names() == ["Fay"]
        assert client.pets.get_label() == "Fay, a cat"
        assert client.pets.get_tag() == package.Tag(code=7)
        assert isinstance(client.pets.count(), int)


@pytest.mark.case("option/examples")
def test_async_clients_and_seeds(package: Any) -> None:
    """An async client gets the same values; a seed only changes values without an example."""

    async def call(seed: int) -> Any:
        stubs = stubs_of(package, seed)
        async with package.AsyncExamplesForStubs(http_client=stubs.async_transport) as client:
            return await client.pets.get_pet(1), await client.pets.list_pets()

    (one, pets), (two, same) = asyncio.run(call(1)), asyncio.run(call(2))
    assert pets == same
    assert one.name == two.name == "Mia"
    assert (one.note, one.born) != (two.note, two.born)


@pytest.mark.case("option/examples")
def test_stubs_take_precedence_over_examples(package: Any) -> None:
    """A stub that a test sets is used, whatever the document contains."""
    stubs = stubs_of(package)
    with package.ExamplesForStubs(http_client=stubs.transport) as client:
        stubs.on(client.pets.list_pets).reply([])
        assert client.pets.list_pets() == []


@pytest.mark.case("option/examples")
def test_an_example_that_does_not_decode_is_not_used(package: Any) -> None:
    """If an example cannot be decoded, a value is created from its type."""
    samples = import_module(f"{package.__name__}._runtime.samples")
    stubs = stubs_of(package)
    stubs._sampler = samples.Sampler(
        0, samples.Examples(responses={"GET /count": {"application/json": "many"}})
    )
    with package.ExamplesForStubs(http_client=stubs.transport, strict=True) as client:
        assert isinstance(client.pets.count(), int)


@pytest.mark.case("option/examples-2-0")
def test_examples_of_swagger(package: Any) -> None:
    """In OpenAPI 2, examples are listed by media type."""
    stubs = stubs_of(package)
    with package.ExamplesOfSwagger(http_client=stubs.transport, strict=True) as client:
        assert client.pets.get_pet(1) == package.Pet(name="Fay")
