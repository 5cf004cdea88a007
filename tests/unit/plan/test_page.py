"""The page: one file, nothing from outside, nothing unescaped."""

import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from run_flow.plan.chart import LABELS, WIDTH, chart
from run_flow.plan.page import html


class Reader(HTMLParser):
    """Collects the tags and their attributes."""

    def __init__(self):
        """Have read nothing."""
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("programs", [(), ("甲",), ("甲", "乙", "丙")])
def test_the_page_needs_nothing_from_outside(draw, programs):
    """No script, no link, no picture, no font."""
    page = html(draw(*programs))
    reader = Reader()
    reader.feed(page)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _attributes in reader.tags}
    assert not [attributes for _tag, attributes in reader.tags if {"src", "href"} & set(attributes)]
    assert "url(" not in page
    assert "@import" not in page


def test_a_name_cannot_leave_its_place(draw):
    """What a profile says is text."""
    page = html(draw("<script>alert(1)</script>", '"><b>'))
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_the_drawing_has_a_bar_for_each_stage(draw):
    """It is well-formed SVG, and nothing stands outside of it."""
    plan = draw("甲", "乙", start=date(2026, 9, 28))
    svg = re.search(r"<svg.*</svg>", html(plan), flags=re.DOTALL)
    rects = ET.fromstring(svg[0]).iter("rect")
    kinds = [rect.get("class") for rect in rects]
    assert kinds.count("fast") == kinds.count("slow") == len(plan.rows)
    drawn = chart(plan)
    for piece in [*drawn.off, *(bar.between for bar in drawn.bars)]:
        assert piece.x >= LABELS
        assert piece.x + piece.width <= WIDTH + 0.1


def test_days_off_are_shaded(draw):
    """The week of National Day is one stretch of seven days, the Saturday after it is not shaded."""
    drawn = chart(draw("甲", start=date(2026, 9, 28)))
    day = (WIDTH - LABELS) / (
        (max(row.slowest.ends for row in draw("甲", start=date(2026, 9, 28)).rows) - date(2026, 9, 28)).days + 1
    )
    assert round(max(piece.width for piece in drawn.off) / day) == 7
