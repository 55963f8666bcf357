"""Compare how datamodel-code-generator and Stubwright read the same document.

Independent readers rarely make the same mistake: where both give a property the same name, presence,
nullability and type, a maintainer may trust the result.
"""

from stubwright.second_opinion.compare import Disagreement, Unavailable, compare

__all__ = ["Disagreement", "Unavailable", "compare"]
