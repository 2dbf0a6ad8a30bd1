// The debrief, a step at a time, as the server tells it: outcome, gains, payoffs, plot, prediction, the better deal, replay,
// renegotiation, questions.
import * as Plot from "@observablehq/plot";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { html } from "../parts/html.js";
import { Brief } from "./brief.js";
import { Deal, Points } from "./deal.js";
import { useOnce } from "./net.js";
import { names, say } from "./say.js";

export const STEPS = ["outcome", "gains", "payoffs", "plot", "prediction", "better", "replay", "again", "questions"];

const title = (outcome) =>
  `${say("at_table", { n: outcome.table + 1 })}${outcome.round > 0 ? ` (${say("stage_again")})` : ""}: ${say(
    outcome.status === "deal" ? "deal" : outcome.status === "open" ? "still_open" : "no_deal",
  )}`;

function Outcomes({ game, data, gains }) {
  return data.outcomes.map(
    (outcome, i) => html`<section key=${i} class="outcome-of">
      <h3>${title(outcome)}</h3>
      ${!gains && outcome.options && html`<${Deal} game=${game} deal=${outcome} />`}
      ${gains && outcome.points && html`<${Points} game=${game} points=${outcome.points} gains=${outcome.gains} />`}
    </section>`,
  );
}

function Payoffs({ game, data }) {
  return data.briefs.map(
    (brief) => html`<details key=${brief.role} class="panel">
      <summary><h3>${game.actors[brief.role].name}</h3></summary>
      <${Brief} game=${game} brief=${brief} />
    </details>`,
  );
}

/* Spots at the same place share one label: [{at, label}]. */
function together(spots) {
  const places = new Map();
  for (const { at, label } of spots) {
    const key = at.join("/");
    places.set(key, { at, label: places.has(key) ? `${places.get(key).label}, ${label}` : label });
  }
  return [...places.values()];
}

const X = { x: (d) => d.at[0], y: (d) => d.at[1] };

/* One kind of spot, with its names. */
const marks = (spots, dot, text) => [Plot.dot(spots, { ...X, ...dot }), Plot.text(spots, { ...X, text: "label", lineWidth: 14, ...text })];

