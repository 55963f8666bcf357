"""Choice of the media type of a body, if the document allows several."""

from __future__ import annotations

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.layout import parameter
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.results import Groups, chosen_kind, is_range
from stubwright.types.ir_operations import Content


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


def _is_open(groups: Groups) -> bool:
    """Tell whether a media type may be any of a range."""
    return any(is_range(content) for group in groups for content in group)


def _kinds(groups: Groups) -> list[str]:
    """Return the media types that can be chosen, as literals; of a range its default, where it has one."""
    chosen = (chosen_kind(content) for group in groups for content in group)
    return [string(kind) for kind in chosen if kind]
