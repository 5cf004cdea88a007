"""The checks of the other tests here can fail: a planted value is found, whatever file and writing it hides in."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from tests.flows.office import ROOT
from tests.flows.proof import leaking

from run_flow.profile import load

CODE = "271828"


@pytest.fixture(scope="module")
def profile():
    """Return the sample company's profile."""
    return load(ROOT / "fixtures/profiles/company/profile.yaml")


@pytest.mark.parametrize(
    "written",
    [
        lambda value: value.encode(),
        lambda value: value.encode("gbk"),
        lambda value: f'{{"value": "{value}"}}'.encode("ascii", "backslashreplace"),
        lambda value: f"?value={quote(value)}".encode(),
        lambda value: b"\x89PNG\x00" + value.encode() + b"\xff",
    ],
    ids=["plain", "gbk", "json", "address", "binary"],
)
def test_every_secret_is_found_in_every_writing(profile, tmp_path, written):
    """ID numbers, phones, accounts, e-mails, names, WeChat ids: each is found by its kind."""
    for number, (kind, value) in enumerate(profile.secrets()):
        home = tmp_path / str(number)
        home.mkdir()
        (home / "file").write_bytes(written(value))
        assert kind in {found.rpartition(": ")[2] for found in leaking(profile, [], home=home)}, kind


def test_a_code_is_found_and_six_digits_of_a_hash_are_none(profile, tmp_path):
    """A code that stands alone is one; inside a hash or a moment the same digits mean nothing."""
    (tmp_path / "log").write_text(f'{{"sha256": "ab{CODE}cd", "at": "2026-11-22T12:00:00.{CODE}"}}', encoding="utf-8")
    assert leaking(profile, [CODE], home=tmp_path) == []
    (tmp_path / "log").write_text(f"验证码 {CODE},", encoding="utf-8")
    assert len(leaking(profile, [CODE], home=tmp_path)) == 1
