"""Losses of the user's own, as the program asks for them."""

from __future__ import annotations

import dataclasses
import inspect
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np


@dataclasses.dataclass
class Loss:
    """A loss of your own, and in what form it takes predictions and truths.

    A plain function or ``torch.nn.Module`` may be given wherever a ``Loss`` may; this class is for those
    that want something else than probabilities of one class.

    Parameters
    ----------
    function:
        Called with prediction and truth, and with ``mask`` as a third argument where that is set. It
        returns a number or a tensor of one element; with NumPy also a pair of the value and its gradient
        with respect to the prediction, an array of the same shape.
    takes:
        ``"probabilities"`` in [0, 1], or ``"logits"``: ln p/(1 − p) of one or of independent classes,
        ln p (for a softmax) of exclusive ones, with p clamped to [1e-7, 1 − 1e-7].
    backend:
        ``"torch"`` (tensors, gradients by autograd), ``"numpy"``, or ``"auto"``: torch for its modules, and
        where PyTorch is loaded and the function takes its tensors.
    layout:
        ``"batch"``: arrays of shape (B, C, [Z,] Y, X), the default for torch; ``"map"``: ([Z,] Y, X).
    classes:
        The kinds of several classes that the loss computes itself: ``("exclusive",)`` after a softmax,
        ``("independent",)`` after a sigmoid, or both. Of others each class is taken against the rest.
    channels:
        2 for losses that take one class as two exclusive ones, the background first.
    labels:
        The truth is given as labels of type int64 without the axis of classes, as
        ``torch.nn.CrossEntropyLoss`` has it; ignored elements have ``ignore_index``.
    mask:
        A third argument says which elements count: booleans of shape (B, 1, [Z,] Y, X).
    dtype:
        ``"float64"`` or ``"float32"``; ``"auto"`` is float64 where the function takes it.
    name:
        How the program calls the loss.
    """

    function: Callable[..., Any]
    _: dataclasses.KW_ONLY
    takes: Literal["probabilities", "logits"] = "probabilities"
    backend: Literal["auto", "torch", "numpy"] = "auto"
    layout: Literal["auto", "batch", "map"] = "auto"
    classes: Sequence[Literal["exclusive", "independent"]] = ()
    channels: int = 1
    labels: bool = False
    ignore_index: int = -100
    mask: bool = False
    dtype: Literal["auto", "float64", "float32"] = "auto"
    name: str | None = None

    def __post_init__(self) -> None:
        if not callable(self.function):
            raise TypeError(f"a loss is a function of prediction and truth, not {self.function!r}")
        if self.takes not in ("probabilities", "logits"):
            raise ValueError(f"takes is {self.takes!r}; expected 'probabilities' or 'logits'")
        if self.channels not in (1, 2):
            raise ValueError(f"channels is {self.channels}; expected 1 or 2")
        self.classes = tuple(self.classes)
        for kind in self.classes:
            if kind not in ("exclusive", "independent"):
                raise ValueError(f"classes has {kind!r}; expected 'exclusive' or 'independent'")
        if self.name is None:
            self.name = _name_of(self.function)

    @classmethod
    def of(cls, loss: Any) -> Loss:
        """The loss itself, or a function as a loss of probabilities of one class."""
        return loss if isinstance(loss, cls) else cls(loss)

    def prepared(self) -> Loss:
        """The same with everything decided, once it has been called with a small example.

        Raises what the function raises.
        """
        if self.backend == "numpy" or (self.backend == "auto" and not _may_take_tensors(self.function)):
            return self._tried("numpy")
        try:
            return self._tried("torch")
        except Exception:
            if self.backend == "torch" or _is_module(self.function):
                raise
            return self._tried("numpy")

    def _tried(self, backend: Literal["torch", "numpy"]) -> Loss:
        error: Exception | None = None
        for dtype in ("float64", "float32") if self.dtype == "auto" else (self.dtype,):
            layout = self.layout
            if layout == "auto":
                wants_batch = backend == "torch" or self.classes or self.channels == 2 or self.labels
                layout = "batch" if wants_batch else "map"
            loss = dataclasses.replace(self, backend=backend, layout=layout, dtype=dtype)
            try:
                loss._probe()
                return loss
            except Exception as reason:
                error = error or reason
        assert error is not None
        raise error

    def _probe(self) -> None:
        """Calls the function as the program would, with a square in a corner of a small grid."""
        grid = (16, 16)
        truth = np.zeros(grid)
        truth[4:11, 5:12] = 1
        prediction = 0.1 + 0.7 * truth + 0.1 * np.linspace(0, 1, truth.size).reshape(grid)
        if self.channels == 2 or (self.classes and "independent" not in self.classes):
            prediction, truth = np.stack([1 - prediction, prediction]), np.stack([1 - truth, truth])
        if self.takes == "logits":
            prediction = np.log(prediction) if len(prediction) == 2 else np.log(prediction / (1 - prediction))
        lead = () if self.layout == "map" else (1,) if prediction.ndim == 3 else (1, 1)
        shape = lead + prediction.shape
        classes = self.classes[0] if self.classes and self.channels == 1 and len(shape) == 4 else None
        value, _ = self(
            prediction.reshape(shape).astype(self.dtype), truth.reshape(shape).astype(self.dtype),
            None, True, classes,
        )
        if not isinstance(value, float):
            raise TypeError(f"the loss returned {value!r}; expected a number")

    def __call__(
        self,
        prediction: np.ndarray,
        truth: Any,
        mask: np.ndarray | None,
        wants_gradient: bool,
        classes: str | None = None,
    ) -> tuple[float, np.ndarray | None]:
        """Value and gradient of a request.

        ``truth`` is an array, or what :meth:`converted` has made of one.
        """
        if isinstance(truth, np.ndarray):
            truth = self.converted(truth)
        if self.labels and mask is not None:
            truth = _ignoring(truth, mask, self.ignore_index)
        if self.backend == "torch":
            return self._with_torch(prediction, truth, mask, wants_gradient)
        arguments = (prediction, truth, mask) if self.mask else (prediction, truth)
        result = self.function(*arguments)
        gradient = None
        if isinstance(result, tuple):
            result, gradient = result
            gradient = np.asarray(gradient)
            if gradient.shape != prediction.shape:
                raise ValueError(
                    f"the gradient has shape {gradient.shape}; expected {prediction.shape}, that of the prediction"
                )
        return _number(result), gradient

    def converted(self, truth: np.ndarray) -> Any:
        """A truth in the form in which the function wants it; it may be kept for further predictions."""
        truth = np.array(truth)
        if self.labels:
            truth = truth.argmax(axis=1) if truth.shape[1] > 1 else (truth[:, 0] > 0.5).astype(np.int64)
        if self.backend == "torch":
            import torch

            return torch.from_numpy(truth)
        return truth

    def _with_torch(
        self, prediction: np.ndarray, truth: Any, mask: np.ndarray | None, wants_gradient: bool
    ) -> tuple[float, np.ndarray | None]:
        import torch

        leaf = torch.from_numpy(np.array(prediction)).requires_grad_(wants_gradient)
        with torch.enable_grad() if wants_gradient else torch.no_grad():
            arguments = (leaf, truth)
            if self.mask:
                arguments += (None if mask is None else torch.from_numpy(np.array(mask)),)
            result = self.function(*arguments)
            if not isinstance(result, torch.Tensor):
                raise TypeError(f"the loss returned {type(result).__name__} for tensors; expected a tensor")
            if result.numel() != 1:
                raise ValueError(
                    f"the loss returned {tuple(result.shape)} values; expected one: reduce them (reduction='mean')"
                )
            gradient = None
            # What autograd does not see has no gradient: zeros, which audit finds.
            if wants_gradient and result.requires_grad:
                (slopes,) = torch.autograd.grad(result.reshape(()), leaf, allow_unused=True)
                gradient = None if slopes is None else slopes.numpy()
        if wants_gradient and gradient is None:
            gradient = np.zeros_like(prediction)
        return _number(result.detach()), gradient

    @property
    def gives_gradient(self) -> bool:
        """Whether the loss, prepared, gives gradients."""
        if self.backend == "torch":
            return True
        return getattr(self.function, "gives_gradient", self._has_gradient_of_its_own())

    def _has_gradient_of_its_own(self) -> bool:
        shape = (8, 8) if self.layout == "map" else (1, max(2 if self.classes else 1, self.channels), 8, 8)
        half = np.full(shape, 0.5, self.dtype)
        truth = np.zeros(shape, self.dtype)
        truth[..., :4] = 1
        if shape[1] == 2 and len(shape) == 4:
            truth[:, 0] = 1 - truth[:, 1]
        return self(half, truth, None, True)[1] is not None


def _ignoring(labels: Any, mask: np.ndarray, ignore_index: int) -> Any:
    keep = mask.reshape(labels.shape).astype(bool)
    if isinstance(labels, np.ndarray):
        return np.where(keep, labels, ignore_index)
    import torch

    return torch.where(torch.from_numpy(np.array(keep)), labels, ignore_index)


def _number(value: Any) -> float:
    if getattr(value, "size", 1) != 1 and not hasattr(value, "numel"):
        raise ValueError(f"the loss returned {value.shape} values; expected one: reduce them")
    number = float(value)
    return math.nan if number != number else number


def _is_module(function: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(function, torch.nn.Module)


def _may_take_tensors(function: Any) -> bool:
    return "torch" in sys.modules and not isinstance(function, np.ufunc)


def _name_of(function: Any) -> str:
    name = getattr(function, "__name__", None) or type(function).__name__
    return "mine" if name == "<lambda>" or not inspect.cleandoc(name).isprintable() else name
