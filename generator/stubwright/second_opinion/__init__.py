"""Compare how datamodel-code-generator and Stubwright read the same document.

Independent readers rarely make the same mistake: if both report the same name, presence,
nullability and type of a property, the result can be trusted.
"""

from stubwright.second_opinion.compare import Disagreement, Unavailable, compare

__all__ = ["Disagreement", "Unavailable", "compare"]
