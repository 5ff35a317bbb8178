"""Which cases are read blind, and which twice: fixed by a hash before anybody opens them."""

import hashlib
import hmac

from mentormatch.values import dataclass

_WHOLE = 1 << 64


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of cases, in percent, and the secret by which they are drawn.

    Without the secret nobody can tell beforehand how a case will be read.
    """

    secret: str
    blind_percent: int
    double_percent: int

    def is_blind(self, result_id: str) -> bool:
        """Whether the counselor judges before the matcher's view is shown."""
        return self._draw("blind", result_id) < self.blind_percent / 100

    def is_double(self, result_id: str) -> bool:
        """Whether a second counselor reads the case as well."""
        return self._draw("double", result_id) < self.double_percent / 100

    def _draw(self, purpose: str, result_id: str) -> float:
        digest = hmac.digest(self.secret.encode(), f"case:{purpose}:{result_id}".encode(), hashlib.sha256)
        return int.from_bytes(digest[:8], "big") / _WHOLE
