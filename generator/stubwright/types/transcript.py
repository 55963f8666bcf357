"""A transcribed document with the evidence of each of its facts."""

from __future__ import annotations

from typing import Literal

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass

Status = Literal["stated", "inferred", "decided", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One fact of the document: its object, the keyword, the value, and its source.

    ``subject`` is a JSON Pointer into the document. ``lines`` are the first and the last line of
    ``page``, from 1.
    """

    subject: str
    predicate: str
    value: Json
    page: str
    lines: tuple[int, int]
    rule: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question: its location in the document, its text, and a draft of a decision."""

    subject: str
    text: str
    decision: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The document as a tree in the order of the page, its records, and open questions."""

    tree: dict[str, Json]
    records: tuple[Record, ...]
    questions: tuple[Question, ...]
