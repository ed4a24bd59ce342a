"""Where the lines that the service logs are written."""

import logging


def log_to_standard_error(level: str) -> None:
    """Have lines of that level and above written to standard error, each a document of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("passerelle")
    logger.addHandler(handler)
    logger.setLevel(level.upper())
    logger.propagate = False
