"""What Discord takes at most, from its documentation."""

from __future__ import annotations

TITLE = 256
EMBEDS = 10
ROWS = 5
ROW = 5
LABEL = 80
CUSTOM_ID = 100
ALT = 1_024

COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
OPTIONS = 25
CHOICES = 25
CHOICE = 100
COMMAND_TOTAL = 8_000
"""Characters of a command's names, descriptions and choices together, the longest language counting."""

INPUT = 1_000
"""Characters of a form's field: ours; Discord takes four times as many."""
INPUT_LABEL = 45
PLACEHOLDER = 100

NONCE = 25
PAGE = 100
"""Messages a page of history."""
