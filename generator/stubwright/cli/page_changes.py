"""`stubwright verify --page NEW`: what a changed page changes in the document and in the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from stubwright.base.json_value import Json
from stubwright.cli.arguments import Arguments
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.transcribe import decisions_of, declined, read_pages, system_of
from stubwright.cli.verify import Found
from stubwright.generate import generate
from stubwright.transcribe.decisions import Decision, WrongDecision
from stubwright.transcribe.drafts.draft import Draft
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.types.documents import Document, Documents
from stubwright.types.options import Options


def report(arguments: Arguments, found: Found, reporter: Reporter) -> int:
    """Print the differences of two transcripts and of their packages; return 1 if there are any."""
    new, refused = read_drafts(read_pages(arguments.new_pages), system_of(arguments.system))
    reporter.faults(declined(refused))
    if refused or not new:
        return 2
    decisions = decisions_of(arguments.decisions, found.path)
    before = _tree(found.drafts, decisions)
    after = _tree(replaced(found.drafts, new), decisions)
    document = list(_changes(dict(_leaves(before)), dict(_leaves(after))))
    package = list(_changes(_surface(before), _surface(after))) if document else []
    for title, changes in (("document", document), ("package", package)):
        if changes:
            reporter.print(f"{title}:\n" + "".join(f"  {one}\n" for one in changes))
    return 1 if document else 0


def replaced(old: Sequence[Draft], new: Sequence[Draft]) -> list[Draft]:
    """Replace pages by new ones that show the same operations or have the same name."""
    shown = {key for draft in new for key in _keys(draft)}
    names = {draft.page.rpartition("/")[2] for draft in new}
    kept = [
        draft
        for draft in old
        if not (_keys(draft) & shown) and draft.page.rpartition("/")[2] not in names
    ]
    return [*kept, *new]


def _keys(draft: Draft) -> set[tuple[str, str]]:
    return {(str(one.method.value), str(one.path.value)) for one in draft.operations}


def _tree(drafts: Sequence[Draft], decisions: Sequence[Decision]) -> dict[str, Json]:
    try:
        return transcribe(drafts, decisions).tree
    except WrongDecision:  # the subject of a decision is no longer on the new page
        return transcribe(drafts).tree


def _leaves(node: Json, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of a tree with its pointer; parameters by their names."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _leaves(value, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list) and any(isinstance(one, dict) for one in node):
        for at, value in enumerate(node):
            name = value.get("name") if isinstance(value, dict) else None
            yield from _leaves(value, f"{pointer}/{name if isinstance(name, str) else at}")
    elif isinstance(node, list):
        yield pointer, f"[{', '.join('null' if one is None else str(one) for one in node)}]"
    else:
        yield pointer, str(node).lower() if isinstance(node, bool) else str(node)


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield f"- {key}: {before[key]}"
        elif key not in before:
            yield f"+ {key}: {after[key]}"
        elif before[key] != after[key]:
            yield f"~ {key}: {before[key]} -> {after[key]}"


def _surface(tree: dict[str, Json]) -> dict[str, str]:
    """Return the public names of the package of a document, each with its type or signature."""
    uri = "file:///transcript.yaml"
    one = Document(uri=uri, name="transcript.yaml", data=b"", tree=tree, digest="")
    documents = Documents(root=uri, by_uri={uri: one}, refused={})
    result = generate(documents, Options(package="package"), {})
    found: dict[str, str] = {}
    for path, content in result.files.items():
        hidden = any(part.startswith("_") for part in path.split("/"))
        if path.endswith(".py") and not hidden:
            found.update(_names(ast.parse(content), ""))
    return found


def _names(node: ast.AST, prefix: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        name = getattr(child, "name", "")
        if isinstance(child, ast.ClassDef) and not name.startswith("_"):
            yield f"{prefix}{name}", "class"
            yield from _names(child, f"{prefix}{name}.")
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and not name.startswith(
            "_"
        ):
            returns = f" -> {ast.unparse(child.returns)}" if child.returns else ""
            yield f"{prefix}{name}", f"({ast.unparse(child.args)}){returns}"
        elif isinstance(child, ast.AnnAssign):
            field = ast.unparse(child.target)
            if not field.startswith("_"):
                yield f"{prefix}{field}", ast.unparse(child.annotation)
