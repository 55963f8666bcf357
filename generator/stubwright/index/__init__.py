"""Index the targets to which references can point."""

from stubwright.index.index import index as index
from stubwright.index.resolve import resolve as resolve
from stubwright.index.resolve import resolve_dynamic as resolve_dynamic
from stubwright.index.resolve import value_at as value_at