/* The picture has one label as a whole; the names of its layers would be read out without meaning. */
function unlabel(svg) {
  for (const part of svg.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
}

/* Worst-off gain against the sum of gains: the acceptable cloud, designs, the tables' ends, and (when told) solutions. */
function Picture({ data }) {
  const { cloud, designs, tables } = data.plot;
  const deals = data.prediction ? data.prediction.deals : [];
  const draw = useCallback(
    (width, type) => ({
      height: Math.min(width * 0.7, 30 * type),
      marginLeft: 4 * type,
      marginRight: 3 * type,
      marginBottom: 3 * type,
      marginTop: 2.5 * type,
      insetLeft: 6 * type,
      insetRight: 2 * type,
      insetTop: 2 * type,
      insetBottom: 2 * type,
      x: { label: say("axis_worst"), grid: true },
      y: { label: say("axis_sum"), grid: true },
      marks: [
        Plot.ruleX([0]),
        Plot.dot(cloud, { x: "0", y: "1", r: 3, fill: "currentColor", fillOpacity: 0.25 }),
        ...marks(together(designs.map((d) => ({ at: d.at, label: d.name }))), { symbol: "square", r: 5, stroke: "currentColor" }, { dy: -0.8 * type, lineAnchor: "bottom", fontSize: 0.75 * type }),
        ...marks(together(deals.map((d) => ({ at: d.at, label: d.name.replace(/ \(.*/, "") }))), { symbol: "triangle", r: 7, fill: "#a84300" }, { dy: 0.8 * type, lineAnchor: "top", fontSize: 0.75 * type }),
        ...marks(together(tables.map((t) => ({ at: t.at, label: say("at_table", { n: t.table + 1 }) }))), { symbol: "star", r: 9, fill: "#0b5fa5" }, { dx: -0.9 * type, textAnchor: "end", fontWeight: "bold" }),
      ],
    }),
    [JSON.stringify(data.plot), deals.length],
  );
  const rows = [...tables.map((t) => [say("at_table", { n: t.table + 1 }), t.at]), ...deals.map((d) => [d.name, d.at])];
  return html`<p>${say("plot_note")}</p>
    <${Chart} draw=${draw} label=${say("plot_alt")} onDrawn=${unlabel} />
    <table>
      <thead>
        <tr>
          <th scope="col">${say("deals")}</th>
          <th scope="col" class="number">${say("axis_worst")}</th>
          <th scope="col" class="number">${say("axis_sum")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(([name, at], i) => html`<tr key=${i}><th scope="row">${name}</th><td class="number">${at[0]}</td><td class="number">${at[1]}</td></tr>`)}
      </tbody>
    </table>`;
}

function Prediction({ game, data }) {
  const told = data.prediction;
  if (!told.known) return html`<p>${say("not_solved")}</p>`;
  return html`<p>${say("counts", told)}</p>
    ${told.changed && html`<p class="warn">${say("before_news")}</p>`}
    <${Picture} data=${data} />
    ${told.deals.length === 0 && html`<p>${say("no_solutions")}</p>`}
    ${told.deals.map(
      (deal) => html`<details key=${deal.key} class="panel">
        <summary><h3>${deal.name}</h3></summary>
        <${Deal} game=${game} deal=${deal} />
        <${Points} game=${game} points=${deal.points} gains=${deal.gains} />
      </details>`,
    )}`;
}

function Better({ game, data }) {
  return data.better.map(
    (better) => html`<section key=${better.table}>
      <h3>${say("at_table", { n: better.table + 1 })}</h3>
      ${!better.found
        ? html`<p>${say("no_better")}</p>`
        : html`<p>${better.blockers.length > 0 ? say("blocked_by", { who: names(game, better.blockers) }) : say("better_for_all")}</p>
            <${Deal} game=${game} deal=${better} />
            <${Points} game=${game} points=${better.points} gains=${better.changes} />`}
    </section>`,
  );
}

function told(game, event) {
  const who = event.role >= 0 ? game.actors[event.role].name : "";
  const n = event.proposal + 1;
  const vote = event.value > 0 ? "yes" : event.value < 0 ? "no" : "undecided";
  if (event.e === "propose") return say("event_propose", { who, number: n });
  if (event.e === "vote") return say(`event_vote_${vote}`, { who, number: n });
  if (event.e === "withdraw") return say("event_withdraw", { number: n });
  if (event.e === "deal") return say("event_deal", { number: n });
  if (event.e === "no_deal") return say("event_no_deal");
  return say(`stage_${["lobby", "read", "talk", "debrief", "again"][event.value]}`);
}

function Replay({ game, data, mine }) {
  const events = data.replay.filter((event) => mine === undefined || event.table === mine || event.table < 0);
  const [at, setAt] = useState(1);
  const [running, setRunning] = useState(false);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setAt((n) => (n < events.length ? n + 1 : n)), 700);
    return () => clearInterval(timer);
  }, [running, events.length]);
  const start = events.length > 0 ? events[0].t : 0;
  return html`<div class="buttons">
      <button type="button" aria-pressed=${running} onClick=${() => setRunning(!running)}>${say(running ? "halt" : "run")}</button>
      <label>${say("moment")} <input type="range" min="1" max=${events.length} value=${at} onInput=${(e) => setAt(Number(e.currentTarget.value))} /></label>
    </div>
    <ol class="replay">
      ${events
        .slice(0, at)
        .slice(-12)
        .map(
          (event, i) => html`<li key=${i}>
            <span class="time">${Math.floor((event.t - start) / 60000)}:${String(Math.floor((event.t - start) / 1000) % 60).padStart(2, "0")}</span>
            ${event.table >= 0 && mine === undefined ? `${say("at_table", { n: event.table + 1 })}: ` : ""}${told(game, event)}
          </li>`,
        )}
    </ol>`;
}

const Questions = () => html`<ol class="questions">${say("questions").split("\n").map((text, i) => html`<li key=${i}>${text}</li>`)}</ol>`;

/* step: the one to show; mine: a table whose own course is replayed, else all. */
export function Debrief({ game, step, round, mine }) {
  const data = useOnce("/api/debrief", null, `${step}/${round}`);
  if (step === 0) return html`<p>${say("debrief_soon")}</p>`;
  if (!data || data.step !== step) return html`<p role="status">${say("loading")}</p>`;
  return html`<section class="debrief" aria-live="polite">
    <h2>${step}. ${say(`step_${STEPS[step - 1]}`)}</h2>
    ${step === 1 && html`<${Outcomes} game=${game} data=${data} />`}
    ${step === 2 && html`<${Outcomes} game=${game} data=${data} gains />`}
    ${step === 3 && html`<${Payoffs} game=${game} data=${data} />`}
    ${step === 4 && html`<${Picture} data=${data} />`}
    ${step === 5 && html`<${Prediction} game=${game} data=${data} />`}
    ${step === 6 && html`<${Better} game=${game} data=${data} />`}
    ${step === 7 && html`<${Replay} game=${game} data=${data} mine=${mine} />`}
    ${step === 8 && html`<p>${say(round === 0 ? "again_note" : "again_done")}</p>${round > 0 && html`<${Outcomes} game=${game} data=${data} gains />`}`}
    ${step === 9 && html`<${Questions} />`}
  </section>`;
}
