"""Read the operations of a document, OpenAPI 3 or Swagger 2.0, in the form of a draft."""

from __future__ import annotations

import re

from stubwright.base.json_value import Json
from stubwright.transcribe.drafts.draft import Operation
from stubwright.verify.openapi import OpenAPIDocument
from stubwright.verify.swagger import SwaggerDocument


def described(tree: Json, lines: tuple[int, int] = (0, 0)) -> list[Operation]:
    """Read the operations of a document; the rule of each fact is its pointer."""
    document = tree if isinstance(tree, dict) else {}
    kind = SwaggerDocument if "swagger" in document else OpenAPIDocument
    return list(kind(document, lines).operations())


def is_known(tree: Json) -> bool:
    """Return whether the version of a document is supported."""
    document = tree if isinstance(tree, dict) else {}
    if "openapi" in document:
        return bool(re.match(r"3\.[0-2](\.|$)", str(document["openapi"])))
    return str(document.get("swagger")) in ("2", "2.0")
