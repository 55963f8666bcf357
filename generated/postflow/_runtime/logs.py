# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""The package's logger."""

from __future__ import annotations

import logging
import os

_package = __name__.partition("._runtime")[0]
log = logging.getLogger(_package)
"""Logs one line per attempt at the level DEBUG, without credentials."""

if os.environ.get(f"{_package.rpartition('.')[2].upper()}_LOG", "").lower() == "debug":
    log.setLevel(logging.DEBUG)
    log.addHandler(logging.StreamHandler())
