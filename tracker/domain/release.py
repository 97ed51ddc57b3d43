"""Which release of the tracker this is, as its pages and the papers that are kept name it."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
