"""Puts the parts together. The only place that sees both sides."""
