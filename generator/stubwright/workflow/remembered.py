"""What the lock knows of targets that no configuration names: a command that says less means the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stubwright.output.lock import Kinds, Lock
from stubwright.output.lock_text import only
from stubwright.project.settings import Settings, over

_FLAGS = ("project", "allow-urls", "allow-private")
_TEXTS = ("package", "client", "layout", "unknown_members")


def remembered(said: Settings, lock: Lock) -> tuple[Settings, ...]:
    """Return what a command line means, with what it meant before where it is silent.

    One that names no document means all that the lock has; one that names a document which the lock has once means that.
    """
    known = [kinds for key, kinds in sorted(lock.facts.items()) if key.startswith("./")]
    found = [over(said, _settings(kinds, lock.path.parent)) for kinds in _meant(known, said, lock)]
    return tuple(found) if said.document is None or len(found) == 1 else (said,)


def _meant(known: Iterable[Kinds], said: Settings, lock: Lock) -> list[Kinds]:
    found: list[Kinds] = []
    for kinds in known:
        document = _document(kinds, lock.path.parent)
        package = only(kinds, "package")
        if said.document in (None, document) and said.package in (None, package):
            found.append(kinds)
    return found


def _document(kinds: Kinds, base: Path) -> str:
    source = only(kinds, "source")
    if source == "<stdin>":
        return "-"
    return source if "://" in source else str((base / source).resolve())


def _settings(kinds: Kinds, base: Path) -> Settings:
    option = kinds.get("option", {})
    told: dict[str, Any] = {name: option[name] for name in _TEXTS if name in option}
    told |= {name.replace("-", "_"): True for name in _FLAGS if name in option}
    names = {
        key.removeprefix("names."): one for key, one in option.items() if key.startswith("names.")
    }
    overlays = [one if "://" in one else str(base / one) for one in _listed(option, "overlay")]
    told |= {"names": names} if names else {}
    told |= {"overlays": tuple(overlays)} if overlays else {}
    told |= {"root": str(base / option["root"])} if "root" in option else {}
    for name in ("include", "exclude"):
        told |= {name: listed} if (listed := _listed(option, name)) else {}
    output = str((base / only(kinds, "output")).resolve())
    return Settings(document=_document(kinds, base), output=output, **told)


def _listed(option: dict[str, str], name: str) -> tuple[str, ...]:
    found = (key for key in option if key.partition(".")[0] == name and key != name)
    return tuple(option[key] for key in sorted(found, key=lambda key: int(key.partition(".")[2])))
