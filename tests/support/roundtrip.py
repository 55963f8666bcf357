"""Hold what came back from a codec against what was sent: equal JSON, but for what may differ."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import Any

import isoduration

from judge import Judge
from stubwright.base.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One comparison; ``found`` collects what differs and may."""

    judge: Judge
    found: set[str] = field(default_factory=set)

    def fault(self, schemas: list[Place], sent: Any, back: Any, path: str = "$") -> str:
        """Return where what came back differs, empty where it does not."""
        if isinstance(sent, dict) and isinstance(back, dict):
            return self._object(schemas, sent, back, path)
        if isinstance(sent, list) and isinstance(back, list):
            return self._array(schemas, sent, back, path)
        if isinstance(sent, bool) is isinstance(back, bool) and sent == back:
            return ""
        if isinstance(sent, str) and isinstance(back, str) and respelled(sent, back):
            self.found.add("spelling")
            return ""
        return f"{path}: {json.dumps(sent)[:80]} became {json.dumps(back)[:80]}"

    def _object(self, schemas: list[Place], sent: Any, back: Any, path: str) -> str:
        if new := back.keys() - sent.keys():
            return f"{path}.{min(new)} came from nowhere"
        for name, value in sent.items():
            inner = [each for schema in schemas for each in self.judge.members(schema, name)]
            if name in back:
                if fault := self.fault(inner, value, back[name], f"{path}.{name}"):
                    return fault
            elif self._is_declared([one for each in schemas for one in self.judge.members(each, name, sent)], value):  # fmt: skip
                return f"{path}.{name} is gone"
        return ""

    def _is_declared(self, schemas: list[Place], value: Any) -> bool:
        """Tell whether a member must come back: one of its schemas accepts it, and it travels both ways."""
        if all(self.judge.errors(one, value) for one in schemas):
            self.found.add("undeclared members")
            return False
        raws = [raw for schema in schemas for _, raw in self.judge.parts(schema)]
        if any(raw.get("readOnly") is True or raw.get("writeOnly") is True for raw in raws):
            self.found.add("read-only or write-only members")
            return False
        return True

    def _array(self, schemas: list[Place], sent: Any, back: Any, path: str) -> str:
        if len(sent) != len(back):
            return f"{path}: {len(sent)} items became {len(back)}"
        inner = [each for schema in schemas for each in self.judge.items(schema)]
        for number, (one, other) in enumerate(zip(sent, back, strict=True)):
            if fault := self.fault(inner, one, other, f"{path}[{number}]"):
                return fault
        return ""


def respelled(one: str, other: str) -> bool:
    """Tell whether two texts say the same date-time, duration, uuid or base64."""
    return one.lower() == other.lower() or any(
        read(one) == read(other) is not None for read in (moment, duration, octets)
    )


def moment(text: str) -> Any:
    """Read a date-time or time to the microsecond."""
    full = text.upper() if re.match(r"\d{4}-", text) else f"1970-01-01T{text.upper()}"
    full = re.sub(r"(\.\d{6})\d+", r"\1", full).replace("Z", "+00:00").replace(" ", "T")
    try:
        read = dt.datetime.fromisoformat(full)
    except ValueError:
        return None
    return read, read.utcoffset()


def duration(text: str) -> Any:
    """Read an ISO 8601 duration."""
    try:
        read = isoduration.parse_duration(text)
    except Exception:
        return None
    date, clock = read.date, read.time
    months = date.years * 12 + date.months
    days = date.weeks * 7 + date.days
    return months, ((days * 24 + clock.hours) * 60 + clock.minutes) * 60 + clock.seconds


def octets(text: str) -> Any:
    """Read base64 in either alphabet."""
    plain = "".join(text.split()).rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        return None
