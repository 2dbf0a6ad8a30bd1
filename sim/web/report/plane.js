// The plane of the bargaining picture: what its axes measure, where the deals lie in it, and the edge of the acceptable
// set. Everything is measured as a gain against no deal, so that no deal is the point (0, 0).
import { singledOut } from "./model.js";
import { conceptName, say } from "./say.js";

const sum = (list) => list.reduce((a, b) => a + b, 0);

/* What an axis can show: each actor's gain, the sum over all actors, the smallest gain of the bargaining players. of(u): from
 * payoffs by actor id. */
export function measures(model) {
  const gain = (id) => (u) => u[id] - model.reservation(id);
  const players = model.players.map((a) => gain(a.id));
  const all = model.actors.map((a) => gain(a.id));
  return [
    { id: "$total", name: say("total_gain"), of: (u) => sum(all.map((g) => g(u))) },
    { id: "$worst", name: say("worst_gain"), of: (u) => Math.min(...players.map((g) => g(u))) },
    ...model.actors.map((a) => ({ id: a.id, name: say("gain_of", { actor: a.name }), of: gain(a.id) })),
  ];
}

/* The acceptable deals of the cloud: [{k, x, y, sustained, stable, efficient}]. */
export function cloudPoints(cloud, x, y) {
  if (!cloud) return [];
  const ids = Object.keys(cloud.payoffs);
  return cloud.index.map((index, k) => {
    const payoffs = Object.fromEntries(ids.map((id) => [id, cloud.payoffs[id][k]]));
    const flags = cloud.flags[k];
    return {
      index,
      payoffs,
      x: x.of(payoffs),
      y: y.of(payoffs),
      sustained: (flags & 1) !== 0,
      stable: (flags & 2) !== 0,
      efficient: cloud.efficient_known ? (flags & 4) !== 0 : null,
    };
  });
}

/* No point lies above and to the right of these; x rises, y falls. */
export function edge(points) {
  const sorted = [...points].sort((a, b) => b.x - a.x || b.y - a.y);
  const steps = [];
  let best = -Infinity;
  for (const p of sorted)
    if (p.y > best) {
      steps.push(p);
      best = p.y;
    }
  return steps.reverse();
}

/* The marked deals: solutions and named designs. */
export function marks(model, x, y) {
  const solutions = singledOut(model).map(({ concepts, bundle }) => ({
    kind: "solution",
    id: concepts[0],
    name: concepts.map((c) => conceptName(c)).join(", "),
    bundle,
  }));
  const designs = model.designs.map((d) => ({
    kind: d.acceptable ? "accepted" : "design",
    id: d.id,
    name: d.name,
    bundle: d,
  }));
  return [...solutions, ...designs].map((m) => ({ ...m, x: x.of(m.bundle.payoffs), y: y.of(m.bundle.payoffs) }));
}

/* Where the labels of marks go, in pixels: to the right of the mark or to its left at the border, moved up or down where
 * another label stands. at(mark): {left, top} in pixels. */
export function placeLabels(list, at, width, height) {
  const placed = [];
  const order = [...list].sort((a, b) => at(a).top - at(b).top);
  for (const mark of order) {
    const { left, top } = at(mark);
    const long = mark.name.length * height * 0.52;
    const leftward = left + long + height > width;
    const above = mark.kind === "solution" ? 0.45 * height : 0; /* clear of the frontier */
    let y = top - above;
    const clash = (other) =>
      Math.abs(other.y - y) < height && other.from < (leftward ? left : left + long) && other.to > (leftward ? left - long : left);
    for (let tries = 0; tries < 40 && placed.some(clash); tries++) y = top - above + (tries % 2 ? -1 : 1) * Math.ceil((tries + 1) / 2) * height * 0.5;
    placed.push({ mark, y, dy: y - top, leftward, from: leftward ? left - long : left, to: leftward ? left : left + long });
  }
  return placed;
}
