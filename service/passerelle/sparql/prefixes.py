"""Saves typing: declares the well-known prefixes that a query uses without declaring them."""

from passerelle.namespaces import PREFIXES
from passerelle.store.tokens import tokens, undeclared


def with_prefixes(text: str) -> str:
    """The query, led by one line for each well-known prefix that it uses and does not declare.

    Never used on queries that come over HTTP, which stand for themselves.
    """
    missing = sorted(undeclared(tokens(text)).keys() & PREFIXES.keys())
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing) + text
