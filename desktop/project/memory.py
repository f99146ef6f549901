"""How much memory another process takes now, and how long it had to wait for a processor, as its system tells it."""

import ctypes
import sys
from typing import Any


def resident(process: int) -> int:
    """Return the bytes that the process of that number has in memory; 0 where it has ended or the system tells nothing.

    On Linux resident pages (``/proc``), on macOS the physical footprint (``proc_pid_rusage``), on Windows the private
    bytes (``GetProcessMemoryInfo``).
    """
    try:
        return _resident(process)
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def waited(process: int) -> float:
    """Return the seconds in which the process of that number could have run and others had the processor.

    Of its first thread, and on Linux alone (``/proc``, ``schedstat``): 0 where the system tells nothing.
    """
    try:
        return _waited(process)
    except (OSError, ValueError, IndexError):
        return 0.0


if sys.platform == "linux":
    import os
    from pathlib import Path

    _PAGE = os.sysconf("SC_PAGE_SIZE")

    def _resident(process: int) -> int:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE

    def _waited(process: int) -> float:
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[1]) / 1e9

else:

    def _waited(process: int) -> float:
        return 0.0


if sys.platform == "darwin":
    # struct rusage_info_v0: a uuid of 16 bytes, then numbers of 64 bits, of which the eighth is the footprint
    _FOOTPRINT, _NUMBERS = 7, 10

    def _resident(process: int) -> int:
        library: Any = ctypes.CDLL("/usr/lib/libproc.dylib")
        found = (ctypes.c_uint64 * (2 + _NUMBERS))()
        if library.proc_pid_rusage(process, 0, ctypes.byref(found)):
            return 0
        return int(found[2 + _FOOTPRINT])

elif sys.platform == "win32":

    class _Counters(ctypes.Structure):
        _fields_ = [
            ("cb", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            *((f"s{number}", ctypes.c_size_t) for number in range(8)),
            ("private", ctypes.c_size_t),
        ]

    # PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_VM_READ
    _ACCESS = 0x1000 | 0x0010

    def _resident(process: int) -> int:
        kernel: Any = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_ACCESS, False, process)
        if not handle:
            return 0
        try:
            found = _Counters()
            found.cb = ctypes.sizeof(found)
            taken = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(handle), ctypes.byref(found), found.cb)
            return int(found.private) if taken else 0
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))

elif sys.platform != "linux":

    def _resident(process: int) -> int:
        return 0
