"""What two fields say together."""

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("holder: 深圳市晴禾样例科技有限公司", "holder: 深圳市晴禾样例科技 有限公司"),
        ("name: 深圳市晴禾样例科技有限公司 ", "name: 深圳市晴禾样例(科技)有限公司 "),
    ],
)
def test_the_holder_is_compared_without_width_and_spaces(company, old, new):
    """Banks write （科技） where the licence says (科技)."""
    company.edit(old, new)
    if "(" in new:
        company.edit("holder: 深圳市晴禾样例科技有限公司", "holder: 深圳市晴禾样例（科技）有限公司")
    assert company.load()


def test_a_company_cannot_use_a_persons_card(company):
    """Only a 个体工商户 may."""
    assert company.edit("holder: 深圳市晴禾样例科技有限公司", "holder: 沈知夏").finding().code == "holder.mismatch"


@pytest.mark.parametrize("holder", ["何小满", "深圳市南山区小满样例糖水铺"])
def test_a_household_uses_its_own_account_or_its_heads_card(household, holder):
    """Both are accepted by the portal."""
    assert household.edit("holder: 何小满", f"holder: {holder}").load().bank.holder == holder


def test_a_household_cannot_use_a_strangers_card(household):
    """Neither the shop nor its head."""
    assert "holder.stranger" in household.edit("holder: 何小满", "holder: 沈知夏").codes()


def test_an_enterprise_code_is_no_household(household):
    """The code's second digit tells the kind, and the portal refuses the other one."""
    household.edit("kind: 个体工商户", "kind: 企业").edit("holder: 何小满", "holder: 深圳市南山区小满样例糖水铺")
    finding = household.edit("6222024000000000121", "4000023009200012345").finding()
    assert (finding.field, finding.code) == ("company.kind", "kind.mismatch")
    assert "个体工商户" in finding.message


def test_a_licence_cannot_end_before_it_began(household):
    """Both dates are right by themselves."""
    household.edit("established: 2021-06-18", "established: 2026-11-22").edit("2051-06-17", "2026-11-22")
    assert household.finding().code == "licence.order"


def test_a_trademark_is_needed_when_the_name_rests_on_it(household):
    """The portal asks for the certificate on the spot."""
    finding = household.edit("naming: 自选词汇", "naming: 商标").finding()
    assert (finding.field, finding.code) == ("account.trademark", "trademark.missing")


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("不开发票", []),
        ("普通发票", []),
        ("专用发票", ["invoice.address", "invoice.phone", "invoice.bank", "invoice.account"]),
    ],
)
def test_each_invoice_needs_its_own_facts(household, kind, missing):
    """Nothing, three facts, or seven."""
    household.edit("kind: 普通发票", f"kind: {kind}")
    if missing:
        assert [finding.field for finding in household.findings()] == sorted(missing, key=missing.index)
    else:
        assert household.load().invoice.kind == kind


def test_no_invoice_needs_no_facts(household):
    """The section says 不开发票 and nothing else."""
    text = household.text
    start, end = text.index("  title:"), text.index("# ── 申请公函")
    household.write((text[:start] + text[end:]).replace("kind: 普通发票", "kind: 不开发票"))
    assert household.load().invoice.title is None


def test_a_rule_looks_while_other_fields_are_wrong(company):
    """Mending one fault must not bring up the next."""
    company.edit("110101198506170028", "1").edit("holder: 深圳市", "holder: 广州市")
    assert {finding.code for finding in company.findings()} == {"id.length", "holder.mismatch"}
