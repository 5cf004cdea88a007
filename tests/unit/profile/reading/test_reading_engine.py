"""The engine lives in its wheel, speaks to nobody, and stands any picture."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from run_flow.errors import EnvironmentMissing
from run_flow.profile.reading import available, engine

needs_ocr = pytest.mark.skipif(not available(), reason="the extra ocr is not installed")

ALONE = """
import sys
def watch(event, details):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.bind"):  # urllib3 asks for IPv6 so
        print("network:", event, file=sys.stderr)
        raise OSError(event)
sys.addaudithook(watch)
from pathlib import Path
from run_flow.profile.reading import available, engine
heavy = {"rapidocr", "onnxruntime", "cv2", "numpy", "PIL"} & set(sys.modules)
assert available() and not heavy, heavy
page = next(engine.looks(Path(sys.argv[1])))
sys.exit(0 if any("沈知夏" in line.text for line in page.lines) else "nothing was read")
"""


@needs_ocr
def test_a_page_is_read_offline_and_silently(profiles):
    """Python's own audit sees no socket; where the system can, the process has no network at all."""
    picture = profiles / "company/documents/legal-person-front.jpg"
    alone = ["unshare", "--net", "--map-root-user"]
    try:
        able = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        able = False
    command = [*(alone if able else []), sys.executable, "-c", ALONE, picture]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@needs_ocr
def test_the_models_are_the_wheels():
    """Each of them is a file that pip installed and knows."""
    files = {str(Path(file.locate()).resolve()) for file in importlib.metadata.files("rapidocr")}
    folder = Path(importlib.metadata.distribution("rapidocr").locate_file("rapidocr/models"))
    named = engine.models(folder)
    assert sorted(named) == ["Cls.model_path", "Det.model_path", "Rec.model_path"]
    assert {str(Path(path).resolve()) for path in named.values()} <= files


def test_a_missing_model_is_told_and_not_fetched(tmp_path):
    """Whoever keeps the machine reinstalls it."""
    (tmp_path / "PP-OCRv6_det_small.onnx").touch()
    with pytest.raises(EnvironmentMissing) as missing:
        engine.models(tmp_path)
    assert "run-flow[ocr]" in missing.value.remedy


@needs_ocr
@pytest.mark.parametrize(("mode", "size"), [("1", (1, 1)), ("L", (5000, 1)), ("RGBA", (40, 4000)), ("P", (300, 200))])
def test_an_odd_picture_says_nothing(mode, size, tmp_path):
    """Slivers would be blown up to gigabytes, so they are not looked at."""
    Image.new(mode, size).save(tmp_path / "odd.png")
    assert [page.lines for page in engine.looks(tmp_path / "odd.png")] == [(), (), ()]


@needs_ocr
def test_a_picture_that_lies_on_its_side_is_turned(profiles, tmp_path):
    """People photograph cards as they hold the phone; a part of a card reads faster."""
    with Image.open(profiles / "household/documents/legal-person-back.jpg") as image:
        image.crop((220, 560, 1120, 860)).rotate(90, expand=True).save(tmp_path / "side.png")
    page = engine.turned(tmp_path / "side.png")
    assert page is not None
    assert any("2019.09.09-2039.09.09" in line.text for line in page.lines)
