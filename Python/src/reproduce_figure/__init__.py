"""The instrument for segmentation losses: what they see, when they rise, what is wrong with them.

Every function runs the program that this package brings along. Losses are named as the program knows
them (:func:`losses` lists them); functions and :class:`torch.nn.Module` of your own are served from the
running interpreter, with gradients by autograd.

    >>> import reproduce_figure as rf
    >>> r = rf.figure(losses=["dice", "focal"], mine=my_loss)
    >>> r              # the figure, in a notebook
    >>> r.curves       # a DataFrame
"""

from ._functions import (
    advise,
    agreement,
    audit,
    descend,
    evaluate,
    figure,
    gradients,
    landscape,
    losses,
    robustness,
)
from ._losses import Loss
from ._program import Error, MissingLibrary, program, version
from ._protocol import serve
from ._results import Evaluation, Result

__all__ = [
    *("Error", "Evaluation", "Loss", "MissingLibrary", "Result", "advise", "agreement", "audit"),
    *("descend", "evaluate", "figure", "gradients", "landscape", "losses", "program"),
    *("robustness", "serve", "torch", "version"),
]


def __getattr__(name: str):
    # PyTorch is optional, and loading it takes seconds.
    if name == "torch":
        import importlib

        return importlib.import_module(".torch", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
