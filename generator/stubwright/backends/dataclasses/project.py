"""The pyproject.toml and README of a generated project, and the examples for tests."""

from __future__ import annotations

import re

from stubwright.backends.dataclasses.client import token_variable
from stubwright.backends.dataclasses.declarations import called_path
from stubwright.backends.dataclasses.endpoints import by_group
from stubwright.backends.dataclasses.formatting.literals import json_text, line, markdown, toml
from stubwright.backends.dataclasses.views import (
    ExamplesData,
    ProjectView,
    ReadmeGroup,
    ReadmeView,
)
from stubwright.types.ir import JsonValue, Required
from stubwright.types.ir_operations import Api, Examples, Operation
from stubwright.types.names import Names
from stubwright.types.options import Transport

_PEP440 = re.compile(
    r"v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?"
    r"(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?",
    re.IGNORECASE,
)


_REQUIREMENTS = {
    "aiohttp": "aiohttp>=3.10,<4",
    "httpx": "httpx>=0.27,<1",
    "requests": "requests>=2.32,<3",
}


def project_view(
    api: Api, names: Names, header: str, transports: tuple[Transport, ...]
) -> ProjectView:
    """Plan the pyproject.toml; the library of each transport is an extra."""
    return ProjectView(
        header=header,
        name=toml(names.package.replace("_", "-")),
        version=toml(version(api.version)),
        description=toml(f"Typed client of {line(api.title) or 'the API'}"[:300]),
        package=toml(names.package),
        extras=tuple(f"{one} = [{toml(_REQUIREMENTS[one])}]" for one in transports),
    )


def version(text: str) -> str:
    """Return a valid version (PEP 440): that of the document, the numbers in it, or 0."""
    stripped = text.strip()
    if _PEP440.fullmatch(stripped) and stripped.isascii():
        return stripped.lstrip("vV")
    numbers = re.findall(r"[0-9]+", stripped)
    return ".".join(str(int(number[:9])) for number in numbers[:4]) or "0"


def readme_view(api: Api, names: Names, source: str, *, testing: bool) -> ReadmeView:
    """Plan the README."""
    first = next(iter(api.operations), None)
    return ReadmeView(
        title=markdown(line(api.title)) or names.package,
        description=markdown(api.description),
        package=names.package,
        client=names.client,
        arguments="" if api.server else 'base_url="https://api.example.com"',
        variable=token_variable(names) if api.schemes else "",
        example=_example(first, names) if first else "",
        async_example=f"await {_example(first, names)}" if first else "",
        source=line(source),
        groups=_groups(api, names),
        paged=_paged(api, names),
        testing=testing,
    )


def _groups(api: Api, names: Names) -> tuple[ReadmeGroup, ...]:
    """Return the methods of each group with their summaries."""
    return tuple(
        ReadmeGroup(
            name=names.groups[hint].attribute,
            rows=tuple(_row(one, names) for one in operations),
        )
        for hint, operations in by_group(api.operations, names).values()
    )


def _row(operation: Operation, names: Names) -> str:
    called = names.methods[operation.id]
    if operation.id in names.iterators:
        called = f"{called}`, `{names.iterators[operation.id]}"
    summary = operation.summary or f"{operation.method} {operation.path}"
    about = markdown(line(summary)).replace("|", "\\|")
    return f"| `{called}` | {about} |"


def _paged(api: Api, names: Names) -> str:
    """Return a call of the first paginated method, or an empty string."""
    for one in api.operations:
        if one.id in names.iterators:
            head, _, rest = _example(one, names).rpartition(f".{names.methods[one.id]}(")
            return f"{head}.{names.iterators[one.id]}({rest}"
    return ""


def _example(operation: Operation, names: Names) -> str:
    """Return a call of an operation with its required arguments as placeholders."""
    arguments = zip(operation.parameters, names.arguments[operation.id], strict=True)
    positional: list[str] = []
    keyword: list[str] = []
    for item, name in arguments:
        if item.location == "path":
            positional.append(f'"{name}"')
        elif isinstance(item.presence, Required) and item.filled is None:
            keyword.append(f"{name}=...")
    if operation.body is not None and operation.body.required:
        keyword.append("body=...")
    group = names.groups[operation.group].attribute
    return f"client.{group}.{names.methods[operation.id]}({', '.join([*positional, *keyword])})"


def examples_data(api: Api, names: Names, examples: Examples) -> ExamplesData:
    """Return the examples by operation (as in messages) and by class name."""
    operations = {
        one.id: f"{one.method} {called_path(one, names.arguments[one.id])}"
        for one in api.operations
    }
    found: dict[str, JsonValue] = {
        "responses": {operations[id_]: dict(by) for id_, by in examples.responses.items()},
        "types": {names.types[id_]: value for id_, value in examples.types.items()},
        "members": {names.types[id_]: dict(members) for id_, members in examples.members.items()},
    }
    return ExamplesData(text=json_text(found))
