"""Checks report.html as a reader with pointer, keyboard, screen reader or printer meets it.

    check_report.py FOLDER SCREENSHOTS HOSTILE

FOLDER holds report.html and the curves.csv that `figure` wrote of the same experiment; values that the
page reads out are compared with that table. HOSTILE is the same page with scripts injected, each of
which sets the variable `ran`; so do drawings in FOLDER.
"""

import csv
import pathlib
import subprocess
import sys

from browser import Browser

failures = []


def check(is_so, what):
    if not is_so:
        failures.append(what)
        print(f"FAILED  {what}", file=sys.stderr)


def check_structure(browser):
    counts = browser.run(
        """(() => { const n = s => document.querySelectorAll(s).length; return {
          main: n('main'), header: n('body > header'), footer: n('body > footer'),
          nav: n('nav[aria-label]'), h1: n('h1'), title: document.title.length,
          lang: document.documentElement.lang, tables: n('table'), captions: n('table > caption'),
          heads: n('th'), scoped: n('th[scope]'), figures: n('figure'),
          outside: n('[src]:not([src^="data:"]), link[href]:not([href^="data:"])') }; })()"""
    )
    for name in ["main", "header", "footer", "nav", "h1"]:
        check(counts[name] == 1, f"{counts[name]} elements {name}; expected one")
    check(counts["title"] > 0 and counts["lang"] == "en", "the page has no title or no language")
    check(counts["tables"] > 4 and counts["tables"] == counts["captions"], f"captions: {counts}")
    check(counts["heads"] == counts["scoped"], f"headings of tables without scope: {counts}")
    check(counts["outside"] == 0, "the page refers to files outside")
    levels = browser.run("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    check(all(b <= a + 1 for a, b in zip(levels, levels[1:])), f"heading levels skip: {levels}")
    ids = browser.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
    check(len(ids) == len(set(ids)), "identifiers occur twice")
    dangling = browser.run(
        """[...document.querySelectorAll('[aria-labelledby],[aria-describedby]')].flatMap(e =>
          ['aria-labelledby', 'aria-describedby'].flatMap(a => (e.getAttribute(a) || '').split(' '))
        ).concat([...document.querySelectorAll('a[href^="#"]')].map(a => a.hash.slice(1)))
          .filter(id => id && !document.getElementById(id))"""
    )
    check(dangling == [], f"references to nothing: {dangling}")
    titles = browser.run("[...document.querySelectorAll('figure h3')].map(h => h.textContent)")
    check("paths" in titles, f"the figure beside the report is missing: {titles}")
    check("harmless" in titles, f"the harmless drawing is missing: {titles}")
    check(not any("evil" in t or t == "foreign" for t in titles), f"hostile drawings: {titles}")
    text = browser.run("document.body.textContent")
    check("a secret" not in text, "a link out of the folder was followed")
    check("<img src=x onerror=ran=1>" in text, "markup in a text is not shown as text")
    check(browser.run("typeof ran") == "undefined", "a script of a foreign drawing ran")


def check_policy(browser, page):
    """Scripts that stand in the page but are not its own are refused."""
    browser.open(page)
    check(browser.run("document.querySelectorAll('script').length") == 4, "no script was injected")
    check(browser.run("typeof ran") == "undefined", "an injected script ran")
    check(len(browser.errors) >= 3, f"the policy refused too little: {browser.errors}")


def check_accessibility_tree(browser):
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    roles = {}
    for node in nodes:
        if node.get("ignored"):
            continue
        role = node.get("role", {}).get("value")
        roles.setdefault(role, []).append(node)
        if role in ("table", "application", "button", "link", "region", "navigation", "image"):
            name = node.get("name", {}).get("value", "")
            check(name.strip() != "", f"a {role} without a name")
    for role in ["banner", "navigation", "main", "contentinfo", "table", "application"]:
        check(role in roles, f"no {role} in the accessibility tree")
    for node in roles.get("application", []):
        check(node.get("description", {}).get("value"), "an interactive figure has no description")


def spots(browser, index):
    """Where the points of a figure stand in the window, after it was scrolled into view."""
    return browser.run(
        f"""(() => {{ const canvas = document.querySelectorAll('.canvas')[{index}];
          canvas.scrollIntoView({{ block: 'start', behavior: 'instant' }});
          const data = JSON.parse(document.getElementById(canvas.dataset.readout).textContent);
          const box = canvas.getBoundingClientRect(), scale = box.width / data.width;
          return data.panels.flatMap(panel => panel.curves.flatMap(curve => curve.points.map(p => ({{
            panel: panel.title, curve: curve.name, step: p.x, x: box.left + p.left * scale,
            y: box.top + p.top * scale, isMarked: p.isMarked }})))); }})()"""
    )


def tip(browser, index):
    return browser.run(
        f"""(() => {{ const canvas = document.querySelectorAll('.canvas')[{index}];
          const tip = canvas.querySelector('.tip'), ring = canvas.querySelector('.ring');
          const box = canvas.getBoundingClientRect(), part = tip.getBoundingClientRect();
          const center = ring.getBoundingClientRect();
          return {{ hidden: tip.hidden || ring.hidden, text: tip.innerText,
            inside: part.left >= box.left - 1 && part.right <= box.right + 1,
            x: center.left + center.width / 2, y: center.top + center.height / 2,
            spoken: canvas.closest('figure').querySelector('output').textContent }}; }})()"""
    )


def check_hover(browser, table):
    """Points at every seventh point of every figure; the tip must hold the values of the table."""
    steps = {}
    for row in table:
        steps.setdefault((row["object"], int(row["step"])), []).append(float(row["value"]))
    for index in range(browser.run("document.querySelectorAll('.canvas').length")):
        points = spots(browser, index)
        check(len(points) > 100, f"figure {index} has {len(points)} points to read")
        for point in points[::7]:
            browser.move(point["x"], point["y"])
            shown = tip(browser, index)
            where = f"figure {index}, {point['panel']}, {point['curve']}, step {point['step']}"
            check(not shown["hidden"], f"no tip at {where}")
            check(f"step {point['step']}, FP " in shown["text"], f"wrong step at {where}: {shown}")
            check(shown["inside"], f"the tip leaves the figure at {where}")
            distance = max(abs(shown["x"] - point["x"]), abs(shown["y"] - point["y"]))
            check(distance < 2, f"the ring is {distance} pixels off at {where}")
            values = steps[(point["panel"].split(" ")[0], point["step"])]
            for value in values:
                check(f": {value:.6g}" in shown["text"], f"{value:.6g} is not shown at {where}")
            check(point["panel"] in shown["spoken"], f"nothing is said at {where}")
        if index == 0:
            marked = next(point for point in points if point["isMarked"])
            browser.move(marked["x"], marked["y"])
            check("does not rise" in tip(browser, index)["text"], "a marked step is not named")
        box = browser.run(
            f"document.querySelectorAll('.canvas')[{index}].getBoundingClientRect().toJSON()"
        )
        browser.move(box["left"] + 2, box["top"] + 2)
        check(tip(browser, index)["hidden"], f"the tip of figure {index} stays beside the plots")


def check_keyboard(browser):
    browser.run("document.activeElement.blur(), window.scrollTo(0, 0)")
    browser.move(1, 1)
    expected = browser.run(
        """(window.order = [...document.querySelectorAll(
          'a[href], button, summary, [tabindex="0"]')].filter(e => e.checkVisibility())).length"""
    )
    reached = []
    for _ in range(expected):
        browser.press("Tab", 9)
        reached.append(browser.run("window.order.indexOf(document.activeElement)"))
    check(reached == list(range(expected)), f"Tab does not go from top to bottom: {reached}")
    browser.run("document.querySelector('.canvas').focus()")
    browser.press("PageUp", 33)
    browser.press("Home", 36)
    spoken = [tip(browser, 0)["spoken"]]
    moves = [("ArrowRight", 39), ("ArrowRight", 39), ("ArrowDown", 40), ("PageDown", 34), ("End", 35)]
    for key, code in moves:
        browser.press(key, code)
        shown = tip(browser, 0)
        check(not shown["hidden"], f"{key} shows nothing")
        spoken.append(shown["spoken"])
    check(all(a != b for a, b in zip(spoken, spoken[1:])), f"keys do not move: {spoken}")
    for text, step in zip(spoken, [0, 1, 2, 2, 2, 20]):
        check(f"step {step}, FP " in text, f"expected step {step}: {text}")
    browser.press("Escape", 27)
    check(tip(browser, 0)["hidden"], "Escape does not hide the tip")


def check_sorting(browser):
    tables = browser.run("document.querySelectorAll('table.sortable').length")
    for table in range(tables):
        find = f"document.querySelectorAll('table.sortable')[{table}]"
        columns = browser.run(f"{find}.tHead.rows[0].cells.length")
        browser.run(f"{find}.closest('details')?.setAttribute('open', '')")
        for column in range(columns):
            button = f"{find}.tHead.rows[0].cells[{column}].firstElementChild"
            for direction in ["ascending", "descending"]:
                browser.run(f"{button}.focus()")
                browser.press("Enter", 13, "\r")
                state = browser.run(
                    f"""(() => {{ const t = {find}; return {{
                      sort: [...t.tHead.rows[0].cells].map(c => c.getAttribute('aria-sort')),
                      keys: [...t.tBodies[0].rows].map(r => r.cells[{column}]).map(c =>
                        c.dataset.number === undefined ? null
                        : c.dataset.number === '' ? -1e308 : +c.dataset.number),
                      texts: [...t.tBodies[0].rows].map(r => r.cells[{column}].textContent) }}; }})()"""
                )
                sort = ["none"] * columns
                sort[column] = direction
                check(state["sort"] == sort, f"table {table}, column {column}: {state['sort']}")
                is_numeric = None not in state["keys"]
                keys = state["keys"] if is_numeric else [t.lower() for t in state["texts"]]
                if is_numeric or column == 0:
                    wanted = sorted(keys, reverse=direction == "descending")
                    check(keys == wanted, f"table {table}, column {column}, {direction}: {keys}")
    check(tables >= 3, f"{tables} tables to sort")


def check_contrast(browser, scheme):
    """The least contrast between a text and what lies behind it (WCAG 2.1: at least 4.5)."""
    worst = browser.run(
        """(() => {
          const parse = c => c.match(/[\\d.]+/g).map(Number);
          const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          let worst = { ratio: 21 };
          for (const e of document.querySelectorAll('body *')) {
            if (e.closest('svg') || !e.checkVisibility()) continue;
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
            let behind = e, color = [0, 0, 0, 0];
            while (behind && (color.length > 3 && color[3] === 0)) {
              color = parse(getComputedStyle(behind).backgroundColor); behind = behind.parentElement;
            }
            const a = light(parse(getComputedStyle(e).color)), b = light(color);
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < worst.ratio) worst = { ratio, text: e.textContent.slice(0, 40) };
          }
          return worst; })()"""
    )
    check(4.5 <= worst["ratio"] < 21, f"contrast in the {scheme} scheme: {worst}")


def check_schemes(browser, screenshots):
    for scheme, other in [("light", "dark"), ("dark", "light")]:
        browser.scheme(scheme)
        for name, expected in [(scheme, True), (other, False)]:
            visible = browser.run(
                f"[...document.querySelectorAll('.on-{name}')].map(e => e.checkVisibility())"
            )
            check(visible == [expected] * len(visible) and visible, f"{name} drawings in {scheme}")
        check_contrast(browser, scheme)
        browser.run("window.scrollTo({ top: 0, behavior: 'instant' })")
        point = spots(browser, 0)[9]
        browser.move(point["x"], point["y"])
        browser.screenshot(screenshots / f"report-{scheme}.png")
    browser.scheme("light")


def check_narrow(browser, screenshots):
    browser.size(360, 800)
    wide = browser.run("document.scrollingElement.scrollWidth - innerWidth")
    check(wide <= 0, f"on a narrow screen the page is {wide} pixels too wide")
    browser.run("document.querySelector('.canvas').focus()")
    for key, code in [("Home", 36), ("ArrowRight", 39), ("End", 35), ("ArrowLeft", 37)]:
        browser.press(key, code)
        sides = browser.run(
            """['.tip', '.ring'].map(part => document.querySelector('.canvas ' + part))
              .map(e => e.getBoundingClientRect()).flatMap(box => [box.left, innerWidth - box.right])"""
        )
        check(min(sides) >= 0, f"on a narrow screen tip or ring is out of view: {sides}")
    browser.screenshot(screenshots / "report-narrow.png")
    browser.size(1280, 1000)


def check_print(browser, table, screenshots):
    path = screenshots / "report.pdf"
    browser.pdf(path)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    for part in ["Claims along the path", "Verdicts on", "catalogue of losses", "Rule", "steps: 20"]:
        check(part in text, f"'{part}' is not in print")
    check("Escape hides" not in text, "help for the keyboard is in print")
    for row in table[:: len(table) // 12]:
        check(f"{float(row['value']):.6g}" in text, f"the value {row['value']} is not in print")
    left = browser.run("document.querySelectorAll('details[open] table').length")
    check(left == browser.opened, "details stay open after print")


def main():
    folder, screenshots, hostile = (pathlib.Path(part).resolve() for part in sys.argv[1:4])
    screenshots.mkdir(parents=True, exist_ok=True)
    with open(folder / "curves.csv", newline="") as file:
        table = list(csv.DictReader(file))
    browser = Browser()
    try:
        browser.size(1280, 1000)
        browser.open(folder / "report.html")
        check_structure(browser)
        check_accessibility_tree(browser)
        check_hover(browser, table)
        check_keyboard(browser)
        check_schemes(browser, screenshots)
        check_narrow(browser, screenshots)
        browser.opened = browser.run("document.querySelectorAll('details[open] table').length")
        check_print(browser, table, screenshots)
        check_sorting(browser)
        outside = [r for r in browser.requests if not r.startswith(("file://", "data:"))]
        check(outside == [], f"the page asks for {outside}")
        files = [r for r in browser.requests if r.startswith("file://")]
        check(len(files) == 1, f"the page loads other files: {files}")
        check(browser.errors == [], f"errors on the console: {browser.errors}")
        check_policy(browser, hostile)
    finally:
        browser.close()
    if failures:
        sys.exit(f"{len(failures)} checks of the page failed")
    print("report.html passed every check in Chromium")


if __name__ == "__main__":
    main()
