"""Results of commands, independent of a format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stubwright.base.json_value import Json
from stubwright.base.message_text import display_path
from stubwright.base.records import dataclass, field
from stubwright.output.changes import Change, Kind
from stubwright.output.renames import Rename
from stubwright.workflow.drift import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Diagnostics in the format of a reporter, before they are printed: text, or objects for JSON."""

    text: str = ""
    objects: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The result of `generate` for a target. Paths are relative to ``output``.

    ``seconds`` is the duration of each stage, if requested.
    """

    target: str
    output: Path
    package: str
    files: Mapping[str, str]
    changes: tuple[Change, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def written(self) -> list[str]:
        """Return the files that were written."""
        return [change.path for change in self.changes if change.after is not None]

    @property
    def removed(self) -> list[str]:
        """Return the files that were removed."""
        return [change.path for change in self.changes if change.kind is Kind.ORPHANED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Comparison of a target with its reasons and fixes, both empty if the target is clean."""

    comparison: Comparison
    why: tuple[str, ...]
    fix: tuple[str, ...]

    @property
    def package(self) -> str:
        """Return the package's folder, for messages."""
        return display_path(self.comparison.package)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnconfiguredTarget:
    """A target in the lock that is no longer configured, and the files that it left."""

    key: str
    lock: Path
    files: tuple[Change, ...]
    fix: str = "stubwright generate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Changes that `generate` would make: names, and unified diffs of files."""

    renamed: tuple[Rename, ...]
    texts: tuple[str, ...]
