"""What a request sends is read alike, however it is written."""

from __future__ import annotations

from run_flow.reperform.form import File, asks, form

MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n\xe7\x85\xa7\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    b"\xff\xd8--y\r\n\xff\r\n--x--\r\n"
)


def fields(kind: str, body: bytes):
    """Return the fields of a form of this kind."""
    return form("POST", "http://x/a?b=1", kind=kind, body=body).fields


def test_a_form_in_an_address_s_manner_is_read_in_order():
    """Names that come twice stay two, empty values stay."""
    assert fields("application/x-www-form-urlencoded", b"a=1&b=&a=%E7%85%A7") == [("a", "1"), ("b", ""), ("a", "照")]


def test_json_is_read_by_paths_whatever_it_calls_itself():
    """Also where the page sends it as plain text, as fetch does; numbers and empty lists are values."""
    body = '{"values": {"name": "照", "files": ["f1"], "none": []}, "sure": false, "n": 2}'.encode()
    assert fields("text/plain;charset=UTF-8", body) == [
        ("values.name", "照"), ("values.files.0", "f1"), ("values.none", "[]"), ("sure", "false"), ("n", "2"),
    ]  # fmt: skip


def test_a_file_is_known_by_its_bytes():
    """The boundary tells nothing; the bytes of the file are its own, line ends and dashes too."""
    sent = form("POST", "http://x/a", kind="multipart/form-data; boundary=x", body=MULTIPART)
    content = b"\xff\xd8--y\r\n\xff"
    assert sent.fields == [("kind", "照"), ("file", File.of(content))]
    assert sent.contents == (content,)
    assert sent.kind == "multipart/form-data"


def test_what_nobody_recorded_is_not_taken_for_empty():
    """No body known is not no body."""
    assert form("POST", "http://x/", kind="text/plain", body=None).fields is None
    assert form("POST", "http://x/", kind="text/plain", body=b"").fields == []


def test_addresses_ask_the_same_where_only_a_time_differs():
    """A number that is made anew each time does not count, anything else does."""
    assert asks("http://x/a?random=1795651437257&b=1", "http://x/a?random=1795651438000&b=1", loosely=True)
    assert not asks("http://x/a?step=stuff", "http://x/a?step=naming", loosely=True)
    assert not asks("http://x/a?b=1", "http://x/a?b=1&c=2", loosely=True)
    assert not asks("http://x/a?random=1795651437257", "http://x/a?random=1795651438000", loosely=False)


def test_json_nested_like_no_form_is_one_text():
    """A body made to exhaust whoever reads it."""
    body = b"[" * 100_000 + b"]" * 100_000
    assert fields("application/json", body) == [("", body.decode())]
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    assert len(fields("application/json", deep)) == 1
