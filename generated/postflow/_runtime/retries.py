# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Retries: whether a request is sent again, and after how many seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from math import inf
from random import random
from time import time

IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}  # RFC 9110, section 9.2.2
_STATUSES = {408, 429, 500, 502, 503, 504}
_FIRST, _MOST = 0.5, 8.0  # seconds between attempts, unless the server sets them
_LONGEST = 120.0  # seconds: no retry if the server asks for more


def after_response(
    attempt: int, safe: bool, status: int, headers: Mapping[str, str]
) -> float | None:
    """Return the seconds to wait after a response, None for no retry.

    ``attempt`` counts from 1. A request that is not ``safe`` to repeat is retried only
    if the server rejected it unprocessed and sent the time to wait.
    """
    if status not in _STATUSES:
        return None
    asked = retry_after(headers)
    reset = _number(headers.get("x-ratelimit-reset", ""))
    if status == 429 and asked is None and reset is not None:
        # A value over 10^9 is a Unix timestamp.
        asked = max(0.0, reset - time()) if reset > 1e9 else reset
    if asked is None:
        return backoff(attempt) if safe else None
    told = status in (429, 503)
    return asked if asked <= _LONGEST and (safe or told) else None


def backoff(attempt: int) -> float:
    """Return an exponential backoff in seconds, less a random part up to a quarter."""
    return min(_FIRST * 2.0 ** (attempt - 1), _MOST) * (1 - random() / 4)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After (RFC 9110, section 10.2.3), or None."""
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
        moment = moment.replace(tzinfo=moment.tzinfo or timezone.utc)
        return max(0.0, moment.timestamp() - time())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number < inf else None
