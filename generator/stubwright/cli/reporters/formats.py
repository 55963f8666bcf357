"""The formats, and when to use colours: what the command line can choose."""

from __future__ import annotations

from typing import Literal

Format = Literal["text", "json", "github"]
Color = Literal["auto", "always", "never"]
