// The debrief's steps 4 to 6: the deals among what was possible, what the theory predicts, the better deal. All numbers come
// from the server; the frontier is read off the listed deals, which hold it for each pair that can be chosen.
import * as Plot from "@observablehq/plot";
import { useCallback, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { html } from "../parts/html.js";
import { Deal, Points } from "./deal.js";
import { dealWords, names, say } from "./say.js";
import { verdictWords } from "./verdict.js";
import { Counts, Moved } from "./what_if.js";

const table = (t) => `${say("at_table", { n: t.table + 1 })}${t.round > 0 ? ` (${say("stage_again")})` : ""}`;

/* ---- the plane: two roles' gains in points, or the smallest gain of those who bargain and the sum of all ---- */

const LEAST = "least";

function planeOf(game, plot, key) {
  if (key === LEAST) {
    const least = (gains) => Math.min(...plot.players.map((i) => gains[i])) / 10;
    const sum = (gains) => gains.reduce((a, b) => a + b, 0) / 10;
    return { x: least, y: sum, across: say("axis_least"), up: say("axis_sum") };
  }
  const [i, j] = key.split(",").map(Number);
  const axis = (k) => (gains) => (gains[k] * plot.units[k]) / 1000;
  return { x: axis(i), y: axis(j), across: say("axis_of", { who: game.actors[i].name }), up: say("axis_of", { who: game.actors[j].name }) };
}

/* The planes whose frontier the listed deals hold: [key, name]. */
function planes(game, plot) {
  const roles = plot.every_pair ? game.actors.map((_, i) => i) : plot.players;
  const pairs = roles.flatMap((i, n) => roles.slice(n + 1).map((j) => [`${i},${j}`, `${game.actors[i].name} × ${game.actors[j].name}`]));
  return [[LEAST, say("plane_least")], ...pairs];
}

const spot = (plane, gains) => ({ x: plane.x(gains), y: plane.y(gains) });

/* Those that no other exceeds in both, from left to right. */
function frontier(spots) {
  const edge = [];
  for (const at of [...spots].sort((a, b) => b.x - a.x || b.y - a.y)) if (edge.length === 0 || at.y > edge[0].y) edge.unshift(at);
  return edge;
}

/* Spots at the same place share one label. */
function together(spots) {
  const places = new Map();
  for (const at of spots) {
    const key = `${at.x}/${at.y}`;
    places.set(key, { ...at, label: places.has(key) ? `${places.get(key).label}, ${at.label}` : at.label });
  }
  return [...places.values()];
}

const AT = { x: "x", y: "y" };

/* The range of values with some room, also where all are alike. */
function extent(values, share) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * share;
  return [low - room, high + room];
}

/* A spot beyond the window is shown at its edge, with an arrow to where it lies. */
function atEdge(s, [x0, x1], [y0, y1]) {
  const [x, y] = [Math.min(x1, Math.max(x0, s.x)), Math.min(y1, Math.max(y0, s.y))];
  if (x === s.x && y === s.y) return s;
  const arrow = ["↙←↖", "↓ ↑", "↘→↗"][Math.sign(s.x - x) + 1][Math.sign(s.y - y) + 1];
  return { ...s, x, y, label: `${s.label} ${arrow}`, beyond: true };
}

/* Eight places around a point, ever farther out, where a label of so many pixels may stand. */
const AROUND = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const FARTHER = [0.8, 2, 3.5, 5.5, 8];
const shift = (d, far, type, size) => d * far * type - (d < 0 ? size : d > 0 ? 0 : size / 2);
const places = (type, w, h) => FARTHER.flatMap((far) => AROUND.map(([dx, dy]) => [shift(dx, far, type, w), shift(dy, far, type, h), far > 1]));

/* Labels beside their points so that none lies over another or over a point: of the places around each the first that is free,
 * with a line to its point where it stands apart; else none but the table below. Points of the cloud are avoided at first. */
