"""Makes every Python that finds this on its path one of a system that cannot fork, and has no limits nor timers."""

import os
import signal
import sys

for module, names in {os: ("fork", "nice"), signal: ("setitimer", "SIGHUP", "SIGALRM", "SIGXCPU", "SIGBUS")}.items():
    for name in names:
        delattr(module, name)
sys.modules["resource"] = None  # type: ignore[assignment]
