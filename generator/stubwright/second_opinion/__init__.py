"""What datamodel-code-generator reads in the same document, compared with what we read.

Two readers written apart seldom err alike: where both give a property the same name, presence,
nullability and type, a maintainer may trust an unfamiliar document.
"""

from stubwright.second_opinion.compare import Disagreement, Unavailable, compare

__all__ = ["Disagreement", "Unavailable", "compare"]
