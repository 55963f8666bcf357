"""Multipart bodies with positional parts (OpenAPI 3.2.0, section 4.15.1.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import chain, repeat
from typing import Any, get_args, get_origin

from ..errors import EncodeError
from .codec_compile import part, resolve
from .forms import Envelope, Part, joined, parts_of

_JSON = Part("application/json")


class PartList:
    """A body that is a list of parts; the type of the list is given by name.

    ``first`` has the encodings of the first parts, ``rest`` that of all other parts.
    """

    def __init__(
        self, type: str, first: Sequence[Part] = (), rest: Part | None = None
    ) -> None:
        self.type = type
        self.first = first
        self.rest = rest or Part()

    def write(self, value: Any, media_type: str, module: str, /) -> tuple[str, Any]:
        """Return the content type, with a random boundary, and the content.

        A list is serialized at once, any other iterable part by part while it is sent.
        """
        specs = chain(self.first, repeat(self.rest))
        parts = _Parts(media_type, self._types(resolve(self.type, module)), specs)
        if value.__class__ in (list, tuple):
            written = [piece for each in value for piece in parts.write(each)]
            content: Any = joined([*written, parts.envelope.end])
        elif hasattr(value, "__aiter__"):
            content = part("uploads").Upload([_async_pieces(value, parts)])
        elif (
            hasattr(value, "keys")
            or isinstance(value, (str, bytes))
            or not hasattr(value, "__iter__")
        ):
            kind = value.__class__.__name__
            raise EncodeError(f"expected an iterable of parts, got {kind}")
        else:
            content = part("uploads").Upload([_pieces(value, parts)])
        return parts.envelope.content_type, content

    def _types(self, of: Any) -> Iterator[Any]:
        if get_origin(of) is tuple:
            return chain(get_args(of), repeat(Any))
        return repeat(get_args(of)[0] if get_origin(of) is list else Any)


class _Parts:
    """Serializes parts, each with its own type and encoding."""

    def __init__(
        self, media_type: str, types: Iterator[Any], specs: Iterator[Part]
    ) -> None:
        first = next(specs)
        kind = first.choose(lambda each: "*" not in each)
        self.envelope = Envelope(media_type, kind)
        self._types, self._specs = types, chain([first], specs)

    def write(self, value: Any) -> list[Any]:
        """Return the chunks of the next part; a nested list is encoded as JSON."""
        of, spec = next(self._types), next(self._specs)
        spec = spec if spec.content_type or not isinstance(value, list) else _JSON
        (one,) = parts_of("", value, of, spec)
        return self.envelope.part(one)


def _pieces(values: Any, parts: _Parts) -> Iterator[bytes]:
    for each in values:
        for piece in parts.write(each):
            yield from _in_pieces(piece)
    yield parts.envelope.end


async def _async_pieces(values: Any, parts: _Parts) -> AsyncIterator[bytes]:
    async for each in values:
        for piece in parts.write(each):
            if isinstance(piece, (bytes, bytearray)):
                yield bytes(piece)
                continue
            async for one in part("uploads").Upload([piece]):
                yield one
    yield parts.envelope.end


def _in_pieces(piece: Any) -> Any:
    whole = isinstance(piece, (bytes, bytearray))
    return [bytes(piece)] if whole else part("uploads").Upload([piece])
