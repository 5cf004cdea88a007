"""What the portal received is compared with the profile in every field; nothing passes unseen."""

from __future__ import annotations

import hashlib

import pytest

from comparison import compared, whole


@pytest.fixture
def profile(root):
    """Return the sample company's profile."""
    return root / "fixtures/profiles/company/profile.yaml"


def entry(form, *, application="A1", accepted=True, uploads=None, **fields):
    """Return what the mock keeps of one posted form."""
    return {
        "form": form, "application": application, "accepted": accepted, "fields": fields, "uploads": uploads or {},
    }  # fmt: skip


def differing(profile, *entries):
    """Return the labels that differ."""
    return [each.label for each in compared({"entries": entries}, profile) if not each.equal]


def test_equal_fields_are_equal(profile):
    """Values, the portal's words for a choice, and files by their bytes."""
    licence = profile.parent / "documents/licence.jpg"
    upload = {"营业执照照片": {"sha256": hashlib.sha256(licence.read_bytes()).hexdigest()}}
    forms = [
        entry("企业信息", uploads=upload, 企业名称="深圳市晴禾样例科技有限公司", 营业期限="长期"),
        entry("发票信息", 发票类型="增值税专用发票", 银行账号="4000023009200012345"),
    ]
    assert differing(profile, *forms) == []
    assert len(compared({"entries": forms}, profile)) == 5


def test_what_differs_is_found(profile):
    """A wrong value, an empty one, another file, and a label nobody knows."""
    form = entry("填写资料", 运营者姓名="陆子", 座机="", 新的标签="1", uploads={"营业执照照片": {"sha256": "0"}})
    assert differing(profile, form) == ["运营者姓名", "座机", "新的标签", "营业执照照片"]


def test_the_last_accepted_form_of_the_newest_application_counts(profile):
    """What was refused, replaced or belongs to an earlier application does not."""
    assert not differing(
        profile,
        entry("运营者信息", application="A9", 运营者姓名="别人"),
        entry("运营者信息", application="A10", 运营者姓名="别人"),
        entry("运营者信息", application="A10", 运营者姓名="陆子墨"),
        entry("运营者信息", application="A10", accepted=False, 运营者姓名="别人"),
    )


def test_all_applications_are_compared_each_with_its_own_account(profile):
    """A 小程序 has its own e-mail, name and introduction; what nobody can account for is never equal."""
    icon = hashlib.sha256((profile.parent / "documents/icon.png").read_bytes()).hexdigest()
    entries = [
        entry("确认名称", application="A1", 账号名称="晴禾样例服务"),
        entry("确认名称", application="A2", 账号名称="晴禾样例报修", 命名依据="基于自选词汇"),
        entry("基本信息", application="R1", 邮箱="miniprogram@qinghe.example", 密码="10 位"),
        entry("填写小程序帐号信息", application="F1", 邮箱="mp@qinghe.example"),
        entry(
            "小程序信息",
            application="I2",
            服务类目1="生活服务/家政",
            服务类目3="",
            uploads={"小程序头像": {"sha256": icon}},
        ),
        entry("小程序信息", application="B1", 小程序名称="晴禾样例报修", 新的标签="1"),
        entry("发送关联邀请", application="wx01", 小程序AppID="wx01", 发送通知="是"),
    ]
    programs = dict.fromkeys(("A2", "R1", "F1", "I2", "B1"), 0)
    found = whole({"entries": entries}, profile, programs=programs)
    assert [each.label for each in found if not each.equal] == ["邮箱", "新的标签"]
    assert len(found) == 9
