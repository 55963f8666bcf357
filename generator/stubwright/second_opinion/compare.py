"""Compare both readings, property by property."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType

from stubwright.base.diagnostics import Severity
from stubwright.base.records import dataclass
from stubwright.index import index
from stubwright.lower import lower
from stubwright.parse import parse
from stubwright.second_opinion import ours, theirs
from stubwright.second_opinion.kinds import Member, Reading
from stubwright.types.documents import Documents
from stubwright.types.options import Options

#: The suffix that the other generator appends to a component's name if an inline schema has that name.
_SUFFIX = re.compile(r"(?:model|\d)+$")


class Unavailable(Exception):
    """The other reader could not read the document; the message is its error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One property on which the readings differ.

    ``aspect`` is ``presence`` (one reader does not have the property), ``required``, ``nullable`` or ``type``.
    """

    schema: str
    property: str
    aspect: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return (
            f"{self.schema}.{self.property}: {self.aspect}: "
            f"stubwright has {self.ours}, datamodel-code-generator has {self.theirs}"
        )


def compare(documents: Documents, options: Options) -> tuple[Disagreement, ...]:
    """Return every difference by schema and property; raise ``Unavailable`` if there is no second reading."""
    del options  # no option changes how a document is read
    spec = parse(index(documents))
    if any(one.severity is Severity.ERROR for one in spec.diagnostics):
        raise Unavailable("the document has errors; run `stubwright generate` to see them")
    api, _ = lower(spec)
    return tuple(_differences(ours.read(api), theirs.read(_source(documents))))


def _source(documents: Documents) -> str:
    """Generate typed dictionaries: only these keep wire names, presence and null."""
    root = documents.by_uri[documents.root]
    scheme = urlsplit(root.uri)
    source: Path | str = root.data.decode("utf-8", "replace")
    if root.amended:  # the text is no longer the document
        source = json.dumps(root.tree)
    elif scheme.scheme == "file":
        source = Path(url2pathname(scheme.path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = generate(
                source,
                input_file_type=InputFileType.OpenAPI,
                output_model_type=DataModelType.TypingTypedDict,
                target_python_version=PythonVersion.PY_310,
                enum_field_as_literal=LiteralType.All,
                use_union_operator=True,
                use_standard_collections=True,
                strict_nullable=True,
                special_field_name_prefix="",  # `_id` keeps its name
                formatters=[],
            )
    except Exception as error:  # any exception means that it cannot read the document
        first = str(error).strip().split("\n")[0] or type(error).__name__
        if first.startswith("Models not found"):
            return ""
        raise Unavailable(f"datamodel-code-generator cannot read it: {first}") from error
    return result if isinstance(result, str) else "\n".join(map(str, (result or {}).values()))


def _differences(mine: Reading, other: Reading) -> Iterator[Disagreement]:
    seen: set[tuple[str, str]] = set()
    exact: dict[str, list[str]] = {}
    renamed: dict[str, list[str]] = {}
    for name, ref in other.roots.items():
        exact.setdefault(_folded(name), []).append(ref)
        renamed.setdefault(_SUFFIX.sub("", _folded(name)), []).append(ref)
    for name, ref in mine.roots.items():
        if (shape := _folded(name)) in exact:
            known = mine.objects[ref].keys()
            alike = (*exact[shape], *renamed.get(shape, ()))
            match = max(alike, key=lambda one: len(known & other.objects[one].keys()))
            yield from _objects(name, (ref, match), mine, other, seen)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _objects(
    label: str,
    pair: tuple[str, str],
    mine: Reading,
    other: Reading,
    seen: set[tuple[str, str]],
) -> Iterator[Disagreement]:
    waiting = [(label, pair)]
    while waiting:
        label, pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        left, right = mine.objects[pair[0]], other.objects[pair[1]]
        for wire in dict.fromkeys((*left, *right)):
            a, b = left.get(wire), right.get(wire)
            if a is None or b is None:
                yield _differ(label, wire, "presence", a is not None, b is not None)
                continue
            yield from _members(label, wire, a, b)
            if len(a.kinds.objects) == len(b.kinds.objects) == 1:
                waiting.append((f"{label}.{wire}", (a.kinds.objects[0], b.kinds.objects[0])))


def _members(label: str, wire: str, a: Member, b: Member) -> Iterator[Disagreement]:
    if a.required != b.required:
        yield _differ(label, wire, "required", a.required, b.required)
    if a.kinds.nullable != b.kinds.nullable:
        yield _differ(label, wire, "nullable", a.kinds.nullable, b.kinds.nullable)
    if a.kinds.text() != b.kinds.text():
        yield Disagreement(
            schema=label,
            property=wire,
            aspect="type",
            ours=a.kinds.text(),
            theirs=b.kinds.text(),
        )


def _differ(label: str, wire: str, aspect: str, a: bool, b: bool) -> Disagreement:
    words = {True: "yes", False: "no"}
    return Disagreement(schema=label, property=wire, aspect=aspect, ours=words[a], theirs=words[b])
