"""A ``build_py`` command for setuptools that generates first.

::

    [build-system]
    requires = ["setuptools>=77", "stubwright"]
    build-backend = "setuptools.build_meta"

    [tool.setuptools.cmdclass]
    build_py = "stubwright.build_hooks.setuptools.build_py"

The generated packages are added to those that setuptools found.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools.command import build_py as command

from stubwright.base.diagnostics import FatalError
from stubwright.build_hooks.messages import message
from stubwright.workflow.build import build, modules


class build_py(command.build_py):
    """Generate the configured targets, then copy all packages."""

    def finalize_options(self) -> None:
        """Generate. Raise SystemExit with exit code 2 for an error."""
        root = Path.cwd()
        try:
            built = build(root, {}, "tool.stubwright")
        except FatalError as stop:
            sys.stderr.write(message(stop))
            raise SystemExit(2) from None
        found = list(self.distribution.packages or ())
        folders = dict(self.distribution.package_dir or {})
        for one in built:
            for name in modules(one):
                found.append(name)
                folders[name] = os.path.relpath(one.output / name.replace(".", "/"), root)
        self.distribution.packages = list(dict.fromkeys(found))
        self.distribution.package_dir = folders
        super().finalize_options()
        for one in built:
            self.package_data.setdefault(one.package, []).append("py.typed")
