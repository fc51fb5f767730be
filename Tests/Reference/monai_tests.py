"""The value tests of segmentation losses in MONAI's own test suite, and how they are said to our program.

Settings, numbers and expected values are those of `tests/losses/test_*.py` of MONAI (Apache License 2.0), read
in November 2026. Each is first computed with the MONAI that is installed, so that a case that was copied wrongly stops the
script; what the file then holds is MONAI's expected value, not the one computed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import monai.losses as ml
import numpy as np
import torch


@dataclass
class Case:
    name: str
    arrays: dict
    # Sums of terms (factor, names of prediction and truth, options), whose values follow each other.
    parts: list
    expected: list
    tolerance: tuple = (1e-5, 1e-6)

    def as_json(self) -> dict:
        arrays = {
            name: {"shape": list(values.shape), "values": [float(x) for x in values.flatten()]}
            for name, values in self.arrays.items()}
        parts = [[{"factor": factor, "prediction": p, "truth": g, "options": options}
                  for factor, p, g, options in part] for part in self.parts]
        return {"name": self.name, "arrays": arrays, "parts": parts, "expected": self.expected,
                "relative": self.tolerance[0], "absolute": self.tolerance[1]}


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


ONE = tensor([[[[1.0, -1.0], [-1.0, 1.0]]]]), tensor([[[[1.0, 0.0], [1.0, 1.0]]]])
TWO = tensor([[[[1.0, -1.0], [-1.0, 1.0]]]] * 2), tensor(
    [[[[1.0, 1.0], [1.0, 1.0]]], [[[1.0, 0.0], [1.0, 0.0]]]])
ZERO = tensor([[[[1.0, 0.0], [-1.0, 1.0]]], [[[1.0, -1.0], [-1.0, 1.0]]]]), TWO[1]
SOFT = (tensor([[[[0.3, 0.4], [0.7, 0.9]]], [[[1.0, 0.1], [0.5, 0.3]]]]),) * 2
EXACT = tensor([[[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]]), tensor(
    [[[0.0, 0.0, 1.0]], [[0.0, 1.0, 0.0]]])
NONE = EXACT[0], torch.zeros(2, 1, 3, dtype=torch.float64)
LOGITS = tensor([[[-1.0, 0.0, 1.0], [1.0, 0.0, -1.0]], [[0.0] * 3, [0.0] * 3]]), tensor(
    [[[1.0, 0.0, 0.0]], [[1.0, 1.0, 0.0]]])
FOUR = tensor([[[0.0, 10.0, 10.0, 10.0], [10.0, 0.0, 0.0, 0.0]]]), tensor([[[1.0, 1, 0, 0]]])


def tanh(x):
    return torch.tanh(x)


def log_softmax(x):
    return torch.log_softmax(x, dim=1)


SIGMOID, SOFTMAX = {"sigmoid": True}, {"softmax": True}
ONE_HOT, NO_BACKGROUND = {"to_onehot_y": True}, {"include_background": False}


def smooth(nr, dr=None):
    return {"smooth_nr": nr, "smooth_dr": nr if dr is None else dr}


def axes(prediction) -> str:
    return "BC" + "ZYX"[3 - (prediction.dim() - 2):]


def activation(settings: dict) -> list[str]:
    if settings.get("sigmoid"):
        return ["--classes", "independent", "--activation", "sigmoid"]
    if settings.get("softmax") or settings.get("use_softmax"):
        return ["--classes", "exclusive", "--activation", "softmax"]
    if "other_act" in settings:
        name = "tanh" if settings["other_act"] is tanh else "log-softmax"
        return ["--classes", "independent", "--activation", name]
    return ["--classes", "independent", "--activation", "none"]


def reduction(settings: dict) -> list[str]:
    options = []
    if not settings.get("include_background", True):
        options += ["--background", "exclude"]
    # The mean of a batch of equal grids is the mean of its items for a loss of distances.
    if settings.get("batch"):
        options += ["--pool", "batch"]
    if settings.get("reduction", "mean") != "mean":
        name = settings["reduction"]
        options += ["--reduce-classes", name, "--reduce-batch", name]
    if settings.get("weight") is not None:
        options += ["--reduce-classes", "weighted", "--class-weights", joined(settings["weight"])]
    return options


def joined(weights) -> str:
    return ",".join(repr(float(weight)) for weight in weights)


def smoothing(settings: dict, factor=1.0) -> list[str]:
    numerator, denominator = (settings.get(key, 1e-5) * factor for key in ("smooth_nr", "smooth_dr"))
    return ["--smoothing-numerator", repr(numerator), "--smoothing-denominator", repr(denominator)]


def overlap(settings: dict, loss: str, factor=1.0) -> list[str]:
    soft = ["--overlap", "minimum"] if settings.get("soft_label") else []
    return ["--losses", loss, *smoothing(settings, factor), *soft]


def dice_options(settings: dict) -> list[str]:
    if settings.get("jaccard"):
        # MONAI doubles everything above and below the line but the smoothing.
        return overlap(settings, "jaccard", 0.5)
    return overlap(settings, "squared-dice" if settings.get("squared_pred") else "dice")


def tversky_options(settings: dict) -> list[str]:
    weights = (settings.get(key, 0.5) for key in ("alpha", "beta"))
    return overlap(settings, "tversky") + [
        part for name, weight in zip(("alpha", "beta"), weights)
        for part in ("--parameter", f"tversky.{name}={weight}")]


def generalised_options(settings: dict) -> list[str]:
    names = {"square": "inverse-square", "simple": "inverse", "uniform": "uniform"}
    return overlap(settings, "generalised-dice") + [
        "--volume-weighting", names[settings.get("w_type", "square")]]


def hausdorff_options(settings: dict, loss="hausdorff-distance-transform") -> list[str]:
    settings.pop("batch", None)
    return ["--losses", loss]


def simple(name, kind, options, rows, tolerance) -> list[Case]:
    """A case for each row of settings, input and expected value, with one command."""
    cases = []
    for number, (settings, (prediction, truth), expected) in enumerate(rows):
        settings = {key: value for part in settings for key, value in part.items()}
        check(kind, settings, (prediction, truth), expected, tolerance, f"{name} {number}")
        own = options(settings)
        arguments = ["--axes", axes(prediction), *activation(settings), *own, *reduction(settings)]
        cases.append(Case(
            f"{name} {number}", {"prediction": prediction, "truth": truth},
            [[(1, "prediction", "truth", arguments)]], flat(expected), tolerance))
    return cases


def flat(expected) -> list[float]:
    return [float(value) for value in np.asarray(expected).flatten()]


def check(kind, settings, inputs, expected, tolerance, name):
    torch.set_default_dtype(torch.float32)
    if "Hausdorff" in kind.__name__:
        settings = {"include_background": True} | settings
    settings = {key: torch.tensor(value, dtype=torch.float32) if key == "weight" else value
                for key, value in settings.items()}
    prediction, truth = (value.float() for value in inputs)
    value = kind(**settings)(prediction, truth).detach().numpy()
    np.testing.assert_allclose(
        value.flatten(), flat(expected), rtol=max(tolerance[0], 2e-5), atol=max(tolerance[1], 1e-5), err_msg=name)


TANH, LOG_SOFTMAX = {"other_act": tanh}, {"other_act": log_softmax}
BATCH, SUM, EACH = {"batch": True}, {"reduction": "sum"}, {"reduction": "none"}
DICE = [
    ([SIGMOID, smooth(1e-6)], ONE, 0.307576),
    ([SIGMOID, smooth(1e-4)], TWO, 0.416657),
    ([smooth(1e-4), {"soft_label": True}], SOFT, 0.0),
    ([smooth(1e-4), {"soft_label": False}], SOFT, 0.307773),
    ([NO_BACKGROUND, ONE_HOT, smooth(0)], EXACT, 0.0),
    ([ONE_HOT, SIGMOID, smooth(1e-4)], LOGITS, 0.435050),
    ([ONE_HOT, SIGMOID, EACH, smooth(1e-4)], LOGITS, [0.296529, 0.415136, 0.599976, 0.428559]),
    ([ONE_HOT, SOFTMAX, smooth(1e-4)], LOGITS, 0.383713),
    ([ONE_HOT, SOFTMAX, SUM, smooth(1e-4)], LOGITS, 1.534853),
    ([SIGMOID, {"squared_pred": True}], ONE, 0.178337),
    ([SIGMOID, {"jaccard": True}], ONE, 0.470451),
    ([TANH, smooth(1e-4)], TWO, 0.999963),
    ([ONE_HOT, LOG_SOFTMAX, smooth(1e-4)], LOGITS, -8.522593),
    ([TANH, smooth(1e-4), BATCH], ZERO, 0.774718),
    ([TANH, smooth(0, 1e-4), BATCH], ZERO, 0.774733),
    ([TANH, smooth(0, 1e-4)], ZERO, 0.840058),
    ([ONE_HOT, LOG_SOFTMAX, smooth(1e-4), {"weight": (0, 1)}], LOGITS, -8.268515),
]
TVERSKY = [
    ([SIGMOID, smooth(1e-6)], ONE, 0.307576),
    ([SIGMOID, smooth(1e-4)], TWO, 0.416657),
    ([smooth(1e-4), {"soft_label": True}], SOFT, 0.0),
    ([smooth(1e-4), {"soft_label": False}], SOFT, 0.307773),
    ([NO_BACKGROUND, ONE_HOT, smooth(0)], EXACT, 0.0),
    ([NO_BACKGROUND, ONE_HOT, smooth(0, 1e-3)], EXACT, 0.000999),
    ([ONE_HOT, SIGMOID, smooth(1e-4)], LOGITS, 0.435050),
    ([ONE_HOT, SIGMOID, BATCH], LOGITS, 0.422979),
    ([ONE_HOT, SIGMOID, SUM, smooth(1e-4)], LOGITS, 1.74013),
    ([ONE_HOT, SOFTMAX, smooth(1e-4)], LOGITS, 0.383713),
    ([ONE_HOT, SOFTMAX, EACH, smooth(1e-4)], LOGITS, [0.210961, 0.295339, 0.599952, 0.428547]),
    ([SIGMOID, {"alpha": 0.3, "beta": 0.7}, smooth(1e-6)], ONE, 0.3589),
    ([SIGMOID, {"alpha": 0.7, "beta": 0.3}, smooth(1e-6)], ONE, 0.247366),
    ([TANH, smooth(1e-4)], TWO, 0.999963),
    ([TANH, smooth(0, 1e-3), BATCH], TWO, 0.999963),
    ([ONE_HOT, LOG_SOFTMAX, smooth(1e-4)], LOGITS, -8.533317),
]
GENERALISED = [
    ([SIGMOID, smooth(1e-6)], ONE, 0.307576),
    ([SIGMOID, smooth(1e-4)], TWO, 0.416597),
    ([smooth(1e-4), {"soft_label": True}], SOFT, 0.0),
    ([smooth(1e-4), {"soft_label": False}], SOFT, 0.307748),
    ([NO_BACKGROUND, ONE_HOT, smooth(0.0)], EXACT, 0.0),
    ([ONE_HOT, SIGMOID, smooth(1e-4)], LOGITS, 0.469964),
    ([ONE_HOT, SOFTMAX, smooth(1e-4)], LOGITS, 0.414507),
    ([ONE_HOT, SOFTMAX, SUM, smooth(1e-4)], LOGITS, 0.829015),
    ([ONE_HOT, SOFTMAX, EACH, smooth(1e-4)], LOGITS, [0.273476, 0.555539]),
    ([NO_BACKGROUND, ONE_HOT, smooth(1e-8)], NONE, 0.0),
    ([ONE_HOT, SOFTMAX, {"w_type": "simple"}, smooth(0)], FOUR, 0.250023),
    ([TANH, smooth(1e-4)], TWO, 0.99970),
    ([ONE_HOT, LOG_SOFTMAX, smooth(1e-4)], LOGITS, -0.097833),
]
HAUSDORFF_LOGITS = tuple(value[..., None] for value in LOGITS)
SOLID = tensor([[[[[1.0, -1.0], [1.0, -1.0]], [[-1.0, 1.0], [-1.0, 1.0]]]]]), tensor(
    [[[[[1.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [1.0, 1.0]]]]])
PAIR = tensor([[[[1.0, -1.0], [-1.0, 1.0]], [[1.0, -1.0], [-1.0, 1.0]]]]), tensor(
    [[[[1.0, 0.0], [1.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]]])
HAUSDORFF = [
    ([SIGMOID], ONE, 0.509329),
    ([SIGMOID], tuple(value[:, :, None] for value in ONE), 0.509329),
    ([SIGMOID], SOLID, 0.375718),
    ([SIGMOID], PAIR, 0.326994),
    ([SIGMOID], TWO, 0.455082),
    ([NO_BACKGROUND, SIGMOID], PAIR, 0.144659),
    ([ONE_HOT, SIGMOID, EACH], HAUSDORFF_LOGITS, [0.407765, 0.407765, 0.5, 0.5]),
    ([ONE_HOT, SOFTMAX], HAUSDORFF_LOGITS, 0.357016),
    ([ONE_HOT, SOFTMAX, SUM], HAUSDORFF_LOGITS, 1.428062),
    ([SIGMOID], ONE, 0.509329),
    ([TANH], TWO, 1.870039),
    ([ONE_HOT, LOG_SOFTMAX], HAUSDORFF_LOGITS, 4.366613),
    ([TANH, BATCH], ZERO, 1.607137),
    ([TANH, BATCH], ZERO, 1.607137),
    ([TANH], ZERO, 1.607137),
]


def masked() -> list[Case]:
    """Up to MONAI 1.5 the mask multiplied logits, so that an element it hid had the probability ½ and counted, and the
    tests expected 0.5, 0.422969 and 0.47033 in the first, second and fourth row. Now it is left out, as
    here; what these rows expect is what MONAI 1.6.1 gives."""
    every = torch.ones_like
    rows = [
        ([SIGMOID, smooth(1e-6)], ONE, tensor([[[[0.0, 0.0], [1.0, 1.0]]]]), None),
        ([SIGMOID, smooth(1e-4)], TWO, tensor(
            [[[[1.0, 1.0], [1.0, 1.0]]], [[[1.0, 1.0], [0.0, 0.0]]]]), None),
        ([NO_BACKGROUND, ONE_HOT, smooth(0)], EXACT, tensor([[[1.0] * 3], [[0.0, 1.0, 0.0]]]), 0.0),
        ([ONE_HOT, SIGMOID, smooth(1e-4)], LOGITS, tensor([[[1.0, 1.0, 0.0]]]), None),
        ([ONE_HOT, SIGMOID, EACH, smooth(1e-4)], LOGITS, every(LOGITS[1]),
         [0.296529, 0.415136, 0.599976, 0.428559]),
        ([ONE_HOT, SOFTMAX, smooth(1e-4)], LOGITS, every(LOGITS[1]), 0.383713),
        ([ONE_HOT, SOFTMAX, SUM, smooth(1e-4)], LOGITS, every(LOGITS[1]), 1.534853),
        ([SIGMOID, smooth(1e-6)], ONE, every(ONE[1]), 0.307576),
        ([SIGMOID, {"squared_pred": True}, smooth(1e-5)], ONE, every(ONE[1]), 0.178337),
        ([SIGMOID, {"jaccard": True}, smooth(1e-5)], ONE, every(ONE[1]), 0.470451),
    ]
    result = []
    for number, (settings, inputs, mask, expected) in enumerate(rows):
        settings = {key: value for part in settings for key, value in part.items()}
        value = ml.MaskedDiceLoss(**settings)(*(part.float() for part in inputs), mask=mask.float())
        expected = value.numpy() if expected is None else expected
        np.testing.assert_allclose(value.numpy().flatten(), flat(expected), rtol=2e-5, atol=1e-5)
        prediction, truth = inputs
        arguments = ["--axes", axes(prediction), *activation(settings), *dice_options(settings),
                     *reduction(settings), "--mask", "mask"]
        # Labels are multiplied by the mask before they become one-hot. Elsewhere it is the same to Dice
        # whether elements are left out or 0 in both.
        if number == 3:
            arguments += ["--masked", "background"]
        arrays = {"prediction": prediction, "truth": truth, "mask": mask}
        result.append(Case(
            f"MaskedDiceLoss {number}", arrays, [[(1, "prediction", "truth", arguments)]],
            flat(expected)))
    return result


RAW = ["--classes", "independent", "--activation", "none"]
EXCLUSIVE = ["--classes", "exclusive", "--activation", "softmax"]
TINY = ["--smoothing-numerator", "1e-05", "--smoothing-denominator", "1e-05"]


def dice_cross_entropy() -> list[Case]:
    """Without an activation MONAI takes one input for probabilities in Dice and for logits in the entropy."""
    tolerance = (1e-4, 1e-4)
    large = tensor([[[100.0, 100.0, 0.0], [0.0, 0.0, 1.0]], EXACT[0][1].tolist()])
    one_hot = EXACT[0]
    result = []

    def add(settings, prediction, truth, expected, parts, **arrays):
        name = f"DiceCELoss {len(result)}"
        check(ml.DiceCELoss, settings, (prediction, truth), expected, tolerance, name)
        arrays = {"prediction": prediction, "truth": truth} | arrays
        result.append(Case(name, arrays, [parts], flat(expected), tolerance))

    dice = ["--axes", "BCX", *RAW, "--losses", "dice", *TINY]
    entropy = ["--axes", "BCX", *EXCLUSIVE, "--losses", "cross-entropy", "--pool", "batch"]
    whole = [(1, "prediction", "truth", dice), (1, "prediction", "truth", entropy)]
    add({"to_onehot_y": True}, *EXACT, 0.3133, whole)
    add({}, one_hot, one_hot, 0.3133, whole)
    add({}, one_hot, one_hot, 0.3133, whole)
    # Class 1 alone is looked at by Dice; class 0 has 100, which is no probability.
    alone = {"foreground": large[:, 1:], "class1": one_hot[:, 1:]}
    for weight, factor, expected in (
        ([1.0, 1.0], 1.0, 0.2088), ([1.0, 1.0], 2.0, 0.4176), ([0.0, 1.0], 1.0, 0.3133),
    ):
        parts = [(1, "foreground", "class1", dice),
                 (factor, "prediction", "truth", [*entropy, "--class-weights", joined(weight)])]
        add({"include_background": False, "to_onehot_y": True, "weight": weight,
             "lambda_ce": factor}, large, EXACT[1], expected, parts, **alone)
    single = tensor([[[0.8, 0.6, 0.0]], [[0.0, 0.0, 0.9]]])
    sigmoid = ["--axes", "BCX", "--classes", "independent", "--activation", "sigmoid"]
    add({"weight": [0.5], "sigmoid": True}, single, EXACT[1], 1.445239, [
        (1, "prediction", "truth", [*sigmoid, "--losses", "dice", *TINY]),
        (1, "prediction", "truth", [*sigmoid, "--losses", "weighted-cross-entropy", "--parameter",
                                    "weighted-cross-entropy.foreground-weight=0.5"])])
    return result


def focal() -> list[Case]:
    """Weights of 1 are twice those of alpha = ½, by weights of the classes; an element alone is an item."""
    tolerance = (1e-4, 1e-4)
    scores = tensor([[[[1.0, 1.0], [0.5, 0.0]]] * 3])
    labels = tensor([[[[0.0, 1.0], [2.0, 0.0]]]])
    one_hot = torch.nn.functional.one_hot(labels[:, 0].long(), 3).movedim(-1, 1).double()
    result = []

    def options(settings, classes):
        alpha = settings.get("alpha")
        weights = settings.get("weight") or [1.0] * classes
        scale = 1.0 if alpha is not None else 2.0
        return [*activation(settings if settings.get("use_softmax") else SIGMOID), "--losses",
                "focal", "--parameter", f"focal.alpha={0.5 if alpha is None else alpha}",
                *([] if settings.get("include_background", True) else ["--background", "exclude"]),
                "--reduce-classes", "weighted", "--class-weights",
                joined(scale * weight for weight in weights)]

    def add(settings, prediction, truth, expected, tolerance=tolerance):
        name = f"FocalLoss {len(result)}"
        check(ml.FocalLoss, settings, (prediction, truth), expected, tolerance, name)
        arguments = ["--axes", axes(prediction), *options(settings, prediction.shape[1])]
        result.append(Case(name, {"prediction": prediction, "truth": truth},
                           [[(1, "prediction", "truth", arguments)]], flat(expected), tolerance))

    def add_elements(settings, expected):
        name = f"FocalLoss {len(result)}"
        check(ml.FocalLoss, settings | {"reduction": "none"}, (scores, labels), expected, tolerance,
              name)
        # The elements of three classes as four items of one element.
        arrays = {"prediction": scores.reshape(3, 4, 1), "truth": one_hot.reshape(3, 4, 1)}
        parts = []
        for number in range(3):
            weights = [3.0 * (k == number) * (settings.get("weight") or [1.0] * 3)[k] for k in range(3)]
            parts.append([(1, "prediction", "truth", [
                "--axes", "CBX", *options({"weight": weights}, 3), "--reduce-batch", "none"])])
        result.append(Case(name, arrays, parts, flat(expected), tolerance))

    add(ONE_HOT, scores, labels, 0.34959)
    add({}, scores, one_hot, 0.34959)
    add(ONE_HOT | NO_BACKGROUND, scores, labels, 0.36498)
    add(ONE_HOT | {"alpha": 0.8}, scores, labels, 0.08423)
    add_elements(ONE_HOT, [
        0.02266, 0.70187, 0.37741, 0.17329, 0.70187, 0.02266, 0.37741, 0.17329, 0.70187, 0.70187,
        0.06757, 0.17329])
    add_elements(ONE_HOT | {"weight": [0.5, 0.1, 0.2]}, [
        0.01133, 0.35093, 0.18871, 0.08664, 0.07019, 0.00227, 0.03774, 0.01733, 0.14037, 0.14037,
        0.01352, 0.03466])
    add(ONE_HOT | {"use_softmax": True}, scores, labels, 0.16276)
    add(ONE_HOT | {"alpha": 0.8, "use_softmax": True}, scores, labels, 0.08138)
    places = (0, 5e-4)
    square = torch.tensor([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]])
    many = torch.tensor([[0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]])
    solid = torch.stack([square] * 3)
    # Labels, number of classes, logits of classes, whether a one-hot truth is tried, too.
    for target, classes, size, twice in (
        (square, 2, 50, False), (square * 0, 2, 500, False), (many, 6, 500, True),
        (solid, 2, 500, True),
    ):
        fields = torch.nn.functional.one_hot(target, classes).movedim(-1, 0)[None].double()
        truth = target[None, None].double()
        for use_softmax in (True, False):
            settings = {"use_softmax": use_softmax}
            for alpha in ({}, {"alpha": 0.5}):
                add(settings | ONE_HOT | alpha, 2 * size * fields - size, truth, 0.0, places)
                if twice:
                    add(settings | alpha, 2 * size * fields - size, fields, 0.0, places)
    background = torch.ones(1, 1, 5, 5, dtype=torch.float64)
    fields = torch.cat((background, 0 * background), 1)
    target = fields.clone()
    target[:, 0, 2, 2], target[:, 1, 2, 2] = 0, 1
    add({}, fields, target, 0.1116, places)
    add(NO_BACKGROUND, fields, target, 0.1733, places)
    return result


def log_hausdorff() -> list[Case]:
    rows = [(settings, inputs, np.log(np.array(value) + 1)) for settings, inputs, value in HAUSDORFF]
    return simple(
        "LogHausdorffDTLoss", ml.LogHausdorffDTLoss,
        lambda settings: hausdorff_options(settings, "log-hausdorff-distance-transform"), rows,
        (1e-5, 1e-6))


def unified_focal() -> list[Case]:
    """MONAI's mean over two classes is half of our sum; one channel stands for both."""
    pair = tensor([[[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]])
    options = ["--axes", "BCYX", "--classes", "exclusive", "--losses", "unified-focal",
               "--parameter", "unified-focal.delta=0.7"]
    check(ml.AsymmetricUnifiedFocalLoss, {}, (pair, pair), 0.0, (1e-4, 1e-3), "unified focal")
    return [Case("AsymmetricUnifiedFocalLoss 0", {"prediction": pair, "truth": pair},
                 [[(0.5, "prediction", "truth", options)]], [0.0], (1e-4, 1e-3))]


def wasserstein() -> list[Case]:
    tolerance = (0, 5e-4)
    square = torch.tensor([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]])
    corner = torch.tensor([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    solid = torch.stack([square] * 3)
    result = []

    def logits(labels):
        return 1000 * torch.nn.functional.one_hot(labels, 2).movedim(-1, 1).double()

    def add(mode, prediction, target, expected, settings=None, tolerance=tolerance):
        settings = settings or {}
        name = f"GeneralizedWassersteinDiceLoss {len(result)}"
        loss = ml.GeneralizedWassersteinDiceLoss(
            np.array([[0.0, 1.0], [1.0, 0.0]]), weighting_mode=mode, **settings)
        value = loss(logits(prediction).float(), target)
        np.testing.assert_allclose(value.flatten(), flat(expected), atol=tolerance[1], err_msg=name)
        scores, truth = logits(prediction), target[:, None].double()
        weighting = ["--volume-weighting", "inverse"] if mode == "GDL" else []
        arguments = ["--axes", axes(scores), *EXCLUSIVE, "--losses", "generalised-wasserstein-dice",
                     *weighting, *reduction(settings)]
        result.append(Case(name, {"prediction": scores, "truth": truth},
                           [[(1, "prediction", "truth", arguments)]], flat(expected), tolerance))

    for mode in ("default", "GDL"):
        for target in (square[None], 0 * square[None], solid[None]):
            add(mode, target, target, 0.0)
            add(mode, 1 - target, target, 1.0)
        add(mode, square[None].repeat(2, 1, 1), square[None].repeat(2, 1, 1), [0.0, 0.0], EACH)
        add(mode, 1 - square[None].repeat(2, 1, 1), square[None].repeat(2, 1, 1), 1.0)
        add(mode, torch.stack([square, 1 - corner]), torch.stack([square, corner]), [0.0, 1.0], EACH)
    return result


def neighbour_aware() -> list[Case]:
    tolerance = (1e-4, 1e-4)
    scores = tensor(NACL_SCORES)
    labels = tensor([[[1, 1, 1, 1], [1, 1, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0]]])[:, None]
    generator = np.random.default_rng(0)
    solid = torch.tensor(generator.random((1, 3, 4, 4, 4))), torch.tensor(
        generator.integers(0, 3, (1, 1, 4, 4, 4))).double()
    gaussian = {"kernel_ops": "gaussian"}
    result = []
    for settings, inputs, expected in (
        ({}, (scores, labels), 1.1442),
        ({}, (scores.repeat(4, 1, 1, 1), labels.repeat(4, 1, 1, 1)), 1.1442),
        (gaussian, (scores, labels), 1.1433),
        (gaussian | {"sigma": 0.5}, (scores, labels), 1.1469),
        ({"distance_type": "l2"}, (scores, labels), 1.1269),
        ({"alpha": 0.2}, (scores, labels), 1.1790),
        (gaussian, solid, None),
    ):
        name = f"NACLLoss {len(result)}"
        prediction, truth = inputs
        loss = ml.NACLLoss(classes=3, dim=prediction.dim() - 2, **settings)
        value = float(loss(prediction.float(), truth[:, 0].long()))
        # The volume of the last case is not copied, but drawn.
        expected = value if expected is None else expected
        np.testing.assert_allclose(value, expected, atol=2e-4, err_msg=name)
        own = {"alpha": settings.get("alpha", 0.1)}
        if "kernel_ops" in settings:
            own["deviation"] = settings.get("sigma", 1.0)
        if settings.get("distance_type") == "l2":
            own["exponent"] = 2
        arguments = ["--axes", axes(prediction), *EXCLUSIVE, "--losses", "neighbour-aware-calibration"]
        for parameter, number in own.items():
            arguments += ["--parameter", f"neighbour-aware-calibration.{parameter}={number}"]
        arrays = {"prediction": prediction, "truth": truth}
        result.append(
            Case(name, arrays, [[(1, "prediction", "truth", arguments)]], [expected], tolerance))
    return result


# One picture of three classes, of test_nacl_loss.py.
NACL_SCORES = [[
    [[0.1498, 0.1158, 0.3996, 0.3730], [0.2155, 0.1585, 0.8541, 0.8579],
     [0.6640, 0.2424, 0.0774, 0.0324], [0.0580, 0.2180, 0.3447, 0.8722]],
    [[0.3908, 0.9366, 0.1779, 0.1003], [0.9630, 0.6118, 0.4405, 0.7916],
     [0.5782, 0.9515, 0.4088, 0.3946], [0.7860, 0.3910, 0.0324, 0.9568]],
    [[0.0759, 0.0238, 0.5570, 0.1691], [0.2703, 0.7722, 0.1611, 0.6431],
     [0.8051, 0.6596, 0.4121, 0.1125], [0.5283, 0.6746, 0.5528, 0.7913]],
]]


def centerline() -> list[Case]:
    """MONAI takes sums of skeletons over the classes of an item together."""
    tolerance = (1e-4, 1e-4)
    ones = torch.ones(2, 3, 8, 8, dtype=torch.float64)
    solid = torch.ones(2, 3, 8, 8, 8, dtype=torch.float64)
    result = []

    def options(prediction, smoothing, settings=SIGMOID, loss="cl-dice"):
        return ["--axes", axes(prediction), *activation(settings), "--losses", loss, "--parameter",
                f"{loss}.smoothing={smoothing}"] + (
            ["--parameter", "cl-dice.erosions=3", "--skeletons", "together"]
            if loss == "cl-dice" else [])

    def add(kind, settings, prediction, truth, expected, parts=None):
        name = f"{kind.__name__} {len(result)}"
        check(kind, settings, (prediction, truth), expected, tolerance, name)
        parts = parts or [(1, "prediction", "truth", options(
            prediction, settings.get("smooth_nr", 1), settings))]
        arrays = {"prediction": prediction, "truth": truth}
        result.append(Case(name, arrays, [parts], [expected], tolerance))

    for fields in (ones, solid):
        add(ml.SoftclDiceLoss, {}, fields, fields, 0.0)
    scores = tensor([[[[1.0, -1.0], [-1.0, 1.0]], [[0.5, 0.5], [0.5, 0.5]]]])
    truth = tensor([[[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]])
    add(ml.SoftclDiceLoss, SIGMOID | smooth(1e-5), scores, truth, 0.192777)
    scores = tensor([[[[2.0, 0.0], [0.0, 2.0]], [[-2.0, 0.0], [0.0, -2.0]]]])
    add(ml.SoftclDiceLoss, SOFTMAX | smooth(1e-5), scores, truth, 0.148760)
    scores = tensor([[[[0.9, 0.1], [0.1, 0.9]], [[0.1, 0.9], [0.9, 0.1]]]])
    add(ml.SoftclDiceLoss, ONE_HOT | smooth(1e-5), scores, tensor([[[[0.0, 1], [1, 0]]]]), 0.052631)
    empty = [[0.0] * 3] * 3
    prediction = tensor([[[[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0] * 3], empty]])
    truth = tensor([[[[0.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0] * 3], empty]])
    for weight, fields, target, smoothing, expected in (
        (0.5, ones, ones, 1.0, 0.0), (0.5, prediction, truth, 1e-5, 0.624995),
        (0.0, prediction, truth, 1e-5, 0.25), (1.0, prediction, truth, 1e-5, 0.99999),
    ):
        add(ml.SoftDiceclDiceLoss, {"alpha": weight} | smooth(smoothing), fields, target, expected, [
            (1 - weight, "prediction", "truth", options(fields, smoothing, {}, "dice")),
            (weight, "prediction", "truth", options(fields, smoothing, {}))])
    return result


def make_cases() -> list[Case]:
    tolerance = (1e-5, 1e-6)
    return [
        *simple("DiceLoss", ml.DiceLoss, dice_options, DICE, tolerance),
        *masked(),
        *simple("TverskyLoss", ml.TverskyLoss, tversky_options, TVERSKY, (1e-4, 1e-6)),
        *simple("GeneralizedDiceLoss", ml.GeneralizedDiceLoss, generalised_options, GENERALISED,
                tolerance),
        *dice_cross_entropy(),
        *focal(),
        *simple("HausdorffDTLoss", ml.HausdorffDTLoss, hausdorff_options, HAUSDORFF, tolerance),
        *log_hausdorff(),
        *unified_focal(),
        *wasserstein(),
        *neighbour_aware(),
        *centerline(),
    ]


def make_rows() -> list[dict]:
    return [case.as_json() for case in make_cases()]
