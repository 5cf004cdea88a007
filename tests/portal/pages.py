"""Small pages in each markup: the same fields under the same labels, with a model that hears events only."""

from __future__ import annotations

# The model of a page: what its listeners heard, by field name. Assigning .value leaves it untouched.
MODEL = """
<script>
window.model = {}; window.events = [];
function hear(root) {
  root.addEventListener("input", (e) => { events.push(e.type + ":" + e.isTrusted); model[e.target.name] = e.target.value; });
  root.addEventListener("change", (e) => {
    const n = e.target; events.push(e.type + ":" + n.name);
    if (n.type === "checkbox") model[n.name] = n.checked;
    else if (n.type === "file") { const f = n.files[0]; model[n.name] = f && f.name; echo(n, f); }
    else model[n.name] = n.value;
  });
}
function echo(n, file) {
  if (n.dataset.deaf !== undefined || !file) return;
  const img = n.parentElement.querySelector("img") || n.parentElement.appendChild(new Image());
  img.src = URL.createObjectURL(file); img.style.width = "80px"; img.style.height = "60px"; img.style.display = "inline-block";
}
function lists(root) {
  for (const box of root.querySelectorAll(".weui-desktop-dropdown, .dropdown_menu")) {
    const face = box.querySelector("[data-face]"), list = box.querySelector("ul");
    face.closest("a, dt").onclick = () => { list.style.display = "block"; };
    for (const li of list.children) li.onclick = () => { face.textContent = li.textContent; list.style.display = "none"; model[box.dataset.name] = li.textContent.trim(); };
  }
}
</script>
"""

STYLE = """<meta charset="utf-8"><style>
body { font: 14px sans-serif; } .frm_radio, .frm_checkbox, .weui-desktop-form__radio, .weui-desktop-form__checkbox { position: absolute; left: -999em; }
i[class*=icon] { display: inline-block; width: 16px; height: 16px; border: 1px solid #888; vertical-align: middle; }
input:checked ~ i, input:checked + i { background: green; } ul { display: none; } .hide { display: none; }
</style>"""

LEGACY = """
<div class="section"><h3 class="frm_title">企业信息</h3>
<div class="frm_control_group"><label class="frm_label">企业名称</label><div class="frm_controls"><span class="frm_input_box"><input class="frm_input" name="name"></span><p class="frm_tips">与营业执照一致</p></div></div>
<div class="frm_control_group"><label class="frm_label">注册资本<em>*</em>：</label><div class="frm_controls"><span class="frm_input_box"><input type="number" class="frm_input" name="capital"></span></div></div>
<div class="frm_control_group"><label class="frm_label">登录密码</label><div class="frm_controls"><span class="frm_input_box"><input type="password" class="frm_input" name="password"></span></div></div>
<div class="frm_control_group"><label class="frm_label">功能介绍</label><div class="frm_controls"><span class="frm_textarea_box"><textarea class="frm_textarea" name="intro"></textarea></span></div></div>
<div class="frm_control_group"><label class="frm_label">企业类型</label><div class="frm_controls">
<label class="frm_radio_label"><input type="radio" class="frm_radio" name="kind" value="1"><i class="icon_radio"></i><span class="lbl_content">企业</span></label>
<label class="frm_radio_label"><input type="radio" class="frm_radio" name="kind" value="12"><i class="icon_radio"></i><span class="lbl_content">个体工商户</span></label></div></div>
<div class="frm_control_group"><label class="frm_label">开户地点</label><div class="frm_controls"><select name="province"><option>请选择</option><option>广东</option><option>北京</option></select></div></div>
<div class="frm_control_group"><label class="frm_label">开户银行</label><div class="frm_controls"><div class="dropdown_menu" data-name="bank"><a class="btn dropdown_switch jsDropdownBt" href="javascript:;"><label class="jsBtLabel" data-face>请选择</label></a><ul class="dropdown_data_list"><li class="dropdown_data_item"><a href="javascript:;" class="jsDropdownItem">中国工商银行</a></li><li class="dropdown_data_item"><a href="javascript:;" class="jsDropdownItem">其他银行</a></li></ul></div></div></div>
<div class="frm_control_group"><label class="frm_label">运营地区</label><div class="frm_controls"><select name="r1"><option>国家</option><option>中国</option></select><select name="r2"><option>省份</option><option>广东</option></select><select name="r3"><option>城市</option><option>深圳</option></select></div></div>
<div class="frm_control_group"><label class="frm_label">成立日期</label><div class="frm_controls"><span class="frm_input_box"><input class="frm_input" name="since" placeholder="YYYY-MM-DD"></span></div></div>
<div class="frm_control_group"><label class="frm_label">营业期限</label><div class="frm_controls"><span class="frm_input_box"><input class="frm_input" name="until" placeholder="YYYY年MM月DD日"></span><label class="frm_checkbox_label"><input type="checkbox" class="frm_checkbox" name="long" id="long_date"><i class="icon_checkbox"></i><span class="lbl_content">长期</span></label></div></div>
<div class="frm_control_group"><label class="frm_label">企业工商营业执照</label><div class="frm_controls"><div class="upload_area"><a class="btn btn_upload js_select">选择文件</a><input type="file" name="licence" style="display:none"></div></div></div>
<div class="frm_control_group"><label class="frm_label">其他证明</label><div class="frm_controls"><div class="upload_area"><a class="btn btn_upload">选择文件</a><input type="file" data-deaf name="other" style="display:none"></div></div></div>
<div class="frm_control_group"><div class="frm_controls"><label class="frm_checkbox_label"><i class="icon_checkbox"></i><input type="checkbox" class="frm_checkbox" name="agree" id="js_agree"><span class="lbl_content">我已阅读并同意<a href="#gone">《微信公众平台认证服务协议》</a></span></label></div></div>
</div>
<div class="section"><h3 class="frm_title">运营者信息</h3>
<div class="frm_control_group"><label class="frm_label">姓名</label><div class="frm_controls"><span class="frm_input_box"><input class="frm_input" name="operator"></span></div></div>
</div>
"""

