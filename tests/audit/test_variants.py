"""A value is found however it is written: the ways here are written down apart from those in the program."""

from __future__ import annotations

import base64
import html
import json
import re
import zipfile
from io import BytesIO
from urllib.parse import quote, quote_plus

import pytest

from run_flow.audit.bodies import cleaned
from run_flow.audit.scan import scan
from run_flow.audit.secrets import Secrets

KNOWN = [
    ("id_number", "11010519491231002X"),
    ("phone", "13800138123"),
    ("account", "6222020200112230001"),
    ("name", "欧阳晴禾"),
    ("email", "Zhang.San+mp@example.com"),
    ("password", "p\"a\\s<s>&w0rd'"),
    ("typed", "第一行文字内容\n第二行文字内容"),
]
IN_TEXT = {
    "plain": lambda v: v,
    "lower": str.lower,
    "upper": str.upper,
    "json": json.dumps,
    "json in json": lambda v: json.dumps(json.dumps(v)),
    "chinese json in json": lambda v: json.dumps(json.dumps(v, ensure_ascii=False), ensure_ascii=False),
    "json for scripts": lambda v: json.dumps(v).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    "html": html.escape,
    "html attribute in json": lambda v: json.dumps(html.escape(v)),
    "decimal entities": lambda v: "".join(f"&#{ord(c)};" for c in v),
    "hexadecimal entities": lambda v: "".join(f"&#x{ord(c):X};" for c in v),
    "address": quote,
    "form": quote_plus,
    "twice in an address": lambda v: quote(quote(v, safe=""), safe=""),
    "lower address": lambda v: quote(v).lower(),
    "gbk address": lambda v: quote(v.encode("gbk")),
    "base64": lambda v: base64.b64encode(v.encode()).decode(),
    "base64, one further": lambda v: base64.b64encode(b"x" + v.encode() + b"yz").decode(),
    "base64, two further": lambda v: base64.b64encode(b"xy" + v.encode() + b"z").decode(),
    "base64 for addresses": lambda v: base64.urlsafe_b64encode(b"\xff\xfe\xfd" + v.encode()).decode(),
    "base64 of gbk": lambda v: base64.b64encode(v.encode("gbk")).decode(),
    "base64 of utf-16": lambda v: base64.b64encode(v.encode("utf-16-le")).decode(),
    "hexadecimal": lambda v: v.encode().hex(),
    "upper hexadecimal": lambda v: v.encode().hex().upper(),
    "one line": lambda v: " ".join(v.split()),
    "wide": lambda v: "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) < 0x7F else c for c in v),
}
NUMBERS = KNOWN[:3]
TORN = {
    "groups": lambda v: " ".join(v[at : at + 4] for at in range(0, len(v), 4)),
    "hyphens": lambda v: "-".join((v[:3], v[3:7], v[7:])),
    "fixed spaces": lambda v: "&nbsp;".join((v[:4], v[4:])),
    "tags": lambda v: "".join(f"<b class=x>{c}</b>" for c in v),
    "lines": lambda v: "\n".join((v[:6], v[6:])),
}


@pytest.mark.parametrize("write", IN_TEXT.values(), ids=IN_TEXT)
@pytest.mark.parametrize(("kind", "value"), KNOWN, ids=[kind for kind, _value in KNOWN])
def test_a_value_is_found_and_taken_out_in_every_form(kind, value, write, tmp_path):
    """Redaction leaves nothing of it, and the scan sees it before and not after."""
    secrets = Secrets(KNOWN)
    shown, plain = tmp_path / "shown", tmp_path / "plain"
    text = f"前面 {write(value)} 后面"
    plain.write_text(text, encoding="utf-8")
    assert kind in {leak.kind for leak in scan(plain, secrets)}
    cleaned = secrets.clean(text)
    assert f"REDACTED-{kind}-" in cleaned
    assert cleaned.startswith("前面 ")
    assert cleaned.endswith(" 后面")
    shown.write_text(cleaned, encoding="utf-8")
    assert scan(shown, secrets) == []


@pytest.mark.parametrize("write", TORN.values(), ids=TORN)
@pytest.mark.parametrize(("kind", "value"), NUMBERS, ids=[kind for kind, _value in NUMBERS])
def test_a_number_is_found_when_it_is_torn_apart(kind, value, write, tmp_path):
    """Groups, hyphens, tags between its digits: it is the same number."""
    secrets = Secrets(KNOWN)
    (tmp_path / "plain").write_text(write(value), encoding="utf-8")
    assert kind in {leak.kind for leak in scan(tmp_path / "plain", secrets)}
    assert f"REDACTED-{kind}-" in secrets.clean(write(value))
    assert secrets.torn(secrets.clean(write(value)).encode()) == set()


@pytest.mark.parametrize("charset", ["gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", [b"", b"\xff"])
def test_a_value_in_another_character_set_is_found(charset, end, tmp_path):
    """What is no UTF-8 is looked through as it is; such a body is shown without the value where it can be read."""
    secrets = Secrets(KNOWN)
    page = "姓名：欧阳晴禾，第二".encode(charset) + end
    (tmp_path / "page").write_bytes(page)
    assert {leak.kind for leak in scan(tmp_path / "page", secrets)} == {"name"}
    shown = cleaned(page, "html", secrets, sent=False)
    if charset in {"gbk", "utf-16"} and not end:
        assert re.sub(r"REDACTED-name-\d", "欧阳晴禾", (shown or b"").decode(charset)) == "姓名：欧阳晴禾，第二"
        assert "欧阳晴禾".encode(charset).removeprefix(b"\xff\xfe") not in (shown or b"")
    else:
        assert shown is None


def test_archives_within_archives_are_looked_through(tmp_path):
    """A value three archives down is found, and told by its place, never by itself."""
    inner = KNOWN[1][1].encode()
    for name in ("a.txt", "b.zip", "c.zip"):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, inner)
        inner = out.getvalue()
    (tmp_path / "d.zip").write_bytes(inner)
    (leak,) = scan(tmp_path, Secrets(KNOWN))
    assert leak.where == "d.zip!c.zip!b.zip!a.txt"
    assert leak.kind == "phone"
    assert KNOWN[1][1] not in repr(leak)


def test_a_file_name_tells_nothing_either(tmp_path):
    """A value in the name of a file counts as one in it."""
    (tmp_path / "13800138123.txt").write_text("nothing")
    assert [leak.kind for leak in scan(tmp_path, Secrets(KNOWN))] == ["phone"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("金额 0.52 元", "金额 REDACTED-answer-1 元"),
        ("10.52 和 0.523 和 0.52.1", "10.52 和 0.523 和 0.52.1"),
        ("码 904152。", "码 REDACTED-code-2。"),
        ("90415233", "90415233"),
    ],
)
def test_a_short_value_counts_where_it_stands_alone(text, cleaned):
    """An amount is not looked for among the digits of a longer number."""
    assert Secrets([("code", "904152"), ("answer", "0.52")]).clean(text) == cleaned


def test_knowing_nothing_finds_nothing(tmp_path):
    """Without a profile there is nothing to be found, and nothing fails."""
    secrets = Secrets([("name", " ")])
    assert len(secrets) == 0
    assert secrets.clean("任何文字") == "任何文字"
    assert secrets.spans(b"x") == secrets.raw_spans(b"x") == []
