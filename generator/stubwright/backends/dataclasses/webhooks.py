"""Parsers of the requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.docstrings import docstring, joined
from stubwright.backends.dataclasses.formatting.expressions import either
from stubwright.backends.dataclasses.formatting.layout import bracket, lay, stable
from stubwright.backends.dataclasses.formatting.literals import line, string
from stubwright.backends.dataclasses.imports import blocks
from stubwright.backends.dataclasses.views import AliasView, WebhooksModule
from stubwright.types.ir_operations import Api, Codec, Content, Operation
from stubwright.types.names import Names


def webhooks_module(api: Api, names: Names, header: str) -> WebhooksModule:
    """Plan one parser for each incoming request whose body may be JSON."""
    annotator = Annotator(api=api, names=names)
    parsers = [_parser(*one, annotator) for one in parsed(api)]
    return WebhooksModule(
        header=header,
        docstring=docstring(
            f"Parsers for webhooks and callbacks of {line(api.title) or 'the API'}.", 0
        ),
        imports=blocks(frozenset({"Incoming"}).union(*(uses for _, uses in parsers)), 0),
        parsers=tuple(view for view, _ in parsers),
    )


def parsed(api: Api) -> list[tuple[Operation, list[Content]]]:
    """Return the incoming requests whose body may be JSON, with their JSON contents."""
    bodies = [(one, one.body.contents) for one in api.incoming if one.body is not None]
    found = [(one, [each for each in body if each.codec is Codec.JSON]) for one, body in bodies]
    return [(one, contents) for one, contents in found if contents]


def _parser(
    operation: Operation, contents: list[Content], annotator: Annotator
) -> tuple[AliasView, frozenset[str]]:
    value = either(annotator.of(content.type) for content in contents)
    text = string(value.text)
    head = f"{annotator.names.methods[operation.id]}: Incoming[{value.text}] = Incoming("
    statement = stable(lay(bracket(head, [text, "__name__"], ")")))
    about = joined(operation.summary, operation.description)
    about = about or f"Parse the body that `{line(operation.name)}` sends."
    return AliasView(statement=statement, docstring=docstring(about, 0)), value.uses
