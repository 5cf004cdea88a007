"""The people of the mock portal do what they are asked, and only that."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CODE, AMOUNT, DOCUMENT = {"kind": "code", "digits": 6}, {"kind": "amount"}, {"kind": "document"}
YES = {"kind": "confirm"}
OUTCOME = {"kind": "choice", "options": ["已完成", "未完成"]}


@pytest.fixture
def application(portal):
    """Return the portal's application, submitted."""
    world = portal.world
    world.certification.open()
    world.certification.current.values |= {"mp_operator_mobile": "13800138022", "bank_account": "4000023009200012345"}
    world.certification.submit()
    return world.certification.current


@pytest.fixture
def paid(portal, application):
    """Return the portal's application, paid for."""
    portal.world.certification.pay(application.order.id, by="微信支付")
    return application


def acts(number):
    """Return the condition that *number* acts were done."""
    return lambda crowd: len(crowd.acts) >= number


def code(portal, kind, **facts):
    """Return the text of a new code on the portal's pages."""
    return f"{portal.address}/qr/{portal.world.ticket(kind, **facts).id}"


def test_nobody_acts_before_being_asked(portal, asking, crowd):
    """A code that stands on a page stays alone until an ask shows it."""
    text = code(portal, "login")
    people = crowd()
    assert portal.get("phone/inbox")["codes"][0]["status"] == "waiting"
    asking.ask("sign-in-1", kind="sign-in", role="管理员", channel="微信", picture=asking.show(text))
    assert people.wait(until=acts(1))
    assert portal.world.tickets.get(text).status.name == "CONFIRMED"
    assert people.acted == people.asked
    assert not people.refused


def test_a_code_is_scanned_once_its_picture_is_there(portal, asking, crowd):
    """An ask may be opened before its picture is taken, and its picture may change."""
    people = crowd()
    asking.ask("sign-in-1", kind="sign-in", role="管理员", channel="微信")
    asking.ask("letter-1", answer=YES)
    assert people.wait(until=acts(1))
    asking.ask("sign-in-1", kind="sign-in", role="管理员", channel="微信", picture=asking.show(code(portal, "login")))
    assert people.wait(until=acts(2))
    assert people.acted == people.asked


def test_an_expired_code_is_left_and_the_next_one_scanned(portal, asking, crowd):
    """What the portal refuses is kept as refused; the redrawn code is scanned."""
    old = code(portal, "login")
    portal.post("fault", expire_qr=True)
    people = crowd()
    asking.ask("sign-in-1", kind="sign-in", role="管理员", channel="微信", picture=asking.show(old))
    assert people.wait(until=acts(1))
    assert "失效" in people.refused[0].refused
    asking.ask("sign-in-1", kind="sign-in", role="管理员", channel="微信", picture=asking.show(code(portal, "login")))
    assert people.wait(until=acts(2))
    assert len(people.refused) == 1


@pytest.mark.parametrize(("role", "confirmed"), [("运营者", True), ("管理员", False)])
def test_the_person_named_in_the_ask_scans(portal, asking, crowd, role, confirmed):
    """An ask that names the wrong person fails at the portal, as it would in life."""
    text = code(portal, "operator", name=portal.world.company.person("operator").name)
    people = crowd()
    asking.ask("scan-1", role=role, channel="微信扫码", picture=asking.show(text))
    assert people.wait(until=acts(1))
    assert (portal.world.tickets.get(text).status.name == "CONFIRMED") is confirmed


def test_the_legal_person_shows_the_face(portal, asking, crowd):
    """A face code is confirmed by the legal person."""
    certification, verification = portal.world.certification, portal.world.verification
    name = portal.world.company.person("legal_person").name
    text = code(portal, "face", name=name, done=lambda: verification.face(certification.current))
    people = crowd()
    asking.ask("face-1", role="法定代表人", channel="微信", picture=asking.show(text))
    assert people.wait(until=acts(1))
    assert certification.current.face.startswith("验证成功")


