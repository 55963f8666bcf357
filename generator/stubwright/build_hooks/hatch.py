"""A build hook for hatchling: generate while a wheel or an sdist is built.

::

    [build-system]
    requires = ["hatchling", "stubwright"]
    build-backend = "hatchling.build"

    [tool.hatch.build.hooks.stubwright]

The configured targets are generated, as by `stubwright generate`. The packages become artifacts of the build, so they
are included even if version control ignores them, and a wheel requires their dependencies.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from stubwright.base.diagnostics import FatalError
from stubwright.build_hooks.messages import message
from stubwright.workflow.build import REQUIREMENT, build

# Keys of every hook's table that hatchling itself reads.
_HATCHLINGS = (
    "dependencies",
    "require-runtime-dependencies",
    "require-runtime-features",
    "enable-by-default",
    "path",
)


class HatchBuildHook(BuildHookInterface[BuilderConfig]):
    """Generate the configured targets. Its keys are ``config``, ``target`` and ``strict``."""

    PLUGIN_NAME = "stubwright"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate, and add the packages to the build. Raise SystemExit with exit code 2 for an error."""
        del version
        root = Path(self.root)
        own = {key: value for key, value in self.config.items() if key not in _HATCHLINGS}
        try:
            built = build(root, own, "tool.hatch.build.hooks.stubwright")
        except FatalError as stop:
            sys.stderr.write(message(stop))
            raise SystemExit(2) from None
        for one in built:
            folder = one.output / one.package
            if folder.is_relative_to(root):
                build_data["artifacts"].append(f"/{folder.relative_to(root).as_posix()}/")
        if self.target_name == "wheel" and not self._requires():
            build_data["dependencies"].append(REQUIREMENT)

    def _requires(self) -> bool:
        """Return whether the project itself requires the dependency of the packages."""
        stated: list[str] = cast("Any", self).metadata.core.dependencies
        return any(one.partition("[")[0].startswith("httpx2") for one in stated)


@hookimpl
def hatch_register_build_hook() -> type[HatchBuildHook]:
    """Register the hook with hatchling."""
    return HatchBuildHook
