/* Names on which a scenario file and a registry of a higher room must agree, each written once: the file's reader knows
 * them as words, with a did-you-mean at their place; the registry makes its rows of them. A new row is its own file and
 * its line here. ROW(SYMBOL, "name in files"). */
#ifndef PLY_BASE_REGISTRY_H
#define PLY_BASE_REGISTRY_H

/* Bargaining concepts, in the order in which solutions are told: sim/solve/answer. */
#define PLY_CONCEPTS(ROW)                                                                                    \
  ROW(nash, "nash")                                                                                          \
  ROW(kalai_smorodinsky, "kalai_smorodinsky")                                                                \
  ROW(egalitarian, "egalitarian")                                                                            \
  ROW(utilitarian, "utilitarian")

/* Protocols of simulated talks, the usual one first: sim/negotiate. */
#define PLY_PROTOCOLS(ROW)                                                                                   \
  ROW(rotating, "rotating")                                                                                  \
  ROW(stacked, "stacked")                                                                                    \
  ROW(voting, "voting")                                                                                      \
  ROW(single_text, "single-text")                                                                            \
  ROW(learning_text, "learning-text")

/* Strategies of simulated talks: sim/negotiate. */
#define PLY_STRATEGIES(ROW)                                                                                  \
  ROW(boulware, "boulware")                                                                                  \
  ROW(linear, "linear")                                                                                      \
  ROW(conceder, "conceder")                                                                                  \
  ROW(time, "time")                                                                                          \
  ROW(tit_for_tat, "tit-for-tat")                                                                            \
  ROW(micro, "micro")                                                                                        \
  ROW(hardliner, "hardliner")                                                                                \
  ROW(random, "random")                                                                                      \
  ROW(persuader, "persuader")                                                                                \
  ROW(hill, "hill")                                                                                          \
  ROW(annealer, "annealer")                                                                                  \
  ROW(satisficer, "satisficer")

/* How a strategy picks among offers that reach its target: ply_pick of sim/negotiate, in its order. */
#define PLY_PICKS(ROW)                                                                                       \
  ROW(CLOSEST, "closest")                                                                                    \
  ROW(SIMILAR, "similar")                                                                                    \
  ROW(MODEL, "model")

/* The names of a list, for an array of strings. */
#define PLY_NAME_OF(symbol, name) name,

#endif
