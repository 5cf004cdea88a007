"""A step's reads of the profile are noted, and each field knows the line it came from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.unit.engine.facts import stated

from run_flow.engine.sources import ANSWER, Sources, digests, value_at, watched
from run_flow.portal.readback import Wanted
from run_flow.profile import Profile


@pytest.fixture
def profile(root: Path, tmp_path: Path) -> Profile:
    """Return the company's sample, its documents in a folder that may be changed."""
    return stated(shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company") / "profile.yaml")


def read(profile: Profile) -> tuple[Profile, Sources]:
    """Return a watched view of *profile* and what notes its reads."""
    sources = Sources()
    return watched(profile, note=sources.note), sources


def source_of(sources: Sources, value: Any, *, label: str = "某项", passing: bool = False) -> str:
    """Let a field stand with *value* and return where that came from."""
    sources.stood("某节", Wanted((label,), "text", value, passing))
    return str(sources.fields[-1]["source"])


def test_a_view_is_like_the_profile(profile):
    """Values, methods, truth and equality are the profile's own; nothing of it is shown by repr."""
    view, _sources = read(profile)
    assert view == profile
    assert view.company == profile.company
    assert profile.company == view.company
    assert hash(view.company) == hash(profile.company)
    assert view.key == profile.key
    assert view.company.name == profile.company.name
    assert (view.letter, bool(view.filing)) == (None, True)
    assert profile.company.name not in repr(view.company)
    with pytest.raises(AttributeError):
        view.company.nothing  # noqa: B018  looking is the test


def test_every_read_is_noted_by_its_path(profile):
    """Nested facts, optional ones, lists, several words in one value, and a person who is the same as another."""
    view, sources = read(profile)
    assert [program.name for program in view.mini_programs] == [profile.mini_programs[0].name]
    assert view.filing.principal.name == profile.legal_person.name
    assert (view.letter, view.account.region, view.filing.others) == (None, profile.account.region, ())
    assert sources.read == {
        "mini_programs.0.name": profile.mini_programs[0].name,
        "filing.principal.name": profile.legal_person.name,
        "letter": None,
        "account.region": profile.account.region,
        "filing.others": 0,
    }
    assert all(value_at(profile, path) == value for path, value in sources.read.items())


def test_a_field_comes_from_the_path_whose_value_it_holds(profile):
    """A text, a date and a document, each by what stands in the field."""
    view, sources = read(profile)
    company = view.company
    name, day, licence = company.name, company.established, company.licence
    assert source_of(sources, [licence]) == "company.licence"
    assert source_of(sources, [day]) == "company.established"
    assert source_of(sources, name) == "company.name"


def test_a_word_of_the_portal_comes_from_the_one_path_read_for_it(profile):
    """What a step maps has no value in the profile: it came from what was read just before, if that was one thing."""
    view, sources = read(profile)
    assert source_of(sources, f"基于{view.account.naming}") == "account.naming"
    _both = (view.account.naming, view.account.email)
    assert source_of(sources, "基于商标") == ""
    assert source_of(sources, "对公打款") == ""
    ticked: Any = True
    assert source_of(sources, ticked) == ""


def test_two_paths_with_one_value_are_told_apart_by_when_they_are_read(profile):
    """The company's name is the account's holder too: what was read for the field counts, and without that nothing."""
    view, sources = read(profile)
    assert source_of(sources, view.company.name, label="企业名称") == "company.name"
    assert source_of(sources, view.bank.holder, label="户名") == "bank.holder"
    assert source_of(sources, profile.company.name, label="又一次") == ""


def test_an_entry_of_a_list_comes_from_the_list(profile):
    """Two categories, read once and chosen word by word; what is left empty came from nowhere."""
    view, sources = read(profile)
    program = view.mini_programs[0]
    for category in program.categories:
        assert source_of(sources, category.split("/")) == "mini_programs.0.categories"
    assert view.filing.address
    assert source_of(sources, "") == ""


def test_an_entry_of_a_list_is_a_value_and_a_word_of_a_region_is_none(profile):
    """Another name read beside the first one comes from its list; one word of a place comes from nowhere."""
    view, sources = read(profile)
    _name, spare, *_more = view.account.name, *view.account.other_names
    assert source_of(sources, spare) == "account.other_names"
    _both = view.account.region, view.account.email
    assert source_of(sources, profile.account.region[1]) == ""


def test_what_a_person_told_comes_from_a_person(profile, tmp_path):
    """An answer, be it the path of a document that the profile lacks."""
    view, sources = read(profile)
    scan = tmp_path / "scan.jpg"
    assert view.letter is None
    sources.answered(str(scan))
    assert source_of(sources, [scan]) == ANSWER
    sources.answered("427105")
    assert source_of(sources, "427105", passing=True) == ANSWER


def test_a_digest_tells_values_apart_and_tells_nothing(profile, tmp_path):
    """With the case's key the same value gives the same digest, another case's key gives another one."""
    view, sources = read(profile)
    assert view.legal_person.id_number
    assert view.company.licence
    assert view.letter is None
    inputs = sources.inputs(tmp_path / "one")
    paths = list(inputs)
    assert paths == ["company.licence", "legal_person.id_number", "letter"]
    assert inputs == digests(profile, paths, folder=tmp_path / "one")
    assert not set(inputs.values()) & set(digests(profile, paths, folder=tmp_path / "two").values())
    assert (tmp_path / "one" / "inputs.key").stat().st_mode & 0o777 == 0o600


def test_a_document_is_known_by_its_bytes(profile, tmp_path):
    """Another picture under the same name is another value, and so is none."""
    before = digests(profile, ["company.licence"], folder=tmp_path)
    profile.company.licence.write_bytes(b"another picture")
    after = digests(profile, ["company.licence"], folder=tmp_path)
    profile.company.licence.unlink()
    assert (
        len({*before.values(), *after.values(), *digests(profile, ["company.licence"], folder=tmp_path).values()}) == 3
    )


def test_a_document_counts_as_it_was_when_it_was_read(profile, tmp_path):
    """What was put in its place before the step was done is not what was sent."""
    view, sources = read(profile)
    path = view.company.licence
    path.write_bytes(b"another picture")
    assert sources.inputs(tmp_path) != digests(profile, ["company.licence"], folder=tmp_path)


def test_no_read_needs_no_key(tmp_path):
    """A step that reads nothing of the profile leaves no file."""
    assert Sources().inputs(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []
