"""The back end as the library sees it."""

from __future__ import annotations

from typing import Final

from stubwright.backends.dataclasses.compiled_templates import TEMPLATES
from stubwright.backends.dataclasses.package import plan
from stubwright.backends.dataclasses.reserved import RESERVED
from stubwright.backends.dataclasses.streams import adapt
from stubwright.base.resources import runtime_folder, template_folder
from stubwright.types.backend import Backend

DATACLASSES: Final = Backend(
    name="dataclasses",
    reserved=RESERVED,
    adapt=adapt,
    plan=plan,
    templates=template_folder() / "dataclasses",
    runtime=runtime_folder(),
    compiled=TEMPLATES,
)