def test_an_order_is_paid_once(portal, asking, crowd, application):
    """A second code for an order that was paid is not paid."""
    people = crowd()
    for ask in ("pay-1", "pay-2"):
        text = code(portal, "pay", order=application.order.id, amount="300.00")
        asking.ask(ask, role="财务", channel="微信支付", picture=asking.show(text))
    assert people.wait(until=acts(2))
    assert portal.received()["payments"] == {"A1": 1}
    assert "已经付过" in people.acts[1].text


def test_a_code_is_read_from_the_phone_once_it_arrives(portal, asking, crowd):
    """The operator waits for the message and tells each code once, the newest."""
    people = crowd()
    asking.ask("code-1", role="运营者", channel="短信", answer=CODE, secret=True)
    asking.ask("letter-1", answer=YES)
    assert people.wait(until=acts(1))
    assert "code-1" not in asking.answers
    portal.world.messages.send_code("13800138022", at=portal.world.clock.now())
    assert people.wait(until=acts(2))
    assert asking.answers["code-1"] == portal.get("phone/inbox")["sms"][0]["code"]


def test_the_clerk_waits_for_the_deposit_and_reads_it(portal, asking, crowd, paid):
    """Working days pass until the money is on the statement."""
    people = crowd()
    asking.ask("deposit-1", role="财务", channel="网银", answer=AMOUNT)
    assert people.wait(until=acts(1))
    assert asking.answers["deposit-1"] == paid.deposit.amount
    assert portal.world.clock.now() >= paid.deposit.due


def test_the_clerk_may_err_first(portal, asking, crowd, paid):
    """With wrong_deposits=1 the first amount is another one, the second is right."""
    people = crowd(wrong_deposits=1)
    for ask in ("deposit-1", "deposit-2"):
        asking.ask(ask, role="财务", channel="网银", answer=AMOUNT)
    assert people.wait(until=acts(2))
    assert asking.answers["deposit-1"] != paid.deposit.amount == asking.answers["deposit-2"]


@pytest.mark.parametrize(
    ("question", "wants"), [("请向 {account} 转账 {amount} 元", None), ("请按窗口里的账号转账，转好回答 是", YES)]
)
def test_the_clerk_transfers_what_is_asked_for(portal, asking, crowd, application, question, wants):
    """Account and amount come from the ask, or from the window where the ask does not say them."""
    application.values["subject_verify"] = "transfer"
    portal.world.certification.pay(application.order.id, by="微信支付")
    transfer = application.transfer
    people = crowd()
    asked = question.format(account=f"{transfer.account[:4]} {transfer.account[4:]}", amount=transfer.amount)
    asking.ask("transfer-1", role="财务", channel="网银", question=asked, answer=wants)
    asking.ask("review-1", kind="review", role="平台审核")
    assert people.wait(until=acts(2))
    assert application.transfer.result == "验证成功"
    assert asking.answers == ({"transfer-1": "是"} if wants else {})


def test_the_letter_is_brought_signed_and_stamped(asking, crowd, root):
    """The specimen letter of the profile is the answer; another one can be given."""
    people = crowd(profile=root / "fixtures/profiles/household/profile.yaml")
    asking.ask("letter-1", role="行政", channel="打印盖章", question="请盖章扫描公函", answer=DOCUMENT)
    asking.ask("licence-1", role="行政", channel="扫描", question="请补充企业工商营业执照", answer=DOCUMENT)
    assert people.wait(until=acts(2))
    papers = root / "fixtures/profiles/household/documents"
    assert asking.answers == {"letter-1": str(papers / "letter.jpg"), "licence-1": str(papers / "licence.jpg")}


def test_approvals_are_given_unless_people_refuse(asking, crowd):
    """是 for everything but what holds a word they refuse."""
    people = crowd(refuse=("提交审核",))
    asking.ask("approve-1", kind="approval", question="现在付款吗？", answer=YES)
    asking.ask("approve-2", kind="approval", question="现在点「提交审核」吗？", answer=YES)
    assert people.wait(until=acts(2))
    assert asking.answers == {"approve-1": "是", "approve-2": "否"}


