"""The licence's QR code speaks without any OCR."""

import io

import pytest
import segno
from PIL import Image

from run_flow.profile.reading import cross_code, licence_code

GSXT = "http://www.gsxt.gov.cn/index.html?uniscid="


@pytest.fixture
def picture(tmp_path):
    """Return a function that draws codes side by side on paper."""

    def draw(*payloads):
        paper = Image.new("RGB", (20 + 500 * len(payloads), 500), "white")
        for place, payload in enumerate(payloads):
            png = io.BytesIO()
            segno.make(payload, error="m").save(png, kind="png", scale=6)
            paper.paste(Image.open(png), (20 + 500 * place, 20))
        paper.save(tmp_path / "licence.png")
        return tmp_path / "licence.png"

    return draw


@pytest.mark.parametrize("name", ["company", "household"])
def test_the_same_code_is_fine(name, request, findings, profiles):
    """The samples' licences carry their own, however it was typed."""
    code = request.getfixturevalue(f"{name}_facts")["company.credit_code"]
    licence = profiles / name / "documents/licence.jpg"
    assert licence_code(licence) == code
    cross_code(findings, code=f" {code[:9].lower()} {code[9:]} ", licence=licence)
    assert findings.codes == []


def test_another_valid_code_is_an_error(findings, profiles, household_facts):
    """It is somebody else's licence, or somebody else's code; the address itself is not repeated."""
    licence = profiles / "company/documents/licence.jpg"
    cross_code(findings, code=household_facts["company.credit_code"], licence=licence)
    assert findings.codes == [("company.credit_code", "licence.other_code")]
    assert "91440300MA5YB10777" in findings.said
    assert "gsxt" not in findings.said


@pytest.mark.parametrize(
    "payload", ["https://example.com/", "91440300MA5YB10778", "http://a.example/?id=91440300MA5YB107770", "营业执照"]
)
def test_another_payload_says_nothing(payload, findings, picture):
    """Old and provincial licences hold other things; a code whose check digits fail was damaged."""
    assert licence_code(picture(payload)) is None
    cross_code(findings, code="91440300MA5YB10777", licence=picture(payload))
    assert findings.codes == []


def test_no_code_says_nothing(findings, profiles):
    """A picture without a QR code is no proof of anything."""
    cross_code(findings, code="91440300MA5YB10777", licence=profiles / "company/documents/letter.jpg")
    assert findings.codes == []


def test_one_right_code_among_several_is_enough(findings, picture):
    """Two licences on one photo."""
    both = picture(GSXT + "92440305MA5YB2088P", GSXT + "91440300MA5YB10777")
    cross_code(findings, code="91440300MA5YB10777", licence=both)
    assert findings.codes == []
