"""A profile loads, or every fault in it is shown at once with its place and its mend."""

import os
import subprocess
import sys
import tracemalloc

import pytest

from run_flow.errors import ProfileRefused
from run_flow.profile import load
from run_flow.profile.tree import MOST_FINDINGS

SECRETS = ["110101198506170028", "440304199209231016", "13800138022", "4000023009200012345", "operator@qinghe.example"]

# what the sample says, what is written instead, and the finding: field, code, words it points at
BAD_VALUES = [
    ("91440300MA5YB10777  ", "91440300MA5YB10778  ", "company.credit_code", "uscc.checksum", "91440300MA5YB10778"),
    ("kind: 企业", "kind: 个体工商户", "company.kind", "kind.mismatch", "个体工商户    "),
    ("kind: 企业", "kind: 公司", "company.kind", "choice.unknown", "公司                                  #"),
    ("2019-03-05", "2019-3-5", "company.established", "date.format", "2019-3-5"),
    ("2019-03-05", "2027-03-05", "company.established", "date.future", "2027-03-05"),
    ("valid_until: 长期", "valid_until: 2020-01-01", "company.valid_until", "licence.expired", "2020-01-01"),
    ("documents/licence.jpg", "license.jpg", "company.licence", "document.missing", "license.jpg"),
    ("documents/licence.jpg", "../licence.jpg", "company.licence", "document.outside", "../licence.jpg"),
    ("0028  ", "0029  ", "legal_person.id_number", "id.checksum", "110101198506170029"),
    ("13800138022", "1380013802", "operator.phone", "mobile.format", "1380013802  "),
    ("operator@qinghe", "operator#qinghe", "operator.email", "email.format", "operator#qinghe"),
    ("guyifan_qinghe", "顾一帆的微信", "administrator.wechat", "wechat.format", "顾一帆的微信"),
    ("account: 4000023009200012345", "account: 4000-甲", "bank.account", "account.format", "4000-甲"),
    ("holder: 深圳市", "holder: 广州市", "bank.holder", "holder.mismatch", "广州市"),
    ("name: 晴禾样例服务", "name: 晴", "account.name", "name.length", "晴    "),
    ("trademark: doc", "# trademark: doc", "account.trademark", "trademark.missing", "account:\n"),
    ("title: 深圳", "# title: 深圳", "invoice.title", "invoice.missing", "invoice:\n"),
    ("0755-26000022                        # 注册", "无 # 注册", "invoice.phone", "telephone.format", "无 # 注册"),
    ("documents/icon.png", "documents/letter.jpg  #", "mini_programs.0.icon", "icon.size", "documents/letter.jpg  #"),
    ("- 工具/信息查询", "- 工具", "mini_programs.0.categories.1", "category.format", "工具\n"),
    ("name: 沈知夏", "name: ''", "legal_person.name", "value.missing", "''"),
    ("name: 沈知夏", "name: [沈, 知夏]", "legal_person.name", "value.text", "[沈"),
    ("name: 沈知夏", "name: {姓: 沈}", "legal_person.name", "value.text", "{姓"),
    ("documents/legal-person-front.jpg", "[a]", "legal_person.id_front", "value.text", "[a]"),
    ("region: 广东/深圳/南山", "region: [广东]", "account.region", "region.format", "[广东]"),
]


@pytest.mark.parametrize(("old", "new", "field", "code", "here"), BAD_VALUES)
def test_a_bad_value_is_found_where_it_stands(company, old, new, field, code, here):
    """At its line and column, with a mend; of a wrong credit code the licence's QR code tells too."""
    (finding,) = [one for one in company.edit(old, new).findings() if one.code != "licence.other_code"]
    assert (finding.field, finding.code) == (field, code)
    assert finding.mend
    assert (finding.line, finding.column) == company.place(here)


def test_a_key_without_its_value_is_found_where_the_value_belongs(company):
    """Somebody copied the template and left a line for later."""
    finding = company.edit("name: 沈知夏", "name:").finding()
    assert (finding.field, finding.code) == ("legal_person.name", "value.missing")
    assert finding.line == company.place("legal_person:")[0] + 1
    assert finding.column == 3


