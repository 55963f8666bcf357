"""Compare the schemas of a page with those of a document."""

from __future__ import annotations

from collections.abc import Iterator

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.verify.facts import LIMITS, formatted, same, types_of
from stubwright.verify.finding import Finding
from stubwright.verify.listed import compare_listed


@dataclass(frozen=True, slots=True)
class Schemas:
    """Comparison of schemas; ``name`` is the name of the page."""

    name: str

    def missing(self, subject: str, what: str, fact: Fact) -> Finding:
        """Create a finding: the document lacks something that the page states."""
        return Finding(
            kind="missing",
            subject=subject,
            message=f"the document lacks {what}",
            page=self.name,
            lines=fact.lines,
        )

    def contradicts(self, subject: str, has: str, states: str, fact: Fact) -> Finding:
        """Create a finding: the page and the document differ."""
        return Finding(
            kind="contradiction",
            subject=subject,
            message=f"the document has {has}, the page says {states}",
            page=self.name,
            lines=fact.lines,
        )

    def required(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        """Compare whether a parameter or a property is required."""
        fact = stated.required
        if fact is not None and fact.status == "stated" and found.required is None:
            yield self.missing(pointer, f"that {where} is required", fact)

    def field(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        """Compare a property and whether it is required."""
        yield from self.required(stated, found, where, pointer)
        yield from self.shape(stated, found, where)

    def shape(self, stated: Shape, found: Shape, where: str) -> Iterator[Finding]:
        """Compare a schema and its subschemas."""
        if found.title == "recursive":
            return
        pointer = found.facts["pointer"].rule if "pointer" in found.facts else ""
        yield from self._keywords(stated, found, where, pointer)
        if stated.listed:
            yield from compare_listed(self, stated, found, where, pointer)
        # Properties of the page may be in any of the alternatives.
        options = [found, *found.choices]
        for name, member in stated.properties.items():
            if member.found is None or member.found.status != "stated":
                continue
            inside = f"{where}, {name!r}"
            known = next((one.properties[name] for one in options if name in one.properties), None)
            if known is None or known.found is None:
                if not any(one.title == "recursive" for one in options):
                    yield self.missing(pointer, f"the property {name!r} of {where}", member.found)
                continue
            yield from self.field(member, known, inside, known.found.rule)
        items = next((one.items for one in options if one.items is not None), None)
        if stated.items is not None and items is not None:
            yield from self.shape(stated.items, items, f"an item of {where}")
        if stated.extra is not None and found.extra is not None:
            yield from self.shape(stated.extra, found.extra, f"any member of {where}")
        for at, one in enumerate(stated.choices):
            if one.facts or one.properties:
                yield from self._alternative(at, one, found, where)

    def _alternative(self, at: int, stated: Shape, found: Shape, where: str) -> Iterator[Finding]:
        """Compare an alternative with that of the document which differs least."""
        options = [_beside(found, one) for one in found.choices]
        if at < len(options):
            options.insert(0, options.pop(at))
        least: list[Finding] | None = None
        for option in options:
            differs = list(self.shape(stated, option, where))
            if not differs:
                return
            least = differs if least is None or len(differs) < len(least) else least
        if least is None:
            # The document has one schema, which has the fields of all alternatives.
            least = list(self.shape(Shape(properties=stated.properties), found, where))
        yield from least

    def _keywords(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        kind = stated.facts.get("type")
        if kind is not None and kind.status == "stated":
            has = types_of(found)
            if has and kind.value not in has:
                yield self.contradicts(
                    pointer, f"{where} of type {' or '.join(sorted(has))}", str(kind.value), kind
                )
            elif not has and not found.choices and not stated.properties:
                yield self.missing(pointer, f"the type {kind.value} of {where}", kind)
        null = stated.facts.get("nullable")
        if is_stated(null) and null and "nullable" not in found.facts:
            yield self.missing(pointer, f"that {where} may be null", null)
        for key in ("format", "default", *LIMITS):
            yield from self._value(key, stated, found, where, pointer)
        yield from self._values(stated, found, where, pointer)

    def _value(
        self, key: str, stated: Shape, found: Shape, where: str, pointer: str
    ) -> Iterator[Finding]:
        fact = stated.facts.get(key)
        if fact is None or fact.status != "stated":
            return
        options = [found, *found.choices]
        has = [one.facts[key].value for one in options if key in one.facts]
        if not has:
            yield self.missing(pointer, f"the {key} {formatted(fact.value)} of {where}", fact)
        elif not any(same(fact.value, one) for one in has):
            yield self.contradicts(
                pointer, f"the {key} {formatted(has[0])} of {where}", formatted(fact.value), fact
            )

    def _values(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        fact = stated.facts.get("enum")
        if fact is None or fact.status != "stated" or not isinstance(fact.value, list):
            return
        has: list[Json] = []
        for one in (found, *found.choices):
            values = one.facts["enum"].value if "enum" in one.facts else []
            has += values if isinstance(values, list) else []
        for value in fact.value:
            if not any(same(value, one) for one in has):
                yield self.missing(pointer, f"the value {formatted(value)} of {where}", fact)


def _beside(holder: Shape, alternative: Shape) -> Shape:
    """Add to an alternative the properties that are declared beside all of them."""
    return Shape(
        facts=alternative.facts,
        properties={**holder.properties, **alternative.properties},
        items=alternative.items,
        extra=alternative.extra,
        choices=alternative.choices,
        title=alternative.title,
    )


def is_stated(fact: Fact | None) -> bool:
    """Return whether a page states a fact."""
    return fact is not None and fact.status == "stated"
