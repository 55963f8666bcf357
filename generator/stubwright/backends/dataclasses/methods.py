"""Methods of an operation, sync and async: signatures, docstrings and the one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stubwright.backends.dataclasses.annotations import Annotator, Use
from stubwright.backends.dataclasses.choices import content_type, has_choice, is_literal
from stubwright.backends.dataclasses.formatting.docstrings import (
    docstring,
)
from stubwright.backends.dataclasses.formatting.expressions import (
    NOTHING,
    Expr,
    expr,
    subscript,
    union,
)
from stubwright.backends.dataclasses.formatting.layout import (
    WIDTH,
    bracket,
    bracketed,
    lay_out,
    parameter,
    stable,
    width,
)
from stubwright.backends.dataclasses.operation_docs import about_operation
from stubwright.backends.dataclasses.results import (
    Groups,
    alike,
    holds_object,
    paged_item,
    passed,
    result,
    streamed,
)
from stubwright.backends.dataclasses.views import MethodView
from stubwright.base.records import dataclass
from stubwright.types.ir import Nullable, Required
from stubwright.types.ir_operations import Operation, Parameter

_DEPRECATED = '"The API\'s document says that this operation is deprecated."'


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """Both methods of an operation and the imports they use."""

    sync: MethodView
    asynchronous: MethodView
    uses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Argument:
    name: str
    annotation: Expr
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """Source text of a method: signature, return type, docstring and call."""

    head: str
    returns: Expr
    about: str
    call: str
    asynchronous: bool


def methods(operation: Operation, annotator: Annotator) -> Methods:
    """Plan an operation's methods."""
    about = about_operation(operation, annotator)
    forms = [_calling(operation, annotator, about, asynchronous) for asynchronous in (False, True)]
    planned = _methods(operation, annotator, forms)
    return (
        replace(planned, uses=planned.uses | {"astream", "stream"})
        if streamed(operation)
        else planned
    )


def iterators(operation: Operation, annotator: Annotator) -> Methods:
    """Plan the methods that go through all pages of an operation."""
    forms = [_paging(operation, annotator, asynchronous) for asynchronous in (False, True)]
    return _methods(operation, annotator, forms)


def _calling(operation: Operation, annotator: Annotator, about: str, asynchronous: bool) -> _Form:
    call = (
        f"{annotator.spell('astream' if asynchronous else 'stream')}(self, "
        if streamed(operation)
        else "self._call("
    )
    return _Form(
        head=f"{'async ' if asynchronous else ''}def {annotator.names.methods[operation.id]}(",
        returns=result(operation, annotator, asynchronous=asynchronous),
        about=about,
        call=f"{'await ' if asynchronous else ''}{call}",
        asynchronous=asynchronous,
    )


def _paging(operation: Operation, annotator: Annotator, asynchronous: bool) -> _Form:
    name = "AsyncPaginator" if asynchronous else "Paginator"
    held = [paged_item(operation, annotator), result(operation, annotator)]
    return _Form(
        head=f"def {annotator.names.iterators[operation.id]}(",
        returns=subscript(name, held, name),
        about=f"Iterate over all pages of `{annotator.names.methods[operation.id]}`, item by item.",
        call=f"{name}(self, ",
        asynchronous=asynchronous,
    )


def _methods(operation: Operation, annotator: Annotator, forms: list[_Form]) -> Methods:
    bodies = alike(operation.body.contents, annotator) if operation.body else ()
    arguments = _arguments(operation, annotator)
    views = [_method(operation, annotator, arguments, bodies, form) for form in forms]
    uses = NOTHING.union(*(argument.annotation.uses for argument in arguments))
    uses |= {"CallOptions", "Unpack"}
    uses = uses.union(*(_passed(bodies, annotator, asynchronous=True).uses for _ in bodies[:1]))
    uses = uses.union(*(form.returns.uses for form in forms))
    uses |= {"overload"} if len(bodies) > 1 else NOTHING
    uses |= {"Literal"} if any(is_literal(group, bodies) for group in bodies) else NOTHING
    if operation.body and not operation.body.required:
        signatures = (bodies, *((group,) for group in bodies))
        nulls = any(_holds_null(groups, annotator) for groups in signatures if groups)
        uses |= {"UNSET", "Unset"} if nulls else NOTHING
    if operation.deprecated:
        uses |= {"deprecated"}
    return Methods(sync=views[0], asynchronous=views[1], uses=uses)


def _arguments(operation: Operation, annotator: Annotator) -> list[_Argument]:
    named = zip(operation.parameters, annotator.names.arguments[operation.id], strict=True)
    return [
        _Argument(
            name=name,
            annotation=_annotation(item, annotator),
            required=isinstance(item.presence, Required),
        )
        for item, name in named
    ]


