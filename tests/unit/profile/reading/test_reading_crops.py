"""Crops are for one person, until the next reading."""

import pytest
from PIL import Image

from run_flow.profile.reading.crops import Crops
from run_flow.profile.reading.text import Line

LINE = Line("沈知夏", ((50.0, 40.0), (110.0, 40.0), (110.0, 60.0), (50.0, 60.0)))


@pytest.fixture
def image():
    """Return a picture."""
    return Image.new("RGB", (120, 100), "white")


def test_a_crop_is_private_and_shows_the_place(tmp_path, image):
    """The line with a margin of its height, within the picture."""
    folder = tmp_path / "state" / "crops"
    path = Crops(folder).keep("operator.id_front-operator.name", image, [LINE])
    assert (folder.stat().st_mode & 0o777, (folder / path).stat().st_mode & 0o777) == (0o700, 0o600)
    with Image.open(path) as crop:
        assert crop.size == (90, 60)


def test_the_next_reading_starts_empty(tmp_path, image):
    """No picture of a person stays behind."""
    Crops(tmp_path).keep("a", image, [LINE])
    Crops(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_nothing_is_kept(tmp_path, image, monkeypatch):
    """And without a place there is nothing to show."""
    monkeypatch.chdir(tmp_path)
    assert Crops(None).keep("a", image, [LINE]) == ""
    assert Crops(tmp_path).keep("a", image, []) == ""
    assert list(tmp_path.iterdir()) == []