def test_a_finding_reads_as_one_line(company):
    """Editors and people jump to file:line:column."""
    finding, _read = company.edit("91440300MA5YB10777  ", "91440300MA5YB10778  ").findings()
    line = company.place("credit_code")[0]
    assert (
        str(finding) == f"{company.path}:{line}:16: company.credit_code: uscc.checksum 统一社会信用代码的校验位不符。"
    )


def test_every_fault_is_found_at_once(company):
    """Syntax apart, nothing hides behind another fault: values, keys, rules, documents, duplicates."""
    company.edit("91440300MA5YB10777  ", "91440300MA5YB10778  ").edit("kind: 企业", "kind: 个体工商户")
    company.edit("documents/licence.jpg", "documents/none.jpg").edit("  wechat:", "  wecaht:").edit("title:", "titel:")
    company.edit("  landline: 0755", "  phone: 13900139000\n  landline: 0755").edit("naming: 商标", "naming: 商号")
    codes = [finding.code for finding in company.findings()]
    assert codes == [
        "uscc.checksum",
        "kind.mismatch",
        "document.missing",
        "yaml.duplicate",
        "key.missing",
        "key.unknown",
        "choice.unknown",
        "invoice.missing",
        "key.unknown",
    ]


def test_too_many_faults_are_cut_short(company):
    """A hostile file does not fill the screen; the last line says that there is more."""
    company.write(company.text + "".join(f"key{number}: x\n" for number in range(1000)))
    findings = company.findings()
    assert len(findings) == MOST_FINDINGS
    assert sum(finding.code == "file.more" for finding in findings) == 1


def test_findings_come_in_the_order_of_the_file(company):
    """A person mends from top to bottom."""
    company.edit("13800138033", "1").edit("13800138011", "2").edit("wechat: guyifan_qinghe", "wechat: x")
    lines = [finding.line for finding in company.findings()]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_an_unknown_key_is_named_with_the_one_that_was_meant(company):
    """It stands at the key, and the missing key at its parent."""
    missing, unknown = company.edit("  wechat: guyifan", "  wecaht: guyifan").findings()
    assert (unknown.code, unknown.field) == ("key.unknown", "administrator.wecaht")
    assert (unknown.line, unknown.column) == company.place("wecaht")
    assert "wechat" in unknown.mend
    assert (missing.code, missing.field) == ("key.missing", "administrator.wechat")
    assert (missing.line, missing.column) == company.place("administrator:")


def test_a_key_outside_its_section_is_sent_back(company):
    """Lost indentation is the usual mistake: the section it belongs to is named."""
    company.write("wechat: guyifan_qinghe\n" + company.text)
    finding = company.finding()
    assert (finding.code, finding.line) == ("key.unknown", 1)
    assert "administrator" in finding.mend


def test_a_missing_section_is_found_at_the_top(company):
    """One finding for the section, not one for each of its keys."""
    text = company.text
    start, end = text.index("bank:\n"), text.index("# ── 服务号")
    company.write(text[:start] + text[end:])
    finding = company.finding()
    assert (finding.field, finding.code, finding.line, finding.column) == ("bank", "key.missing", 1, 1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("mini_programs: 一个\n", "value.list"),
        ("mini_programs: [一个]\n", "value.mapping"),
        ("mini_programs: [~]\n", "value.mapping"),
    ],
)
def test_a_list_of_the_wrong_shape_says_so(company, said, code):
    """Each 小程序 is a mapping."""
    before, _programs, after = company.text.partition("mini_programs:")
    company.write(before + said + after[after.index("# ── 备案") :])
    assert company.finding().code == code


def test_a_company_without_a_mini_program_can_be_certified(company):
    """Not everybody wants one."""
    before, _programs, after = company.text.partition("mini_programs:")
    assert company.write(before + after[after.index("# ── 备案") :]).load().mini_programs == ()


def test_a_person_in_two_roles_is_stated_once(company):
    """What the second role does not say again is the first one's, and so is its line."""
    profile = company.load()
    assert profile.filing.principal.id_number == profile.legal_person.id_number
    assert profile.filing.manager.name == profile.administrator.name
    assert profile.where("filing.manager.name") == profile.where("administrator.name")
    (finding,) = company.edit("110101198506170028", "110101198506170029").findings()
    assert finding.field == "legal_person.id_number"


