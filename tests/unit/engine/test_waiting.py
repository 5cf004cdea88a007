"""Looking and trying again pass the time through the portal, never through sleep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.engine.model import FakeClock, FakePortal, Model

from run_flow import errors
from run_flow.engine.waiting import retried, seen


@pytest.fixture
def portal() -> Any:
    """Return a window on a model portal."""
    return FakePortal(Model(FakeClock()))


def failing(times: int, *, then: Any = True) -> Any:
    """Return a read that finds the portal down so many times."""
    left = [errors.PortalDown()] * times

    def read() -> Any:
        if left:
            raise left.pop()
        return then

    return read


def test_a_read_is_tried_a_few_times(portal: Any) -> None:
    """Three failures are forgiven, the fourth is told."""
    assert retried(failing(3, then="x"), portal=portal) == "x"
    with pytest.raises(errors.PortalDown):
        retried(failing(4), portal=portal)


def test_other_errors_are_not_tried_again(portal: Any) -> None:
    """Drift does not go away by asking again."""
    looks = []

    def read() -> None:
        looks.append(1)
        raise errors.PortalChanged

    with pytest.raises(errors.PortalChanged):
        retried(read, portal=portal)
    assert looks == [1]


def test_it_looks_until_the_time_is_over(portal: Any) -> None:
    """A no is looked at again until the time is over; the last look comes after it."""
    clock = portal.model.clock
    began = clock.now()
    assert not seen(lambda: False, until=began + timedelta(minutes=2), clock=clock, portal=portal)
    assert timedelta(minutes=2) <= clock.now() - began <= timedelta(minutes=2, seconds=10)


def test_it_looks_once_though_the_time_is_over(portal: Any) -> None:
    """A process that comes days later looks once before it decides."""
    clock = portal.model.clock
    assert seen(lambda: True, until=clock.now() - timedelta(days=3), clock=clock, portal=portal)


def test_a_portal_that_is_down_is_not_a_no(portal: Any) -> None:
    """It looks again when the portal is back."""
    clock = portal.model.clock
    assert seen(failing(5), until=clock.now() + timedelta(minutes=2), clock=clock, portal=portal)
