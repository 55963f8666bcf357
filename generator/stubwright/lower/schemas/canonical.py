"""Which schema a schema really is: references and wrappers that shape nothing are seen through."""

from __future__ import annotations

from stubwright.lower.schemas.all_of_parts import conjuncts, gather
from stubwright.lower.schemas.merge import kinds_of, merged
from stubwright.lower.schemas.shaping_keywords import COMPOSED, REFERENCE, TYPE_ONLY
from stubwright.lower.schemas.work import Work
from stubwright.types.spec import MISSING, Schema, SchemaId


def canonical(work: Work, schema: SchemaId) -> SchemaId:
    """Return the schema that gives a schema its type (memoised); itself where it shapes one."""
    chain: list[SchemaId] = []
    seen: set[SchemaId] = set()
    end = schema
    while end not in work.canonical_of:
        chain.append(end)
        seen.add(end)
        following = step(work, end)
        if following is None or following in seen:
            break
        end = following
    end = work.canonical_of.get(end, end)
    for passed in chain:
        work.canonical_of[passed] = end
    return end


def step(work: Work, sid: SchemaId) -> SchemaId | None:
    """Return the schema one step closer to the canonical one; None at the end."""
    if not work.facets(sid) & COMPOSED:
        return None
    schema = work.schemas[sid]
    if sid in work.made and (twin := work.keys.get(_key_of(work, sid))) not in (None, sid):
        return twin
    single = only_part(work, schema)
    own = work.facets(sid) - COMPOSED
    if (
        single is None
        or (sid in work.components and says_more(work, schema, single))
        or checks_more(work, sid, single)
    ):
        pass
    elif not own or (
        own <= {"types"} and "null" not in schema.types and adds_nothing(work, schema, single)
    ):
        return single
    remember(work, sid)
    return None


def checks_more(work: Work, sid: SchemaId, single: SchemaId) -> bool:
    """Tell whether checks stand beside a reference to a scalar or an array: these have words of their own."""
    schema = work.schemas[sid]
    beside = (schema, *(work.schemas[part] for part in conjuncts(work, schema) if part != single))
    if not any(one.checks for one in beside):
        return False
    found = merged(work, single)
    named = found.schema.enum or found.groups or found.schema.const is not MISSING
    return not named and kinds_of(work, single) not in ((), ("object",))


def remember(work: Work, sid: SchemaId) -> None:
    """Keep a composition findable by its parts, so that the same parts make the same type."""
    if work.facets(sid) & COMPOSED:
        work.keys.setdefault(_key_of(work, sid), sid)


def _key_of(work: Work, sid: SchemaId) -> tuple[object, ...]:
    parts = gather(work, sid)
    groups = tuple((group.owner, group.keyword) for group in parts.groups)
    return (tuple(sorted(set(parts.leaves))), groups)


def only_part(work: Work, schema: Schema) -> SchemaId | None:
    """Return the one schema that another wraps; None where it wraps none or joins several."""
    if len(schema.one_of) > 1 or len(schema.any_of) > 1:
        return None
    parts = [part for part in conjuncts(work, schema) if work.facets(part)]
    if schema.ref is not None and schema.ref in work.schemas:
        parts.append(schema.ref)
    return parts[0] if len(parts) == 1 else None


def says_more(work: Work, schema: Schema, part: SchemaId) -> bool:
    """Tell whether a component is more than another name of its only part.

    That is: it has words for a part that stands in it, or names another by ``allOf`` to be one of its kinds.
    """
    if part != schema.ref and work.facets(part) != REFERENCE:
        return bool(schema.description or schema.title)
    base = work.schemas[part].ref
    known = bool(schema.all_of) and base is not None and base in work.schemas
    return known and base is not None and "discriminator" in work.facets(base)


def adds_nothing(work: Work, schema: Schema, part: SchemaId) -> bool:
    """Tell whether the types stated beside a reference are those of its target."""
    kinds = kinds_of(work, part)
    return bool(kinds) and set(kinds) <= set(schema.types)


def is_nullable_wrapper(work: Work, sid: SchemaId) -> SchemaId | None:
    """Return the schema to which this one adds null and nothing else; None where there is none."""
    schema = work.schemas[sid]
    own = work.facets(sid) - COMPOSED
    single = only_part(work, schema)
    if single is None or not own or not own <= TYPE_ONLY:
        return None
    if not (schema.nullable or "null" in schema.types):
        return None
    stated = set(schema.types) - {"null"}
    return single if not stated or set(kinds_of(work, single)) <= stated else None
