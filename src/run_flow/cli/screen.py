"""How things look in a terminal: columns of Chinese, moments, time left."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta, tzinfo

from run_flow.language import _


def width(text: str) -> int:
    """Return how many columns *text* takes; a Chinese character takes two."""
    return sum(_columns(character) for character in text)


def padded(text: str, columns: int) -> str:
    """Return *text* with spaces up to *columns*."""
    return text + " " * max(0, columns - width(text))


def cut(text: str, columns: int) -> str:
    """Return *text*, shortened to *columns* where it is longer."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…"


def moment(at: datetime, *, zone: tzinfo | None = None) -> str:
    """Return *at* as the operator's clock shows it, or one in *zone*."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def span(duration: timedelta) -> str:
    """Return *duration* in its two largest units."""
    seconds = max(0, int(duration.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return _("{days} 天 {hours} 小时").format(days=days, hours=hours)
    if hours:
        return _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes} 分 {seconds} 秒").format(minutes=minutes, seconds=seconds % 60)
    return _("{seconds} 秒").format(seconds=seconds)


def who(role: str, channel: str) -> str:
    """Return who is to act, and where."""
    return _("{role}（{channel}）").format(role=role, channel=channel) if channel else role


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
