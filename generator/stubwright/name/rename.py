"""The user's rules for names: regular expressions and replacements."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.ids import key
from stubwright.base.place import Place
from stubwright.name.places import at_places
from stubwright.name.settle import free
from stubwright.types.backend import Reserved
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names
from stubwright.types.options import Rename, Renamed


class Rules:
    """The rules of one run. They are applied in order, each to the result of the previous one."""

    def __init__(self, rules: tuple[Rename, ...], reserved: Reserved) -> None:
        self._rules = [(rule, re.compile(rule.pattern)) for rule in rules]
        self._reserved = reserved
        self._used: set[Rename] = set()
        self._faults: list[Diagnostic] = []

    def groups(self, names: Names, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return the new names of groups, by their hints; groups with the same new name become one group."""
        new = {
            hint: self._applied("groups", group.attribute, self._reserved.groups)
            for hint, group in names.groups.items()
            if key("tag", hint) not in chosen
        }
        return {hint: one for hint, one in new.items() if one != names.groups[hint].attribute}

    def names(self, api: Api, names: Names, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return the new names of models and methods, by pin key; names chosen by the user are not changed."""
        renamed: dict[str, str] = {}
        for id_, before in names.types.items():
            own = tuple(at_places(api.types[id_]))
            if not any(each in chosen for each in own):
                after = self._applied("models", before, self._reserved.types)
                renamed.update(dict.fromkeys(own, after) if after != before else {})
        for operation, before in names.methods.items():
            if operation not in chosen:
                after = self._applied("operations", before, self._reserved.words)
                renamed.update({operation: after} if after != before else {})
        return renamed

    def faults(self) -> tuple[Diagnostic, ...]:
        """Return errors about rules that matched nothing, and about results that are not identifiers."""
        unused = (rule for rule, _ in self._rules if rule not in self._used)
        return (*map(_unused, unused), *self._faults)

    def _applied(self, kind: Renamed, name: str, reserved: Container[str]) -> str:
        after = name
        for rule, pattern in self._rules:
            if rule.kind != kind or not pattern.search(after):
                continue
            self._used.add(rule)
            before, after = after, pattern.sub(rule.replacement, after)
            if not after.isidentifier():
                self._faults.append(_invalid(rule, before, after))
                return name
        return name if after == name else free(after, reserved, set())


def _unused(rule: Rename) -> Diagnostic:
    return _fault(
        rule,
        "rename-unused",
        f"matches no {_ONE[rule.kind]}",
        "rules apply to the names that are generated without them; correct or remove this rule",
    )


def _invalid(rule: Rename, before: str, after: str) -> Diagnostic:
    made = f"turns {before!r} into {after!r}, which is not a Python identifier"
    return _fault(rule, "rename-invalid", made, "make the pattern narrower")


_ONE: Mapping[Renamed, str] = {"operations": "operation", "groups": "group", "models": "model"}


def _fault(rule: Rename, code: str, what: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=f"[rename.{rule.kind}] has {rule.pattern!r}, which {what}",
        place=Place(rule.file) if rule.file else None,
        line=rule.line,
        hint=hint,
    )
