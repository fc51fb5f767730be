import Experiments

extension HTMLReport {
  /// The style sheet: light and dark by the reader's preference, and for print.
  static let style = """
    :root {
      --ink: #1a1a1a; --paper: #fff; --faint: #595959; --line: #c8c8c8; --panel: #f5f5f3;
      --link: #0b57a4; --focus: #b34700;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #ebebeb; --paper: #16181d; --faint: #b0b0b0; --line: #4a4d55; --panel: #22252c;
        --link: #8ac4ff; --focus: #ffb066;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body {
      margin: 0 auto; max-width: 76rem; padding: 0 1.25rem 3rem; color: var(--ink);
      background: var(--paper); font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif;
    }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 .5rem; }
    h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); }
    h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
    a { color: var(--link); }
    p, li { max-width: 48rem; }
    nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
    .skip { position: absolute; left: -100vw; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 3; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    main:focus { outline: none; }
    figure { margin: 0 0 2rem; }
    .canvas { position: relative; min-width: 42rem; }
    .sheet svg { min-width: 42rem; }
    .frame, .sheet { overflow-x: auto; padding: 5px; }
    .canvas svg, .sheet svg { display: block; width: 100%; height: auto; }
    .sheet { background: #fff; }
    .on-dark { display: none; }
    @media screen and (prefers-color-scheme: dark) {
      .on-light { display: none; }
      .on-dark { display: block; }
    }
    figcaption, .help { color: var(--faint); font-size: .9rem; max-width: 60rem; }
    .readout { display: block; min-height: 1.5em; font-size: .95rem; }
    .ring {
      position: absolute; width: 16px; height: 16px; margin: -8px 0 0 -8px; border-radius: 50%;
      border: 3px solid var(--ink); box-shadow: 0 0 0 2px var(--paper); pointer-events: none;
    }
    .tip {
      position: absolute; z-index: 2; width: max-content; max-width: min(24rem, 100%, 80vw);
      padding: .4rem .6rem; font-size: .82rem; line-height: 1.35; background: var(--paper);
      border: 1px solid var(--ink); border-radius: 4px; pointer-events: none;
    }
    .tip b { display: block; }
    .tip .current { font-weight: 700; }
    .tip .current::before { content: "▸ "; }
    .ring[hidden], .tip[hidden] { display: none; }
    .scroll { overflow-x: auto; margin: 0 0 1rem; }
    table { border-collapse: collapse; font-size: .9rem; min-width: 40rem; }
    caption { text-align: left; font-weight: 700; padding: .5rem 0; }
    th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; }
    thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
    tbody tr { border-bottom: 1px solid var(--line); }
    tbody th { font-weight: 600; }
    [data-number] { font-variant-numeric: tabular-nums; }
    td[data-number] { text-align: right; }
    td[data-number]:has(ul) { text-align: left; }
    th button {
      all: unset; cursor: pointer; font-weight: 700; text-decoration: underline dotted;
      text-underline-offset: .2em;
    }
    th button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    th[aria-sort="ascending"] button::after { content: " ▲"; }
    th[aria-sort="descending"] button::after { content: " ▼"; }
    td ul { margin: 0; padding-left: 1.1rem; }
    code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .88em; }
    .formula { display: inline-block; min-width: 14rem; }
    pre { background: var(--panel); padding: 1rem; overflow-x: auto; white-space: pre-wrap; }
    summary { cursor: pointer; }
    .verdict { white-space: nowrap; }
    footer { margin-top: 3rem; color: var(--faint); }
    @media print {
      :root {
        --ink: #000; --paper: #fff; --faint: #333; --line: #999; --panel: #fff; --link: #000;
      }
      body { max-width: none; padding: 0; font-size: 9pt; }
      nav, .skip, .help, .readout, .tip, .ring, footer { display: none; }
      h2, h3, caption { break-after: avoid; }
      figure, tr { break-inside: avoid; }
      thead { display: table-header-group; }
      .scroll { overflow: visible; }
      table { min-width: 0; font-size: 7.5pt; width: 100%; }
      .formula { min-width: 0; }
      th, td { padding: .15rem .25rem; }
      th[data-number], td[data-number]:not(:has(ul)) { white-space: nowrap; }
      code { overflow-wrap: anywhere; }
      th button { text-decoration: none; }
      :focus-visible { outline: none; }
      .canvas, .sheet svg { min-width: 0; }
      .frame, .sheet { overflow: visible; }
      .verdict { white-space: normal; }
    }
    """
}
