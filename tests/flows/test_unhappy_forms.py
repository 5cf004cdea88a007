"""What the portal's forms want besides the usual, and what they refuse."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from tests.flows import said_certify
from tests.flows.proof import differing, received_labels, wanted_labels

from run_flow.errors import DryRunEnded, FormRefused, ValueMismatch


def filled(office):
    """Fill everything in, up to the first click that cannot be undone."""
    with pytest.raises(DryRunEnded):
        office.go(dry_run=True)
    assert office.counts == (0, 0)
    assert differing(office) == []


def refused(office):
    """Give the command, which the portal's form refuses, and return its words."""
    with pytest.raises(FormRefused) as ended:
        office.go(dry_run=True)
    assert ended.value.exit_code == 3
    assert office.run.state == "failed"
    return ended.value.found


def letters(office):
    """Return the hashes of the letters that the portal received."""
    entries = office.portal.received()["entries"]
    return {entry["uploads"]["申请公函"]["sha256"] for entry in entries if "申请公函" in entry["uploads"]}


def test_a_letter_is_downloaded_signed_and_uploaded(open_office):
    """Where the profile has none, somebody gets the template and brings the signed and stamped scan."""
    office = open_office(at="filled", wants={"letter": True})
    filled(office)
    template = next((office.home / "cases" / office.case_id).glob("downloads/*.pdf"))
    assert template.read_bytes().startswith(b"%PDF")
    assert str(template) in office.people.question("letter")
    scan = Path(office.profile_file.parent / "documents/letter.jpg")
    assert letters(office) == {hashlib.sha256(scan.read_bytes()).hexdigest()}


def test_a_letter_of_the_profile_is_uploaded_without_asking(open_office):
    """Whoever has the letter already is not asked for it."""
    office = open_office(at="filled", kind="household", wants={"letter": True})
    filled(office)
    assert "letter" not in office.people.asked
    assert letters(office) == {hashlib.sha256(office.profile.letter.read_bytes()).hexdigest()}


def test_the_way_of_verification_is_chosen(open_office):
    """Where the form leaves the choice it is the deposit, and no legal person is asked for."""
    office = open_office(at="filled", wants={"verification": "choice"}, lost=["subject_verify"])
    filled(office)
    assert office.portal.get("state")["values"]["subject_verify"] == "deposit"
    assert not any("法定代表人" in label for label in received_labels(office))


def test_the_administrator_scans_where_the_portal_wants_it(open_office):
    """Agreement and name each need a scan; a stranger's does not count, and the next code is the administrator's."""
    office = open_office(said_certify.SCAN.scenario)
    office.people.first["administrator"] = lambda: setattr(office.people.whims, "wrong_scans", 1)
    filled(office)
    assert office.people.asked.count("administrator") == 2
    codes = {view.code for view in office.people.seen if view.id == "administrator-1" and view.code}
    assert len(codes) == 2


def test_a_scan_is_asked_for_again_where_the_pages_have_to_be_walked(open_office):
    """Without links in the bar of steps the name is sent again on the way to the last page, and scanned again."""
    office = open_office(at="filled", wants={"admin_scan": True, "steps": False})
    filled(office)
    assert office.people.asked.count("administrator") == 2


def test_a_draft_by_hand_is_compared_and_put_right(open_office):
    """What somebody filled in before is read, and only what differs is typed; the proven phone is not proven again."""
    office = open_office("resume_last", at="drafted")
    filled(office)
    assert "phone-code" not in office.people.asked
    assert office.told.news("认证类型") == ["started", "done"]
    assert received_labels(office) == wanted_labels(office, "facts")


def test_an_upload_that_hears_only_its_button_is_used_by_its_button(open_office):
    """A file box without a listener is left aside for the chooser that the button opens."""
    office = open_office(at="filled", lost=["business_license_stuff"])
    office.fault(deaf_upload=True)
    filled(office)
    assert received_labels(office) == wanted_labels(office, "facts")


@pytest.mark.parametrize("said", [said_certify.QUOTA, said_certify.APPEAL], ids=lambda said: said.scenario)
def test_not_today_is_told_in_the_portals_words(open_office, said):
    """The day's quota is used up, or the company is appealed against: exit 3, nothing begun."""
    office = open_office(said.scenario)
    assert said.text in refused(office)
    assert office.status == "未认证"


def test_a_name_that_is_taken_is_told_beside_its_label(open_office):
    """The portal's words and the field that they stand at; once the name is free the same command goes on."""
    office = open_office(at="filled", wants={"name_clash": True})
    words = refused(office)
    assert "账号名称" in words
    assert said_certify.NAME.text in words
    office.portal.post("switch", name_clash=False)
    filled(office)


def test_a_wrong_code_is_refused_and_the_next_one_asked_for(open_office):
    """The portal refuses the code; in the same run it is asked for again, in the portal's words."""
    office = open_office(at="filled", lost=["verify_code"])
    office.people.whims.wrong_codes = 2
    filled(office)
    assert office.people.asked.count("phone-code") == 3
    assert f"平台说：{said_certify.CODE.text}" in office.people.question("phone-code")
    entries = [entry for entry in office.portal.received()["entries"] if "短信验证码" in entry.get("fields", {})]
    assert [entry["accepted"] for entry in entries[-3:]] == [False, False, True]


def test_a_stranger_cannot_prove_the_operator(open_office):
    """Somebody else's scan fails, the page gives another code, and the operator scans that one."""
    office = open_office(at="filled", lost=["qrcheck_ticket"])
    office.people.first["identity"] = lambda: setattr(office.people.whims, "wrong_scans", 1)
    filled(office)
    codes = {view.code for view in office.people.seen if view.id == "identity-1" and view.code}
    assert len(codes) == 2


def test_a_draft_lost_between_two_commands_is_filled_in_again(open_office):
    """The portal forgot everything: nothing blank is ever submitted."""
    office = open_office(at="filled")
    office.go_up_to("提交审核")
    office.fault(forget_draft=True)
    office.go_up_to("认证费")
    assert office.counts == (1, 0)
    assert differing(office) == []
    assert received_labels(office) == wanted_labels(office, "facts")


def test_a_draft_lost_while_a_person_decides_is_not_submitted(open_office):
    """After a long approval everything is read again: what is missing ends the run with 6, and nothing is sent."""
    office = open_office(at="filled")

    def hours_later():
        office.clock.ahead = timedelta(hours=2)
        office.fault(forget_draft=["bank_account"])

    office.people.first["submit-approval"] = hours_later
    with pytest.raises(ValueMismatch) as ended:
        office.go(patience_seconds=86_400)
    assert ended.value.exit_code == 6
    assert "对公账户账号" in ended.value.found
    assert office.profile.bank.account not in ended.value.found
    assert office.counts == (0, 0)
    office.go_up_to("认证费")
    assert office.counts == (1, 0)
    assert differing(office) == []


@pytest.mark.matrix
def test_a_draft_lost_while_a_later_form_waits_for_people_is_not_submitted(open_office):
    """Minutes lie between a form and the submission: it is read again, although this process read it already."""
    office = open_office(at="filled", wants={"admin_scan": True})

    def minutes_later():
        office.clock.ahead = timedelta(minutes=5)
        office.fault(forget_draft=["registered_id"])

    office.people.first["administrator"] = minutes_later
    with pytest.raises(ValueMismatch) as ended:
        office.go(patience_seconds=86_400)
    assert "统一社会信用代码" in ended.value.found
    assert office.counts == (0, 0)
