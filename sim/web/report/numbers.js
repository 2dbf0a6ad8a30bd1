// Every number of the scenario with its range, its grade and its sources, to be searched.
import { useMemo, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { count } from "../parts/figures.js";
import { pointerWords } from "./pointer.js";
import { say } from "./say.js";

const GRADES = ["stated", "implied", "outside", "assumed"];
const PAGE = 40;

const short = (x) => String(Number(x.toFixed(4))).replace("-", "\u2212");

function rowsOf(model) {
  return model.numbers.map(([pointer, low, base, high, grade, cite]) => {
    const words = pointerWords(model, pointer);
    const cites = cite === "" ? [] : cite.split(" ");
    return { pointer, words, low, base, high, grade, cites, text: `${words} ${pointer} ${grade} ${cite}`.toLowerCase() };
  });
}

/* What a source says, and where that is from. */
function Source({ model, id }) {
  const source = model.scenario?.sources?.[id];
  if (!source) return html`<li>${id}</li>`;
  const of = source.of ? model.scenario.sources[source.of] : null;
  const where = [source.who, source.author, source.publisher, source.date, of ? say("line_of", { line: source.line ?? "", of: of.title ?? source.of }) : null]
    .filter(Boolean)
    .join("; ");
  return html`<li><strong>${id}</strong> ${source.says ?? source.title ?? ""} <span class="soft">${where}</span></li>`;
}

function Number_({ model, row, later }) {
  const range = row.low !== row.high && html`<span class="soft">${short(row.low)} … ${short(row.high)}</span>`;
  return html`<tr class=${later ? "later" : ""}>
    <th scope="row">${row.words}</th>
    <td class="number">${short(row.base)}</td>
    <td class="number">${range}</td>
    <td class="grade ${row.grade}">${say(`grade_${row.grade}`)}</td>
    <td>
      ${row.cites.length > 0 &&
      html`<details>
        <summary>${row.cites.join(" ")}</summary>
        <ul class="cited">
          ${row.cites.map((id) => html`<${Source} model=${model} id=${id} />`)}
        </ul>
      </details>`}
    </td>
  </tr>`;
}

/* What something of the scenario cites. */
const citedUnder = (part) =>
  part && typeof part === "object" ? Object.entries(part).flatMap(([key, value]) => (key === "cite" ? value : citedUnder(value))) : [];

/* Of the sources that a scenario carries, those that it cites. */
function Sources({ model }) {
  const { sources: carried = {}, ...rest } = model.scenario ?? {};
  const cited = useMemo(() => new Set(citedUnder(rest)), [model]);
  const sources = Object.keys(carried).filter((id) => cited.has(id));
  if (sources.length === 0) return null;
  return html`<details>
    <summary>${say("sources_show", { n: sources.length })}</summary>
    <ul class="cited">
      ${sources.map((id) => html`<${Source} model=${model} id=${id} />`)}
    </ul>
  </details>`;
}

export function Numbers({ model }) {
  const rows = useMemo(() => rowsOf(model), [model]);
  const [words, setWords] = useState("");
  const [grade, setGrade] = useState("");
  const [shown, setShown] = useState(PAGE);
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => (grade === "" || row.grade === grade) && wanted.every((word) => row.text.includes(word)));
  const counts = GRADES.map((g) => [g, rows.filter((row) => row.grade === g).length]);
  const reset = (set) => (event) => {
    set(event.target.value);
    setShown(PAGE);
  };
  return html`<p>${say("numbers_intro")}</p>
    <div class="stack" aria-hidden="true">
      ${counts.map(([g, n]) => n > 0 && html`<span class=${g} style=${{ flexGrow: n }}></span>`)}
    </div>
    <ul class="grades">
      ${counts.map(([g, n]) => html`<li class=${g}><strong>${count(n)} ${say(`grade_${g}`)}</strong> ${say(`grade_${g}_means`)}</li>`)}
    </ul>
    <div class="controls">
      <label>${say("search")} <input type="search" value=${words} onInput=${reset(setWords)} /></label>
      <label
        >${say("grade")}
        <select value=${grade} onChange=${reset(setGrade)}>
          <option value="">${say("every_grade")}</option>
          ${GRADES.map((g) => html`<option value=${g}>${say(`grade_${g}`)}</option>`)}
        </select></label
      >
    </div>
    <p role="status">${say("numbers_found", { n: found.length, of: count(rows.length) })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("numbers_heading")}>
      <table class="plain numbers">
        <thead>
          <tr>
            ${["number", "value", "range", "grade", "cited"].map((key) => html`<th scope="col">${say(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${found.map((row, i) => html`<${Number_} key=${row.pointer} model=${model} row=${row} later=${i >= shown} />`)}
        </tbody>
      </table>
    </div>
    ${found.length > shown &&
    html`<button type="button" class="more" onClick=${() => setShown(shown + 10 * PAGE)}>${say("more")}</button>`}
    <${Sources} model=${model} />`;
}
