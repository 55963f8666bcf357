"""`stubwright explain`: messages, and operations."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from stubwright.base.resources import code_page, codes
from stubwright.base.suggest import did_you_mean
from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.job import Job, prepare
from stubwright.cli.reporters.reporter import Reporter
from stubwright.generate import reason_without_pages
from stubwright.project.config import find
from stubwright.types.documents import Json
from stubwright.workflow.generate_target import generate_target
from stubwright.workflow.target_result import TargetResult

_Item = Mapping[str, Json]


def explain(arguments: Arguments, reporter: Reporter) -> int:
    """Print the page about a code, the description of an operation, or a list of all codes."""
    topic = arguments.code
    if not topic:
        for code in codes():
            title = (code_page(code) or "").partition("\n")[0].removeprefix("# ")
            sys.stdout.write(f"{title}\n")
        return 0
    page = code_page(topic)
    if page is not None:
        sys.stdout.write(page)
        return 0
    if arguments.settings.document is None and not arguments.config and find(Path.cwd()) is None:
        raise _unknown(topic, codes(), "'stubwright explain' lists all codes")
    text = _descriptions(topic, prepare(arguments, reporter))
    sys.stdout.write(text)
    return 0


def _descriptions(topic: str, job: Job) -> str:
    found: list[str] = []
    known: list[str] = []
    for target in job.targets:
        outcome = generate_target(target, job.locks[target.lock])
        job.reporter.faults((), outcome.documents)
        for item in _items(outcome):
            names = _names(item)
            known += names
            if plain(topic) in map(plain, names):
                found.append(_text(item, outcome))
    if not found:
        raise _unknown(topic, (*codes(), *known), "'--report' of generate lists all operations")
    return "\n".join(found)


def _unknown(topic: str, known: tuple[str, ...] | list[str], hint: str) -> Exception:
    message = f"no message code or operation is called {topic!r}"
    return user_error("code-unknown", message, did_you_mean(topic, tuple(known)) or hint)


def plain(name: str) -> str:
    """Return a name in lower case, without word separators."""
    return re.sub(r"[^a-z0-9{}/]", "", name.lower())


def _items(outcome: TargetResult) -> list[_Item]:
    report = outcome.result.report
    operations = report.get("operations") if isinstance(report, dict) else None
    items = operations.get("items") if isinstance(operations, dict) else None
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _names(item: _Item) -> list[str]:
    """Return the names by which an operation can be found; ``list_pets`` finds ``listPets``."""
    call = str(item["call"])
    names = [f"{item['method']} {item['path']}", call]
    return [*names, call.removeprefix("client."), call.rpartition(".")[2]]


def _text(item: _Item, outcome: TargetResult) -> str:
    method, path = str(item["method"]), str(item["path"])
    lines = [f"{method} {path}", f"  call: {item['call']}"]
    pages = item["pagination"]
    if not isinstance(pages, dict):
        why = reason_without_pages(outcome.documents, method, path)
        why = why or "the configuration or an extension says so"
        lines.append(f"  does not paginate: {why}")
        lines.append("  describe its pagination under '[pagination]' in the configuration")
        return "\n".join(lines) + "\n"
    shown = cast("Mapping[str, object]", pages)
    lines += [f"  iterate: {shown['call']}", f"  pagination: {shown['rule']}, by {shown['why']}"]
    for key in ("items", "parameter", "next"):
        if shown[key]:
            lines.append(f"  {key}: {shown[key]}")
    return "\n".join(lines) + "\n"
