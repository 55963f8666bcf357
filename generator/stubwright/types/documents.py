"""Result of ``load``: the document and everything that it refers to."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.diagnostics import Diagnostic, FatalError
from stubwright.base.json_value import Json as Json
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text that was read.

    ``uri`` is absolute (``file:///…``, ``https://…``, ``stdin:``); places contain it.
    ``name`` is its name for the user: a path relative to the project folder (posix), the URL,
    or ``<stdin>``. ``digest`` is a SHA-256 in hex: of ``data``, or, for a URL, of its content
    independent of the order of keys. ``amended`` is true if overlays were applied to ``tree``, which then
    differs from ``data``.
    """

    uri: str
    name: str
    data: bytes = field(repr=False)
    tree: Json = field(repr=False)
    digest: str
    amended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The root document and everything reachable from its references.

    ``refused`` maps the URI of a referenced document that was not read to the reason
    (missing, outside the root, not allowed, unreadable); the code that follows such
    a reference reports that diagnostic at the place of the reference. ``origins`` maps pointers into the root's tree to
    the places from which overlays inserted or moved the values; the longest pointer above a place applies.
    """

    root: str
    by_uri: Mapping[str, Document]
    refused: Mapping[str, Diagnostic]
    diagnostics: tuple[Diagnostic, ...] = ()
    origins: Mapping[str, Place] = field(default_factory=dict[str, Place], repr=False)


class Unreadable(FatalError):
    """A document's text cannot be read; ``documents`` keeps the text, for the excerpts."""

    def __init__(self, *diagnostics: Diagnostic, documents: Documents) -> None:
        super().__init__(*diagnostics)
        self.documents = documents
