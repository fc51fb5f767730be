"""Everything that the program does, as functions."""

from __future__ import annotations

import json
import os
import pathlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ._interpreter import Served
from ._losses import Loss
from ._program import Error, kebab, run
from ._results import Evaluation, Result, frame

Losses = str | Sequence[str] | Mapping[str, Mapping[str, Any]]
"""Identifiers, ``"all"``, or identifiers with their parameters: ``{"tversky": {"alpha": 0.3}}``. Several
values of a parameter give several curves."""

Array = Any
"""A NumPy array, a tensor of the CPU, or the path of a file that the program reads."""


def figure(losses: Losses | None = None, **options: Any) -> Result:
    """The figure of the survey: losses along a growing error, on a large and a small object.

    Parameters
    ----------
    losses:
        Losses of the program; those of the figure by default, or none but yours with ``losses=[]`` and
        one of your own.
    truth:
        Masks in the place of the two discs: an array, ``{"name": array}``, or files.
    spacing:
        Distances between neighbours along each axis of arrays, in any unit.
    path, steps, seed, repeats, metrics, …:
        Options of ``reproduce-figure figure`` (``--require-monotone`` is ``require_monotone``): numbers,
        texts, lists, or ``True`` for those without a value.
    any other name with a function, ``torch.nn.Module`` or :class:`Loss`:
        A loss of your own under that name: called with prediction and truth, it returns one number.

    Returns
    -------
    Result
        ``curves``, ``verdicts``, ``claims``, ``figures``, ``report``.

    Raises
    ------
    Error
        What the program refused. An exception of your own function is its cause.
    """
    return _study("figure", losses, options)


def gradients(losses: Losses | None = None, **options: Any) -> Result:
    """The gradients of losses along the curves of :func:`figure`, whose options this takes.

    Losses of your own are differentiated by autograd; a NumPy function returns value and gradient.
    """
    return _study("gradients", losses, options)


def landscape(losses: Losses | None = None, **options: Any) -> Result:
    """Losses over size of the object and step of the error: below what size does each stop rising?"""
    return _study("landscape", losses, options)


def robustness(losses: Losses | None = None, **options: Any) -> Result:
    """Under how many protocols each claim of the survey holds."""
    return _study("robustness", losses, options)


def agreement(losses: Losses | None = None, **options: Any) -> Result:
    """Whether losses prefer the prediction that metrics prefer."""
    return _study("agreement", losses, options)


def descend(losses: Losses | None = None, **options: Any) -> Result:
    """Minimises losses by gradient descent on logits, a soft disc and a small network.

    Losses of your own are differentiated by autograd.
    """
    return _study("descend", losses, options)


def advise(truth: Array | Iterable[Array], metric: str, losses: Losses | None = None, **options: Any) -> Result:
    """Which loss orders predictions of your own masks as your metric does.

    Parameters
    ----------
    truth:
        One mask or several: arrays of labels or booleans, or files.
    metric:
        What you are judged by, as ``"hausdorff-95"``; several separated by commas.
    """
    masks = [truth] if _is_one(truth) else list(truth)
    return _study("advise", losses, {"truth": masks, "metric": metric, **options})


def audit(*losses: Any, **options: Any) -> Result:
    """What is wrong with losses: each check with its evidence.

    Parameters
    ----------
    losses:
        Identifiers of the program, or functions, modules and :class:`Loss` of your own; those may also be
        named: ``audit(mine=my_loss)``.
    """
    names = [loss for loss in losses if isinstance(loss, str)]
    for loss in losses:
        if isinstance(loss, str):
            continue
        name = Loss.of(loss).name or "mine"
        if name in options or name in names:
            raise ValueError(f"two losses are called {name!r}; name one of them: audit(other={name})")
        options[name] = loss
    return _study("audit", None, options, names)


def evaluate(
    truth: Array,
    prediction: Array,
    losses: Losses = "all",
    metrics: str | Sequence[str] | None = None,
    *,
    gradient: bool = False,
    **options: Any,
) -> Evaluation:
    """Values of losses and metrics for one prediction.

    Parameters
    ----------
    truth:
        A mask or labels ([Z,] Y, X); with a batch and classes as ``axes`` says.
    prediction:
        Probabilities of the same shape, or with an axis of classes (``axes="BCYX"``), or logits with
        ``activation="softmax"`` or ``"sigmoid"``.
    losses, metrics:
        Identifiers, or ``"all"``.
    gradient:
        Whether ``report["gradients"]`` gets an array for each loss: ∂L/∂(prediction as it was given).
    spacing, classes, background, class_weights, ignore_label, …:
        Options of ``reproduce-figure evaluate``.
    """
    with tempfile.TemporaryDirectory(prefix="rf-") as folder, _served(options) as served:
        arguments = ["evaluate", "--json", *served.options]
        arguments += _pair(folder, truth, prediction)
        arguments += _selection(losses)
        if metrics is not None:
            arguments += ["--metrics", _text(metrics)]
        gradients = os.path.join(folder, "gradients")
        if gradient:
            arguments += ["--gradient", gradients]
        arguments += _options(options, folder)
        report = json.loads(_run(arguments, served))
        if gradient:
            report["gradients"] = {
                path.stem: np.load(path) for path in sorted(pathlib.Path(gradients).glob("*.npy"))
            }
    return Evaluation(report)


