/* A plain game as a scenario: {"game": {"players", "payoffs"}} is spelt out as what the rest of the program reads.
 * Each player becomes a candidate whom nobody asks for consent; strategy k is level k of membership; each payoff is a
 * bonus at its profile; named designs are the profiles where there are few. The file stays as it was written: numbers
 * are named, moved and complained about where they stand there (/game/payoffs/PLAYER/...), which stand-ins of their
 * nodes see to. Cost: players times profiles.
 *
 * {"players": {"a": {"strategies": ["x", "y"]}, "b": ...}, "payoffs": {"a": {"x": {"l": 1, "r": 0}, "y": ...}, ...}}:
 * a payoff for every strategy of the first player, inside it one for every strategy of the second, and so on; lists
 * in the order of the strategies will do as well. */
#include "sim/scenario/fields.h"

#include <string.h>

enum { LONGEST_ID = 60, MOST_DESIGNS = 36, MOST_PAYOFFS = 10000 };

static const ply_hint no_hint = {0};

typedef struct player {
  const ply_node *at, *payoffs;
  const char *id, *name;
  int n;
  const char *strategy[PLY_MAX_LEVELS], *label[PLY_MAX_LEVELS];
} player;

typedef struct spelling {
  ply_tree *tree;
  const ply_node *game, *grade, *cite;
  int n, n_profiles, most; /* players; profiles; strategies of who has most */
  player player[PLY_MAX_CANDIDATES];
  const char **cell; /* [n_profiles] an id of each profile, the last player's strategy changing first */
  ply_node *out;
} spelling;

/* ---- nodes that stand where the file says ---- */

static ply_node *made(spelling *s, ply_node_type type) {
  ply_node *out = TREE_NEW(s->tree, 1, ply_node);
  *out =
      (ply_node){.type = (uint8_t)type, .file = s->game->file, .at = s->game->at, .key_at = s->game->key_at};
  return out;
}

static ply_node *put(ply_node *parent, const char *key, ply_node *child) {
  child->key = key;
  ply_node_append(parent, child);
  return child;
}

static void put_text(spelling *s, ply_node *parent, const char *key, const char *text) {
  put(parent, key, made(s, T_STRING))->as.text = text;
}

/* A copy that shares what is below. */
static ply_node *copy_of(spelling *s, const ply_node *from) {
  ply_node *out = TREE_NEW(s->tree, 1, ply_node);
  *out = *from;
  return out;
}

static void put_copy(spelling *s, ply_node *parent, const ply_node *from) {
  if (from != NULL) put(parent, from->key, copy_of(s, from));
}

static const char *text_of(const ply_node *object, const char *key) {
  const ply_node *at = ply_node_find(object, key);
  return at != NULL && at->type == T_STRING ? at->as.text : NULL;
}

/* ---- who plays what ---- */

/* Strategies are a list of ids, or an object of them, which may have notes. */
static bool is_strategy(const ply_node *list, const ply_node *child) {
  return list->type == T_ARRAY || strcmp(child->key, "notes") != 0;
}

static ply_option strategy_of(const ply_node *list, const ply_node *child) {
  const char *id = list->type == T_OBJECT ? child->key : child->as.text;
  const char *name = list->type == T_OBJECT ? text_of(child, "name") : NULL;
  return (ply_option){.id = id, .name = name != NULL ? name : id};
}

static bool add_strategy(spelling *s, player *p, const ply_node *at, ply_place where, const char *id,
                         const char *label) {
  if (p->n == PLY_MAX_LEVELS)
    return ply_report_problem(s->tree, P407, at, where, no_hint,
                              "more than %d strategies of a player, the limit", PLY_MAX_LEVELS),
           false;
  if (!ply_name_is_id(id, false) || strlen(id) > LONGEST_ID)
    return ply_report_problem(
               s->tree, P105, at, where, no_hint,
               "%s is no id: a small letter, then small letters, digits, \"_\" or \"-\", at most %d "
               "characters",
               ply_quoted(s->tree, id), LONGEST_ID),
           false;
  for (int k = 0; k < p->n; k++)
    if (strcmp(p->strategy[k], id) == 0)
      return ply_report_problem(s->tree, P209, at, where, no_hint, "%s stands here twice",
                                ply_quoted(s->tree, id)),
             false;
  p->strategy[p->n] = id;
  p->label[p->n++] = label;
  return true;
}

