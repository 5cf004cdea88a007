"""What the portal refuses of a filing is told in the portal's own words, with what to do."""

from __future__ import annotations

import pytest
from tests.flows.said_file import SAID, Said

from run_flow.errors import PortalRefused
from run_flow.portal.readback import folded


def rows() -> list:
    """Return every row as a parameter; one of the entry and one of a block are tried by every `make test`."""
    return [
        pytest.param(
            said, id=said.how, marks=() if said.how in ("三者都缺", "主体在别的省备过案") else pytest.mark.matrix
        )
        for said in SAID
    ]


@pytest.mark.parametrize("said", rows())
def test_the_operator_reads_what_the_portal_says(open_filing, said: Said):
    """The text stands in what the command ends with, under its exit code, and nothing was handed in that was refused."""
    office = open_filing(change=said.change, **said.switches)
    said.happens(office)
    with pytest.raises(said.sees) as ended:
        office.go()
    assert ended.value.exit_code == said.exit_code
    told = f"{ended.value.found} {[str(reason) for reason in getattr(ended.value, 'reasons', ())]}"
    assert folded(said.text) in folded(told)
    assert ended.value.remedy
    assert office.submissions == ({"B1": 1} if said.sees is PortalRefused else {})
