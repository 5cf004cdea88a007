"""Single values: what the portal takes passes in its plain form, the rest says why."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from run_flow.profile import fields
from run_flow.profile.fault import Ground

TODAY = date(2026, 11, 22)


def read(kind, text, folder):
    """Read *text* as a profile in *folder* would."""
    return TypeAdapter(kind).validate_python(text, context=Ground(folder, TODAY))


@pytest.mark.parametrize(
    ("kind", "typed", "plain"),
    [
        (fields.CompanyName, " 深圳市晴禾（样例）科技有限公司 ", "深圳市晴禾（样例）科技有限公司"),
        (fields.PersonName, "阿依古丽·买买提", "阿依古丽·买买提"),
        (fields.PersonName, "王䶮", "王䶮"),
        (fields.PersonName, "李𠮷", "李𠮷"),
        (fields.PortalName, "晴禾", "晴禾"),
        (fields.PortalName, "Qing", "Qing"),
        (fields.PortalName, "晴" * 15, "晴" * 15),
        (fields.ProgramName, "晴" * 30, "晴" * 30),
        (fields.ProgramName, "ab", "ab"),
        (fields.ShortName, "晴禾报修", "晴禾报修"),
        (fields.Password, "qing-He_2026", "qing-He_2026"),
        (fields.AccountKind, "服务号", "服务号"),
        (fields.Remarks, "字" * 20, "字" * 20),
        (fields.Date, "2027-01-01", date(2027, 1, 1)),
        (fields.Mobile, "138 0013-8011", "13800138011"),
        (fields.Mobile, "+8613800138011", "13800138011"),
        (fields.Mobile, "１３８００１３８０１１", "13800138011"),
        (fields.Telephone, "0755-26000022", "0755-26000022"),
        (fields.Telephone, "13800138011", "13800138011"),
        (fields.Telephone, "400-800-1234", "400-800-1234"),
        (fields.Email, "Li.Si@QQ.com", "Li.Si@qq.com"),
        (fields.BankAccount, "6222 0240 0000 0000 121", "6222024000000000121"),
        (fields.BankAccount, "12", "12"),
        (fields.WeChat, "wxid_abc-123", "wxid_abc-123"),
        (fields.AppId, "wx0123456789abcdef", "wx0123456789abcdef"),
        (fields.Region, "广东 / 深圳 / 南山", ("广东", "深圳", "南山")),
        (fields.Region, "北京/东城", ("北京", "东城")),
        (fields.Category, "生活服务 / 家政", "生活服务/家政"),
        (fields.Categories, ["生活服务/家政"], ("生活服务/家政",)),
        (fields.PastDate, "2026-11-22", TODAY),
        (fields.Until, "2026-11-22", TODAY),
        (fields.Until, "长期", "长期"),
        (fields.Until, "永久", "长期"),
        (fields.Introduction, "四个字的", "四个字的"),
    ],
)
def test_a_value_passes_in_its_plain_form(tmp_path, kind, typed, plain):
    """Spaces, width and country code are taken away where they mean nothing."""
    assert read(kind, typed, tmp_path) == plain


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (fields.Line, "   ", "value.missing"),
        (fields.Line, "一行\n又一行", "value.characters"),
        (fields.Line, "零宽\u200b空格", "value.characters"),
        (fields.Line, "a\0b", "value.characters"),
        (fields.CompanyName, "晴禾", "company_name.length"),
        (fields.CompanyName, "深" * 31, "company_name.length"),
        (fields.CompanyName, "深圳晴禾@样例", "company_name.characters"),
        (fields.PersonName, "张3", "person_name.format"),
        (fields.PersonName, "张" * 21, "person_name.format"),
        (fields.PortalName, "晴", "name.length"),
        (fields.PortalName, "abc", "name.length"),
        (fields.PortalName, "晴" * 16, "name.length"),
        (fields.PortalName, "晴禾🌱", "name.gbk"),
        (fields.PortalName, "晴禾𠮷", "name.gbk"),
        (fields.Mobile, "12800138011", "mobile.format"),
        (fields.Mobile, "013800138011", "mobile.format"),
        (fields.Mobile, "0755-26000022", "mobile.format"),
        (fields.Telephone, "没有", "telephone.format"),
        (fields.Telephone, "123", "telephone.format"),
        (fields.Email, "li＠qq.com", "email.format"),
        (fields.Email, "li si@qq.com", "email.format"),
        (fields.Email, "li..si@qq.com", "email.format"),
        (fields.Email, "李四@qq.com", "email.format"),
        (fields.Email, "qq.com", "email.format"),
        (fields.BankAccount, "1", "account.format"),
        (fields.BankAccount, "1" * 36, "account.format"),
        (fields.BankAccount, "4000O230", "account.format"),
        (fields.WeChat, "小满", "wechat.format"),
        (fields.WeChat, "abc", "wechat.format"),
        (fields.AppId, "wx0123456789ABCDEF", "app_id.format"),
        (fields.AppId, "0123456789abcdef", "app_id.format"),
        (fields.Region, "广东", "region.format"),
        (fields.Region, "广东//南山", "region.format"),
        (fields.Category, "家政", "category.format"),
        (fields.Category, "生活服务/", "category.format"),
        (fields.Categories, [], "categories.count"),
        (fields.Categories, ["a/b"] * 6, "categories.count"),
        (fields.PastDate, "2019-3-5", "date.format"),
        (fields.PastDate, "2019-02-30", "date.format"),
        (fields.PastDate, "2019年03月05日", "date.format"),
        (fields.PastDate, "2026-11-23", "date.future"),
        (fields.Until, "很久", "date.format"),
        (fields.Introduction, "三个字", "value.length"),
        (fields.Introduction, "字" * 121, "value.length"),
        (fields.ProgramName, "晴", "name.length"),
        (fields.ProgramName, "晴" * 31, "name.length"),
        (fields.ProgramName, "晴禾🌱", "name.gbk"),
        (fields.ShortName, "晴", "short_name.length"),
        (fields.ShortName, "晴禾样例报修", "short_name.length"),
        (fields.Password, "abc1234", "password.length"),
        (fields.Password, "abcdefgh123456789", "password.length"),
        (fields.Password, "abcd 12345", "password.characters"),
        (fields.Password, "密码abcd12345", "password.characters"),
        (fields.Password, "abcdefghij", "password.letters"),
        (fields.Password, "1234567890", "password.letters"),
        (fields.Password, "Password1", "password.weak"),
        (fields.Password, "a1a1a1a1a1", "password.weak"),
        (fields.Remarks, "字" * 19, "value.length"),
        (fields.Remarks, "字" * 201, "value.length"),
        (fields.Services, [], "services.count"),
        (fields.Services, ["a/b"] * 6, "services.count"),
        (fields.AccountKind, "订阅号", "account.kind"),
        (fields.Kind, "公司", "choice.unknown"),
        (fields.InvoiceKind, "专票", "choice.unknown"),
        (fields.Naming, "", "choice.unknown"),
    ],
)
def test_a_wrong_value_says_why(tmp_path, kind, text, code):
    """Each fault has a stable code, a sentence and a mend."""
    with pytest.raises(ValidationError) as refused:
        read(kind, text, tmp_path)
    (error,) = refused.value.errors()
    assert error["type"] == code
    assert error["ctx"]["sentence"]
    assert error["ctx"]["mend"]


def test_a_choice_nearly_right_is_named(tmp_path):
    """The mend names the choice that was probably meant."""
    with pytest.raises(ValidationError) as refused:
        read(fields.Kind, "个体户", tmp_path)
    assert "个体工商户" in refused.value.errors()[0]["ctx"]["mend"]


def test_names_are_counted_as_the_portal_counts():
    """A Chinese character is two, a letter is one."""
    assert fields.gbk_width("晴禾ab") == 6
