"""The figure and the studies, with losses of Python in every one."""

import pathlib
import tempfile

import numpy
import pytest

import reproduce_figure as rf

SMALL = {"objects": "large=disc:8,small=disc:2", "grid": "40x64", "steps": 4}


def dice(p, g):
    return 1 - (2 * (p * g).sum() + 1) / (p.sum() + g.sum() + 1)


def dice_and_gradient(p, g):
    numerator, denominator = 2 * (p * g).sum() + 1, p.sum() + g.sum() + 1
    return 1 - numerator / denominator, (numerator / denominator - 2 * g) / denominator


def values(table, loss, column="value"):
    return table[table.loss == loss][column].astype(float).to_numpy()


def test_curves_of_a_function_are_those_of_the_program():
    result = rf.figure(losses=["dice", "focal"], mine=dice, **SMALL)
    curves = result.curves
    assert set(curves.loss) == {"dice", "focal", "mine"}
    assert len(values(curves, "mine")) == 10
    numpy.testing.assert_allclose(values(curves, "mine"), values(curves, "dice"), rtol=0, atol=1e-12)
    verdicts = result.verdicts
    assert list(verdicts[verdicts.loss == "mine"].verdict) == list(verdicts[verdicts.loss == "dice"].verdict)
    assert {"claim", "reading", "verdict"} <= set(result.claims.columns)
    assert "dice" in str(result)


def test_figure_is_shown_in_a_notebook():
    result = rf.figure(losses=["dice"], **SMALL)
    page = result._repr_html_()
    assert page.count("<svg") == len(result.figures) >= 1
    # Names in two drawings on one page are told apart.
    assert result._repr_html_() != page


def test_gradients_are_taken_by_autograd():
    torch = pytest.importorskip("torch")

    def mine(p, g):
        assert isinstance(p, torch.Tensor) and p.shape[:2] == (1, 1)
        return dice(p, g)

    table = rf.gradients(losses=["dice"], mine=mine, **SMALL).table
    for column in ("value", "norm", "logitNorm"):
        numpy.testing.assert_allclose(
            values(table, "mine", column), values(table, "dice", column), rtol=1e-9, atol=0
        )


def test_numpy_function_may_bring_its_gradient():
    table = rf.gradients(losses=["dice"], mine=rf.Loss(dice_and_gradient, backend="numpy"), **SMALL).table
    numpy.testing.assert_allclose(values(table, "mine", "norm"), values(table, "dice", "norm"), rtol=1e-9)


@pytest.mark.parametrize("takes", ["probabilities", "logits"])
def test_modules_take_what_they_are_made_for(takes):
    torch = pytest.importorskip("torch")
    module = torch.nn.BCELoss() if takes == "probabilities" else torch.nn.BCEWithLogitsLoss()
    table = rf.gradients(losses=["cross-entropy"], mine=rf.Loss(module, takes=takes), **SMALL).table
    for column in ("value", "norm"):
        numpy.testing.assert_allclose(
            values(table, "mine", column), values(table, "cross-entropy", column), rtol=1e-6
        )


def test_every_study_takes_a_loss_of_python(disc):
    mine = rf.Loss(dice_and_gradient, backend="numpy")
    landscape = rf.landscape(losses=["dice"], mine=mine, sizes=3, largest=6, grid="32x48", steps=3, path="slide")
    numpy.testing.assert_allclose(
        values(landscape.table, "mine"), values(landscape.table, "dice"), atol=1e-12
    )
    robustness = rf.robustness(losses=["dice"], mine=mine, objects="large=disc:6,small=disc:2", path="grow", steps=3)
    assert "robustness" in robustness.report.get("kind", "robustness")
    agreement = rf.agreement(
        losses=["dice"], mine=mine, metrics="dice-score", objects="small=disc:2", grid="24x24", steps=3, path="grow"
    )
    assert "mine" in str(agreement)
    descent = rf.descend(
        losses=["dice"], mine=mine, problems="logits", optimisers="adam", learning_rates="0.3", seeds=1, iterations=4
    )
    runs = descent.table
    mine_and_ours = [runs[runs.loss == loss] for loss in ("mine", "dice")]
    assert all(len(rows) == 2 for rows in mine_and_ours)


def test_masks_of_the_user_and_spacing(disc):
    truth, _ = disc
    result = rf.figure(losses=["boundary"], truth={"liver": truth, "thin": truth > 0}, spacing=(2, 1), path="grow", steps=3)
    assert [scene["object"] for scene in result.report["scenes"]] == ["liver", "thin"]
    assert result.report["scenes"][0]["grid"] == list(truth.shape)


def test_several_classes_are_one_scene():
    torch = pytest.importorskip("torch")
    labels = numpy.zeros((24, 40), int)
    labels[6:18, 8:18], labels[8:14, 20:28] = 1, 2
    module = rf.Loss(torch.nn.NLLLoss(), classes=["exclusive"], labels=True)
    module.function = lambda p, y: torch.nn.functional.nll_loss(p.log(), y)
    result = rf.figure(losses=["cross-entropy"], truth=labels, labels="1,2", mine=module, steps=3, path="shift")
    curves = result.curves
    numpy.testing.assert_allclose(values(curves, "mine"), values(curves, "cross-entropy"), rtol=1e-9)


def test_advice_for_masks(disc):
    truth, _ = disc
    advice = rf.advise([truth, numpy.roll(truth, 5, 1)], "hausdorff-95", losses=["dice", "focal"], steps=4, repeats=2)
    assert "dice" in str(advice) and advice.figures


def test_outputs_can_be_kept(tmp_path):
    result = rf.figure(losses=["dice"], output=tmp_path / "kept", **SMALL)
    assert (tmp_path / "kept" / "figure.svg").read_text() == result.figures["figure"]
    result.save(tmp_path / "saved")
    assert (tmp_path / "saved" / "report.md").read_text() == result.markdown


def test_nothing_is_left_behind():
    before = {path.name for path in pathlib.Path(tempfile.gettempdir()).iterdir()}
    rf.figure(losses=["dice"], mine=dice, **SMALL)
    after = {path.name for path in pathlib.Path(tempfile.gettempdir()).iterdir()}
    assert not {name for name in after - before if name.startswith(("rf-", "reproduce-figure"))}
