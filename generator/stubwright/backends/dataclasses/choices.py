"""The choice between media types of a body, and the arguments that a method passes on."""

from __future__ import annotations

import re

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.declarations import called_path
from stubwright.backends.dataclasses.formatting.layout import parameter
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.results import Groups, chosen_kind, is_range
from stubwright.types.ir_operations import Content, Operation


def content_type(groups: Groups, annotator: Annotator, every: Groups) -> str:
    """Return the argument for the media type of a body; for a range, the caller may choose any type."""
    kinds, first = _kinds(groups), next(iter(_kinds(every)), "")
    default = f" = {first}" if first and (len(groups) > 1 or first in kinds) else ""
    if len(groups) > 1 or _is_open(groups):
        return f"content_type: {annotator.builtin('str').text}{default}"
    return parameter("content_type", [f"Literal[{', '.join(kinds)}]"], default, 8)


def has_choice(groups: Groups) -> bool:
    """Return whether the caller chooses the media type of a body."""
    return _is_open(groups) or sum(map(len, groups)) > 1


def is_literal(group: tuple[Content, ...], every: Groups) -> bool:
    """Return whether the caller chooses one of several media types."""
    return has_choice(every) and not _is_open((group,))


def passed_on(operation: Operation, annotator: Annotator, bodies: Groups) -> list[str]:
    """Return the arguments that a method passes on: in the order of the runtime's ``Operation.bind``, or by name."""
    rest = ["body"] if bodies else []
    rest += ["content_type"] if has_choice(bodies) else []
    arguments = annotator.names.arguments[operation.id]
    named = zip(operation.parameters, arguments, strict=True)
    placed = {name for item, name in named if item.location == "path"}
    inside = dict.fromkeys(re.findall(r"\{([^{}]*)\}", called_path(operation, arguments)))
    if inside.keys() != placed:
        return [f"{name}={name}" for name in (*arguments, *rest)]
    return [*inside, *(name for name in arguments if name not in inside), *rest]


def _is_open(groups: Groups) -> bool:
    """Return whether a media type is a range."""
    return any(is_range(content) for group in groups for content in group)


def _kinds(groups: Groups) -> list[str]:
    """Return the media types to choose from, as literals; for a range, its default if it has one."""
    chosen = (chosen_kind(content) for group in groups for content in group)
    return [string(kind) for kind in chosen if kind]
