"""The state machine of 微信认证: every way through it, and every way out."""

from __future__ import annotations

import pytest
from tests.mock.clerk import Clerk

from mock_portal.accounts import Kind
from mock_portal.application import State


@pytest.mark.parametrize(("kind", "fee"), [("company", "300.00"), ("household", "30.00")])
def test_an_application_goes_through_every_state(kind, fee, hire):
    """未认证, 填写中, 待支付, 待验证, 审核中, 已认证: each by its own act."""
    clerk = hire(kind=kind)
    assert clerk.status() == {"认证状态": "未认证"}
    clerk.fill()
    assert clerk.status()["认证状态"] == "填写中"
    clerk.submit()
    assert (clerk.status()["认证状态"], clerk.look("state")["orders"][0]["fee"]) == ("待支付", fee)
    clerk.pay()
    assert (clerk.status()["认证状态"], clerk.status()["验证状态"]) == ("待验证", "打款中")
    clerk.pass_days(3)
    [line] = clerk.look("phone/bank/statement")["lines"]
    assert 0.01 <= float(line["amount"]) <= 0.99
    assert clerk.amount(line["amount"])["base_resp"]["ret"] == 0
    assert clerk.status()["认证状态"] == "审核中"
    clerk.pass_days(5)
    assert (clerk.status()["认证状态"], clerk.status()["名称审核"]) == ("已认证", "通过")
    assert "认证有效期至" in clerk.status()


def test_the_approval_reaches_message_mail_and_office(hire):
    """People hear of the result by SMS and mail, and the back office shows notice and badge."""
    clerk = hire()
    clerk.reviewed()
    clerk.phone("phone/reviewer/approve")
    inbox = clerk.look("phone/inbox")
    assert inbox["sms"][-1]["to"] == clerk.world.company.person("operator").phone
    assert inbox["mail"][-1]["title"] == "微信认证通过"
    home = clerk.page("/cgi-bin/home")
    assert "微信认证通过" in home
    assert "certified" in home


def test_the_deposit_takes_one_to_three_working_days(hire):
    """Before its day the deposit is not on the statement, on the third working day it is."""
    clerk = hire()
    clerk.paid()
    assert clerk.look("phone/bank/statement")["lines"] == []
    clerk.pass_days(3)
    assert clerk.status()["验证状态"] == "待填写金额"


def test_the_review_takes_three_to_five_working_days(hire):
    """After two working days there is no result, after five there is."""
    clerk = hire()
    clerk.reviewed()
    clerk.pass_days(2)
    assert clerk.status()["认证状态"] == "审核中"
    clerk.pass_days(3)
    assert clerk.status()["认证状态"] == "已认证"


def test_a_wrong_amount_leaves_two_tries_and_then_wants_papers(hire):
    """The page says how many tries are left; the third wrong one leads to 待补充."""
    clerk = hire()
    clerk.paid()
    clerk.phone("phone/bank/deposit")
    wrong = "0.01" if clerk.look("state")["deposit"]["amount"] != "0.01" else "0.02"
    says = [clerk.amount(wrong)["base_resp"]["err_msg"] for _ in range(3)]
    assert says[:2] == ["打款金额不正确，还可尝试2次", "打款金额不正确，还可尝试1次"]
    assert clerk.status()["认证状态"] == "待补充"
    assert clerk.look("state")["opinions"][0]["reason"] == "无法告知打款金额"
    assert clerk.look("received")["deposits"] == {"A1": 3}


@pytest.mark.parametrize("amount", ["", "abc", "0", "1.00", "-0.5"])
def test_an_impossible_amount_costs_no_try(amount, hire):
    """What cannot be a deposit is refused without counting."""
    clerk = hire()
    clerk.paid()
    assert clerk.amount(amount)["base_resp"]["ret"] == 1
    assert clerk.look("received")["deposits"] == {}


def test_the_companys_own_transfer_is_checked_a_day_later(hire):
    """主动打款 with the right amount, name and account verifies the entity, and the money comes back."""
    clerk = hire(scenario="transfer")
    clerk.paid()
    wanted = clerk.look("state")["transfer"]
    clerk.phone("phone/bank/transfer", to_account=wanted["account"], amount=wanted["amount"])
    assert clerk.status()["验证状态"] == "待核验"
    clerk.pass_days(1)
    assert clerk.status()["认证状态"] == "审核中"
    assert [line["direction"] for line in clerk.look("phone/bank/statement")["lines"]] == ["out", "in"]


