"""What checking a file may take, by the settings."""

from passerelle.settings import Settings
from passerelle.store.checking import CheckLimits
from passerelle.store.limits import Limits
from passerelle.store.upload import UploadLimits

_MEGABYTE = 1024 * 1024
# Seconds on the clock for one of processor time: beyond that the machine is at fault, not the file.
_CLOCK = 4


def check_limits(settings: Settings, findings: int | None = None) -> CheckLimits:
    """The limits of one check, which shows at most so many findings and waits for a worker as long as it may take."""
    processor = settings.validation_timeout
    seconds = processor * _CLOCK
    return CheckLimits(
        upload=UploadLimits(settings.upload_limit, settings.upload_statements),
        work=Limits(seconds, processor, settings.validation_memory * _MEGABYTE),
        findings=findings,
        patience=seconds,
    )
