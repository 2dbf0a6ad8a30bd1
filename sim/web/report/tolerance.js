// Within how much two payoffs of an actor are the same: what the program compared with, or where a saved result does not say,
// the same rule from the payoffs that it shows. Money in cents and shares of one are both compared right.

const EPS = 1e-9;

/* Every list of payoffs that a result holds: [{actor: payoff}]. */
const listsOf = ({ designs, solutions, top }) =>
  [...Object.values(designs ?? {}), ...Object.values(solutions ?? {}), ...(top ?? [])].map((part) => part?.payoffs ?? {});

/* 1e-9 of one or of the largest payoff, whichever is more. */
function bySize(result, id) {
  const sizes = [result.frame.actors[id].reservation, ...listsOf(result).map((list) => list[id]), ...(result.cloud?.payoffs?.[id] ?? [])];
  return EPS * sizes.filter(Number.isFinite).reduce((most, x) => Math.max(most, Math.abs(x)), 1);
}

/* {actor: tolerance} */
export const tolerancesOf = (result) =>
  Object.fromEntries(Object.entries(result.frame.actors ?? {}).map(([id, a]) => [id, a.tolerance ?? bySize(result, id)]));