def _annotation(item: Parameter, annotator: Annotator) -> Expr:
    """Return a parameter's type: for a class a mapping will do as well, a part of a path is never null."""
    types = annotator.api.types
    id_ = inner = item.type
    if isinstance(shape := types[id_].shape, Nullable):
        inner = shape.type
        id_ = inner if item.location == "path" else id_
    held = annotator.of(id_, Use.PASSED)
    if holds_object(inner, annotator):
        anything = annotator.imported("Any")
        return union([held, annotator.mapping(anything, Use.PASSED)])
    return held


def _method(
    operation: Operation,
    annotator: Annotator,
    arguments: list[_Argument],
    bodies: Groups,
    form: _Form,
) -> MethodView:
    returns = form.returns
    required = operation.body is not None and operation.body.required

    def signature(body: list[str], tail: str = ":") -> str:
        items = ["self", *_parameters(operation, arguments, body)]
        closing = f") -> {returns.text}{tail}"
        if len(returns.members) > 1 and 4 + width(closing) > WIDTH:
            closing = bracketed(") -> ", returns.members, tail, 4) or closing
        return stable(lay_out(bracket(form.head, items, closing), 4), 4)

    overloads = [
        signature(_body((group,), annotator, required, bodies, form), ": ...")
        for group in bodies
        if len(bodies) > 1
    ]
    return MethodView(
        overloads=tuple(overloads),
        overload=annotator.spell("overload"),
        decorators=(f"@{annotator.spell('deprecated')}({_DEPRECATED})",)
        if operation.deprecated
        else (),
        signature=signature(_body(bodies, annotator, required, bodies, form)),
        docstring=docstring(form.about, 8),
        statement=_statement(operation, annotator, arguments, bodies, form),
    )


def _passed(groups: Groups, annotator: Annotator, *, asynchronous: bool) -> Expr:
    return union(passed(group[0], annotator, asynchronous=asynchronous) for group in groups)


def _holds_null(groups: Groups, annotator: Annotator) -> bool:
    """Tell whether None is a value of a body, so that one which is absent needs another."""
    value = _passed(groups, annotator, asynchronous=False)
    return not {"None", "Any"}.isdisjoint(value.members)


def _body(
    groups: Groups, annotator: Annotator, required: bool, every: Groups, form: _Form
) -> list[str]:
    """Return ``body`` and, where the document leaves a choice, ``content_type``; ``every`` body there is."""
    if not groups:
        return []
    value = _passed(groups, annotator, asynchronous=form.asynchronous)
    if not required and _holds_null(groups, annotator):
        optional = union([value, expr("None"), expr("Unset", "Unset")])
        body = parameter("body", optional.members, " = UNSET", 8)
    else:
        body = _parameter("body", value, required)
    if not has_choice(every):
        return [body]
    return [body, content_type(groups, annotator, every)]


def _parameters(operation: Operation, arguments: list[_Argument], body: list[str]) -> Iterator[str]:
    placed = list(zip(operation.parameters, arguments, strict=True))
    for item, argument in placed:
        if item.location == "path":
            yield _parameter(argument.name, argument.annotation, required=True)
    rest = [argument for item, argument in placed if item.location != "path"]
    if rest or body:
        yield "*"
    for argument in rest:
        if argument.required:
            yield _parameter(argument.name, argument.annotation, required=True)
    yield from body
    for argument in rest:
        if not argument.required:
            yield _parameter(argument.name, argument.annotation, required=False)
    yield f"**{_options(arguments)}: Unpack[CallOptions]"


def _options(arguments: list[_Argument]) -> str:
    """Return what the settings of a call are called: an argument of the document's own has the name first."""
    name = "options"
    while any(one.name == name for one in arguments):
        name += "_"
    return name


def _parameter(name: str, annotation: Expr, required: bool) -> str:
    """Return a parameter on a line of its own; one that may be omitted is None then."""
    if required:
        return parameter(name, annotation.members, "", 8)
    optional = union([annotation, expr("None")])
    return parameter(name, optional.members, " = None", 8)


def _statement(
    operation: Operation,
    annotator: Annotator,
    arguments: list[_Argument],
    bodies: Groups,
    form: _Form,
) -> str:
    names = [argument.name for argument in arguments]
    names += ["body"] if bodies else []
    names += ["content_type"] if has_choice(bodies) else []
    before, _, first = form.call.partition("(")
    items = [
        *([first.removesuffix(", ")] if first else []),
        annotator.names.constants[operation.id],
        _options(arguments),
        *(f"{name}={name}" for name in names),
    ]
    return lay_out(bracket(f"return {before}(", items, ")"), 8)