def test_a_wrong_transfer_says_what_differs(hire):
    """A transfer with another amount or name fails, says so, and may be done again."""
    clerk = hire(scenario="transfer")
    clerk.paid()
    account = clerk.look("state")["transfer"]["account"]
    clerk.phone("phone/bank/transfer", to_account=account, amount="1.23", name="别的公司")
    clerk.pass_days(1)
    assert clerk.status()["验证状态"] == "验证失败：金额、户名不符"
    assert clerk.status()["认证状态"] == "待验证"


def test_a_transfer_expires_and_can_be_asked_for_again(hire):
    """Past its own deadline the transfer is 已过期; the page gives a new amount and deadline."""
    clerk = hire(scenario="transfer")
    clerk.paid()
    clerk.phone("clock", advance=11 * 86_400)
    assert clerk.status()["验证状态"] == "已过期"
    clerk.call("/acct/remitverify", {"action": "renew"})
    assert clerk.status()["验证状态"] == "待打款"


def test_only_the_legal_persons_face_counts(hire):
    """Another person's face fails; the legal person's verifies the entity."""
    clerk = hire(scenario="face")
    legal = clerk.world.company.person("legal_person")
    clerk.paid(legal_person_name=legal.name, legal_person_idcard=legal.id_number)
    clerk.scan("face", who="operator", name=legal.name)
    assert clerk.status()["认证状态"] == "待验证"
    clerk.scan("face", who="legal_person", name=legal.name)
    assert clerk.status()["认证状态"] == "审核中"


def test_the_applicant_may_choose_the_way(hire):
    """With choice, what the form says decides how the entity is verified."""
    clerk = hire(scenario="choice")
    clerk.paid(subject_verify="transfer")
    assert clerk.status()["主体验证方式"] == "主动打款"


def test_no_result_before_the_call_is_taken(hire):
    """With call, the review waits for the operator to answer."""
    clerk = hire(scenario="call")
    clerk.reviewed()
    clerk.pass_days(5)
    assert (clerk.status()["认证状态"], clerk.status()["电话回访"]) == ("审核中", "未接通")
    clerk.phone("phone/call/answer")
    assert clerk.status()["认证状态"] == "已认证"


def test_two_accounts_of_one_operator_are_called_about_each(hire):
    """The second call makes the first one no missed call, and each account hears its answer."""
    clerk = hire(scenario="call")
    clerk.reviewed()
    program = clerk.world.register(Kind.PROGRAM, email="mini@example.com", name="样例报修")
    reviewed = program.certification.current
    reviewed.values |= clerk.world.certification.current.values
    program.certification.submit()
    program.certification.review(reviewed)
    assert [call["state"] for call in clerk.look("phone/inbox")["calls"]] == ["ringing", "ringing"]
    clerk.phone("phone/call/answer")
    clerk.pass_days(6)
    assert {account.certification.current.state for account in clerk.world.accounts} == {State.CERTIFIED}


def test_an_unanswered_call_fails_the_application(hire):
    """After thirty days without an answer the application has failed."""
    clerk = hire(scenario="call", session_days=90)
    clerk.reviewed()
    clerk.phone("clock", advance=31 * 86_400)
    assert clerk.status()["认证状态"] == "认证失败"
    assert clerk.look("state")["opinions"][0]["field"] == "电话回访"


def supplement(clerk: Clerk) -> dict:
    """Hand in what is wanted."""
    wanted = clerk.look("state")["opinions"]
    files = {f"stuff{n}": [clerk.upload(f"stuff{n}")["id"]] for n, _ in enumerate(wanted, 1)}
    return clerk.call("/acct/supplement", {"values": files | {"reason": "已补充"}})


def test_a_supplement_goes_back_to_the_review(hire):
    """What is wanted is uploaded with a statement; two chances are left; then it passes."""
    clerk = hire(scenario="supplement")
    clerk.reviewed()
    clerk.pass_days(5)
    assert (clerk.status()["认证状态"], clerk.status()["剩余补充次数"]) == ("待补充", "3")
    assert supplement(clerk)["base_resp"]["ret"] == 0
    assert (clerk.status()["认证状态"], clerk.status()["剩余补充次数"]) == ("审核中", "2")
    entry = clerk.look("received")["entries"][-1]
    assert (entry["form"], entry["fields"], list(entry["uploads"])) == (
        "补充资料",
        {"申述理由": "已补充"},
        ["申请公函"],
    )
    clerk.pass_days(5)
    assert clerk.status()["认证状态"] == "已认证"


def test_a_supplement_without_its_files_is_refused(hire):
    """Files and statement are both required."""
    clerk = hire()
    clerk.reviewed()
    clerk.phone("phone/reviewer/supplement")
    answer = clerk.call("/acct/supplement", {"values": {}})
    assert answer["errors"] == {"stuff1": "请上传申请公函", "reason": "请填写申述理由"}


