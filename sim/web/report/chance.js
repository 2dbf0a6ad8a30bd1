// Deals when the numbers are not known, where the report was given what `parley robust` said: the package with the best
// chance, chance against gain as a picture with the named designs in it, and what it is worth to know more. Data: the
// `robust` of README.md.
import * as Plot from "@observablehq/plot";
import { useCallback, useMemo, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { count, fixed, share, signed } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { Deal } from "./deal.js";
import { labelMarks, toPixels } from "./picture.js";
import { placeLabels } from "./plane.js";
import { pointerWords } from "./pointer.js";
import { say } from "./say.js";

const KINDS = {
  frontier: { symbol: "circle", r: 0.35, fill: "var(--accent)", stroke: "var(--paper)" },
  offer: { symbol: "star", r: 0.62, fill: "var(--accent)", stroke: "var(--paper)" },
  design: { symbol: "diamond2", r: 0.42, fill: "var(--paper)", stroke: "var(--refuse)" },
};

/* ---- what is best ---- */

function Best({ model, robust }) {
  const { best, draws } = robust;
  const over = say(`chance_${robust.over}`);
  if (best.index === undefined) return html`<p>${say(best.outcome === "proved_none" ? "chance_none" : "chance_open", { draws: count(draws) })}</p>`;
  const fresh = best.out_of_sample;
  return html`<p>
      ${say("chance_best", { over, count: count(best.count), draws: count(draws), share: share(best.share) })}
      ${" "}${best.outcome === "found" ? say("chance_proved") : say("chance_bound", { count: count(best.bound.count) })}
      ${best.refuses_most && ` ${say("chance_refuser", { actor: model.actorName(best.refuses_most) })}`}
    </p>
    ${fresh &&
    html`<p>
      <strong>
        ${say("chance_fresh", { draws: count(fresh.draws), share: share(fresh.share), low: share(fresh.interval[0]), high: share(fresh.interval[1]) })}
      </strong>
    </p>`}
    <${Deal} model=${model} point=${{ kind: "solution", name: say("chance_package"), bundle: best }} />`;
}

/* ---- chance against gain ---- */

/* The proposer's gain against no deal where the package is accepted, by the share of draws in which it is. A design that
 * is never accepted stands at the left, where it would be at the base numbers. */
function marksOf(model, robust) {
  const { proposer, no_offer: none, index, share: taken } = robust.offer;
  const name = (p) => (p.index === index ? say("chance_offer") : say("deal_index", { index: p.index }));
  const frontier = robust.frontier.map((p) => ({
    kind: p.index === index ? "offer" : "frontier",
    id: p.index,
    name: name(p),
    bundle: p,
    x: p.share,
    y: p.mean_payoff - none,
  }));
  const designs = Object.entries(robust.designs)
    .filter(([, d]) => d.offered)
    .map(([id, d]) => ({
      kind: "design",
      id,
      name: model.designName(id),
      bundle: d,
      x: d.offered.share,
      y: (d.offered.mean_payoff ?? d.payoffs[proposer]) - none,
    }));
  return { frontier, designs, taken };
}

function plotOptions({ width, type, frontier, designs, chosen, gain }) {
  const all = [...frontier, ...designs];
  const most = Math.max(...all.map((p) => p.x), 1e-9);
  const low = Math.min(0, ...all.map((p) => p.y));
  const high = Math.max(0, ...all.map((p) => p.y));
  const room = 0.08 * (high - low || 1);
  const f = {
    width,
    height: Math.round(Math.min(0.62 * width, 30 * type)),
    marginLeft: 4 * type,
    marginRight: 1.5 * type,
    marginTop: 2 * type,
    marginBottom: 3.2 * type,
    xDomain: [-0.04 * most, 1.08 * most],
    yDomain: [low - room, high + room],
  };
  const named = all.filter((p) => p.kind !== "frontier");
  const labels = placeLabels(named, toPixels(f), width, 1.15 * type);
  return {
    width,
    height: f.height,
    marginLeft: f.marginLeft,
    marginRight: f.marginRight,
    marginTop: f.marginTop,
    marginBottom: f.marginBottom,
    x: { domain: f.xDomain, label: `${say("chance_across")} →`, tickFormat: (v) => (v < 0 ? "" : share(v)), ticks: width / (6 * type) },
    y: { domain: f.yDomain, label: `↑ ${gain}`, tickFormat: (v) => signed(v, high - low > 10 ? 0 : 2), ticks: f.height / (4 * type) },
    marks: [
      Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.line(frontier, { x: "x", y: "y", curve: "step-before", stroke: "var(--ink)", strokeWidth: 0.1 * type }),
      ...Object.entries(KINDS).map(([kind, { symbol, r, fill, stroke }]) =>
        Plot.dot(
          all.filter((p) => p.kind === kind),
          { x: "x", y: "y", symbol, r: r * type, fill, stroke, strokeWidth: 0.12 * type },
        ),
      ),
      ...labelMarks(labels, type, () => ({ far: 0.7, fill: "var(--ink)" })),
      chosen && Plot.dot([chosen], { x: "x", y: "y", r: 0.8 * type, stroke: "var(--focus)", strokeWidth: 0.18 * type }),
    ],
  };
}

function Frontier({ model, robust }) {
  const { frontier, designs } = useMemo(() => marksOf(model, robust), [model, robust]);
  const [chosen, setChosen] = useState(null);
  const { proposer } = robust.offer;
  const all = [...frontier, ...designs];
  const at = all.find((p) => p.kind + p.id === chosen) ?? null;
  const gain = say("gain_of", { actor: model.actorName(proposer) });
  const draw = useCallback((width, type) => plotOptions({ width, type, frontier, designs, chosen: at, gain }), [frontier, designs, at, gain]);
  return html`<h3>${say("chance_against_gain")}</h3>
    <p>${say("chance_against_gain_intro", { actor: model.actorName(proposer) })}</p>
    ${robust.frontier_outcome !== "found" && html`<p class="notice">${say("chance_frontier_open")}</p>`}
    <p class="legend">
      <span><span class="step"></span>${say("chance_legend_frontier")}</span>
      <span><span class="star">★</span>${say("chance_offer")}</span>
      <span><span class="diamond">◇</span>${say("legend_design")}</span>
    </p>
    <${Chart} draw=${draw} label=${say("chance_label", { actor: model.actorName(proposer) })} />
    <div class="chips" role="group" aria-label=${say("marked_deals")}>
      ${all.map(
        (p) => html`<button type="button" aria-pressed=${chosen === p.kind + p.id ? "true" : "false"} onClick=${() => setChosen(p.kind + p.id)}>
          <span aria-hidden="true">${p.kind === "design" ? "◇" : p.kind === "offer" ? "★" : "●"}</span>
          ${" "}${p.name} · ${share(p.x)} · ${model.gain(p.y, proposer)}
        </button>`,
      )}
    </div>
    <${Deal} model=${model} point=${at} />`;
}

function Offer({ model, robust }) {
  const { offer } = robust;
  const words = {
    actor: model.actorName(offer.proposer),
    value: model.amount(offer.value, offer.proposer),
    none: model.amount(offer.no_offer, offer.proposer),
    share: share(offer.share),
    index: offer.index,
  };
  return html`<p>${say(offer.made ? "chance_offer_made" : "chance_offer_none", words)}
    ${offer.outcome === "limit_reached" && ` ${say("chance_not_proved")}`}</p>`;
}

/* ---- what knowing is worth ---- */

function lineWords(model, id) {
  const [actor, line] = id.split("/");
  return pointerWords(model, `/actors/${actor}/red_lines/${line}/firm`);
}

function Knowing({ model, robust }) {
  const { everything, red_lines: lines, actors } = robust.knowing;
  const rows = [
    ...(everything ? [{ name: say("chance_everything"), ...everything }] : []),
    ...Object.entries(lines).map(([id, k]) => ({ name: lineWords(model, id), ...k })),
    ...Object.entries(actors).map(([id, k]) => ({ name: say("chance_actor", { actor: model.actorName(id), m: k.m }), ...k })),
  ].sort((a, b) => b.value - a.value);
  if (rows.length === 0) return null;
  const most = Math.max(1e-12, ...rows.map((row) => row.value));
  return html`<h3>${say("chance_knowing")}</h3>
    <p>${say("chance_knowing_intro", { actor: model.actorName(robust.offer.proposer) })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("chance_knowing")}>
      <table class="plain drivers">
        <thead>
          <tr>
            <th scope="col">${say("chance_known")}</th>
            <th scope="col" class="number">${say("chance_worth")}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${row.name}</th>
              <td class="number">${fixed(row.value, row.value >= 10 ? 1 : row.value >= 1 ? 2 : 4)}${row.outcome === "limit_reached" && html` <span class="soft block">${say("chance_not_proved")}</span>`}</td>
              <td class="wide"><span class="bar" aria-hidden="true"><span class="plus" style=${{ width: `${(100 * row.value) / most}%` }}></span></span></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

export function Chance({ model }) {
  const { robust, scenario } = model.robust;
  const other = model.result.scenario?.digest !== scenario.digest;
  return html`${other && html`<p class="notice">${say("sweep_other", { id: scenario.id })}</p>`}
    <p class="soft">${say("chance_intro", { draws: count(robust.draws), n: robust.parameters })}</p>
    <${Best} model=${model} robust=${robust} />
    ${robust.offer && html`<${Offer} model=${model} robust=${robust} />`}
    ${robust.frontier?.length > 0 && html`<${Frontier} model=${model} robust=${robust} />`}
    ${robust.offer && html`<${Knowing} model=${model} robust=${robust} />`}`;
}
