"""Lists that are read page by page, by the number of their last row."""

from __future__ import annotations

# The largest number that a database has for a row.
LARGEST = 2**63 - 1
AT_ONCE = 50
