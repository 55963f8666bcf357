"""django-ninja: pets in memory."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, Optional, Union
from wsgiref.simple_server import make_server

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="none", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=False
)
django.setup()
from django.urls import path
from ninja import File, Form, NinjaAPI, Schema
from ninja.files import UploadedFile
from ninja.security import HttpBearer
from pydantic import Field


class Bearer(HttpBearer):
    def authenticate(self, request, token):
        return token if token == "secret" else None


api = NinjaAPI(auth=Bearer(), title="Ninja", docs_url=None)


class Status(str, Enum):
    available = "available"
    sold = "sold"


class NewPet(Schema):
    name: str
    status: Status
    tag: Optional[str] = None
    opens: dt.time
    born: Optional[dt.datetime] = None
    price: Decimal


class Pet(NewPet):
    id: int


class Page(Schema):
    items: list[Pet]
    total: int


class Problem(Schema):
    detail: str


class Stored(Schema):
    size: int
    caption: str


class Cat(Schema):
    kind: Literal["cat"]
    lives: int


class Dog(Schema):
    kind: Literal["dog"]
    bark: bool


class Token(Schema):
    token: str


Animal = Annotated[Union[Cat, Dog], Field(discriminator="kind")]
PETS = {
    n: Pet(
        id=n,
        name=f"p{n}",
        status="sold",
        opens=dt.time(9, 30),
        born=dt.datetime(2020, 1, 1),
        price="1.50",
    )
    for n in (1, 2, 3)
}


@api.get("/pets", response=Page, tags=["pets"])
def list_pets(request, limit: int = 2, offset: int = 0):
    return {"items": list(PETS.values())[offset : offset + limit], "total": len(PETS)}


@api.post("/pets", response={201: Pet}, tags=["pets"])
def create_pet(request, pet: NewPet):
    made = PETS[len(PETS) + 1] = Pet(id=len(PETS) + 1, **pet.dict())
    return 201, made


@api.get("/pets/{pet_id}", response={200: Pet, 404: Problem}, tags=["pets"])
def get_pet(request, pet_id: int):
    return (200, PETS[pet_id]) if pet_id in PETS else (404, {"detail": "no such pet"})


@api.post("/pets/{pet_id}/photo", response=Stored, tags=["pets"])
def upload_photo(request, pet_id: int, caption: Form[str], file: File[UploadedFile]):
    return {"size": file.size, "caption": caption}


@api.post("/animals", response=Animal, tags=["animals"])
def add_animal(request, animal: Animal):
    return animal


@api.post("/login", response=Token, auth=None, tags=["login"])
def log_in(request, user: Form[str], password: Form[str]):
    return {"token": "secret" if password == "pw" else ""}


urlpatterns = [path("", api.urls)]

if __name__ == "__main__":
    from django.core.handlers.wsgi import WSGIHandler

    make_server("127.0.0.1", int(sys.argv[1]), WSGIHandler()).serve_forever()
