"""`stubwright verify`: compare reference pages with the current document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import display_path
from stubwright.base.place import Place
from stubwright.base.records import dataclass
from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.job import configure
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.transcribe import decisions_of, declined, read_pages, system_of
from stubwright.load import load
from stubwright.output.write import write_file
from stubwright.transcribe.drafts.draft import Draft
from stubwright.transcribe.transcribe import Refusal, read_drafts
from stubwright.types.documents import Documents
from stubwright.verify.crosscheck import Inconsistency, inconsistencies
from stubwright.verify.described import is_known
from stubwright.verify.finding import Finding
from stubwright.verify.report_html import report
from stubwright.verify.verify import verify as compare_pages

_CODES = {
    "contradiction": "page-contradicts",
    "missing": "page-fact-missing",
    "unstated": "page-unstated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Result of comparing pages with a document."""

    path: Path
    pages: Sequence[tuple[str, str]]
    documents: Documents
    drafts: Sequence[Draft]
    refused: Sequence[Refusal]
    findings: Sequence[Finding]
    inconsistencies: Sequence[Inconsistency]


def found_by(arguments: Arguments) -> Found:
    """Compare the pages of a command line with its document. Raise FatalError."""
    path = _document(arguments)
    pages = read_pages(arguments.pages or _pages_of(path))
    documents = load(display_path(path))
    drafts, refused = read_drafts(pages, system_of(arguments.system))
    decisions = decisions_of(arguments.decisions, path)
    subjects = [one.subject for one in decisions if one.subject and one.kind != "fields"]
    tree = documents.by_uri[documents.root].tree
    if not is_known(tree):
        raise user_error(
            "version-unknown",
            f"{display_path(path)} is not an OpenAPI document of a supported version",
            "'openapi' may be 3.0, 3.1 or 3.2 (with any patch number), 'swagger' only '2.0'",
        )
    known = _without_place(path)
    findings = compare_pages(drafts, tree, subjects)
    return Found(
        path=path,
        pages=pages,
        documents=documents,
        drafts=drafts,
        refused=refused,
        findings=[
            one for one in findings if one.kind != "missing" or (one.page, *one.lines) not in known
        ],
        inconsistencies=inconsistencies(pages, drafts),
    )


def verify(arguments: Arguments, reporter: Reporter) -> int:
    """Report the differences between pages and the document; return 1 if the pages state one."""
    found = found_by(arguments)
    if arguments.new_pages:
        # Start-up: only this needs the generator.
        return cast(
            "int", import_module("stubwright.cli.page_changes").report(arguments, found, reporter)
        )
    reporter.faults(declined(found.refused))
    shown = [one for one in found.findings if arguments.notes or one.kind != "unstated"]
    reporter.faults([_diagnostic(one, found.documents) for one in shown], found.documents)
    reporter.faults([_as_diagnostic(one) for one in found.inconsistencies])
    if arguments.html:
        text = report(found.pages, found.drafts, found.documents, found.findings)
        write_file(Path(arguments.html), text.encode("utf-8", "replace"))
    if any(one.kind != "unstated" for one in found.findings):
        return 1
    return 2 if found.refused else 0


def _document(arguments: Arguments) -> Path:
    if arguments.against:
        return Path(arguments.against).absolute()
    _, targets = configure(arguments)
    if len(targets) != 1:
        raise user_error(
            "wrong-arguments", "there are several documents", "choose one with --document"
        )
    return Path(targets[0].document)


def _pages_of(path: Path) -> list[str]:
    """Return the pages that the document was transcribed from, by its provenance."""
    try:
        pages = [record["page"] for record in _provenance(path)]
    except (OSError, ValueError, KeyError, TypeError):
        raise user_error(
            "wrong-arguments",
            f"no page is given, and {display_path(_beside(path))} lists none",
            "pass the saved pages",
        ) from None
    return list(dict.fromkeys(page for page in pages if page))


def _without_place(path: Path) -> set[tuple[str, int, int]]:
    """Return page and lines of the fields that `transcribe` left out and asks about."""
    try:
        return {
            (record["page"], record["lines"][0], record["lines"][1])
            for record in _provenance(path)
            if record["status"] == "absent"
        }
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _beside(path: Path) -> Path:
    return path.with_suffix(".provenance.jsonl")


def _provenance(path: Path) -> list[dict[str, Any]]:
    lines = _beside(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _diagnostic(found: Finding, documents: Documents) -> Diagnostic:
    first, last = found.lines
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    stated = found.kind != "unstated"
    return Diagnostic(
        code=_CODES[found.kind],
        severity=Severity.ERROR if stated else Severity.NOTE,
        message=found.message,
        place=Place(documents.root, found.subject),
        hint=f"{found.page}, {lines}" if stated else f"compared with {found.page}",
    )


def _as_diagnostic(inconsistency: Inconsistency) -> Diagnostic:
    return Diagnostic(
        code="page-doubtful",
        severity=Severity.WARNING,
        message=f"{inconsistency.page}, line {inconsistency.line}: {inconsistency.message}",
        hint="one of the two is wrong; the document is not compared with this line",
    )
