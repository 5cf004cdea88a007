"""Cross-reading: what the documents' pictures say, against what the profile says.

The licence's QR code needs nothing more than run-flow; printed text needs the extra ``run-flow[ocr]``.
Everything is read on this machine. `compare` never calls a value a match that is one character off.
"""

from __future__ import annotations

from run_flow.profile.reading.crossing import cross_read
from run_flow.profile.reading.engine import available
from run_flow.profile.reading.licence import cross_code, licence_code

__all__ = ["available", "cross_code", "cross_read", "licence_code"]
