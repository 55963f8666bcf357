"""Pagination of operations of real documents, judged by hand.

The rules were corrected by the first sixty operations and others of the same documents. The second sixty are of
documents that no rule was made for: before they were corrected by them the rules found 55 of 60 as judged
(docs/decisions/0048-pagination-judged-again.md). The judgments of the third and fourth sixty were sealed before the
rules ran: 47 and 56 of 60 (docs/decisions/0051-pagination-by-kinds.md and 0052-pagination-in-headers.md).
The fifth were judged in the same way, after the last change of the rules: 59 of 60, and the other is not guessed.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from places import CORPUS, NO_CORPUS
from stubwright.index import index
from stubwright.load import load
from stubwright.lower.lower import table_of
from stubwright.lower.operations.pagination import inferred, look
from stubwright.lower.operations.pagination_extensions import stated
from stubwright.lower.operations.response_members import Members
from stubwright.parse import parse
from stubwright.types.ir_operations import Pagination

HERE = Path(__file__).parent
LEAST = 58


def found(document: str, operations: set[str]) -> dict[str, tuple[str, ...]]:
    """Return what extensions state, or what is inferred, for some operations of a document."""
    spec = parse(index(load(str(CORPUS / document))))
    members = Members(table_of(spec, ()))
    pages: dict[str, tuple[str, ...]] = {}
    for operation in spec.operations:
        key = f"{operation.method.upper()} {operation.path}"
        if key in operations:
            seen = look(members, operation)
            said = stated(operation, seen)
            if said is None and seen:
                said = inferred(seen)
            one = said if isinstance(said, Pagination) else None
            shown = (one.rule, one.items, one.parameter, one.next) if one else ("none", "", "", "")
            pages[key] = tuple(each or "-" for each in shown)
    return pages


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize(
    ("judged", "folder"),
    [
        ("pagination_judged.tsv", "real/"),
        ("pagination_blind.tsv", ""),
        ("pagination_sealed.tsv", ""),
        ("pagination_fresh.tsv", ""),
        ("pagination_unseen.tsv", ""),
    ],
)
def test_pagination_agrees_with_the_judgments(judged: str, folder: str) -> None:
    """At least 58 of 60 operations agree; the others are not detected, instead of detected wrongly."""
    wanted: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    with (HERE / judged).open(encoding="utf-8") as file:
        for document, operation, *rest in list(csv.reader(file, delimiter="\t"))[1:]:
            wanted[folder + document][operation] = tuple(rest)
    right, others = 0, list[str]()
    for document, operations in wanted.items():
        pages = found(document, set(operations))
        assert set(pages) == set(operations)
        for key, want in operations.items():
            right += pages[key] == want
            if pages[key] != want:
                others.append(f"{document} {key}: {pages[key]}, not {want}")
                assert pages[key][0] == "none", others
    assert sum(map(len, wanted.values())) == 60
    assert right >= LEAST, others
