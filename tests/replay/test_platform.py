"""A page names the platform on which the work was done, and a rehearsal never passes for the real one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from run_flow.replay.platform import Platform


def _at(*addresses: str) -> Platform:
    return Platform.of(json.dumps({"opening": {"address": address}}).encode() for address in addresses)


@pytest.mark.parametrize(
    ("addresses", "warning"),
    [
        (["https://mp.weixin.qq.com/"], ""),
        (["http://127.0.0.1:8000/"], "这是模拟平台上的办理，不是微信公众平台"),
        (["http://localhost/"], "这是模拟平台上的办理，不是微信公众平台"),
        (["http://[::1]:80/"], "这是模拟平台上的办理，不是微信公众平台"),
        (["https://mp.weixin.qq.com/", "http://127.0.0.1:8000/"], "这是模拟平台上的办理，不是微信公众平台"),
        (["https://mp.weixin.qq.com.evil.test/"], "这不是微信公众平台（https://mp.weixin.qq.com/）的地址"),
        (["https://mp.weixin.qq.com@evil.test/"], "这不是微信公众平台（https://mp.weixin.qq.com/）的地址"),
        ([], ""),
    ],
)
def test_what_is_not_the_real_platform_is_warned_of(addresses, warning):
    """This machine is a rehearsal; another host is named for what it is not, however alike it looks."""
    assert _at(*addresses).warning == warning


def test_each_address_is_told_once():
    """As scheme and host, whatever else a recording says."""
    platform = _at("http://127.0.0.1:8000/a?b", "http://127.0.0.1:8000/", "https://mp.weixin.qq.com/")
    assert platform.told == "平台：http://127.0.0.1:8000/、https://mp.weixin.qq.com/"
    assert platform.hosts == {"127.0.0.1:8000", "mp.weixin.qq.com"}


@pytest.mark.parametrize(
    "facts",
    [b"", b"[]", b"{}", b'{"opening": 1}', b'{"opening": {"address": 1}}', b'{"opening": {"address": "http://["}}'],
)
def test_a_recording_that_does_not_tell_is_said_not_to(facts):
    """Older recordings, and forged ones: no address is not the real address."""
    assert Platform.of([facts]).told == "平台：没有记录，看不出是不是微信公众平台"


def test_every_page_says_so(replay):
    """The timeline, the page around a recording, and the file that is saved."""
    mock = replace(replay, platform=_at("http://127.0.0.1:8000/"))
    pages = [mock.page().decode(), mock.file(), mock.moment(mock.moments[0], viewer="").decode()]
    assert all("这是模拟平台上的办理，不是微信公众平台" in page for page in pages)
    assert all("平台：http://127.0.0.1:8000/" in page for page in pages[:2])
