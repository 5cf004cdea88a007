"""No secret of a profile is in anything that is said of it, wherever it was typed and however badly."""

import re
import traceback
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.profiles import numerals, valid
from tests.profiles.every_fault import codes, planted
from tests.profiles.faults import leaves
from tests.profiles.looking import looked_at

from run_flow.cli.findings import lines, record
from run_flow.errors import ProfileRefused
from run_flow.profile import load

_SECRET_KEYS = ("id_number", "phone", "landline", "emergency_phone", "email", "password", "account")
ID, PHONE, ACCOUNT = numerals.with_id_check("11010119850617002"), "13987654321", "4000023009200012345"
EMAIL, PASSWORD = "lisi.wang@qinghe.example", "qing-He_2026"
NUMBERS = [
    ID,
    ID[:17],
    f"{ID[:6]} {ID[6:14]} {ID[14:]}",
    ID[:9] + "\u3000" + ID[9:],
    f"{ID}1",
    f"{ID[:17]}x",
    ID.translate({48 + n: 0xFF10 + n for n in range(10)}),
]
NUMBERS += [
    PHONE,
    PHONE[:10],
    f"+86 {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}",
    f"{PHONE[:3]}.{PHONE[3:7]}.{PHONE[7:]}",
    f"{PHONE}0",
]
NUMBERS += [ACCOUNT, ACCOUNT[:12], " ".join(re.findall("....?", ACCOUNT))]
MAILS = [EMAIL, EMAIL.replace("@", "＠"), f"{EMAIL} {EMAIL}", f"<{EMAIL}>", f"{EMAIL}@qq.com"]

_TYPED = [  # what the sample says, and what somebody makes of it: there a secret may be of any kind
    ("id_number: 110101198506170028", "id_number: {}"),
    ("phone: 13800138011", "phone: {}"),
    ("phone: 13800138011", "phone: '{}'"),
    ("phone: 13800138011", "phone:{}"),
    ("phone: 13800138011", "phone：{}"),
    ("phone: 13800138011", "phone {}"),
    ("phone: 13800138011", '"phone": {}'),
    ("phone: 13800138011", "phone: {}: 1"),
    ("phone: 13800138011", 'phone: "{}'),
    ("phone: 13800138011", "phone: [{}]"),
    ("phone: 13800138011", "phone: {{a: {}}}"),
    ("phone: 13800138011", "phone:\n    {}"),
    ("phone: 13800138011", "phone:\n    - {}"),
    ("phone: 13800138011", "phone: |\n    {}\n    {}"),
    ("phone: 13800138011", "phone: &p {}"),
    ("phone: 13800138011", "phone: !keyring {}"),
    ("phone: 13800138011", "phone: !env {}"),
    ("phone: 13800138011", "phone: *{}"),
    ("phone: 13800138011", "phone: 13800138011\n  phone: {}"),
    ("  phone: 13800138011", "\tphone: {}"),
    ("  phone: 13800138011", "   phone: {}"),
    ("  phone: 13800138011", "  {}\n  phone: 13800138011"),
    ("  phone: 13800138011", "  phone: {}\x07"),
    ("phone: 13800138011", "phnoe: {}"),
    ("phone: 13800138011", "手机: {}"),
    ("phone: 13800138011", "? [{}]\n  : 1"),
    ("email: operator@qinghe.example", "email: {}"),
    ("email: operator@qinghe.example", "email: {},"),
    ("# password: !env MP_PASSWORD", "password: {}"),
    ("# password: !env MP_PASSWORD", "passwrod: {}"),
    ("# password: !env MP_PASSWORD", "password: !env {}"),
    ("# password: !env MP_PASSWORD", "password: !file {}"),
    ("# password: !env MP_PASSWORD", "password:\n    {} # {}"),
    ("account: 4000023009200012345", "account: {}"),
    ("wechat: guyifan_qinghe", "wechat: {}"),
    ("landline: 0755-26000022", "landline: {}"),
    ("scope: 计", "scope: [a] # {}"),
    ("scope: 计", "scope: [{}, {{name: x, password: {}}}]"),
    ("kind: 企业", "kind: {{password: {}, name: x}}"),
    ("bank:\n", "bank: {{name: 工商银行, password: {},\n  phone: {}, x: 1}}\nx:\n"),
    ("bank:\n", "bank: {}\nx:\n"),
    ("confirmed:", "confirmed: {{password: {}}}\nx:"),
]
_PUBLIC = [  # here only what looks like a number or an address can be told from what belongs there
    ("name: 沈知夏", "name: {}"),
    ("credit_code: 91440300MA5YB10777", "credit_code: {}"),
    ("tax_number: 91440300MA5YB10777", "tax_number: {}"),
    ("kind: 企业", "kind: {}"),
    ("2019-03-05", "{}"),
    ("licence: documents/licence.jpg", "licence: {}"),
    ("naming: 商标", "naming: {}"),
    ("region: 广东/深圳/南山", "region: {}"),
    ("holder: 深圳市晴禾样例科技有限公司", "holder: {}"),
    ("name: 晴禾样例服务", "name: 晴禾！{}"),
    ("[晴禾样例报修服务, 晴禾样例售后]", "[晴禾, ！{}]"),
    ("- 工具/信息查询", "- {}"),
    ("app_id: wx0123456789abcdef", "x: 1\n    {}: 1"),
    ("  scope: 计", "  {}: 1\n  scope: 计"),
    ("  address: 样例路 8 号", "  address: 深圳市{} 样例路 8 号"),
    ("same_as: legal_person", "same_as: {}"),
    ("wechat: 2026-11-20", "wechat: {}"),
    ("scope: 计", "scope: \u200b{}"),
    ("scope: 计", "scope: 经营: {}"),
    ("scope: 计", "scope: " + "字" * 150 + "{}\u200b"),
]


