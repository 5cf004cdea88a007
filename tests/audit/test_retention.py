"""Evidence is kept for a time and destroyed on record; what is left still proves itself."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.audit.conftest import AMOUNT, CASE, CERTIFY, LINK
from tests.sweep.soundness import chain_faults

from run_flow.audit import chain, retention
from run_flow.audit.commitments import Keys
from run_flow.audit.verify import verify
from run_flow.journal.files import write_durably


@pytest.fixture
def told(office):
    """Return what the case's events tell."""
    return chain.told(office.ledger.chain(CASE))


def _purged(office, told) -> int:
    with office.ledger.lease(CASE) as lease:
        return retention.purge(office.ledger, lease, told, office.folder)


def test_what_is_kept_is_listed_by_run(office, told):
    """Files, their size, what of it is sealed, and until when: from the run's last event on."""
    write_durably(office.folder / "sealed" / CERTIFY / "1" / "trace.zip", b"12345")
    certify, link = retention.kept(told, office.folder, keep=timedelta(days=10))
    assert (certify.run, link.run) == (CERTIFY, LINK)
    assert (certify.files, certify.sealed, link.files, link.size) == (7, 1, 0, 0)
    assert certify.size > 5
    ended = max(event.at for event in told if event.run == CERTIFY)
    assert certify.until.isoformat() > ended
    assert json.dumps(certify.as_json())


def test_a_purge_leaves_a_chain_that_holds_and_nothing_else(office, told, tmp_path):
    """No file of the case, no answer in the ledger or its log; the purge itself is on record."""
    write_durably(office.folder / "salts" / "somebody.key", b"k" * 32)
    assert _purged(office, told) == 7
    assert list(office.folder.rglob("*")) == []
    assert chain_faults(office.ledger, CASE) == []
    purged = chain.told(office.ledger.chain(CASE))[-1]
    assert (purged.kind, purged.data["reason"], purged.data["keys"]) == ("EvidencePurged", "case", ["somebody"])
    amount = office.ledger.ask(CASE, "deposit-amount")
    assert (amount.value, amount.state) == (None, "used")
    for path in office.home.glob("ledger.db*"):
        assert AMOUNT.encode() not in path.read_bytes()
    assert verify(office.export(tmp_path / "bundle.zip")).faults == ()


def test_an_approval_is_read_after_a_purge(office, told):
    """Who agreed to what stays on record: it is no evidence about a person, and no secret."""
    _purged(office, told)
    assert office.ledger.ask(CASE, "submit-approval").value == "yes"


def test_a_purge_can_be_repeated(office, told):
    """One that was killed is made whole by the next; what came later is kept by then."""
    _purged(office, told)
    shot = office.done("later")
    assert _purged(office, chain.told(office.ledger.chain(CASE))) == 1
    assert office.files.path(shot) is None
    assert chain_faults(office.ledger, CASE) == []


def test_a_person_is_forgotten_alone(office, told, tmp_path):
    """The person's key is gone, and what was not redacted; everything else is kept, and the chain holds."""
    keys = Keys(office.folder)
    mine, other = (keys.holder(f"person {name}") for name in ("王小明", "李小红"))
    for holder in (mine, other):
        keys.made(holder)
    write_durably(office.folder / "sealed" / CERTIFY / "1" / "trace.zip", b"k" * 32)
    with office.ledger.lease(CASE) as lease:
        assert retention.purge_person(office.ledger, lease, office.folder, holder=mine) == 2
    assert keys.of(mine) is None
    assert keys.of(other)
    assert not (office.folder / "sealed").exists()
    assert chain_faults(office.ledger, CASE) == []
    assert verify(office.export(tmp_path / "bundle.zip")).faults == ()
