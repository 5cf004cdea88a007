"""What files are called where nobody shall read from their paths who works on this machine."""

from __future__ import annotations

from pathlib import Path

from run_flow.profile.places import names
from run_flow.redact import Redactor


def called(profile, *paths):
    """Return what the record calls *paths*."""
    redactor = Redactor()
    redactor.names = names(profile)
    return [redactor.recorded(f"找不到 {path}").removeprefix("找不到 ") for path in paths]


def test_files_beside_the_profile_are_named_from_there(company):
    """As the profile names them itself, whoever quotes the path."""
    profile = company.load()
    licence = profile.company.licence
    error = FileNotFoundError(2, "没有", str(licence))
    told = called(profile, company.path, licence, error)
    assert told == [
        "profile.yaml",
        str(Path("documents/licence.jpg")),
        f"[Errno 2] 没有: {str(Path('documents/licence.jpg'))!r}",
    ]


def test_the_home_folder_is_told_from_no_path(company, monkeypatch, tmp_path):
    """Whatever else lies there, a browser say."""
    monkeypatch.setenv("HOME", str(tmp_path / "users" / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "users" / "me"))
    browser = tmp_path / "users" / "me" / "chrome"
    assert called(company.load(), browser) == [str(Path("~/chrome"))]


def test_the_root_is_no_place_of_anybodys(company, monkeypatch):
    """A home that is the root, as in a container, leaves addresses alone."""
    monkeypatch.setenv("HOME", "/")
    assert called(company.load(), "http://127.0.0.1/x", "/etc/hosts") == ["http://127.0.0.1/x", "/etc/hosts"]