function placed(spots, cloud, toPixel, type, limit) {
  const box = ({ x, y }, r) => [x - r, y - r, x + r, y + r];
  const taken = spots.map((s) => box(toPixel(s), type / 2));
  const dots = cloud.map((s) => box(toPixel(s), 2));
  const apart = (one, others) => others.every((b) => one[0] >= b[2] || b[0] >= one[2] || one[1] >= b[3] || b[1] >= one[3]);
  const inside = (b) => b[0] >= limit[0] && b[2] <= limit[2] && b[1] >= limit[1] && b[3] <= limit[3];
  const size = 0.75 * type;
  return spots.flatMap((s) => {
    const { x, y } = toPixel(s);
    const [w, h] = [s.label.length * size * 0.62, size * 1.3];
    const free = places(type, w, h).map(([dx, dy, far]) => ({ at: [x + dx, y + dy, x + dx + w, y + dy + h], far })).filter(({ at }) => inside(at) && apart(at, taken));
    const found = free.find(({ at }) => apart(at, dots)) || free[0];
    if (!found) return [];
    const { at, far } = found;
    taken.push(at);
    const text = Plot.text([s], { ...AT, text: "label", textAnchor: "start", lineAnchor: "top", dx: at[0] - x, dy: at[1] - y, fontSize: size, stroke: "var(--paper)", strokeWidth: size / 3, fill: "currentColor", fontWeight: s.bold ? "bold" : "normal" });
    if (!far) return [text];
    const end = [Math.min(at[2], Math.max(at[0], x)), Math.min(at[3], Math.max(at[1], y))];
    const line = Plot.link([[toPixel.back(x, y), toPixel.back(...end)]], { x1: (l) => l[0].x, y1: (l) => l[0].y, x2: (l) => l[1].x, y2: (l) => l[1].y, stroke: "currentColor", strokeOpacity: 0.5 });
    return [line, text];
  });
}

/* Of offers: what waiting cost at each table, and how it would have gone if everybody had looked ahead. */
export function Waiting({ game, data }) {
  const talks = data.prediction && data.prediction.talks;
  return html`<ul class="waiting">
      ${data.outcomes.map((o) => html`<li key=${`${o.table}-${o.round}`}><strong>${table(o)}:</strong> ${o.status === "deal" ? say("offers_left", { round: o.turn + 1, left: o.left }) : say("offers_lost")}</li>`)}
    </ul>
    ${talks && html`<p>${say("offers_ahead", { what: dealWords(game, talks) })}</p>`}`;
}

