/* Gambit's .nfg: a game as a table, in both of its forms. The payoff form lists every player's payoff at every
 * profile; the outcome form lists outcomes and then which of them each profile has (0: nobody gets anything).
 * Profiles come with the first player's strategy moving fastest, as ply_finite numbers them. */
#include "sim/interop/efg.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* The strategies of every player: lists of names, or how many there are. */
static bool read_strategies(ply_scan *scan, int n_players, const char ***names, int *n) {
  if (!ply_scan_expect(scan, '{', "the strategies of all players")) return false;
  bool named = ply_scan_next(scan) == '{';
  for (int i = 0; i < n_players; i++) {
    const char *at = scan->at;
    int64_t count = 0;
    if (named && !ply_scan_names(scan, &names[i], &n[i], PLY_FINITE_MAX_STRATEGIES, "a player's strategies"))
      return false;
    if (!named && !ply_scan_whole(scan, 1, PLY_FINITE_MAX_STRATEGIES, &count, "how many strategies"))
      return false;
    if (!named) n[i] = (int)count;
    if (n[i] == 0) return ply_scan_fail(scan, at, PLY_E_INPUT, "player %d has no strategies", i + 1);
  }
  return ply_scan_expect(scan, '}', "the end of the strategies: there is one list for each player");
}

/* Whether what is left of the text can hold so many numbers at all, before memory is taken. */
static bool can_hold(ply_scan *scan, const int *n, int n_players, uint64_t each) {
  uint64_t left = (uint64_t)(scan->end - scan->at) + 1, wanted = each;
  for (int i = 0; i < n_players; i++) {
    wanted = wanted > UINT64_MAX / (uint64_t)n[i] ? UINT64_MAX : wanted * (uint64_t)n[i];
    if (wanted / 2 > left)
      return ply_scan_fail(scan, scan->end, PLY_E_INPUT,
                           "the table must have a number for every player at every profile; the file ends "
                           "before");
  }
  return true;
}

static bool read_payoffs(ply_scan *scan, ply_finite *game) {
  ply_scan_number number;
  mpq_init(number.big);
  for (uint64_t p = 0; scan->status == PLY_OK && p < game->n_profiles; p++)
    for (int i = 0; i < game->n_players; i++) {
      if (!ply_scan_number_take(scan, &number, "a payoff")) break;
      bool put = number.den != 0 ? ply_finite_put(game, i, p, number.num, number.den)
                                 : ply_finite_put_big(game, i, p, number.big);
      if (!put) ply_scan_no_memory(scan);
      ply_scan_take(scan, ',');
    }
  mpq_clear(number.big);
  return scan->status == PLY_OK;
}

/* The payoffs of outcomes while they are read: [outcome * n_players + i]. */
typedef struct outcomes {
  mpq_t *payoff;
  size_t n, room;
  int n_players;
} outcomes;

static bool outcome_room(outcomes *all) {
  size_t wanted = (all->n + 1) * (size_t)all->n_players;
  if (wanted > all->room) {
    size_t room = all->room * 2 > wanted ? all->room * 2 : wanted;
    mpq_t *more = realloc(all->payoff, room * sizeof *more);
    if (more == NULL) return false;
    all->payoff = more;
    for (size_t k = all->room; k < room; k++) mpq_init(more[k]);
    all->room = room;
  }
  all->n++;
  return true;
}

static bool read_outcome(ply_scan *scan, outcomes *all) {
  const char *name;
  ply_scan_number number;
  if (ply_scan_next(scan) == '"' && !ply_scan_string(scan, &name, "an outcome's name")) return false;
  if (!outcome_room(all)) return ply_scan_no_memory(scan);
  mpq_init(number.big);
  for (int i = 0; i < all->n_players && scan->status == PLY_OK; i++) {
    if (!ply_scan_number_take(scan, &number, "a payoff of an outcome")) break;
    ply_scan_number_big(&number, all->payoff[(all->n - 1) * (size_t)all->n_players + (size_t)i]);
    ply_scan_take(scan, ',');
  }
  mpq_clear(number.big);
  return ply_scan_expect(scan, '}', "the end of an outcome: one payoff for each player");
}

