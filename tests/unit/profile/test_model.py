"""What a loaded profile is, says and hides."""

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from run_flow.profile.facts import leaves
from run_flow.profile.quoting import kind
from run_flow.redact import Redactor, masked

PUBLIC = {
    "company.name",
    "company.credit_code",
    "company.kind",
    "company.address",
    "company.valid_until",
    "bank.name",
    "bank.holder",
    "account.name",
    "account.introduction",
    "account.kind",
    "account.naming",
    "invoice.kind",
    "invoice.title",
    "invoice.tax_number",
    "invoice.address",
    "invoice.bank",
    "mini_programs.0.name",
    "mini_programs.0.introduction",
    "mini_programs.0.short_name",
    "mini_programs.0.filing.remarks",
    "operator.reachable",
    "company.scope",
    "filing.address",
}


def test_the_samples_load(company, household):
    """Both profiles are complete: what the flow will type stands in them."""
    profile = company.load()
    assert profile.company.kind == "企业"
    assert profile.company.established == date(2019, 3, 5)
    assert profile.company.valid_until == "长期"
    assert profile.account.region == ("广东", "深圳", "南山")
    assert profile.invoice.kind == "专用发票"
    assert profile.mini_programs[0].categories == ("生活服务/家政", "工具/信息查询")
    assert profile.operator.name != profile.legal_person.name
    profile = household.load()
    assert profile.company.kind == "个体工商户"
    assert profile.company.valid_until == date(2051, 6, 17)
    assert profile.bank.holder == profile.operator.name == profile.legal_person.name
    assert profile.operator.landline is None


def test_a_profile_cannot_be_changed(company):
    """It is stated once, also deep inside."""
    profile = company.load()
    with pytest.raises(ValidationError):
        profile.company = None
    with pytest.raises(ValidationError):
        profile.company.name = "别的公司"


def test_a_case_is_known_by_code_and_account_wherever_the_file_lies(company, household, tmp_path):
    """The same company with the same 服务号 is the same case; another account is another."""
    key = company.load().key
    assert len(key) == 64
    assert key != household.load().key
    moved = shutil.move(company.path.parent, tmp_path / "elsewhere")
    company.path = Path(moved) / "profile.yaml"
    assert company.edit("service@qinghe.example", "SERVICE@qinghe.example").load().key == key
    assert company.edit("SERVICE@qinghe.example", "other@qinghe.example").load().key != key


def test_the_digest_changes_with_any_value_and_any_document(company, tmp_path):
    """And with nothing else: not the folder, not a comment."""
    digest = company.load().digest
    company.path = Path(shutil.move(company.path.parent, tmp_path / "elsewhere")) / "profile.yaml"
    assert company.edit("# 样例资料", "# 我的资料").load().digest == digest
    other = company.edit("查看维修进度", "看维修进度").load().digest
    assert other != digest
    with (company.path.parent / "documents/licence.jpg").open("ab") as file:
        file.write(b"\0")
    assert company.load().digest != other


def test_every_text_is_either_public_or_secret(company):
    """A new field must be put on one side on purpose."""
    profile = company.load()
    texts = {field for field, value in leaves(profile) if isinstance(value, str)}
    assert {field for field in texts if not kind(field)} == PUBLIC


def test_secrets_are_all_there_with_kinds_that_can_be_masked(household):
    """Numbers, phones, accounts, e-mails, names and WeChat ids; a card's holder is a person."""
    secrets = household.load().secrets()
    assert ("name", "何小满") in secrets
    assert len(secrets) == len(set(secrets)) == 11
    assert {kind for kind, _value in secrets} == {"name", "id_number", "phone", "email", "wechat", "account"}
    assert all(masked(kind, value) not in ("***", value) for kind, value in secrets)


def test_a_redactor_that_learned_a_profile_lets_none_of_it_through(company):
    """The whole file, written to a log, shows no person."""
    redactor, profile = Redactor(), company.load()
    for sort, value in profile.secrets():
        redactor.learn(sort, value)
    shown = redactor.text(company.text)
    assert not [value for _kind_name, value in profile.secrets() if value in shown]
    assert profile.company.credit_code in shown


def test_nothing_shows_in_a_repr(company):
    """Tracebacks and debuggers print it."""
    profile = company.load()
    said = f"{profile!r} {profile} {profile.operator!r} {profile.mini_programs!r}"
    assert not [value for _kind_name, value in profile.secrets() if value in said]


def test_a_field_knows_where_it_was_stated(company):
    """For messages later on: a value, an item of a list, and what is not there."""
    profile, file = company.load(), company.path
    line, column = company.place("晴禾样例报修     ")
    assert profile.where("mini_programs.0.name") == f"{file}:{line}:{column}"
    assert profile.where("letter") == f"{file}:1:1"
    line, column = company.place("name: 陆子墨")
    assert profile.where("operator.nothing") == f"{file}:{line}:{column}"


def test_documents_are_listed_with_their_fields(company):
    """Each of them, once, as a whole path."""
    documents = dict(company.load().documents())
    assert documents["company.licence"] == (company.path.parent / "documents/licence.jpg").resolve()
    assert documents["mini_programs.0.icon"].is_file()
    assert len(documents) == 13


def test_a_profile_outlives_a_process(household):
    """Workers are handed one."""
    profile = household.load()
    assert pickle.loads(pickle.dumps(profile)).digest == profile.digest
