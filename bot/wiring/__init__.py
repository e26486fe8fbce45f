"""Puts the parts together: the only place, with `bot.__main__`, that sees both adapters and storage."""
