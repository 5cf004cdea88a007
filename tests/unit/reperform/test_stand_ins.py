"""Without the profile the recording's own public values serve, and stand-ins that every form takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from run_flow.engine.people import Amount, Choice, Code, Confirm, Document, Text
from run_flow.profile import load
from run_flow.reperform import company, standin


@pytest.fixture
def recorded(root):
    """Return the sample profile as a recording states it: secrets are tokens, the same for the same value."""
    profile = load(root / "fixtures/profiles/company/profile.yaml", today=date(2026, 11, 26))
    tokens = {value: f"REDACTED-{kind}-{number}" for number, (kind, value) in enumerate(profile.secrets(), 1)}
    return {
        path: tokens.get(value, value) if isinstance(value, str) else value for path, value in profile.stated().items()
    }


def test_a_profile_of_stand_ins_passes_every_check_of_its_fields(recorded, tmp_path):
    """Check digits, phones, accounts, mails: the model takes them; what is public stays; documents are pictures."""
    made = company.stood_in(recorded, folder=tmp_path, today=date(2026, 11, 26))
    assert made.profile.company.name == recorded["company.name"]
    assert made.profile.mini_programs[0].categories == ("生活服务/家政", "工具/信息查询")
    assert not made.real
    with Image.open(made.profile.mini_programs[0].icon) as icon:
        assert icon.size == (144, 144)
    secret = {path for path, told in recorded.items() if isinstance(told, str) and told.startswith("REDACTED-")}
    assert {"operator.id_number", "bank.account", "administrator.wechat", "account.email"} <= secret
    assert all(made.held[path] != recorded[path] for path in secret)


def test_the_same_token_is_the_same_stand_in_and_others_differ(recorded, tmp_path):
    """One person in two roles stays one."""
    held = company.stood_in(recorded, folder=tmp_path, today=date(2026, 11, 26)).held
    assert held["legal_person.id_number"] == held["filing.principal.id_number"]
    tokens = {told for told in recorded.values() if isinstance(told, str) and told.startswith("REDACTED-")}
    assert len({held[path] for path, told in recorded.items() if isinstance(told, str) and told in tokens}) == len(
        tokens
    )


def test_the_given_profile_is_compared_with_the_recorded_one(root, recorded):
    """What is public in it, and its documents, line by line; a secret is taken as it stands."""
    path = root / "fixtures/profiles/company/profile.yaml"
    given = company.given(path, errand="certify", today=date(2026, 11, 26))
    assert list(company.differing(recorded, given)) == []
    other = {**recorded, "company.address": "别处", "company.licence": {"sha256": "0" * 64, "size": 1}}
    faults = list(company.differing(other, given))
    assert [fault.what.partition(" ")[0] for fault in faults] == ["company.address", "company.licence"]
    assert all("profile.yaml:" in fault.where for fault in faults)


@pytest.mark.parametrize(
    "kind", [Amount("0.01", "0.99"), Code(6), Choice(("已转账", "没有")), Confirm(), Text(8), Text()]
)
def test_a_made_up_answer_is_one(kind, tmp_path):
    """Each kind of question takes what is made up for it."""
    assert kind.parse(standin.answer(kind, tmp_path))


def test_a_made_up_document_is_a_picture(tmp_path):
    """A letter that somebody sealed that day is drawn."""
    assert Document().parse(standin.answer(Document(), tmp_path))
    assert Decimal(standin.answer(Amount(), tmp_path)) == Decimal("0.37")
