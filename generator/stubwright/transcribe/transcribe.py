"""Convert pages to a document, its provenance and open questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from stubwright.base.records import dataclass
from stubwright.transcribe.decisions import Decision, apply, decide_fields, decide_servers
from stubwright.transcribe.document import assemble
from stubwright.transcribe.drafts.draft import Declined, Draft
from stubwright.transcribe.recognise import draft_of
from stubwright.transcribe.systems.system import System
from stubwright.types.transcript import Record, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that was not read: its name, the line at which it stopped, the reason and a hint."""

    page: str
    line: int
    reason: str
    hint: str


def read_drafts(
    pages: Iterable[tuple[str, str]], system: System | None = None
) -> tuple[list[Draft], list[Refusal]]:
    """Read pages, given as names and texts; a page that cannot be read does not stop the others."""
    drafts: list[Draft] = []
    refused: list[Refusal] = []
    for name, text in pages:
        try:
            drafts += draft_of(name, text, system)
        except Declined as stop:
            refused.append(Refusal(page=name, line=stop.line, reason=stop.reason, hint=stop.hint))
    return drafts, refused


def transcribe(
    drafts: Sequence[Draft],
    decisions: Sequence[Decision] = (),
    *,
    title: str = "",
    descriptions: bool = False,
) -> Transcript:
    """Convert drafts to a document. Raise WrongDecision."""
    decide_servers(drafts, decisions)
    decide_fields(drafts, decisions)
    return apply(assemble(drafts, title=title, descriptions=descriptions), decisions)


def provenance(records: Iterable[Record]) -> str:
    """Write records as JSON Lines, one fact per line."""
    return "".join(
        json.dumps(
            {
                "subject": one.subject,
                "predicate": one.predicate,
                "value": one.value,
                "page": one.page,
                "lines": list(one.lines),
                "rule": one.rule,
                "status": one.status,
            },
            ensure_ascii=False,
        )
        + "\n"
        for one in records
    )
