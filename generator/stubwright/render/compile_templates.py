"""Compile templates to Python functions that print the same text as Jinja, without loading Jinja.

Loading Jinja and compiling a template takes longer than the rest of a small package. The templates only loop, test
and print, so each becomes one short function; ``make templates`` writes the module that contains them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence, Set
from keyword import iskeyword
from pathlib import Path

from jinja2 import nodes

from stubwright.render.jinja_templates import jinja_environment
from stubwright.render.printing import digest

_VIEW = re.compile(r"\{#-? view: (\S+)\.(\w+) -?#\}")
_HEAD = '''\
"""The templates of this back end as functions, written by `make templates`; do not edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

'''


def compile_templates(folder: Path) -> str:
    """Return the source of a module that prints the same text as the templates of a folder.

    Raise NotImplementedError if a template does more than loop, test and print.
    """
    environment = jinja_environment(folder)
    functions: list[str] = []
    table: list[str] = []
    views: dict[str, set[str]] = {}
    for path in sorted(folder.iterdir()):
        source = path.read_text(encoding="utf-8")
        found = _VIEW.match(source)
        if found is None:
            raise NotImplementedError(f"{path.name} does not begin with its view")
        views.setdefault(found[1], set()).add(found[2])
        name = "_" + re.sub(r"\W", "_", path.name.removesuffix(".jinja").lower())
        lines = _lines(environment.parse(source).body, frozenset(), 1)
        functions.append(f"def {name}(view: {found[2]}) -> Iterator[str]:\n" + "\n".join(lines))
        table.append(f'    "{path.name}": Compiled("{digest(source)}", {name}),')
    imports = {**views, "stubwright.types.backend": {"Compiled"}}
    head = "".join(_import(module, names) for module, names in sorted(imports.items()))
    body = "".join(f"\n\n{function}\n" for function in functions)
    rows = "\n".join(table)
    return f"{_HEAD}{head}{body}\n\nTEMPLATES: Final = {{\n{rows}\n}}\n"


def _import(module: str, names: set[str]) -> str:
    if len(names) == 1:
        return f"from {module} import {min(names)}\n"
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in sorted(names)) + ")\n"


def _lines(body: list[nodes.Node], loops: Set[str], depth: int) -> Iterator[str]:
    """Yield the statements of a part of a template; ``loops`` are the variables of the enclosing loops."""
    indent = "    " * depth
    for node in body:
        if isinstance(node, nodes.Output):
            yield f"{indent}yield {_text(node, loops)}"
        elif isinstance(node, nodes.If) and not (node.elif_ or node.else_):
            test = _expression(node.test, loops)
            if len(node.body) == 1 and isinstance(only := node.body[0], nodes.Output):
                yield f'{indent}yield {_text(only, loops)} if {test} else ""'
            else:
                yield f"{indent}if {test}:"
                yield from _lines(node.body, loops, depth + 1)
        elif isinstance(node, nodes.For) and not (node.else_ or node.test or node.recursive):
            target = _variable(node.target)
            yield f"{indent}for {target} in {_expression(node.iter, loops)}:"
            yield from _lines(node.body, loops | {target}, depth + 1)
        else:
            raise NotImplementedError(f"line {node.lineno}: {type(node).__name__}")


def _text(node: nodes.Output, loops: Set[str]) -> str:
    """Return the literal that prints text and the values of expressions."""
    values = [part for part in node.nodes if not isinstance(part, nodes.TemplateData)]
    parts: list[str] = []
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            parts.append(f"{{{_expression(part, loops)}}}")
            continue
        text = part.data.replace("\\", "\\\\").replace("\n", "\\n")
        parts.append(text.replace("{", "{{").replace("}", "}}") if values else text)
    literal = "".join(parts)
    # Like the formatter, use the quotes that need fewer escapes.
    quote = "'" if literal.count('"') > literal.count("'") else '"'
    escaped = literal.replace(quote, f"\\{quote}")
    return f"{'f' if values else ''}{quote}{escaped}{quote}"


def _expression(node: nodes.Node, loops: Set[str]) -> str:
    if isinstance(node, nodes.Not):
        return f"not {_expression(node.node, loops)}"
    if isinstance(node, nodes.Getattr):
        return f"{_expression(node.node, loops)}.{node.attr}"
    name = _variable(node)
    return name if name in loops else f"view.{name}"


def _variable(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Name) or node.name == "loop":
        raise NotImplementedError(f"line {node.lineno}: {type(node).__name__}")
    return f"{node.name}_" if iskeyword(node.name) else node.name


def main(words: Sequence[str]) -> None:
    """Compile the templates of a folder into a module: FOLDER MODULE."""
    folder, module = map(Path, words)
    module.write_text(compile_templates(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
