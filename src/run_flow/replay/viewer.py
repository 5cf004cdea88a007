"""Playwright's trace viewer, as its package ships it (Apache-2.0), served under a policy that lets it reach us alone.

A page in a recording is hostile. The viewer shows it in a frame that its service worker fills; guard.js stands before
that worker, for whatever a worker makes itself comes without a policy.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import mimetypes
import re
from pathlib import Path

from run_flow.errors import EnvironmentMissing
from run_flow.language import _
from run_flow.replay.site import Answer

WORKER = "sw.bundle.js"
_GUARD = Path(__file__).with_name("guard.js")
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_TYPES = {".js": "text/javascript", ".html": "text/html; charset=utf-8", ".ttf": "font/ttf", ".svg": "image/svg+xml"}


def viewer_folder() -> Path:
    """Return where the viewer lies; raise EnvironmentMissing where Playwright has none."""
    found = importlib.util.find_spec("playwright")
    for place in found.submodule_search_locations or () if found else ():
        folder = Path(place) / "driver/package/lib/vite/traceViewer"
        if (folder / WORKER).is_file():
            return folder
    raise EnvironmentMissing(
        _("没有找到 Playwright 自带的录像查看器"),
        doing=_("打开回放"),
        remedy=_("重新安装：pip install --force-reinstall playwright，再执行同一条命令。"),
    )


class Viewer:
    """The viewer's files; what it cuts off is reported to ``blocked``, and only ``around`` may frame it."""

    def __init__(self, folder: Path, *, blocked: str, around: str) -> None:
        """Know the files in *folder*: nothing else is served."""
        self._files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        self._blocked, self._around = blocked, around

    def answer(self, name: str) -> Answer | None:
        """Return the file *name*, None where the viewer has none such."""
        if not (path := self._files.get(name)):
            return None
        content = path.read_bytes()
        if name == WORKER:
            return Answer(self._guarded(content), _TYPES[".js"], self._worker_policy())
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Answer(content, kind, self._page_policy(content) if path.suffix == ".html" else self._worker_policy())

    def _guarded(self, worker: bytes) -> bytes:
        told = f"const BLOCKED = {json.dumps(self._blocked)}, SNAPSHOT = {json.dumps(self._snapshot_policy())};\n"
        return told.encode() + _GUARD.read_bytes() + worker

    def _worker_policy(self) -> str:
        return f"default-src 'none'; script-src 'self'; connect-src 'self'; report-uri {self._blocked}"

    def _page_policy(self, html: bytes) -> str:
        """Allow the scripts that stand in the viewer's own page *html*, and what it loads from us."""
        own = " ".join(f"'sha256-{_hash(script)}'" for script in _INLINE.findall(html))
        return (
            f"default-src 'none'; script-src 'self' {own}; worker-src 'self'; connect-src 'self'; manifest-src 'self'; "
            "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; "
            "frame-src 'self' data:; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {self._around}; report-uri {self._blocked}"
        )

    def _snapshot_policy(self) -> str:
        """Return the policy of a recorded page: looks may have any address, for the worker answers from the recording."""
        anywhere = "http: https: data:"
        return (
            f"default-src 'none'; script-src SCRIPTS; style-src {anywhere} 'unsafe-inline'; img-src {anywhere}; "
            f"font-src {anywhere}; frame-src 'self' data:; form-action 'none'; "
            f"connect-src 'none'; object-src 'none'; report-uri {self._blocked}"
        )


def _hash(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode()