static bool read_outcomes(ply_scan *scan, ply_finite *game) {
  outcomes all = {.n_players = game->n_players};
  ply_scan_expect(scan, '{', "the outcomes");
  while (ply_scan_take(scan, '{') && read_outcome(scan, &all)) ply_scan_take(scan, ',');
  ply_scan_expect(scan, '}', "the end of the outcomes");
  int64_t which;
  for (uint64_t p = 0; scan->status == PLY_OK && p < game->n_profiles; p++) {
    if (!ply_scan_whole(scan, 0, (int64_t)all.n, &which, "the outcome of a profile")) break;
    for (int i = 0; which > 0 && i < game->n_players; i++)
      if (!ply_finite_put_big(game, i, p,
                              all.payoff[(size_t)(which - 1) * (size_t)all.n_players + (size_t)i]))
        ply_scan_no_memory(scan);
    ply_scan_take(scan, ',');
  }
  for (size_t k = 0; k < all.room; k++) mpq_clear(all.payoff[k]);
  free(all.payoff);
  return scan->status == PLY_OK;
}

/* The table behind the header. */
static bool read_table(ply_scan *scan, const char **players, int n_players, uint64_t memory,
                       ply_finite **out) {
  const char **names[PLY_FINITE_MAX_PLAYERS] = {NULL};
  int n[PLY_FINITE_MAX_PLAYERS];
  const char *comment = "", *start = scan->at;
  if (!read_strategies(scan, n_players, names, n)) return false;
  if (ply_scan_next(scan) == '"' && !ply_scan_string(scan, &comment, "the comment")) return false;
  bool by_outcome = ply_scan_next(scan) == '{';
  if (!can_hold(scan, n, n_players, by_outcome ? 1 : (uint64_t)n_players)) return false;
  ply_err why;
  ply_status status = ply_finite_new(n_players, n, true, memory, out, &why);
  if (status == PLY_E_MEMORY) return ply_scan_no_memory(scan);
  if (status != PLY_OK) return ply_scan_fail(scan, start, status, "%s", why.message);
  for (int i = 0; i < n_players; i++) {
    (*out)->players[i].id = ply_arena_strdup((*out)->arena, players[i]);
    for (int s = 0; names[i] != NULL && s < n[i]; s++)
      (*out)->players[i].strategies[s] = ply_arena_strdup((*out)->arena, names[i][s]);
  }
  (*out)->comment = ply_arena_strdup((*out)->arena, comment);
  (*out)->from = "nfg";
  return (by_outcome ? read_outcomes(scan, *out) : read_payoffs(scan, *out)) && ply_scan_finish(scan);
}

static ply_status read_nfg(const char *text, size_t length, const char *file, uint64_t memory_bytes,
                           ply_finite **game, ply_err *err) {
  ply_scan scan = {.text = text, .at = text, .end = text + length, .file = file, .err = err};
  const char *title, **players;
  int n_players;
  *game = NULL;
  scan.arena = ply_arena_new();
  if (scan.arena == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (ply_scan_header(&scan, "NFG", 1, &title, &players, &n_players) &&
      read_table(&scan, players, n_players, memory_bytes, game)) {
    (*game)->title = ply_arena_strdup((*game)->arena, title);
    scan.status = (*game)->title == NULL || (*game)->comment == NULL
                      ? ply_err_set(err, PLY_E_MEMORY, "not enough memory")
                      : ply_finite_name(*game, err);
  }
  ply_arena_free(scan.arena);
  if (scan.status == PLY_OK) return PLY_OK;
  ply_finite_free(*game);
  *game = NULL;
  return scan.status;
}

/* ---- writing ---- */

static ply_status write_nfg(const ply_finite *game, ply_text *out, ply_err *err) {
  if (game->n_profiles == 0)
    return ply_err_set(err, PLY_E_LIMIT, "this tree has no table of strategies; write it as efg");
  ply_text_addf(out, "NFG 1 %s ", game->exact ? "R" : "D");
  ply_scan_add_string(out, game->title);
  ply_text_add(out, " {");
  for (int i = 0; i < game->n_players; i++) {
    ply_text_add(out, " ");
    ply_scan_add_string(out, game->players[i].id);
  }
  ply_text_add(out, " }\n\n{");
  for (int i = 0; i < game->n_players; i++) {
    ply_text_add(out, " {");
    for (int s = 0; s < game->players[i].n; s++) {
      ply_text_add(out, " ");
      ply_scan_add_string(out, game->players[i].strategies[s]);
    }
    ply_text_add(out, i + 1 < game->n_players ? " }\n " : " }\n}\n");
  }
  ply_scan_add_string(out, game->comment);
  ply_text_add(out, "\n\n");
  for (uint64_t p = 0; p < game->n_profiles; p++)
    for (int i = 0; i < game->n_players; i++) {
      ply_scan_add_payoff(out, game, i, p);
      ply_text_add(out, i + 1 < game->n_players ? " " : "\n");
    }
  return PLY_OK;
}

const ply_interop ply_interop_nfg = {
    "nfg", "a game as a table: Gambit's .nfg, payoffs or outcomes", "NFG", read_nfg, write_nfg,
};
