"""Time the emitted codec beside the same work written by hand: `python benchmarks/codec.py`.

Prints seconds and ratios for a list of records: parsing alone, decoding by the runtime, and by
an unchecked function as a careful person would write it. Ratios hold between machines, seconds do not.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).parent.parent / "generator"))

from stubwright.runtime._runtime.codec import decode, encode, parse
from stubwright.runtime._runtime.enums import StrEnum

RECORDS = 2_000
ROUNDS = 15


class Network(StrEnum):
    """Where a post stands."""

    ONE = "one"
    TWO = "two"


@dataclass(slots=True, kw_only=True)
class Link:
    """A link of a post."""

    url: str
    title: str | None = None


@dataclass(slots=True, kw_only=True)
class Post:
    """A record with what responses commonly hold."""

    __wire__: ClassVar = {"link_preview": "linkPreview", "published_at": "publishedAt"}

    id: str
    score: float | None
    views: int | None
    likes: int | None
    shares: int | None
    saves: int | None
    network: Network | str
    enabled: bool
    published_at: dt.datetime | None = None
    tags: list[str] | None = None
    link_preview: Link | None = None
    message: str | None = None


PAYLOAD = [
    {
        "id": f"post-{number}",
        "score": number / 7,
        "views": number,
        "likes": number * 2,
        "shares": None,
        "saves": 3,
        "network": "one" if number % 2 else "new",
        "enabled": True,
        "publishedAt": "2023-11-07T05:31:56Z",
        "tags": ["a", "b", "c"],
        "linkPreview": {"url": "https://example.com", "title": "x"},
        "message": "hello",
    }
    for number in range(RECORDS)
]


def by_hand(data: list[dict[str, Any]]) -> list[Post]:
    """Decode without a check of any kind."""
    known = {each.value: each for each in Network}
    return [
        Post(
            id=one["id"],
            score=one["score"],
            views=one["views"],
            likes=one["likes"],
            shares=one["shares"],
            saves=one["saves"],
            network=known.get(one["network"], one["network"]),
            enabled=one["enabled"],
            published_at=_moment(one.get("publishedAt")),
            tags=one.get("tags"),
            link_preview=_link(one.get("linkPreview")),
            message=one.get("message"),
        )
        for one in data
    ]


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def _link(data: dict[str, Any] | None) -> Link | None:
    return Link(url=data["url"], title=data.get("title")) if data else None


def written_by_hand(posts: list[Post]) -> list[dict[str, Any]]:
    """Encode without a check of any kind."""
    return [
        {
            "id": one.id,
            "score": one.score,
            "views": one.views,
            "likes": one.likes,
            "shares": one.shares,
            "saves": one.saves,
            "network": str(one.network),
            "enabled": one.enabled,
            "publishedAt": one.published_at and one.published_at.isoformat().replace("+00:00", "Z"),
            "tags": one.tags,
            "linkPreview": one.link_preview
            and {"url": one.link_preview.url, "title": one.link_preview.title},
            "message": one.message,
        }
        for one in posts
    ]


def best(action: Callable[[], object]) -> float:
    """Return the shortest of several times, in seconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def measure() -> list[tuple[str, float, float]]:
    """Return names, seconds and the seconds of the same work by hand."""
    text = json.dumps(PAYLOAD).encode()
    posts = decode(list[Post], PAYLOAD)
    assert posts == by_hand(PAYLOAD)
    assert encode(posts)[0] == written_by_hand(posts)[0]
    hand, written = best(lambda: by_hand(PAYLOAD)), best(lambda: written_by_hand(posts))
    return [
        ("json.loads alone", best(lambda: json.loads(text)), hand),
        ("parse of the runtime", best(lambda: parse(text)), hand),
        ("decode, by hand and unchecked", hand, hand),
        ("decode, the runtime", best(lambda: decode(list[Post], PAYLOAD)), hand),
        ("encode, by hand and unchecked", written, written),
        ("encode, the runtime", best(lambda: encode(posts)), written),
    ]


def main() -> None:
    """Print the table."""
    print(f"{RECORDS} records, Python {sys.version.split()[0]}")
    for name, seconds, unit in measure():
        print(f"{name:32} {seconds * 1e3:8.2f} ms   {seconds / unit:5.2f} x by hand")


if __name__ == "__main__":
    main()
