"""An overlay as text (OpenAPI Overlay 1.0.0, section 4.4)."""

# This module reads untyped data; reportUnknown* would require a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Sequence

import yaml

from stubwright.types.documents import Json


def render_overlay(title: str, actions: Sequence[Json]) -> str:
    """Return an overlay document in YAML."""
    info = {"title": title, "version": "1.0.0"}
    made = {"overlay": "1.0.0", "info": info, "actions": list(actions)}
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
