"""Who has the openings and the profile sees whether each field held the profile's value; the bundle alone tells nothing."""

from __future__ import annotations

import json

import pytest
from tests.audit.conftest import CASE, CERTIFY

from run_flow.audit.commitments import Keys, commit, salt
from run_flow.audit.openings import compared, exported, parsed
from run_flow.audit.verify import verify
from run_flow.errors import AuditFailed
from run_flow.journal import events
from run_flow.profile import load


@pytest.fixture(scope="session")
def profile(root):
    """Return a profile that is right."""
    return load(root / "fixtures/profiles/company/profile.yaml")


class Clerk:
    """Types fields as the engine does, with commitments."""

    def __init__(self, office) -> None:
        """Use the keys of the office's case."""
        self.office, self.keys, self.count = office, Keys(office.folder), 0

    def types(
        self, source: str, value: object, *, whose: str = "company", readback: object = None, mapped: bool = False
    ):
        """Put a field on record that held *value*."""
        self.count += 1
        holder, field = self.keys.holder(whose), f"{self.count:032x}"
        key = self.keys.made(holder)
        told = {"typed": value, "readback": value if readback is None else readback}
        made = {side: commit(salt(key, field, side), held) for side, held in told.items()}
        facts = {
            "field": field,
            "form": "企业信息",
            "label": source,
            "source": source,
            "kind": "text",
            "holder": holder,
        }
        proven = events.FieldProven(run=CERTIFY, step="company", rules=("text.length",), mapped=mapped, **facts, **made)
        self.office.happened(proven)


@pytest.fixture
def clerk(office, profile):
    """Return a clerk who typed a company's name, a person's ID number, an answer, and a region that the page maps."""
    clerk = Clerk(office)
    clerk.types("company.name", profile.company.name)
    clerk.types("operator.id_number", profile.operator.id_number, whose=f"person {profile.operator.name}")
    clerk.types("answer", "0.37", whose="answers")
    clerk.types("company.name", "另一种写法", mapped=True)
    return clerk


@pytest.fixture
def opened(office, profile, tmp_path):
    """Return a function that exports bundle and openings, and compares them with the profile."""

    def open_(change=None, *, case: str = CASE):
        path = office.export(tmp_path / f"{len(list(tmp_path.iterdir()))}.zip")
        found = verify(path)
        assert found.faults == ()
        content, _count = exported(found.events, case=case, folder=office.folder)
        file = tmp_path / "openings.json"
        file.write_bytes(change(content) if change else content)
        return compared(found.events, parsed(file), profile, case=CASE)

    return open_


def test_every_field_opens_to_the_profiles_value(clerk, opened):
    """What came from elsewhere, or is written another way on the page, is counted apart."""
    found = opened()
    assert (found.equal, found.elsewhere, found.closed, found.faults) == (2, 2, 0, ())


@pytest.mark.parametrize("wrong", ["typed", "readback"])
def test_another_value_than_the_profiles_is_found(clerk, opened, profile, wrong):
    """In what was typed, and in what the page held."""
    value = profile.company.name
    clerk.types("company.name", "别的公司" if wrong == "typed" else value, readback="别的公司")
    found = opened()
    assert {fault.where for fault in found.faults} == {f"journal.jsonl:{len(clerk.office.ledger.chain(CASE))}"}
    assert len(found.faults) == (2 if wrong == "typed" else 1)
    assert "company.name" in found.faults[0].what
    assert "别的公司" not in str(found.faults)


def test_a_salt_that_was_changed_opens_nothing(clerk, opened):
    """An opening is as good as its salts."""

    def change(content: bytes) -> bytes:
        told = json.loads(content)
        told["openings"][0]["salts"]["typed"] = "0" * 64
        return json.dumps(told).encode()

    assert len(opened(change).faults) == 1


def test_an_auditor_may_be_given_one_field_alone(clerk, opened):
    """The others stay closed, which is told."""

    def change(content: bytes) -> bytes:
        told = json.loads(content)
        return json.dumps(told | {"openings": told["openings"][:1]}).encode()

    found = opened(change)
    assert (found.equal, found.closed, found.faults) == (1, 3, ())


def test_openings_of_another_case_are_refused(clerk, opened):
    """They are no use here, and somebody should know."""
    assert len(opened(case="ffffffff").faults) == 1


def test_a_person_whose_key_is_gone_stays_closed(clerk, opened, profile):
    """Nobody can open what was committed to about them; everybody else's is there."""
    keys = clerk.keys
    assert keys.destroy(keys.holder(f"person {profile.operator.name}"))
    found = opened()
    assert (found.equal, found.closed, found.faults) == (1, 1, ())


def test_the_bundle_alone_tells_no_value(clerk, office, profile, tmp_path):
    """Neither the values nor the salts are in it, and the openings hold no value either."""
    path = office.export(tmp_path / "bundle.zip")
    content, count = exported(verify(path).events, case=CASE, folder=office.folder)
    assert count == 4
    for each in json.loads(content)["openings"]:
        assert each["salts"]["typed"].encode() not in path.read_bytes()
    for secret in (profile.operator.id_number, profile.company.name):
        assert secret.encode() not in path.read_bytes()
        assert secret not in content.decode()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format":2,"case":"c","openings":[]}', b"[" * 100_000])
def test_what_is_no_openings_file_is_refused(tmp_path, content):
    """With the reason, as a bundle is."""
    file = tmp_path / "openings.json"
    file.write_bytes(content)
    with pytest.raises(AuditFailed, match=r"openings\.json"):
        parsed(file)
