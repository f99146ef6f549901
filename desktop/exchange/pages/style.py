"""How a page of coded documents looks: calm, in a serif, with the notes beside what they are on."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #fbfaf7; --ink: #23262b; --dim: #5f646b; --line: #d6d0c3;
  --favor: #004e7a; --favor-ground: #d9eaf5; --against: #8a3700; --against-ground: #fce4d4;
  --neutral: #4b5058; --neutral-ground: #e4e5e9; --contradictory: #5b2a78; --contradictory-ground: #efe3f6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #1b1d21; --ink: #e4e2dc; --dim: #a9afb7; --line: #41474f;
    --favor: #8ccbf2; --favor-ground: #1d3a4c; --against: #f5b48c; --against-ground: #4a2e1e;
    --neutral: #c3c7ce; --neutral-ground: #34383f; --contradictory: #d7b5ee; --contradictory-ground: #402a4f;
  }
}
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 70rem; background: var(--page); color: var(--ink);
  font: 17px/1.7 Georgia, "Times New Roman", serif; }
body.pair { max-width: 120rem; }
body.pair main { display: grid; grid-template-columns: 1fr 1fr; gap: 2.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .3rem; }
.source, footer, .legend, .notes { font-family: system-ui, sans-serif; font-size: .8rem; line-height: 1.45; }
.source, footer { color: var(--dim); }
.legend { list-style: none; display: flex; gap: 1.2rem; margin: 0 0 1rem; padding: 0; }
section { display: grid; grid-template-columns: minmax(0, 40rem) minmax(10rem, 18rem); gap: 0 1rem;
  margin: 0 0 1rem; }
body.pair section { grid-template-columns: minmax(0, 3fr) minmax(8rem, 2fr); }
.text { position: relative; padding-left: calc(var(--lanes) + .8rem); }
.text > p, .text > h2 { margin: 0; overflow-wrap: anywhere; }
.text > h2 { font-size: 1.15rem; line-height: 1.35; }
section.furniture .text > p { color: var(--dim); font-size: .85rem; }
.speaker { font: 600 .8rem system-ui, sans-serif; letter-spacing: .02em; color: var(--dim);
  padding-left: calc(var(--lanes) + .8rem); }
.lanes { position: absolute; top: 0; bottom: 0; left: 0; width: var(--lanes); }
.bar { position: absolute; box-sizing: border-box; min-height: 1em; width: 0; margin-left: 3px;
  border-left: 2px solid currentColor; }
.bar.against { border-left-style: dashed; }
.bar.neutral { border-left-style: dotted; }
.bar.head::before { position: absolute; top: -1px; left: -5px; width: 8px; font: 8px/8px system-ui, sans-serif;
  text-align: center; background: var(--page); }
.bar.favor.head::before { content: "▲"; }
.bar.against.head::before { content: "▼"; }
.bar.neutral.head::before { content: "●"; }
mark { color: inherit; border-radius: 2px; padding: .1em 0; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; }
mark.favor { background: var(--favor-ground); border-bottom: 2px solid var(--favor); }
mark.against { background: var(--against-ground); border-bottom: 2px dashed var(--against); }
mark.neutral { background: var(--neutral-ground); border-bottom: 2px dotted var(--neutral); }
mark.contradictory { background: var(--contradictory-ground); border-bottom: 3px double var(--contradictory); }
mark.deep { border-bottom-width: 4px; }
.bar.favor, li.favor { color: var(--favor); }
.bar.against, li.against { color: var(--against); }
.bar.neutral, li.neutral { color: var(--neutral); }
.notes { margin: 0; padding: 0 0 0 1.8rem; }
.notes li { margin: 0 0 .35rem; }
.notes li:target, mark:target { outline: 2px solid currentColor; outline-offset: 2px; }
a.to { font: .65rem system-ui, sans-serif; vertical-align: super; color: inherit; text-decoration: none;
  padding: 0 .15em; }
a.to:hover, a.to:focus { text-decoration: underline; }
footer { border-top: 1px solid var(--line); margin-top: 1.5rem; }
@media screen and (max-width: 50rem) {
  body.pair main, section, body.pair section { display: block; }
  .notes { padding-left: calc(var(--lanes) + 2.4rem); }
}
@media print {
  :root { --page: #fff; }
  body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; background: #fff; color: #000; }
  body.pair { font-size: 8.5pt; }
  section, body.pair section { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
  body.pair main { gap: 1.2rem; }
  section { break-inside: avoid; }
  mark, .bar, li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
