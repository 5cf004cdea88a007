"""A screenshot shows the page and none of its values."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image
from tests.portal.pages import framed, plainly, shadowed

from run_flow.portal import Portal
from run_flow.portal.qr import decode

MARKUP = """<h3>甲</h3><div style="position:absolute;left:10px;top:60px;width:300px;height:30px;font:28px monospace;color:#f00" id=t>6222020200112230001</div>
<input style="position:absolute;left:10px;top:110px;width:300px;height:30px;color:#f00;font-size:24px" value=11010519491231002X>
<img style="position:absolute;left:10px;top:160px;width:100px;height:60px" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><rect width='100' height='60' fill='red'/></svg>">
<textarea style="position:absolute;left:10px;top:240px;width:300px;height:40px;color:#f00">广东省深圳市</textarea>
<select style="position:absolute;left:10px;top:300px;color:#f00"><option>中国工商银行</select>
<div style="position:absolute;left:10px;top:350px;font-size:28px;color:#00f">企业名称</div>"""


def colours(png, box=None):
    """Count red and blue pixels."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = list((picture.crop(box) if box else picture).get_flattened_data())
    red = sum(1 for r, g, b in pixels if r > 150 and g < 90 and b < 90)
    blue = sum(1 for r, g, b in pixels if b > 150 and r < 90 and g < 90)
    return red, blue


@pytest.mark.parametrize("host", [plainly, shadowed, framed])
@pytest.mark.parametrize(
    "hide", [["6222020200112230001"], lambda text: "6222020200112230001" in text], ids=["list", "callable"]
)
def test_values_pictures_and_secret_texts_are_covered(page, site, host, hide):
    """Fields, images and texts that hold a secret are covered wherever they stand; labels stay legible."""
    site.pages["/"] = host(MARKUP)
    portal = Portal(page, address=site.address, hide=hide)
    portal.goto(site.address)
    page.wait_for_load_state()
    assert colours(page.screenshot())[0] > 500
    red, blue = colours(portal.screenshot())
    assert red == 0
    assert blue > 50


def test_the_note_is_not_in_the_picture(portal, site):
    """A question to a person is not part of the page's evidence."""
    site.pages["/"] = plainly("<h3>甲</h3>")
    portal.goto(site.address)
    portal.banner.show("请 经办人", "等您决定", ask_id="a-1", kind="confirm")
    assert portal.until(lambda: portal.page.evaluate("document.querySelectorAll('run-flow-note').length"))
    size = portal.page.viewport_size
    corner = (size["width"] - 300, size["height"] - 120, size["width"], size["height"])
    assert len(set(Image.open(io.BytesIO(portal.screenshot())).convert("RGB").crop(corner).get_flattened_data())) == 1
    assert (
        len(set(Image.open(io.BytesIO(portal.page.screenshot())).convert("RGB").crop(corner).get_flattened_data())) > 1
    )


def as_svg(text):
    """Draw a code as shapes of the page's own."""
    return segno.make(text).svg_inline(scale=4)


def as_table(text):
    """Draw a code as a table whose cells are coloured."""
    rows = segno.make(text).matrix_iter(border=4)
    cells = ("".join(f"<td style='background:{'#000' if dark else '#fff'}'>" for dark in row) for row in rows)
    style = "<style>td { width: 5px; height: 5px; padding: 0 } table { border-collapse: collapse }</style>"
    return f"{style}<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def as_boxes(text):
    """Draw a code as rows of coloured boxes."""
    rows = [list(row) for row in segno.make(text).matrix_iter(border=4)]
    box = "<i style='height:5px;background:{}'></i>"
    row = f"<div style='display:grid;grid-template-columns:repeat({len(rows)},5px)'>{{}}</div>"
    return "".join(
        ["<section>", *(row.format("".join(box.format(("#fff", "#000")[d]) for d in r)) for r in rows), "</section>"]
    )


@pytest.mark.parametrize("host", [plainly, shadowed])
@pytest.mark.parametrize("draw", [as_svg, as_table])
def test_a_drawn_code_is_read_and_covered(portal, site, host, draw):
    """Whatever the page draws a code of, a phone can read it from the window and nobody from the picture."""
    text = "http://127.0.0.1/qr/secret"
    table = "<table><tr><th>字段<th>原因</tr><tr><td>营业执照<td>不清晰</tr></table>"
    site.pages["/"] = host(f"<h3>甲</h3>{draw(text)}{table}")
    portal.goto(site.address)
    portal.page.wait_for_load_state()
    found = portal.until(portal.qr)
    assert found.text == text
    assert decode(portal.page.screenshot()) == text
    assert decode(portal.screenshot()) is None