def heard(findings, error: str = "") -> str:
    """Return everything that anybody hears of *findings*: terminal, JSON, and the exception's text."""
    return "\n".join([*lines(findings), *(str(record(finding)) for finding in findings), error])


def bare(text: str) -> str:
    """Return *text* without what people put between digits, in one width."""
    return re.sub(r"[\s·._/+\"'\\-]|u3000|xa0", "", text).translate({0xFF10 + n: 48 + n for n in range(10)}).casefold()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with every picture and secret that a generated profile names."""
    with pytest.MonkeyPatch.context() as settings_outside:
        settings_outside.setenv("MP_PASSWORD", valid.SECRET)
        yield valid.furnish(tmp_path_factory.mktemp("generated"))


@settings(max_examples=100, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(codes()), st.integers(0, 2**32))
def test_no_secret_of_a_spoilt_profile_is_said(folder, code, seed):
    """Whatever is wrong with it, and also where the wrong value is the secret itself."""
    fault = planted(code, Random(seed))
    told = bare(heard(looked_at(folder, fault.content)))
    stated = [leaf for f, leaf in leaves(fault.facts) if f.rpartition(".")[2] in _SECRET_KEYS and isinstance(leaf, str)]
    assert [secret for secret in [*stated, valid.SECRET] if len(secret) > 6 and bare(secret) in told] == []


@pytest.mark.parametrize(
    ("old", "new", "secret"),
    [
        *((old, new, secret) for old, new in _TYPED for secret in (PASSWORD, ID[:17], NUMBERS[2], EMAIL)),
        *((old, new, secret) for n, (old, new) in enumerate(_PUBLIC) for secret in (*NUMBERS, *MAILS)[n % 3 :: 3]),
        *((old, new, secret) for old, new in [_TYPED[1], _TYPED[0]] for secret in (*NUMBERS, *MAILS)),
    ],
)
def test_a_secret_in_the_wrong_place_is_not_said(root, folder, old, new, secret):
    """In a finding, its line, the terminal, JSON, or the exception with its traceback."""
    text = (root / "fixtures/profiles/company/profile.yaml").read_text("utf-8")
    text = re.sub(r"documents/[a-z-]+\.(jpg|png)", "documents/licence.jpg", text)
    path = folder / "typed.yaml"
    path.write_text(text.replace(old, new.replace("{}", secret).replace("{{", "{").replace("}}", "}"), 1), "utf-8")
    try:
        findings, error = load(path, today=valid.TODAY).findings, ""
    except ProfileRefused as refused:
        findings, error = refused.findings, "".join(traceback.format_exception(refused)) + "".join(refused.lines())
    assert bare(secret) not in bare(heard(findings, error))
