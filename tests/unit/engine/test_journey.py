"""How each errand of a company stands, from what its scripts, its ledger and its profile say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.engine.facts import stated

from run_flow.engine.journey import Past, chain, course, renewals
from run_flow.engine.scripts import FlowTitle
from run_flow.journal.rows import DeadlineRow, FactRow, RunRow, StepRow

ROOT = Path(__file__).resolve().parents[3]
COMPANY = ROOT / "fixtures/profiles/company/profile.yaml"
PROGRAM = "晴禾样例报修"
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


def title(name: str, needs: str = "", *, of: str = "服务号", leads_to: str = "") -> FlowTitle:
    """Return what a script states of itself."""
    return FlowTitle(name, name, needs, of, leads_to, "", Path(f"{name}.py"), ())


TITLES = [
    title("certify", "register"),
    title("file", "link", of="小程序", leads_to="可以发布"),
    title("link", "certify", of="小程序"),
    title("register"),
    title("renew", "certify"),
    title("withdraw", "file"),
]


def run(flow: str, state: str = "done") -> RunRow:
    """Return a run."""
    facts = {"id": f"c-{flow}-1", "case_id": "c", "flow": flow, "item": "", "state": state, "digest": "d"}
    more = {"dry_run": False, "reason": "", "look_at": None, "script": [], "started_at": NOW, "updated_at": NOW}
    return RunRow(**facts, **more, ended_at=NOW)  # type: ignore[arg-type]


def done(flow: str, item: str = "") -> StepRow:
    """Return a step of the run of *flow* that cannot be undone, and is done."""
    facts = dict.fromkeys(("intent_at", "intent_owner", "intent_label", "how", "started_at", "done_at"))
    more = {"title": "", "state": "done", "irreversible": True, "attempt": 1, "forms": [], "fields": [], "inputs": {}}
    rest = {"stale": [], "by_person": False, "screenshot": "", "error": "", "seq": 1, "round": 1}
    return StepRow(run_id=f"c-{flow}-1", name="send", item=item, **facts, **more, **rest)  # type: ignore[arg-type]


def past(*runs: RunRow, steps: dict[str, list[StepRow]] | None = None, facts: tuple[FactRow, ...] = ()) -> Past:
    """Return what a ledger knows."""
    return Past(runs, {f"c-{flow}-1": rows for flow, rows in (steps or {}).items()}, facts)


def stands(known: Past, profile=None) -> dict[str, str]:
    """Return how each errand stands."""
    return {each.name: each.stand for each in course(TITLES, known, profile or stated(COMPANY), today=TODAY)}


def test_the_way_leads_from_the_first_need_to_the_end():
    """What passes by, as a renewal or a withdrawal does, is not on it; without an end there is no way."""
    assert [each.name for each in chain(TITLES)] == ["register", "certify", "link", "file"]
    assert chain([title("renew", "certify")]) == []


def test_errands_that_need_each_other_in_a_circle_come_to_an_end():
    """Each stands once."""
    assert [each.name for each in chain([title("a", "b", leads_to="x"), title("b", "a")])] == ["b", "a"]


def test_nothing_is_done_at_first():
    """The first errand is next, the others come later."""
    assert stands(past()) == {"register": "next", "certify": "later", "link": "later", "file": "later"}


def test_what_was_done_is_over_and_what_stopped_goes_on():
    """The errand whose turn it is is the one that stopped."""
    known = past(run("register"), run("certify", "review"), steps={"register": [done("register")]})
    assert stands(known) == {"register": "done", "certify": "begun", "link": "later", "file": "later"}


def test_what_a_run_only_found_was_done_by_others():
    """Its steps were read back from the portal, none was an act of ours."""
    seen = replace(done("register"), how="readback")
    assert stands(past(run("register"), steps={"register": [seen]}))["register"] == "found"
    assert stands(past(run("register"), steps={"register": [seen, done("register")]}))["register"] == "done"


def test_what_a_later_errand_rests_on_stands():
    """Somebody registered by hand: where the certification was sent, there is an account."""
    known = past(run("certify", "waiting"), steps={"certify": [done("certify")]})
    assert stands(known)["register"] == "stands"
    assert stands(past(run("certify", "waiting")))["register"] == "next"


@pytest.mark.parametrize(("until", "stand"), [(TODAY, "stands"), (TODAY - timedelta(days=1), "later"), (None, "later")])
def test_what_the_profile_states_stands(until, stand):
    """A certification that is good still, with everything before it; one that ended is applied for."""
    profile = stated(COMPANY)
    account = profile.account.model_copy(update={"certified_until": until})
    assert stands(past(), profile.model_copy(update={"account": account}))["certify"] == stand


def test_an_errand_of_programs_is_done_when_it_was_done_for_each():
    """A 小程序 that came into the profile since is seen to; what was read of one counts as well as what was done."""
    known = past(run("register"), run("certify"), run("link"), run("file"), steps={"link": [done("link", PROGRAM)]})
    assert (stands(known)["link"], stands(known)["file"]) == ("done", "next")
    fact = FactRow(case_id="c", item=PROGRAM, label="备案号", run_id="c-file-1", value="粤B2-20090059-1626X", at=NOW)
    known = past(*known.runs, steps={"link": [done("link", f"{PROGRAM} 订单1，剩余2次")]}, facts=(fact,))
    assert stands(known) == {"register": "found", "certify": "found", "link": "done", "file": "found"}


def test_without_programs_the_way_ends_at_the_certification():
    """A household that has none is through when its 服务号 is certified."""
    profile = stated(ROOT / "fixtures/profiles/household/profile.yaml")
    if profile.mini_programs:
        profile = profile.model_copy(update={"mini_programs": ()})
    assert list(stands(past(), profile)) == ["register", "certify"]


@pytest.mark.parametrize("key", ["renewal", "renewal-program"])
def test_what_falls_due_again_names_its_errand_and_when_it_opens(key):
    """Three months ahead; what was met is told no more."""
    until = NOW + timedelta(days=365)
    facts = {
        "case_id": "c",
        "item": "",
        "run_id": "r",
        "title": "年审",
        "until": until,
        "expiry": "",
        "escalated": None,
    }
    profile = stated(COMPANY)
    met = DeadlineRow(key=key, met_at=NOW, **facts | {"item": "甲"})
    [due] = renewals([DeadlineRow(key=key, met_at=None, **facts), met], profile)
    assert (due.errand, due.until) == ("renew", until)
    assert timedelta(days=88) < until - due.opens < timedelta(days=93)
    assert renewals([DeadlineRow(key="supplement", met_at=None, **facts)], profile) == []


def test_a_certification_that_only_the_profile_states_falls_due_again_too():
    """Until the portal says another day."""
    account = stated(COMPANY).account.model_copy(update={"certified_until": date(2027, 3, 10)})
    profile = stated(COMPANY).model_copy(update={"account": account})
    [due] = renewals([], profile)
    assert (due.errand, due.until) == ("renew", datetime(2027, 3, 10, 15, 59, 59, tzinfo=UTC))
    facts = {
        "case_id": "c",
        "item": "",
        "run_id": "r",
        "title": "年审",
        "expiry": "",
        "escalated": None,
        "met_at": None,
    }
    assert renewals([DeadlineRow(key="renewal", until=NOW, **facts)], profile)[0].until == NOW
