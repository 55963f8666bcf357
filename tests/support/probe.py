"""Import every module of emitted packages, build every codec, resolve every operation.

Run as a program, by any interpreter that has httpx2: `python probe.py FOLDER`. It prints a line for
each thing that fails and nothing else; warnings are errors.
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import importlib
import pkgutil
import sys
import typing
import warnings
from types import ModuleType


def modules_of(package: str) -> list[ModuleType]:
    """Import a package and all modules below it."""
    top = importlib.import_module(package)
    names = [info.name for info in pkgutil.walk_packages(top.__path__, f"{package}.")]
    return [top, *(importlib.import_module(name) for name in sorted(names))]


def build(package: str, kind: object) -> None:
    """Build both codecs of a type: each is made before the first value is looked at."""
    codec = importlib.import_module(f"{package}._runtime.codec")
    errors = importlib.import_module(f"{package}.errors")
    with contextlib.suppress(errors.DecodeError):
        codec.decode(kind, {})
    with contextlib.suppress(errors.EncodeError):
        codec.encode(None, kind)


def build_models(package: str) -> None:
    """Build the codecs of everything that the models export, and read its hints."""
    models = importlib.import_module(f"{package}.models")
    for name in sorted(vars(models).keys() | set(dir(models))):
        value = getattr(models, name)
        if getattr(value, "__module__", "").startswith(models.__name__) and isinstance(value, type):
            assert dataclasses.is_dataclass(value) or issubclass(value, enum.Enum), name
            build(package, value)
            if dataclasses.is_dataclass(value):
                typing.get_type_hints(value, include_extras=True)


def texts_of(value: object) -> list[str]:
    """Return the names of types in an operation's bodies or responses."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_of(each)]
    fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
    return [
        text
        for field in fields
        if field.name in {"item", "type"} and isinstance(text := getattr(value, field.name), str)
    ]


def resolve_operations(package: str, modules: list[ModuleType]) -> None:
    """Resolve each type that an operation names, and build its codec."""
    resolve = importlib.import_module(f"{package}._runtime.codec_compile").resolve
    for module in modules:
        for value in list(vars(module).values()):
            if not (hasattr(value, "responses") and hasattr(value, "method")):
                continue
            for text in [*texts_of(value.body), *texts_of(value.responses)]:
                build(package, resolve(text, module.__name__))


def export_all(package: str) -> None:
    """Touch every name at the top of the package."""
    top = importlib.import_module(package)
    for name in dir(top):
        getattr(top, name)


def main(folder: str) -> int:
    """Probe every package of a folder; return the number of failures."""
    warnings.simplefilter("error")
    sys.path.insert(0, folder)
    failures = 0
    for info in pkgutil.iter_modules([folder]):
        try:
            modules = modules_of(info.name)
            export_all(info.name)
            build_models(info.name)
            resolve_operations(info.name, modules)
        except BaseException as error:
            failures += 1
            print(f"{info.name}: {type(error).__name__}: {error}")
    return failures


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 100))
