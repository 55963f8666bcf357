"""Result of a back end's ``plan``: the files of a package, ready to be rendered or copied."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from stubwright.base.records import Field, dataclass


class View(Protocol):
    """A dataclass whose fields a template prints."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to render; ``path`` is posix, below the output folder.

    Every string of ``view`` is finished text: templates loop and print.
    """

    path: str
    template: str
    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file of the back end's runtime, copied unchanged.

    ``source`` is posix, below the runtime's folder. ``head`` is inserted at the beginning; ``word``, if it is not empty,
    replaces ``placeholder``.
    """

    path: str
    source: str
    head: str = ""
    placeholder: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """All files that are generated. ``empty`` are files without content."""

    files: tuple[File, ...]
    copies: tuple[Copy, ...] = ()
    empty: tuple[str, ...] = ()
