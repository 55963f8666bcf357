"""The rooms of the generator, and what each may import: data for the architecture tests.

A room is a folder with modules, or a module that lies loose at the top. Every room has an entry in
`ROOMS`; `base` is below all of them and needs none. An entry that nobody uses fails the tests.
"""

from __future__ import annotations

from sources import PACKAGE, Source, module_names, sources

BASE = "base"

# Room -> the rooms it may import, each with its reason.
ROOMS: dict[str, dict[str, str]] = {
    "version": {},
    "base": {},
    "types": {},
    "runtime": {},
    # The pipeline: a stage has no need of another stage's verbs, with these exceptions.
    "load": {"overlay": "an overlay may add references, which are then followed"},
    "overlay": {},
    "index": {},
    "parse": {"index": "following a reference is a question to the index"},
    "lower": {
        "lower.schemas": "the first of its three steps",
        "lower.passes": "the second",
        "lower.operations": "the third",
    },
    "lower.schemas": {},
    "lower.passes": {"lower.schemas": "passes read the table of schemas"},
    "lower.operations": {
        "lower.schemas": "a parameter's or a body's schema has its type there",
        "lower.passes": "which of two types is sent and which is received",
        "runtime": "an example's dates are read as the package reads them",
    },
    "select": {},
    "name": {},
    "backends.dataclasses": {
        "backends.dataclasses.formatting": "every string of a plan is finished text"
    },
    "backends.dataclasses.formatting": {},
    "render": {},
    "describe": {},
    "verify": {
        "transcribe": "a document that a page carries is read as OpenAPI 3.1",
        "transcribe.drafts": "what pages and documents are compared as",
        "transcribe.pages": "a page is read to lines for the cross-checks and the report",
        "transcribe.reading": "cURL calls and samples are found",
    },
    # The library.
    "generate": {
        "index": "a stage",
        "parse": "a stage",
        "lower": "a stage",
        "select": "a stage",
        "name": "a stage",
        "backends.dataclasses": "the one back end",
        "render": "the last stage",
        "describe": "what `inspect` and `--report` show",
    },
    "__init__": {"generate": "the library's one function", "version": "`__version__`"},
    # Around it.
    "output": {},
    "report": {},
    "second_opinion": {
        "index": "the same document is read to its IR",
        "parse": "as above",
        "lower": "as above",
    },
    "project": {
        "output": "where the lock of a configuration is",
        "version": "a configuration may demand a version",
    },
    # From reference pages to a document.
    "transcribe": {
        "transcribe.drafts": "drafts become a document",
        "transcribe.pages": "a page is read to lines",
        "transcribe.reading": "code is told from text before a reader starts",
        "transcribe.systems": "the table of readers",
        "transcribe.systems.rapidoc": "the table of readers",
        "transcribe.systems.redoc": "the table of readers",
        "transcribe.systems.scalar": "the table of readers",
        "transcribe.systems.swagger": "the table of readers",
    },
    "transcribe.drafts": {},
    "transcribe.pages": {},
    "transcribe.reading": {"transcribe.drafts": "what readers give"},
    "transcribe.systems": {
        "transcribe.drafts": "what readers give",
        "transcribe.reading": "what all readers use",
        "transcribe.pages": "hand-written Markdown is read by the columns of its tables",
        "load": "a document that a page carries is read as any other",
    },
    "transcribe.systems.rapidoc": {
        "transcribe.drafts": "what readers give",
        "transcribe.reading": "what all readers use",
        "transcribe.systems": "what a reader is",
    },
    "transcribe.systems.redoc": {
        "transcribe.drafts": "what readers give",
        "transcribe.reading": "what all readers use",
        "transcribe.systems": "what a reader is",
    },
    "transcribe.systems.scalar": {
        "transcribe.drafts": "what readers give",
        "transcribe.reading": "what all readers use",
        "transcribe.systems": "what a reader is",
    },
    "transcribe.systems.swagger": {
        "transcribe.drafts": "what readers give",
        "transcribe.reading": "what all readers use",
        "transcribe.systems": "what a reader is",
    },
    "workflow": {
        "generate": "a target is generated",
        "load": "documents are read",
        "output": "files and the lock are compared and written",
        "project": "what is to be run",
        "version": "another version is a reason for drift",
    },
    "cli.reporters": {
        "output": "changes and renames are shown",
        "report": "diagnostics are shown",
        "workflow": "so is how a target compares",
    },
    "cli": {
        "cli.reporters": "what a command says",
        "generate": "`inspect`, `explain` and `verify --page` call it",
        "output": "outcomes are shown",
        "overlay": "mismatches become the actions of an overlay",
        "project": "arguments are settings",
        "report": "diagnostics are shown",
        "transcribe": "`transcribe` and `verify` read pages",
        "transcribe.systems": "a reader may be named",
        "transcribe.drafts": "`verify --page` puts new pages in the place of old ones",
        "load": "`verify` reads the document with its places",
        "verify": "pages are compared with the document",
        "workflow": "each command is one of its functions",
        "version": "`--version`",
    },
    "__main__": {"cli": "the entry point", "version": "`--version` imports nothing else"},
    "build_hooks": {
        "project": "one asks whether there is a configuration",
        "report": "messages are shown",
        "workflow": "what they share",
    },
}

