"""A page as it was recorded, made harmless before Playwright's viewer writes it out as HTML.

The viewer writes the names of elements and attributes, and the text of styles, as they are: a forged recording could
open a tag there. What is left out keeps its place, for other snapshots refer to nodes by their number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from run_flow.audit.fault import refused
from run_flow.language import _

_PLAIN = re.compile(r"[\w@.:-]{0,200}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._:-]*")
_ATTRIBUTE = re.compile(r"(?!on)[^\s\"'<>/=]+", re.IGNORECASE)
_NAMED = ("callId", "phase", "snapshotName", "pageId", "frameId", "doctype")
_INERT = "X-LEFT-OUT"
_DROPPED = frozenset({"SCRIPT", "OBJECT", "EMBED", "PORTAL", "FENCEDFRAME"})


def harmless(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return *snapshot* with nothing in it that could become another tag, or reach out on its own.

    Raises AuditFailed where what the viewer writes into its own script is not plain.
    """
    size = snapshot["viewport"]
    plain = all(_PLAIN.fullmatch(snapshot.get(name) or "") for name in _NAMED)
    if not plain or not all(type(size[side]) in (int, float) for side in ("width", "height")):
        raise refused("", _("录像里的名字不对：可能是伪造的"))
    viewport = {"width": size["width"], "height": size["height"]}
    return {**snapshot, "viewport": viewport, "html": _node(snapshot["html"], within="")}


def _node(node: Any, *, within: str) -> Any:
    if isinstance(node, str):
        return node.replace("</", "<\\/") if within == "STYLE" else node
    if not isinstance(node[0], str):
        return node
    name, attributes, children = node[0], node[1] if len(node) > 1 else {}, node[2:]
    kept = {key: value for key, value in attributes.items() if _ATTRIBUTE.fullmatch(key)}
    if _reaches_out(name, kept):
        name, kept = _INERT, {}
    return [name, kept, *(_node(child, within=name.upper()) for child in children)]


def _reaches_out(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether the element is none, or opens a connection by its mere presence."""
    link = name.upper() == "LINK" and attributes.get("rel", "").lower() not in {"stylesheet", "icon"}
    return link or not _NAME.fullmatch(name) or name.upper() in _DROPPED
