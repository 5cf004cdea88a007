"""What a request says of a field is found in its body, whatever that is written in."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from urllib.parse import urlencode

import pytest

from run_flow.portal.proof import Proof, values
from run_flow.portal.readback import Wanted

SAID = {"name": "深圳市样例科技有限公司", "day": "2019年3月5日", "areas": ["广东省", "深圳市"], "agree": "1"}
PARTS = "".join(
    f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in SAID.items()
)
BODIES = {
    "json": json.dumps({"facts": [SAID]}),
    "form": urlencode(SAID, doseq=True),
    "parts": PARTS.replace("['广东省', '深圳市']\r\n", '广东省\r\n--x\r\nx; name="b"\r\n\r\n深圳市\r\n') + "--x--",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        ("text", "深圳市样例科技有限公司", True),
        ("text", "深圳市样例科技有限公", False),
        ("date", [date(2019, 3, 5)], True),
        ("date", [date(2019, 3, 5), "长期"], True),
        ("date", [date(2019, 3, 6)], False),
        ("date", ["长期"], False),
        ("cascade", ["广东省", "深圳市"], True),
        ("cascade", ["广东省", "广州市"], False),
        ("checkbox", True, False),
        ("text", "1", False),
    ],
)
def test_a_value_that_was_sent_is_seen(body, kind, value, seen):
    """Text, days as the portal writes them, every part of a list; what may stand there by chance is not counted."""
    proof = Proof(Wanted(("标签",), kind, value))
    proof.says(list(values([body])))
    assert (proof.sent == value) is seen
    assert (proof.sent is None) is not seen


def test_what_the_page_holds_is_noted_as_it_is_or_as_what_was_wanted():
    """The wanted value where it reads the same, else what stands there."""
    proof = Proof(Wanted(("标签",), "text", "深圳（甲）"))
    proof.reads("深圳(甲)")
    assert proof.held == "深圳（甲）"
    proof.reads("别的")
    assert proof.held == "别的"


def test_a_document_is_read_back_by_its_bytes_only(tmp_path):
    """An echo without a hash proves nothing of what arrived."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"picture")
    proof = Proof(Wanted(("标签",), "upload", [path]))
    proof.reads({"echoes": [{"sha256": None, "text": "a.jpg", "source": ""}]})
    assert proof.held is None
    proof.reads({"echoes": [{"sha256": hashlib.sha256(b"picture").hexdigest()}]})
    assert proof.held == [path]


def test_what_a_person_typed_is_one_text():
    """Theirs is whatever the field holds."""
    proof = Proof(Wanted(("标签",), "date", {"dates": ["2019-03-05"], "forever": False}, theirs=True))
    assert proof.typed == "2019-03-05"
    proof.reads({"dates": ["2019-03-05"], "forever": False})
    assert proof.held == "2019-03-05"
