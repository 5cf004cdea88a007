"""``python -m run_flow.cli``."""

from __future__ import annotations

import sys

from run_flow.cli import main

sys.exit(main())
