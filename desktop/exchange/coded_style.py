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
section { display: grid; grid-template-columns: var(--lanes) minmax(0, 38rem) minmax(10rem, 18rem); gap: 0 1rem; }
body.pair section { grid-template-columns: var(--lanes) minmax(0, 3fr) minmax(8rem, 2fr); }
section > p, section > h2 { margin: 0; padding: 0 0 1rem; overflow-wrap: anywhere; }
section > h2 { font-size: 1.15rem; line-height: 1.35; }
section.furniture > p { color: var(--dim); font-size: .85rem; }
.speaker { font: 600 .8rem system-ui, sans-serif; letter-spacing: .02em; display: block; color: var(--dim); }
.lanes { position: relative; }
.bar { position: absolute; top: 0; bottom: 0; width: 3px; background: currentColor; }
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
.notes { margin: 0; padding: 0 0 1rem 1.8rem; }
.notes li { margin: 0 0 .35rem; }
.notes li:target, mark:target { outline: 2px solid currentColor; outline-offset: 2px; }
a.to { font: .65rem system-ui, sans-serif; vertical-align: super; color: inherit; text-decoration: none;
  padding: 0 .15em; }
a.to:hover, a.to:focus { text-decoration: underline; }
footer { border-top: 1px solid var(--line); margin-top: 1.5rem; }
@media (max-width: 50rem) {
  body.pair main, section, body.pair section { display: block; }
  .lanes { display: none; }
}
@media print {
  body { margin: 0; max-width: none; font-size: 10.5pt; background: #fff; color: #000; }
  section { break-inside: avoid; }
  mark, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
