"""A bundle is written whole or not at all."""

from __future__ import annotations

import sqlite3

import pytest
from tests.audit.conftest import CASE, CERTIFY

from run_flow.audit.verify import verify
from run_flow.errors import AuditFailed
from run_flow.journal import events


def test_evidence_that_is_gone_stops_the_export(office, tmp_path):
    """What is missing is named, and nothing is left that could be taken for a bundle."""
    shot = office.done("payment")
    office.files.forget(shot)
    with pytest.raises(AuditFailed) as failed:
        office.export(tmp_path / "bundle.zip")
    assert [fault.where for fault in failed.value.faults] == [f"screenshots/{shot}.png"]
    assert not (tmp_path / "bundle.zip").exists()


def test_evidence_that_was_changed_stops_the_export(office, tmp_path):
    """A file is what the event says it is, or it is no evidence."""
    shot = office.done("payment")
    office.files.path(shot).write_bytes(b"another picture")
    with pytest.raises(AuditFailed) as failed:
        office.export(tmp_path / "bundle.zip")
    assert [fault.where for fault in failed.value.faults] == [f"screenshots/{shot}.png"]
    assert not (tmp_path / "bundle.zip").exists()


def test_a_ledger_that_was_cut_short_stops_the_export(office, tmp_path):
    """The case says where its chain ends: events that somebody took away afterwards are missed."""
    office.done("payment")
    seq, _colon, _sealed = office.ledger.chain_head(CASE).partition(":")
    with sqlite3.connect(office.home / "ledger.db") as database:
        database.execute("DELETE FROM events WHERE seq = ?", (int(seq),))
    with pytest.raises(AuditFailed) as failed:
        office.export(tmp_path / "bundle.zip")
    assert [fault.where for fault in failed.value.faults] == ["journal.jsonl"]
    assert not (tmp_path / "bundle.zip").exists()


def test_what_was_destroyed_on_record_is_not_missed(office, tmp_path):
    """The event that tells of it takes the file's place; slipped in again, it would be no evidence."""
    shot = office.done("payment")
    office.files.forget(shot)
    office.happened(events.EvidencePurged(reason="case", files=(shot,)))
    assert verify(office.export(tmp_path / "bundle.zip")).faults == ()


def test_a_run_that_is_under_way_can_be_exported(office, tmp_path):
    """The bundle says in which state the run is."""
    office.happened(events.RunResumed(run=CERTIFY, digest="d1"))
    manifest = verify(office.export(tmp_path / "bundle.zip", run=CERTIFY)).manifest
    assert [run.state for run in manifest.runs] == ["running"]
