# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Decompress content in chunks, with bounded memory; truncated content is an error."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_PIECE = 1 << 18  # the maximum bytes of a decompressed chunk


class Inflater:
    """A decoder of the content codings gzip and deflate (RFC 9110, section 8.4.1)."""

    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(47)  # gzip or zlib, by the header
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the decompressed chunks of ``data``."""
        while data:
            if self._decoder.eof:  # a gzip file may have several members
                self._decoder = zlib.decompressobj(47)
            try:
                found = self._decoder.decompress(data, _PIECE)
            except zlib.error:
                if self._begun:
                    raise
                self._decoder = zlib.decompressobj(-15)  # deflate without a header
                found = self._decoder.decompress(data, _PIECE)
            self._begun = True
            data = self._decoder.unconsumed_tail or self._decoder.unused_data
            if found:
                yield found
            elif not self._decoder.eof:
                break

    def end(self) -> None:
        """Raise ``EOFError`` if the content is not complete."""
        if self._begun and not self._decoder.eof:
            raise EOFError
