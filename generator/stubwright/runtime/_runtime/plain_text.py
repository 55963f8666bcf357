"""Read plain text that represents a date, a UUID, an enum, or a JSON value."""

from __future__ import annotations

from typing import Any

from ..errors import DecodeError
from .codec import parse
from .lenient import holds
from .texts import charset


def loads(content: bytes, of: Any, content_type: str) -> Any:
    """Return the JSON value of a text: the text itself if it matches the type."""
    found = charset(content_type)
    try:
        text = content.decode(found[1] if found else "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    plain = content_type.lower().startswith("text/plain") and holds(of, text)
    try:
        data = parse(content)
    except DecodeError:
        if plain:
            return text
        raise
    worded = data is None or isinstance(data, str)  # of other values, text is exact
    return text if plain and not (worded and holds(of, data)) else data
