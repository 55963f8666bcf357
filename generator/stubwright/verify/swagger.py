"""Read the operations of a Swagger 2.0 document, with their pointers."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.json_value import Json
from stubwright.transcribe.drafts.draft import (
    Content,
    Fact,
    Operation,
    Parameter,
    Response,
    Scheme,
    Shape,
)
from stubwright.verify.openapi import OpenAPIDocument, as_list, as_object, escaped

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_OF_PARAMETERS = frozenset(("name", "in", "required", "description"))


class SwaggerDocument(OpenAPIDocument):
    """A document whose bodies, forms, hosts and security are those of Swagger 2.0."""

    def operation(self, method: str, path: str, item: dict[str, Json], above: str) -> Operation:
        """Read an operation; parameters in body and formData become its request body."""
        node, pointer = as_object(item[method]), f"{above}/{method}"
        operation = Operation(method=self.fact(method, pointer), path=self.fact(path, pointer))
        operation.servers = self.servers(node, item, pointer)
        operation.schemes = list(self.schemes(node))
        known: dict[tuple[str, str], tuple[dict[str, Json], str]] = {}
        for holder, where in ((item, above), (node, pointer)):
            for at, one in enumerate(as_list(holder.get("parameters"))):
                found = self.follow(one, f"{where}/parameters/{at}")
                known[str(found[0].get("name")), str(found[0].get("in"))] = found
        inputs = list(known.values())
        operation.parameters = [
            self._parameter(*one) for one in inputs if one[0].get("in") not in ("body", "formData")
        ]
        operation.body = self._body(node, inputs, pointer)
        for status, one in as_object(node.get("responses")).items():
            answer, where = self.follow(one, f"{pointer}/responses/{escaped(str(status))}")
            operation.responses[str(status)] = Response(
                status=self.fact(str(status), where), content=self._answer(node, answer, where)
            )
        return operation

    def servers(
        self, operation: dict[str, Json], item: dict[str, Json], pointer: str
    ) -> list[Fact]:
        """Build the URLs from schemes, host and basePath; without a host, from basePath alone."""
        del item, pointer
        base = str(self.tree.get("basePath", "")).rstrip("/")
        host = self.tree.get("host")
        if not host:
            return [self.fact(base, "/basePath")] if base else []
        schemes = as_list(operation.get("schemes", self.tree.get("schemes"))) or ["https"]
        return [self.fact(f"{one}://{host}{base}", "/host") for one in schemes]

    def schemes(self, operation: dict[str, Json]) -> Iterator[Scheme]:
        """Read the security schemes of an operation."""
        known = as_object(self.tree.get("securityDefinitions"))
        for option in as_list(operation.get("security", self.tree.get("security"))):
            for name in as_object(option):
                pointer = f"/securityDefinitions/{escaped(name)}"
                scheme = as_object(known.get(name))
                if scheme.get("type") == "basic":
                    scheme = {"type": "http", "scheme": "basic"}
                keys = [key for key in ("type", "scheme", "in", "name") if key in scheme]
                yield Scheme(
                    name=name, facts={key: self.fact(scheme[key], pointer) for key in keys}
                )

    def values(self, shape: Shape, node: dict[str, Json], pointer: str) -> None:
        """Read the keywords of a schema or a parameter; a file is a binary string."""
        if node.get("type") == "file":
            node = {**node, "type": "string", "format": "binary"}
        super().values(shape, node, pointer)
        if node.get("x-nullable") is True:
            shape.facts["nullable"] = self.fact(True, pointer)

    def _parameter(self, node: dict[str, Json], pointer: str) -> Parameter:
        where = str(node.get("in"))
        return Parameter(
            name=str(node.get("name")),
            where=self.fact(where, pointer),
            shape=self._field(node, pointer, required=where == "path"),
        )

    def _field(self, node: dict[str, Json], pointer: str, *, required: bool = False) -> Shape:
        schema = {key: one for key, one in node.items() if key not in _OF_PARAMETERS}
        shape = self.shape(schema, pointer)
        shape.found = self.fact(str(node.get("name")), pointer)
        if required or node.get("required") is True:
            shape.required = self.fact(True, pointer)
        return shape

    def _body(
        self,
        operation: dict[str, Json],
        inputs: list[tuple[dict[str, Json], str]],
        pointer: str,
    ) -> Content | None:
        fields = [one for one in inputs if one[0].get("in") == "formData"]
        for node, where in inputs:
            if node.get("in") == "body":
                body = Content(media=self._media(operation, "consumes", where))
                body.shape = self.shape(node.get("schema"), f"{where}/schema")
                if node.get("required") is True:
                    body.required = self.fact(True, where)
                return body
        if not fields:
            return None
        form = Shape(facts={"type": self.fact("object", pointer)})
        form.facts["pointer"] = self.fact(pointer, pointer)
        for node, where in fields:
            form.properties[str(node.get("name"))] = self._field(node, where)
        media = self._media(operation, "consumes", pointer)
        kinds = as_list(media.value)
        media = self.fact(
            [one for one in kinds if "form" in str(one)] or [_FORM, _MULTIPART], pointer
        )
        required = any(node.get("required") is True for node, _ in fields)
        return Content(
            media=media, shape=form, required=self.fact(True, pointer) if required else None
        )

    def _answer(self, operation: dict[str, Json], answer: dict[str, Json], pointer: str) -> Content:
        if "schema" not in answer:
            return Content()
        return Content(
            media=self._media(operation, "produces", pointer),
            shape=self.shape(answer["schema"], f"{pointer}/schema"),
        )

    def _media(self, operation: dict[str, Json], key: str, pointer: str) -> Fact:
        named = as_list(operation.get(key, self.tree.get(key))) or [_JSON]
        return self.fact([str(one).split(";")[0].strip().lower() for one in named], pointer)
