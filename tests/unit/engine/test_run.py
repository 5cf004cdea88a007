"""What a flow script says to the portal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.unit.engine.model import ID_NUMBER, Office

from run_flow import errors
from run_flow.engine.flow import flow, step
from run_flow.engine.run import Run
from run_flow.redact import masked


def going(office: Office, body: Callable[[Run], Any]) -> Any:
    """Do *body* as a flow and return what it returned."""
    told: list[Any] = []

    @flow(title="话")
    def words(run: Run) -> None:
        told.append(body(run))

    office.go(words)
    return told[0]


def test_a_read_is_tried_again_while_the_portal_is_down(office: Office) -> None:
    """A portal that is down for a moment does not end the run."""
    office.model.down = 3
    assert going(office, lambda run: (run.open("status"), run.read("认证状态"))[1]) == "填写中"


def test_a_portal_that_stays_down_ends_the_run(office: Office) -> None:
    """After a few tries the run ends with the portal's own fault, and can go on later."""
    office.model.down = 4
    with pytest.raises(errors.PortalDown):
        going(office, lambda run: run.open("status"))


def test_signed_out_a_person_signs_in_and_the_page_opens(office: Office) -> None:
    """Any page may want a sign-in: a person scans, the session is kept, the page opens."""
    office.model.session = False
    going(office, lambda run: run.open("status"))
    assert office.portals[-1].page.url == "status"
    view = office.people.seen[0]
    assert (view.kind, view.role, view.channel, view.answer) == ("sign-in", "管理员/运营者", "微信扫码", None)
    [case] = (office.home / "cases").iterdir()
    assert (case / "sign-in.json").read_text() == "cookies"


def test_a_sign_in_that_nobody_waits_for_is_no_open_ask(office: Office) -> None:
    """Stopped at the sign-in: its code is worth nothing to the next process, and nobody is asked to scan it."""
    office.model.session = False

    def stop(_ask: object) -> None:
        raise KeyboardInterrupt

    office.people.acts["sign-in"] = stop
    with pytest.raises(KeyboardInterrupt):
        going(office, lambda run: run.open("status"))
    with office.ledger() as ledger:
        assert [(ask.id, ask.state) for ask in ledger.asks(state=None)] == [("sign-in-1", "cancelled")]


def test_an_expired_code_is_renewed_while_a_person_waits(office: Office) -> None:
    """The sign-in page's code runs out: a new one is shown without anybody asking for it."""
    office.model.session = False
    shown: list[str] = []

    def prepare(portal: Any) -> None:
        portal.state = lambda: "expired" if len(shown) < 2 else "waiting"
        portal.show_sign_in = lambda: shown.append("shown")

    office.prepare = prepare
    office.people.acts["sign-in"] = []
    with pytest.raises(errors.WaitingForPerson):
        going(office, lambda run: run.open("status"))
    assert len(shown) == 2


def test_without_an_account_the_run_waits_for_the_registration(office: Office) -> None:
    """Who scans a code and has no account is told what comes first; the run is not left as something broken."""
    office.model.session = False
    office.prepare = lambda portal: setattr(portal, "state", lambda: "no-account")
    office.people.acts["sign-in"] = []
    with pytest.raises(errors.WaitingForPerson, match="先办注册：run-flow register"):
        going(office, lambda run: run.open("status"))
    with office.ledger() as ledger:
        assert [run.state for run in ledger.runs()] == ["waiting"]


def test_what_is_not_shown_has_no_value(office: Office) -> None:
    """A label that the page lacks is drift, unless the flow says what stands for it."""
    assert going(office, lambda run: run.read(("没有", "也没有"), default="-")) == "-"
    with pytest.raises(errors.PortalChanged, match="没有"):
        going(office, lambda run: run.read(("没有", "也没有")))


def test_a_value_that_differs_is_refused_without_showing_secrets(office: Office) -> None:
    """A check tells both values, secrets as their kind."""
    office.model.draft["证件"] = ID_NUMBER
    going(office, lambda run: run.verify("证件", ID_NUMBER))
    with pytest.raises(errors.ValueMismatch) as mismatch:
        going(office, lambda run: run.verify("证件", "110101199003078510"))
    assert (mismatch.value.found, mismatch.value.expected) == ("‹id_number›", "‹id_number›")


def test_the_operator_hears_of_each_field_of_a_step(office: Office) -> None:
    """Every field is told as it comes, the ones that stand already too; a look that fills something in is not."""

    def fill(run: Run) -> None:
        with run.form("企业信息") as form:
            form.fill("企业名称", "甲")
            form.save()

    def looked(run: Run) -> bool:
        fill(run)
        return len(office.told.fields) == 2

    @step(title="企业信息", done_when=looked)
    def company(run: Run) -> None:
        fill(run)
        fill(run)

    def do(run: Run) -> None:
        fill(run)
        company(run)

    going(office, do)
    assert office.told.fields == ["企业名称", "企业名称"]


def test_plain_words_reach_the_portal(office: Office) -> None:
    """What the page shows, its buttons, a sentence to the operator, the page itself."""

    def talk(run: Run) -> None:
        run.open("confirm")
        assert run.shows_button("提交审核")
        assert run.shows_section("confirm")
        assert run.qr() is not None
        assert run.download("公函").read_bytes() == b"pdf"
        assert not run.shows(("支付成功", "支付完成"))
        run.press("提交审核")
        run.tell(f"{ID_NUMBER} 已提交")
        assert run.page.url == "pay"
        assert run.case.company == run.profile.company.name

    going(office, talk)
    assert office.told.said == [f"{masked('id_number', ID_NUMBER)} 已提交"]


def test_a_sign_in_is_kept_for_the_case_alone(office: Office, tmp_path: Path) -> None:
    """The folder of a case is for its user alone."""
    going(office, lambda _run: None)
    [case] = (office.home / "cases").iterdir()
    assert case.stat().st_mode & 0o777 == 0o700
    assert tmp_path in case.parents


def test_what_the_portal_shows_is_remembered(office: Office) -> None:
    """The newest of each label and item is kept, hidden where it is secret; the same value is written once."""

    @flow(title="看看")
    def look(run: Run) -> None:
        """The facts are known."""
        for value in ("2027-03-12", "2027-03-12", "2028-03-12", ""):
            run.for_item("甲商城").found("认证有效期至", value)
        run.found("管理员", f"身份证 {ID_NUMBER}")
        recalled.append((run.for_item("甲商城").recall("认证有效期至"), run.recall("认证有效期至")))

    recalled: list[tuple[str, str]] = []
    done = office.go(look)
    with closing(office.ledger()) as ledger:
        facts = ledger.facts(done.case_id)
        written = [event for event in ledger.events(done.run_id) if event.kind == "FactFound"]
    assert [(fact.item, fact.label) for fact in facts] == [("", "管理员"), ("甲商城", "认证有效期至")]
    assert facts[1].value == "2028-03-12"
    assert ID_NUMBER not in facts[0].value
    assert len(written) == 3
    assert recalled == [("2028-03-12", "")]
