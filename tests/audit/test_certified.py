"""A whole certification leaves evidence that tells nothing, and that an auditor with the profile can open field by field."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from tests.flows.stages import bring
from tests.mock.clerk import Clerk
from tests.sweep.soundness import chain_faults

from mock_portal.server import start
from people import Crowd
from run_flow.audit.commitments import Keys, openings, opens
from run_flow.audit.provenance import value_at
from run_flow.audit.scan import scan
from run_flow.audit.secrets import Secrets
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger
from run_flow.profile import load


class Certified:
    """What a certified company's run left behind."""

    def __init__(self, root, folder):
        """Certify the sample company by the real command, people beside it."""
        self.home, self.tmp = folder / "home", folder / "tmp"
        self.tmp.mkdir()
        self.path = root / "fixtures/profiles/company/profile.yaml"
        self.profile = load(self.path)
        settings = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "2"}
        with start(poll_seconds=0.1) as portal:
            clerk = Clerk(portal, scenario="guide")
            with clerk.client:
                bring(clerk, self.profile, to="")
            command = [sys.executable, "-m", "run_flow.cli", "certify", str(self.path), "--portal", portal.address]
            with Crowd(home=self.home, portal=portal.address, key=portal.key, profile=self.path):
                self.ended = subprocess.run(
                    command,
                    capture_output=True,
                    encoding="utf-8",
                    env={**os.environ, **settings, "RUN_FLOW_HOME": str(self.home), "TMPDIR": str(self.tmp)},
                    cwd=folder,
                    check=False,
                )
        assert self.ended.returncode == 0, self.ended.stderr
        with Ledger.open(self.home / "ledger.db", clock=SystemClock()) as ledger:
            (case,) = ledger.cases()
            self.case, self.head = case.id, ledger.chain_head(case.id)
            self.events = ledger.events(case.id)
            self.faults = chain_faults(ledger, case.id)
        self.folder = self.home / "cases" / self.case

    def of(self, kind):
        """Return the facts of every event of *kind*."""
        return [event.data | {"run": event.run_id} for event in self.events if event.kind == kind]


@pytest.fixture(scope="module")
def certified(root, tmp_path_factory):
    """Return what a certified company's run left behind."""
    return Certified(root, tmp_path_factory.mktemp("certified"))


def test_nothing_that_is_left_tells_a_value(certified):
    """Not the evidence, not the database and its log, not the log file, not the temporary folder."""
    secrets = Secrets(certified.profile.secrets())
    assert [event["state"] for event in certified.of("EvidenceKept")].count("published") > 5
    assert {event["state"] for event in certified.of("EvidenceKept")} == {"published"}
    assert scan(certified.home, secrets) == []
    assert scan(certified.tmp, secrets) == []
    assert not (certified.folder / "raw").exists()


def test_the_last_event_is_told_at_the_end(certified):
    """Its hash is on the screen: whoever keeps it can tell a record that was cut."""
    assert certified.faults == []
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", certified.head)
    assert f"链的末尾：{certified.head}" in certified.ended.stdout


def test_every_field_opens_to_the_profiles_value(certified):
    """With the salts and the profile: typed, read back, and sent where a request says it; to no other value."""
    events = certified.of("FieldProven")
    opened = {each.field: each for each in openings(certified.folder, events)}
    stated = [event for event in events if event["source"] and not event["source"].startswith("answer")]
    assert len(stated) > 25
    assert len(opened) == len(events)
    sent = 0
    for event in stated:
        values = [value_at(certified.profile, path) for path in event["source"].split("+")]
        salts = opened[event["field"]].salts
        assert set(salts) >= {"typed", "readback"}, event["label"]
        for side, salt in salts.items():
            assert opens(salt, values, event[side]) is not event["mapped"], (event["label"], side)
            assert not opens(salt, "别的", event[side])
        sent += "sent" in salts
    assert sent > 15
    assert {"operator.id_number", "bank.account", "company.name"} <= {event["source"] for event in stated}
    assert "answer:deposit-amount" in {event["source"] for event in events}


def test_fields_name_the_rules_that_they_passed(certified):
    """An auditor reads which checks stood behind a value."""
    rules = {event["source"]: event["rules"] for event in certified.of("FieldProven")}
    assert "id.checksum" in rules["operator.id_number"]
    assert "uscc.checksum" in rules["company.credit_code"]


def test_the_key_of_a_person_is_theirs_alone(certified):
    """Without the operator's key no field of theirs opens, and all others do."""
    events = certified.of("FieldProven")
    keys = Keys(certified.folder)
    holder = keys.holder(f"person {certified.profile.operator.name}")
    theirs = {event["source"] for event in events if event["holder"] == holder}
    assert {"operator.id_number", "operator.phone"} <= theirs
    others = [event for event in events if event["holder"] != holder]
    kept = keys.of(holder)
    assert keys.destroy(holder)
    assert len(openings(certified.folder, events)) == len(others)
    (certified.folder / "salts" / f"{holder}.key").write_bytes(kept)


def test_approvals_are_pictured(certified):
    """What a person agreed to is on a masked picture, kept by its hash."""
    shown = certified.of("PageShown")
    assert [event["why"] for event in shown] == ["approval"] * 3
    assert all(list((certified.folder / "files").glob(f"{event['screenshot']}*")) for event in shown)


def test_what_every_trace_says_of_itself_is_json_without_a_name(certified):
    """The facts beside a trace name uploads by size and hash."""
    facts = [json.loads(path.read_text()) for path in certified.folder.glob("evidence/*/*/trace.json")]
    uploads = [upload for fact in facts for upload in fact["uploads"]]
    assert len(uploads) >= 5
    assert all(set(upload) == {"sha256", "size"} for upload in uploads)
    assert {fact["state"] for fact in facts} == {"published"}
