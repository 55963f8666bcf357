"""Hold examples and defaults of the corpus against the emitted codecs; writes build/examples.md and .json.

What jsonschema accepts must decode as the type of its place and encode back; what it refuses for a JSON type, a required
member or a const must be refused with a path. Options: `--only TEXT`, `--smallest BYTES`, `--largest BYTES`, `--members keep` (emit with
`unknown_members = "keep"`: then nothing may be gone), `--shard N/M`.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from jsonschema.exceptions import ValidationError

import corpus
from judge import Judge
from placed import Emitted, Placed, emit
from places import BUILD, CORPUS, NO_CORPUS
from roundtrip import Comparison
from stubwright.base.diagnostics import FatalError
from stubwright.base.place import Place
from stubwright.index.resolve import resolve, value_at
from stubwright.load import load
from stubwright.lower.operations.bodies import request_codec, response_codec
from stubwright.lower.passes.read_write import Direction
from stubwright.types.index import Unresolved
from stubwright.types.ir import TypeId
from stubwright.types.ir_operations import Codec
from stubwright.types.options import UnknownMembers
from stubwright.types.spec import MediaType, Operation, Response, SchemaId

STRUCTURED = (Codec.JSON, Codec.FORM, Codec.MULTIPART)
SHAPES = frozenset(["type", "required", "const"])
IGNORED = frozenset(
    ["not", "if", "then", "else", "contains", "dependentSchemas", "propertyNames", "unevaluatedItems",
     "unevaluatedProperties", "anyOf", "oneOf", "patternProperties"]
)  # fmt: skip
LIMITS = {"expected base64": "refused: no base64 (docs/limits.md)"}
FAULTS = ("refused", "lost", "accepted", "no path", "error")


@dataclass(frozen=True, slots=True)
class Example:
    """A value that a document gives, its place, the schema it belongs to, and the type emitted there."""

    kind: str
    place: Place
    schema: Place
    type: TypeId | None
    value: Any


@dataclass(slots=True)
class Tally:
    """Outcomes by kind of example, and the faults in words."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[dict[str, str]] = field(default_factory=list)

    def add(self, example: Example, outcome: str, why: str = "") -> None:
        """Count one outcome; a fault is kept with its place."""
        self.counts[example.kind, outcome] += 1
        if outcome in FAULTS:
            value = json.dumps(example.value, default=str)[:300]
            self.faults.append(
                {"outcome": outcome, "place": str(example.place), "why": why[:400], "value": value}
            )


def examples(placed: Placed) -> Iterator[Example]:
    """Yield what stands in schemas, then in media types and parameters."""
    for sid, schema in placed.spec.schemas.items():
        raw = at(placed, schema.place)
        if isinstance(raw, dict) and sid == str(schema.place):
            for kind, place, value in of_schema(schema.place, raw):
                yield Example(kind, place, schema.place, placed.of(sid), value)
    seen: set[tuple[Place, str]] = set()
    for operation, incoming in operations(placed):
        sent = Direction.OUTPUT if incoming else Direction.INPUT
        for parameter in operation.parameters:
            if parameter.schema and (parameter.place, "") not in seen:
                seen.add((parameter.place, ""))
                id_ = placed.used(parameter.schema, sent, Codec.JSON)
                yield from beside(placed, "parameter", parameter.place, parameter.schema, id_)
        received = Direction.NONE if incoming else Direction.OUTPUT
        body = operation.body.contents if operation.body else ()
        uses = [(media, sent, request_codec(placed.spec.schemas, media), None) for media in body]
        for response in operation.responses:
            for media in response.contents:
                uses.append((media, received, response_codec(placed.spec.schemas, media), response))
        for media, direction, codec, response in uses:
            if codec in STRUCTURED and media.schema and (media.place, media.name) not in seen:
                seen.add((media.place, media.name))
                id_ = placed.used(media.schema, direction, codec)
                yield from of_media(placed, media, response, id_)