def test_a_code_of_boxes_is_covered(portal, site):
    """Hundreds of boxes without a word are a code, whatever they are called."""
    site.pages["/"] = plainly(f"<h3>甲</h3>{as_boxes('http://127.0.0.1/qr/secret')}")
    portal.goto(site.address)
    portal.page.wait_for_load_state()
    assert decode(portal.page.screenshot())
    assert decode(portal.screenshot()) is None


CARD = "<rect width='100%' height='100%' fill='#f00'/>"
SPECIMENS = {
    "shapes": f"<svg width=300 height=190>{CARD}</svg>",
    "style": "<style>.card {{ width:300px; height:190px; background:url({}) }}</style><div class=card></div>".format(
        f"\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>{CARD.replace('#', '%23')}</svg>\""
    ),
    "canvas": "<canvas id=c width=300 height=190></canvas><script>const d=document.getElementById('c').getContext('2d');"
    "d.fillStyle='#f00';d.fillRect(0,0,300,190)</script>",
    "object": f"<object width=300 height=190 type=image/svg+xml data=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>{CARD.replace('#', '%23')}</svg>\"></object>",
}


@pytest.mark.parametrize("drawn", SPECIMENS.values(), ids=SPECIMENS)
def test_a_drawn_document_is_covered(page, site, drawn):
    """An identity card that the page draws itself is no less of one."""
    site.pages["/"] = plainly(f"<h3 style='color:#00f;font-size:40px'>甲</h3>{drawn}")
    portal = Portal(page, address=site.address)
    portal.goto(site.address)
    page.wait_for_load_state()
    assert colours(page.screenshot())[0] > 10_000
    red, blue = colours(portal.screenshot())
    assert red == 0
    assert blue > 50


DIALOG = """<div style="position:fixed;inset:0;background:rgba(0,0,0,.2);z-index:9"><div role=dialog style="position:absolute;
left:40px;top:20px;width:500px;height:320px;background:#fff;{}"><p style="color:#00f;font-size:28px;margin:30px">确认提交吗</p></div></div>"""

SMALL = {"width": 600, "height": 400}


@pytest.mark.parametrize("host", [plainly, shadowed])
def test_a_dialog_stays_legible_and_what_it_leaves_bare_is_covered(page, site, host):
    """Fields and secret texts under it get no box over its words; those that stick out of it, one over that part."""
    page.set_viewport_size(SMALL)
    site.pages["/"] = host("<style>#t { min-width: 400px; min-height: 40px }</style>" + MARKUP + DIALOG.format(""))
    portal = Portal(page, address=site.address, hide=["6222020200112230001"])
    portal.goto(site.address)
    page.wait_for_load_state()
    shown = page.screenshot()
    assert colours(shown)[0] > 50
    taken = portal.screenshot()
    assert colours(taken)[0] == 0
    assert in_dialog(taken).tobytes() == in_dialog(shown).tobytes()


DOUBTS = {
    "a dialog that lets through": (DIALOG.format("background:rgba(255,255,255,.5)"), ""),
    "one that fades": (DIALOG.format("animation:fade 9s"), "@keyframes fade { from { opacity: .4 } }"),
    "one behind the page": (DIALOG.replace("z-index:9", "z-index:-1").format(""), ""),
    "a field over it": (DIALOG.format(""), "input { z-index: 10 }"),
    "a field that nothing can be asked of": (DIALOG.format(""), "input { z-index: 10; pointer-events: none }"),
    "one with a hole": (DIALOG.format("clip-path:inset(0 0 0 200px)"), ""),
    "a round one": (DIALOG.format("border-radius:50%"), ""),
    "one whose ground is cut to its words": (DIALOG.format("background-clip:text"), ""),
    "one that is mixed with the page": (
        DIALOG.format("").replace("z-index:9", "z-index:9;mix-blend-mode:multiply"),
        "",
    ),
}


def test_in_doubt_all_is_covered(page, site):
    """Where a dialog does not surely hide a field, the field is painted over, and be it the dialog's words as well."""
    page.set_viewport_size(SMALL)
    portal = Portal(page, address=site.address, hide=["6222020200112230001"])
    for doubt, (dialog, style) in DOUBTS.items():
        site.pages["/"] = plainly(f"<style>{style}</style>{MARKUP}{dialog}")
        portal.goto(site.address)
        page.wait_for_load_state()
        assert tinted(in_dialog(page.screenshot())) > 100, doubt
        assert tinted(Image.open(io.BytesIO(portal.screenshot())).convert("RGB")) == 0, doubt


def in_dialog(png):
    """Return what the picture shows in the dialog, up to its edges."""
    return Image.open(io.BytesIO(png)).convert("RGB").crop((42, 22, 538, 338))


def tinted(picture):
    """Count pixels that are red to any degree: what lies under something that is not quite there."""
    return sum(1 for r, g, b in picture.get_flattened_data() if r > g + 40 and r > b + 40)