def test_what_people_ignore_stays_open(asking, crowd):
    """An ask that holds an ignored word is known as asked and never as acted."""
    people = crowd(ignore=("短信",))
    asking.ask("code-1", channel="短信", answer=CODE)
    asking.ask("approve-1", kind="approval", answer=YES)
    assert people.wait(until=acts(1))
    assert [ask.id for ask in people.asked] == ["code-1", "approve-1"]
    assert [ask.id for ask in people.acted] == ["approve-1"]


def test_an_unclear_outcome_is_looked_up_in_the_back_office(portal, asking, crowd):
    """What the portal received decides, not what run-flow believes."""
    people = crowd()
    asking.ask("outcome-1", kind="outcome", question="「提交审核」生效了吗？", answer=OUTCOME)
    assert people.wait(until=acts(1))
    portal.world.received.add("提交审核", at="", application="A1")
    asking.ask("outcome-2", kind="outcome", question="「提交审核」生效了吗？", answer=OUTCOME)
    assert people.wait(until=acts(2))
    assert asking.answers == {"outcome-1": "未完成", "outcome-2": "已完成"}


@pytest.mark.parametrize("switches", [{}, {"call": True}, {"review": "hand"}])
def test_a_review_ends_because_days_pass_and_calls_are_taken(portal, asking, crowd, paid, switches):
    """The reviewer's result comes, whatever the portal waits for."""
    portal.post("switch", **switches)
    portal.world.certification.verified(paid)
    people = crowd()
    asking.ask("review-1", kind="review", role="平台审核")
    assert people.wait(until=acts(1))
    assert portal.get("state")["state"] == "已认证"


@pytest.mark.parametrize(("verdict", "state"), [("supplement", "待补充"), ("reject", "认证失败")])
def test_the_reviewer_gives_the_verdict_that_a_test_wants(portal, asking, crowd, paid, verdict, state):
    """Each verdict is given once, with a reason."""
    portal.world.certification.verified(paid)
    people = crowd(verdicts=[verdict])
    asking.ask("review-1", kind="review", role="平台审核")
    assert people.wait(until=acts(1))
    assert portal.get("state")["state"] == state
    assert portal.get("state")["opinions"]


def test_an_answer_that_comes_too_late_is_kept_as_refused(asking, crowd):
    """Somebody else was first: that is no fault of the people."""
    (asking.home / "answers.jsonl").write_text('{"case": "c0ffee00", "ask": "approve-1", "text": "是"}\n', "utf-8")
    people = crowd()
    asking.ask("approve-1", kind="approval", answer=YES)
    assert people.wait(until=acts(1))
    assert "先回答" in people.refused[0].refused


def test_people_whose_run_flow_fails_say_so(portal, asking):
    """A command that ends by itself with an error is not taken for peace."""
    from people import Crowd

    people = Crowd(home=asking.home, portal=portal.address, key=portal.key, run_flow=asking.command).start()
    asking.write("broken")
    people.wait(until=lambda crowd: crowd.ended)
    with pytest.raises(RuntimeError, match="办理记录打不开"):
        people.stop()


def test_the_program_ends_with_its_standard_input(portal, asking, root):
    """Started by another program, it acts, reports each act, and goes when that program does."""
    asking.ask("approve-1", kind="approval", answer=YES)
    command = f"{sys.executable} {asking.command[1]}"
    words = ["--home", asking.home, "--portal", portal.address, "--key", portal.key, "--run-flow", command, "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "people", *words],
        cwd=root / "fixtures", stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    ) as program:  # fmt: skip
        act = json.loads(program.stdout.readline())
        program.stdin.close()
        assert program.wait(timeout=20) == 0
    assert (act["ask"], act["refused"]) == ("approve-1", "")
