"""A company is certified: in every look and hosting, for both kinds of company, as both sources describe the forms."""

from __future__ import annotations

import hashlib
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows import proof
from tests.flows.office import Office
from tests.sweep.soundness import chain_faults

SKINS, HOSTINGS, KINDS, SCENARIOS = (
    ("modern", "legacy"),
    ("plain", "embedded"),
    ("company", "household"),
    ("facts", "guide"),
)
EVERY = list(product(SKINS, HOSTINGS, KINDS, SCENARIOS))
PAIRWISE = [EVERY[number] for number in (0b0000, 0b0111, 0b1011, 0b1101, 0b1110)]  # each pair of values occurs
STEPS = {
    "facts": ["同意协议", "认证类型", "企业信息", "主体验证方式", "运营者信息", "对公账户", "补充材料"],
    "guide": ["同意协议", "认证类型", "企业信息", "法人信息", "运营者信息", "对公账户", "主体验证方式", "补充材料"],
}
ENDING = ["确认名称", "发票信息", "提交审核", "支付费用", "对公打款验证", "认证结果"]
ASKS = {
    "facts": ["sign-in", "phone-code", "identity"],
    "guide": ["sign-in", "phone-code"],
}
APPROVED = ["submit-approval", "pay-approval", "payment", "deposit-amount", "deposit-approval", "review"]


def named(combination: tuple[str, ...]) -> str:
    """Return the words of a combination."""
    return "-".join(combination)


@pytest.mark.parametrize("combination", PAIRWISE, ids=named)
def test_a_company_is_certified_by_one_command(open_office, new_context, combination):
    """One submission, one payment, every field the profile's, the badge shown, and nothing secret left behind."""
    certify(open_office, new_context, combination)


@pytest.mark.matrix
@pytest.mark.parametrize("combination", EVERY, ids=named)
def test_a_company_is_certified_in_every_combination(open_office, new_context, combination):
    """The same for all sixteen."""
    certify(open_office, new_context, combination)


def certify(open_office: Any, new_context: Any, combination: tuple[str, ...]) -> None:
    """Give the command once and look at everything that it left."""
    skin, hosting, kind, scenario = combination
    office = open_office(scenario, kind=kind, skin=skin, embedded=hosting == "embedded")
    office.go()
    the_portal_holds_the_profile(office, scenario)
    the_badge_is_shown(office, new_context)
    the_record_is_whole(office, scenario)
    nothing_secret_is_left(office)


def the_portal_holds_the_profile(office: Office, scenario: str) -> None:
    """The portal received each field of the profile as it stands there, once submitted and once paid."""
    received = office.portal.received()
    assert (received["submissions"], received["payments"], received["deposits"]) == ({"A1": 1},) * 3
    assert received["supplements"] == {}
    assert all(entry["accepted"] for entry in received["entries"])
    assert proof.differing(office) == []
    assert proof.received_labels(office) == proof.wanted_labels(office, scenario)
    what_is_not_of_the_profile_is_known(office, scenario)
    every_file_is_the_profiles(office)
    the_submission_lists_the_same(office)


def what_is_not_of_the_profile_is_known(office: Office, scenario: str) -> None:
    """Besides the profile the portal got the code it sent, the scan of its code, and the way it names itself."""
    strange = proof.strange_fields(office)
    codes = [message["code"] for message in office.portal.get("phone/inbox")["sms"] if "code" in message]
    assert len(codes) == 1
    assert strange.pop("短信验证码") == set(codes)
    assert strange.pop("主体验证方式") == {"对公打款"}
    if scenario == "facts":
        (ticket,) = strange.pop("运营者身份验证")
        assert office.portal.world.tickets.get(ticket).kind == "operator"
    assert strange == {}


def every_file_is_the_profiles(office: Office) -> None:
    """Each file that reached the portal is one of the profile's documents, and none was sent twice for one field."""
    documents = {hashlib.sha256(path.read_bytes()).hexdigest() for _field, path in office.profile.documents()}
    sent = proof.uploaded(office)
    assert {sha256 for _field, sha256 in sent} <= documents
    assert len(sent) == len(set(sent))


def the_submission_lists_the_same(office: Office) -> None:
    """What the portal itself listed when it took the application is the profile's too; files by their names."""
    names = {path.name for _field, path in office.profile.documents()}
    for each in proof.compared(proof.submitted_rows(office), office.profile_file):
        assert each.equal or each.received in names or (each.received, each.expected) == ("未填写", ""), each.label


def the_badge_is_shown(office: Office, new_context: Any) -> None:
    """Somebody else who signs in sees the account as certified."""
    cookie, token = office.portal.sign_in()
    context = new_context()
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{office.address}/cgi-bin/home?t=home/index&lang=zh_CN&token={token}")
    expect(page.get_by_text("已认证", exact=True)).to_be_visible()
    context.close()


def the_record_is_whole(office: Office, scenario: str) -> None:
    """Every step is done, with a picture that nobody can scan; each ask was asked once; the chain holds."""
    assert office.people.asked == [*ASKS[scenario], *APPROVED]
    assert office.run.state == "done"
    pictures = proof.pictures(office)
    assert list(pictures) == [*STEPS[scenario], *ENDING]
    for title, picture in pictures.items():
        assert picture.size == (1280, 900), title
        assert proof.codes_in(picture) == [], title
    with office.ledger() as ledger:
        assert chain_faults(ledger, office.case_id) == []
        assert ledger.asks(office.case_id) == []


def nothing_secret_is_left(office: Office) -> None:
    """No value of the profile and no code stands in the ledger, the log, or any other file; all of it is private."""
    assert proof.leaks(office) == []
    assert proof.open_to_others(office) == []
    assert (office.home / "logs" / "run-flow.log").stat().st_size > 0
