"""Every year again: each account that is certified by itself, as early as the portal lets, and what comes of being late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.flows import proof, said_renew
from tests.flows.figures import compared
from tests.flows.office import Office
from tests.flows.said_renew import Said

from run_flow.engine.watch import Watch
from run_flow.errors import DryRunEnded, PortalRefused, Usage

SERVICE, PROGRAM = "晴禾样例服务", "晴禾样例报修"
YEAR = timedelta(days=365)
APPLIED = ["submit-approval", "pay-approval", "payment", "deposit-amount", "deposit-approval"]


@pytest.fixture
def begin(open_office):
    """Return a function that opens an office where the portal is about to say something."""

    def open_for(said: Said, **changes: object) -> Office:
        facts = {**said.how, **changes}
        return open_office(str(facts.pop("scenario")), errand="renew", **facts)

    return open_for


def test_both_accounts_are_renewed_and_wait_for_their_reviews_together(begin):
    """One submission and one payment each; the first command leaves both under review, the second one ends it.

    The year goes on from the old end, and everybody will be reminded of the new one.
    """
    office = begin(said_renew.EXPIRING)
    before = ends(office)
    office.people.hears["review"] = stop
    with pytest.raises(KeyboardInterrupt):
        office.go()
    assert states(office) == {SERVICE: "审核中", PROGRAM: "审核中"}
    office.go()
    assert states(office) == {SERVICE: "已认证", PROGRAM: "已认证"}
    assert ends(office) == {name: end + YEAR for name, end in before.items()}
    assert received(office) == {"submissions": {"A3": 1, "A4": 1}, "payments": {"A3": 1, "A4": 1}}
    assert [key for key in office.people.asked if key in APPLIED] == APPLIED * 2
    assert proof.leaks(office) == []
    with office.ledger() as ledger:
        assert {(row.item, row.until.astimezone().date()) for row in ledger.deadlines()} == {
            ("", ends(office)[SERVICE]),
            (PROGRAM, ends(office)[PROGRAM]),
        }


def test_too_early_ends_cleanly_and_everybody_is_reminded_in_time(begin):
    """It says when the 年审 opens and does nothing; three months, two, one and seven days ahead a watch reminds of each."""
    office = begin(said_renew.EARLY)
    office.go()
    opens = [f"大约从 {three_months_before(end)} 起可以办" for end in ends(office).values()]
    assert [sum(words in said for said in office.told.said) for words in opens] == [2, 2]
    assert received(office) == {"submissions": {}, "payments": {}}
    assert office.people.asked == ["sign-in"]
    assert reminded(office) == [(account, days) for days in (90, 60, 30, 7) for account in ("", PROGRAM)]


@pytest.mark.matrix
def test_a_linked_program_is_not_renewed_where_the_page_writes_whose_badge_it_carries(begin):
    """The guide's fifth question: the 服务号 alone is renewed, and nobody is asked."""
    office = begin(said_renew.REUSED)
    the_account_was_renewed_by_hand(office)
    office.go()
    assert any(said_renew.REUSED.sees in said and PROGRAM in said for said in office.told.said)
    assert office.people.asked == ["sign-in"]
    assert received(office) == {"submissions": {}, "payments": {}}


@pytest.mark.matrix
def test_a_linked_program_is_asked_about_where_the_page_is_silent(begin):
    """People hear what it costs and what is lost; their no lets it be."""
    office = begin(said_renew.SILENT)
    the_account_was_renewed_by_hand(office)
    office.people.whims.refuse = ("单独年审",)
    office.go()
    question = office.people.question("renew-program")
    assert PROGRAM in question
    assert "过 60 天影响新用户访问和支付" in question
    assert received(office) == {"submissions": {}, "payments": {}}
    assert any("不单独年审" in said for said in office.told.said)


def test_an_expired_program_says_what_is_lost_and_is_renewed_up_to_the_first_click(begin):
    """What the page lists as limited is told, then it is filled in as ever; a dry run ends before it is sent."""
    office = begin(said_renew.EXPIRED)
    the_account_was_renewed_by_hand(office)
    with pytest.raises(DryRunEnded, match="提交审核"):
        office.go(dry_run=True)
    [lost] = [said for said in office.told.said if said_renew.EXPIRED.sees in said]
    assert "发布版本、被搜索、被分享、新用户访问、微信支付" in lost
    assert received(office)["submissions"] == {}


