"""Saves typing: declares the well-known prefixes that a query uses without declaring them."""

from passerelle.namespaces import PREFIXES
from passerelle.store.tokens import TokenKind, tokens


def with_prefixes(text: str) -> str:
    """The query, led by one line for each well-known prefix that it uses and does not declare.

    Never used on queries that come over HTTP, which stand for themselves.
    """
    used: set[str] = set()
    declared: set[str] = set()
    previous = ""
    for token in tokens(text):
        if token.kind is TokenKind.PREFIXED:
            prefix = token.text.partition(":")[0]
            (declared if previous == "PREFIX" else used).add(prefix)
        previous = token.text.upper()
    missing = sorted((used - declared) & PREFIXES.keys())
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing) + text
