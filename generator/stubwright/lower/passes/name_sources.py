"""Sources of the names of types."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.records import dataclass
from stubwright.types.ir import TypeId
from stubwright.types.spec import SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSources:
    """Sources of names: named types and components by schema, and words of operations."""

    named: Mapping[SchemaId, TypeId]
    components: Mapping[SchemaId, str]
    operations: Mapping[SchemaId, str]
