"""What the program has computed, as Python has it."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import re
from typing import Any


def table(text: str) -> Any:
    """A table of comma-separated values: a DataFrame, or a list of dictionaries without pandas."""
    rows = [
        {key: _cell(value) for key, value in row.items() if key != "experiment"}
        for row in csv.DictReader(io.StringIO(text))
    ]
    return frame(rows)


def frame(rows: list[dict[str, Any]]) -> Any:
    """Rows as a DataFrame, or themselves without pandas."""
    try:
        import pandas
    except ImportError:
        return rows
    return pandas.DataFrame(rows)


def _cell(text: str) -> Any:
    if text == "":
        return None
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


class Result:
    """What a study has written: figures, tables, a report.

    In a notebook its figures are shown; ``str`` is the summary that the program prints.

    Attributes
    ----------
    name:
        The study.
    summary:
        The table that the program prints.
    figures:
        SVG texts by the name of their file.
    markdown:
        The report for people to read.
    report:
        Everything, as the program's JSON has it.
    """

    def __init__(self, name: str, folder: pathlib.Path, summary: str) -> None:
        self.name = name
        self.summary = summary.rstrip("\n")
        files = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stem)
        self.figures = {path.stem: path.read_text() for path in files if path.suffix == ".svg"}
        self._tables = {path.stem: path.read_text() for path in files if path.suffix == ".csv"}
        stem = "report" if name == "figure" else name
        self.markdown = self._text(folder / f"{stem}.md")
        report = self._text(folder / f"{stem}.json")
        self.report: dict[str, Any] = json.loads(report) if report else {}

    @staticmethod
    def _text(path: pathlib.Path) -> str:
        return path.read_text() if path.is_file() else ""

    @property
    def tables(self) -> dict[str, Any]:
        """All tables by the name of their file: DataFrames, or lists of dictionaries without pandas."""
        return {name: table(text) for name, text in self._tables.items()}

    @property
    def table(self) -> Any:
        """The main table of the study."""
        name = "curves" if self.name == "figure" else self.name
        return table(self._tables[name])

    @property
    def curves(self) -> Any:
        """A row for every value of every curve: object, path, loss, step, value, and what there is besides."""
        for name in ("curves", f"{self.name}-curves", self.name):
            if name in self._tables:
                return table(self._tables[name])
        raise AttributeError(f"{self.name} has no curves")

    @property
    def verdicts(self) -> Any:
        """A row for every loss on every object: whether it rises, and by which numbers."""
        if self.name == "audit":
            return self.table
        rows = [
            {
                "object": scene["object"],
                "path": scene["path"],
                "loss": curve["key"],
                **{k: v for k, v in curve["monotonicity"].items() if k != "violations"},
            }
            for scene in self.report.get("scenes", [])
            for curve in scene.get("curves", [])
            if "monotonicity" in curve
        ]
        if not rows:
            raise AttributeError(f"{self.name} has no verdicts")
        return frame(rows)

    @property
    def claims(self) -> Any:
        """A row for every reading of every claim of the survey: its verdict, the rule and the evidence."""
        groups = self.report.get("claims", [])
        rows = [
            {**{k: v for k, v in group.items() if not isinstance(v, (list, dict))}, **claim}
            for group in groups
            for claim in (group["claims"] if "claims" in group else [group])
        ]
        return frame(rows)

    def save(self, folder: str | pathlib.Path) -> None:
        """Writes figures, tables and report into a folder, which is made where it is missing."""
        place = pathlib.Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        stem = "report" if self.name == "figure" else self.name
        files = {f"{name}.svg": text for name, text in self.figures.items()}
        files |= {f"{name}.csv": text for name, text in self._tables.items()}
        files |= {f"{stem}.md": self.markdown, f"{stem}.json": json.dumps(self.report, indent=2)}
        for name, text in files.items():
            (place / name).write_text(text)

    def _repr_html_(self) -> str:
        if not self.figures:
            import html

            return f"<pre>{html.escape(self.summary)}</pre>"
        return "\n".join(_apart(svg, number) for number, svg in enumerate(self.figures.values()))

    def __repr__(self) -> str:
        return self.summary

    __str__ = __repr__


_serial = 0


def _apart(svg: str, number: int) -> str:
    """A drawing whose names are its own: all drawings of a notebook share one page."""
    global _serial
    _serial += 1
    prefix = f"rf{_serial}-"
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", svg)
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'(\bhref=")#', rf"\1#{prefix}", text)
    text = re.sub(r"url\((['\"]?)#", rf"url(\1#{prefix}", text)
    return f'<div style="max-width: 100%; overflow-x: auto">{text}</div>'


class Evaluation:
    """Values of losses and metrics of a prediction.

    Attributes
    ----------
    losses, metrics:
        Numbers by identifier; ``None`` where a metric has no value.
    report:
        Everything, as the program's JSON has it; of several classes with the table by item and class.
    """

    def __init__(self, report: dict[str, Any]) -> None:
        self.report = report
        self.losses: dict[str, Any] = {v["id"]: self._value(v) for v in report.get("losses", [])}
        self.metrics: dict[str, Any] = {v["id"]: self._value(v) for v in report.get("metrics") or []}

    @staticmethod
    def _value(value: dict[str, Any]) -> Any:
        if "value" in value:
            return value["value"]
        values = value.get("values")
        return values[0] if isinstance(values, list) and len(values) == 1 else values

    def __getitem__(self, name: str) -> Any:
        return self.losses[name] if name in self.losses else self.metrics[name]

    def __repr__(self) -> str:
        rows = [*self.losses.items(), *self.metrics.items()]
        width = max((len(name) for name, _ in rows), default=0)
        return "\n".join(f"{name:{width}}  {value}" for name, value in rows)

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><td>{name}</td><td>{value}</td></tr>"
            for name, value in [*self.losses.items(), *self.metrics.items()]
        )
        return f"<table>{cells}</table>"
