"""How long, how often, and trying again: for reads of the portal only, never for an irreversible click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
)

from run_flow.errors import PortalDown

if TYPE_CHECKING:
    from run_flow.journal.clock import Clock
    from run_flow.portal import Portal

Result = TypeVar("Result")

TICK_MS = 200
_READS = 4


def minutes(number: float) -> timedelta:
    """Return *number* minutes."""
    return timedelta(minutes=number)


def hours(number: float) -> timedelta:
    """Return *number* hours."""
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    """Return *number* days."""
    return timedelta(days=number)


def retried(read: Callable[[], Result], *, portal: Portal) -> Result:
    """Return what *read* gives, tried again a few times while the portal is down."""
    trying = Retrying(
        retry=retry_if_exception_type(PortalDown),
        stop=stop_after_attempt(_READS),
        wait=wait_exponential(multiplier=0.5, max=4),
        sleep=lambda seconds: portal.wait(int(seconds * 1000)),
        reraise=True,
    )
    return trying(read)


def seen(look: Callable[[], bool], *, until: datetime, clock: Clock, portal: Portal) -> bool:
    """Return whether *look* saw it before *until*; it looks once at least, and a portal that is down is not a no."""
    looking = Retrying(
        retry=retry_if_exception_type(PortalDown) | retry_if_result(lambda found: not found),
        stop=lambda _state: clock.now() >= until,
        wait=wait_exponential(multiplier=0.5, max=10),
        sleep=lambda seconds: portal.wait(int(seconds * 1000)),
        retry_error_callback=_unseen,
    )
    return bool(looking(look))


def _unseen(_state: RetryCallState) -> bool:
    return False