static bool read_strategies(spelling *s, player *p) {
  const ply_node *list = ply_node_find(p->at, "strategies");
  bool fine = true;
  for (EACH(child, list)) {
    if (!is_strategy(list, child)) continue;
    if (list->type == T_ARRAY && child->type != T_STRING)
      return ply_report_problem(s->tree, P104, child, AT_VALUE, no_hint,
                                "must be the name of a strategy, not %s", ply_node_type_name(child)),
             false;
    ply_option strategy = strategy_of(list, child);
    fine =
        add_strategy(s, p, child, list->type == T_OBJECT ? AT_KEY : AT_VALUE, strategy.id, strategy.name) &&
        fine;
  }
  if (list == NULL || (list->type != T_ARRAY && list->type != T_OBJECT)) return false; /* told already */
  if (p->n == 0 && fine)
    ply_report_problem(s->tree, P102, list, AT_KEY, no_hint, "a player needs at least one strategy");
  return fine && p->n > 0;
}

static bool read_players(spelling *s) {
  const ply_node *players = ply_node_find(s->game, "players"), *payoffs = ply_node_find(s->game, "payoffs");
  bool fine = true;
  double profiles = 1;
  for (EACH(child, players)) {
    if (strcmp(child->key, "notes") == 0) continue;
    if (s->n == PLY_MAX_CANDIDATES)
      return ply_report_problem(s->tree, P407, child, AT_KEY, no_hint, "more than %d players, the limit",
                                PLY_MAX_CANDIDATES),
             false;
    player *p = &s->player[s->n++];
    *p = (player){.at = child, .id = child->key, .name = text_of(child, "name")};
    if (p->name == NULL) p->name = p->id;
    fine = read_strategies(s, p) && fine;
    p->payoffs = ply_node_find(payoffs, p->id);
    if (p->payoffs == NULL && payoffs != NULL && payoffs->type == T_OBJECT)
      fine = (ply_report_problem(s->tree, P102, payoffs, AT_KEY, no_hint, "the payoffs of %s are missing",
                                 ply_quoted(s->tree, p->id)),
              false);
    profiles *= p->n;
    if (p->n > s->most) s->most = p->n;
  }
  if (fine && profiles * s->n > MOST_PAYOFFS)
    return ply_report_problem(
               s->tree, P407, s->game, AT_KEY, no_hint,
               "%.0f profiles of %d players are more than %d payoffs, the limit of a game in a scenario; "
               "`parley game` reads larger ones as .nfg",
               profiles, s->n, MOST_PAYOFFS),
           false;
  s->n_profiles = (int)profiles;
  return fine;
}

/* Which strategy player i plays at a profile. */
static int strategy_at(const spelling *s, int profile, int i) {
  for (int j = s->n - 1; j > i; j--) profile /= s->player[j].n;
  return profile % s->player[i].n;
}

/* ---- payoffs ---- */

/* A name of payoffs that is no player, or of a level of the nest that is no strategy. */
static bool report_stranger(spelling *s, const ply_node *at, const char *what, const char *const *known,
                            size_t n) {
  ply_hint more = {.suggestion = ply_word_nearest(at->key, known, n)};
  ply_report_problem(s->tree, P206, at, AT_KEY, more, "%s is no %s", ply_quoted(s->tree, at->key), what);
  return false;
}

