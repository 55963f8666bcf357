"""JSON for programs: one object on standard output at the end."""

from __future__ import annotations

import json
import sys

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.results import (
    Difference,
    Drift,
    Generated,
    Rendered,
    UnconfiguredTarget,
)
from stubwright.report import render_json
from stubwright.types.documents import Documents, Json


@dataclass(kw_only=True)
class JsonReporter(Reporter):
    """Collects results and prints them at the end."""

    _faults: list[Json] = field(default_factory=list[Json])
    _targets: list[Json] = field(default_factory=list[Json])

    def render_all(self, diagnostics: tuple[Diagnostic, ...], documents: Documents) -> Rendered:
        """Return diagnostics as objects."""
        return Rendered(objects=tuple(render_json(diagnostics, documents)))

    def put(self, rendered: Rendered) -> None:
        """Collect diagnostics."""
        self._faults += rendered.objects

    def generated(self, one: Generated) -> None:
        """Collect what `generate` did for a target, and report it."""
        super().generated(one)
        facts: dict[str, Json] = {
            "target": one.target,
            "output": display_path(one.output),
            "package": one.package,
            "files": list(one.files),
            "written": list(one.written),
            "removed": list(one.removed),
        }
        if one.seconds:
            facts["timings"] = {stage: round(spent, 4) for stage, spent in one.seconds.items()}
        self._targets.append(facts)

    def drift(self, one: Drift) -> None:
        """Collect how `check` found a target."""
        comparison = one.comparison
        self._targets.append(
            {
                "target": comparison.target.key,
                "output": display_path(comparison.target.output),
                "package": comparison.after.package,
                "clean": comparison.clean,
                "changes": [
                    {"path": change.path, "kind": change.kind.value, "edited": change.edited}
                    for change in comparison.changes
                ],
                "why": list(one.why),
                "fix": list(one.fix),
            }
        )

    def unconfigured(self, one: UnconfiguredTarget) -> None:
        """Collect that a target is no longer configured."""
        why: list[Json] = ["no longer configured"]
        self._targets.append({"target": one.key, "clean": False, "changes": [], "why": why})

    def difference(self, one: Difference) -> None:
        """Collect what `generate` would change."""
        renamed: list[Json] = [
            {
                "key": each.key,
                "newKey": each.new_key,
                "name": each.name,
                "newName": each.new_name,
            }
            for each in one.renamed
        ]
        self._targets.append({"renamed": renamed, "diff": "".join(one.texts)})

    def disagreements(self, found: list[str]) -> None:
        """Collect what another generator reads differently."""
        self._targets.append({"disagreements": list(found)})

    @property
    def shows_all(self) -> bool:
        """Return true: all diagnostics are reported."""
        return True

    def finish(self, command: str, code: int) -> None:
        """Print what was collected."""
        whole: Json = {
            "command": command,
            "exit": code,
            "targets": self._targets,
            "diagnostics": self._faults,
        }
        sys.stdout.write(dump(whole))


def dump(value: Json) -> str:
    """Serialize readable JSON; lone surrogates, which cannot be encoded, are escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    return f"{text}\n"
