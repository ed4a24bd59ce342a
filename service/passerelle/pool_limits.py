"""What the workers may take, by the settings."""

import os

from passerelle.settings import Settings
from passerelle.store.pool_query import PoolLimits

_MEGABYTE = 1024 * 1024


def pool_limits(settings: Settings) -> PoolLimits:
    """What the workers may take, by the settings."""
    return PoolLimits(
        workers=settings.workers or os.cpu_count() or 1,
        waiting=settings.queue,
        seconds=settings.query_timeout,
        memory=settings.query_memory * _MEGABYTE,
        result=settings.result_limit * _MEGABYTE,
        growth=settings.worker_growth * _MEGABYTE,
    )
