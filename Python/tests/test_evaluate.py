"""Arrays in, numbers out."""

import numpy
import pytest

import reproduce_figure as rf


def test_values_are_those_of_the_formula(disc):
    truth, prediction = disc
    result = rf.evaluate(truth, prediction, losses=["dice", "cross-entropy"], metrics="dice-score")
    overlap = 2 * (prediction * truth).sum() + 1
    assert result["dice"] == pytest.approx(1 - overlap / (prediction.sum() + truth.sum() + 1), abs=1e-12)
    entropy = -(truth * numpy.log(prediction) + (1 - truth) * numpy.log(1 - prediction)).mean()
    assert result.losses["cross-entropy"] == pytest.approx(entropy, rel=1e-9)
    hard = prediction > 0.5
    assert result.metrics["dice-score"] == pytest.approx(2 * (hard * truth).sum() / (hard.sum() + truth.sum()))
    assert "dice-score" in str(result) and "<td>dice</td>" in result._repr_html_()


def test_all_losses_and_metrics(disc):
    result = rf.evaluate(*disc, losses="all", metrics="all", spacing=(2, 1))
    assert len(result.losses) > 40 and len(result.metrics) > 10
    assert all(numpy.isfinite(value) for value in result.losses.values())


def test_parameters_and_gradients(disc):
    truth, prediction = disc
    result = rf.evaluate(truth, prediction, losses={"tversky": {"alpha": 0.2, "smoothing": 1e-12}}, gradient=True)
    tp = (prediction * truth).sum()
    fp, fn = (prediction * (1 - truth)).sum(), ((1 - prediction) * truth).sum()
    (key,) = result.losses
    assert result[key] == pytest.approx(1 - tp / (tp + 0.2 * fp + 0.7 * fn), abs=1e-12)
    assert result.report["gradients"][key].shape == truth.shape


def test_classes_are_reduced_as_asked():
    random = numpy.random.default_rng(5)
    logits, labels = random.normal(size=(2, 3, 6, 7)), random.integers(0, 3, (2, 6, 7))
    result = rf.evaluate(
        labels, logits, axes="BCYX", activation="softmax", losses=["dice"], background="exclude", reduce_classes="sum"
    )
    p = numpy.exp(logits) / numpy.exp(logits).sum(1, keepdims=True)
    g = numpy.eye(3)[labels].transpose(0, 3, 1, 2)
    sums = [x.sum((2, 3)) for x in (p * g, p, g)]
    each = 1 - (2 * sums[0] + 1) / (sums[1] + sums[2] + 1)
    assert result["dice"] == pytest.approx(each[:, 1:].sum(1).mean(), abs=1e-12)


def test_catalogue_is_a_table():
    table = rf.losses("skeleton")
    assert "cl-dice" in set(table["id"])
