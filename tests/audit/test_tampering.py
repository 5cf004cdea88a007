"""Every way to tamper with a bundle is found, by our verifier and by the script in the bundle."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path

import pytest
from tests.audit import tampering
from tests.audit.conftest import CASE, Office
from tests.audit.tampering import TAMPERS, Ground

from run_flow.audit import signing, standalone
from run_flow.audit.verify import Head, verify
from run_flow.errors import AuditFailed


@pytest.fixture(scope="module")
def ground(tmp_path_factory) -> Ground:
    """Return what tampering starts from."""
    return grounded(tmp_path_factory.mktemp("ground"))


def grounded(folder: Path) -> Ground:
    """Make a bundle, and one of another case with the same key's neighbour, in *folder*."""
    offices = [Office(folder / name) for name in ("ours", "other")]
    offices[1].done("elsewhere")
    raws = [office.export(folder / f"{number}.zip").read_bytes() for number, office in enumerate(offices)]
    last = offices[0].ledger.chain(CASE)[-1]
    for office in offices:
        office.ledger.close()
    stranger = signing.key(folder / "stranger")
    files, other = map(tampering.unpacked, raws)
    return Ground(raws[0], files, other, offices[0].key, stranger, f"{last.seq}:{last.hash}")


def found(path: Path, ground: Ground) -> bool:
    """Tell whether our verifier finds something wrong, knowing the key and the head."""
    number, _colon, sha256 = ground.head.partition(":")
    try:
        return bool(verify(path, key=ground.genuine.public, head=Head(int(number), sha256)).faults)
    except AuditFailed:
        return True


def found_alone(path: Path, ground: Ground) -> bool:
    """Tell whether the script in the bundle finds something wrong."""
    with contextlib.redirect_stdout(io.StringIO()):
        return standalone.main(str(path), ground.genuine.public, ground.head) == 10


@pytest.mark.parametrize(("name", "tamper"), [(name, tamper) for name, tamper, _share in TAMPERS])
def test_every_way_to_tamper_is_found(ground, tmp_path, name, tamper):
    """Forty times each, everywhere in the bundle; both verifiers say no and neither breaks."""
    path = tmp_path / "bundle.zip"
    for seed in range(40):
        path.write_bytes(tamper(ground, random.Random(f"{name} {seed}")))
        assert found(path, ground), seed
        assert found_alone(path, ground), seed


def test_what_nobody_touched_raises_no_alarm(ground, tmp_path):
    """The same ground, as it is and packed again."""
    path = tmp_path / "bundle.zip"
    assert tampering.packed(ground.files) == ground.raw
    path.write_bytes(ground.raw)
    assert not found(path, ground)
    assert not found_alone(path, ground)
