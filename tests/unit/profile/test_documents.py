"""A document's path leads to a file inside the profile's folder; nothing of the file is read for it."""

import os
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from run_flow.profile.documents.paths import inside
from run_flow.profile.documents.slots import SLOTS
from run_flow.profile.model import Profile
from run_flow.profile.quoting import named


def refusal(text, folder) -> PydanticCustomError:
    """Return why *text* is refused."""
    with pytest.raises(PydanticCustomError) as refused:
        inside(text, folder=folder)
    return refused.value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("../secret.jpg", "document.outside"),
        ("/etc/passwd", "document.outside"),
        ("link.jpg", "document.outside"),
        ("folder/../../secret.jpg", "document.outside"),
        (".", "document.unreadable"),
        ("pipe.jpg", "document.unreadable"),
        ("loop.jpg", "document.unreadable"),
        ("a\0b.jpg", "document.unreadable"),
        ("x" * 300 + ".jpg", "document.unreadable"),
        ("none.jpg", "document.missing"),
        ("../profile-none.jpg", "document.outside"),
        ("~/a.jpg", "document.missing"),
    ],
)
def test_a_path_that_leads_nowhere_or_out_is_refused(tmp_path, text, code):
    """Links are followed first; nothing outside the folder is even looked at, and a pipe never blocks."""
    folder = tmp_path / "profile"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"a")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    os.mkfifo(folder / "pipe.jpg")
    assert refusal(text, folder).type == code


def test_a_link_inside_the_folder_passes(tmp_path):
    """A link is fine as long as it stays inside; the path returned is the file's own."""
    (tmp_path / "a.jpg").write_bytes(b"a")
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    assert inside("b.jpg", folder=tmp_path) == tmp_path.resolve() / "a.jpg"


def test_a_file_of_any_size_is_not_read(tmp_path):
    """A sparse file of a terabyte costs nothing: its path is good, the examination says the rest."""
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(1 << 40)
    assert inside("a.jpg", folder=tmp_path)


def test_a_file_that_may_have_been_meant_is_named(tmp_path):
    """A wrong ending is the usual mistake."""
    (tmp_path / "licence.jpeg").write_bytes(b"a")
    assert "licence.jpeg" in refusal("licence.jpg", tmp_path).context["mend"]


def test_a_number_in_a_file_name_is_not_shown(tmp_path):
    """People name a scan after the number on it."""
    (tmp_path / "110101198506170028.jpeg").write_bytes(b"a")
    refused = refusal("110101198506170028.jpg", tmp_path)
    assert "110101198506170028" not in f"{refused.message()} {refused.context}"


def test_every_document_of_the_model_has_its_slot():
    """A field without one would be examined for nothing and never prepared."""
    assert _document_fields(Profile) <= set(SLOTS)


def _document_fields(model) -> set[str]:
    """Return the last names of the fields that hold a path."""
    found = set()
    for name, field in model.model_fields.items():
        kinds = _kinds(field.annotation)
        if any(kind.__name__ == "Path" for kind in kinds):
            found.add(name)
        for kind in kinds:
            if issubclass(kind, BaseModel):
                found |= _document_fields(kind)
    return found


def _kinds(annotation) -> list[type]:
    """Return the classes in *annotation*, however wrapped."""
    if isinstance(annotation, type):
        return [annotation, *(kind for inner in get_args(annotation) for kind in _kinds(inner))]
    return [kind for inner in get_args(annotation) for kind in _kinds(inner)]


@pytest.mark.parametrize(
    ("field", "name"),
    [("filing.principal.id_front", "id_front"), ("filing.others.3", "others"), ("letter", "letter")],
)
def test_a_field_tells_what_its_document_is(field, name):
    """The last name is the slot, numbers apart."""
    assert named(field) == name
