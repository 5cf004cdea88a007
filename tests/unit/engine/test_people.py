"""Kinds of answers: what a person may type, and what it means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from run_flow.engine.people import Amount, Answer, Choice, Code, Confirm, Document, Text, answer_type


@pytest.mark.parametrize(
    ("answer", "text", "value"),
    [
        (Confirm(), "是", "yes"),
        (Confirm(), " Ｙ ", "yes"),
        (Confirm(), "不同意", "no"),
        (Amount(), "0.37", "0.37"),
        (Amount(), "０．３７ 元", "0.37"),
        (Amount(), "¥1,234.5", "1234.50"),
        (Amount(maximum="0.99"), ".99", "0.99"),
        (Text(), " 你好 ", "你好"),
        (Code(), "123 456", "123456"),
        (Code(digits=4), "１２３４", "1234"),
        (Choice(("已完成", "未完成")), "2", "未完成"),
        (Choice(("已完成", "未完成")), "已完成", "已完成"),
        (Choice(("填好，交还", "重填")), "填好，交还", "填好，交还"),
    ],
)
def test_an_answer_is_understood(answer: Answer, text: str, value: str) -> None:
    """People type full-width digits, units and spaces; the value is plain."""
    assert answer.parse(text) == value


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Confirm(), "也许"),
        (Amount(), ""),
        (Amount(), "NaN"),
        (Amount(), "Infinity"),
        (Amount(), "0"),
        (Amount(), "-1"),
        (Amount(), "0.001"),
        (Amount(maximum="0.99"), "1"),
        (Amount(), "1e9999999"),
        (Text(max_length=2), "三个字"),
        (Text(), "  "),
        (Code(), "12345"),
        (Code(), "12345a"),
        (Choice(("已完成", "未完成")), "3"),
        (Choice(("已完成", "未完成")), "0"),
        (Document(), "/nowhere/at/all.png"),
    ],
)
def test_no_answer_is_refused_with_a_sentence(answer: Answer, text: str) -> None:
    """What is no answer raises ValueError, with a sentence for the person."""
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        answer.parse(text)


@pytest.mark.parametrize(
    "answer", [Confirm(), Amount(maximum="0.99"), Text(), Code(4), Choice(("甲", "乙")), Document((".pdf",), 9)]
)
def test_a_kind_of_answer_travels_as_json(answer: Answer) -> None:
    """The other terminal knows from the ledger what may be answered."""
    assert answer_type(json.loads(json.dumps(answer.as_json()))) == answer


def test_nobody_can_answer_where_there_is_no_kind() -> None:
    """No kind of answer means that only the portal settles it."""
    assert answer_type(None) is None


@given(st.integers(min_value=1, max_value=99))
def test_every_deposit_is_an_amount(cents: int) -> None:
    """Each deposit of 0.01 to 0.99 yuan is taken as it is written."""
    text = f"0.{cents:02}"
    assert Amount(maximum="0.99").parse(text) == text


def test_a_document_is_a_small_file_of_the_right_kind(tmp_path: Path) -> None:
    """A quoted path of an existing file is taken; another kind or too many bytes are not."""
    scan = tmp_path / "公函 1.JPG"
    scan.write_bytes(b"1234")
    assert Document().parse(f"'{scan}'") == str(scan)
    with pytest.raises(ValueError, match="字节"):
        Document(max_bytes=3).parse(str(scan))
    with pytest.raises(ValueError, match="pdf"):
        Document(suffixes=(".pdf",)).parse(str(scan))


@pytest.mark.parametrize("text", ["长" * 300, "~nobody-of-this-name/scan.jpg", "a\0b.jpg"])
def test_a_text_where_a_path_should_be_is_no_file(text: str) -> None:
    """Whatever is pasted, the person is told that there is no such file."""
    with pytest.raises(ValueError, match="没有这个文件"):
        Document().parse(text)


def test_a_scan_has_to_meet_the_rules_of_its_place(root, tmp_path):
    """A paper that wants a seal is taken with one; without, or too small, it is refused with how to mend it."""
    documents = root / "fixtures" / "profiles" / "company" / "documents"
    paper = Document(place="filing.authorization")
    assert paper.parse(str(documents / "letter.jpg")) == str(documents / "letter.jpg")
    with pytest.raises(ValueError, match="像素"):
        paper.parse(str(documents / "icon.png"))
    page = Image.new("RGB", (1240, 1754), "white")
    for y in range(100, 1700, 24):
        ImageDraw.Draw(page).text((120, y), "NO SEAL ON THIS SPECIMEN " * 6, fill="black")
    page.save(tmp_path / "unsealed.png")
    with pytest.raises(ValueError, match="公章"):
        paper.parse(str(tmp_path / "unsealed.png"))
    assert Document().parse(str(documents / "icon.png"))
