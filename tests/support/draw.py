"""Draw JSON values that a schema of a document accepts; nothing of the generator is used but its loader's trees."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

try:  # the names since Python 3.11
    from re import _constants as sre  # type: ignore[attr-defined]
    from re import _parser as sre_parse  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    import sre_constants as sre
    import sre_parse

PLAIN = string.ascii_letters + string.digits
RICH = PLAIN + " -_~!*'()&+?#%@:$äж"
"""What strings are made of where no delimiter can be mistaken for a character of the value."""

FORMATS = {
    "date-time": ("2024-05-06T07:08:09Z", "2021-12-31T23:59:59.123+02:00"),
    "date": ("2024-02-29",),
    "time": ("07:08:09Z",),
    "duration": ("P1DT2H", "PT5M"),
    "uuid": ("0b7c1d5e-8f2a-4c3b-9d1e-5a6f7b8c9d0e",),
    "email": ("ann@example.com",),
    "idn-email": ("ann@example.com",),
    "uri": ("https://example.com/a?b=c",),
    "url": ("https://example.com/a?b=c",),
    "iri": ("https://example.com/a",),
    "uri-reference": ("/a/b",),
    "hostname": ("example.com",),
    "ipv4": ("192.0.2.7",),
    "ipv6": ("2001:db8::1",),
    "byte": ("aGVsbG8=",),
    "base64url": ("aGVsbG8",),
    "decimal": ("1.50",),
    "int64": ("12",),
    "int32": ("12",),
    "regex": ("a+",),
    "json-pointer": ("/a/b",),
    "unix-time": ("1700000000",),
}
DEEPEST = 6
_OWN = ("allOf", "oneOf", "anyOf", "$ref")
_OBJECT = ("properties", "additionalProperties", "required", "patternProperties", "minProperties")


class Undrawable(Exception):
    """No value was found; the text says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document with the URI of that document."""

    value: Any
    uri: str

    def child(self, value: Any) -> Node:
        """Return another part of the same document, or a part that knows its own."""
        return value if isinstance(value, Node) else Node(value, self.uri)


@dataclass(frozen=True, slots=True)
class Trees:
    """Documents by URI."""

    by_uri: Mapping[str, Any]

    def follow(self, node: Node) -> Node:
        """Follow ``$ref`` until there is none; siblings are left behind."""
        for _ in range(50):
            if not (isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str)):
                return node
            node = self._target(node)
        raise Undrawable("a circle of references")

    def _target(self, node: Node) -> Node:
        uri, fragment = urldefrag(urljoin(node.uri, node.value["$ref"]))
        value = self.by_uri.get(uri)
        if value is None:
            raise Undrawable(f"the document of {node.value['$ref']} was not read")
        for part in fragment.split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(key)] if isinstance(value, list) else value[key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise Undrawable(f"nothing at {node.value['$ref']}") from None
        if fragment and not fragment.startswith("/"):
            raise Undrawable("an anchor")
        return Node(value, uri)


@dataclass(slots=True)
class Drawer:
    """Draw values for requests: members that are read-only are left out (``hidden``: for responses, write-only ones)."""

    trees: Trees
    random: Random
    alphabet: str = PLAIN
    hidden: str = "readOnly"

    def draw(self, node: Node, depth: int = 0) -> Any:
        """Return a value of a schema. Raises ``Undrawable``."""
        flat = self.flatten(node, depth)
        if flat.value is False:
            raise Undrawable("the schema allows nothing")
        schema = flat.value if isinstance(flat.value, dict) else {}
        if "const" in schema and schema["const"] in schema.get("enum", [schema["const"]]):
            return schema["const"]
        if schema.get("enum"):
            chosen = [each for each in schema["enum"] if each is not None and each != ""]
            return self.random.choice(chosen or schema["enum"])
        kind = self._kind(schema, depth)
        if not hasattr(self, f"_{kind}"):
            raise Undrawable(f"a type that JSON does not have: {kind}")
        made: Any = getattr(self, f"_{kind}")(flat, depth)
        return made

    def flatten(self, node: Node, depth: int) -> Node:
        """Return one schema without references and composition; a branch of each is chosen."""
        if depth > DEEPEST + 3:
            raise Undrawable("deep recursion")
        if not isinstance(node.value, dict):
            return node
        parts = [node.child({k: v for k, v in node.value.items() if k not in _OWN})]
        if isinstance(node.value.get("$ref"), str):
            target = self.trees.follow(node)
            parts.append(self.flatten(target, depth + 1))
        for each in node.value.get("allOf") or ():
            parts.append(self.flatten(node.child(each), depth + 1))
        for key in ("oneOf", "anyOf"):
            if node.value.get(key):
                parts.append(self._branch(node, key, depth))
        return _merged(parts)

    def _branch(self, node: Node, key: str, depth: int) -> Node:
        every = [each for each in node.value[key] if each != {"type": "null"}] or node.value[key]
        chosen = self.random.choice(every)
        found = self.flatten(node.child(chosen), depth + 1)
        tag = node.value.get("discriminator")
        if isinstance(tag, dict) and isinstance(chosen, dict) and "$ref" in chosen:
            name = _tag_value(tag, chosen["$ref"])
            extra = {"properties": {tag["propertyName"]: {"const": name}}}
            extra["required"] = [tag["propertyName"]]  # type: ignore[assignment]
            return _merged([found, node.child(extra)])
        return found

    def _kind(self, schema: dict[str, Any], depth: int) -> str:
        types = schema.get("type")
        if isinstance(types, list):
            known = [each for each in types if each != "null"]
            types = self.random.choice(known) if known else "null"
        if isinstance(types, str):
            return types
        if any(key in schema for key in _OBJECT):
            return "object"
        if "items" in schema or "prefixItems" in schema:
            return "array"
        if "minimum" in schema or "maximum" in schema:
            return "integer"
        return "string"

    def _null(self, flat: Node, depth: int) -> None:
        return None

    def _boolean(self, flat: Node, depth: int) -> bool:
        return self.random.random() < 0.5

    def _integer(self, flat: Node, depth: int) -> int:
        low, high, step = _range(flat.value, 1)
        step = int(step) or 1
        first, last = -(-int(low) // step), int(high) // step
        if first > last:
            raise Undrawable("an empty range")
        return self.random.randint(first, last) * step

    def _number(self, flat: Node, depth: int) -> float | int:
        low, high, step = _range(flat.value, 0)
        if step:
            return self._integer(flat, depth)
        return round(self.random.uniform(low, high), 2) if high - low > 1 else (low + high) / 2

    def _string(self, flat: Node, depth: int) -> str:
        schema = flat.value
        if isinstance(schema.get("pattern"), str):
            return self._matching(schema)
        kind = {"base64": "byte"}.get(schema.get("contentEncoding", ""), schema.get("format", ""))
        known = FORMATS.get(kind)
        if known:
            return self.random.choice(known)
        least = int(schema.get("minLength", 1))
        most = max(least, min(int(schema.get("maxLength", least + 8)), least + 8))
        length = self.random.randint(max(least, min(1, most)), most)
        text = "".join(self.random.choice(self.alphabet) for _ in range(length))
        return text if text.strip() == text else "a" * length

    def _matching(self, schema: dict[str, Any]) -> str:
        pattern = schema["pattern"]
        try:
            tree = sre_parse.parse(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise Undrawable(f"a pattern of another dialect: {error}") from None
        low, high = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10**9))
        for _ in range(60):
            text = "".join(_regex(tree, self.random))
            if re.search(pattern, text) and low <= len(text) <= high and text.isprintable():
                return text
        raise Undrawable("a pattern that was not met")

    def _array(self, flat: Node, depth: int) -> list[Any]:
        schema = flat.value
        first = list(schema.get("prefixItems") or ())
        items = schema.get("items", {})
        least = int(schema.get("minItems", 0))
        most = min(int(schema.get("maxItems", 10**6)), max(least, 2 if depth < DEEPEST else 0))
        size = max(least, self.random.randint(min(1, most), most), len(first))
        made: list[Any] = []
        for number in range(size):
            of = first[number] if number < len(first) else items
            value = self.draw(flat.child(of), depth + 1)
            if not (schema.get("uniqueItems") and value in made):
                made.append(value)
        return made

    def _object(self, flat: Node, depth: int) -> dict[str, Any]:
        schema = flat.value
        required = schema.get("required") or []
        made: dict[str, Any] = {}
        for name, each in (schema.get("properties") or {}).items():
            wanted = name in required
            if not wanted and (depth > 2 or self.random.random() < 0.5):
                continue
            node = flat.child(each)
            try:
                if not self._is_hidden(node):
                    made[name] = self.draw(node, depth + 1)
            except Undrawable:
                if wanted:
                    raise
        rest = schema.get("additionalProperties")
        lacking = [name for name in required if name not in made and not _known(schema, name)]
        least = int(schema.get("minProperties", 0))
        spare = ["alpha", "beta", "gamma"][: max(0, least - len(made) - len(lacking))]
        if isinstance(rest, dict | Node) and not made and not spare and depth < DEEPEST:
            spare = ["alpha"]
        for name in (*lacking, *spare):
            node = flat.child(rest if isinstance(rest, dict | Node) else {})
            made[name] = self.draw(node, depth + 1)
        return made

    def _is_hidden(self, node: Node) -> bool:
        if not isinstance(node.value, dict):
            return False
        if node.value.get(self.hidden):
            return True
        target = self.trees.follow(node).value
        return isinstance(target, dict) and bool(target.get(self.hidden))


def _known(schema: dict[str, Any], name: str) -> bool:
    return name in (schema.get("properties") or {})


def _tag_value(tag: dict[str, Any], ref: str) -> str:
    for name, target in (tag.get("mapping") or {}).items():
        if target in (ref, ref.rpartition("/")[2]):
            return str(name)
    return ref.rpartition("/")[2]


def _merged(parts: list[Node]) -> Node:
    """Return schemas that hold together as one. Members keep the document that they stand in."""
    made: dict[str, Any] = {}
    for part in parts:
        if part.value is False:
            return part
        if not isinstance(part.value, dict):
            continue
        for key, value in part.value.items():
            if key == "properties" and isinstance(value, dict):
                own = made.setdefault("properties", {})
                for name, each in value.items():
                    node = part.child(each)
                    old = own.get(name)
                    both = old is not None and old != node
                    own[name] = node.child({"allOf": [old, node]}) if both else node
            elif key == "required" and isinstance(value, list):
                made[key] = [*made.get(key, []), *value]
            elif key in ("items", "additionalProperties") and isinstance(value, dict):
                made[key] = part.child(value)
            elif key == "enum" and "enum" in made:
                made[key] = [each for each in made[key] if each in value] or value
            elif key == "prefixItems":
                made[key] = [part.child(each) for each in value]
            else:
                made[key] = value
    return parts[0].child(made)


def _range(schema: dict[str, Any], margin: int) -> tuple[float, float, float]:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    step = schema.get("multipleOf") or 0
    edge = max(step, margin) or 0.5
    if above is not None and above is not False:
        low = (low if above is True else above) + edge
    if below is not None and below is not False:
        high = (high if below is True else below) - edge
    if low is None and high is None:
        return (0, 100, step)
    if low is None:
        return (high - 100, high, step)
    return (low, low + max(100, step) if high is None else high, step)


def _regex(tree: Any, random: Random) -> Iterator[str]:
    """Yield the parts of a text that matches; assertions are ignored, the caller tries again."""
    for op, argument in tree:
        if op is sre.LITERAL:
            yield chr(argument)
        elif op is sre.NOT_LITERAL:
            yield random.choice([each for each in PLAIN if ord(each) != argument])
        elif op is sre.ANY:
            yield random.choice(PLAIN)
        elif op is sre.IN:
            yield _one_of(argument, random)
        elif op is sre.BRANCH:
            yield from _regex(random.choice(argument[1]), random)
        elif op is sre.SUBPATTERN:
            yield from _regex(argument[-1], random)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            low, high, inner = argument
            for _ in range(random.randint(low, min(int(high), low + 4))):
                yield from _regex(inner, random)


def _one_of(parts: Any, random: Random) -> str:
    every = [chr(code) for code in (*range(32, 127), 228, 1078)]
    negated = parts[0][0] is sre.NEGATE
    found = [each for each in every if any(_in(each, part) for part in parts) is not negated]
    simple = [each for each in found if each in PLAIN]
    if not found and not negated and parts[0][0] in (sre.LITERAL, sre.RANGE):
        code = parts[0][1]
        return chr(code if isinstance(code, int) else code[0])
    return random.choice(simple or found or ["?"])


def _in(character: str, part: Any) -> bool:
    op, argument = part
    if op is sre.LITERAL:
        return ord(character) == argument
    if op is sre.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    if op is sre.CATEGORY:
        name = str(argument).lower().removeprefix("category_")
        kind = {"digit": r"\d", "word": r"\w", "space": r"\s"}[name.removeprefix("not_")]
        return bool(re.fullmatch(kind, character)) is not name.startswith("not_")
    return False
