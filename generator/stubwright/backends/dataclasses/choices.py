"""Choice of the media type of a body, if the document allows several; the arguments that a method passes on."""

from __future__ import annotations

import re

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.declarations import called_path
from stubwright.backends.dataclasses.formatting.layout import parameter
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.results import Groups, chosen_kind, is_range
from stubwright.types.ir_operations import Content, Operation


def content_type(groups: Groups, annotator: Annotator, every: Groups) -> str:
    """Return the argument that says which media type a body has; one of a range may be left to the caller."""
    kinds, first = _kinds(groups), next(iter(_kinds(every)), "")
    default = f" = {first}" if first and (len(groups) > 1 or first in kinds) else ""
    if len(groups) > 1 or _is_open(groups):
        return f"content_type: {annotator.builtin('str').text}{default}"
    return parameter("content_type", [f"Literal[{', '.join(kinds)}]"], default, 8)


def has_choice(groups: Groups) -> bool:
    """Tell whether the caller says which media type a body has."""
    return _is_open(groups) or sum(map(len, groups)) > 1


def is_literal(group: tuple[Content, ...], every: Groups) -> bool:
    """Tell whether the caller chooses one of several media types by its name."""
    return has_choice(every) and not _is_open((group,))


def passed_on(operation: Operation, annotator: Annotator, bodies: Groups) -> list[str]:
    """Return what a method passes on: by position in the order of the runtime's ``Operation.bind``, else by name."""
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
    """Tell whether a media type may be any of a range."""
    return any(is_range(content) for group in groups for content in group)


def _kinds(groups: Groups) -> list[str]:
    """Return the media types that can be chosen, as literals; of a range its default, where it has one."""
    chosen = (chosen_kind(content) for group in groups for content in group)
    return [string(kind) for kind in chosen if kind]
