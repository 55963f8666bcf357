"""Read the values of an object's keys by their expected types; others are reported and skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stubwright.base.place import Place
from stubwright.base.suggest import closest
from stubwright.parse.context import Context
from stubwright.parse.message_words import kind_of, quoted
from stubwright.parse.objects import Keys
from stubwright.parse.reference import follow, follow_misplaced
from stubwright.types.documents import Json
from stubwright.types.spec import MISSING, Missing, SchemaId

NO_EXTENSIONS: Mapping[str, Json] = {}

_BOOLEANS = {"true": True, "false": False}

Entry = tuple[str, Place, Json]


class Reader:
    """A JSON object at a place. Each accessor returns the empty value if the key is absent or wrong."""

    __slots__ = ("ctx", "place", "value")

    def __init__(self, ctx: Context, place: Place, value: dict[str, Json]) -> None:
        self.ctx = ctx
        self.place = place
        self.value = value

    def get(self, key: str) -> Json | Missing:
        """Return the value of a key, whatever its type."""
        return self.value.get(key, MISSING)

    def wrong(self, key: str, expected: str, hint: str = "") -> None:
        """Report that a key has a value of the wrong type."""
        wrong_type(
            self.ctx, self.place.child(key), self.value[key], f"'{key}'", expected, hint=hint
        )

    def text(self, key: str) -> str:
        """Return a string; other scalars are converted, with a warning."""
        match self.get(key):
            case str() as text:
                return text
            case Missing():
                return ""
            case bool() | int() | float() as scalar:
                self.wrong(key, "a string", hint="put it in quotes")
                return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)
            case dict() as inner if isinstance(inner.get("$ref"), str):
                end = follow_misplaced(self.ctx, self.place.child(key), inner)
                return end[1] if end and isinstance(end[1], str) else ""
            case _:
                self.wrong(key, "a string")
                return ""

    def name(self, key: str) -> str:
        """Return a string that must be present and not empty."""
        if key not in self.value:
            self.ctx.warn("key-missing", self.place, f"'{key}' is missing", f"add '{key}'")
        return self.text(key)

    def word(self, key: str, words: Iterable[str], code: str) -> str:
        """Return a string that must be present; if only its letter case is wrong, it is corrected."""
        stated = self.name(key)
        meant = {word.lower(): word for word in words}.get(stated.strip().lower(), stated)
        if meant != stated:
            message = f"{quoted(stated)} is not a valid '{key}'; it is read as '{meant}'"
            self.ctx.warn(code, self.place.child(key), message, f"write '{meant}'")
        return meant

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a boolean."""
        value = self.get(key)
        if isinstance(value, bool):
            return value
        if not isinstance(value, Missing):
            self.wrong(
                key, "true or false", "leave out the quotes" if isinstance(value, str) else ""
            )
        return _BOOLEANS.get(value.strip().lower(), default) if isinstance(value, str) else default

    def object(self, key: str) -> Reader | None:
        """Return a member whose value is an object."""
        if key not in self.value:
            return None
        end = follow_misplaced(self.ctx, self.place.child(key), self.value[key])
        if end is None:
            return None
        place, value = end
        if isinstance(value, dict):
            return Reader(self.ctx, place, value)
        wrong_type(self.ctx, place, value, f"'{key}'", "an object")
        return None

    def entries(self, key: str) -> Iterator[Entry]:
        """Yield the members of an object, ``x-`` keys included."""
        inner = self.object(key)
        if inner is not None:
            for name, value in inner.value.items():
                yield name, inner.place.child(name), value

    def items(self, key: str) -> Iterator[tuple[Place, Json]]:
        """Yield the items of a list."""
        if key not in self.value:
            return
        end = follow_misplaced(self.ctx, self.place.child(key), self.value[key])
        if end is None:
            return
        place, value = end
        if isinstance(value, list):
            for position, item in enumerate(value):
                yield place.child(position), item
        else:
            wrong_type(self.ctx, place, value, f"'{key}'", "a list")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings in order, without duplicates."""
        stated = self.get(key)
        if isinstance(stated, str):
            self.wrong(key, "a list", "put it in brackets")
            return (stated,)
        found: dict[str, None] = {}
        for place, item in self.items(key):
            if isinstance(item, str):
                found[item] = None
            elif isinstance(item, int | float) and not isinstance(item, bool):
                wrong_type(
                    self.ctx,
                    place,
                    item,
                    f"an item of '{key}'",
                    "a string",
                    hint="put it in quotes",
                )
                found[str(item)] = None
            else:
                wrong_type(self.ctx, place, item, f"an item of '{key}'", "a string")
        return tuple(found)

    def schema(self, key: str) -> SchemaId | None:
        """Return the id of the schema at a key."""
        value = self.get(key)
        if isinstance(value, Missing):
            return None
        return self.ctx.schema(self.place.child(key), value)

    def inner_schema(self, key: str) -> SchemaId | None:
        """Return the id of the schema at a key of a schema."""
        value = self.get(key)
        if isinstance(value, Missing):
            return None
        return self.ctx.inner(self.place.child(key), value)

    def inner_schemas(self, key: str) -> tuple[SchemaId, ...]:
        """Return the distinct ids of a list of schemas; a single object is read as a list of one."""
        stated = self.get(key)
        if isinstance(stated, dict):
            self.wrong(key, "a list", "put it in brackets")
            return (self.ctx.inner(self.place.child(key), stated),)
        found: dict[SchemaId, None] = {}
        for place, value in self.items(key):
            found[self.ctx.inner(place, value, beside=found)] = None
        return tuple(found)

    def inner_schema_map(self, key: str) -> tuple[tuple[str, SchemaId], ...]:
        """Return the ids of named schemas, in order."""
        return tuple(
            (name, self.ctx.inner(place, value)) for name, place, value in self.entries(key)
        )

    def extensions(self) -> Mapping[str, Json]:
        """Return the ``x-`` keys."""
        found = {key: value for key, value in self.value.items() if key.startswith("x-")}
        return found or NO_EXTENSIONS

    def finish(self, keys: Keys) -> None:
        """Note each key that has no effect, and suggest a similar known key."""
        if self.value.keys() <= keys.known:
            return
        for key in self.value:
            if key in keys.known or key.startswith("x-"):
                continue
            place = self.place.child(key)
            if key in keys.ignored:
                self.ctx.note(
                    "keyword-ignored", place, f"'{key}' has no effect on what is generated"
                )
            else:
                unknown_key(self.ctx, place, key, keys)


def unknown_key(ctx: Context, place: Place, key: str, keys: Keys) -> None:
    """Note a key that the specification does not define for this object."""
    meant = closest(key, keys.read)
    hint = f"did you mean '{meant}'?" if meant else "the names of extensions begin with 'x-'"
    ctx.note(
        "unknown-key", place, f"'{key}' is not a field of the {keys.title}; it is ignored", hint
    )


def wrong_type(
    ctx: Context, place: Place, value: Json, what: str, expected: str, *, hint: str = ""
) -> None:
    """Report a value whose type is not the one in the specification."""
    message = f"{what} should be {expected}, but is {kind_of(value)}"
    ctx.warn("wrong-type", place, message, hint)


def as_object(ctx: Context, place: Place, value: Json, what: str) -> Reader | None:
    """Return a reader of an object, or report that an object was expected."""
    if isinstance(value, dict):
        return Reader(ctx, place, value)
    wrong_type(ctx, place, value, what, "an object")
    return None


def misplaced_object(ctx: Context, place: Place, value: Json, what: str) -> Reader | None:
    """Return a reader of an object; a reference in place of it is followed with a warning."""
    end = follow_misplaced(ctx, place, value)
    return None if end is None else as_object(ctx, end[0], end[1], what)


def follow_object(ctx: Context, place: Place, value: Json, what: str) -> Reader | None:
    """Return a reader of the object at the end of a chain of references."""
    end = follow(ctx, place, value)
    return None if end is None else as_object(ctx, end[0], end[1], what)
