"""Losses of the program as modules, against MONAI's and by gradcheck."""

import copy
import pickle

import numpy
import pytest

torch = pytest.importorskip("torch")
monai = pytest.importorskip("monai")

from monai import losses as theirs  # noqa: E402

import reproduce_figure as rf  # noqa: E402

RATIO = {"smoothing_numerator": 1e-5, "smoothing_denominator": 1e-5}
SOFTMAX = {"softmax": True, "to_onehot_y": True}

# Their loss, ours, and by what theirs is larger.
SEVERAL = [
    (theirs.DiceLoss(**SOFTMAX), ("dice", RATIO), 1),
    (theirs.DiceLoss(**SOFTMAX, include_background=False), ("dice", RATIO | {"background": "exclude"}), 1),
    (theirs.DiceLoss(**SOFTMAX, batch=True), ("dice", RATIO | {"pool": "batch"}), 1),
    (theirs.DiceLoss(**SOFTMAX, squared_pred=True), ("squared-dice", RATIO), 1),
    (
        theirs.DiceLoss(**SOFTMAX, jaccard=True),
        ("jaccard", {"smoothing_numerator": 5e-6, "smoothing_denominator": 5e-6}),
        1,
    ),
    (theirs.TverskyLoss(**SOFTMAX, alpha=0.3, beta=0.7), ("tversky", RATIO), 1),
    (theirs.GeneralizedDiceLoss(**SOFTMAX), ("generalised-dice", RATIO), 1),
    (theirs.DiceCELoss(**SOFTMAX), ("dice-cross-entropy", RATIO), 1),
    (theirs.FocalLoss(to_onehot_y=True, use_softmax=True), ("focal", {"alpha": 0.5}), 2),
    (theirs.HausdorffDTLoss(**SOFTMAX, include_background=True), ("hausdorff-distance-transform", {}), 1),
    (theirs.LogHausdorffDTLoss(**SOFTMAX, include_background=True), ("log-hausdorff-distance-transform", {}), 1),
    (theirs.NACLLoss(classes=3, dim=2), ("neighbour-aware-calibration", {}), 1),
]
ONE = [
    (theirs.DiceLoss(sigmoid=True), ("dice", RATIO), 1),
    (theirs.DiceLoss(sigmoid=True, squared_pred=True), ("squared-dice", RATIO), 1),
    (theirs.TverskyLoss(sigmoid=True, alpha=0.3, beta=0.7), ("tversky", RATIO), 1),
    (theirs.FocalLoss(), ("focal", {"alpha": 0.5}), 2),
    (theirs.HausdorffDTLoss(sigmoid=True, include_background=True), ("hausdorff-distance-transform", {}), 1),
    (torch.nn.BCEWithLogitsLoss(), ("cross-entropy", {}), 1),
]


def compare(their_loss, name, options, factor, logits, theirs_truth, truth):
    ours = rf.torch.Loss(name, **options)
    values, slopes = [], []
    for loss, target in ((their_loss, theirs_truth), (ours, truth)):
        leaf = logits.clone().requires_grad_()
        value = loss(leaf, target)
        value.backward()
        values.append(value.item())
        slopes.append(leaf.grad)
    assert values[0] == pytest.approx(factor * values[1], rel=1e-6, abs=1e-6)
    torch.testing.assert_close(slopes[0], factor * slopes[1], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("their_loss,ours,factor", SEVERAL, ids=lambda x: x[0] if isinstance(x, tuple) else "")
def test_several_classes_agree_with_monai(their_loss, ours, factor):
    generator = torch.Generator().manual_seed(11)
    logits = torch.randn(2, 3, 9, 11, dtype=torch.float64, generator=generator)
    labels = torch.randint(0, 3, (2, 1, 9, 11), generator=generator)
    target = labels[:, 0] if isinstance(their_loss, theirs.NACLLoss) else labels
    compare(their_loss, ours[0], ours[1] | {"activation": "softmax"}, factor, logits, target, labels)


@pytest.mark.parametrize("their_loss,ours,factor", ONE, ids=lambda x: x[0] if isinstance(x, tuple) else "")
def test_one_class_agrees_with_monai(their_loss, ours, factor):
    generator = torch.Generator().manual_seed(12)
    logits = torch.randn(2, 1, 9, 11, dtype=torch.float64, generator=generator)
    truth = torch.randint(0, 2, (2, 1, 9, 11), generator=generator).double()
    compare(their_loss, ours[0], ours[1] | {"activation": "sigmoid"}, factor, logits, truth, truth)


@pytest.mark.parametrize("activation,channels", [("none", 1), ("sigmoid", 2), ("softmax", 3)])
@pytest.mark.parametrize("name", ["combo", "dice", "focal", "dice-cross-entropy", "tversky"])
def test_gradcheck_passes(name, activation, channels):
    generator = torch.Generator().manual_seed(13)
    shape = (2, channels, 4, 5)
    prediction = torch.rand(shape, dtype=torch.float64, generator=generator) * 0.8 + 0.1
    if activation != "none":
        prediction = torch.logit(prediction)
    labels = torch.randint(0, max(2, channels), (2, 1, 4, 5), generator=generator)
    truth = labels if activation == "softmax" else (labels.double().expand(shape) > 0).double()
    loss = rf.torch.Loss(name, activation=activation)
    assert torch.autograd.gradcheck(lambda x: loss(x, truth), prediction.requires_grad_())


def test_masked_elements_have_no_say():
    torch.manual_seed(3)
    logits, labels = torch.randn(2, 3, 6, 7), torch.randint(0, 3, (2, 6, 7))
    mask = torch.ones(2, 6, 7, dtype=torch.bool)
    mask[:, :2] = False
    leaf = logits.clone().requires_grad_()
    loss = rf.torch.Loss("cross-entropy", activation="softmax", pool="batch")
    value = loss(leaf, labels, mask)
    value.backward()
    expected = torch.nn.functional.cross_entropy(logits, labels.masked_fill(~mask, -100))
    assert value.item() == pytest.approx(expected.item(), rel=1e-6)
    assert leaf.grad[:, :, :2].abs().max() == 0 and leaf.grad[:, :, 2:].abs().min() > 0


def test_training_goes_down_and_modules_can_be_copied():
    torch.manual_seed(4)
    truth = torch.zeros(1, 1, 12, 12)
    truth[..., 3:9, 4:10] = 1
    logits = torch.zeros(1, 1, 12, 12, requires_grad=True)
    loss = pickle.loads(pickle.dumps(copy.deepcopy(rf.torch.Loss("combo", activation="sigmoid", alpha=0.3))))
    optimiser = torch.optim.Adam([logits], lr=0.5)
    values = []
    for _ in range(10):
        optimiser.zero_grad()
        value = loss(logits, truth)
        value.backward()
        optimiser.step()
        values.append(value.item())
    assert numpy.all(numpy.diff(values) < 0) and value.dtype == torch.float32


def test_what_is_wrong_is_said_when_the_module_is_made():
    with pytest.raises(rf.Error, match="'combo' has no parameter 'alhpa'"):
        rf.torch.Loss("combo", alhpa=1)
    with pytest.raises(ValueError, match="labels from 0 to 7; expected 0 to 2"):
        rf.torch.Loss("dice", activation="softmax")(torch.randn(1, 3, 2, 2), torch.tensor([[[0, 7], [1, 2]]]))
    with pytest.raises(rf.Error, match="outside|expected"):
        rf.torch.Loss("dice")(torch.full((1, 1, 2, 2), 3.0), torch.zeros(1, 1, 2, 2))
