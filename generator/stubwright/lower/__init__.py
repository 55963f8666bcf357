"""Lower a document to the IR: types by id, operations, name hints."""

from stubwright.lower.lower import lower as lower
from stubwright.lower.lower import why_not_paginated as why_not_paginated
from stubwright.lower.operations.examples import with_examples as with_examples