static bool check_payoff_names(spelling *s) {
  const char *known[PLY_MAX_CANDIDATES];
  bool fine = true;
  for (int i = 0; i < s->n; i++) known[i] = s->player[i].id;
  for (EACH(child, ply_node_find(s->game, "payoffs"))) {
    bool is = strcmp(child->key, "notes") == 0;
    for (int i = 0; i < s->n; i++) is = is || strcmp(child->key, known[i]) == 0;
    if (!is) fine = report_stranger(s, child, "player", known, (size_t)s->n);
  }
  return fine;
}

static bool check_keys(spelling *s, const ply_node *at, const player *p) {
  bool fine = true;
  for (EACH(child, at)) {
    bool is = strcmp(child->key, "notes") == 0;
    for (int k = 0; k < p->n; k++) is = is || strcmp(child->key, p->strategy[k]) == 0;
    if (!is) {
      ply_text what;
      ply_text_init(&what);
      ply_text_addf(&what, "strategy of %s", p->id);
      fine = report_stranger(s, child, ply_tree_take(s->tree, &what), p->strategy, (size_t)p->n);
    }
  }
  return fine;
}

/* The nest below `at`, for strategies of player i and on; fills leaf[profile]. */
static bool read_nest(spelling *s, const ply_node *at, int i, int profile, const ply_node **leaf) {
  if (i == s->n) {
    leaf[profile] = at;
    return true;
  }
  const player *p = &s->player[i];
  bool list = at->type == T_ARRAY, fine = true;
  if (!list && at->type != T_OBJECT)
    return ply_report_problem(s->tree, P104, at, AT_VALUE, no_hint,
                              "must hold a payoff for every strategy of %s, not %s", p->id,
                              ply_node_type_name(at)),
           false;
  if (list && ply_node_count(at) != (size_t)p->n)
    return ply_report_problem(s->tree, P420, at, AT_VALUE, no_hint,
                              "%s has %d strategies, and here are %zu values", p->id, p->n,
                              ply_node_count(at)),
           false;
  if (!list) fine = check_keys(s, at, p);
  const ply_node *next = ply_node_first(at);
  for (int k = 0; k < p->n; k++) {
    const ply_node *inner = list ? next : ply_node_find(at, p->strategy[k]);
    if (list) next = ply_node_next(next);
    if (inner != NULL)
      fine = read_nest(s, inner, i + 1, profile * p->n + k, leaf) && fine;
    else if (fine)
      fine =
          (ply_report_problem(s->tree, P102, at, AT_KEY, no_hint, "the payoff where %s plays %s is missing",
                              p->id, ply_quoted(s->tree, p->strategy[k])),
           false);
  }
  return fine;
}

/* ---- spelling it out ---- */

/* An id for each profile: strategies joined by "-"; numbers where that is too long or the same twice. */
static void name_cells(spelling *s) {
  bool clear = true;
  s->cell = TREE_NEW(s->tree, s->n_profiles + 1, const char *);
  for (int c = 0; c < s->n_profiles; c++) {
    ply_text id;
    ply_text_init(&id);
    for (int i = 0; i < s->n; i++)
      ply_text_addf(&id, "%s%s", i > 0 ? "-" : "", s->player[i].strategy[strategy_at(s, c, i)]);
    s->cell[c] = ply_tree_take(s->tree, &id);
    clear = clear && strlen(s->cell[c]) <= LONGEST_ID;
    for (int b = 0; b < c && clear; b++) clear = strcmp(s->cell[b], s->cell[c]) != 0;
  }
  for (int c = 0; c < s->n_profiles && !clear; c++) {
    ply_text id;
    ply_text_init(&id);
    ply_text_addf(&id, "profile-%d", c + 1);
    s->cell[c] = ply_tree_take(s->tree, &id);
  }
}

