"""Compare pages with a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stubwright.base.json_value import Json
from stubwright.transcribe.carried import modern
from stubwright.transcribe.drafts.draft import Draft
from stubwright.verify.compare import compare
from stubwright.verify.described import described
from stubwright.verify.finding import Finding


def verify(drafts: Iterable[Draft], tree: Json, decided: Sequence[str] = ()) -> list[Finding]:
    """Find what pages state and a document lacks or contradicts, and what no page has.

    ``decided`` are pointers into the document; a person decided what is below them, so that it is
    not compared.
    """
    known = described(tree)
    found: list[Finding] = []
    compared: set[tuple[str, str]] = set()
    for draft in drafts:
        operations = list(draft.operations)
        if draft.document is not None:
            operations += described(modern(draft.document), draft.lines)
        for operation in operations:
            compared.add((str(operation.method.value), str(operation.path.value)))
            for one in compare(draft.page, operation, known):
                settled = any(
                    one.subject == at or one.subject.startswith(at + "/") for at in decided
                )
                if not settled and one not in found:
                    found.append(one)
    return found
