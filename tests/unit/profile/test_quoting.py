"""A finding shows its line as far as it may be seen."""

import pytest

from run_flow.profile.model import Profile
from run_flow.profile.quoting import SECRETS, SHOWN, quoted
from run_flow.profile.sections import keys as keys_of


@pytest.mark.parametrize(
    ("line", "field", "shown"),
    [
        ("  kind: 公司   # 企业或个体", "company.kind", "kind: 公司"),
        ("  established: 2019-3-5", "company.established", "established: 2019-3-5"),
        ("  credit_code: 9144 0300 MA5Y B107 78", "company.credit_code", "credit_code: 9144 0300 MA5Y B107 78"),
        ("  credit_code: 110101198506170028", "company.credit_code", "credit_code: …"),
        ("  id_number: 110101198506170029", "operator.id_number", "id_number: 110101********0029"),
        ("  id_number: 11010119850617002", "operator.id_number", "id_number: ***"),
        ("  - name: 晴禾报修", "mini_programs.0.name", "- name: 晴禾报修"),
        ("  name: 沈3", "operator.name", "name: 沈*"),
        ("  name: 沈知夏", "operator", "name: 沈**"),
        ("  name: 沈知夏: 1", "", "name: 沈*****"),
        ("  passwrod: qing-He_2026", "account.passwrod", "passwrod: …"),
        ("    qing-He_2026", "account.password", ""),
        ("    qing-He_2026", "", ""),
        ("      - 工具", "mini_programs.0.categories.1", "- 工具"),
        ("bank: {account: 4000, password: x}", "bank", "bank: …"),
        ("  name: 晴禾, password: qing-He_2026}", "account.password", "name: …"),
        ("  phone：13800138022", "", "phone：138****8022"),
        ("operator:", "operator.email", "operator:"),
        ("  wechat: 2026-11-20", "confirmed.wechat", "wechat: 2026-11-20"),
        ("  scope: " + "字" * 500, "company.scope", "scope: " + "字" * 151),
    ],
)
def test_a_line_is_shown_without_what_nobody_may_see(line, field, shown):
    """What is no known key, or no key at all, shows no value."""
    assert quoted(line, field) == shown


def test_each_key_is_known_as_secret_or_public():
    """A new key shows no value before somebody has decided which it is."""
    sections = [section for section in Profile.model_fields if section != "confirmed"]
    places = [
        *sections,
        "mini_programs.0.filing",
        "mini_programs.0.filing.pre_approval.0",
        "filing.principal",
        "filing.manager",
    ]
    keys = {key for place in places for key in keys_of(Profile, place)}
    above = {part for place in places for part in place.split(".")}
    assert sorted(keys - SHOWN - SECRETS.keys() - above) == []
