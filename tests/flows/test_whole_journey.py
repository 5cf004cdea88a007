"""From a company with nothing at the portal to 小程序 that can be published, by one command given again and again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from tests.flows.figures import record
from tests.flows.proof import leaking
from tests.flows.town import PASSWORD, Town

from mock_portal.server import start
from run_flow.journal.clock import SystemClock
from run_flow.profile import load

ERRANDS = ["register", "certify", "link", "file"]
REVIEWS = 5
LAST_DAY = 47
MOST_MEGABYTES = 40


@pytest.fixture
def settle(tmp_path, request) -> Iterator[Callable[..., Town]]:
    """Return a function that settles a company at a portal of its own."""
    with start(poll_seconds=0.1) as portal, ExitStack() as leaving:

        def begin(**facts: Any) -> Town:
            town = Town(portal, folder=tmp_path, **facts)
            leaving.callback(town.phone.close)
            leaving.callback(lambda: record(request.node, errand="journey", world=portal.world, profile=town.profile))
            town.confirm_warnings()
            return town

        yield begin


@pytest.mark.matrix
def test_from_nothing_to_two_filed_programs_by_one_command(settle):
    """Registered, certified, linked, filed; each thing is sent and paid once, and people do no more than the portal asks.

    The command ends whenever a review is outstanding; days pass; the same command goes on. On day 47 it says at once
    that all is done, and asks nobody for anything.
    """
    town = settle(programs=2, start="empty")
    with town.people(ignore=("review 平台",)):
        ends = [town.journey(patience_minutes=0.5)]
        while ends[-1].returncode == REVIEWS:
            town.days_pass()
            ends.append(town.journey(patience_minutes=0.5))
    last = ends[-1]
    assert last.returncode == 0, last.stderr
    assert [flow for flow, _state in town.runs] == ERRANDS
    assert {state for _flow, state in town.runs} == {"done"}
    everything_was_done_once(town)
    what_was_found_is_told(town, last.stdout)
    people_did_what_the_portal_asked_and_no_more(town)
    the_record_is_small_and_keeps_no_secret(town)
    on_day_47_nothing_is_left_to_do(town)


@pytest.mark.matrix
def test_the_journey_begins_where_the_company_stands(settle):
    """The 服务号 was certified by hand, as the profile states: what is left is done, by one command."""
    until = SystemClock().now() + timedelta(days=300)
    town = settle(programs=1, start="certified", certified_until=f"{until:%Y-%m-%d}")
    with town.people():
        ended = town.journey()
    assert ended.returncode == 0, ended.stderr
    assert re.search("✓ 服务号认证 +此前已经办好", ended.stdout)
    assert [flow for flow, _state in town.runs] == ["link", "file"]
    assert town.portal.received()["payments"] == {}
    what_was_found_is_told(town, ended.stdout)
    people_did_what_the_portal_asked_and_no_more(town)


def everything_was_done_once(town: Town) -> None:
    """One registration, one certification and its fee, two 小程序, two filings."""
    received = town.portal.received()
    counts = {name: list(received[name].values()) for name in ("submissions", "payments", "fast_registrations")}
    assert counts == {"submissions": [1, 1, 1], "payments": [1], "fast_registrations": [1, 1]}
    assert [account["kind"] for account in town.accounts.values()] == ["服务号", "小程序", "小程序"]
    assert all(account["certified"] for account in town.accounts.values())


def what_was_found_is_told(town: Town, told: str) -> None:
    """AppID, the certification's end and the filing's number stand in the end as the portal has them."""
    assert "可以发布：" in told
    assert "服务号年审：" in told
    assert f"run-flow renew {town.profile}" in told
    for name in town.names:
        line = [line for line in told.splitlines() if line.startswith(f"  小程序「{name}」：") and "备案号" in line][-1]
        account = town.accounts[name]
        assert account["app_id"] in line
        assert account["filing"]["备案号"] in line


def people_did_what_the_portal_asked_and_no_more(town: Town) -> None:
    """Each ask is one act that the portal itself wants; the two phones of a filing are one ask, approvals are ours."""
    human, asks = town.human, town.asks("ask", "sign-in")
    together = human.get("phone_checks", 0) - asks.count("sms")
    assert len(asks) == human["all"] - together, (asks, human)


def the_record_is_small_and_keeps_no_secret(town: Town) -> None:
    """All weeks together take a few megabytes; no value of the profile stands in any of the files."""
    assert town.megabytes < MOST_MEGABYTES
    os.environ["MP_PASSWORD"] = PASSWORD
    try:
        profile = load(town.profile)
    finally:
        del os.environ["MP_PASSWORD"]
    inbox = town.portal.get("phone/inbox")
    codes = [message["code"] for message in inbox["sms"] + inbox["mail"] if "code" in message]
    assert leaking(profile, codes, home=town.home) == []


def on_day_47_nothing_is_left_to_do(town: Town) -> None:
    """The command ends at once, with no browser and nobody asked."""
    assert town.days <= LAST_DAY
    town.until_day(LAST_DAY)
    before, asks = town.human, town.asks("ask", "sign-in", "approval")
    again = town.journey()
    assert (again.returncode, "可以发布：" in again.stdout) == (0, True), again.stderr
    assert (town.human, town.asks("ask", "sign-in", "approval")) == (before, asks)
