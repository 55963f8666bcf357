"""The examples of a document for packages with tests (OpenAPI 3.2.0, sections 4.14, 4.19 and 4.24)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.lower.operations.bodies import MOST_REFERENCES
from stubwright.lower.operations.example_values import Matcher
from stubwright.lower.operations.operation import operation_id
from stubwright.types import ir, spec
from stubwright.types.ir import JsonValue, TypeId
from stubwright.types.ir_operations import Api, Codec, Content, Examples, OperationId
from stubwright.types.spec import MISSING, MediaType, Schema, SchemaId, Spec

_JSON = frozenset({Codec.JSON, Codec.MERGE_PATCH})
_TEXTS = frozenset({Codec.TEXT, Codec.XML})


def with_examples(document: Spec, api: Api) -> tuple[Api, tuple[Diagnostic, ...]]:
    """Return the API with its examples, and a note for each that does not match its type."""
    reader = _Examples(document.schemas, api)
    sources = {operation_id(one, None, webhook=False): one for one in document.operations}
    examples = Examples(
        responses=dict(reader.responses(sources)),
        types=dict(reader.types()),
        members=dict(reader.members()),
    )
    return replace(api, examples=examples), tuple(dict.fromkeys(reader.notes))


class _Examples:
    def __init__(self, schemas: Mapping[SchemaId, Schema], api: Api) -> None:
        self._schemas = schemas
        self._api = api
        self._matcher = Matcher(api.types)
        self.notes: list[Diagnostic] = []

    def responses(
        self, sources: Mapping[OperationId, spec.Operation]
    ) -> Iterator[tuple[OperationId, dict[str, JsonValue]]]:
        """Yield the examples of each operation's first success, by media type."""
        for operation in self._api.operations:
            source = sources.get(operation.id)
            statuses = [one.status for one in operation.responses]
            answered = _answered(statuses)
            if source is None or answered is None:
                continue
            at = statuses.index(answered)
            pairs = zip(
                operation.responses[at].contents, source.responses[at].contents, strict=True
            )
            found = {content.media_type: self._example(content, media) for content, media in pairs}
            given: dict[str, JsonValue] = {x: v for x, v in found.items() if v is not None}
            if given:
                yield operation.id, given

    def types(self) -> Iterator[tuple[TypeId, JsonValue]]:
        """Yield the examples of objects and enumerations."""
        for id_, type_ in self._api.types.items():
            schema = self._schemas.get(SchemaId(type_.place))
            if schema is not None and isinstance(type_.shape, ir.Object | ir.Enumeration):
                found = self._first(id_, _of_schema(schema))
                if found is not None:
                    yield id_, found

    def members(self) -> Iterator[tuple[TypeId, dict[str, JsonValue]]]:
        """Yield the examples of the properties of objects."""
        for id_, type_ in self._api.types.items():
            if not isinstance(type_.shape, ir.Object):
                continue
            stated = dict(self._properties(SchemaId(type_.place)))
            found = {
                one.name: self._first(one.type, self._stated(stated[one.name]))
                for one in type_.shape.properties
                if one.name in stated
            }
            given: dict[str, JsonValue] = {x: v for x, v in found.items() if v is not None}
            if given:
                yield id_, given

    def _example(self, content: Content, media: MediaType) -> JsonValue:
        if content.codec in _JSON:
            stated = self._stated(media.schema) if media.schema is not None else ()
            return self._first(content.type, (*media.examples, *stated))
        texts = media.examples if content.codec in _TEXTS else ()
        return next((value for _, value in texts if isinstance(value, str)), None)

    def _first(self, of: TypeId, examples: Iterable[tuple[Place, JsonValue]]) -> JsonValue:
        """Return the first example that matches its type, None if there is none; null is not an example."""
        for place, value in examples:
            fault = "" if value is None else self._matcher.fault(of, value) or _not_json(value)
            if fault:
                self._note(place, fault)
            elif value is not None:
                return value
        return None

    def _note(self, place: Place, fault: str) -> None:
        self.notes.append(
            Diagnostic(
                code="example-wrong-type",
                severity=Severity.NOTE,
                message=f"the example does not match its schema: {fault}; it is not used",
                place=place,
                hint="correct the example or its schema",
            )
        )

    def _stated(self, sid: SchemaId, depth: int = 0) -> Iterator[tuple[Place, JsonValue]]:
        """Yield the examples of a schema without a class: its own, those of its references, and that of its items."""
        schema = self._schemas.get(sid)
        if schema is None or depth > MOST_REFERENCES:
            return
        if depth == 0 or not schema.properties:
            yield from _of_schema(schema)
        further = schema.ref or (schema.all_of[0] if len(schema.all_of) == 1 else None)
        if further is not None:
            yield from self._stated(further, depth + 1)
        elif schema.items is not None and schema.types == ("array",):
            for place, value in self._stated(schema.items, depth + 1):
                yield place, [value]

    def _properties(self, sid: SchemaId, depth: int = 0) -> Iterator[tuple[str, SchemaId]]:
        schema = self._schemas.get(sid)
        if schema is None or depth > MOST_REFERENCES:
            return
        for part in (*schema.all_of, *([schema.ref] if schema.ref is not None else [])):
            yield from self._properties(part, depth + 1)
        yield from schema.properties


def _answered(statuses: Iterable[str]) -> str | None:
    """Return the response that stubs use: the first success, its range, or the default."""
    known = tuple(statuses)
    first = next((one for one in known if one.isdigit() and one.startswith("2")), None)
    return first or next((one for one in ("2XX", "default") if one in known), None)


def _not_json(value: JsonValue) -> str:
    """Return the description of a YAML value that JSON does not have: infinity or NaN."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError as error:
        return str(error)
    return ""


def _of_schema(schema: Schema) -> Iterator[tuple[Place, JsonValue]]:
    for value in schema.examples:
        yield schema.place, value
    if schema.default is not MISSING:
        yield schema.place, schema.default
