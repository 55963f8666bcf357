"""Time codecs side by side, in one process: `python benchmarks/codecs.py FOLDER [--without-msgspec]`.

FOLDER holds what generators made of `posts.yaml`: `ours` and `opc` (packages), `pydantic_models.py` and
`msgspec_models.py` (of datamodel-code-generator). Prints JSON: milliseconds for decoding and encoding 1,000 records, JSON
text on both sides. `--without-msgspec` hides it from our package, which else parses and writes with it.
"""

# ruff: noqa: PLC0415 - what is measured is imported where it is measured

from __future__ import annotations

import datetime as dt
import enum
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

RECORDS = 1_000
ROUNDS = 25
Work = tuple[Callable[[], Any], Callable[[Any], "bytes | str"]]

PAYLOAD = [
    {
        "id": f"post-{number}",
        "score": number / 7,
        "views": number,
        "likes": number * 2,
        "shares": None,
        "saves": 3,
        "network": "one" if number % 2 else "two",
        "enabled": True,
        "publishedAt": "2023-11-07T05:31:56Z",
        "tags": ["a", "b", "c"],
        "linkPreview": {"url": "https://example.com", "title": "x"},
        "message": "hello, it is a text of some length, as messages are" * 4,
    }
    for number in range(RECORDS)
]
DATA = json.dumps(PAYLOAD, separators=(",", ":")).encode()


class Network(enum.Enum):
    """Where a post is."""

    ONE = "one"
    TWO = "two"


@dataclass
class Link:
    """A link of a post."""

    url: str
    title: str | None = None


@dataclass
class Post:
    """What mashumaro and cattrs are given, written by hand."""

    id: str
    score: float | None
    views: int | None
    likes: int | None
    shares: int | None
    saves: int | None
    network: Network
    enabled: bool
    published_at: dt.datetime | None = field(default=None, metadata={"alias": "publishedAt"})
    tags: list[str] | None = None
    link_preview: Link | None = field(default=None, metadata={"alias": "linkPreview"})
    message: str | None = None


def ours() -> Work:
    """Return our emitted package's work."""
    import ours as package
    from ours import decode_json, encode_json

    wanted = list[package.models.Post]
    return lambda: decode_json(wanted, DATA), encode_json


def opc() -> Work:
    """Return that of openapi-python-client's package."""
    from opc.models.post import Post as Model

    return (
        lambda: [Model.from_dict(each) for each in json.loads(DATA)],
        lambda posts: json.dumps([each.to_dict() for each in posts]),
    )


def pydantic() -> Work:
    """Return that of pydantic, with models of datamodel-code-generator."""
    from pydantic import TypeAdapter
    from pydantic_models import Post as Model

    adapter = TypeAdapter(list[Model])
    return (
        lambda: adapter.validate_json(DATA),
        lambda posts: adapter.dump_json(posts, by_alias=True, exclude_unset=True),
    )


def msgspec() -> Work:
    """Return that of msgspec, with structs of datamodel-code-generator."""
    from msgspec import json as codec
    from msgspec_models import Post as Model

    decoder, encoder = codec.Decoder(list[Model]), codec.Encoder()
    return lambda: decoder.decode(DATA), encoder.encode


def mashumaro() -> Work:
    """Return that of mashumaro's codecs."""
    from mashumaro.codecs.json import JSONDecoder, JSONEncoder
    from mashumaro.config import BaseConfig

    Post.Config = type("Config", (BaseConfig,), {"serialize_by_alias": True})  # type: ignore[attr-defined]
    decoder, encoder = JSONDecoder(list[Post]), JSONEncoder(list[Post])
    return lambda: decoder.decode(DATA), encoder.encode


def cattrs() -> Work:
    """Return that of cattrs."""
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
    from cattrs.preconf.json import make_converter

    converter = make_converter()
    renamed = {
        "published_at": override(rename="publishedAt"),
        "link_preview": override(rename="linkPreview"),
    }
    converter.register_structure_hook(
        dt.datetime, lambda text, _: dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    )
    converter.register_unstructure_hook(Post, make_dict_unstructure_fn(Post, converter, **renamed))
    converter.register_structure_hook(Post, make_dict_structure_fn(Post, converter, **renamed))
    return lambda: converter.loads(DATA, list[Post]), converter.dumps


def plain() -> Work:
    """Return that of the standard library, without types."""
    return lambda: json.loads(DATA), json.dumps


def measure(works: dict[str, Work]) -> dict[str, dict[str, float]]:
    """Run all in turn; return the shortest milliseconds of each."""
    best = {name: {"decode": 1e9, "encode": 1e9} for name in works}
    objects = {name: work[0]() for name, work in works.items()}
    for name, work in works.items():
        first = json.loads(work[1](objects[name]))[1]
        assert (first["id"], first["linkPreview"]["title"]) == ("post-1", "x"), name
        assert first["publishedAt"][:19] == "2023-11-07T05:31:56", name
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for name, (decode, encode) in works.items():
            for what, action in (
                ("decode", decode),
                ("encode", lambda encode=encode, given=objects[name]: encode(given)),
            ):
                start = time.process_time()
                action()
                spent = (time.process_time() - start) * 1e3
                best[name][what] = min(best[name][what], spent)
    return best


def main() -> None:
    """Print the figures."""
    sys.path.insert(0, sys.argv[1])
    makers: dict[str, Callable[[], Work]] = {
        "pydantic": pydantic, "opc": opc, "mashumaro": mashumaro, "cattrs": cattrs, "json": plain,
    }  # fmt: skip
    works: dict[str, Work] = {}
    if "--without-msgspec" in sys.argv:
        sys.modules["msgspec"] = None  # type: ignore[assignment]
        works["ours"] = ours()
        del sys.modules["msgspec"]
    else:
        works["ours"] = ours()
    makers["msgspec"] = msgspec
    works |= {name: make() for name, make in makers.items()}
    print(json.dumps(measure(works)))


if __name__ == "__main__":
    main()