def losses(find: str | None = None) -> Any:
    """The losses of the program: a DataFrame, or a list of dictionaries without pandas.

    Parameters
    ----------
    find:
        Words, such as the name that another package has for a loss.
    """
    arguments = ["losses", "--json"] + (["--find", find] if find else [])
    return frame(json.loads(run(arguments)))


def _study(
    name: str, losses: Losses | None, options: dict[str, Any], arguments: Sequence[str] = ()
) -> Result:
    with tempfile.TemporaryDirectory(prefix="rf-") as folder, _served(options) as served:
        output = options.pop("output", None)
        place = pathlib.Path(output) if output is not None else pathlib.Path(folder) / "out"
        command = [name, *arguments, *served.options, "--output", str(place)]
        command += ["--format", _text(options.pop("format", "svg"))]
        if losses is not None:
            command += _selection(losses)
        command += _options(options, folder)
        summary = _run(command, served, progress=True)
        return Result(name, place, summary)


def _served(options: dict[str, Any]) -> Served:
    """Takes the losses of the user's own out of the options."""
    own = {name: value for name, value in options.items() if _is_loss(value)}
    for name in own:
        del options[name]
    return Served(own)


def _is_loss(value: Any) -> bool:
    return isinstance(value, Loss) or (callable(value) and not isinstance(value, type))


def _run(arguments: list[str], served: Served, progress: bool = False) -> str:
    try:
        return run(arguments, progress)
    except Error as error:
        if served.error is not None:
            raise error from served.error
        raise


def _is_one(value: Any) -> bool:
    return isinstance(value, (str, os.PathLike)) or hasattr(value, "shape")


def _pair(folder: str, truth: Array, prediction: Array) -> list[str]:
    return [
        *("--truth", _file(truth, folder, "truth")),
        *("--prediction", _file(prediction, folder, "prediction")),
    ]


def _file(array: Array, folder: str, name: str) -> str:
    """The path of an array that the program can read."""
    if isinstance(array, (str, os.PathLike)):
        return os.fspath(array)
    if hasattr(array, "detach"):
        array = array.detach().cpu().numpy()
    array = np.asarray(array)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.kind not in "uif":
        raise TypeError(f"the {name} has elements of type {array.dtype}; expected numbers or booleans")
    path = os.path.join(folder, f"{name}.npy")
    np.save(path, np.ascontiguousarray(array))
    return path


def _selection(losses: Losses) -> list[str]:
    if not isinstance(losses, Mapping):
        return ["--losses", _text(losses)]
    arguments = ["--losses", ",".join(losses)]
    for loss, parameters in losses.items():
        for name, value in parameters.items():
            arguments += ["--parameter", f"{loss}.{kebab(name)}={_text(value)}"]
    return arguments


# Lists of these are one option each; of others one option with commas.
_REPEATED = {"truth", "curves", "require_monotone", "external", "metric_parameter"}


def _options(options: Mapping[str, Any], folder: str) -> list[str]:
    arguments: list[str] = []
    for name, value in options.items():
        option = "--" + kebab(name)
        if value is None or value is False:
            continue
        if value is True:
            arguments.append(option)
        elif name == "truth":
            for number, (key, mask) in enumerate(_named(value)):
                path = _file(mask, folder, f"truth-{number}" if key is None else f"truth-{key}")
                arguments += [option, path if key is None else f"{key}={path}"]
        elif name in ("mask", "image", "second_prediction") and not isinstance(value, str):
            arguments += [option, _file(value, folder, name)]
        elif name in _REPEATED and not isinstance(value, str):
            for entry in value:
                arguments += [option, str(entry)]
        else:
            arguments += [option, _text(value)]
    return arguments


def _named(value: Any) -> list[tuple[str | None, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return [(None, value)] if _is_one(value) else [(None, entry) for entry in value]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ",".join(f"{key}={_text(entry)}" for key, entry in value.items())
    if isinstance(value, Iterable):
        return ",".join(_text(entry) for entry in value)
    return str(value)
