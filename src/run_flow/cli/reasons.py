"""The reviewers' reasons in the terminal: what they wrote, where that stands in the profile, how it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from run_flow.language import _


def lines(reasons: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a few lines for each of *reasons*, which are as JSON holds them."""
    for told in reasons:
        if "field" in told:
            yield from _lines(told)
        else:  # a page's own columns, as an older journal or another flow tells them
            yield " · ".join(f"{name} {text}" for name, text in told.items())


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield _("{field}：{reason}").format(field=told["field"], reason=told["reason"])
    if told["suggestion"]:
        yield _("    审核建议：{suggestion}").format(suggestion=told["suggestion"])
    if told["path"]:
        file = f"{told['file']}:{told['line']}" if told["line"] else told["file"]
        yield (
            _("    资料：{file} {path} {document}")
            .format(file=file, path=told["path"], document=told["document"])
            .rstrip()
        )
    else:
        yield _("    资料里没有找到这一项。")
    if told["mend"]:
        yield _("    改法：{mend}").format(mend=told["mend"])
