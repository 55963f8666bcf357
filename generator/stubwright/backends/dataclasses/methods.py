"""Methods of an operation, sync and async: signatures, docstrings and the one statement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from stubwright.backends.dataclasses.annotations import Annotator, Use
from stubwright.backends.dataclasses.choices import content_type, has_choice, is_literal, passed_on
from stubwright.backends.dataclasses.formatting.docstrings import docstring
from stubwright.backends.dataclasses.formatting.expressions import (
    NOTHING,
    Expr,
    expr,
    or_none,
    subscript,
    union,
)
from stubwright.backends.dataclasses.formatting.layout import (
    WIDTH,
    bracket,
    bracketed,
    lay_out,
    longer,
    parameter,
    stable,
    width,
)
from stubwright.backends.dataclasses.formatting.literals import constant
from stubwright.backends.dataclasses.operation_docs import about_operation
from stubwright.backends.dataclasses.results import (
    Groups,
    alike,
    any_passed,
    holds_null,
    holds_object,
    is_streamed,
    paged_item,
    result,
    streamed,
)
from stubwright.backends.dataclasses.views import MethodView
from stubwright.base.records import dataclass, replace
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
    default: str


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
    streams = streamed(operation) is not None
    forms = [
        _calling(operation, annotator, about, asynchronous, streams)
        for asynchronous in (False, True)
    ]
    planned = _methods(operation, annotator, forms)
    return replace(planned, uses=planned.uses | {"astream", "stream"}) if streams else planned


def iterators(operation: Operation, annotator: Annotator) -> Methods:
    """Plan the methods that iterate over all pages of an operation."""
    forms = [_paging(operation, annotator, asynchronous) for asynchronous in (False, True)]
    return _methods(operation, annotator, forms)


def _calling(
    operation: Operation, annotator: Annotator, about: str, asynchronous: bool, streams: bool
) -> _Form:
    call = (
        f"{annotator.local_name('astream' if asynchronous else 'stream')}(self, "
        if streams
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
    sync = _method(operation, annotator, arguments, bodies, forms[0])
    twin = None
    if forms[1] == _awaited(forms[0]) and not any(map(is_streamed, chain.from_iterable(bodies))):
        twin = _awaited_method(sync)
    asynchronous = twin or _method(operation, annotator, arguments, bodies, forms[1])
    uses = NOTHING.union(*(argument.annotation.uses for argument in arguments))
    uses |= {"CallOptions", "Unpack"}
    uses = uses.union(*(any_passed(bodies, annotator, asynchronous=True).uses for _ in bodies[:1]))
    uses = uses.union(*(form.returns.uses for form in forms))
    uses |= {"overload"} if len(bodies) > 1 else NOTHING
    uses |= {"Literal"} if any(is_literal(group, bodies) for group in bodies) else NOTHING
    if operation.body and not operation.body.required:
        signatures = (bodies, *((group,) for group in bodies))
        nulls = any(holds_null(groups, annotator) for groups in signatures if groups)
        uses |= {"UNSET", "Unset"} if nulls else NOTHING
    if operation.deprecated:
        uses |= {"deprecated"}
    return Methods(sync=sync, asynchronous=asynchronous, uses=uses)


def _awaited(form: _Form) -> _Form:
    """Return the form of the async method."""
    return replace(form, head=f"async {form.head}", call=f"await {form.call}", asynchronous=True)


def _awaited_method(method: MethodView) -> MethodView | None:
    """Return the async method; None if its lines are split differently."""
    signature = longer(method.signature, "", "async ", 4)
    statement = longer(method.statement, "return ", "await ", 8)
    overloads = [longer(one, "", "async ", 4) for one in method.overloads]
    if signature is None or statement is None or None in overloads:
        return None
    return replace(
        method,
        signature=signature,
        statement=statement,
        overloads=tuple(one for one in overloads if one is not None),
    )


def _arguments(operation: Operation, annotator: Annotator) -> list[_Argument]:
    named = zip(operation.parameters, annotator.names.arguments[operation.id], strict=True)
    return [
        _Argument(name=name, annotation=_annotation(item, annotator), default=_default(item))
        for item, name in named
    ]


def _default(item: Parameter) -> str:
    """Return the default of a parameter; empty if the caller must pass a value."""
    if item.filled is not None:
        return f" = {constant(item.filled)}"
    return "" if isinstance(item.presence, Required) else " = None"


def _annotation(item: Parameter, annotator: Annotator) -> Expr:
    """Return a parameter's type: a class also accepts a mapping; a path parameter is never null."""
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
        overload=annotator.local_name("overload"),
        decorators=_decorators(operation, annotator),
        signature=signature(_body(bodies, annotator, required, bodies, form)),
        docstring=docstring(form.about, 8),
        statement=_statement(operation, annotator, arguments, bodies, form),
    )


def _decorators(operation: Operation, annotator: Annotator) -> tuple[str, ...]:
    if not operation.deprecated:
        return ()
    return (f"@{annotator.local_name('deprecated')}({_DEPRECATED})",)


def _body(
    groups: Groups, annotator: Annotator, required: bool, every: Groups, form: _Form
) -> list[str]:
    """Return ``body`` and, if there is a choice, ``content_type``; ``every`` is all bodies."""
    if not groups:
        return []
    value = any_passed(groups, annotator, asynchronous=form.asynchronous)
    if not required and holds_null(groups, annotator):
        optional = union([value, expr("None"), expr("Unset", "Unset")])
        body = parameter("body", optional.members, " = UNSET", 8)
    else:
        body = _parameter("body", value, "" if required else " = None")
    if not has_choice(every):
        return [body]
    return [body, content_type(groups, annotator, every)]


def _parameters(operation: Operation, arguments: list[_Argument], body: list[str]) -> Iterator[str]:
    placed = list(zip(operation.parameters, arguments, strict=True))
    for item, argument in placed:
        if item.location == "path":
            yield _parameter(argument.name, argument.annotation)
    rest = [argument for item, argument in placed if item.location != "path"]
    if rest or body:
        yield "*"
    for argument in rest:
        if not argument.default:
            yield _parameter(argument.name, argument.annotation)
    yield from body
    for argument in rest:
        if argument.default:
            yield _parameter(argument.name, argument.annotation, argument.default)
    yield f"**{_options(arguments)}: Unpack[CallOptions]"


def _options(arguments: list[_Argument]) -> str:
    """Return the name of the call options; a parameter of the document takes precedence."""
    name = "options"
    while any(one.name == name for one in arguments):
        name += "_"
    return name


def _parameter(name: str, annotation: Expr, default: str = "") -> str:
    """Return a parameter on a separate line; its type includes None if that is the default."""
    held = or_none(annotation) if default == " = None" else annotation
    return parameter(name, held.members, default, 8)


def _statement(
    operation: Operation,
    annotator: Annotator,
    arguments: list[_Argument],
    bodies: Groups,
    form: _Form,
) -> str:
    before, _, first = form.call.partition("(")
    items = [
        *([first.removesuffix(", ")] if first else []),
        annotator.names.constants[operation.id],
        _options(arguments),
        *passed_on(operation, annotator, bodies),
    ]
    return lay_out(bracket(f"return {before}(", items, ")"), 8)
