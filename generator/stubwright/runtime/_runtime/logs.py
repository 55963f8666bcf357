"""The package's logger."""

from __future__ import annotations

import logging
import os

_package = __name__.partition("._runtime")[0]
log = logging.getLogger(_package)
"""Has a line for each attempt, at the level DEBUG; none holds a credential."""

if os.environ.get(f"{_package.rpartition('.')[2].upper()}_LOG", "").lower() == "debug":
    log.setLevel(logging.DEBUG)
    log.addHandler(logging.StreamHandler())
