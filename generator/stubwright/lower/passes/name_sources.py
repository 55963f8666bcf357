"""What names of types are taken from."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.records import dataclass
from stubwright.types.ir import TypeId
from stubwright.types.spec import SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSources:
    """What names are taken from: named types and components by schema, and operations' words."""

    named: Mapping[SchemaId, TypeId]
    components: Mapping[SchemaId, str]
    operations: Mapping[SchemaId, str]
