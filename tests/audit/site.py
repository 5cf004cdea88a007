"""A site that says again what one types, in every way in which a recording was seen to hold it."""

from __future__ import annotations

import base64
import html
import io
import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote

import segno
from PIL import Image

FORM = """<!doctype html><meta charset=utf-8><title>填写</title><link rel=stylesheet href=/look.css><h3>填写资料</h3>
<form method=post action=/urlencoded>
<input id=typed name=typed><input id=password name=password type=password><textarea id=area name=area></textarea>
<input id=digits name=digits maxlength=40><div id=rich contenteditable=true></div>
<input id=file type=file><select><option>请选择</select><input type=hidden name=csrf value=c0ffee01c0ffee>
<button id=send>提交</button></form><div id=echo></div><div id=more></div>
<script src=/find.js></script><script>
$('typed').oninput = () => { $('echo').textContent = '您填写了 ' + $('typed').value; };
$('digits').oninput = () => { $('more').innerHTML = [...$('digits').value].map((c) => `<b>${c}</b>`).join(''); };
async function tell(value) {
  console.log('value', value, {value});
  document.cookie = 'last=' + encodeURIComponent(value);
  localStorage.setItem('last', value);
  await fetch('/json', {method: 'POST', headers: {Authorization: 'Bearer ' + btoa(unescape(encodeURIComponent(value)))},
    body: JSON.stringify({facts: {value, again: JSON.stringify({value})}, code: '9041', image: btoa(unescape(encodeURIComponent(value)))})});
  const form = new FormData(); form.append('value', value);
  await fetch('/multipart', {method: 'POST', body: form});
  const answer = await fetch('/echo?q=' + encodeURIComponent(value) + '#' + value);
  $('more').innerHTML = await answer.text();
}
</script>"""


def echoes(value: str) -> str:
    """Return a page that spells *value* in many ways."""
    grouped = " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    torn = "".join(f"<i>{html.escape(letter)}</i>" for letter in value)
    encoded = base64.b64encode(f"id={value};".encode()).decode()
    return f"""<p>{html.escape(value)}<p>{html.escape(grouped)}<p>{grouped.replace(" ", "&nbsp;")}<p>{torn}
<p>{"".join(f"&#{ord(c)};" for c in value)}<p>{"".join(f"&#x{ord(c):X};" for c in value)}
<p data-value="{html.escape(value)}">{quote(value)} {quote(value.encode("gbk", "ignore"))} {quote(quote(value))}
<p>{json.dumps(value)} {html.escape(json.dumps(json.dumps(value)))}<p>{encoded} {value.encode().hex()}
<p>{value.encode("utf-16-be").hex()} {value.upper()} {value.lower()}
<a href="/echo?q={quote(value)}">x</a><img src="data:image/png;base64,{_picture(value)}">{segno.make(value).svg_inline()}
<table>{"".join("<tr>" + "".join(f"<td style='background:{'#000' if dark else '#fff'}'>" for dark in row) for row in segno.make(value).matrix)}</table>
<script>window.model = {json.dumps({"value": value})};</script>"""


def _picture(value: str) -> str:
    out = io.BytesIO()
    segno.make(value).save(out, kind="png")
    return base64.b64encode(out.getvalue()).decode()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        value = parse_qs(query).get("q", [""])[0]
        if path == "/echo":
            self._tell(echoes(value).encode())
        elif path == "/gbk":
            self._tell(f"<p>{value}</p>".encode("gb18030"), kind="text/html; charset=gbk")
        elif path == "/look.css":
            self._tell(b"h3 { color: #07c160; }", kind="text/css")
        elif path == "/find.js":
            self._tell(b"const $ = (id) => document.getElementById(id);", kind="text/javascript")
        else:
            self._tell(FORM.encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.path == "/urlencoded":
            said = parse_qs(body.decode())
            self._tell(("<meta charset=utf-8><h3>回执</h3>" + "".join(echoes(v[0]) for v in said.values())).encode())
        else:
            self._tell(json.dumps({"echo": body.decode("utf-8", "replace")}).encode(), kind="application/json")

    def _tell(self, body: bytes, *, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", f"sid={random.Random(len(body)).getrandbits(64):016x}; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the site and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def visit(page: Any, address: str, values: list[str]) -> None:
    """Fill the form with *values*, in turn in each of its fields, and see each said again."""
    page.goto(address)
    for number, value in enumerate(values):
        field = ("typed", "area", "digits", "password", "rich")[number % 5]
        page.click(f"#{field}")
        if field == "digits":
            page.keyboard.press("ControlOrMeta+A")
            for letter in value:
                page.keyboard.type(letter)
        else:
            page.keyboard.insert_text(value)
        page.evaluate("(value) => tell(value)", value)
    page.goto(f"{address}/gbk?q={quote(values[0])}")
    page.goto(address)
    page.fill("#typed", values[0])
    page.click("#send")
    page.wait_for_load_state()


def document(path: Any) -> Any:
    """Draw a document that may be uploaded."""
    Image.new("RGB", (40, 30), "red").save(path)
    return path