def of_schema(place: Place, raw: dict[str, Any]) -> Iterator[tuple[str, Place, Any]]:
    """Yield the values a schema object holds."""
    if "default" in raw:
        yield "default", place.child("default"), raw["default"]
    if "example" in raw:
        yield "schema", place.child("example"), raw["example"]
    listed = raw.get("examples")
    for number, value in enumerate(listed if isinstance(listed, list) else ()):
        yield "schema", place.child("examples", number), value


def of_media(
    placed: Placed, media: MediaType, response: Response | None, id_: TypeId
) -> Iterator[Example]:
    """Yield a media type's values; Swagger 2.0 keeps them in the response, by media type."""
    raw = at(placed, media.place)
    if response is not None and media.place == response.place and isinstance(raw, dict):
        listed = raw.get("examples")
        if isinstance(listed, dict) and media.name in listed and media.schema:
            place = media.place.child("examples", media.name)
            yield Example("media type", place, schema_place(placed, media.schema), id_, listed[media.name])  # fmt: skip
    elif media.schema:
        yield from beside(placed, "media type", media.place, media.schema, id_)


def beside(
    placed: Placed, kind: str, place: Place, sid: SchemaId, id_: TypeId
) -> Iterator[Example]:
    """Yield ``example`` and ``examples`` beside a schema (OpenAPI 3.1.1, sections 4.8.12 and 4.8.14)."""
    raw = at(placed, place)
    if not isinstance(raw, dict) or {"in", "type"} <= raw.keys():
        return
    schema = schema_place(placed, sid)
    if "example" in raw:
        yield Example(kind, place.child("example"), schema, id_, raw["example"])
    listed = raw.get("examples")
    for name in listed if isinstance(listed, dict) else ():
        here = place.child("examples", name)
        found = follow(placed, here)
        for key in ("value", "dataValue"):
            if isinstance(found, dict) and key in found:
                yield Example(kind, here, schema, id_, found[key])


def operations(placed: Placed) -> Iterator[tuple[Operation, bool]]:
    """Yield all operations; the second tells those that the API sends."""
    stack = [(one, False) for one in placed.spec.operations]
    stack += [(one, True) for one in placed.spec.webhooks]
    while stack:
        one, incoming = stack.pop()
        yield one, incoming
        stack += [(inner, True) for inner in one.callbacks]


def schema_place(placed: Placed, sid: SchemaId) -> Place:
    """Return where a schema stands."""
    return placed.spec.schemas[sid].place


def at(placed: Placed, place: Place) -> Any:
    """Return what stands at a place, None where nothing does."""
    try:
        return value_at(placed.index, place)
    except KeyError:
        return None


def follow(placed: Placed, place: Place) -> Any:
    """Return what stands at a place, through references."""
    for _ in range(10):
        found = at(placed, place)
        ref = found.get("$ref") if isinstance(found, dict) else None
        if not isinstance(ref, str):
            return found
        target = resolve(placed.index, place, ref)
        if isinstance(target, Unresolved):
            return None
        place = target
    return None


def hold(judge: Judge, emitted: Emitted, example: Example, tally: Tally, members: str) -> None:
    """Judge one value, decode and encode it, and count what comes of it."""
    if example.type is None:
        tally.add(example, "no type of its own")
        return
    try:
        errors = judge.errors(example.schema, example.value)
    except Exception as error:
        tally.add(example, "not judged", repr(error))
        return
    try:
        of = emitted.type(example.type)
        decoded = emitted.decode(of, example.value)
    except emitted.errors.DecodeError as error:
        if errors:
            found = "refused rightly" if error.path.startswith("$") else "no path"
            tally.add(example, found if shape_error(errors) else "refused for another reason")
        else:
            why = str(error)
            limits = [name for text, name in LIMITS.items() if text in why]
            if Judge(judge.index, strict=True).errors(example.schema, example.value):
                limits.append("refused: of another kind than its keywords speak of")
            tally.add(example, limits[0] if limits else "refused", why)
        return
    except Exception as error:
        tally.add(example, "error", repr(error))
        return
    if errors:
        wrong = shape_error(errors)
        if wrong is None:
            tally.add(example, "accepted though limits are broken")
        else:
            tally.add(example, tolerated(wrong, emitted.unknown_in(decoded)), wrong.message)
        return
    try:
        back = emitted.encode(decoded, of)
    except Exception as error:
        tally.add(example, "lost", f"{type(error).__name__}: {error}")
        return
    comparison = Comparison(judge=judge)
    fault, found = comparison.fault([example.schema], example.value, back), comparison.found
    if emitted.unknown_in(decoded):
        found.add("unknown member")
    if fault or (members == "keep" and "undeclared members" in found):
        tally.add(example, "lost", fault or "an unknown member is gone")
    else:
        tally.add(example, "came back" if not found else f"came back: {', '.join(sorted(found))}")


