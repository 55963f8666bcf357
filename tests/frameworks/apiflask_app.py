"""APIFlask with marshmallow: pets in memory."""

from __future__ import annotations

import datetime as dt
import sys

from apiflask import APIFlask, HTTPTokenAuth, Schema, abort
from apiflask.fields import DateTime, File, Float, Integer, List, Nested, String, Time
from apiflask.validators import OneOf

app = APIFlask(__name__, title="Apiflask", version="1")
auth = HTTPTokenAuth()


@auth.verify_token
def verify(token):
    return token if token == "secret" else None


class NewPet(Schema):
    name = String(required=True)
    status = String(required=True, validate=OneOf(["available", "sold"]))
    tag = String(allow_none=True)
    opens = Time(required=True)
    born = DateTime(allow_none=True)
    price = Float(required=True)


class Pet(NewPet):
    id = Integer(required=True)


class Page(Schema):
    items = List(Nested(Pet), required=True)
    total = Integer(required=True)


class Span(Schema):
    limit = Integer(load_default=2)
    offset = Integer(load_default=0)


class Photo(Schema):
    file = File(required=True)
    caption = String(required=True)


class Stored(Schema):
    size = Integer(required=True)
    caption = String(required=True)


class Animal(Schema):
    kind = String(required=True, validate=OneOf(["cat", "dog"]))
    lives = Integer()


class Credentials(Schema):
    user = String(required=True)
    password = String(required=True)


class Token(Schema):
    token = String(required=True)


PETS = {
    n: {
        "id": n,
        "name": f"p{n}",
        "status": "sold",
        "tag": None,
        "opens": dt.time(9, 30),
        "born": dt.datetime(2020, 1, 1),
        "price": 1.5,
    }
    for n in (1, 2, 3)
}


@app.get("/pets")
@app.input(Span, location="query", arg_name="span")
@app.output(Page)
@app.auth_required(auth)
def list_pets(span):
    return {"items": list(PETS.values())[span["offset"] :][: span["limit"]], "total": len(PETS)}


@app.post("/pets")
@app.input(NewPet, arg_name="pet")
@app.output(Pet, status_code=201)
@app.auth_required(auth)
def create_pet(pet):
    made = PETS[len(PETS) + 1] = {"tag": None, "born": None, **pet, "id": len(PETS) + 1}
    return made


@app.get("/pets/<int:pet_id>")
@app.output(Pet)
@app.doc(responses=[404])
@app.auth_required(auth)
def get_pet(pet_id):
    return PETS[pet_id] if pet_id in PETS else abort(404, "no such pet")


@app.post("/pets/<int:pet_id>/photo")
@app.input(Photo, location="form_and_files", arg_name="photo")
@app.output(Stored)
@app.auth_required(auth)
def upload_photo(pet_id, photo):
    return {"size": len(photo["file"].read()), "caption": photo["caption"]}


@app.post("/animals")
@app.input(Animal, arg_name="animal")
@app.output(Animal)
@app.auth_required(auth)
def add_animal(animal):
    return animal


@app.post("/login")
@app.input(Credentials, location="form", arg_name="given")
@app.output(Token)
def log_in(given):
    return {"token": "secret" if given["password"] == "pw" else ""}


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]))
