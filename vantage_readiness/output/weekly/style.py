"""How the HTML report looks: on a screen, light or dark, wide or narrow, and on two A4 pages."""

from __future__ import annotations

# ruff: noqa: E501 — a rule of a style sheet stands on one line

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --surface: #fff; --sunken: #eef0f3; --line: #dde1e7; --edge: #7d8794; --text: #18202b; --quiet: #566070;
  --accent: #2f46b0; --good: #12692f; --claim: #0b6a66; --bad: #ab2318; --warn: #7a4a00; --step: #6241a8;
  --good-wash: #e7f3ea; --bad-wash: #fbeae8; --warn-wash: #fff3dc;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1217; --surface: #161b22; --sunken: #1d232b; --line: #2b333d; --edge: #6d7885; --text: #e7ebf0; --quiet: #9fa9b6;
    --accent: #a3b4ff; --good: #63d48b; --claim: #5accc4; --bad: #ff958a; --warn: #f0b850; --step: #bca6ff;
    --good-wash: #14281c; --bad-wash: #331b1a; --warn-wash: #2e2512;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); font: 15px/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body, h1, h2, h3, p, ul, ol, dl, dd, figure, table { margin: 0; }
ul, ol { padding: 0; list-style: none; }
body { max-width: 1060px; margin: 0 auto; padding: 32px 24px 48px; overflow-wrap: anywhere; }
main > section, main > div { margin-top: 16px; }
h1 { font-size: 26px; line-height: 1.25; letter-spacing: -.015em; }
h2 { font-size: 17px; line-height: 1.35; }
h3 { font-size: 13px; color: var(--quiet); font-weight: 600; margin-bottom: 4px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 16px 20px; }
.quiet, .about, .note { color: var(--quiet); font-size: 13px; }
.top { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; align-items: baseline; margin-bottom: 12px; }
.top b { font-size: 17px; }
.edition { background: var(--warn-wash); border: 1px solid var(--warn); border-radius: 8px; padding: 12px 20px; margin-bottom: 16px; }
.edition ul { list-style: disc; padding-left: 20px; }
.gate { border-left: 6px solid var(--hue); background: var(--wash); }
.is-met { --hue: var(--good); --wash: var(--good-wash); } .is-not_met { --hue: var(--bad); --wash: var(--bad-wash); } .is-conditional { --hue: var(--warn); --wash: var(--warn-wash); }
.verdict { display: flex; gap: 8px; align-items: center; color: var(--hue); font-weight: 600; font-size: 13px; margin-bottom: 4px; }
.verdict svg { width: 18px; height: 18px; flex: none; } .verdict path { fill: currentColor; }
.reasons { margin-top: 10px; list-style: decimal; padding-left: 20px; }
.rest { list-style: none; }
.gate .quiet { margin-top: 8px; color: var(--text); }
.numbers { display: grid; grid-template-columns: repeat(4, 1fr); }
.numbers div { padding: 0 16px; border-left: 1px solid var(--line); }
.numbers div:first-child { padding-left: 0; border: 0; }
.numbers dt { font-size: 13px; color: var(--quiet); }
.numbers .value { display: block; font-size: 28px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.numbers .change { display: block; font-weight: 600; font-size: 14px; font-variant-numeric: tabular-nums; }
.up { color: var(--good); } .down { color: var(--bad); } .level { color: var(--quiet); }
.estimate { margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); }
.lead { margin-top: 4px; }
.lists { columns: 3 280px; column-gap: 32px; margin-top: 12px; }
.lists > * { break-inside: avoid; margin-bottom: 16px; }
.lists > :last-child { margin-bottom: 0; }
.lists li { padding: 4px 0; border-top: 1px solid var(--line); }
.lists li:first-child { border: 0; padding-top: 0; }
.note { display: block; }
.about { white-space: nowrap; }
.picture > * + * { margin-top: 16px; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start; }
.columns > * { min-width: 0; }
table { border-collapse: collapse; width: 100%; margin-top: 8px; font-size: 14px; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; } thead th { font-size: 13px; color: var(--quiet); vertical-align: bottom; }
th, td { padding: 4px 12px 4px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; } thead th { border: 0; }
th:last-child, td:last-child { padding-right: 0; }
td.n, th.n { text-align: right; } td.n { white-space: nowrap; }
.wide { overflow-x: auto; }
.wide:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
figure { container-type: inline-size; margin-top: 8px; }
figcaption { color: var(--quiet); font-size: 13px; margin-top: 4px; }
details { margin-top: 8px; font-size: 13px; } summary { cursor: pointer; color: var(--accent); }
footer { margin-top: 24px; color: var(--quiet); font-size: 13px; }
footer p + p { margin-top: 4px; }

