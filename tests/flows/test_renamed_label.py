"""The worked example of flows/README.md: the portal renames a label, the script is mended, the run goes on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.flows.office import ROOT

from run_flow.engine.scripts import load
from run_flow.errors import PortalChanged

README = (ROOT / "flows" / "README.md").read_text("utf-8")


def shown(part: str) -> str:
    """Return what README shows between the marks *part*."""
    found = re.search(rf"<!-- {part} -->\n```\n(.*?)\n```\n<!-- /{part} -->", README, re.DOTALL)
    assert found
    return found[1]


def test_a_renamed_label_stops_and_an_alias_goes_on(open_office, tmp_path: Path):
    """What README shows is what is said; with the line it tells to write the same run is done, submitted once."""
    office = open_office()
    office.fault(renamed={"运营者手机号": "联系人手机"})
    with pytest.raises(PortalChanged) as stopped:
        office.go()
    assert str(stopped.value) == shown("renamed")
    assert office.counts == (0, 0)
    mended = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", mended)
    script = mended / "_certification_forms.py"
    told = 'form.fill(("运营者手机号", "联系人手机"), person.phone)'
    assert told in README
    script.write_text(script.read_text("utf-8").replace('form.fill("运营者手机号", person.phone)', told), "utf-8")
    office.go(flow=load(mended, "certify"))
    assert office.status == "已认证"
    assert office.counts == (1, 1)
    assert office.told.resumed == [False, True]
