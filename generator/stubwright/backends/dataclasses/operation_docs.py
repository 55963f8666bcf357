"""Content of a method's docstring."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.constraints import worded
from stubwright.backends.dataclasses.formatting.docstrings import described, joined, section
from stubwright.backends.dataclasses.formatting.literals import example, line
from stubwright.backends.dataclasses.results import success
from stubwright.types.ir import Default
from stubwright.types.ir_operations import Operation, Parameter


def about_operation(operation: Operation, annotator: Annotator) -> str:
    """Return a method's docstring: the document's descriptions of the operation and its parameters."""
    named = zip(operation.parameters, annotator.names.arguments[operation.id], strict=True)
    entries = [(name, _argument_text(item, annotator)) for item, name in named]
    if operation.body is not None and operation.body.description:
        entries.append(("body", described(operation.body.description, ())))
    called = f"`{operation.method} {line(operation.path)}`"
    summary = operation.summary or ("" if operation.description else f"Call {called}.")
    description = "" if operation.description == operation.summary else operation.description
    about = joined(summary, description)
    arguments = section("Args", ((name, text) for name, text in entries if text), 8)
    documented = (one.headers for one in success(operation) if one.headers is not None)
    headers = [annotator.names.types[id_] for id_ in documented if id_ in annotator.names.types]
    about_headers = f"Response headers: `{headers[0]}`." if headers else ""
    return "\n\n".join(part for part in (about, arguments, about_headers) if part)


def _argument_text(item: Parameter, annotator: Annotator) -> str:
    type_ = annotator.api.types[item.type]
    facts = list(worded(type_.constraints)) if type_.hint is None else []
    if isinstance(item.presence, Default):
        facts.append(f"default: {example(item.presence.value)}")
    if item.deprecated:
        facts.append("deprecated")
    return described(item.description, facts)