.chart-svg { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; }
.chart-narrow { display: none; }
@container (max-width: 35rem) { .chart-wide { display: none; } .chart-narrow { display: block; } }
@media screen {
  .chart-halo { stroke: var(--surface); } .chart-grid { stroke: var(--line); } .chart-axis, .chart-wedge-edge { stroke: var(--edge); }
  .chart-tick, .chart-quiet, .chart-wedge-name, .chart-scope-name { fill: var(--quiet); } .chart-today { stroke: var(--quiet); }
  .chart-band { fill: var(--sunken); } .chart-wedge { fill: var(--edge); } .chart-name { fill: var(--text); }
  .chart-unproven, .chart-unproven-name, .chart-unclaimed-name { fill: var(--claim); } .chart-unclaimed { stroke: var(--claim); }
  .chart-remaining { stroke: var(--accent); } .chart-remaining-name { fill: var(--accent); }
  .chart-step { stroke: var(--step); } .chart-step-mark, .chart-step-name { fill: var(--step); }
}
@media (max-width: 640px) {
  body { padding: 16px 12px 32px; }
  h1 { font-size: 21px; }
  .card { padding: 14px; }
  .numbers { grid-template-columns: 1fr 1fr; gap: 14px 0; }
  .numbers div { padding: 0 0 0 14px; } .numbers div:nth-child(odd) { padding-left: 0; border: 0; }
  .columns { grid-template-columns: minmax(0, 1fr); }
}
@page { size: A4; margin: 13mm 14mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, sans-serif; color: #566070; } }
@media print {
  html { background: none; font-size: 9pt; line-height: 1.35; }
  body { max-width: none; padding: 0; }
  main > section, main > div { margin-top: 8px; }
  h1 { font-size: 15pt; } h2 { font-size: 11pt; } h3, .quiet, .about, .note, .numbers dt, figcaption, footer, thead th, .verdict { font-size: 8pt; }
  .top { margin-bottom: 6px; } .top b { font-size: 11pt; }
  .card { padding: 8px 12px; break-inside: auto; } .gate, .numbers, .keep, tr, li, figure { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .gate, .edition { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .numbers .value { font-size: 17pt; } .numbers .change { font-size: 9pt; }
  .numbers { grid-template-columns: repeat(4, 1fr); gap: 0; } .numbers div:nth-child(odd) { border-left: 1px solid var(--line); padding: 0 12px; } .numbers div:first-child { border: 0; padding-left: 0; }
  .columns { grid-template-columns: 1fr 1fr; gap: 8px; }
  .picture { display: grid; grid-template-columns: 57fr 43fr; gap: 8px; align-items: start; } .picture > * + * { margin-top: 0; } .picture .lists { columns: auto; }
  figure .chart-wide { display: none; } figure .chart-narrow { display: block; } .wide { overflow: visible; }
  .lists { columns: 3; column-gap: 18px; margin-top: 6px; } .lists > * { margin-bottom: 6px; } .lists li { padding: 2px 0; }
  table { font-size: 8.5pt; margin-top: 4px; } th, td { padding: 2px 5px 2px 0; } thead th.n { font-size: 7.5pt; }
  .estimate { margin-top: 6px; padding-top: 4px; } .reasons { margin-top: 4px; } details { display: none; }
  footer { margin-top: 8px; }
}
"""
