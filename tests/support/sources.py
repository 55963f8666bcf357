"""The generator's sources as syntax trees, for the tests that hold its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from places import GENERATOR

PACKAGE = "stubwright"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A module of the generator: its dotted name below the package, its text and its tree."""

    module: str
    is_package: bool
    text: str
    tree: ast.Module

    @property
    def top(self) -> str:
        """Return the stage, folder or leaf that the module belongs to."""
        return self.module.partition(".")[0]

    def absolute(self, node: ast.ImportFrom) -> str:
        """Return the dotted name that a `from` import reads, relative ones resolved."""
        if not node.level:
            return node.module or ""
        parts = [PACKAGE, *filter(None, self.module.split("."))]
        keep = len(parts) - node.level + self.is_package
        return ".".join([*parts[:keep], *filter(None, [node.module])])

    def imports(self) -> Iterator[tuple[str, ast.stmt]]:
        """Yield every imported module or name with its statement, the ones in functions too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self.absolute(node)
                yield from ((f"{base}.{alias.name}", node) for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    """Read all modules of the generator, the runtime included."""
    found: list[Source] = []
    for path in sorted(GENERATOR.rglob("*.py")):
        relative = path.relative_to(GENERATOR).with_suffix("")
        is_package = relative.name == "__init__"
        parts = relative.parts[:-1] if is_package else relative.parts
        text = path.read_text("utf-8")
        found.append(
            Source(
                module=".".join(parts),
                is_package=is_package,
                text=text,
                tree=ast.parse(text, str(path)),
            )
        )
    return tuple(found)


def module_names() -> frozenset[str]:
    """Return the dotted names of all modules, below the package."""
    return frozenset(source.module for source in sources())
