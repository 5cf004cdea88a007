"""What the portal received is compared with the profile in every field; nothing passes unseen."""

from __future__ import annotations

import hashlib

import pytest

from comparison import compared


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
