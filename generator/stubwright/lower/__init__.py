"""Lower a document to the IR: types by id, operations, name hints."""

from stubwright.lower.lower import lower as lower
