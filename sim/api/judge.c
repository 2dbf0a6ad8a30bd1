/* Is somebody else's profile of strategies an equilibrium? It is read from JSON (names of players and
 * strategies, chances as numbers or fractions) and handed to the independent check. */
#include "sim/api/finite.h"
#include "sim/interop/interop.h"
#include "sim/render/game.h"
#include "sim/verify/finite.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct judge_desk {
  const ply_finite *game;
  const char *path;
  ply_arena *arena;
  ply_ratio *chance; /* [n_strategies] */
  ply_err *err;
} judge_desk;

static ply_status wrong(const judge_desk *d, const char *player, const char *strategy, const char *format,
                        ...) {
  char message[300];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  ply_err_set(d->err, PLY_E_INPUT, "%s", message);
  snprintf(d->err->file, sizeof d->err->file, "%.390s", d->path);
  if (player != NULL)
    snprintf(d->err->pointer, sizeof d->err->pointer, "/%.100s%s%.100s", player, strategy != NULL ? "/" : "",
             strategy != NULL ? strategy : "");
  return PLY_E_INPUT;
}

/* The chance that a value says, exact where it is a fraction or a number of the form 0.25. */
static bool read_chance(const judge_desk *d, const cJSON *value, ply_ratio *out) {
  mpq_t exact;
  mpq_init(exact);
  bool good = cJSON_IsNumber(value) || cJSON_IsString(value);
  if (cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble) &&
      fabs(value->valuedouble) < 2) {
    mpq_set_d(exact, value->valuedouble);
    *out = ply_ratio_of(d->arena, exact);
  } else if (cJSON_IsNumber(value))
    *out = (ply_ratio){value->valuedouble, NULL};
  else if (good) {
    good = strlen(value->valuestring) < 1000000 && mpq_set_str(exact, value->valuestring, 10) == 0 &&
           mpz_sgn(mpq_denref(exact)) != 0;
    if (good) mpq_canonicalize(exact);
    if (good) *out = ply_ratio_of(d->arena, exact);
  }
  mpq_clear(exact);
  return good && out->value >= 0 && out->value <= 1;
}

static int find_strategy(const ply_finite_player *player, const char *name) {
  for (int s = 0; s < player->n; s++)
    if (strcmp(player->strategies[s], name) == 0) return s;
  return -1;
}

