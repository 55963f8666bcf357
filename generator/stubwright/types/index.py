"""Result of ``index``: the possible targets of references."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.place import Place
from stubwright.base.records import dataclass
from stubwright.types.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Identifiers of all documents, collected before references are followed.

    ``resources`` maps an absolute URI without fragment (that of a document, or one
    set by an ``$id``) to the place of its root. ``anchors`` maps (resource URI, name) of
    ``$anchor`` and ``$dynamicAnchor`` to a place. ``bases`` maps the place of each schema with an
    ``$id`` to the URI it sets (JSON Schema 2020-12, section 8.2).
    """

    documents: Documents
    resources: Mapping[str, Place]
    anchors: Mapping[tuple[str, str], Place]
    bases: Mapping[Place, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Message and hint for a reference that does not resolve."""

    code: str
    message: str
    hint: str = ""
