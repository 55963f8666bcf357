"""Values of the cases: decoded, encoded again, or refused with a path.

`values.yaml` beside a case's document lists values: `type` and `json`, and `back` where it does not come back as it was, or
`error`, which the message starts with (or holds, where it is no path).
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from cases import VALUES, Case, all_cases


def every_value() -> Iterator[tuple[Case, int, dict[str, Any]]]:
    """Yield each value of each case with its number."""
    for case in all_cases():
        path = case.folder / VALUES
        listed = yaml.load(path.read_text("utf-8"), yaml.SafeLoader) if path.exists() else []
        for number, value in enumerate(listed):
            yield case, number, value


LISTED = list(every_value())


@pytest.fixture
def imported(packages: Path) -> Iterator[Path]:
    """Make the packages of all cases importable."""
    sys.path.insert(0, str(packages))
    yield packages
    sys.path.remove(str(packages))


def type_of(package: ModuleType, name: str) -> Any:
    """Return a model by its name, or a list of them."""
    models = importlib.import_module(f"{package.__name__}.models")
    inner = re.fullmatch(r"list\[(\w+)\]", name)
    return list[getattr(models, inner[1])] if inner else getattr(models, name)  # type: ignore[misc]


def plain(value: Any) -> Any:
    """Read date-times, which may come back in another spelling."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return value


@pytest.mark.parametrize(
    ("case", "value"),
    [(case, value) for case, _, value in LISTED],
    ids=[f"{case.name}-{number}" for case, number, _ in LISTED],
)
def test_value_round_trips_or_is_refused(case: Case, value: dict[str, Any], imported: Path) -> None:
    """The value round-trips, or is refused with the path of the error."""
    package = importlib.import_module(case.package)
    kind = type_of(package, value["type"])
    if "error" not in value:
        model = package.decode(kind, value["json"])
        assert plain(package.encode(model, kind)) == plain(value.get("back", value["json"]))
        return
    with pytest.raises(package.DecodeError) as caught:
        package.decode(kind, value["json"])
    message, error = str(caught.value), value["error"]
    assert error in message
    if error.startswith("$"):
        assert message.startswith(error)
        assert message[len(error)] in ":.["