def test_three_chances_and_no_more(hire):
    """The fourth request for papers ends the application."""
    clerk = hire()
    clerk.reviewed()
    for _ in range(3):
        clerk.phone("phone/reviewer/supplement")
        supplement(clerk)
    clerk.phone("phone/reviewer/supplement")
    assert clerk.status()["认证状态"] == "认证失败"
    assert clerk.look("received")["supplements"] == {"A1": 3}


def test_a_supplement_has_thirty_days(hire):
    """Past the deadline the application has failed."""
    clerk = hire(session_days=90)
    clerk.reviewed()
    clerk.phone("phone/reviewer/supplement")
    clerk.phone("clock", advance=31 * 86_400)
    assert clerk.status()["认证状态"] == "认证失败"


def test_a_rejection_gives_reasons_and_a_new_application(hire):
    """认证失败 lists field, reason and advice; applying again is another application with another fee."""
    clerk = hire()
    clerk.reviewed()
    reason = {"field": "账号名称", "reason": "与他人商标近似", "suggest": "请更换名称"}
    clerk.phone("phone/reviewer/reject", reasons=[reason])
    page = clerk.page("/acct/wxverifyorder")
    assert all(words in page for words in (*reason.values(), "重新申请"))
    clerk.paid()
    assert clerk.look("received")["payments"] == {"A1": 1, "A2": 1}


def test_qualification_and_name_are_judged_apart(hire):
    """With the qualification alone the review goes on; with the name as well it is over."""
    clerk = hire()
    clerk.reviewed()
    clerk.phone("phone/reviewer/approve", part="qualification")
    assert (clerk.status()["资质审核"], clerk.status()["认证状态"]) == ("通过", "审核中")
    clerk.phone("phone/reviewer/approve", part="naming")
    assert clerk.status()["认证状态"] == "已认证"


def test_nothing_protects_from_submitting_twice(hire):
    """Two presses of 提交审核 are two submissions and two orders."""
    clerk = hire()
    clerk.fill()
    clerk.submit()
    clerk.submit()
    assert clerk.look("received")["submissions"] == {"A1": 2}
    assert len(clerk.look("state")["orders"]) == 2


def test_nothing_protects_from_paying_twice(hire):
    """Two codes paid are two payments."""
    clerk = hire()
    clerk.paid()
    clerk.pay()
    assert clerk.look("received")["payments"] == {"A1": 2}


def test_the_fee_may_come_by_bank(hire):
    """A transfer of the fee to the order's own account is a payment."""
    clerk = hire(scenario="bank_transfer")
    clerk.fill()
    clerk.submit()
    [order] = clerk.look("state")["orders"]
    assert order["account"].startswith("755901658210115")
    assert len(order["account"]) == 25
    clerk.phone("phone/bank/transfer", to_account=order["account"], amount="300.00")
    assert clerk.status()["认证状态"] == "待验证"


def test_nothing_happens_twice_at_the_same_amount(hire):
    """The deposit's amount follows from the order's number, so that runs can be repeated."""
    amounts = set()
    for _ in range(2):
        clerk = hire()
        clerk.paid()
        amounts.add(clerk.look("state")["deposit"]["amount"])
    assert len(amounts) == 1


@pytest.mark.parametrize(("scenario", "says"), [("quota", "请明天上午9点再尝试提交微信认证"), ("appeal", "正在被申诉")])
def test_a_day_without_certification_says_so(scenario, says, hire):
    """Quota and appeal are refused at the agreement, and nothing is begun."""
    clerk = hire(scenario=scenario)
    assert says in clerk.agree()["base_resp"]["err_msg"]
    assert clerk.status()["认证状态"] == "未认证"


def test_the_administrator_scans_where_the_portal_wants_it(hire):
    """With admin_scan the agreement is answered 202100 until the administrator's scan comes along."""
    clerk = hire(scenario="admin_scan")
    assert clerk.agree()["base_resp"]["ret"] == 202100
    wrong = clerk.scan("administrator", who="operator")
    right = clerk.scan("administrator", who="administrator")
    answers = [
        clerk.call("/acct/wxverify", {"agree": True, "qrcheck_ticket": each}, action="agree") for each in (wrong, right)
    ]
    assert [each["base_resp"]["ret"] for each in answers] == [202100, 0]


def test_a_new_application_may_begin_with_what_was_filled_in_before(hire):
    """With the switch the refused application's values and proofs stand in the next one; by itself it is empty."""
    clerk = hire(refill=True)
    clerk.reviewed()
    held = clerk.look("state")["values"]
    clerk.phone("phone/reviewer/reject")
    clerk.agree()
    assert clerk.look("state")["application"] == "A2"
    assert clerk.look("state")["values"] == held
