"""What the portal says no with at a registration, and what the operator sees: words, code, switches, where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mock_portal.registration_refusals import (
    EMAIL_BOUND,
    INTRO_REFUSED,
    NAMES,
    PRINCIPAL_FULL,
    REFUSALS,
    SCANS,
    TOO_OFTEN,
)


@dataclass(frozen=True)
class Said:
    """One refusal: the portal's *words*, its *code*, the *switches* that make the mock say it, and the exit code."""

    words: str
    code: str
    switches: dict[str, Any]
    exit_code: int = 3


EMAILS = (
    Said(EMAIL_BOUND[1], str(EMAIL_BOUND[0]), {"email_check": "bound"}),
    Said(TOO_OFTEN[1], str(TOO_OFTEN[0]), {"email_check": "busy"}),
)
ENTITIES = (
    Said(PRINCIPAL_FULL[1], str(PRINCIPAL_FULL[0]), {"principal_full": True}),
    *(
        Said(
            words.format(most=50 if code == "218000" else 5),
            code,
            {"register_refused": code} | ({"allowed_register_type": "3"} if code == "218000" else {}),
        )
        for code, (_field, words) in REFUSALS.items()
        if code != "201000"  # a scan that failed is asked for again
    ),
)
SCANNED = tuple(Said(words, code, {"register_scan": code}) for code, words in SCANS.items())
NAMED = (
    *(
        Said(words, code, {"taken_names": "晴禾样例服务、晴禾样例报修服务、晴禾样例售后", "taken_because": code})
        for code, words in NAMES.items()
        if code != "65204"  # which wants papers, and gets them
    ),
    Said(INTRO_REFUSED, "65202", {"intro_refused": True}),
)
"""The words stand beside the field; a code that goes by 210009 is -34 as well, one by 210010 is -35."""
