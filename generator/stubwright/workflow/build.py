"""Generate while a distribution is built; shared by the hooks of all build backends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stubwright.base.records import dataclass
from stubwright.base.suggest import did_you_mean
from stubwright.base.user_errors import user_error
from stubwright.project.config import find, read
from stubwright.project.settings import Settings
from stubwright.project.targets import select
from stubwright.types.documents import Unreadable
from stubwright.workflow.generate_target import generate_target
from stubwright.workflow.locks import locks_of
from stubwright.workflow.target_result import TargetResult
from stubwright.workflow.write_targets import Writing

KEYS: Final[Mapping[str, type]] = {"config": str, "target": str, "strict": bool}
"""The keys of a hook's own table."""

REQUIREMENT: Final = "httpx2>=2,<3"
"""The run-time requirement of a generated package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A package that was generated: its folder, and its files, posix and relative to ``output``."""

    output: Path
    package: str
    files: tuple[str, ...]


def build(root: Path, table: Mapping[str, Any], where: str) -> tuple[Built, ...]:
    """Generate the targets of the configuration in ``root``, and return their packages.

    ``table`` has the hook's keys (see ``KEYS``); ``where`` is its name in messages. Raise FatalError if nothing can be
    generated.
    """
    _demand_keys(table, where)
    path = root / table["config"] if table.get("config") else find(root)
    if path is None:
        raise user_error(
            "config-not-found",
            f"no configuration was found in {root}",
            "add [tool.stubwright] with a document to pyproject.toml",
        )
    configuration = read(path)
    settings = Settings(strict=table.get("strict"))
    targets = select(configuration, settings, name=table.get("target", ""), cwd=root)
    locks = locks_of(targets)
    done = tuple(generate_target(target, locks[target.lock]) for target in targets)
    for outcome in done:
        if outcome.failed:
            raise Unreadable(*outcome.diagnostics, documents=outcome.documents)
    _write(Writing(locks=locks, configuration=configuration), done)
    return tuple(
        Built(
            output=result.target.output, package=result.after.package, files=(*result.after.files,)
        )
        for result in done
    )


def _write(writing: Writing, results: Sequence[TargetResult]) -> None:
    complete = False
    try:
        for result in results:
            writing.write(result, only=len(results) == 1)
        complete = True
    finally:
        writing.write_locks(complete=complete)


def _demand_keys(table: Mapping[str, Any], where: str) -> None:
    for key, value in table.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"known keys are {', '.join(KEYS)}"
            raise user_error("config-unknown-key", f"{where}: unknown key {key!r}", hint)
        if not isinstance(value, KEYS[key]):
            expected = "true or false" if KEYS[key] is bool else "a string"
            raise user_error("config-wrong-type", f"{where}: {key!r} is {value!r}, not {expected}")


def modules(built: Built) -> Iterator[str]:
    """Yield the importable packages that were generated: ``shop``, ``shop.models``."""
    for file in built.files:
        if file.startswith(f"{built.package}/") and file.endswith("/__init__.py"):
            yield file.rpartition("/")[0].replace("/", ".")