export function Picture({ game, data, fixed, bare }) {
  const { plot } = data;
  const deals = data.prediction && data.prediction.deals ? data.prediction.deals : [];
  const [chosen, setKey] = useState(null);
  const key = chosen || (plot.known && plot.players.length === 2 ? plot.players.join(",") : LEAST);
  const draw = useCallback(
    (width, type) => {
      const plane = planeOf(game, plot, key);
      const cloud = plot.cloud.map((gains) => spot(plane, gains));
      const far = plot.designs.map((d) => ({ ...spot(plane, d.gains), label: d.name }));
      const told = together(deals.map((d) => ({ ...spot(plane, d.milli), label: d.name.replace(/ \(.*/, "") })));
      const ends = together(plot.tables.map((t) => ({ ...spot(plane, t.gains), label: `${t.table + 1}${t.round > 0 ? "’" : ""}` })));
      const narrow = width < 32 * type; /* a phone: the table below has the names */
      const height = fixed ? Math.min(width * 0.8, (bare ? 21 : 18) * type) : narrow ? width * 0.9 : Math.min(width * 0.7, 30 * type);
      const margin = { marginLeft: 3.5 * type, marginRight: 1.5 * type, marginBottom: 3 * type, marginTop: 2 * type };
      /* The window is that of the deals; named designs far outside it stand at its edge. */
      const all = [...(cloud.length > 0 ? cloud : far), ...told, ...ends, { x: 0, y: 0 }];
      const [x, y] = [extent(all.map((s) => s.x), 0.35), extent(all.map((s) => s.y), 0.35)];
      const named = together(far.map((s) => atEdge(s, x, y)).filter((s) => !bare || !s.beyond));
      const [across, up] = [width - margin.marginLeft - margin.marginRight, height - margin.marginTop - margin.marginBottom];
      const toPixel = (s) => ({ x: margin.marginLeft + ((s.x - x[0]) / (x[1] - x[0])) * across, y: margin.marginTop + ((y[1] - s.y) / (y[1] - y[0])) * up });
      toPixel.back = (px, py) => ({ x: x[0] + ((px - margin.marginLeft) / across) * (x[1] - x[0]), y: y[1] - ((py - margin.marginTop) / up) * (y[1] - y[0]) });
      const labels = [...ends.map((s) => ({ ...s, bold: true, label: say("tables_short", { n: s.label.includes(",") ? 2 : 1, which: s.label }) })), ...told, ...named];
      return {
        height,
        ...margin,
        x: { label: plane.across, domain: x, grid: true, ticks: Math.max(3, Math.floor(width / (6 * type))) },
        y: { label: plane.up, domain: y, grid: true, ticks: Math.max(3, Math.floor(height / (3.5 * type))) },
        marks: [
          Plot.ruleX([0]),
          Plot.ruleY([0]),
          Plot.dot(cloud, { ...AT, r: 3, fill: "currentColor", fillOpacity: 0.25 }),
          Plot.line(frontier(cloud), { ...AT, stroke: "#0b5fa5", strokeWidth: 2 }),
          Plot.dot(named, { ...AT, symbol: "square", r: 5, stroke: "currentColor" }),
          Plot.dot(told, { ...AT, symbol: "triangle", r: 7, fill: "#a84300" }),
          Plot.dot(ends, { ...AT, symbol: "star", r: 9, fill: "#0b5fa5" }),
          ...(narrow ? [] : placed(labels, cloud, toPixel, type, [margin.marginLeft, 0, width, height - margin.marginBottom])),
        ],
      };
    },
    [JSON.stringify(plot), deals.length, key, fixed, bare],
  );
  if (!plot.known) return html`<p role="status">${say(plot.pending ? "pending" : "not_solved")}</p>`;
  const plane = planeOf(game, plot, key);
  const rows = [...plot.tables.map((t) => [table(t), t.gains]), ...deals.map((d) => [d.name.replace(/ \(.*/, ""), d.milli])];
  return html`${!bare && html`<p>${say("plot_note")} ${deals.length > 0 && `${say("plot_triangles")} `}${say(plot.whole ? "plot_whole" : "plot_part", { n: plot.cloud.length, of: plot.of })}
      ${" "}${plot.efficient_known && say("plot_efficient", { n: plot.efficient === "1" ? 1 : 2, count: plot.efficient })}</p>`}
    ${!fixed &&
    html`<div class="choice"><label for="plane">${say("plane")}</label>
      <select id="plane" value=${key} onChange=${(e) => setKey(e.currentTarget.value)}>
        ${planes(game, plot).map(([id, name]) => html`<option key=${id} value=${id} selected=${id === key}>${name}</option>`)}
      </select></div>`}
    ${key === LEAST && !bare && html`<p>${say("hundredths")}</p>`}
    <${Chart} draw=${draw} label=${say("plot_alt")} />
    ${!fixed && html`<div class="wide" tabindex="0" role="region" aria-label=${say("deals")}><table>
      <thead>
        <tr>
          <th scope="col">${say("deals")}</th>
          <th scope="col" class="number">${plane.across}</th>
          <th scope="col" class="number">${plane.up}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(([name, gains], i) => html`<tr key=${i}><th scope="row">${name}</th><td class="number">${plane.x(gains).toFixed(1)}</td><td class="number">${plane.y(gains).toFixed(1)}</td></tr>`)}
      </tbody>
    </table></div>`}`;
}

/* ---- who can block ---- */

export function Blocks({ game, blocks }) {
  const groups = blocks.groups.map((group) => group.map((i) => game.actors[i].name).join(" + ")).join("; ");
  return html`<p>
    ${blocks.alone.length > 0 ? say("block_alone", { who: names(game, blocks.alone) }) : say("block_nobody")}
    ${blocks.any > 0 && ` ${say("block_any", { number: blocks.any, who: names(game, blocks.of) })}`}
    ${groups && ` ${say(blocks.more ? "block_groups_more" : "block_groups", { groups })}`}
  </p>`;
}

/* ---- the prediction ---- */

function Holding({ game, holding, decided }) {
  if (!decided && !holding.stable) return null; /* that none holds is not proved */
  if (holding.count === "0") return html`<h3>${say("stable_set")}</h3><p>${say("holds_none")}</p>`;
  const key = holding.stable ? "holds_stable" : "holds_sustained";
  return html`<h3>${say(holding.stable ? "stable_set" : "sustained_set")}</h3>
    <p>${say(key, { n: holding.count === "1" ? 1 : 2, count: holding.count, number: holding.listed.length })}</p>
    ${holding.listed.length > 0 && html`<details class="panel"><summary>${say("holds_list", { n: holding.listed.length })}</summary>${holding.listed.map(
      (deal, i) => html`<details key=${i} class="panel">
        <summary>${i + 1}. ${game.actors.map((actor, a) => `${actor.name} ${deal.points[a]}`).join(", ")}</summary>
        <${Deal} game=${game} deal=${deal} />
        <${Points} game=${game} points=${deal.points} gains=${deal.gains} of=${String(i + 1)} />
      </details>`,
    )}</details>`}`;
}

/* What a solution concept chooses, in a sentence. */
export const conceptOf = (key) => (say.has(`concept_${key}`) ? say(`concept_${key}`) : "");

/* The theory before the news that changed the scenario, and after them. */
export const BeforeNews = ({ game, data, most }) =>
  data.old && data.new
    ? html`<${Counts} columns=${[["before_news", data.old], ["with_news", data.new]]} /><${Moved} game=${game} before=${data.old} now=${data.new} most=${most} />`
    : null;

export function Prediction({ game, data, fixed }) {
  const told = data.prediction;
  if (!told.known) return html`<p role="status">${say(told.pending ? "pending" : "not_solved")}</p>`;
  return html`<p>${say(told.decided ? "counts" : "counts_open", told)}</p>
    ${!told.decided && html`<p class="warn">${say("not_decided")}</p>`}
    ${told.changed && html`<p class="note">${say("after_news")}</p>`}
    <${BeforeNews} game=${game} data=${data} />
    <${Picture} game=${game} data=${data} fixed=${fixed} />
    ${told.deals.length === 0 && told.decided && html`<p>${say("no_solutions")}</p>`}
    ${told.deals.map(
      (deal) => html`<details key=${deal.key} class="panel">
        <summary><h3>${deal.name}</h3></summary>
        <p>${conceptOf(deal.key)} ${say(told.over ? `over_${told.over}` : "over_acceptable")}</p>
        <${Deal} game=${game} deal=${deal} />
        <${Points} game=${game} points=${deal.points} gains=${deal.gains} of=${deal.name} />
        <${Blocks} game=${game} blocks=${deal.blocks} />
      </details>`,
    )}
    <${Holding} game=${game} holding=${told.holding} decided=${told.decided} />`;
}

/* ---- the better deal ---- */

function Found({ game, better, of }) {
  const left = better.lose.length > 0 ? "better_outvoted" : better.deal ? "better_for_all" : "better_than_none";
  return html`<p>${say(left, { gain: names(game, better.gain), who: names(game, better.lose) })} ${say(better.proved ? "better_proved" : "better_listed")}</p>
    <${Deal} game=${game} deal=${better} />
    <${Points} game=${game} points=${better.points} gains=${better.changes} gain=${say("change")} of=${of} />`;
}

function Other({ game, other }) {
  const key = other.against.length === 0 ? "other_taken" : other.stopped ? "other_blocked" : "other_outvoted";
  return html`<li>${say(key, { name: other.name, for: names(game, other.for) || say("nobody"), against: names(game, other.against) })}</li>`;
}

/* Tables that ended alike are told once: [what is told, their numbers]. */
function alike(all) {
  const groups = new Map();
  for (const { table: n, ...rest } of all) {
    const key = JSON.stringify(rest);
    groups.set(key, [rest, [...(groups.has(key) ? groups.get(key)[1] : []), n + 1]]);
  }
  return [...groups.values()];
}

export function Better({ game, data }) {
  return alike(data.better).map(
    ([better, tables]) => html`<section key=${tables[0]}>
      <h3>${say("tables_short", { n: tables.length, which: tables.join(", ") })}: ${say(better.deal ? "deal" : "no_deal")}</h3>
      ${!better.known
        ? html`<p role="status">${say("pending")}</p>`
        : better.found
          ? html`<${Found} game=${game} better=${better} of=${tables.join(", ")} />`
          : html`<p>${say(better.proved ? (better.deal ? "no_better" : "no_better_than_none") : "no_better_listed")}</p>`}
      ${better.others && better.others.length > 0 && html`<h4>${say("others")}</h4><ul>${better.others.map((other, i) => html`<${Other} key=${i} game=${game} other=${other} />`)}</ul>`}
      ${better.deal && html`<p>${better.verdict ? verdictWords(game, better.verdict) : say("verdict_pending")}</p>`}
      ${better.blocks &&
      html`<h4>${say("blocking")}</h4>
        <${Blocks} game=${game} blocks=${better.blocks} />
        <p>${better.refuse.length > 0 ? say("should_have", { who: names(game, better.refuse) }) : say("nobody_should_have")}</p>`}
    </section>`,
  );
}