def test_a_person_may_be_the_same_as_one_who_is_stated_later(company):
    """Through another role, too; the order of the sections means nothing."""
    company.edit("  name: 顾一帆\n  id_number: 110101197904120013\n", "  same_as: legal_person\n").edit(
        "13800138033", "13800138011"
    )
    company.edit("  name: 陆子墨\n  id_number: 440304199209231016\n", "  same_as: administrator\n").edit(
        "13800138022", "13800138011"
    )
    assert {person.name for person in (company.load().operator, company.load().administrator)} == {"沈知夏"}


@pytest.mark.parametrize("role", ["operator", "administrator"])
def test_two_who_are_the_same_as_each_other_are_nobody(company, role):
    """It ends, and says what is missing."""
    company.edit("  name: 顾一帆\n", "  same_as: operator\n").edit("  name: 陆子墨\n", "  same_as: administrator\n")
    assert f"{role}.name" in [finding.field for finding in company.findings() if finding.code == "key.missing"]


@pytest.mark.parametrize("said", ["same_as: legal_persn", "same_as: filing.principal", "same_as: [a]", "same_as:"])
def test_a_role_can_only_be_as_another_one(company, said):
    """Named wrongly it says which there are."""
    assert "choice.unknown" in company.edit("same_as: legal_person", said).codes()


def test_a_section_of_the_wrong_shape_says_so(company):
    """A text where keys belong."""
    company.write("bank: 工商银行\n" + company.text.replace("bank:\n  name", "other:\n  name", 1))
    assert ("bank", "value.mapping") in [(finding.field, finding.code) for finding in company.findings()]


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_in_any_message(company, secret):
    """Not in a finding, not in the error's own text, whatever is wrong with the value."""
    company.write(company.text.replace(secret, f"{secret}？"))
    with pytest.raises(ProfileRefused) as refused:
        company.load()
    said = "".join(f"{finding} {finding.mend}" for finding in refused.value.findings)
    assert secret not in said + str(refused.value) + repr(refused.value) + "".join(refused.value.lines())
    assert refused.value.__context__ is None, "pydantic's error would show in a traceback"


def test_no_secret_is_shown_where_the_yaml_is_broken(company):
    """The parser's own sentences quote values: they are not used."""
    company.edit("id_number: 110101198506170028", 'id_number: "110101198506170028')
    assert "110101198506170028" not in "".join(f"{finding} {finding.mend}" for finding in company.findings())


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "yaml.empty", (1, 1)),
        ("company:\n  name: 晴禾".encode("gbk"), "file.encoding", (2, 9)),
        (b"PK\3\4 a sheet", "file.binary", (1, 1)),
        ("company: 晴禾".encode("utf-16"), "file.encoding", (1, 1)),
        (b"\xef\xbb\xbfcompany: x\n\xff", "file.encoding", (2, 1)),
    ],
)
def test_a_file_of_another_encoding_says_so(company, content, code, place):
    """Line and column are those of the first bad byte."""
    company.path.write_bytes(content)
    finding = company.finding()
    assert (finding.code, (finding.line, finding.column)) == (code, place)


def test_a_byte_order_mark_and_windows_line_ends_are_read(company):
    """As Windows editors save it."""
    content = company.text.replace("\n", "\r\n").encode("utf-8-sig")
    company.path.write_bytes(content)
    assert company.load().where("company.name").endswith(":10:9")


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    """Nothing there, a folder, a pipe, a device, a loop: one finding each, and nothing blocks."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for path, code in [
        (tmp_path / "none.yaml", "file.missing"),
        (tmp_path, "file.kind"),
        (tmp_path / "pipe", "file.kind"),
        (tmp_path / "loop", "file.unreadable"),
    ]:
        with pytest.raises(ProfileRefused) as refused:
            load(path)
        assert [finding.code for finding in refused.value.findings] == [code]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    """A terabyte costs no memory."""
    with (tmp_path / "profile.yaml").open("wb") as file:
        file.truncate(1 << 40)
    tracemalloc.start()
    with pytest.raises(ProfileRefused) as refused:
        load(tmp_path / "profile.yaml")
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert refused.value.findings[0].code == "file.too_large"


def test_heavy_libraries_are_loaded_with_the_first_profile_only():
    """Importing the package must not cost the command line its start."""
    look = "import sys, run_flow.profile; print([m for m in ('pydantic', 'PIL', 'ruamel.yaml') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "[]\n"
