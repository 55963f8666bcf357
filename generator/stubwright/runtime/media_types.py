"""Tell which of several documented media types a content has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .request import is_json


def closest(known: Mapping[str, Any], media_type: str) -> str:
    """Return the key that a media type falls under: itself, a range, else the first."""
    wanted = essence(media_type)
    for kind in (wanted, f"{wanted.partition('/')[0]}/*", "*/*"):
        for key in known:
            if essence(key) == kind:
                return key
    json = [key for key in known if is_json(key) and is_json(media_type)]
    return (json or list(known))[0]


def essence(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()
