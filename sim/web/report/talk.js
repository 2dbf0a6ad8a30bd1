// One session of simulated talks: every deal that was named, on the plane of two players' gains, and a replay of who said
// what, step by step, with buttons, a slider and the arrow keys of the slider.
import * as Plot from "@observablehq/plot";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { signed } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { bundleOf, changes } from "./model.js";
import { conceptName, say } from "./say.js";

const PACE = 450; /* milliseconds a step while it plays */

/* What an axis measures: a player's gain, or, where there is but one, the same twice. */
function axes(model) {
  const { players } = model.talk;
  return [0, Math.min(1, players.length - 1)].map((k) => ({
    k,
    id: players[k],
    name: say("gain_of", { actor: model.actorName(players[k]) }),
  }));
}

/* The texts or offers that stood, each with its step. */
const standing = (events) =>
  events.map((e, k) => ({ ...e, k })).filter((e) => e.gains && (e.stands || e.does === "offer"));

function solutions(model, x, y) {
  return Object.entries(model.result.solutions ?? {})
    .filter(([, s]) => s?.payoffs)
    .slice(0, 1)
    .map(([concept, s]) => ({
      name: conceptName(concept),
      x: s.payoffs[x.id] - model.reservation(x.id),
      y: s.payoffs[y.id] - model.reservation(y.id),
    }));
}

function plotOptions({ width, type, model, events, path, at, x, y }) {
  const place = (e) => ({ x: e.gains[x.k], y: e.gains[y.k] });
  const named = events.filter((e) => e.gains);
  const now = events[at].gains ? [place(events[at])] : [];
  const wide = width / (6 * type);
  return {
    width,
    height: Math.round(Math.min(0.7 * width, 34 * type)),
    marginLeft: 4 * type,
    marginRight: 1.5 * type,
    marginTop: 2 * type,
    marginBottom: 3.2 * type,
    x: { label: `${x.name} →`, tickFormat: (v) => signed(v, 2), ticks: wide, nice: true },
    y: { label: `↑ ${y.name}`, tickFormat: (v) => signed(v, 2), nice: true },
    marks: [
      Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.dot(named.map(place), { x: "x", y: "y", r: 0.16 * type, fill: "var(--soft)", fillOpacity: 0.35 }),
      Plot.line(
        path.filter(({ k }) => k <= at).map(place),
        { x: "x", y: "y", stroke: "var(--ink)", strokeWidth: 0.09 * type, strokeOpacity: 0.7 },
      ),
      Plot.dot(
        path.filter(({ k }) => k <= at).map(place),
        { x: "x", y: "y", r: 0.22 * type, fill: "var(--ink)" },
      ),
      Plot.dot(solutions(model, x, y), { x: "x", y: "y", symbol: "star", r: 0.62 * type, fill: "var(--accent)", stroke: "var(--paper)" }),
      Plot.text(solutions(model, x, y), {
        x: "x",
        y: "y",
        text: "name",
        dx: 0.8 * type,
        textAnchor: "start",
        fill: "var(--accent)",
        fontSize: 0.85 * type,
        stroke: "var(--paper)",
        strokeWidth: 0.25 * type,
      }),
      Plot.dot(now, {
        x: "x",
        y: "y",
        r: 0.5 * type,
        fill: events[at].stands ? "var(--accept)" : "var(--paper)",
        stroke: "var(--focus)",
        strokeWidth: 0.2 * type,
      }),
    ],
  };
}

function headline(model, e) {
  const { mediated } = model.talk;
  const actor = e.actor ? model.actorName(e.actor) : say("talk_mediator");
  const key = { offer: "talk_offer", pass: "talk_pass", accept: mediated ? "talk_sign" : "talk_accept", vote: mediated ? "talk_draft" : "talk_vote" };
  return say(key[e.does], { actor });
}

/* What is named: all of it the first time, then what differs from what was named before. */
function terms(model, events, at) {
  const e = events[at];
  if (!e.index) return [];
  const before = events.slice(0, at).filter((other) => other.index);
  const own = bundleOf(model, e.index);
  if (before.length === 0)
    return [
      ...model.issues.filter((i) => !i.derived && i.options.length > 1).map((i) => ({ what: i.name, to: model.optionName(i.id, own.options[i.id]) })),
      ...model.candidates.filter((a) => own.members[a.id]).map((a) => ({ what: a.name, to: model.levelName(own.members[a.id]) })),
    ];
  return changes(model, bundleOf(model, before[before.length - 1].index), own);
}

function Step({ model, events, at }) {
  const e = events[at];
  const list = terms(model, events, at);
  const named = events.slice(0, at).some((other) => other.index);
  return html`<div class="deal" role="region" aria-live="polite" aria-label=${say("talk_step")}>
    <p><strong>${headline(model, e)}</strong>${e.index && list.length === 0 && named ? `: ${say("talk_same")}` : ""}</p>
    ${list.length > 0 && html`<ul class="members">${list.map((c) => html`<li><strong>${c.what}:</strong> ${c.to}</li>`)}</ul>`}
    ${e.yes && html`<p>${e.yes.length > 0 ? say("talk_yes", { names: e.yes.map(model.actorName).join(", ") }) : say("talk_nobody")}${e.stands ? ` ${say("talk_stands")}` : ""}</p>`}
  </div>`;
}

export function Talk({ model }) {
  const { talk } = model;
  const { events } = talk;
  const last = events.length - 1;
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [x, y] = useMemo(() => axes(model), [model]);
  const path = useMemo(() => standing(events), [events]);
  const to = (k) => setAt(Math.max(0, Math.min(last, k)));
  useEffect(() => {
    if (!playing) return undefined;
    if (at >= last) {
      setPlaying(false);
      return undefined;
    }
    const clock = setTimeout(() => to(at + 1), PACE);
    return () => clearTimeout(clock);
  }, [playing, at]);
  const draw = useCallback(
    (width, type) => plotOptions({ width, type, model, events, path, at, x, y }),
    [model, events, path, at, x, y],
  );
  const move = (key, k) => html`<button type="button" onClick=${() => { setPlaying(false); to(k); }}>${say(key)}</button>`;
  return html`<p>
      ${say("talk_intro", { protocol: talk.protocol, rounds: talk.rounds })} ${say(talk.agreed ? "talk_agreed" : "talk_none")}
    </p>
    <p class="legend">
      <span><span class="dot plain"></span>${say("talk_legend_named")}</span>
      <span><span class="dot stood"></span>${say("talk_legend_stood")}</span>
      <span><span class="star">★</span>${say("legend_solution")}</span>
    </p>
    <${Chart} draw=${draw} label=${say("talk_label", { x: x.name, y: y.name, k: at + 1, words: headline(model, events[at]) })} />
    <div class="chips" role="group" aria-label=${say("talk_heading")}>
      ${move("talk_first", 0)} ${move("talk_back", at - 1)}
      <button type="button" aria-pressed=${playing ? "true" : "false"} onClick=${() => { if (at >= last) to(0); setPlaying(!playing); }}>
        ${say(playing ? "talk_pause" : "talk_play")}
      </button>
      ${move("talk_on", at + 1)} ${move("talk_last", last)}
    </div>
    <div class="controls">
      <label
        >${say("talk_step")}
        <input type="range" min="0" max=${last} value=${at} onInput=${(event) => { setPlaying(false); to(Number(event.target.value)); }} />
        ${say("talk_of", { k: at + 1, n: last + 1 })}</label
      >
    </div>
    <${Step} model=${model} events=${events} at=${at} />`;
}