# Room -> the modules of `types/` it may import: those of the stages before it and its own.
TYPES: dict[str, set[str]] = {
    "load": {"documents"},
    "overlay": {"documents"},
    "index": {"documents", "index"},
    "parse": {"documents", "index", "spec"},
    "lower": {"spec", "ir", "ir_operations", "ir_walk"},
    "lower.schemas": {"documents", "spec", "ir"},
    "lower.passes": {"spec", "ir", "ir_walk"},
    "lower.operations": {"documents", "spec", "ir", "ir_operations", "ir_walk"},
    "select": {"spec", "ir", "ir_operations", "ir_walk", "options"},
    "name": {"backend", "ir", "ir_operations", "names", "options"},
    "backends.dataclasses.formatting": {"ir", "ir_operations"},
    "backends.dataclasses": {
        "backend",
        "ir",
        "ir_operations",
        "ir_walk",
        "names",
        "options",
        "package",
    },
    "render": {"backend", "package"},
    "describe": {"documents", "ir", "ir_operations", "names"},
    "build_hooks": {"documents"},
    "generate": {"backend", "documents", "ir_operations", "options", "result", "spec"},
    "__init__": {"documents", "options", "result"},
    "report": {"documents"},
    "second_opinion": {"documents", "ir", "ir_operations", "options"},
    "project": {"options"},
    "workflow": {"documents", "result"},
    "verify": {"documents", "page", "transcript"},
    "transcribe": {"page", "transcript"},
    "transcribe.drafts": {"transcript"},
    "transcribe.pages": {"page"},
    "transcribe.reading": {"page"},
    "transcribe.systems": {"page"},
    "transcribe.systems.rapidoc": {"page"},
    "transcribe.systems.redoc": {"page"},
    "transcribe.systems.scalar": {"page"},
    "transcribe.systems.swagger": {"page"},
    "cli": {"documents", "options", "result", "transcript"},
    "cli.reporters": {"documents"},
}

# From here to `render` nothing touches files, the network, the clock or the environment.
PURE = ("index", "parse", "lower", "select", "name", "backends", "render", "describe", "generate")


def room_of(module: str) -> str:
    """Return the room of a module: the folder it is in, else the module itself."""
    if module.partition(".")[0] == "runtime":  # laid out as it is emitted, which is one room
        return "runtime"
    folders = {source.module for source in sources() if source.is_package}
    room = module
    while room and room not in folders:
        room = room.rpartition(".")[0]
    return room or module or "__init__"


def own(name: str) -> str | None:
    """Return the module that an imported name is, or is defined in; None for what is not ours."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return None
    while parts[1:] and ".".join(parts[1:]) not in module_names():
        parts.pop()
    return ".".join(parts[1:])


def arrows(source: Source) -> list[tuple[str, str, int]]:
    """Return the imports of a module that leave its room: room, module and line."""
    found: list[tuple[str, str, int]] = []
    for imported, node in source.imports():
        module = own(imported)
        if module is not None and room_of(module) != room_of(source.module):
            found.append((room_of(module), module, node.lineno))
    return found
