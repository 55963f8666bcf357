"""A build hook for pdm-backend: generate while a wheel or an sdist is built.

::

    [build-system]
    requires = ["pdm-backend", "stubwright"]
    build-backend = "pdm.backend"

The hook runs if the project has a configuration of Stubwright.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pdm.backend.hooks import Context

from stubwright.base.diagnostics import FatalError
from stubwright.build_hooks.messages import message
from stubwright.project.config import find
from stubwright.workflow.build import build


class PdmBuildHook:
    """Generate the configured targets; the packages are included even if version control ignores them."""

    def pdm_build_update_files(self, context: Context, files: dict[str, Path]) -> None:
        """Generate, and add the packages to the build. Raise SystemExit with exit code 2 for an error."""
        if context.target == "editable" or find(context.root) is None:
            return
        try:
            built = build(context.root, {}, "tool.stubwright")
        except FatalError as stop:
            sys.stderr.write(message(stop))
            raise SystemExit(2) from None
        for one in built:
            for file in one.files:
                # A wheel contains packages, an sdist the project's folders.
                path = one.output / file
                shown = file if context.target == "wheel" else path.relative_to(context.root)
                files[Path(shown).as_posix()] = path
