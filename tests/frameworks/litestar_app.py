"""Litestar: pets in memory."""

import datetime as dt
import sys
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union

import msgspec
import uvicorn
from litestar import Litestar, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import Body


class Status(str, Enum):
    available = "available"
    sold = "sold"


@dataclass
class NewPet:
    name: str
    status: Status
    opens: dt.time
    price: Decimal
    tag: str | None = None
    born: dt.datetime | None = None


@dataclass
class Pet(NewPet):
    id: int = 0


@dataclass
class Page:
    items: list[Pet]
    total: int


@dataclass
class Photo:
    file: UploadFile
    caption: str


@dataclass
class Stored:
    size: int
    caption: str


class Cat(msgspec.Struct, tag_field="kind", tag="cat"):
    lives: int


class Dog(msgspec.Struct, tag_field="kind", tag="dog"):
    bark: bool


@dataclass
class Credentials:
    user: str
    password: str


@dataclass
class Token:
    token: str


PETS = {
    n: Pet(
        id=n,
        name=f"p{n}",
        status=Status.sold,
        opens=dt.time(9, 30),
        born=dt.datetime(2020, 1, 1),
        price=Decimal("1.50"),
    )
    for n in (1, 2, 3)
}


def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    if connection.headers.get("authorization") != "Bearer secret":
        raise NotAuthorizedException


SIGNED: dict[str, Any] = {"guards": [guard], "security": [{"token": []}]}


@get("/pets", tags=["pets"], **SIGNED)
async def list_pets(limit: int = 2, offset: int = 0) -> Page:
    return Page(items=list(PETS.values())[offset : offset + limit], total=len(PETS))


@post("/pets", tags=["pets"], **SIGNED)
async def create_pet(data: NewPet) -> Pet:
    made = PETS[len(PETS) + 1] = Pet(id=len(PETS) + 1, **vars(data))
    return made


@get("/pets/{pet_id:int}", tags=["pets"], raises=[NotFoundException], **SIGNED)
async def get_pet(pet_id: int) -> Pet:
    if pet_id not in PETS:
        raise NotFoundException("no such pet")
    return PETS[pet_id]


@post("/pets/{pet_id:int}/photo", tags=["pets"], **SIGNED)
async def upload_photo(
    pet_id: int, data: Annotated[Photo, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Stored:
    return Stored(size=len(await data.file.read()), caption=data.caption)


@post("/animals", tags=["animals"], **SIGNED)
async def add_animal(data: Union[Cat, Dog]) -> Union[Cat, Dog]:
    return data


@post("/login", tags=["login"])
async def log_in(
    data: Annotated[Credentials, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Token:
    return Token("secret" if data.password == "pw" else "")


app = Litestar(
    [list_pets, create_pet, get_pet, upload_photo, add_animal, log_in],
    openapi_config=OpenAPIConfig(
        title="Litestar",
        version="1",
        path="/schema",
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
        ),
    ),
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
