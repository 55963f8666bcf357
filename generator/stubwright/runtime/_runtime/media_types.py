"""Match a content type with the documented media types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .request import is_json

_parameters = re.compile(r";\s*([\w!#$&^+.-]+)=(\"[^\"]*\"|[^;\s]*)").findall


def closest(known: Mapping[str, Any], media_type: str) -> str:
    """Return the key that matches a media type: itself, else a range, else the first.

    If keys differ only in parameters, the one that shares the most with the media type
    and has no others is returned (RFC 9110, section 8.3.1).
    """
    wanted, given = essence(media_type), parameters(media_type)
    for kind in (wanted, f"{wanted.partition('/')[0]}/*", "*/*"):
        fits = [key for key in known if essence(key) == kind]
        if fits:
            return max(fits, key=lambda key: _shared(parameters(key), given))
    json = [key for key in known if is_json(key) and is_json(media_type)]
    return (json or list(known))[0]


def _shared(
    stated: frozenset[tuple[str, str]], given: frozenset[tuple[str, str]]
) -> tuple[int, int]:
    return -len(stated - given), len(stated & given)


def essence(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def parameters(media_type: str) -> frozenset[tuple[str, str]]:
    """Return the parameters of a media type; a charset is converted to lower case."""
    return frozenset(
        (
            name.lower(),
            value.strip('"').lower() if name.lower() == "charset" else value.strip('"'),
        )
        for name, value in _parameters(media_type)
    )
