"""A person takes over a form in the window, types something else, and hands back: the portal receives theirs, once."""

from __future__ import annotations

import pytest
from tests.flows.proof import differing
from tests.portal.hand import Hand

BANK = "招商银行深圳高新园支行"


def press_strip(office):
    """Press 这一步我来 in the window as soon as the step 对公账户 begins."""
    told = office.told.step

    def step(title, news):
        told(title, news)
        if (title, news) == ("对公账户", "started"):
            Hand(office.page).press("BUTTON", "这一步我来")

    office.told.step = step


def type_bank(office):
    """Type another branch into the page's own field, and leave it as a hand does."""
    for frame in office.page.frames:
        groups = frame.locator(".frm_control_group, .weui-desktop-form__control-group")
        field = groups.filter(has_text="开户行").locator("input:visible")
        if field.count() == 1:
            field.fill(BANK)
            field.press("Tab")
            return
    raise AssertionError(office.page.url)


@pytest.mark.parametrize(
    ("skin", "embedded"), [pytest.param("modern", False, marks=pytest.mark.matrix), ("legacy", True)]
)
def test_a_person_does_a_part_in_the_window(open_office, skin, embedded):
    """What they typed stands and is saved once; the approval says so, the journal knows whose it is, not what."""
    office = open_office(at="filled", skin=skin, embedded=embedded)
    press_strip(office)
    office.people.first["bank_account-hands"] = lambda: type_bank(office)
    office.go_up_to("提交审核")
    assert "请您在窗口里完成「对公账户」" in office.people.question("bank_account-hands")
    assert [each.label for each in differing(office)] == ["开户行"]
    entries = [entry["fields"] for entry in office.portal.received()["entries"] if entry.get("accepted")]
    assert [fields["开户行"] for fields in entries if fields.get("开户行") == BANK] == [BANK]
    assert "对公账户 › 开户行" in office.people.question("submit-approval")
    with office.ledger() as ledger:
        row = next(row for row in ledger.steps(office.run.id) if row.name == "bank_account")
    assert row.by_person
    assert [entry["labels"][0] for entry in row.fields if entry["source"] == "person"] == ["开户行"]
    kept = b"".join(path.read_bytes() for path in office.home.rglob("*") if path.is_file())
    assert BANK.encode() not in kept
