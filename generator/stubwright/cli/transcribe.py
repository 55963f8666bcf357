"""`stubwright transcribe`: reference pages to a document with its provenance."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.text_encoding import decode
from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.reporters.reporter import Reporter
from stubwright.output.write import write_file
from stubwright.transcribe.decisions import Decision, WrongDecision, read_decisions
from stubwright.transcribe.recognise import system_named
from stubwright.transcribe.systems.system import System
from stubwright.transcribe.transcribe import Refusal, provenance, read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml
from stubwright.types.transcript import Transcript


def write_transcript(arguments: Arguments, reporter: Reporter) -> int:
    """Write the document of pages and its provenance; return 2 if a page could not be read."""
    if not arguments.pages:
        raise user_error("wrong-arguments", "no page is given", "pass the saved pages")
    path = Path(arguments.write_to)
    drafts, refused = read_drafts(read_pages(arguments.pages), system_of(arguments.system))
    reporter.faults(declined(refused))
    if not drafts:
        return 2
    decisions = decisions_of(arguments.decisions, path)
    try:
        transcript = transcribe(
            drafts, decisions, title=arguments.title, descriptions=arguments.descriptions
        )
    except WrongDecision as wrong:
        raise user_error("decision-wrong", wrong.message, wrong.hint) from None
    write_file(path, write_yaml(transcript.tree).encode("utf-8", "replace"))
    beside = provenance(transcript.records).encode("utf-8", "replace")
    write_file(path.with_suffix(".provenance.jsonl"), beside)
    _say(transcript, path, reporter)
    return 2 if refused else 0


def _say(transcript: Transcript, path: Path, reporter: Reporter) -> None:
    counts = {
        status: sum(1 for one in transcript.records if one.status == status)
        for status in ("stated", "inferred", "decided")
    }
    parts = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    reporter.info(f"{path.as_posix()}: {parts or 'no facts'}")
    if transcript.questions:
        reporter.info(
            f"{len(transcript.questions)} open questions; to answer, paste into decisions.toml:"
        )
    for question in transcript.questions:
        reporter.info(f"\n# {question.subject}: {question.text}\n{question.decision}".rstrip())


def read_pages(names: Sequence[str]) -> list[tuple[str, str]]:
    """Read the files of pages. Raise FatalError if one cannot be read."""
    pages: list[tuple[str, str]] = []
    for name in names:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise user_error(
                "page-unreadable",
                f"{name} cannot be read: {error.strerror or error}",
                "pass a saved page; nothing is fetched from the web",
            ) from None
        try:
            text = decode(data)
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
        pages.append((Path(name).as_posix(), text))
    return pages


def system_of(name: str) -> System | None:
    """Return the named documentation system. Raise FatalError if it is not known."""
    if not name:
        return None
    try:
        return system_named(name)
    except KeyError as error:
        raise user_error(
            "wrong-arguments", f"--system {name!r} is not known", str(error.args[0])
        ) from None


def decisions_of(named: str, document: Path) -> tuple[Decision, ...]:
    """Read the given decisions, or those beside the document. Raise FatalError."""
    path = Path(named) if named else document.with_name("decisions.toml")
    if not named and not path.is_file():
        return ()
    try:
        return read_decisions(path.read_text(encoding="utf-8"))
    except WrongDecision as wrong:
        raise user_error(
            "decision-wrong", f"{path.as_posix()}: {wrong.message}", wrong.hint
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise user_error(
            "decision-wrong", f"{path.as_posix()} cannot be read: {error}", "save it as UTF-8"
        ) from None


def declined(refused: Sequence[Refusal]) -> list[Diagnostic]:
    """Report the pages that could not be read, the reasons, and hints."""
    return [
        Diagnostic(
            code="page-declined",
            severity=Severity.ERROR,
            message=f"{one.page}, line {one.line}: {one.reason}",
            hint=one.hint,
        )
        for one in refused
    ]
