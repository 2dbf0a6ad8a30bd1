// The form for a proposal: every free issue, who joins, and what it would give oneself, asked of the server as it changes.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { ask } from "./net.js";
import { needed, say, signed } from "./say.js";

/* The points of an option in one's own table: the outsider's while standing out. */
function worth(brief, role, issue, option, levels) {
  const row = brief.issues[issue];
  const table = row.outside && levels[role] === 0 ? row.outside : row.points;
  return table[option];
}

function usePoints(token, deal, key) {
  const [told, setTold] = useState(null);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(async () => {
      const { status, data } = await ask("/api/points", { token, body: { options: deal.options, levels: deal.levels } });
      if (!over && status === 200) setTold(data);
    }, 150);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [token, JSON.stringify(deal), key]);
  return told;
}

function Choice({ id, label, value, options, onChange }) {
  return html`<div class="choice">
    <label for=${id}>${label}</label>
    <select id=${id} value=${value} onChange=${(event) => onChange(Number(event.currentTarget.value))}>
      ${options.map((text, o) => html`<option key=${o} value=${o} selected=${o === value}>${text}</option>`)}
    </select>
  </div>`;
}

/* Where a proposal may begin: nothing, a named design, what is on the table. */
function Start({ game, table, id, start }) {
  const open = table ? table.proposals.filter((p) => p.status === "open") : [];
  if (game.designs.length + open.length === 0) return null;
  const from = [
    { name: say("start_blank"), options: game.issues.map(() => 0), levels: game.actors.map(() => 0) },
    ...open.map((p) => ({ ...p, name: say("start_proposal", { number: p.n, who: game.actors[p.by].name }) })),
    ...game.designs.map((d) => ({ ...d, name: say("start_design", { name: d.name }) })),
  ];
  return html`<div class="choice">
    <label for=${`${id}-start`}>${say("start_from")}</label>
    <select id=${`${id}-start`} onChange=${(event) => start(from[Number(event.currentTarget.value)])}>
      ${from.map((deal, i) => html`<option key=${i} value=${i}>${deal.name}</option>`)}
    </select>
  </div>`;
}

/* Stays in sight at the foot of a phone while the form is longer than it. */
const Own = ({ told, noDeal, from }) =>
  told &&
  told.points !== undefined &&
  html`<p class="own big" aria-live="polite">
    ${say("own_points", { points: told.points, none: noDeal })}
    ${told.points < noDeal && html` <strong>${say("worse")}</strong>`}
    ${from !== null && from !== told.points && html` <span class="soft">${say("change_of", { change: signed(told.points - from) })}</span>`}
  </p>`;

function Told({ game, told, revealed }) {
  if (!told) return null;
  const derived = game.issues.map((issue, k) => [issue, told.options[k]]).filter(([issue]) => issue.derived);
  return html`<div class="told" aria-live="polite">
    ${derived.map(([issue, o], k) => html`<p key=${k}>${say("follows", { issue: issue.name, option: issue.options[o] })}</p>`)}
    ${told.rule && html`<p class="warn">${say("rule", { rule: told.rule })}</p>`}
    ${told.line && html`<p class="warn">${say("red_line", { line: told.line })}</p>`}
    <p>${needed(game, told)}</p>
    ${revealed &&
    told.all_points &&
    html`<p>${game.actors.map((actor, i) => `${actor.name} ${told.all_points[i]}`).join(", ")}</p>`}
  </div>`;
}

/* deal, setDeal: the form's own; onDone: after a proposal was taken. */
export function Form({ game, brief, token, role, noDeal, deal, setDeal, onDone, revealed, changes, id, table }) {
  const [wrong, setWrong] = useState("");
  const [from, setFrom] = useState(null);
  const [busy, setBusy] = useState(false);
  const told = usePoints(token, deal, changes);
  const start = async ({ options, levels }) => {
    setWrong("");
    setDeal({ options, levels });
    const { status, data } = await ask("/api/points", { token, body: { options, levels } });
    setFrom(status === 200 ? (data.points ?? null) : null);
  };
  const change = (list, at, value) => {
    setWrong("");
    setDeal({ ...deal, [list]: deal[list].map((old, i) => (i === at ? value : old)) });
  };
  async function send(event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const { status, data } = await ask("/api/propose", { token, body: deal });
    setBusy(false);
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    if (status === 200) onDone();
  }
  return html`<form class="deal-form" onSubmit=${send}>
    <${Start} game=${game} table=${table} id=${id} start=${start} />
    ${game.issues.map(
      (issue, k) =>
        !issue.derived &&
        issue.options.length > 1 &&
        html`<${Choice}
          key=${k}
          id=${`${id}-issue-${k}`}
          label=${issue.name}
          value=${deal.options[k]}
          options=${issue.options.map((name, o) => say("option_points", { name, points: worth(brief, role, k, o, deal.levels) }))}
          onChange=${(o) => change("options", k, o)}
        />`,
    )}
    ${game.actors.map(
      (actor, i) =>
        actor.candidate &&
        html`<${Choice}
          key=${`level-${i}`}
          id=${`${id}-level-${i}`}
          label=${say("level_of", { who: actor.name })}
          value=${deal.levels[i]}
          options=${game.levels}
          onChange=${(l) => change("levels", i, l)}
        />`,
    )}
    <${Told} game=${game} told=${told} revealed=${revealed} />
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
    <div class="at-foot"><${Own} told=${told} noDeal=${noDeal} from=${from} /><button class="main" type="submit">${say("propose")}</button></div>
  </form>`;
}
