// The bargaining picture: the acceptable deals as gains of two actors, or the players' smallest gain against the sum of
// all gains, with their frontier, the solutions and the named designs. A deal under the pointer, or one chosen from the
// list, is told in words.
import * as Plot from "@observablehq/plot";
import { useCallback, useMemo, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { count, signed } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { cloudPoints, edge, marks, measures, placeLabels } from "./plane.js";
import { Deal } from "./deal.js";
import { say } from "./say.js";

const KINDS = {
  design: { symbol: "diamond2", r: 0.42, fill: "var(--paper)", stroke: "var(--refuse)" },
  accepted: { symbol: "diamond2", r: 0.42, fill: "var(--accept)", stroke: "var(--paper)" },
  solution: { symbol: "star", r: 0.62, fill: "var(--accent)", stroke: "var(--paper)" },
};

/* The range of the axes: all points and no deal, with room around. */
function range(values) {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

/* Close up: the acceptable deals and the solutions, and what named designs lie near them. */
function near(points, listed) {
  const core = [...points, ...listed.filter((m) => m.kind !== "design")];
  if (core.length === 0) return listed;
  const [[left, right], [low, high]] = [range(core.map((p) => p.x)), range(core.map((p) => p.y))];
  const [wide, tall] = [0.15 * (right - left), 0.15 * (high - low)];
  return listed.filter(
    (m) => m.kind !== "design" || (m.x > left - wide && m.x < right + wide && m.y > low - tall && m.y < high + tall),
  );
}

const tick = ([low, high]) => (v) => signed(v, high - low > 10 ? 0 : high - low > 1 ? 1 : 2);

function frame(width, type, points, listed) {
  const small = width < 30 * type;
  return {
    width,
    height: Math.round(Math.min(0.72 * width, 38 * type) + (small ? 8 * type : 0)),
    marginLeft: 4 * type,
    marginRight: 1.5 * type,
    marginTop: 2 * type,
    marginBottom: 3.2 * type,
    xDomain: range([...points, ...listed].map((p) => p.x)),
    yDomain: range([...points, ...listed].map((p) => p.y)),
  };
}

export const toPixels = (f) => (p) => ({
  left: f.marginLeft + ((p.x - f.xDomain[0]) / (f.xDomain[1] - f.xDomain[0])) * (f.width - f.marginLeft - f.marginRight),
  top: f.marginTop + ((f.yDomain[1] - p.y) / (f.yDomain[1] - f.yDomain[0])) * (f.height - f.marginTop - f.marginBottom),
});

/* The names of marks where placeLabels put them. look(mark): {far: from the mark, in rem, and options of Plot.text}. */
export function labelMarks(labels, type, look) {
  return labels.map(({ mark, dy, leftward }) => {
    const { far, ...own } = look(mark);
    return Plot.text([mark], {
      x: "x",
      y: "y",
      text: "name",
      dx: (leftward ? -1 : 1) * far * type,
      dy,
      textAnchor: leftward ? "end" : "start",
      fontSize: 0.85 * type,
      stroke: "var(--paper)",
      strokeWidth: 0.25 * type,
      ...own,
    });
  });
}

function plotOptions({ width, type, points, listed, chosen, x, y }) {
  const f = frame(width, type, points, listed);
  const at = toPixels(f);
  const labels = placeLabels(listed, at, width, 1.15 * type);
  const radius = Math.max(1.2, 0.14 * type);
  const plain = points.filter((p) => !p.sustained);
  const held = points.filter((p) => p.sustained);
  return {
    width,
    height: f.height,
    marginLeft: f.marginLeft,
    marginRight: f.marginRight,
    marginTop: f.marginTop,
    marginBottom: f.marginBottom,
    x: { domain: f.xDomain, label: `${x.name} →`, tickFormat: tick(f.xDomain), ticks: width / (6 * type) },
    y: { domain: f.yDomain, label: `↑ ${y.name}`, tickFormat: tick(f.yDomain), ticks: f.height / (4 * type) },
    marks: [
      Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      Plot.dot(plain, { x: "x", y: "y", r: radius, fill: "var(--soft)", fillOpacity: 0.35 }),
      Plot.dot(held, { x: "x", y: "y", r: radius, fill: "var(--accept)", fillOpacity: 0.55 }),
      Plot.line(edge(points), { x: "x", y: "y", curve: "step-before", stroke: "var(--ink)", strokeWidth: 0.1 * type }),
      ...Object.entries(KINDS).map(([kind, { symbol, r, fill, stroke }]) =>
        Plot.dot(
          listed.filter((m) => m.kind === kind),
          { x: "x", y: "y", symbol, r: r * type, fill, stroke, strokeWidth: 0.12 * type },
        ),
      ),
      ...labelMarks(labels, type, ({ kind }) =>
        kind === "solution" ? { far: 0.8, fill: "var(--accent)", fontWeight: 700 } : { far: 0.65, fill: "var(--ink)", fontWeight: 400 },
      ),
      Plot.text([{ x: 0, y: 0 }], {
        x: "x",
        y: "y",
        text: () => say("no_deal"),
        textAnchor: "end",
        dx: -0.4 * type,
        dy: 0.8 * type,
        fill: "var(--soft)",
        fontSize: 0.8 * type,
      }),
      chosen && Plot.dot([chosen], { x: "x", y: "y", r: 0.8 * type, stroke: "var(--focus)", strokeWidth: 0.18 * type }),
    ],
  };
}

/* The point nearest to the pointer, within 2 rem. */
function nearest(event, svg, width, type, points, listed) {
  const box = svg.getBoundingClientRect();
  const scale = width / box.width;
  const left = (event.clientX - box.left) * scale;
  const top = (event.clientY - box.top) * scale;
  const at = toPixels(frame(width, type, points, listed));
  let best = null;
  let least = 2 * type;
  for (const p of [...listed, ...points]) {
    const place = at(p);
    const far = Math.hypot(place.left - left, place.top - top) - (p.kind ? 0.3 * type : 0);
    if (far < least) {
      least = far;
      best = p;
    }
  }
  return best;
}

function Choice({ label, value, list, onChange }) {
  return html`<label
    >${label}
    <select value=${value} onChange=${(event) => onChange(event.target.value)}>
      ${list.map((m) => html`<option value=${m.id} selected=${m.id === value}>${m.name}</option>`)}
    </select></label
  >`;
}

function note(model) {
  const { cloud } = model.result;
  if (cloud.index.length === 0) return say("cloud_empty");
  const words = say(cloud.stride === 1 ? "cloud_whole" : "cloud_sample", {
    n: count(cloud.index.length),
    of: count(cloud.of),
    stride: count(cloud.stride),
  });
  return cloud.every_pair ? words : `${words} ${say("cloud_players_only")}`;
}

export function Picture({ model }) {
  const list = useMemo(() => measures(model), [model]);
  const two = model.players.length === 2;
  const [xId, setX] = useState(two ? model.players[0].id : "$total");
  const [yId, setY] = useState(two ? model.players[1].id : "$worst");
  const [close, setClose] = useState(true);
  const [chosen, setChosen] = useState(null);
  const x = list.find((m) => m.id === xId);
  const y = list.find((m) => m.id === yId);
  const points = useMemo(() => cloudPoints(model.result.cloud, x, y), [model, x, y]);
  const every = useMemo(() => marks(model, x, y), [model, x, y]);
  const listed = useMemo(() => (close ? near(points, every) : every), [points, every, close]);
  const at = chosen && [...every, ...points].find((p) => (p.kind ? p.kind + p.id : p.index) === chosen);
  const draw = useCallback(
    (width, type) => plotOptions({ width, type, points, listed, chosen: at && (listed.includes(at) || !at.kind) ? at : null, x, y }),
    [points, listed, at, x, y],
  );
  const choose = (p) => setChosen(p ? (p.kind ? p.kind + p.id : p.index) : null);
  const watch = useCallback(
    (svg) => {
      svg.onpointermove = (event) => {
        const type = parseFloat(getComputedStyle(svg.parentNode).fontSize);
        const p = nearest(event, svg, Number(svg.getAttribute("width")), type, points, listed);
        if (p) choose(p);
      };
    },
    [points, listed],
  );
  const set = (one) => (id) => {
    setChosen(null);
    one(id);
  };
  const marked = html`<div class="chips" role="group" aria-label=${say("marked_deals")}>
      ${every.map(
        (m) => html`<button
          type="button"
          aria-pressed=${chosen === m.kind + m.id ? "true" : "false"}
          onClick=${() => choose(m)}
        >
          <span aria-hidden="true">${m.kind === "solution" ? "★" : "◇"}</span> ${m.name}
        </button>`,
      )}
    </div>
    <${Deal} model=${model} point=${at} />`;
  if (!model.result.cloud) return html`<p class="notice absent">${say("no_cloud")}</p>${marked}`;
  return html`<p>${say("picture_intro")}</p>
    <div class="controls">
      <${Choice} label=${say("across")} value=${xId} list=${list} onChange=${set(setX)} />
      <${Choice} label=${say("upward")} value=${yId} list=${list} onChange=${set(setY)} />
      <${Choice}
        label=${say("show")}
        value=${close ? "close" : "all"}
        list=${["close", "all"].map((id) => ({ id, name: say(`show_${id}`) }))}
        onChange=${(id) => setClose(id === "close")}
      />
    </div>
    <p class="legend">
      <span><span class="dot held"></span>${say("legend_held")}</span>
      <span><span class="dot plain"></span>${say("legend_plain")}</span>
      <span><span class="step"></span>${say("legend_edge")}</span>
      <span><span class="star">★</span>${say("legend_solution")}</span>
      <span><span class="diamond">◇</span>${say("legend_design")}</span>
    </p>
    <${Chart} draw=${draw} label=${say("picture_label", { x: x.name, y: y.name })} onDrawn=${watch} />
    <p class="soft">${note(model)}${listed.length < every.length ? ` ${say("designs_outside", { n: every.length - listed.length })}` : ""}</p>
    ${marked}`;
}