/* What all players who have a strategy k call it; their words side by side where they differ. */
static const char *shared(spelling *s, int k, const char *between, bool label) {
  ply_text all;
  const char *seen[PLY_MAX_CANDIDATES];
  int n = 0;
  ply_text_init(&all);
  for (int i = 0; i < s->n; i++) {
    if (k >= s->player[i].n) continue;
    const char *word = label ? s->player[i].label[k] : s->player[i].strategy[k];
    bool known = false;
    for (int j = 0; j < n; j++) known = known || strcmp(seen[j], word) == 0;
    if (known) continue;
    ply_text_addf(&all, "%s%s", n > 0 ? between : "", word);
    seen[n++] = word;
  }
  if (label || all.length <= LONGEST_ID) return ply_tree_take(s->tree, &all);
  ply_text_done(&all);
  ply_text_init(&all);
  ply_text_addf(&all, "move-%d", k + 1);
  return ply_tree_take(s->tree, &all);
}

static void spell_levels(spelling *s, const char **level) {
  ply_node *levels = put(s->out, "levels", made(s, T_OBJECT));
  for (int k = 0; k < s->most; k++) {
    level[k] = shared(s, k, "-or-", false);
    ply_node *at = put(levels, level[k], made(s, T_OBJECT));
    put_text(s, at, "name", shared(s, k, " / ", true));
    put(at, "effort", made(s, T_NUMBER))->as.number = 0;
  }
}

/* Nothing is decided but the moves. */
static void spell_issue(spelling *s) {
  ply_node *issue = put(put(s->out, "issues", made(s, T_OBJECT)), "game", made(s, T_OBJECT));
  put_text(s, issue, "name", "The game");
  put_text(s, put(put(issue, "options", made(s, T_OBJECT)), "once", made(s, T_OBJECT)), "name",
           "Played once");
}

/* The level of every player at a profile. */
static void spell_profile(spelling *s, ply_node *parent, const char *key, int profile, const char **level) {
  ply_node *members = put(parent, key, made(s, T_OBJECT));
  for (int i = 0; i < s->n; i++) put_text(s, members, s->player[i].id, level[strategy_at(s, profile, i)]);
}

/* The payoff as it stands in the file, with the grade and citations of the whole where it has none. */
static void spell_payoff(spelling *s, ply_node *bonus, const ply_node *leaf) {
  if (s->grade == NULL && s->cite == NULL) {
    put(bonus, "gain", ply_node_stand_in(s->tree, leaf));
    return;
  }
  ply_node *gain = ply_node_stand_in(s->tree, leaf);
  gain->type = T_OBJECT;
  gain->as.last = NULL;
  put(bonus, "gain", gain);
  if (leaf->type != T_OBJECT) put(gain, "value", ply_node_stand_in(s->tree, leaf));
  for (EACH(child, leaf))
    if (leaf->type == T_OBJECT) put(gain, child->key, ply_node_stand_in(s->tree, child));
  if (ply_node_find(gain, "grade") == NULL) put_copy(s, gain, s->grade);
  if (ply_node_find(gain, "cite") == NULL) put_copy(s, gain, s->cite);
}

/* A player with fewer moves than another may not make the rest. */
static void spell_missing_moves(spelling *s, ply_node *actor, const player *p, const char **level) {
  if (p->n == s->most) return;
  ply_node *line = put(put(actor, "red_lines", made(s, T_OBJECT)), "no-such-move", made(s, T_OBJECT));
  put(line, "when", made(s, T_OBJECT));
  put_text(s, line, "effect", "stay_out");
  put_text(s, line, "from", level[p->n]);
  ply_node *rules = ply_node_find(s->out, "rules");
  if (rules == NULL) rules = put(s->out, "rules", made(s, T_OBJECT));
  ply_node *rule = put(rules, p->id, made(s, T_OBJECT));
  ply_node *members = put(put(rule, "when", made(s, T_OBJECT)), "$members", made(s, T_OBJECT));
  ply_node *list = put(members, p->id, made(s, T_ARRAY));
  for (int k = p->n; k < s->most; k++) {
    ply_node *word = made(s, T_STRING);
    word->as.text = level[k];
    ply_node_append(list, word);
  }
  put(put(rule, "then", made(s, T_OBJECT)), "$not", made(s, T_OBJECT));
  put_text(s, rule, "reason", "It has no such move.");
}

