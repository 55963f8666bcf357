"""Pages of documentation: their blocks, and what the generator makes of the documents in them.

A block in a page is of one of these kinds; the comment above a block is invisible to readers.

- `yaml`: an OpenAPI document, or its paths, or its schemas alone. It is what follows is made of.
- `<!-- emits: FILE [NAME ...] -->`: a file of the emitted package, or some of its statements.
- `<!-- files: LAYOUT -->`: the files of the package.
- `<!-- lock: KIND -->`: the lines of that kind in the lock.
- `<!-- accepted: -->`: a configuration that the generator takes for the document.
- `<!-- excerpt: FILE -->`: lines of a file of the repository, in their order, others left out.
- `python` without a comment: a program that runs; `# -> text` says what a line prints. With `<!-- run: keep -->` it
  runs against a package whose models keep unknown members.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Layout, Options, Transport, UnknownMembers

BLOCK = re.compile(
    r"(?:^<!-- (?P<kind>[a-z]+): (?P<words>[^\n]*?) ?-->\n)?"
    r"^```(?P<language>[a-z]+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PACKAGE = "shop"
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
HEAD = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"
SERVER = "servers: [{url: 'https://shop.example'}]\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a page. ``source`` is the document that the page showed last, empty for none."""

    page: Path
    language: str
    text: str
    kind: str
    words: tuple[str, ...]
    start: int
    end: int
    source: str

    @property
    def name(self) -> str:
        """Return a name for messages: the page and the line of the block."""
        line = self.page.read_text("utf-8").count("\n", 0, self.start) + 1
        return f"{self.page.relative_to(REPOSITORY).as_posix()}:{line}"


def pages() -> list[Path]:
    """Return the pages of the user guide and the README."""
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page."""
    source = ""
    for found in BLOCK.finditer(page.read_text("utf-8")):
        if found["language"] == "yaml" and not found["kind"]:
            source = document(found["text"])
        yield Block(
            page=page,
            language=found["language"],
            text=found["text"],
            kind=found["kind"] or "",
            words=tuple((found["words"] or "").split()),
            start=found.start("text"),
            end=found.end("text"),
            source=source,
        )


def document(text: str) -> str:
    """Return a whole document: what a page leaves out is added."""
    if re.search(r"^(openapi|swagger):", text, re.MULTILINE):
        return text
    if re.search(r"^(paths|webhooks|components):", text, re.MULTILINE):
        return HEAD + ("" if "servers:" in text else SERVER) + text
    if not isinstance(yaml.safe_load(text), dict) or text.startswith(("repos:", "- ")):
        return ""
    schemas = textwrap.indent(text, "    ")
    return f"{HEAD}components:\n  schemas:\n{schemas}"


@cache
def emitted(
    source: str,
    folder: Path,
    layout: Layout = "auto",
    *,
    members: UnknownMembers = "drop",
    testing: bool = False,
    transports: tuple[Transport, ...] = (),
) -> dict[str, str]:
    """Return what a document becomes, by paths below the package."""
    path = folder / "openapi.yaml"
    path.write_text(source, "utf-8")
    options = Options(
        package=PACKAGE,
        layout=layout,
        unknown_members=members,
        testing=testing,
        transports=transports,
    )
    files = generate(load(str(path)), options, {}).files
    assert files, f"nothing is emitted for\n{source}"
    return {name.removeprefix(f"{PACKAGE}/"): text for name, text in files.items()}


def shown(text: str, names: tuple[str, ...]) -> str:
    """Return what a page shows of a module: what follows its imports, or the statements named."""
    tree = ast.parse(text)
    if not names:
        first = next(node for node in tree.body[1:] if not _opens(node))
        return "".join(text.splitlines(keepends=True)[_first(first) - 1 :])
    return "\n\n".join(_cut(text, _find(tree, name)) for name in names)


def _opens(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _find(tree: ast.Module, name: str) -> ast.stmt:
    """Return a statement by its dotted name."""
    body: list[ast.stmt] = tree.body
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((node for node in body if part in _names(node)), None)
        assert found is not None, f"nothing is called {name}"
        body = getattr(found, "body", [])
    assert found is not None
    return found


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _first(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _cut(text: str, node: ast.stmt) -> str:
    lines = text.splitlines(keepends=True)[_first(node) - 1 : node.end_lineno]
    return textwrap.dedent("".join(lines))


def rewritten(page: Path, wanted: list[tuple[Block, str]]) -> str:
    """Return a page with other texts in some of its blocks."""
    text = page.read_text("utf-8")
    for block, new in sorted(wanted, key=lambda each: -each[0].start):
        text = text[: block.start] + new + text[block.end :]
    return text
