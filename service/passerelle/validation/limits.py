"""What checking a file may take, by the settings."""

from passerelle.settings import Settings
from passerelle.store.checking import CheckLimits
from passerelle.store.limits import Limits
from passerelle.store.upload import UploadLimits

_MEGABYTE = 1024 * 1024


def check_limits(settings: Settings, findings: int | None = None) -> CheckLimits:
    """The limits of one check, which shows at most so many findings and waits for a worker as long as it may take."""
    seconds = settings.validation_timeout
    return CheckLimits(
        upload=UploadLimits(settings.upload_limit, settings.upload_statements),
        work=Limits(seconds, seconds, settings.validation_memory * _MEGABYTE),
        findings=findings,
        patience=seconds,
    )
