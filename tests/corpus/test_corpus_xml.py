"""Values of real documents as XML: what is written is read back as it was.

Values are the document's examples, and what has none is made from its type. A type that the document sends or
receives as XML is written with its root and its `xml` objects, read, and decoded.
"""

from __future__ import annotations

import json
import pkgutil
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from corpus import Entry, entries
from places import CORPUS, NO_CORPUS, REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

CHOSEN = {
    "apis_guru/amazonawscomelasticloadbalancingv2.yaml": 300,
    "apis_guru/digitallockergovinauthpartner.yaml": 6,
    "peers/libopenapi/test_specs_petstorev3.json": 15,
    "peers/openapi-generator/3_0_r_petstore.yaml": 9,
    "peers/openapi-generator/3_0_snakecase-discriminator.yaml": 9,
}
"""Documents with objects or arrays as XML, and the fewest values that each gives."""
SEEDS = 3
MODULES = ("xml", "xml_reading", "xml_writing")


def chosen() -> list[Entry]:
    """Return the documents that are in the corpus."""
    return [each for each in entries() if each.path in CHOSEN]


def written(entry: Entry, folder: Path) -> str:
    """Write the package of a document with both halves of XML, of which it may need one; return its name."""
    name = f"xml_{entry.package}"
    result = generate(load(str(CORPUS / entry.path)), Options(package=name, testing=True), {})
    for path, text in result.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    for module in MODULES:
        source = REPOSITORY / "generator/stubwright/runtime/_runtime" / f"{module}.py"
        shutil.copy(source, folder / name / "_runtime")
    return name


def uses(package: str) -> Iterator[tuple[Any, Any]]:
    """Yield each type that an operation sends or receives as XML, and its root."""
    resolve = import_module(f"{package}._runtime.codec_compile").resolve
    element = import_module(f"{package}._runtime.xml").Xml("root")
    endpoints = import_module(f"{package}.endpoints")
    for found in pkgutil.iter_modules(endpoints.__path__):
        module = import_module(f"{package}.endpoints.{found.name}")
        for operation in vars(module).values():
            if not hasattr(operation, "responses") or isinstance(operation, type):
                continue
            for body in (operation.body or {}).values():
                if hasattr(body, "root"):
                    yield resolve(body.type, module.__name__), body.root
            for contents in operation.responses.values():
                for media, of in contents.items() if isinstance(contents, dict) else ():
                    if "xml" in media and of not in ("bytes", "str"):
                        yield resolve(of, module.__name__), element


@pytest.mark.parametrize("entry", chosen() or [None], ids=lambda each: each.path if each else "")
def test_values_round_trip_through_xml(
    entry: Entry | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that is encoded as XML is decoded to the same value."""
    if entry is None:
        pytest.skip(NO_CORPUS)
    name = written(entry, tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    runtime = f"{name}._runtime"
    samples = import_module(f"{runtime}.samples")
    reading, writing = (import_module(f"{runtime}.{each}") for each in MODULES[1:])
    decode = import_module(f"{runtime}.codec").decode
    text = (tmp_path / name / "examples.json").read_text("utf-8")
    examples = samples.Examples(**json.loads(text))
    count = 0
    for of, root in uses(name):
        for seed in range(SEEDS):
            value = samples.sample(of, Random(f"{of} {seed}"), examples)
            document = writing.dumps(value, of, root)
            data = reading.loads(document, of, "application/xml")
            assert decode(of, data) == value, document
            count += 1
    assert count >= CHOSEN[entry.path]
    for module in [each for each in sys.modules if each.split(".")[0] == name]:
        del sys.modules[module]
