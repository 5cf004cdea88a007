"""The QR code on the screen is found and read as a phone would read it."""

from __future__ import annotations

import base64
import io

import pytest
import segno
from tests.portal.pages import framed, plainly, shadowed

from run_flow.errors import PortalChanged


def image(text, size=165):
    """Draw a code as an img element."""
    out = io.BytesIO()
    segno.make(text).save(out, kind="png", scale=4)
    return f'<img width={size} height={size} src="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}">'


@pytest.mark.parametrize("host", [plainly, shadowed, framed])
def test_the_code_is_read(portal, site, host):
    """In the page, in a shadow root and in a frame; other pictures are no codes."""
    site.pages["/"] = host(
        "<h3>登录</h3><img width=200 height=200 src='data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='>"
        + image("http://127.0.0.1/qr/T1")
    )
    portal.goto(site.address)
    portal.page.wait_for_load_state()
    found = portal.until(portal.qr)
    assert found.text == "http://127.0.0.1/qr/T1"
    assert found.png.startswith(b"\x89PNG")


def test_the_dialog_or_the_named_section_says_which(portal, site):
    """Of several codes the one in the top dialog is meant, or the one under the title that is named."""
    site.pages["/"] = plainly(f"<h3>甲</h3>{image('A')}<h3>乙</h3>{image('B')}<div id=d></div>")
    portal.goto(site.address)
    with pytest.raises(PortalChanged, match="2 个不同的二维码"):
        portal.qr()
    assert portal.qr("乙").text == "B"
    portal.page.evaluate("(html) => { d.innerHTML = html }", f"<div role=dialog><h3>扫码</h3>{image('C')}</div>")
    assert portal.until(portal.qr).text == "C"


def test_no_code_is_no_error(portal, site):
    """A code that is not there yet, or hidden, is None."""
    site.pages["/"] = plainly(f"<h3>甲</h3><div class=hide>{image('A')}</div><canvas width=200 height=200></canvas>")
    portal.goto(site.address)
    assert portal.qr() is None


def test_a_code_that_ran_out_is_drawn_anew(portal, site):
    """What lies over the spent code is pressed, and the new one is read; a button elsewhere is none of its business."""
    mask = "<div id=mask style='position:absolute;inset:0;background:white'><p>二维码已过期</p><a href='#' onclick='renew()'>重新获取</a></div>"
    site.pages["/"] = plainly(
        f"<h3>甲</h3><a href='#' onclick='document.title = 1'>重新获取</a><div><div style='position:relative'>{image('A')}{mask}</div></div>"
        f"<script>function renew() {{ mask.remove(); document.images[0].outerHTML = `{image('B')}`; }}</script>"
    )
    portal.goto(f"{site.address}?token=1")
    assert portal.qr().text == "B"
    assert portal.page.title() != "1"