def test_an_account_that_was_never_certified_has_nothing_to_renew(begin):
    """The operator is told which command comes first."""
    office = begin(said_renew.NEVER)
    with pytest.raises(Usage, match=said_renew.NEVER.sees):
        office.go()


@pytest.mark.matrix
@pytest.mark.parametrize("skin", ["modern", "legacy"])
@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("kind", ["company", "household"])
def test_renewing_in_every_look(open_office, skin, embedded, kind):
    """The same in each skin and hosting, for both kinds of company, with nothing of last year left in the forms."""
    office = open_office("renewal", errand="renew", kind=kind, skin=skin, embedded=embedded)
    office.go()
    assert set(states(office).values()) == {"已认证"}
    assert all(count == 1 for counts in received(office).values() for count in counts.values())
    fields = compared(office.portal.world, office.profile_file)
    assert len(fields) >= 40
    assert [each for each in fields if not each.equal] == []
    assert proof.leaks(office) == []


@pytest.mark.matrix
@pytest.mark.parametrize("changes", [{"expiry_words": "beside"}, {"renewal_from": "approval"}], ids=str)
def test_renewing_where_the_portal_words_it_otherwise(begin, changes):
    """The state may say 已认证 all along, and the new year may begin on the day of approval."""
    office = begin(said_renew.EXPIRING, **changes)
    office.go()
    assert set(states(office).values()) == {"已认证"}
    assert len(received(office)["payments"]) == 2


@pytest.mark.matrix
def test_a_forced_name_is_shown_to_a_person_before_anything_is_done(begin):
    """The header shows another name than the profile's: a person says whose back office it is, once for each account."""
    office = begin(said_renew.RENAMED)
    office.go()
    asked = [key for key in office.people.asked if key.startswith("account-")]
    assert asked == [f"account-{SERVICE}", f"account-{PROGRAM}"]
    assert list(states(office).values()) == ["已认证", "已认证"]


@pytest.mark.matrix
def test_a_refused_renewal_costs_the_fee_and_is_applied_for_again_only_when_people_say_so(begin):
    """The badge stands until its end; the second application is another submission and another fee."""
    office = begin(said_renew.REJECTED)
    end = ends(office)[SERVICE]
    with pytest.raises(PortalRefused, match=said_renew.REJECTED.sees):
        office.go()
    assert ends(office)[SERVICE] == end
    office.portal.post("switch", review="approve")
    with pytest.raises(PortalRefused, match=PROGRAM):  # its review came to the same end meanwhile
        office.go()
    office.go()
    assert office.people.asked.count("apply-again") == 2
    assert set(states(office).values()) == {"已认证"}


def stop() -> None:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


def the_account_was_renewed_by_hand(office: Office) -> None:
    """Let somebody have renewed the 服务号 today, so that the 小程序 alone is left."""
    certification = office.portal.world.service.certification
    certification.current.valid_until = office.portal.world.clock.now() + YEAR


def accounts(office: Office) -> list[dict[str, object]]:
    """Return the accounts as the portal has them."""
    return list(office.portal.get("state")["accounts"])


def ends(office: Office) -> dict[str, date]:
    """Return until when each account is certified."""
    return {
        str(each["name"]): datetime.fromisoformat(each["certification"]["认证有效期至"]).date()  # type: ignore[index]
        for each in accounts(office)
    }


def states(office: Office) -> dict[str, str]:
    """Return what each account's status page says."""
    return {str(each["name"]): str(each["certification"]["认证状态"]) for each in accounts(office)}  # type: ignore[index]


def received(office: Office) -> dict[str, dict[str, int]]:
    """Return how often each application was submitted and paid."""
    return {name: office.portal.received()[name] for name in ("submissions", "payments")}


def three_months_before(end: date) -> date:
    """Return the day, or the last one of a month that is shorter."""
    month = end.month - 3
    year, month = (end.year, month) if month > 0 else (end.year - 1, month + 12)
    for day in range(end.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, end.day)


def reminded(office: Office) -> list[tuple[str, int]]:
    """Let a year pass before a watch; return of which account it reminded and about how many days before the end."""
    told: list[tuple[str, int]] = []
    with office.ledger() as ledger:
        watch = Watch(
            ledger,
            office.clock,
            office.home,
            lambda _run, _profile: None,
            lambda news: told.append(
                (news.about.item, round((news.about.until - office.clock.now()) / timedelta(days=1)))
            ),
        )
        for _day in range(330):
            office.clock.ahead += timedelta(days=1)
            watch.round()
    return [(item, next(each for each in (7, 30, 60, 90) if abs(days - each) < 4)) for item, days in told]
