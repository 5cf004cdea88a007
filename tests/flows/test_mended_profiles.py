"""The reviewers object, a person mends the profile, and the same command sends what is needed and no more."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.flows import proof
from tests.flows.office import Office

from run_flow.errors import PortalRefused, WaitingForPerson
from run_flow.profile import load

REASON = "营业执照照片不清晰，无法辨认登记信息"
CHANGED = "profile-changed"


@pytest.fixture
def open_own_office(open_office: Callable[..., Office], tmp_path: Path) -> Callable[..., Office]:
    """Return a function that opens an office whose profile is a copy, which may be changed."""

    def furnish(*scenario: str, **switches: Any) -> Office:
        office = open_office(*scenario, **switches)
        folder = shutil.copytree(office.profile_file.parent, tmp_path / "own")
        office.profile_file = folder / "profile.yaml"
        office.profile = load(office.profile_file)
        return office

    return furnish


def rescan_licence(office: Office) -> str:
    """Put another picture of the licence in the place of the one before, and return its hash."""
    path = office.profile.company.licence
    Image.open(path).save(path, quality=91)
    office.profile = load(office.profile_file)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hearing(office: Office) -> list[str]:
    """Return the list of the fields into which something is typed from here on, as the portal's page hears it."""
    heard: list[str] = []

    def hear(kind: str) -> None:
        heard.append(kind)

    opened = office._open_context

    def opening(**facts: Any) -> Any:
        context = opened(**facts)
        context.expose_function("heardByTest", hear)
        context.add_init_script(
            "addEventListener('input', event => window.heardByTest(event.target.type || event.target.tagName), true)"
        )
        return context

    office._open_context = opening
    return heard


@pytest.mark.matrix
def test_a_refusal_leads_to_the_profile_and_only_what_was_mended_is_sent_again(open_own_office):
    """The reason names line, document and rule; the second application types nothing and uploads one picture."""
    office = open_own_office(review="hand", refill=True)
    office.people.whims.verdicts = ["reject"]
    with pytest.raises(PortalRefused) as ended:
        office.go()
    [reason] = ended.value.reasons
    line = next(
        n for n, text in enumerate(office.profile_file.read_text("utf-8").splitlines(), 1) if "licence:" in text
    )
    assert (reason.field, reason.reason, reason.path) == ("企业工商营业执照", REASON, "company.licence")
    assert (reason.file, reason.line) == (str(office.profile_file), line)
    assert reason.document == str(office.profile.company.licence)
    assert "对好焦" in reason.mend

    before = len(proof.uploaded(office))
    heard, rescanned = hearing(office), rescan_licence(office)
    office.people.whims.verdicts = ["approve"]
    office.go()
    assert office.status == "已认证"
    assert office.portal.received()["submissions"] == {"A1": 1, "A2": 1}
    assert proof.uploaded(office)[before:] == [("business_license_stuff", rescanned)]
    assert set(heard) <= {"file", "checkbox", "text"}
    assert heard.count("text") == heard.count("tel") + 1  # the deposit's amount: another order, another amount
    assert proof.differing(office) == []
    assert CHANGED not in office.people.asked


def test_a_supplement_takes_the_picture_that_was_mended_in_the_profile(open_own_office):
    """Nobody is asked for a path once the profile has another picture; a person agrees to the very one."""
    office = open_own_office(review="hand")
    office.people.whims.verdicts = ["supplement"]
    office.people.whims.ignore = ("填写文件的路径",)
    with pytest.raises(WaitingForPerson) as ended:
        office.go(patience_seconds=10)
    assert "company.licence" in ended.value.waiting_for
    assert "还可以补充 3 次" in ended.value.waiting_for

    rescanned, asked = rescan_licence(office), len(office.people.asked)
    office.people.whims.ignore = ()
    office.go()
    assert office.status == "已认证"
    assert office.people.asked[asked] == CHANGED
    assert "supplement-企业工商营业执照" not in office.people.asked[asked:]
    assert "licence.jpg" in office.people.question("supplement-approval")
    [entry] = [entry for entry in office.portal.received()["entries"] if entry["form"] == "补充资料"]
    assert entry["uploads"]["企业工商营业执照"]["sha256"] == rescanned
    assert office.counts == (1, 1)
    assert proof.leaks(office) == []


@pytest.mark.matrix
def test_the_same_picture_is_not_handed_in_again(open_own_office):
    """The profile still has the picture that was refused: a person is asked for another one."""
    office = open_own_office(review="hand")
    office.people.whims.verdicts = ["supplement"]
    office.go()
    assert office.status == "已认证"
    assert "supplement-企业工商营业执照" in office.people.asked
    assert "offer-企业工商营业执照" not in office.people.asked
