"""Takes system calls from a process for good, by a filter in its kernel (seccomp).

What is taken is what reaches out of the process: the network, everything that makes, changes or removes a file, other
processes, and the workings of the kernel. What computing needs is left: memory, threads, reading files, and talking on
the descriptors that are held already. See https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

# For each call its number on x86-64 and on 64-bit ARM, which lacks the oldest.
_X86_64, _AARCH64 = 0, 1
_Numbers = dict[str, tuple[int | None, int | None]]
_NETWORK: _Numbers = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
}
_FILES: _Numbers = {
    "creat": (85, None),
    "open_by_handle_at": (304, 265),
    "memfd_create": (319, 279),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "fallocate": (285, 47),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}
_PROCESSES: _Numbers = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "prlimit64": (302, 261),
}
_KERNEL: _Numbers = {
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "setns": (308, 268),
    "unshare": (272, 97),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
# From this number on calls are the same everywhere, and younger than 2019: io_uring, which would get around a filter,
# openat2 and clone3, whose flags no filter sees, and what kernels to come will bring. Every library can do without.
_NEW = 424
# Calls that are allowed or not by a flag: which argument holds it. To open is forbidden with these, to clone without.
_OPEN, _OPENAT, _CLONE = (2, None), (257, 56), (56, 220)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_THREAD = 0x10000

_ARCHITECTURES = {"x86_64": (_X86_64, 0xC000003E), "aarch64": (_AARCH64, 0xC00000B7)}
_SECCOMP = (317, 277)
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_NO_NEW_PRIVILEGES = 38
# Instructions of the filter's machine, what it answers, and where it finds the number, architecture and arguments.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_INSTRUCTION = struct.Struct("=HBBI")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_reaching_out() -> None:
    """Have the kernel refuse what reaches out of this process, in all its threads and for good.

    Raises:
        OSError: this system has no such filters, or does not let this process have one.
    """
    architecture = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or architecture is None or sys.maxsize < 2**32:
        raise OSError(errno.ENOSYS, "no filter of system calls for this system")
    which, number = architecture
    instructions = b"".join(_INSTRUCTION.pack(*each) for each in _instructions(which, number))
    program = _Program(len(instructions) // _INSTRUCTION.size, instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    # Without this promise, only an administrator's process may have a filter.
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    if libc.syscall(ctypes.c_long(_SECCOMP[which]), _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)):
        raise OSError(ctypes.get_errno(), "seccomp")


def _instructions(which: int, architecture: int) -> Iterator[tuple[int, int, int, int]]:
    """The program: each test jumps over the answer that follows it unless it holds."""
    fail, missing = _FAIL | errno.EPERM, _FAIL | errno.ENOSYS
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _EQUAL, 1, 0, architecture
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, 0, 1, _NEW
    yield _RETURN, 0, 0, missing
    for numbers in (_NETWORK | _FILES | _PROCESSES | _KERNEL).values():
        number = numbers[which]
        if number is not None:
            yield _EQUAL, 0, 1, number
            yield _RETURN, 0, 0, fail
    for numbers, argument, flags, forbidden in (
        (_OPEN, 1, _WRITES, True),
        (_OPENAT, 2, _WRITES, True),
        (_CLONE, 0, _THREAD, False),
    ):
        number = numbers[which]
        if number is not None:
            yield _EQUAL, 0, 4, number
            yield _LOAD, 0, 0, _ARGUMENTS + 8 * argument
            yield _ANY_BIT, 0, 1, flags
            yield _RETURN, 0, 0, fail if forbidden else _ALLOW
            yield _RETURN, 0, 0, _ALLOW if forbidden else fail
    yield _RETURN, 0, 0, _ALLOW
