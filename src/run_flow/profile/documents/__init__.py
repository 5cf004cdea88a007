"""The documents of a profile: where they lie, whether a reviewer can read them, and copies the portal takes."""

from __future__ import annotations

from run_flow.profile.documents.examination import examine
from run_flow.profile.documents.paths import Document, Icon, stated

__all__ = ["Document", "Icon", "examine", "stated"]
