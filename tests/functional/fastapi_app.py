"""A FastAPI application with typical features: unions, naive times, files, ``Body_`` forms, 422."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import FastAPI, File, Form, HTTPException, Path, UploadFile
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, Field


class Cat(BaseModel):
    """A tag that may be left out, as pydantic writes it: const with a default."""

    kind: Literal["cat"] = "cat"
    name: str
    lives: int | None = None


class Dog(BaseModel):
    """A tag that is required."""

    kind: Literal["dog"]
    name: str
    loud: bool = False


Pet = Annotated[Cat | Dog, Field(discriminator="kind")]


class Visit(BaseModel):
    """Times without an offset, and unions in an array, a map and an optional member."""

    at: datetime
    opens: time
    day: date
    price: Decimal
    pet: Pet
    others: list[Pet] = []
    by_name: dict[str, Pet] = {}
    guest: Pet | None = None


class Photo(BaseModel):
    """The result of an upload."""

    size: int
    name: str | None
    caption: str


app = FastAPI(title="Clinic", version="1")


@app.post("/pets", status_code=201)
def add_pet(pet: Pet) -> Pet:
    """Return the received pet."""
    return pet


@app.get("/pets/{number}")
def get_pet(number: Annotated[int, Path(ge=0)]) -> Pet:
    """Return one of two pets."""
    if number > 1:
        raise HTTPException(404, "no such pet")
    return Cat(name="Tom") if number else Dog(kind="dog", name="Rex")


@app.get("/tomorrow", response_model=Pet)
def get_tomorrow() -> Any:
    """Return a pet of a kind that is not in the document."""
    return JSONResponse({"kind": "fish", "name": "Wanda", "fins": 7})


@app.post("/visits")
def add_visit(visit: Visit) -> Visit:
    """Return the received visit."""
    return visit


@app.get("/report", response_class=FileResponse)
def get_report() -> Any:
    """Return this file; FastAPI does not document its content."""
    return FileResponse(__file__)


@app.post("/photos")
async def add_photo(
    photo: Annotated[UploadFile, File()], caption: Annotated[str, Form()] = ""
) -> Photo:
    """Return the size of a file."""
    return Photo(size=len(await photo.read()), name=photo.filename, caption=caption)
