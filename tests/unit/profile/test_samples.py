"""The samples are the template people copy: complete, drawn from what they state, and marked as specimens."""

import shutil
import subprocess
import sys

import pytest
import zxingcpp
from PIL import Image, ImageChops

from run_flow.profile.model import Profile
from run_flow.profile.sections import keys as keys_of


def _fonts() -> str:
    """Return the Chinese fonts of this machine, as far as fontconfig knows them."""
    lister = shutil.which("fc-list")
    return subprocess.run([lister, ":lang=zh"], check=True, capture_output=True, text=True).stdout if lister else ""


@pytest.mark.parametrize("name", ["company", "household"])
def test_the_code_on_the_licence_is_the_profiles(sample, name):
    """It holds the address that registrars print, with this very credit code."""
    company = sample(name).load().company
    with Image.open(company.licence) as image:
        (found,) = zxingcpp.read_barcodes(image)
    assert found.text == f"http://www.gsxt.gov.cn/index.html?uniscid={company.credit_code}"


@pytest.mark.parametrize("name", ["company", "household"])
def test_every_drawing_is_used_or_offered(sample, name):
    """No drawing is left over, and the letter lies ready for who is asked for it."""
    copy = sample(name)
    named = {path.name for _field, path in copy.load().documents()} | {"letter.jpg"}
    assert {path.name for path in (copy.path.parent / "documents").iterdir()} == named


def test_the_template_shows_every_key(company):
    """Also those that may be left out, as a comment."""
    keys = {key for section in ("", *Profile.model_fields) for key in keys_of(Profile, section)}
    assert [key for key in sorted(keys) if f"{key}:" not in company.text] == []


@pytest.mark.skipif("Noto Serif CJK SC" not in _fonts(), reason="who changes a sample needs fonts-noto-cjk")
def test_the_drawings_are_those_of_the_script(samples, tmp_path):
    """Drawn again they look the same, so none of them was put there by hand."""
    subprocess.run([sys.executable, samples / "draw.py", tmp_path], check=True)
    kept = sorted(path.relative_to(samples) for path in samples.glob("*/documents/*"))
    assert kept == sorted(path.relative_to(tmp_path) for path in tmp_path.glob("*/documents/*"))
    for name in kept:
        with Image.open(samples / name) as old, Image.open(tmp_path / name) as new:
            difference = ImageChops.difference(old.convert("L"), new.convert("L"))
        assert difference.reduce(16).getextrema()[1] < 24, name  # another Pillow shades edges a little differently
