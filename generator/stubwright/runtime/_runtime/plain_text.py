"""Read plain text that represents a date, a UUID, an enum, or a JSON value."""

from __future__ import annotations

from typing import Any

from ..errors import DecodeError
from ..http import RawResponse
from .codec import parse
from .lenient import holds


def loads(content: bytes, of: Any, content_type: str) -> Any:
    """Return a text if it matches the type, otherwise the JSON value that it contains."""
    text = RawResponse(200, {"content-type": content_type}, content).text
    plain = content_type.lower().startswith("text/plain") and holds(of, text)
    try:
        data = parse(content)
    except DecodeError:
        if plain:
            return text
        raise
    # `null` and `"low"` are JSON if they match; `1.50` is the text of a decimal.
    as_json = (data is None or isinstance(data, str)) and holds(of, data)
    return text if plain and not as_json else data