static void spell_player(spelling *s, ply_node *actors, int i, const ply_node *const *leaf,
                         const char **level) {
  const player *p = &s->player[i];
  const ply_node *reservation = ply_node_find(p->at, "reservation");
  ply_node *actor = put(actors, p->id, made(s, T_OBJECT));
  put_copy(s, actor, ply_node_find(p->at, "name"));
  put_copy(s, actor, ply_node_find(p->at, "brief"));
  put_copy(s, actor, ply_node_find(p->at, "notes"));
  put_text(s, actor, "consent", "never");
  put(actor, "candidate", made(s, T_BOOL))->truth = true;
  const ply_node *moves = ply_node_find(p->at, "strategies");
  if (moves != NULL) put(actor, "moves", copy_of(s, moves));
  if (reservation != NULL)
    put(actor, "reservation", ply_node_stand_in(s->tree, reservation));
  else
    put(actor, "reservation", made(s, T_NUMBER))->as.number = 0;
  ply_node *bonuses = put(actor, "bonuses", made(s, T_OBJECT));
  for (int c = 0; c < s->n_profiles; c++) {
    ply_node *bonus = put(bonuses, s->cell[c], made(s, T_OBJECT));
    spell_profile(s, put(bonus, "when", made(s, T_OBJECT)), "$members", c, level);
    spell_payoff(s, bonus, leaf[c]);
  }
  spell_missing_moves(s, actor, p, level);
}

static void spell_designs(spelling *s, const char **level) {
  if (ply_node_find(s->out, "designs") != NULL || s->n_profiles > MOST_DESIGNS) return;
  ply_node *designs = put(s->out, "designs", made(s, T_OBJECT));
  for (int c = 0; c < s->n_profiles; c++) {
    ply_node *design = put(designs, s->cell[c], made(s, T_OBJECT));
    ply_text name;
    ply_text_init(&name);
    for (int i = 0; i < s->n; i++)
      ply_text_addf(&name, "%s%s: %s", i > 0 ? "; " : "", s->player[i].name,
                    s->player[i].label[strategy_at(s, c, i)]);
    put_text(s, design, "name", ply_tree_take(s->tree, &name));
    put_text(s, put(design, "options", made(s, T_OBJECT)), "game", "once");
    spell_profile(s, design, "members", c, level);
  }
}

/* ---- what has no place beside it ---- */

static bool stands_alone(ply_tree *tree, const ply_node *root) {
  static const char *const others[] = {"issues", "levels", "actors", "rules", "security", "agreement"};
  bool fine = true;
  for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
    const ply_node *other = ply_node_find(root, others[k]);
    if (other == NULL) continue;
    ply_report_problem(tree, P420, other, AT_KEY, no_hint,
                       "\"%s\" has no place beside \"game\", which says who plays and what it pays",
                       others[k]);
    fine = false;
  }
  return fine;
}

/* Its keys and their kinds, as far as the table of fields knows them. */
static bool has_its_shape(ply_tree *tree, ply_node *root, const ply_node *game) {
  size_t before = tree->n_errors;
  ply_reader *r = ply_reading_new(tree, root, TREE_NEW(tree, 1, ply_scenario));
  ply_read_object(r, game, &ply_plain_game_shape, NULL);
  return tree->n_errors == before;
}