MODERN = """
<div class="block"><h4 class="weui-desktop-block__title">企业信息</h4>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">企业名称</label><div class="weui-desktop-form__controls"><span class="weui-desktop-form__input-wrp"><input class="weui-desktop-form__input" name="name"></span><p class="weui-desktop-form__tips">与营业执照一致</p></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">注册资本</label><div class="weui-desktop-form__controls"><span class="weui-desktop-form__input-wrp"><input type="number" class="weui-desktop-form__input" name="capital"></span></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">登录密码</label><div class="weui-desktop-form__controls"><span class="weui-desktop-form__input-wrp"><input type="password" class="weui-desktop-form__input" name="password"></span></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">功能介绍</label><div class="weui-desktop-form__controls"><span class="weui-desktop-form__textarea-wrp"><textarea class="weui-desktop-form__textarea" name="intro"></textarea></span></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">企业类型</label><div class="weui-desktop-form__controls">
<label class="weui-desktop-form__check-label"><input type="radio" class="weui-desktop-form__radio" name="kind" value="1"><i class="weui-desktop-icon-radio"></i><span class="weui-desktop-form__check-content">企业</span></label>
<label class="weui-desktop-form__check-label"><input type="radio" class="weui-desktop-form__radio" name="kind" value="12"><i class="weui-desktop-icon-radio"></i><span class="weui-desktop-form__check-content">个体工商户</span></label></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">开户地点</label><div class="weui-desktop-form__controls"><select name="province"><option>请选择</option><option>广东</option><option>北京</option></select></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">开户银行</label><div class="weui-desktop-form__controls"><div class="weui-desktop-dropdown" data-name="bank"><dt class="weui-desktop-form__dropdown__dt"><span class="weui-desktop-form__dropdown__value" data-face>请选择</span></dt><ul class="weui-desktop-dropdown__list"><li class="weui-desktop-dropdown__list-ele"><span class="weui-desktop-dropdown__list-ele__text">中国工商银行</span></li><li class="weui-desktop-dropdown__list-ele"><span class="weui-desktop-dropdown__list-ele__text">其他银行</span></li></ul></div></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">运营地区</label><div class="weui-desktop-form__controls"><select name="r1"><option>国家</option><option>中国</option></select><select name="r2"><option>省份</option><option>广东</option></select><select name="r3"><option>城市</option><option>深圳</option></select></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">成立日期</label><div class="weui-desktop-form__controls"><span class="weui-desktop-picker__date"><input type="date" class="weui-desktop-form__input" name="since"></span></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">营业期限</label><div class="weui-desktop-form__controls"><input class="weui-desktop-form__input" name="until" placeholder="请选择日期"><label class="weui-desktop-form__check-label"><input type="checkbox" class="weui-desktop-form__checkbox" name="long"><i class="weui-desktop-icon-checkbox"></i><span class="weui-desktop-form__check-content">长期</span></label></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">企业工商营业执照</label><div class="weui-desktop-form__controls"><div class="weui-desktop-upload"><button type="button" class="weui-desktop-btn">上传</button><input type="file" class="weui-desktop-upload__input" name="licence" style="display:none"></div></div></div>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">其他证明</label><div class="weui-desktop-form__controls"><div class="weui-desktop-upload"><button type="button" class="weui-desktop-btn">上传</button><input type="file" data-deaf name="other" style="display:none"></div></div></div>
<div class="weui-desktop-form__control-group"><div class="weui-desktop-form__controls"><label class="weui-desktop-form__check-label"><input type="checkbox" class="weui-desktop-form__checkbox" name="agree"><i class="weui-desktop-icon-checkbox"></i><span class="weui-desktop-form__check-content">我已阅读并同意<a href="#gone">《微信公众平台认证服务协议》</a></span></label></div></div>
</div>
<div class="block"><h4 class="weui-desktop-block__title">运营者信息</h4>
<div class="weui-desktop-form__control-group"><label class="weui-desktop-form__label">姓名</label><div class="weui-desktop-form__controls"><span class="weui-desktop-form__input-wrp"><input class="weui-desktop-form__input" name="operator"></span></div></div>
</div>
"""

