"""Recording a run in the lock: the options of a target, the files read, and the files written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from stubwright.base.records import replace
from stubwright.base.uris import STDIN, is_web, to_path, without_credentials
from stubwright.output.lock_text import configured_text, digest
from stubwright.output.target_record import TargetRecord
from stubwright.project.option_table import locked_options
from stubwright.project.targets import Target
from stubwright.types.documents import Documents
from stubwright.version import __version__


def chosen(target: Target) -> TargetRecord:
    """Return the facts that depend only on the user's options."""
    source = "<stdin>" if target.document == "-" else without_credentials(target.document)
    if "://" not in source and source != "<stdin>":
        source = relative(Path(source), target.base)
    return TargetRecord(
        source=source,
        output=relative(target.output, target.base),
        options=locked_options(target.settings, lambda path: relative(Path(path), target.base)),
    )


def record(
    target: Target,
    documents: Documents,
    files: Mapping[str, bytes],
    pins: Mapping[str, str],
    label: str,
) -> TargetRecord:
    """Return all facts of a target. ``label`` is the document's name in the headers of generated files."""
    return replace(
        chosen(target),
        generator=__version__,
        package=package_of(files),
        label=label,
        documents={
            _name(uri, target.base): document.digest for uri, document in documents.by_uri.items()
        },
        refused=dict(_refused(target, documents)),
        files={path: digest(data) for path, data in files.items()},
        pins=dict(pins),
    )


def package_of(files: Iterable[str]) -> str:
    """Return the importable package among the generated paths, ``""`` if there is none."""
    tops = [path.split("/")[0] for path in files if path.count("/") == 1]
    named = {path for path in files if path.endswith("/__init__.py")}
    return next((top for top in tops if f"{top}/__init__.py" in named), "")


def configuration_fact(
    path: Path, data: bytes, records: Mapping[str, TargetRecord], targets: Iterable[Target]
) -> dict[str, str]:
    """Return the digest of a configuration file by its name.

    The result is empty unless all configured targets are in the lock as they are configured, so that an
    equal digest means equal options.
    """
    text = configured_text(path.name, data)
    held = all(
        target.key in records and records[target.key].chosen_as(chosen(target))
        for target in targets
    )
    return {path.name: digest(text)} if held and text is not None else {}


def relative(path: Path, base: Path) -> str:
    """Return a posix path relative to a folder; absolute if it is on another drive."""
    try:
        return os.path.relpath(path, base).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()


def _name(uri: str, base: Path) -> str:
    """Return the name of a document in the lock."""
    if uri == STDIN:
        return "<stdin>"
    path = None if is_web(uri) else to_path(uri)
    return without_credentials(uri) if path is None else relative(path, base)


def _refused(target: Target, documents: Documents) -> Iterable[tuple[str, str]]:
    """Return files that could not be read but may become readable, with their digests.

    Files that must not be read are omitted: not even their digest may be in a file that
    is published.
    """
    for uri, reason in documents.refused.items():
        path = None if is_web(uri) else to_path(uri)
        if path is None or reason.code == "ref-not-allowed":
            continue
        with suppress(OSError):
            data = path.read_bytes() if path.is_file() else None
            yield relative(path, target.base), "absent" if data is None else digest(data)
