"""Being signed in is a token in the portal's own address, and the token is never kept."""

from __future__ import annotations

from tests.portal.pages import plainly


def test_a_token_on_another_host_is_no_sign_in(portal, site):
    """Whoever sends the browser elsewhere does not sign it in."""
    site.pages["/"] = plainly("<h3>甲</h3>")
    portal.page.goto(f"{site.address.replace('127.0.0.1', 'localhost')}?token=1234567890")
    assert not portal.signed_in
    portal.page.goto(site.address)
    assert not portal.signed_in
    portal.page.goto(f"{site.address}?lang=zh_CN&token=1234567890")
    assert portal.signed_in


def test_the_token_is_not_kept(portal, site, tmp_path):
    """The kept session is cookies, for their owner alone."""
    site.pages["/"] = plainly("<h3>甲</h3>")
    portal.page.context.add_cookies([{"name": "slave_sid", "value": "abc", "url": site.address}])
    portal.page.goto(f"{site.address}?token=1234567890")
    kept = tmp_path / "case" / "sign-in.json"
    portal.save_sign_in(kept)
    assert "slave_sid" in kept.read_text("utf-8")
    assert "1234567890" not in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600
