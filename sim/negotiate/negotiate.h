/* Simulated talks: parties who know only themselves, under a protocol. How often do they agree, when, on what,
 * who gains, and how far does that lie from what theory says of the same numbers? See README.md. */
#ifndef PLY_NEGOTIATE_H
#define PLY_NEGOTIATE_H

#include "sim/game/game.h"
#include "sim/negotiate/strategy.h"
#include "sim/result/negotiation.h"

/* Where the numbers of session k (from 0) come from, where they are drawn. A worker is one thread's own. */
typedef struct ply_numbers_source {
  void *data;
  void *(*worker)(void *data); /* NULL without memory */
  void (*done)(void *worker);
  /* The game of session k, compiled; the worker's own, good until the next is asked for. */
  ply_status (*game)(void *worker, uint64_t k, const ply_game **out, ply_err *err);
} ply_numbers_source;

typedef struct ply_negotiate_settings {
  const char *protocol; /* NULL: rotating */
  int rounds;           /* 0: 100 */
  uint64_t sessions;    /* 0: one where nothing is left to chance, else 1,000, or 100 where bundles are too
                           many to list */
  uint64_t seed;
  uint64_t first;                    /* number of the first session, which its chances and draws go by */
  int n_order;                       /* 0: the order of the file */
  const int *order;                  /* actors */
  int mediator;                      /* actor, or -1 */
  int start;                         /* position of a design for the first text, or -1: drawn */
  double heat;                       /* payoff units */
  const ply_manner *manner;          /* [n_actors] strategies; .strategy NULL: the protocol's default */
  uint64_t trace;                    /* which session is told, from 1; 0: none */
  int threads;                       /* 0: all cores; the answers are the same for any number */
  const ply_numbers_source *numbers; /* NULL: base values */
  ply_stop stop;
  size_t most_listed; /* bundles that are listed at most; 0: 2^20. More are looked up in the space */
} ply_negotiate_settings;

enum {
  PLY_ROUNDS = 100,
  PLY_SESSIONS = 1000,
  PLY_SESSIONS_LARGE = 100,
  PLY_MOST_ROUNDS = 10000,
  PLY_MOST_SESSIONS = 1000000
};
#define PLY_HEAT 0.1

/* Whether the strategy has a use for the protocol (NULL: the default): offers, or votes on texts. */
bool ply_negotiate_suits(const char *protocol, const ply_manner *manner);

/* What the scenario's file says of talks, as settings over the defaults above: protocol, rounds, order, mediator,
 * start, heat, strategies. settings keeps order and manner: [n_actors] each, borrowed. PLY_E_USAGE for a strategy
 * that cannot be read. */
ply_status ply_negotiate_filed(const ply_scenario *scenario, ply_negotiate_settings *settings, int *order,
                               ply_manner *manner, ply_err *err);

/* Runs the sessions. game: base values; the rules of consent and feasibility are its. *out is new
 * (ply_negotiation_free). Errors: PLY_E_USAGE for an unknown protocol, an order that leaves somebody out who
 * may be asked, a strategy that the protocol has no use for; PLY_E_INPUT where nobody is ever asked or a drawn
 * game cannot be made; PLY_E_LIMIT, PLY_E_MEMORY, PLY_E_STOPPED. Cost: sessions * (bundles + steps). */
ply_status ply_negotiate(const ply_game *game, const ply_negotiate_settings *settings, ply_negotiation **out,
                         ply_err *err);

/* The actors that talk, in the default order: consent required or counted, then who is asked as a
 * member, then who is asked under a condition; returns how many. */
int ply_negotiate_talkers(const ply_game *game, int *talker);

/* A row of the registry of protocols: name, help and source; false past the last. */
bool ply_negotiate_protocol(int row, const char **name, const char **help, const char **source);

#endif
