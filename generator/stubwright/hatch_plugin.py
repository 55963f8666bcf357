"""A hatchling build hook: generate while a wheel or an sdist is built.

::

    [build-system]
    requires = ["hatchling", "stubwright"]
    build-backend = "hatchling.build"

    [tool.hatch.build.hooks.stubwright]

The configured targets are generated, as by `stubwright generate`; what is emitted becomes an artifact of the
build, so that it is shipped also where version control ignores it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from stubwright.base.diagnostics import FatalError
from stubwright.base.suggest import did_you_mean
from stubwright.base.user_errors import user_error
from stubwright.cli.arguments import Arguments
from stubwright.cli.generate import generate
from stubwright.cli.job import prepare
from stubwright.cli.reporter import NOWHERE, Talk
from stubwright.generate import generate as generate_files
from stubwright.output.lock import read_lock
from stubwright.output.lock_text import only
from stubwright.project.config import find
from stubwright.project.settings import Settings
from stubwright.types.documents import Unreadable

_KEYS = {"config": str, "target": str, "strict": bool}
# What hatchling itself reads in any hook's table.
_HATCHLINGS = (
    "dependencies",
    "require-runtime-dependencies",
    "require-runtime-features",
    "enable-by-default",
    "path",
)


class StubwrightBuildHook(BuildHookInterface[BuilderConfig]):
    """Generate the configured targets. Its keys are ``config``, ``target`` and ``strict``."""

    PLUGIN_NAME = "stubwright"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate, and add what was written to the build. Raise SystemExit with exit code 2."""
        del version
        talk = Talk()
        try:
            folders = self._generate(talk)
        except FatalError as stop:
            talk.faults(
                stop.diagnostics, stop.documents if isinstance(stop, Unreadable) else NOWHERE
            )
            raise SystemExit(2) from None
        root = Path(self.root)
        for folder in folders:
            if folder.is_relative_to(root):
                build_data["artifacts"].append(f"/{folder.relative_to(root).as_posix()}/")

    def _demand_keys(self) -> None:
        """Raise FatalError for a key that is unknown or has a value of another type."""
        where = "tool.hatch.build.hooks.stubwright"
        for key, value in self.config.items():
            if key in _HATCHLINGS:
                continue
            if key not in _KEYS:
                hint = did_you_mean(key, _KEYS) or f"known are {', '.join(_KEYS)}"
                raise user_error("config-unknown-key", f"{where}: unknown key {key!r}", hint)
            if not isinstance(value, _KEYS[key]):
                expected = "true or false" if _KEYS[key] is bool else "a text"
                raise user_error(
                    "config-wrong-type", f"{where}: {key!r} is {value!r}, not {expected}"
                )

    def _generate(self, talk: Talk) -> list[Path]:
        """Return the package folders. Raise FatalError where the configuration is wrong."""
        root = Path(self.root)
        self._demand_keys()
        named = self.config.get("config")
        path = root / named if named else find(root)
        if path is None:
            raise user_error(
                "config-not-found",
                f"no configuration was found in {root}",
                "add [tool.stubwright] with a document to pyproject.toml",
            )
        arguments = Arguments(
            command="generate",
            config=os.fspath(path),
            target=self.config.get("target", ""),
            settings=Settings(strict=self.config.get("strict")),
        )
        job = prepare(arguments, talk, generate_files)
        if generate(job):
            raise SystemExit(2)
        folders: list[Path] = []
        for target in job.targets:
            kinds = read_lock(target.lock).of(target.key)
            folders.append(target.output / only(kinds, "package"))
        return folders


@hookimpl
def hatch_register_build_hook() -> type[StubwrightBuildHook]:
    """Tell hatchling of the hook."""
    return StubwrightBuildHook
