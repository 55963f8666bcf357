"""SHA-256 of texts."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_LARGE = 1 << 20


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex.

    ``hashlib`` is used for large inputs only, because loading OpenSSL takes longer than it saves for small ones.
    """
    return str(_digest(data).hexdigest())


def _digest(data: bytes) -> Any:
    if len(data) < _LARGE and _small is not None:
        return _small(data)
    return import_module("hashlib").sha256(data)


try:
    _small = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
except ImportError:
    _small = None
