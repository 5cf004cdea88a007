"""A run works in the back office of the account it is about, and in no other."""

from __future__ import annotations

import pytest
from tests.unit.engine.model import FakePortal, Office, People

from run_flow.engine.flow import Flow, flow, step
from run_flow.engine.run import Run
from run_flow.errors import PortalChanged, WaitingForPerson
from run_flow.portal import SignedOut

SERVICE, PROGRAM, OTHER = ("深圳甲公司", "服务号"), ("甲商城", "小程序"), ("甲课堂", "小程序")


def errand(*then: object) -> Flow:
    """Return a flow that enters the 小程序, looks at its pages, and does what comes *then*."""

    @flow(title="看看")
    def look(run: Run) -> None:
        """Whose office it is was seen."""
        run.enter("甲商城", "wx1", kind="小程序")
        run.open("status")
        for each in then:
            each(run)  # type: ignore[operator]

    return look


def scanning(office: Office, *accounts: tuple[str, str]) -> list[str]:
    """Have people choose one of *accounts* at each scan; return what they were asked."""
    asked: list[str] = []

    def scan(ask: object) -> None:
        asked.append(ask.question)  # type: ignore[attr-defined]
        office.model.account = accounts[len(asked) - 1]
        office.model.session = True

    office.people.acts["sign-in"] = scan
    return asked


def opened(office: Office) -> FakePortal:
    """Return the last window."""
    return office.portals[-1]


def test_a_person_is_told_which_account_to_choose(office: Office) -> None:
    """The sign-in names the account and its kind; after it the window is that account's."""
    office.model.session = False
    asked = scanning(office, PROGRAM)
    office.go(errand())
    assert asked == ["请用微信扫码登录公众平台，在手机上选择「甲商城」（小程序）。"]
    assert office.model.account == PROGRAM


def test_the_window_goes_over_to_the_account_by_itself(office: Office) -> None:
    """Where the person's list has it, nobody is asked, and the new session is kept."""
    office.model.listed = (SERVICE, OTHER, PROGRAM)
    office.go(errand())
    assert office.model.account == PROGRAM
    assert office.people.seen == []
    assert list((office.home / "cases").rglob("sign-in.json"))
    assert opened(office).page.url == "status"


def test_whoever_chose_another_account_signs_in_again(office: Office) -> None:
    """The account of another 小程序 of the company is left without a question."""
    office.model.session = False
    asked = scanning(office, OTHER, SERVICE, PROGRAM)
    office.go(errand())
    assert len(asked) == 3


def test_an_account_that_is_always_another_one_stops_the_run(office: Office) -> None:
    """It is told what was shown and what was wanted; nothing was done there."""
    scanning(office, *[OTHER] * 9)
    office.model.account = OTHER
    with pytest.raises(PortalChanged, match="甲课堂") as stopped:
        office.go(errand(lambda run: run.tell("done")))
    assert "甲商城" in stopped.value.expected
    assert office.told.said == []


def test_an_unknown_name_is_agreed_to_once(office: Office) -> None:
    """A renamed account is shown to a person; their yes holds for the next process, too."""
    office.model.account = ("甲商城旗舰", "小程序")
    office.people = People({"account-甲商城": "是"})
    with pytest.raises(PortalChanged):
        office.go(errand(_broken))
    assert "甲商城旗舰" in office.people.seen[0].question
    office.people = People({})
    office.go(errand())
    assert office.people.seen == []


def test_a_no_leads_to_another_sign_in(office: Office) -> None:
    """What a person does not know is left."""
    office.model.account = ("乙商城", "小程序")
    office.people = People({"account-甲商城": "否"})
    asked = scanning(office, PROGRAM)
    office.go(errand())
    assert len(asked) == 1


def test_without_a_person_an_unknown_account_waits(office: Office) -> None:
    """A watch asks durably, and works nowhere meanwhile."""
    office.model.account = ("乙商城", "小程序")
    with pytest.raises(WaitingForPerson, match="乙商城"):
        office.go(errand(), attended=False)
    assert opened(office).page.url == "home"


def test_every_later_sign_in_leads_back(office: Office) -> None:
    """A session that ends in the middle is renewed for the same account, even in the middle of a page's opening."""
    office.model.account = PROGRAM
    asked = scanning(office, SERVICE, PROGRAM)

    def ends(_run: Run) -> None:
        office.model.session = False

    office.go(errand(ends, lambda run: run.open("verify")))
    assert len(asked) == 2
    assert all("甲商城" in question for question in asked)
    assert (office.model.account, opened(office).page.url) == (PROGRAM, "verify")


def test_a_switch_by_a_persons_hand_is_undone_before_the_next_page(office: Office) -> None:
    """Somebody looks at another account in the window: the run goes back to its own."""
    office.model.account = PROGRAM
    office.model.listed = (SERVICE, PROGRAM)

    def strays(_run: Run) -> None:
        office.model.account = SERVICE

    office.go(errand(strays, lambda run: run.open("verify")))
    assert (office.model.account, opened(office).page.url) == (PROGRAM, "verify")


def test_no_click_in_another_account(office: Office) -> None:
    """Whatever happened between the page and the click: it is looked at once more before the intent."""

    @step(title="提交审核", done_when=lambda _run: bool(office.model.submissions))
    def submit(run: Run) -> None:
        """It is sent."""
        run.open("confirm")
        office.model.account = OTHER
        run.click_once("提交审核", approve="提交审核吗?")

    office.model.account = PROGRAM
    with pytest.raises(PortalChanged, match="甲课堂"):
        office.go(errand(submit))
    assert office.model.submissions == []


def _broken(_run: Run) -> None:
    raise PortalChanged


def test_a_page_for_everybody_needs_nobody(office: Office) -> None:
    """A registration begins without a sign-in; where its pages time out the flow begins there again, by itself."""
    visited: list[bool] = []

    @flow(title="注册")
    def register(run: Run) -> None:
        """The account is there."""
        run.visit("立即注册 > 服务号")
        visited.append(office.model.session)
        if len(visited) == 1:
            raise SignedOut

    office.model.session = False
    office.go(register)
    assert (visited, office.people.seen) == ([False, False], [])


def test_a_session_without_a_scan_is_kept(office: Office) -> None:
    """What the portal opens at the end of a registration serves the next process."""

    @flow(title="注册")
    def register(run: Run) -> None:
        """The session is kept."""
        run.visit("立即注册 > 服务号")
        run.keep_sign_in()

    case = office.go(register).case_id
    assert (office.home / "cases" / case / "sign-in.json").read_text("utf-8") == "cookies"
