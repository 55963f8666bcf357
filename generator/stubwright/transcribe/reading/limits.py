"""Convert limits, in the wording of all systems, to keywords of JSON Schema."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from stubwright.base.json_value import Json
from stubwright.transcribe.drafts.draft import Fact, Shape

_N = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
_UNIT = r"(\s*(?:char(?:acter)?s?|items?|properties))?"
_RULES = tuple(
    (re.compile(pattern, re.I), keys)
    for pattern, keys in (
        (rf"\[\s*{_N}\s*\.\.\s*{_N}\s*\]{_UNIT}", (">=", "<=")),
        (rf"\(\s*{_N}\s*\.\.\s*{_N}\s*\){_UNIT}", (">", "<")),
        (rf"\[\s*{_N}\s*\.\.\s*{_N}\s*\){_UNIT}", (">=", "<")),
        (rf"\(\s*{_N}\s*\.\.\s*{_N}\s*\]{_UNIT}", (">", "<=")),
        (rf"^{_N}\s*<=\s*x\s*<=\s*{_N}$", (">=", "<=")),
        (rf"^{_N}\s*<\s*x\s*<=\s*{_N}$", (">", "<=")),
        (rf"^{_N}\s*<=\s*x\s*<\s*{_N}$", (">=", "<")),
        (rf"^{_N}\s*<\s*x\s*<\s*{_N}$", (">", "<")),
        (rf"^length between {_N} (?:and|to) {_N}()$", (">=", "<=")),
        (rf"^{_N} to {_N}( chars)?$", (">=", "<=")),
        (rf"^{_N}\s*-\s*{_N}( characters)?$", (">=", "<=")),
    )
)
_SINGLE = re.compile(rf"(>=|<=|≥|≤|>|<)\s*{_N}{_UNIT}", re.I)
_MULTIPLE = re.compile(rf"\bmultiple of {_N}$", re.I)
_EXACT = re.compile(r"^= (\d+) (characters?|items?)$", re.I)
_SIGN = {"≥": ">=", "≤": "<="}
_VALUES = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}
_LENGTHS = {">=": "minLength", "<=": "maxLength", ">": "minLength", "<": "maxLength"}
_ITEMS = {">=": "minItems", "<=": "maxItems", ">": "minItems", "<": "maxItems"}


def number(text: str) -> int | float:
    """Read a number as JSON does."""
    return float(text) if re.search(r"[.e]", text, re.I) else int(text)


def read_limits(text: str, type_: str) -> dict[str, Json]:
    """Read the limits of a value of a type; return an empty dict if there are none."""
    text = (
        text.strip().replace(",", "")
        if re.fullmatch(r"[\d,.\s<=>x-]+", text.strip())
        else text.strip()
    )
    text = text.removeprefix("length ") if re.match(r"length [≥≤<>]", text) else text
    found: dict[str, Json] = {}
    table = _LENGTHS if type_ == "string" else _ITEMS if type_ == "array" else _VALUES
    for pattern, signs in _RULES:
        match = pattern.search(text)
        if match:
            low, high = number(match[1]), number(match[2])
            return {_key(table, signs[0], match): low, _key(table, signs[1], match): high}
    multiple = _MULTIPLE.search(text)
    if multiple:
        found["multipleOf"] = number(multiple[1])
    exact = _EXACT.match(text)
    if exact:
        chosen = _ITEMS if "item" in exact[2] else _LENGTHS
        return {chosen[">="]: number(exact[1]), chosen["<="]: number(exact[1])}
    for match in _SINGLE.finditer(text):
        sign = _SIGN.get(match[1], match[1])
        chosen = table
        if match[3]:
            chosen = _ITEMS if "item" in match[3] else _LENGTHS
        found[chosen[sign]] = number(match[2])
    if re.search(r"\bnon-empty\b", text) and type_ in ("string", "array"):
        found.setdefault(table[">="], 1)
    return found


def _key(table: dict[str, str], sign: str, match: re.Match[str]) -> str:
    unit = (match[3] if match.re.groups > 2 else "") or ""
    chosen = _ITEMS if "item" in unit else _LENGTHS if "char" in unit else table
    return chosen[sign]


def add_limits(shape: Shape, text: str, lines: tuple[int, int], rule: str) -> bool:
    """Read limits and add them to a shape; return whether there were any."""
    type_ = shape.facts.get("type")
    found = read_limits(text, str(type_.value) if type_ else "")
    for key, value in found.items():
        if type_ and type_.value == "array" and shape.items and key in ("minLength", "maxLength"):
            shape.items.facts.setdefault(key, Fact(value=value, lines=lines, rule=rule))
            continue
        shape.facts.setdefault(key, Fact(value=value, lines=lines, rule=rule))
    return bool(found)


def typed(text: str, shape: Shape) -> Json:
    """Read a printed value according to the type of its shape."""
    text = text.strip()
    fact = shape.facts.get("type")
    kind = fact.value if fact else ""
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`" else text
    kinds = [one.facts["type"].value for one in shape.choices if "type" in one.facts]
    if not kind and text == bare and ("integer" in kinds or "number" in kinds):
        kind = "number"
    if kind in ("integer", "number") and re.fullmatch(_N, bare):
        return number(bare)
    if kind == "array" and not text.startswith("["):
        items = shape.items or Shape()
        text = bare if '"' not in bare else text
        return [typed(one, items) for one in text.split(",") if one.strip()]
    if kind in ("array", "object") and text[:1] in ("[", "{"):
        with suppress(ValueError):
            value: Json = json.loads(text)
            return value
    if kind == "boolean" and bare.lower() in ("true", "false"):
        return bare.lower() == "true"
    if bare == "null" and text == bare and kind != "string":
        return None
    return bare
