"""Emit a document's package and tell the type that the emitted code gives each schema of the document."""

from __future__ import annotations

import contextlib
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stubwright.backends.dataclasses import DATACLASSES
from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.base.diagnostics import Severity
from stubwright.index import index
from stubwright.lower.lower import lower_all
from stubwright.lower.passes.read_write import Direction
from stubwright.name import name
from stubwright.parse import parse
from stubwright.render import render
from stubwright.select.unknown_members import keep
from stubwright.types.documents import Documents
from stubwright.types.index import Index
from stubwright.types.ir import TypeId
from stubwright.types.ir_operations import Api, Codec
from stubwright.types.options import Options, UnknownMembers
from stubwright.types.spec import SchemaId, Spec

IMPORTS = """\
import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A package on disk with the stages it came from; ``of`` tells a schema's type, None where it has none."""

    index: Index
    spec: Spec
    api: Api
    of: Callable[[SchemaId], TypeId | None]
    used: Callable[[SchemaId, Direction, Codec], TypeId]
    annotator: Annotator
    package: str

    def text(self, id_: TypeId) -> str:
        """Return a type as the emitted code writes it."""
        return self.annotator.of(id_).text

    @contextlib.contextmanager
    def imported(self, folder: Path) -> Iterator[Emitted]:
        """Import the package, and forget it afterwards."""
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        try:
            yield Emitted(self)
        finally:
            sys.path.remove(str(folder))
            for each in [key for key in sys.modules if key.partition(".")[0] == self.package]:
                del sys.modules[each]


class Emitted:
    """An imported package and its codec."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed
        package = placed.package
        codec = importlib.import_module(f"{package}._runtime.codec")
        self.errors = importlib.import_module(f"{package}.errors")
        self.decode: Callable[[Any, Any], Any] = codec.decode
        self.encode: Callable[..., Any] = codec.encode
        self._resolve = importlib.import_module(f"{package}._runtime.codec_compile").resolve
        self._space = types.ModuleType(f"{package}._places")
        exec(IMPORTS, vars(self._space))
        with contextlib.suppress(ImportError):
            vars(self._space)["m"] = importlib.import_module(f"{package}.models")
        for module, names in (
            ("values", ("UnknownValue", "Unset")),
            ("_runtime.annotations", ("Base64", "Base64Url")),
            ("files", ("File",)),
        ):
            with contextlib.suppress(ImportError):
                runtime = importlib.import_module(f"{package}.{module}")
                vars(self._space).update({each: getattr(runtime, each) for each in names})
        sys.modules[self._space.__name__] = self._space

    @staticmethod
    def unknown_in(value: Any) -> bool:
        """Tell whether a decoded value holds a union's member that nobody knows."""
        return "UnknownValue(value=" in repr(value)

    def type(self, id_: TypeId) -> Any:
        """Return the emitted type."""
        return self._resolve(self._placed.text(id_), self._space.__name__)


def emit(
    documents: Documents, package: str, folder: Path, members: UnknownMembers = "drop"
) -> Placed | None:
    """Run the stages and write the package; None where nothing can be emitted."""
    indexed = index(documents)
    spec = parse(indexed)
    if any(one.severity is Severity.ERROR for one in (*documents.diagnostics, *spec.diagnostics)):
        return None
    lowered = lower_all(spec)
    options = Options(package=package, unknown_members=members)
    api = DATACLASSES.adapt(keep(lowered.api, options))
    names, _ = name(api, options, {}, DATACLASSES.reserved)
    planned = DATACLASSES.plan(api, names, options, {})
    for path, text in render(planned.package, DATACLASSES).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))

    def of(schema: SchemaId) -> TypeId | None:
        found = lowered.types.of(schema)
        return found if found in api.types else None

    return Placed(
        index=indexed,
        spec=spec,
        api=api,
        of=of,
        used=lowered.types.used,
        annotator=Annotator(api=api, names=names),
        package=package,
    )
