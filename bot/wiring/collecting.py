"""How seldom Python looks for circles of garbage: an answer makes a hundred thousand values and drops all.

None of them stand in circles, so looking through them every 700 values, and through the whole program now and
then, is a fifth of the time of a digest.
"""

from __future__ import annotations

import gc

EVERY = 50_000
"""Values made and not dropped before the youngest are looked through."""


def settle() -> None:
    """Call it once in a process, when the program is loaded: what is there then is never looked through."""
    gc.freeze()
    gc.set_threshold(EVERY)
