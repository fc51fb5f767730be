"""Writes docs/audit.md from runs of the audit: of our losses, and of those of MONAI, kornia and
segmentation_models_pytorch as audit_peers.py serves them.

    python3 Tests/Reference/audit_page.py path/to/reproduce-figure [reports]

Nothing on the page is typed in but the words around the tables. The measured check, cost, is left out. Where a
folder for reports is given, each audit leaves its report there, and those that are there are not asked again.
"""

from __future__ import annotations

import importlib.metadata
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
SYMBOLS = {"passed": "✓", "failed": "✗", "found": "●", "not applicable": "–"}
PACKAGES = {"monai": "monai", "kornia": "kornia", "smp": "segmentation_models_pytorch"}
# What is told of each loss in words, in this order; the tables have everything.
TOLD = [
    "least-at-truth", "finite", "gradient", "differences", "direction", "empty-truth",
    "blind-radius", "blind-thickness", "shift", "flip", "batch", "class-order", "activation",
]


def audit(program: str, arguments: list[str], checks: list[str], kept: pathlib.Path) -> dict:
    """The report of an audit, which may be there from an earlier run."""
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            command = [program, "audit", *arguments, "--checks", ",".join(checks), "--format", "svg", "--output", folder]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
            kept.write_bytes(pathlib.Path(folder, "audit.json").read_bytes())
    return json.loads(kept.read_text())


def peers(program: str, package: str, checks: list[str], reports: pathlib.Path) -> dict:
    """The reports of all losses of a package as one."""
    script = str(ROOT / "Tests" / "Reference" / "audit_peers.py")
    listed = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True).stdout
    python = f"{shlex.quote(sys.executable)} {shlex.quote(script)}"
    single = [
        audit(
            program, ["--external", f"{name}={python} {name}", "--external-timeout", "600"], checks,
            reports / f"{name}.json")
        for name in listed.split()
        if name.startswith(package + "-")
    ]
    return single[0] | {"losses": [loss for report in single for loss in report["losses"]]}


def table(report: dict) -> list[str]:
    numbers = [str(number + 1) for number in range(len(report["checks"]))]
    lines = ["| loss | " + " | ".join(numbers) + " |", "|---|" + "---|" * len(numbers)]
    for loss in report["losses"]:
        symbols = [SYMBOLS[judgement["verdict"]] for judgement in loss["judgements"]]
        lines.append(f"| `{loss['key']}` | " + " | ".join(symbols) + " |")
    return lines + [""]


def findings(report: dict) -> list[str]:
    lines = []
    ids = [check["id"] for check in report["checks"]]
    for name in TOLD:
        groups: dict[str, list[str]] = {}
        for loss in report["losses"]:
            judgement = loss["judgements"][ids.index(name)]
            if judgement["verdict"] == "failed":
                summary = re.sub(r"the external loss '[^']*' ", "", judgement["summary"])
                groups.setdefault(summary, []).append(f"`{loss['key']}`")
        for summary, losses in groups.items():
            lines.append(f"- `{name}`: {', '.join(losses)}: {summary}")
    return lines + [""]


def main(program: str, reports: pathlib.Path) -> None:
    listed = subprocess.run([program, "audit", "--list"], check=True, capture_output=True, text=True).stdout
    questions = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in listed.strip().split("\n"))
    checks = [name for name in questions if name != "cost"]
    lines = [
        "# What is wrong with published losses", "",
        "Each entry is from a run of `reproduce-figure audit` (`Tests/Reference/audit_page.py` writes this page); a "
        "test asks for the five known faults. A ✗ says that the answer to the question is no, whether by design or "
        "not: an overlap loss of a soft truth is least elsewhere, and that is worth knowing. ✓ yes, ● a property "
        "that is no fault, – cannot be asked.", "",
        "```sh", "reproduce-figure audit dice cl-dice --require finite,differences --checks "
        "finite,differences,soft-labels || echo required, but not met",
        "reproduce-figure audit --list", "```", "",
    ]
    lines += [f"{number + 1}. `{name}`: {questions[name]}" for number, name in enumerate(checks)] + [""]
    lines += [
        "Sizes, seeds and tolerances are in the report that every run writes, under each check. What a run writes for "
        "continuous integration, `audit.junit.xml`, is held against a schema by xmllint of libxml2 in `.ci/run`: "
        "[junit.xsd](../Tests/Reference/junit.xsd), the part of the schema of Jenkins' xunit-plugin that is used.", "",
    ]
    catalogue = subprocess.run([program, "losses", "--json"], check=True, capture_output=True, text=True).stdout
    ids = [loss["id"] for loss in json.loads(catalogue)]
    sections = [("This program", audit(program, ids, checks, reports / "ours.json"))]
    for package, distribution in PACKAGES.items():
        version = importlib.metadata.version(distribution)
        sections.append((f"{distribution} {version}", peers(program, package, checks, reports)))
    for title, report in sections:
        lines += [f"## {title}", ""]
        lines += table(report)
        lines += ["What failed, in the words of the run (but soft labels and paths, which the table has):", ""]
        lines += findings(report)
    lines += [
        "Losses of packages have their defaults (`Tests/Reference/audit_peers.py` has all of them). Those with a "
        "sigmoid are given logits of one class, and in checks of several classes those of each class against the rest. "
        "Those that take several classes (`-softmax` or `-classes` in the name, `nacl`, `generalized-wasserstein-dice`, "
        "`soft-ce`, and kornia's but `binary-focal` and `lovasz-hinge`) are given scores of two exclusive classes, and "
        "of three in checks of several classes, which they compute themselves. Where a loss takes labels, a soft truth "
        "becomes the likeliest class; where it has a label "
        "to be ignored, that is asked. Probabilities are given to those that take them. MONAI's documentation says that "
        "`AsymmetricUnifiedFocalLoss` takes a sigmoid of what it is given, which 1.6.1 does not do: it is here with "
        "logits and with probabilities. Scores are of p clamped to [1e-7, 1 − 1e-7], so that a value at the truth is 0 "
        "only as far as that allows. `kornia-hausdorff-er-3d` is given maps as volumes of one slice, beyond "
        "which it sees zeros. "
        "MONAI's `MaskedLoss`, `MaskedDiceLoss` and `DeepSupervisionLoss` hand what they are given to another loss, and "
        "are not asked.", "",
    ]
    (ROOT / "docs" / "audit.md").write_text("\n".join(lines))


if __name__ == "__main__":
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    if len(sys.argv) > 2:
        folder = pathlib.Path(sys.argv[2])
        folder.mkdir(exist_ok=True)
        main(binary, folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(binary, pathlib.Path(folder))
