"""Hold the emitted codecs against a part of the JSON-Schema-Test-Suite; writes build/json_schema.md.

Each schema becomes a component. A valid instance of the kind that its schema's keywords imply must decode; of the invalid
ones the share that is refused is counted, as is what is valid only because its kind is one that the keywords do not speak of.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from judge import implied
from placed import emit
from places import BUILD, CORPUS, NO_CORPUS
from stubwright.load import load
from stubwright.types.spec import SchemaId

SUITE = CORPUS / "json_schema" / "draft2020-12"
BASE = "https://suite.example/"
ONE = ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties")
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
LIMITS = ("expected base64",)
MAPS = ("properties", "patternProperties", "$defs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One instance of the suite with its schema's number in the file, and what became of it."""

    keyword: str
    schema: Any
    instance: Any
    valid: bool
    of_kind: bool
    fault: str


def cases(file: Path, folder: Path) -> list[Case]:
    """Emit a package for the schemas of a file and decode every instance."""
    groups = json.loads(file.read_text("utf-8"))
    schemas = {f"Case{n}": rooted(group["schema"], f"{file.stem}/{n}") for n, group in enumerate(groups)}  # fmt: skip
    document = {
        "openapi": "3.1.0",
        "info": {"title": file.stem, "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    package = "suite_" + "".join(each if each.isalnum() else "_" for each in file.stem)
    placed = emit(load(str(path)), package, folder)
    assert placed is not None
    components = dict(placed.spec.components)
    made: list[Case] = []
    with placed.imported(folder) as emitted:
        for (name, schema), group in zip(schemas.items(), groups, strict=True):
            id_ = placed.of(SchemaId(components[name]))
            for test in group["tests"]:
                fault = ""
                try:
                    if id_ is not None:
                        emitted.decode(emitted.type(id_), test["data"])
                except emitted.errors.DecodeError as error:
                    fault = str(error)
                made.append(
                    Case(
                        keyword=str(file.relative_to(SUITE).with_suffix("")),
                        schema=group["schema"],
                        instance=test["data"],
                        valid=test["valid"],
                        of_kind=test["valid"] and is_of_kind(schema, test["data"]),
                        fault=fault,
                    )
                )
    return made


def rooted(schema: Any, name: str) -> Any:
    """Give a schema an identifier, so that it stays the root of its own references."""
    return {"$id": BASE + name, **schema} if isinstance(schema, dict) else schema


def is_of_kind(schema: Any, instance: Any) -> bool:
    """Tell whether a valid instance stays valid where each schema states the types its keywords speak of."""
    registry: Registry[Any] = Registry()
    try:
        Draft202012Validator(typed(schema), registry=registry).validate(instance)
    except ValidationError:
        return False
    except Exception:
        return True
    return True


def typed(schema: Any) -> Any:
    """State the types that keywords imply where a schema states none."""
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    for key in ONE:
        if key in made:
            made[key] = typed(made[key])
    for key in LISTS:
        if key in made:
            made[key] = [typed(each) for each in made[key]]
    for key in MAPS:
        if key in made:
            made[key] = {name: typed(each) for name, each in made[key].items()}
    if kinds := implied(made):
        made["type"] = kinds
    return made


def run(files: list[Path]) -> list[Case]:
    """Run files of the suite."""
    found: list[Case] = []
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            found += cases(file, Path(folder))
    return found


def table(found: list[Case]) -> str:
    """Return the counts by keyword as a table in Markdown."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        kind = "invalid" if not one.valid else "of kind" if one.of_kind else "other"
        counts[one.keyword, kind] += 1
        counts[one.keyword, kind + "!"] += bool(one.fault)
        counts["all", kind] += 1
        counts["all", kind + "!"] += bool(one.fault)
    lines = [
        "| keyword | valid | refused | valid, of another kind | refused | invalid | refused | share |",
        "|---|" + "---:|" * 7,
    ]
    for keyword in [*sorted({one.keyword for one in found}), "all"]:
        row = [counts[keyword, kind] for kind in ("of kind", "of kind!", "other", "other!", "invalid", "invalid!")]  # fmt: skip
        share = f"{100 * row[5] / row[4]:.0f} %" if row[4] else ""
        lines.append(f"| {keyword} | {' | '.join(map(str, row))} | {share} |")
    return "\n".join(lines) + "\n"


def faults(found: list[Case]) -> list[str]:
    """Return the valid instances of the implied kind that are refused, but for the limits that docs/limits.md names."""
    return [
        f"{one.keyword} {json.dumps(one.schema)[:300]} {json.dumps(one.instance)[:120]} {one.fault}"
        for one in found
        if one.of_kind and one.fault and not any(limit in one.fault for limit in LIMITS)
    ]


def main() -> int:
    """Run the suite; return 1 where a valid instance of the implied kind is refused."""
    files = sorted(SUITE.rglob("*.json"))
    if not files:
        print(NO_CORPUS)
        return 2
    found = run(files)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "json_schema.md").write_text(table(found), "utf-8")
    print(table(found))
    wrong = faults(found)
    print(*wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
