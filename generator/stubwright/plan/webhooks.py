"""Parsers of the requests that the API sends: webhooks and callbacks."""

from __future__ import annotations

from stubwright.plan.annotations import Annotator
from stubwright.plan.docstrings import docstring, joined
from stubwright.plan.expressions import NOTHING, either
from stubwright.plan.imports import blocks
from stubwright.plan.layout import bracket, lay, stable
from stubwright.plan.literals import line, string
from stubwright.plan.results import used
from stubwright.types.ir import Api, Operation
from stubwright.types.names import Names
from stubwright.types.package import AliasView, WebhooksModule


def webhooks_module(api: Api, names: Names, header: str) -> WebhooksModule:
    """Plan one parser for each incoming request that has a body."""
    annotator = Annotator(api=api, names=names)
    parsers = [_parser(one, annotator) for one in api.incoming if one.body is not None]
    return WebhooksModule(
        header=header,
        docstring=docstring(
            f"Parsers of what {line(api.title) or 'the API'} sends: webhooks and callbacks.", 0
        ),
        imports=blocks(NOTHING.union({"Incoming"}, *(uses for _, uses in parsers)), 0),
        parsers=tuple(view for view, _ in parsers),
    )


def _parser(operation: Operation, annotator: Annotator) -> tuple[AliasView, frozenset[str]]:
    contents = used(operation.body.contents) if operation.body is not None else ()
    value = either(annotator.of(content.type) for content in contents)
    text = string(value.text)
    head = f"{annotator.names.methods[operation.id]} = Incoming[{text}]("
    statement = stable(lay(bracket(head, [text, "__name__"], ")")))
    about = joined(operation.summary, operation.description)
    about = about or f"Read what `{line(operation.name)}` sends."
    return AliasView(statement=statement, docstring=docstring(about, 0)), value.uses
