"""An office for each test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from tests.unit.engine.model import Office, People


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep the log out of the tests' output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a desk whose people do everything they are asked, rightly."""
    office = Office(tmp_path / "home")
    office.people = willing(office)
    return office


def willing(office: Office) -> People:
    """Return people who do everything they are asked, once."""
    model = office.model

    def decide(_ask: object) -> None:
        model.decided = "已认证"

    def pay(_ask: object) -> None:
        if not model.payments:
            model.payments.append(model.clock.now())

    return People(
        {
            "landline": "26",
            "submit-approval": "是",
            "pay": pay,
            "deposit": model.deposit,
            "deposit-approval": "是",
            "review-review": decide,
            "sign-in": lambda _ask: setattr(model, "session", True),
            "submit-outcome": lambda _ask: "已完成" if model.submissions else "未完成",
            "deposit-outcome": lambda _ask: "已完成" if model.verified else "未完成",
        }
    )