ply_node *ply_plain_game_spelt(ply_tree *tree, ply_node *root) {
  const ply_node *game = ply_node_find(root, "game");
  if (game == NULL) return root;
  bool fine = stands_alone(tree, root);
  fine = has_its_shape(tree, root, game) && fine;
  spelling *s = TREE_NEW(tree, 1, spelling);
  const char *level[PLY_MAX_LEVELS];
  *s = (spelling){.tree = tree,
                  .game = game,
                  .grade = ply_node_find(game, "grade"),
                  .cite = ply_node_find(game, "cite"),
                  .most = 0};
  const ply_node **leaf[PLY_MAX_CANDIDATES];
  fine = read_players(s) && fine;
  fine = check_payoff_names(s) && fine;
  for (int i = 0; i < s->n && fine; i++) leaf[i] = TREE_NEW(tree, s->n_profiles + 1, const ply_node *);
  for (int i = 0; i < s->n && fine; i++) fine = read_nest(s, s->player[i].payoffs, 0, 0, leaf[i]) && fine;
  if (!fine) return NULL;
  s->out = copy_of(s, root);
  s->out->as.last = NULL;
  for (EACH(child, root)) put_copy(s, s->out, child);
  name_cells(s);
  spell_issue(s);
  spell_levels(s, level);
  ply_node *actors = put(s->out, "actors", made(s, T_OBJECT));
  for (int i = 0; i < s->n; i++) spell_player(s, actors, i, leaf[i], level);
  spell_designs(s, level);
  return s->out;
}

/* The names are new and texts, and no more of them than levels. */
static bool moves_are_good(ply_reader *r, const ply_node *list, const ply_option *moves, int n,
                           bool candidate) {
  if (!candidate)
    return ply_report_problem(r->tree, P413, list, AT_KEY, no_hint, "only candidates have moves"), false;
  if (n > own(r)->levels.n)
    return ply_report_problem(r->tree, P413, list, AT_KEY, no_hint, "%d moves, but there are %d levels", n,
                              own(r)->levels.n),
           false;
  for (int k = 0; k < n; k++)
    for (int l = 0; l < k; l++)
      if (strcmp(moves[k].id, moves[l].id) == 0)
        return ply_report_problem(r->tree, P413, list, AT_KEY, no_hint, "the move \"%s\" is named twice",
                                  moves[k].id),
               false;
  return true;
}

void ply_plain_game_moves(ply_reader *r, const ply_node *at, ply_actor *actor) {
  const ply_node *players = ply_node_find(ply_node_find(own(r)->root, "game"), "players");
  const ply_node *list = ply_node_find(ply_node_find(players, actor->id), "strategies");
  if (list == NULL) list = ply_node_find(at, "moves");
  if (list == NULL || (list->type != T_ARRAY && list->type != T_OBJECT)) return;
  ply_option *moves = TREE_NEW(r->tree, ply_node_count(list) + 1, ply_option);
  int n = 0;
  for (EACH(child, list)) {
    if (!is_strategy(list, child)) continue;
    if (list->type == T_ARRAY && child->type != T_STRING) {
      if (players == NULL)
        ply_report_problem(r->tree, P104, child, AT_VALUE, no_hint, "must be the name of a move, not %s",
                           ply_node_type_name(child));
      return;
    }
    moves[n++] = strategy_of(list, child);
  }
  if (players == NULL && !moves_are_good(r, list, moves, n, actor->candidate)) return;
  actor->n_moves = n;
  actor->moves = moves;
}

/* ---- what the table of fields names ---- */

/* Read where it is spelt out. */
void ply_read_elsewhere(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)r, (void)at, (void)row, (void)base;
}

void ply_read_players(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  int i;
  (void)base;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_CANDIDATES, &i)) != NULL;)
    ply_read_object(r, child, row->shape, NULL);
}

void ply_read_moves(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row, (void)base;
  if (at->type == T_ARRAY) return;
  if (!ply_is_type(r, at, T_OBJECT, "a list of strategies, or an object of them")) return;
  for (EACH(child, at))
    if (strcmp(child->key, "notes") != 0) ply_read_object(r, child, row->shape, NULL);
}

void ply_read_payoff_tables(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)row, (void)base;
  ply_is_type(r, at, T_OBJECT, "an object of players and their payoffs");
}
