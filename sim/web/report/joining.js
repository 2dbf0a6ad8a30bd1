// Who joins and who leaves: a graph of one design. A row a candidate, a column a level; a disc where it stands, an arrow to
// where it would gain by moving alone, with the gain.
import { useRef, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { count, fixed, signed } from "../parts/figures.js";
import { useWidth } from "../parts/chart.js";
import { Members } from "./deal.js";
import { say } from "./say.js";

/* [{actor, at, to, gain}]: `to` -1 where nothing is gained. Without an explanation only the largest move is known. */
function moves(model, design) {
  const explained = model.explanations[design.id];
  const place = (id, level) => Math.max(0, model.levelsOf(id).findIndex((l) => l.id === level));
  return model.candidates.map((actor) => {
    const known = explained ? explained.actors[actor.id].best_move : design.deviation;
    const move = known?.actor === actor.id ? known : null;
    return {
      actor,
      at: place(actor.id, design.members[actor.id]),
      to: move ? place(actor.id, move.to) : -1,
      gain: move ? move.gain : 0,
      refuses: design.refuses.includes(actor.id),
    };
  });
}

function told(model, m) {
  const own = model.levelsOf(m.actor.id);
  const at = say("stands_at", { actor: m.actor.name, level: own[m.at].name });
  if (m.to < 0) return `${at} ${say("stays")}`;
  return `${at} ${say(m.to === 0 ? "would_leave" : "would_move", { level: own[m.to].name, gain: model.gain(m.gain, m.actor.id) })}`;
}

function Arrow({ model, m, x, y, type }) {
  const from = x(m.at);
  const to = x(m.to);
  const way = Math.sign(to - from);
  const start = from + way * 0.75 * type;
  const end = to - way * 0.35 * type;
  const tip = 0.45 * type;
  return html`<g class=${m.to < m.at ? "leaving" : "joining"}>
    <line x1=${start} y1=${y} x2=${end - way * tip} y2=${y} stroke-width=${0.16 * type} />
    <path d="M${end} ${y}l${-way * tip * 1.3} ${-tip * 0.8}v${tip * 1.6}z" />
    <text x=${(start + end) / 2} y=${y - 0.4 * type} text-anchor="middle" font-size=${0.8 * type}>${model.gain(m.gain, m.actor.id)}</text>
  </g>`;
}

/* A level's name on up to three lines. */
function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines[lines.length - 1] && (lines[lines.length - 1] + " " + word).length > most) lines.push("");
    lines[lines.length - 1] = `${lines[lines.length - 1]} ${word}`.trim();
  }
  return lines;
}

function Graph({ model, design }) {
  const place = useRef(null);
  const width = useWidth(place);
  const type = width ? parseFloat(getComputedStyle(document.documentElement).fontSize) : 16;
  const list = moves(model, design);
  const names = Math.min(9 * type, 0.3 * width);
  const step = (width - names) / model.levels.length;
  const x = (level) => names + (level + 0.5) * step;
  const size = Math.min(0.85 * type, 1.6 * (step / 10));
  const heads = model.levels.map((l) => wrapped(l.name, Math.max(7, Math.floor(step / (0.55 * size)))));
  const top = (Math.max(...heads.map((h) => h.length)) + 0.6) * 1.15 * size;
  const row = 2.1 * type;
  const height = top + list.length * row;
  const words = list.map((m) => told(model, m)).join(" ");
  return html`<div class="chart" ref=${place}>
    ${width > 0 &&
    html`<svg class="joining" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${words}>
      ${heads.map((lines, l) =>
        lines.map(
          (line, k) => html`<text class="head" x=${x(l)} y=${(k + 1) * 1.15 * size} font-size=${size} text-anchor="middle">${line}</text>`,
        ),
      )}
      ${model.levels.map(
        (_, l) => html`<rect class="lane" x=${x(l) - step / 2 + 2} y=${top} width=${step - 4} height=${height - top} rx=${0.3 * type} />`,
      )}
      ${list.map((m, k) => {
        const y = top + (k + 0.62) * row;
        return html`<g>
          <text x="0" y=${y + 0.3 * type} font-size=${Math.min(0.95 * type, names / 7.5)}>${m.actor.name}</text>
          <circle class="${m.at > 0 ? "member" : "outside"} ${m.refuses ? "refuses" : ""}" cx=${x(m.at)} cy=${y} r=${0.5 * type} />
          ${m.refuses &&
          html`<path class="cross" d="M${x(m.at) - 0.2 * type} ${y - 0.2 * type}l${0.4 * type} ${0.4 * type}m0 ${-0.4 * type}l${-0.4 * type} ${0.4 * type}" />`}
          ${m.to >= 0 && html`<${Arrow} model=${model} m=${m} x=${x} y=${y} type=${type} />`}
        </g>`;
      })}
    </svg>`}
  </div>`;
}

