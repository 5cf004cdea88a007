"""The portal in a real browser: the only package that imports Playwright."""

from __future__ import annotations

from run_flow.portal.account import Account, Header
from run_flow.portal.browser import display, find_browser, launch, openable
from run_flow.portal.faults import ours
from run_flow.portal.form import Form
from run_flow.portal.listening import Heard, Listener
from run_flow.portal.portal import Portal
from run_flow.portal.qr import QR
from run_flow.portal.signin import SignedOut

__all__ = [
    "QR",
    "Account",
    "Form",
    "Header",
    "Heard",
    "Listener",
    "Portal",
    "SignedOut",
    "display",
    "find_browser",
    "launch",
    "openable",
    "ours",
]
