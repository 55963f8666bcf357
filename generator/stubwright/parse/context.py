"""The state of one ``parse`` run: the index, the diagnostics and the schemas so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Container
from itertools import islice

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.index import resolve, value_at
from stubwright.parse.repeats import ReferenceInside, Repeats, is_outermost
from stubwright.parse.version import Dialect, dialect_of, version_of
from stubwright.types.documents import Json
from stubwright.types.index import Index, Unresolved
from stubwright.types.spec import Operation, Parameter, Response, Schema, SchemaId

_NO_SCHEMA = Unresolved(
    code="ref-not-a-schema",
    message="this reference points to a whole OpenAPI document, which is not a schema",
    hint="refer to a schema in it, for example '#/components/schemas/Pet'",
)


class Context:
    """Collects diagnostics and assigns schema ids.

    A schema gets its id before it is read, and is read from a work list, so that neither cycles nor
    long chains of references nest calls. The memos contain shared components by place.
    """

    def __init__(
        self, index: Index, dialect: Dialect, *, once: bool = False, examples: bool = False
    ) -> None:
        self.index = index
        self.dialect = dialect
        self.examples = examples
        self.repeats = Repeats() if once else None
        self.schemas: dict[SchemaId, Schema] = {}
        self.pending: deque[tuple[SchemaId, Place, Json]] = deque()
        self.parameters: dict[Place, Parameter | None] = {}
        self.headers: dict[tuple[Place, str], Parameter | None] = {}
        self.responses: dict[Place, Response | None] = {}
        self.callbacks: dict[tuple[Place, str], tuple[Operation, ...]] = {}
        self.active: set[Place] = set()
        self.operation_ids: dict[str, tuple[Place, str]] = {}
        self.schemes: frozenset[str] = frozenset()
        self._known: set[SchemaId] = set()
        self._dialects: dict[str, Dialect] = {}
        self._targets: dict[tuple[str, str], Place | Unresolved] = {}
        self._found: dict[Diagnostic, None] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return every diagnostic once, in the order in which they were reported."""
        return tuple(self._found)

    def warn(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Report a fault that disables the part at ``place``."""
        self._report(code, Severity.WARNING, place, message, hint)

    def note(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Report something that has no effect or is interpreted differently."""
        self._report(code, Severity.NOTE, place, message, hint)

    def report(self, found: Diagnostic) -> None:
        """Report a diagnostic that exists already."""
        self._found[found] = None

    def _report(self, code: str, severity: Severity, place: Place, message: str, hint: str) -> None:
        found = Diagnostic(code=code, severity=severity, message=message, place=place, hint=hint)
        self._found[found] = None

    def dialect_at(self, place: Place) -> Dialect:
        """Return the dialect of a place: that of its own document if stated, else that of the root."""
        uri = place.document
        if uri not in self._dialects:
            document = self.index.documents.by_uri.get(uri)
            stated = version_of(document.tree) if document else None
            found = dialect_of(*stated) if stated else None
            self._dialects[uri] = found or self.dialect
        return self._dialects[uri]

    def schema(self, place: Place, value: Json) -> SchemaId:
        """Return the id of the schema at ``place`` and queue it for reading."""
        id_ = SchemaId(str(place))
        if id_ not in self._known:
            self._known.add(id_)
            self.pending.append((id_, place, value))
        return id_

    def inner(self, place: Place, value: Json, beside: Container[SchemaId] = ()) -> SchemaId:
        """Return the id of a schema inside the current one.

        Equal schemas may share an id (see ``Repeats``), except those ``beside`` each other in a list.
        """
        if self.repeats is None:
            return self.schema(place, value)
        known = self.repeats.known(place, value)
        id_ = self.schema(place, value) if known is None or known in beside else known
        self.repeats.remember(place, value, id_)
        return id_

    def begin(self, id_: SchemaId, place: Place) -> int:
        """Begin to read a schema; return the number of diagnostics so far."""
        if self.repeats is not None:
            self.repeats.begin(id_, place)
        return len(self._found)

    def end(self, id_: SchemaId, before: int) -> None:
        """Record the diagnostics of a schema, which apply to all places where it is repeated."""
        if self.repeats is not None and len(self._found) > before:
            self.repeats.faults[id_] = tuple(islice(self._found, before, None))

    def add(self, schema: Schema) -> SchemaId:
        """Add a schema that is not in the document."""
        self._known.add(schema.id)
        self.schemas[schema.id] = schema
        return schema.id

    def resolve(self, place: Place, ref: str) -> Place | Unresolved:
        """Return the target of a reference at ``place``."""
        if self.index.bases:
            return resolve(self.index, place, ref)
        key = (place.document, ref)
        found = self._targets.get(key)
        if found is None:
            found = self._targets[key] = resolve(self.index, place, ref)
        return found

    def value_at(self, place: Place) -> Json:
        """Return the value at a place that a reference led to."""
        return value_at(self.index, place)

    def refer(self, place: Place, ref: str) -> SchemaId | Unresolved:
        """Return the id of the schema that a reference at ``place`` names."""
        target = self.resolve(place, ref)
        if isinstance(target, Unresolved):
            return target
        if not target.pointer and self._is_description(target.document):
            return _NO_SCHEMA
        if self.repeats is not None and not is_outermost(target):
            raise ReferenceInside
        id_ = SchemaId(str(target))
        return id_ if id_ in self._known else self.schema(target, self.value_at(target))

    def _is_description(self, uri: str) -> bool:
        document = self.index.documents.by_uri.get(uri)
        return document is not None and version_of(document.tree) is not None

    def report_unresolved(self, place: Place, fault: Unresolved) -> None:
        """Report a reference that points nowhere, at the reference itself."""
        self.warn(fault.code, place.child("$ref"), fault.message, fault.hint)
