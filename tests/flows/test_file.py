"""小程序 are filed: from the administrator's scan to the number, whatever the page and the province ask for."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from tests.flows import proof

from comparison import filed
from run_flow.errors import PortalRefused

STEPS = ["主办单位信息", "主体负责人信息", "小程序信息", "小程序管理员信息", "其他材料", "提交备案", "备案结果"]
ASKS = ["sign-in", "administrator", "face", "submit-approval", "review", "sms", "review"]
SKINS, HOSTINGS, KINDS, SCENARIOS = (
    ("modern", "legacy"),
    ("plain", "embedded"),
    ("company", "household"),
    ("facts", "filing_guide"),
)
EVERY = list(product(SKINS, HOSTINGS, KINDS, SCENARIOS))
QUICK = (("modern", "plain", "company", "facts"), ("legacy", "embedded", "household", "filing_guide"))


def differing(office: Any, *, filing: str = "B1", program: int = 0) -> list[Any]:
    """Return what the portal holds of the filing and the profile does not say."""
    held = filed(office.portal.received(), office.profile_file, application=filing, program=program)
    assert len(held) > 10
    return [each for each in held if not each.equal]


@pytest.mark.parametrize("combination", QUICK, ids="-".join)
def test_a_mini_program_is_filed_by_one_command(open_filing, combination):
    """Every block verified, one submission, both phones checked, the number read back, nothing secret left behind."""
    file(open_filing, combination)


@pytest.mark.matrix
@pytest.mark.parametrize("combination", EVERY, ids="-".join)
def test_a_mini_program_is_filed_in_every_combination(open_filing, combination):
    """The same for all sixteen."""
    file(open_filing, combination)


def file(open_filing: Any, combination: tuple[str, ...]) -> None:
    """Give the command once and look at everything that it left."""
    skin, hosting, kind, scenario = combination
    office = open_filing(scenario, kind=kind, skin=skin, embedded=hosting == "embedded")
    office.go()
    assert (office.stages, office.submissions) == (["已备案"], {"B1": 1})
    assert differing(office) == []
    assert [row.title for row in steps(office)] == STEPS
    number = r"粤B2-20090059-\d+X" if scenario == "facts" else r"粤ICP备\d{8}号"
    assert re.fullmatch(number, facts(office)["备案号"])
    assert facts(office)["备案状态"] == "已备案"
    if combination == QUICK[0]:
        assert office.people.asked == ASKS
    assert proof.leaks(office) == []
    assert proof.open_to_others(office) == []


def steps(office: Any) -> list[Any]:
    """Return the steps that the record holds."""
    with office.ledger() as ledger:
        return list(ledger.steps(office.run.id))


def facts(office: Any) -> dict[str, str]:
    """Return what the run found on the portal, by its label."""
    with office.ledger() as ledger:
        return {row.label: row.value for row in ledger.facts(office.case_id)}


REFUSED_BY = [
    ("platform", "mini_programs.0.filing.remarks"),
    pytest.param("bureau", "filing.address", marks=pytest.mark.matrix),
]


@pytest.mark.parametrize(("who", "path"), REFUSED_BY)
def test_what_was_given_back_is_mended_and_handed_in_again(open_filing, who, path):
    """The reasons are told with the profile's line, exit 7; the same command hands in once more and it is filed."""
    office = open_filing(filing_review="hand")
    office.people.first["review"] = lambda: given_back(office, who)
    with pytest.raises(PortalRefused) as ended:
        office.go()
    [reason] = ended.value.reasons
    assert (ended.value.exit_code, reason.path) == (7, path)
    office.portal.post("switch", filing_review="approve")
    asked = len(office.people.asked)
    office.go()
    assert (office.stages, office.submissions) == (["已备案"], {"B1": 2})
    assert "face" not in office.people.asked[asked:]
    assert differing(office) == []


def given_back(office: Any, who: str) -> None:
    """Have the platform, or the bureau after everybody verified the own phone, give the filing back."""
    filing = office.programs[0].filing
    if who == "bureau":
        filing.approve()
        for check in filing.phones.checks:
            check.done = True
    office.portal.post("phone/filing/reject")
