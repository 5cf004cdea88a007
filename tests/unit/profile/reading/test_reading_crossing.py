"""The samples' documents say what their profiles say, and whatever else a profile says is found."""

from datetime import date
from pathlib import Path

import pytest
from one_off import misstated
from PIL import Image

from run_flow.profile.reading import available, cross_read, engine
from run_flow.profile.reading.crops import Crops
from run_flow.profile.reading.crossing import Reading, Sighting, _judge
from run_flow.profile.reading.engine import Page
from run_flow.profile.reading.expected import expected_on
from run_flow.profile.reading.text import Line, compare

pytestmark = pytest.mark.skipif(not available(), reason="the extra ocr is not installed")

TODAY = date(2026, 11, 22)
FILES = {
    "company.licence": "licence.jpg",
    "letter": "letter.jpg",
    "legal_person.id_front": "legal-person-front.jpg",
    "operator.id_front": "operator-front.jpg",
}


def documents(folder, *names):
    """Return pairs of dotted field and path."""
    return [(name, folder / FILES[name]) for name in names]


@pytest.fixture
def judged(findings, company_facts):
    """Return a function that judges a document on which these lines were read."""

    def judge(document, *texts, **changed):
        facts = company_facts | {field.replace("__", "."): text for field, text in changed.items()}
        lines = [Line(text, ((9, y), (900, y), (900, y + 30), (9, y + 30))) for y, text in enumerate_rows(texts)]
        reading = Reading(document, Path("any.jpg"), [Sighting(expected) for expected in expected_on(document, facts)])
        reading._look(Page(Image.new("RGB", (1000, 1000)), tuple(lines)))
        _judge(findings, facts, reading, today=TODAY, evidence=Crops(None))
        return findings.codes

    return judge


def enumerate_rows(texts):
    """Return each text with a row of its own."""
    return ((100 * (number + 1), text) for number, text in enumerate(texts))


def test_the_samples_own_documents_match(findings, profiles, household_facts, tmp_path):
    """Nothing is found, and no crop is left."""
    read = documents(profiles / "household/documents", "company.licence", "letter", "legal_person.id_front")
    cross_read(findings, household_facts, read, today=TODAY, crops=tmp_path / "crops")
    assert findings.found == []
    assert list((tmp_path / "crops").iterdir()) == []


def test_what_differs_is_found_at_its_field(findings, profiles, company_facts, tmp_path):
    """Near with a crop, another number by its checksum; nothing personal in any sentence."""
    wrong = company_facts | {"operator.name": "陆子黑", "operator.id_number": "44030419920923101X"}
    read = documents(profiles / "company/documents", "operator.id_front")
    cross_read(findings, wrong, [*read, ("mini_programs.0.icon", Path("never.opened"))], today=TODAY, crops=tmp_path)
    assert sorted(findings.codes) == [("operator.id_number", "reading.other_number"), ("operator.name", "reading.near")]
    assert "第 3 个字" in findings.said
    for personal in ("陆子", "440304199209231016", "44030419920923101X"):
        assert personal not in findings.said
    (crop,) = [path for path in findings.evidence if path]
    assert [str(path) for path in tmp_path.iterdir()] == [crop]


def test_one_character_wrong_is_never_called_a_match(profiles, company_facts):
    """Every expected value of a licence and a card (make bench: all samples, more variants, every look)."""
    wrongly, tried = [], 0
    for document, path in documents(profiles / "company/documents", "company.licence", "operator.id_front"):
        page = next(engine.looks(path))
        for expected in misstated(document, company_facts):
            tried += 1
            found = [compare(form, page.lines, running=expected.running).state for form in expected.forms]
            if "match" in found:
                wrongly.append((document, expected))
    assert tried > 200
    assert wrongly == []


def test_a_closer_look_does_not_overrule_what_was_near(household_facts):
    """A stamp may hide the very character that is missing in the profile; what was absent is still looked for."""
    image = Image.new("RGB", (1000, 1000))
    short = expected_on("letter", household_facts | {"company.name": "深圳市南山区小满样糖水铺"})[0]
    looks = ["菜单", "（盖章）：深圳市南山区小满样例糖水铺", "（盖章）：深圳市南山区小满样糖水铺"]
    sighting = Sighting(short)
    for text in looks:
        sighting.look(Page(image, (Line(text, ((9, 100), (900, 100), (900, 130), (9, 130))),)))
    assert (sighting.best.state, sighting.best.read) == ("near", "深圳市南山区小满样例糖水")


def test_a_term_that_differs_is_found_where_it_differs(judged):
    """Begin and end stand on lines of their own in the profile."""
    assert judged("operator.id_back", "有效期限", "2018.05.20-2038.05.20", operator__id_valid_from="2018-05-02") == [
        ("operator.id_valid_from", "reading.near")
    ]


def test_a_term_that_ends_elsewhere_is_found_at_its_end(judged):
    """A warning: no law ties these two dates together."""
    assert judged("operator.id_back", "2018.05.20-2026.05.20") == [("operator.id_valid_until", "reading.near")]


def test_a_card_that_ended_is_an_error(judged):
    """Whatever the profile says: ten years from nineteen on cannot be misread."""
    changed = {"operator__id_valid_from": "2012-03-01", "operator__id_valid_until": "2032-03-01"}
    assert judged("operator.id_back", "2012.03.01-2022.03.01", **changed) == [
        ("operator.id_valid_until", "reading.expired")
    ]


def test_somebody_elses_card_is_told_by_its_number_alone(judged):
    """That the name is not on it either is no news."""
    assert judged("operator.id_front", "姓名 何小满", "公民身份号码 44010519880808002X") == [
        ("operator.id_number", "reading.other_number")
    ]


def test_a_number_that_proves_nothing_is_only_near(judged):
    """A digit misread by us, or a digit wrong in the profile: a person looks."""
    assert judged("operator.id_front", "姓名 陆子墨", "公民身份号码 440304199209231017") == [
        ("operator.id_number", "reading.near")
    ]


def test_what_is_not_there_is_told_of_each_value(judged):
    """On a document that is the right one."""
    assert judged("operator.id_front", "姓名 陆子墨") == [("operator.id_number", "reading.absent")]


def test_the_wrong_picture_is_told_once(judged):
    """Nothing that was expected is on it: one finding where the picture is named."""
    assert judged("company.licence", "菜单", "糖水 12 元") == [("company.licence", "reading.nothing")]


@pytest.mark.parametrize(
    ("printed", "stated", "found"),
    [
        ("2019年03月05日至长期", "长期", []),
        ("2019年03月05日 至 2039年3月4日", "2039-03-04", []),
        ("2019年03月05日至2039年03月04日", "长期", [("company.valid_until", "reading.term")]),
        ("2019年03月05日至长期", "2039-03-04", [("company.valid_until", "reading.term")]),
        ("2019年03月05日", "长期", []),
    ],
)
def test_a_licences_term_counts_where_one_is_printed(printed, stated, found, judged):
    """Those of a 个体工商户, and newer ones, print none."""
    lines = ["名称 深圳市晴禾样例科技有限公司", "91440300MA5YB10777", "法定代表人 沈知夏", printed]
    assert judged("company.licence", *lines, company__valid_until=stated) == found