PLAIN = """
<section><h2>企业信息</h2>
<p><label for="n">企业名称</label> <input id="n" name="name"></p>
<p><label for="c">注册资本</label> <input id="c" type="number" name="capital"></p>
<p><label for="p">登录密码</label> <input id="p" type="password" name="password"></p>
<p><label for="i">功能介绍</label> <textarea id="i" name="intro"></textarea></p>
<div role="radiogroup" aria-label="企业类型"><input type="radio" name="kind" id="k1" value="1"><label for="k1">企业</label><input type="radio" name="kind" id="k2" value="12"><label for="k2">个体工商户</label></div>
<p><label for="s">开户地点</label> <select id="s" name="province"><option>请选择</option><option>广东</option><option>北京</option></select></p>
<p><label for="d">成立日期</label> <input id="d" type="date" name="since"></p>
<p><label for="f">企业工商营业执照</label> <input id="f" type="file" name="licence"></p>
<p><input type="checkbox" id="a" name="agree"><label for="a">我已阅读并同意《微信公众平台认证服务协议》</label></p>
</section>
<section><h2>运营者信息</h2><p><label for="o">姓名</label> <input id="o" name="operator"></p></section>
"""

WRAPPING = """
<section><h2>企业信息</h2>
<p><label>企业名称 <input name="name"></label></p>
<p><label>注册资本 <input type="number" name="capital"></label></p>
<p><label>登录密码 <input type="password" name="password"></label></p>
<p><label>功能介绍 <textarea name="intro"></textarea></label></p>
<fieldset><legend>企业类型</legend><label><input type="radio" name="kind" value="1"> 企业</label><label><input type="radio" name="kind" value="12"> 个体工商户</label></fieldset>
<p><label>开户地点 <select name="province"><option>请选择</option><option>广东</option><option>北京</option></select></label></p>
<p><label>成立日期 <input type="date" name="since"></label></p>
<p><label>企业工商营业执照 <input type="file" name="licence"></label></p>
<p><label><input type="checkbox" name="agree"> 我已阅读并同意《微信公众平台认证服务协议》</label></p>
</section>
<section><h2>运营者信息</h2><p><label>姓名 <input name="operator"></label></p></section>
"""

MARKUPS = {"legacy": LEGACY, "modern": MODERN, "plain": PLAIN, "wrapping": WRAPPING}


def plainly(markup):
    """Return a page that shows *markup* itself."""
    return f"<!doctype html>{STYLE}{MODEL}<body>{markup}<script>hear(document); lists(document);</script>"


def shadowed(markup):
    """Return a page that shows *markup* in an open shadow root."""
    return (
        f"<!doctype html>{STYLE}{MODEL}<body><div id=host></div><template id=t>{STYLE}{markup}</template>"
        "<script>const root = host.attachShadow({mode: 'open'}); root.append(t.content.cloneNode(true));"
        " hear(root); lists(root);</script>"
    )


def framed(markup):
    """Return a page whose frame shows *markup*; the model is the frame's, handed to the page."""
    inner = plainly(markup).replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<!doctype html>{STYLE}<body><iframe srcdoc="{inner}" style="width:900px;height:1400px"></iframe>'
        "<script>Object.defineProperty(window, 'model', {get: () => frames[0].model});"
        "Object.defineProperty(window, 'events', {get: () => frames[0].events});</script>"
    )


HOSTINGS = {"plainly": plainly, "shadowed": shadowed, "framed": framed}
PAGES = {f"/{m}/{h}": host(markup) for m, markup in MARKUPS.items() for h, host in HOSTINGS.items()}