function Equilibria({ model, design }) {
  const { join } = design;
  const shown = join.equilibria.slice(0, 6);
  const list = Object.entries(design.members).length > 0 || shown.length > 0;
  return html`<div>
    <p>
      ${say(join.outcome === "limit_reached" ? "join_open" : "join_counts", {
        n: join.count,
        count: count(join.count),
        strict: count(join.strict),
        strong: count(join.strong),
        sustained: count(join.sustained),
      })}
      ${" "}${join.no_deal ? say("join_waiting") : ""}
    </p>
    ${list &&
    shown.map(
      (members, k) => html`<div class="equilibrium">
        <p class="soft">${say("equilibrium", { k: k + 1 })}</p>
        <${Members} model=${model} members=${members} />
      </div>`,
    )}
    ${join.count > shown.length && html`<p class="soft">${say("equilibria_more", { n: count(join.count - shown.length) })}</p>`}
  </div>`;
}

const percent = (x) => `${fixed(100 * x, 1)} %`;

/* Where candidates choose with some noise: a row a candidate, a column a level, the chance that it stands there. */
function Noisy({ model, design }) {
  const { quantal } = design.join;
  if (quantal?.outcome !== "found") return null;
  const rows = model.candidates.filter((a) => quantal.chance[a.id]);
  return html`<h3>${say("noisy_heading", { lambda: quantal.lambda })}</h3>
    <p class="soft">${say("noisy_intro")}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("noisy_heading", { lambda: quantal.lambda })}>
      <table class="plain">
        <thead>
          <tr>
            <th></th>
            ${model.levels.map((l) => html`<th scope="col">${l.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (a) => html`<tr>
              <th scope="row">${a.name}</th>
              ${model.levelsOf(a.id).map(({ id }) => html`<td class="number">${percent(quantal.chance[a.id][id] ?? 0)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${quantal.no_deal > 0.0005 && html`<p class="soft">${say("noisy_no_deal", { chance: percent(quantal.no_deal) })}</p>`}`;
}

/* What private advice could bring about that no equilibrium does. */
function Advice({ model, design }) {
  const { advice } = design.join;
  if (advice?.outcome !== "found") return null;
  const who = advice.mediator ? model.actorName(advice.mediator) : say("advice_anybody");
  const adds = advice.best_without !== null && advice.sum > advice.best_without + model.tolerance();
  const waits = advice.best_without === null && advice.no_deal > 1 - 1e-9;
  const key = waits ? "advice_no_deal" : advice.best_without === null ? "advice_alone" : adds ? "advice_adds" : "advice_nothing";
  return html`<h3>${say("advice_heading")}</h3>
    <p>${say(key, { who, sum: fixed(advice.sum, 4), without: fixed(advice.best_without ?? 0, 4) })}</p>
    ${!waits &&
    advice.likeliest.slice(0, 6).map(
      ({ chance, members, no_deal }) => html`<div class="equilibrium">
        <p class="soft">${say(no_deal ? "advised_no_deal" : "advised", { chance: percent(chance) })}</p>
        ${!no_deal && html`<${Members} model=${model} members=${members} />`}
      </div>`,
    )}`;
}

export function Joining({ model }) {
  const [id, setId] = useState(model.designs[0].id);
  const design = model.designs.find((d) => d.id === id);
  const least = model.result.stable?.least_regret;
  return html`<p>${say("joining_intro")}</p>
    <div class="controls">
      <label
        >${say("design")}
        <select value=${id} onChange=${(event) => setId(event.target.value)}>
          ${model.designs.map((d) => html`<option value=${d.id} selected=${d.id === id}>${d.name}</option>`)}
        </select></label
      >
    </div>
    <p class="legend">
      <span><span class="disc member"></span>${say("legend_member")}</span>
      <span><span class="disc outside"></span>${say("legend_outside")}</span>
      <span><span class="disc refuses">✗</span>${say("legend_refuses")}</span>
      <span><span class="arrow leaving">⟵</span>${say("legend_leaving")}</span>
      <span><span class="arrow joining">⟶</span>${say("legend_joining")}</span>
    </p>
    <${Graph} model=${model} design=${design} />
    ${!model.explanations[id] && html`<p class="soft">${say("only_largest")}</p>`}
    <h3>${say("equilibria_heading")}</h3>
    <${Equilibria} model=${model} design=${design} />
    <${Noisy} model=${model} design=${design} />
    <${Advice} model=${model} design=${design} />
    ${least?.actor &&
    html`<h3>${say("least_heading")}</h3>
      <p>
        ${say("least_regret", {
          actor: model.actorName(least.actor),
          to: model.levelName(least.to),
          gain: signed(least.regret, 4),
        })}
      </p>
      <${Members} model=${model} members=${least.members} />`}`;
}
