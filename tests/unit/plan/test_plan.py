"""The whole plan: branches, people, renewals, quotas; every figure is cited."""

import re
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from run_flow.plan import costs, limits, people, stages, totals
from run_flow.plan.calendar import WorkingCalendar
from run_flow.plan.claim import Kind, Source
from run_flow.plan.plan import Facts, draw_up
from run_flow.plan.record import record


def test_both_branches_are_told_and_only_one_where_nothing_can_be_reused(draw):
    """The sources disagree on the reuse, so both ends are in the plan."""
    assert [branch.reused for branch in draw("甲").branches] == [True, False]
    assert len(draw().branches) == 1


def test_both_branches_cite_sources_with_a_date(draw):
    """Each says who states it; at least one of each side is dated."""
    for branch in draw("甲").branches:
        evidence = costs.EVIDENCE[branch.reused]
        assert any(re.match(r"20\d\d-\d\d-\d\d", statement.source.dated) for statement in evidence)


def test_the_effort_is_the_guides(draw):
    """10 minutes, 1 hour, 10 minutes, 2 hours; the last two for each 小程序."""
    assert draw("甲").hands_on_minutes == 10 + 60 + 10 + 120
    assert draw("甲", "乙").hands_on_minutes == 10 + 60 + 2 * (10 + 120)
    assert draw().hands_on_minutes == 70


def test_every_duty_falls_into_its_stages_days(draw):
    """Whoever is called is called while the stage can be."""
    plan = draw("甲", "乙")
    assert {call.duty for call in plan.calls} == set(people.DUTIES)
    for call in plan.calls:
        assert plan.start <= call.earliest <= call.latest <= plan.ends[1]
    (filing,) = [call for call in plan.calls if call.duty.stage == "file-sms"]
    assert filing.times == 2


@pytest.mark.parametrize(
    ("stage", "within", "unit", "chances"),
    [
        ("file-sms", 24, "hours", None),
        ("register-verify", 10, "days", None),
        ("review", 30, "days", 3),
        ("certify", 5, "minutes", None),
    ],
)
def test_the_deadlines_are_known(stage, within, unit, chances):
    """The SMS of 12381, the transfer, the supplement, the code to scan."""
    duties = [duty for duty in people.DUTIES if duty.stage == stage and duty.within]
    assert any((duty.within.maximum, duty.within.unit, duty.chances) == (within, unit, chances) for duty in duties)


def test_renewals_come_a_year_after_the_certification(draw):
    """The 服务号's and each 小程序's, with what comes before and after."""
    plan = draw("甲")
    review = next(row for row in plan.rows if row.stage.key == "review")
    account, programs = plan.renewals
    assert account.moments[-1].earliest == review.fastest.ends.replace(year=2027)
    assert len(programs.moments) == 7
    assert programs.moments[-1].latest > programs.moments[-3].latest > programs.moments[0].latest
    assert [renewal.key for renewal in draw().renewals] == ["account"]


def test_a_household_meets_its_quota_with_two(draw):
    """One quick registration a month; a company may do five."""
    assert [limit.number for limit in draw("甲", "乙", household=True).limits] == [1]
    assert draw("甲", "乙").limits == ()


def test_what_is_registered_already_counts_against_no_registration_quota():
    """It is linked only, and that is said."""
    facts = Facts("样例店", household=True, account="样例服务", programs=("甲", "乙"), registered=("乙",))
    plan = draw_up(facts, start=date(2026, 3, 2), calendar=WorkingCalendar())
    assert plan.limits == ()
    assert any("AppID" in note and "乙" in note for note in record(plan)["notes"])


def test_the_guides_totals_disagree_with_its_steps():
    """Certification 3–7 against 4–8, filing 7–20 against 8–22."""
    steps = [(total.claim.span.maximum, total.steps.maximum) for total in totals.totals() if total.steps]
    assert steps == [(7, 8), (20, 22)]


def test_days_of_an_unpublished_year_are_told(draw):
    """A plan that runs into such a year says from when on."""
    assert record(draw("甲", start=date(2026, 12, 28)))["provisional_from"].startswith("2027-01")
    assert record(draw())["provisional_from"] is None


def test_every_source_is_a_numbered_fact_of_the_portal_page(root, draw):
    """docs/portal.md knows each P- number that is cited, and lists none that nobody uses."""
    page = (root / "docs/portal.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (P-\d+) \| .* \| (.*) \|$", page, flags=re.MULTILINE))
    cited = _sources(draw(*"甲乙丙丁戊己庚辛壬癸子", household=True))
    cited |= _sources((costs.EVIDENCE, costs.FEE_RULES, people.DUTIES, totals.totals(), stages.stages(1, reused=False)))
    cited |= _sources(limits.exceeded(99, new=99, household=False)) | {costs.EXAMPLE_SOURCE}
    names = {Kind.GUIDE: "指南", Kind.OFFICIAL: "官方", Kind.PORTAL_CODE: "页面代码", Kind.COMMUNITY: "民间"}
    for source in cited:
        assert names.get(source.kind, "推断") in told[source.fact], source
    notes_and_calendar = {"P-11", "P-33"}
    assert set(told) == {source.fact for source in cited} | notes_and_calendar


def _sources(value):
    """Return every source in *value*, however deep."""
    if isinstance(value, Source):
        return {value}
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return set().union(*map(_sources, value))
    return set()
