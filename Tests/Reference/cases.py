"""Evaluates references and writes them down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import torch

from inputs import Input

# Of value and gradient, relative to the largest magnitude: a package is a peer only where it
# computes the formula of the contract this closely.
AGREEMENT = 1e-10

# A loss as a function of (prediction, input, parameters); everything in float64.
Reference = Callable[[torch.Tensor, Input, dict[str, float]], torch.Tensor]


@dataclass
class Loss:
    """References of one loss and what to evaluate them on."""

    id: str
    defaults: dict[str, float]
    transcription: Reference
    # Settings that override defaults, evaluated on the inputs named in `tuned_on`.
    settings: list[dict[str, float]]
    note: str = ""
    tuned_on: tuple[str, ...] = ("random-2d", "random-3d", "blob-2d")
    # Inputs on which the loss has no derivative: only the value is compared.
    without_gradient: tuple[str, ...] = ()
    # Inputs on which the loss has no meaning.
    without: tuple[str, ...] = ()
    peers: tuple["Peer", ...] = ()


@dataclass
class Peer:
    """A published implementation of the same formula."""

    name: str
    reference: Reference
    # Whether the package computes the contract's formula on this input with these parameters.
    accepts: Callable[[Input, dict[str, float]], bool]
    note: str = ""


def package(*names: str) -> str:
    """For example "MONAI 1.6.1"; joined by " + "."""
    titles = {"monai": "MONAI", "torch": "PyTorch", "scipy": "SciPy"}
    return " + ".join(
        f"{titles.get(name, name)} {version(name).split('+')[0]}" for name in names
    )


def evaluate(
    reference: Reference, sample: Input, parameters: dict[str, float]
) -> tuple[float, list[float]]:
    """The value, and ∂L/∂p by automatic differentiation."""
    prediction = torch.tensor(sample.prediction, dtype=torch.float64, requires_grad=True)
    value = reference(prediction, sample, parameters)
    assert value.dtype == torch.float64, value.dtype
    if not value.requires_grad:
        return value.item(), [0.0] * prediction.numel()
    (gradient,) = torch.autograd.grad(value, prediction, allow_unused=True)
    gradient = torch.zeros_like(prediction) if gradient is None else gradient
    assert torch.isfinite(value) and torch.isfinite(gradient).all()
    # Adding 0 turns −0 into 0.
    return value.item() + 0.0, (gradient.flatten() + 0.0).tolist()


def make_cases(losses: list[Loss], inputs: dict[str, Input]) -> list[dict]:
    """Every case of the losses; stops when a peer and the transcription disagree."""
    return [case for loss in losses for case in cases_of(loss, inputs)]


def cases_of(loss: Loss, inputs: dict[str, Input]) -> Iterator[dict]:
    jobs = [({}, name) for name in inputs if name not in loss.without]
    jobs += [(setting, name) for setting in loss.settings for name in loss.tuned_on]
    for setting, name in jobs:
        sample = inputs[name]
        parameters = loss.defaults | setting
        value, gradient = evaluate(loss.transcription, sample, parameters)
        case = {
            "loss": loss.id,
            "parameters": parameters,
            "input": name,
            "peer": package("torch") + " autograd of the transcribed formula",
            "kind": "transcription",
            "value": value,
            "gradient": [] if name in loss.without_gradient else gradient,
            "note": loss.note,
        }
        yield case
        for peer in loss.peers:
            if peer.accepts(sample, parameters):
                other, slopes = evaluate(peer.reference, sample, parameters)
                require_agreement(loss.id, name, parameters, peer, [value], [other])
                if name in loss.without_gradient:
                    slopes = []
                else:
                    require_agreement(loss.id, name, parameters, peer, gradient, slopes)
                yield case | {
                    "peer": peer.name, "kind": "package", "note": peer.note,
                    "value": other, "gradient": slopes,
                }


def require_agreement(loss, name, parameters, peer, expected, actual):
    scale = max(map(abs, expected + actual), default=0) + 1e-12
    worst = max(abs(a - b) for a, b in zip(expected, actual, strict=True))
    if worst > AGREEMENT * scale:
        raise SystemExit(
            f"{loss} {parameters} on {name}: {peer.name} differs from the transcription by "
            f"{worst / scale:.2e} of the largest magnitude"
        )


def write_rows(path: Path, key: str, rows: list[dict]) -> None:
    """One case a line, so that a difference of two versions is readable."""
    lines = ",\n".join(json.dumps(row, allow_nan=False, separators=(",", ":")) for row in rows)
    path.write_text(f'{{"{key}":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(rows)} cases, {path.stat().st_size / 1e6:.2f} MB")


def write_inputs(path: Path, inputs: dict[str, Input]) -> None:
    lines = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(sample.as_json(), allow_nan=False, separators=(',', ':'))}"
        for name, sample in inputs.items()
    )
    path.write_text(f'{{"inputs":{{\n{lines}\n}}}}\n', encoding="utf-8")
