"""Parsers of the requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.docstrings import docstring, joined
from stubwright.backends.dataclasses.formatting.expressions import NOTHING, union
from stubwright.backends.dataclasses.formatting.layout import bracket, lay_out, stable
from stubwright.backends.dataclasses.formatting.literals import line, string
from stubwright.backends.dataclasses.imports import blocks
from stubwright.backends.dataclasses.views import AliasView, WebhooksModule
from stubwright.types.ir_operations import Api, Codec, Content, Operation
from stubwright.types.names import Names

_PARSED = frozenset({Codec.JSON, Codec.MERGE_PATCH, Codec.XML})


def webhooks_module(api: Api, names: Names, header: str) -> WebhooksModule:
    """Plan one parser for each incoming request with a JSON or XML body."""
    annotator = Annotator(api=api, names=names)
    parsers = [_parser(*one, annotator) for one in parsed(api)]
    return WebhooksModule(
        header=header,
        docstring=docstring(
            f"Parsers for webhooks and callbacks of {line(api.title) or 'the API'}.", 0
        ),
        imports=blocks(NOTHING.union(*(uses for _, uses in parsers)), 0),
        parsers=tuple(view for view, _ in parsers),
    )


def parsed(api: Api) -> list[tuple[Operation, list[Content]]]:
    """Return the incoming requests with a JSON or XML body, with these contents."""
    bodies = [(one, one.body.contents) for one in api.incoming if one.body is not None]
    found = [(one, [each for each in body if each.codec in _PARSED]) for one, body in bodies]
    return [(one, contents) for one, contents in found if contents]


def _parser(
    operation: Operation, contents: list[Content], annotator: Annotator
) -> tuple[AliasView, frozenset[str]]:
    value = union(annotator.of(content.type) for content in contents)
    text = string(value.text)
    kind = "IncomingXml" if any(one.codec is Codec.XML for one in contents) else "Incoming"
    head = f"{annotator.names.methods[operation.id]}: {kind}[{value.text}] = {kind}("
    statement = stable(lay_out(bracket(head, [text, "__name__"], ")")))
    about = joined(operation.summary, operation.description)
    about = about or f"Parse the body that `{line(operation.name)}` sends."
    return AliasView(statement=statement, docstring=docstring(about, 0)), value.uses | {kind}
