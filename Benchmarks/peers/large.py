"""Reads a prediction and a truth, and prints what MONAI's value of a loss takes: seconds, and bytes at the peak.

    large.py FOLDER INPUT LOSS

Imports are done before; the peak is what the process takes beyond what it has by then (Linux).
"""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
import scipy.ndimage  # noqa: F401  MONAI's Hausdorff loss imports it at its first call.
import torch
from contestants import THREADS, Input, monai_value

torch.set_num_threads(THREADS)
torch.set_grad_enabled(False)


def memory(key: str) -> int:
    """What the system says of this process in bytes. Of a process that was started by another, the usual peak is
    that of the other."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(f"{key}:"))


def processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    folder, name, loss = sys.argv[1:]
    small = Input.__new__(Input)
    small.p, small.mask = np.full((8, 8, 8), 0.5, np.float32), np.eye(8, dtype=bool)[None].repeat(8, 0)
    monai_value(small, loss)()
    before, used, start = memory("VmRSS"), processor(), time.perf_counter()
    monai_value(Input(folder, name), loss)()
    print(json.dumps({
        "seconds": time.perf_counter() - start,
        "processorSeconds": processor() - used,
        "peak": memory("VmHWM") - before,
    }))


main()
