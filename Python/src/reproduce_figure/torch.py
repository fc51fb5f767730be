"""Losses of the program as PyTorch has them; needs ``torch``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import torch

from ._client import Client
from ._program import kebab

__all__ = ["Loss"]


class Loss(torch.nn.Module):
    """A loss of the program as a module, with its gradient, on the CPU.

    ``rf.torch.Loss("combo", alpha=0.3)(prediction, truth)`` is a tensor of one element.

    Parameters
    ----------
    loss:
        Identifier; :func:`reproduce_figure.losses` lists them.
    activation:
        ``"none"``: predictions are probabilities in [0, 1]; ``"sigmoid"``, ``"softmax"``: logits.
    classes:
        How several channels stand to each other where that does not follow from the activation:
        ``"exclusive"`` or ``"independent"`` (the default of several channels of probabilities is exclusive).
    background, class_weights, pool, reduce_classes, reduce_batch, label_smoothing, class_distances:
        As options of ``reproduce-figure evaluate``: ``background="exclude"``, ``class_weights=[1, 2]``.
    smoothing_numerator, smoothing_denominator, overlap, volume_weighting:
        How overlap losses are written.
    spacing:
        Distances between neighbours along each axis of the grid.
    parameters:
        Parameters of the loss, with ``_`` for ``-``.

    Shapes
    ------
    prediction: (B, K, *grid), any floating type; K = 1 for one class.
    truth: the same shape, in [0, 1], or labels (B, 1, *grid) or (B, *grid) of an integer type.
    mask: (B, 1, *grid) or (B, *grid), true where an element counts.

    Raises
    ------
    reproduce_figure.Error
        What the program refuses, such as an unknown parameter.
    """

    def __init__(
        self,
        loss: str,
        *,
        activation: Literal["none", "sigmoid", "softmax"] = "none",
        classes: Literal["exclusive", "independent"] | None = None,
        background: Literal["include", "exclude"] | None = None,
        class_weights: Sequence[float] | None = None,
        pool: Literal["item", "batch"] | None = None,
        reduce_classes: Literal["mean", "present", "weighted", "sum"] | None = None,
        reduce_batch: Literal["mean", "sum"] | None = None,
        label_smoothing: float | None = None,
        class_distances: str | None = None,
        smoothing_numerator: float | None = None,
        smoothing_denominator: float | None = None,
        overlap: Literal["product", "minimum"] | None = None,
        volume_weighting: str | None = None,
        spacing: Sequence[float] | None = None,
        timeout: float = 600,
        **parameters: float,
    ) -> None:
        super().__init__()
        self.loss = loss
        self.parameters_of_loss = parameters
        self.spacing = spacing
        self.timeout = timeout
        self.classes = classes or ("independent" if activation == "sigmoid" else "exclusive")
        self._arguments = ["--losses", loss, "--activation", activation]
        for name, value in parameters.items():
            self._arguments += ["--parameter", f"{loss}.{kebab(name)}={value}"]
        options = {
            "background": background,
            "class_weights": None if class_weights is None else ",".join(map(str, class_weights)),
            "pool": pool,
            "reduce_classes": reduce_classes,
            "reduce_batch": reduce_batch,
            "label_smoothing": label_smoothing,
            "class_distances": class_distances,
            "smoothing_numerator": smoothing_numerator,
            "smoothing_denominator": smoothing_denominator,
            "overlap": overlap,
            "volume_weighting": volume_weighting,
        }
        for name, value in options.items():
            if value is not None:
                self._arguments += [f"--{kebab(name)}", str(value)]
        self._client: Client | None = None
        # What is wrong with the parameters is said here, and not in the middle of a training.
        self._running()

    def _running(self) -> Client:
        if self._client is None:
            self._client = Client(self._arguments, self.timeout)
        return self._client

    def __getstate__(self) -> dict[str, Any]:
        # A copy, or one in another process, starts a process of its own.
        return {**self.__dict__, "_client": None}

    def forward(
        self, prediction: torch.Tensor, truth: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The value; see the class for the shapes."""
        if prediction.ndim < 3:
            raise ValueError(
                f"the prediction has shape {tuple(prediction.shape)}; expected (B, K, *grid)"
            )
        truth = _one_hot(truth, prediction)
        if mask is not None:
            mask = mask.detach().reshape(prediction.shape[:1] + (1,) + prediction.shape[2:]) != 0
        return _Function.apply(prediction, truth.detach(), mask, self)

    def extra_repr(self) -> str:
        return ", ".join([repr(self.loss)] + [f"{k}={v}" for k, v in self.parameters_of_loss.items()])


def _one_hot(truth: torch.Tensor, prediction: torch.Tensor) -> torch.Tensor:
    shape, count = prediction.shape, prediction.shape[1]
    if truth.shape == shape and (count == 1 or truth.is_floating_point()):
        return truth
    labels = truth if truth.ndim == prediction.ndim - 1 else truth.squeeze(1)
    if labels.shape != shape[:1] + shape[2:] or (truth.is_floating_point() and count > 1):
        if truth.shape == shape:
            return truth
        raise ValueError(
            f"the truth has shape {tuple(truth.shape)} and type {truth.dtype}; expected {tuple(shape)}, or labels "
            f"of an integer type and shape {tuple(shape[:1] + shape[2:])}"
        )
    if count == 1:
        return labels.unsqueeze(1)
    labels = labels.long()
    if labels.min() < 0 or labels.max() >= count:
        raise ValueError(
            f"the truth has labels from {labels.min()} to {labels.max()}; expected 0 to {count - 1}; leave others "
            "out with a mask"
        )
    return torch.nn.functional.one_hot(labels, count).movedim(-1, 1)


class _Function(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, prediction: torch.Tensor, truth: torch.Tensor, mask: Any, loss: Loss) -> torch.Tensor:
        arrays = [x.detach().cpu().to(torch.float64).numpy() for x in (prediction, truth)]
        several = prediction.shape[1] > 1
        value, gradient = loss._running().evaluate(
            *arrays,
            classes=loss.classes if several else "independent" if prediction.shape[0] > 1 or mask is not None else None,
            mask=None if mask is None else mask.cpu().numpy().astype(np.uint8),
            spacing=loss.spacing,
            gradient=ctx.needs_input_grad[0],
        )
        if gradient is not None:
            ctx.save_for_backward(torch.from_numpy(gradient).to(prediction))
        return torch.tensor(value, dtype=prediction.dtype, device=prediction.device)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor, None, None, None]:
        (gradient,) = ctx.saved_tensors
        return slope * gradient, None, None, None