def shape_error(errors: list[ValidationError]) -> ValidationError | None:
    """Return an error of a JSON type, a required member or a const; rather one that no optional null explains."""
    found = [
        one
        for one in errors
        if one.validator in SHAPES and not IGNORED & set(map(str, one.schema_path))
    ]
    plain = [one for one in found if one.instance is not None or not one.path]
    return next(iter((*plain, *found)), None)


def tolerated(error: ValidationError, unknown: bool) -> str:
    """Name what is accepted by design: null in an optional member, a value that no member of a union fits."""
    if unknown:
        return "accepted: unknown member of a union"
    if error.validator == "type" and error.instance is None and error.path:
        return "accepted: null in an optional member"
    return "accepted"


def run(path: Path, package: str, folder: Path, members: UnknownMembers = "drop") -> Tally:
    """Hold every example of a document; where unknown members are kept, all must come back."""
    tally = Tally()
    try:
        placed = emit(load(str(path)), package, folder, members)
    except FatalError:
        return tally
    if placed is None:
        return tally
    judge = Judge(placed.index)
    with placed.imported(folder) as emitted:
        for example in examples(placed):
            hold(judge, emitted, example, tally, members)
    return tally


def table(counts: Counter[tuple[str, str]]) -> str:
    """Return the outcomes by kind as a table in Markdown."""
    kinds = sorted({kind for kind, _ in counts})
    outcomes = sorted({outcome for _, outcome in counts})
    lines = [f"| outcome | {' | '.join(kinds)} | all |", "|---|" + "---:|" * (len(kinds) + 1)]
    for outcome in outcomes:
        row = [counts[kind, outcome] for kind in kinds]
        lines.append(f"| {outcome} | {' | '.join(map(str, row))} | {sum(row)} |")
    row = [sum(n for (each, _), n in counts.items() if each == kind) for kind in kinds]
    lines.append(f"| all | {' | '.join(map(str, row))} | {sum(row)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run over the corpus with progress; return 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", type=int, default=1 << 40)
    parser.add_argument("--smallest", type=int, default=0)
    parser.add_argument("--members", choices=("drop", "keep"), default="drop")
    parser.add_argument("--shard", default="0/1")
    chosen = parser.parse_args()
    number, _, count = chosen.shard.partition("/")
    wanted = [one for one in corpus.entries() if chosen.only in one.path and chosen.smallest <= one.size <= chosen.largest]  # fmt: skip
    wanted = wanted[int(number) :: int(count)]
    if not wanted:
        print(f"No document: {NO_CORPUS}")
        return 2
    total, faults = Tally(), []
    for done, entry in enumerate(wanted, 1):
        started = time.perf_counter()
        folder = Path(tempfile.mkdtemp())
        try:
            tally = run(CORPUS / entry.path, entry.package, folder, chosen.members)
        finally:
            shutil.rmtree(folder)
        gc.collect()
        total.counts += tally.counts
        faults += [{"document": entry.path, **fault} for fault in tally.faults]
        print(f"[{done}/{len(wanted)}] {time.perf_counter() - started:6.1f} s {sum(tally.counts.values()):6} {len(tally.faults):4} {entry.path}", flush=True)  # fmt: skip
    BUILD.mkdir(exist_ok=True)
    suffix = "" if count == "1" else f"-{number}"
    (BUILD / f"examples{suffix}.md").write_text(table(total.counts), "utf-8")
    found = {"counts": [[*key, n] for key, n in total.counts.items()], "faults": faults}
    (BUILD / f"examples{suffix}.json").write_text(json.dumps(found, indent=1), "utf-8")
    print(table(total.counts))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
