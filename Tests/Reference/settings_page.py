"""What the packages give for the settings in docs/settings.md, on the batch of Examples/classes."""

from __future__ import annotations

import re

import monai.losses
import numpy as np
import torch

from classes import double_precision, nnunet, smp
from classes_files import EXAMPLES, IGNORED, ROOT, batch

PAGE = ROOT / "docs" / "settings.md"
PACKAGES = {
    "MONAI": monai.losses, "nnU-Net": nnunet, "segmentation_models_pytorch": smp,
    "PyTorch": torch.nn,
}


def write() -> list[dict]:
    """Writes the truths; gives the value of each setting."""
    labels, logits = batch()
    complete = np.where(labels == IGNORED, 0, labels)
    y = np.broadcast_to(np.mgrid[:24, :24][0], complete.shape)
    regions = np.stack([y >= 3, complete > 0, complete == 2], 1)
    np.save(EXAMPLES / "complete.npy", complete.astype(np.uint8))
    np.save(EXAMPLES / "regions.npy", regions.astype(np.uint8))
    scores = torch.tensor(logits.astype(np.float32)).double()
    truths = {
        "labels.npy": torch.tensor(labels), "complete.npy": torch.tensor(complete),
        "regions.npy": torch.tensor(regions).double(),
    }
    rows = []
    package = None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            package = line[3:]
        found = re.match(r"\| `(.+?)` \| `--truth (\S+) ", line)
        if not found:
            continue
        with double_precision():
            loss = eval(found[1], {"np": np, "torch": torch} | vars(PACKAGES[package]))
            truth = truths[found[2]]
            # MONAI and nnU-Net have labels in a channel of their own.
            if truth.dim() == 3 and package in ("MONAI", "nnU-Net") and "NACL" not in found[1]:
                truth = truth[:, None]
            values = loss(scores, truth)
        rows.append({
            "package": package, "setting": found[1], "values": values.flatten().tolist()})
    return rows
