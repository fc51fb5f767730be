"""Who competes in losses of several classes: from logits (B, K, ...) and labels (B, ...), in float32."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from contestants import Call, forward_and_backward


class ClassInput:
    """The arrays of a batch, as every contestant gets them."""

    def __init__(self, folder: str, name: str):
        self.logits = np.load(f"{folder}/{name}-logits.npy")
        self.labels = np.load(f"{folder}/{name}-labels.npy")

    @cached_property
    def tensors(self):
        import torch

        return torch.from_numpy(self.logits), torch.from_numpy(self.labels.astype(np.int64))


def torch_loss(data: ClassInput, identifier: str):
    import torch.nn.functional as F

    _, labels = data.tensors
    return {"cross-entropy": lambda x: F.cross_entropy(x, labels)}[identifier]


def value(make_loss) -> Callable[[ClassInput, str], Call]:
    def prepare(data: ClassInput, identifier: str) -> Call:
        import torch

        loss, (logits, _) = make_loss(data, identifier), data.tensors

        def call():
            with torch.no_grad():
                return loss(logits)

        return call

    return prepare


def gradient(make_loss) -> Callable[[ClassInput, str], Call]:
    return lambda data, identifier: forward_and_backward(
        data.tensors[0], make_loss(data, identifier))


CONTESTANTS_OF_CLASSES = {
    (name, kind.__name__): kind(make_loss)
    for name, make_loss in {"torch": torch_loss}.items()
    for kind in (value, gradient)
}