static ply_status no_strategy(const judge_desk *d, const ply_finite_player *player, const char *name) {
  const char *near = ply_word_nearest(name, player->strategies, (size_t)player->n);
  return wrong(d, player->id, name, "\"%.60s\" has no strategy \"%.60s\"%s%.60s%s", player->id, name,
               near != NULL ? "; did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
}

static ply_status read_player(const judge_desk *d, const ply_finite_player *player, const cJSON *said) {
  ply_ratio *chance = d->chance + player->first;
  if (cJSON_IsString(said)) {
    int s = find_strategy(player, said->valuestring);
    if (s < 0) return no_strategy(d, player, said->valuestring);
    chance[s] = (ply_ratio){1, "1"};
    return PLY_OK;
  }
  if (!cJSON_IsObject(said))
    return wrong(d, player->id, NULL,
                 "\"%.60s\" needs the name of a strategy, or an object of strategies and chances",
                 player->id);
  double sum = 0;
  for (const cJSON *entry = said->child; entry != NULL; entry = entry->next) {
    int s = find_strategy(player, entry->string);
    if (s < 0) return no_strategy(d, player, entry->string);
    if (!read_chance(d, entry, &chance[s]))
      return wrong(d, player->id, entry->string,
                   "a chance is a number from 0 to 1, or a fraction such as \"2/3\"");
    sum += chance[s].value;
  }
  if (!(fabs(sum - 1) < 1e-9))
    return wrong(d, player->id, NULL, "the chances of \"%.60s\" sum to %.12g, not 1", player->id, sum);
  return PLY_OK;
}

/* The object of players: itself, or what parley prints around it. */
static const cJSON *players_of(const cJSON *root) {
  const cJSON *inner = cJSON_GetObjectItemCaseSensitive(root, "strategies");
  if (!cJSON_IsObject(inner)) inner = cJSON_GetObjectItemCaseSensitive(root, "profile");
  return cJSON_IsObject(inner) ? inner : root;
}

static ply_status read_profile(const judge_desk *d, const cJSON *root) {
  if (!cJSON_IsObject(root))
    return wrong(d, NULL, NULL, "a profile is a JSON object: players with their strategies");
  const cJSON *said = players_of(root);
  const char *ids[PLY_FINITE_MAX_PLAYERS];
  for (int i = 0; i < d->game->n_players; i++) ids[i] = d->game->players[i].id;
  for (const cJSON *entry = said->child; entry != NULL; entry = entry->next) {
    bool known = false;
    for (int i = 0; i < d->game->n_players; i++) known |= strcmp(ids[i], entry->string) == 0;
    if (known) continue;
    const char *near = ply_word_nearest(entry->string, ids, (size_t)d->game->n_players);
    return wrong(d, entry->string, NULL, "there is no player \"%.60s\"%s%.60s%s", entry->string,
                 near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                 near != NULL ? "\"?" : "");
  }
  for (int i = 0; i < d->game->n_players; i++) {
    const cJSON *mine = cJSON_GetObjectItemCaseSensitive(said, ids[i]);
    if (mine == NULL) return wrong(d, ids[i], NULL, "what player \"%.60s\" does is missing", ids[i]);
    ply_status status = read_player(d, &d->game->players[i], mine);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

/* Line and column of the byte where JSON stopped to be JSON. */
static ply_status no_json(const judge_desk *d, const char *text, const char *at) {
  wrong(d, NULL, NULL, "not valid JSON");
  d->err->line = d->err->column = 1;
  for (const char *c = text; c < at && *c != '\0'; c++)
    if (*c == '\n') {
      d->err->line++;
      d->err->column = 1;
    } else
      d->err->column++;
  return PLY_E_INPUT;
}

static ply_status judge(const parley_finite *game, judge_desk *d, const char *format,
                        const ply_render_settings *how, ply_text *out) {
  char *text = NULL;
  size_t length;
  int n = game->game->n_players;
  ply_status status = ply_interop_load(d->path, &text, &length, d->err);
  if (status != PLY_OK) return status;
  const char *end = text;
  cJSON *root = cJSON_ParseWithLengthOpts(text, length + 1, &end, true);
  if (game->game->n_profiles == 0) {
    cJSON_Delete(root);
    free(text);
    return ply_err_set(d->err, PLY_E_LIMIT,
                       "this tree has no table of strategies: no profile of strategies can be judged");
  }
  d->chance = PLY_NEW(d->arena, game->game->n_strategies, ply_ratio);
  ply_ratio *payoff = PLY_NEW(d->arena, n, ply_ratio), *regret = PLY_NEW(d->arena, n, ply_ratio);
  int *reply = PLY_NEW(d->arena, n, int);
  if (d->chance == NULL || payoff == NULL || regret == NULL || reply == NULL)
    status = ply_err_set(d->err, PLY_E_MEMORY, "not enough memory");
  else {
    for (int k = 0; k < game->game->n_strategies; k++) d->chance[k].exact = "0";
    status = root != NULL ? read_profile(d, root) : no_json(d, text, end);
  }
  cJSON_Delete(root);
  free(text);
  if (status == PLY_OK)
    status = ply_verify_profile(game->game, d->chance, d->arena, payoff, regret, reply, d->err);
  if (status != PLY_OK) return status;
  double eps = 0;
  for (int i = 0; i < n; i++) {
    double size = game->game->payoffs[i].eps;
    if (regret[i].exact == NULL && size < 1e-9) size = 1e-9; /* chances typed in as decimals */
    eps = size > eps ? size : eps;
  }
  ply_judged judged = {.game = game->game,
                       .version = parley_version(),
                       .file = game->file,
                       .chance = d->chance,
                       .payoff = payoff,
                       .regret = regret,
                       .reply = reply,
                       .eps = eps};
  return ply_render(PLY_RECORD_JUDGED, &judged, format, how, out, d->err);
}

parley_status parley_finite_judge(const parley_finite *game, const char *path, const char *format,
                                  const parley_render_settings *settings, char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_render_settings how = parley_inside_settings(settings);
  judge_desk d = {.game = game->game, .path = path, .arena = ply_arena_new(), .err = &err};
  ply_status status = d.arena != NULL ? judge(game, &d, format, &how, &made)
                                      : ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  ply_arena_free(d.arena);
  return parley_inside_text(status, &made, text, &err, error);
}
