/* The plan of a session: how long each stage takes, which code opens which seat, and session.json, which
 * holds both and which a teacher may read and change by hand before the session. */
#include "sim/class/session/plan.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Shares of the lesson that follow from three that were laid out by hand: 45 (8 read, 17 talk), 75 (12, 33),
 * 120 (18, 54). */
void ply_class_plan_times(ply_class_plan *plan) {
  int read = plan->minutes <= 45 ? 8 : plan->minutes <= 75 ? 12 : 18;
  int talk = plan->minutes <= 45 ? 17 : plan->minutes <= 75 ? 33 : 54;
  if (plan->minutes < 45) {
    read = plan->minutes * 8 / 45;
    talk = plan->minutes * 17 / 45;
  }
  plan->read_ms = (read > 0 ? read : 1) * INT64_C(60000);
  plan->talk_ms = (talk > 0 ? talk : 1) * INT64_C(60000);
  plan->again_ms = 5 * INT64_C(60000);
  plan->bot_ms = 4000;
}

/* ---- random ---- */

static ply_status random_bytes(unsigned char *bytes, size_t n, ply_err *err) {
  for (size_t done = 0; done < n;) {
    ssize_t got = getrandom(bytes + done, n - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return ply_err_set(err, PLY_E_SYSTEM, "the system gives no random numbers: %s", strerror(errno));
    done += (size_t)got;
  }
  return PLY_OK;
}

ply_status ply_class_token_new(char token[PLY_CLASS_TOKEN + 1], ply_err *err) {
  unsigned char bytes[PLY_CLASS_TOKEN / 2];
  ply_status status = random_bytes(bytes, sizeof bytes, err);
  if (status != PLY_OK) return status;
  for (size_t i = 0; i < sizeof bytes; i++) {
    token[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    token[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  token[PLY_CLASS_TOKEN] = '\0';
  return PLY_OK;
}

ply_status ply_class_plan_codes(ply_class_plan *plan, const parley_game *game, ply_err *err) {
  uint64_t roles = ply_class_playable(game);
  for (int t = 0; t < plan->n_tables; t++)
    for (int r = 0; r < PLY_CLASS_ROLES; r++) {
      unsigned char bytes[PLY_CLASS_CODE];
      if ((roles >> r & 1) == 0) continue;
      ply_status status = random_bytes(bytes, sizeof bytes, err);
      if (status != PLY_OK) return status;
      for (int i = 0; i < PLY_CLASS_CODE; i++)
        plan->codes[t][r][i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bytes[i] & 31];
    }
  return PLY_OK;
}

void ply_class_code_text(const char *code, char out[PLY_CLASS_CODE + 2]) {
  memcpy(out, code, 4);
  out[4] = '-';
  memcpy(out + 5, code + 4, 5);
}

/* ---- session.json ---- */

static void write_seats(const ply_class_plan *plan, const parley_game *game, ply_text *out) {
  const char *comma = "";
  for (int t = 0; t < plan->n_tables; t++)
    for (int r = 0; r < parley_game_describe(game).n_actors; r++) {
      char code[PLY_CLASS_CODE + 2];
      if (plan->codes[t][r][0] == '\0') continue;
      ply_class_code_text(plan->codes[t][r], code);
      ply_text_addf(out, "%s\n    {\"table\": %d, \"role\": ", comma, t + 1);
      ply_text_json(out, parley_game_actor_at(game, r).name.id);
      ply_text_addf(out, ", \"code\": \"%s\"}", code);
      comma = ",";
    }
}

void ply_class_plan_write(const ply_class_plan *plan, const parley_scenario *scenario,
                          const parley_game *game, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(scenario);
  ply_text_add(out, "{\n  \"parley_class\": 1,\n  \"scenario\": ");
  ply_text_json(out, info.id);
  ply_text_addf(out, ",\n  \"digest\": \"%s\",\n  \"minutes\": %d,\n  \"players\": %d,\n  \"tables\": %d,\n",
                info.digest, plan->minutes, plan->players, plan->n_tables);
  ply_text_addf(
      out,
      "  \"seed\": %" PRIu64 ",\n  \"scale\": %d,\n  \"rounds\": %d,\n  \"bots\": %s,\n  \"alias\": %s,\n",
      plan->seed, plan->scale, plan->rounds, plan->bots ? "true" : "false", plan->alias ? "true" : "false");
  ply_text_addf(
      out, "  \"language\": \"%s\",\n  \"bots_play\": ", plan->language[0] != '\0' ? plan->language : "en");
  ply_text_json(out, plan->strategy);
  ply_text_add(out, ",\n");
  ply_text_addf(out,
                "  \"read_ms\": %" PRId64 ",\n  \"talk_ms\": %" PRId64 ",\n  \"again_ms\": %" PRId64
                ",\n  \"bot_ms\": %" PRId64 ",\n  \"seats\": [",
                plan->read_ms, plan->talk_ms, plan->again_ms, plan->bot_ms);
  write_seats(plan, game, out);
  ply_text_add(out, "\n  ]\n}\n");
}

/* A whole number of the file within a range. `rounds` may be missing: as the scenario says. */
static ply_status whole(const cJSON *root, const char *key, double low, double high, int64_t *value,
                        ply_err *err) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, key);
  if (item == NULL && strcmp(key, "rounds") == 0) return PLY_OK;
  if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) ||
      !(item->valuedouble >= low && item->valuedouble <= high))
    return ply_err_set(err, PLY_E_INPUT, "session.json: \"%s\" must be a whole number from %.0f to %.0f", key,
                       low, high);
  *value = (int64_t)item->valuedouble;
  return PLY_OK;
}

static int actor_of(const parley_game *game, const cJSON *id) {
  for (int i = 0; cJSON_IsString(id) && i < parley_game_describe(game).n_actors; i++)
    if (strcmp(parley_game_actor_at(game, i).name.id, id->valuestring) == 0) return i;
  return -1;
}

static ply_status read_seats(const cJSON *root, const parley_game *game, ply_class_plan *plan, ply_err *err) {
  const cJSON *seat;
  cJSON_ArrayForEach(seat, cJSON_GetObjectItemCaseSensitive(root, "seats")) {
    int64_t table = 0;
    ply_status status = whole(seat, "table", 1, plan->n_tables, &table, err);
    int role = actor_of(game, cJSON_GetObjectItemCaseSensitive(seat, "role"));
    const cJSON *code = cJSON_GetObjectItemCaseSensitive(seat, "code");
    if (status != PLY_OK) return status;
    if (role < 0 || !cJSON_IsString(code) || strlen(code->valuestring) != PLY_CLASS_CODE + 1)
      return ply_err_set(err, PLY_E_INPUT,
                         "session.json: a seat needs table, role (an actor) and code (XXXX-XXXX)");
    memcpy(plan->codes[table - 1][role], code->valuestring, 4);
    memcpy(plan->codes[table - 1][role] + 4, code->valuestring + 5, 5);
  }
  for (int t = 0; t < plan->n_tables; t++)
    for (int r = 0; r < PLY_CLASS_ROLES; r++)
      if ((ply_class_playable(game) >> r & 1) != 0 && plan->codes[t][r][0] == '\0')
        return ply_err_set(err, PLY_E_INPUT, "session.json: table %d has no seat for %s", t + 1,
                           parley_game_actor_at(game, r).name.id);
  return PLY_OK;
}

static ply_status read_language(const cJSON *root, ply_class_plan *plan, ply_err *err) {
  const cJSON *language = cJSON_GetObjectItemCaseSensitive(root, "language");
  const char *id = cJSON_IsString(language) ? language->valuestring : "en";
  if (!ply_words_known(id))
    return ply_err_set(err, PLY_E_INPUT, "session.json: \"language\" must be %s", ply_words_languages());
  memcpy(plan->language, id, 3);
  return PLY_OK;
}

parley_status ply_class_strategy_check(const parley_game *game, const char *strategy, parley_error *error) {
  static const uint64_t none[1] = {0};
  parley_sitting_settings settings = {.bundles = none, .strategies = &strategy, .n_strategies = 1};
  parley_sitting *sitting = NULL;
  if (strategy[0] == '\0') return PARLEY_OK;
  parley_status status = parley_sitting_new(game, &settings, &sitting, error);
  parley_sitting_free(sitting);
  return status == PARLEY_E_USAGE || status == PARLEY_E_MEMORY ? status : PARLEY_OK;
}

/* How bots bargain; may be missing or empty: as is usual. */
static ply_status read_strategy(const cJSON *root, const parley_game *game, ply_class_plan *plan,
                                ply_err *err) {
  const cJSON *strategy = cJSON_GetObjectItemCaseSensitive(root, "bots_play");
  const char *words = cJSON_IsString(strategy) ? strategy->valuestring : "";
  parley_error error = {0};
  bool good = strlen(words) < sizeof plan->strategy &&
              ply_class_strategy_check(game, words, &error) == PARLEY_OK &&
              (strategy == NULL || cJSON_IsString(strategy));
  if (!good)
    return ply_err_set(err, PLY_E_INPUT, "session.json: \"bots_play\": %.250s",
                       error.message[0] != '\0' ? error.message : "a strategy's name");
  memcpy(plan->strategy, words, strlen(words) + 1);
  return PLY_OK;
}

static ply_status check_digest(const cJSON *root, const parley_scenario *scenario, ply_err *err) {
  const cJSON *digest = cJSON_GetObjectItemCaseSensitive(root, "digest");
  if (cJSON_IsString(digest) && strcmp(digest->valuestring, parley_scenario_describe(scenario).digest) == 0)
    return PLY_OK;
  return ply_err_set(err, PLY_E_INPUT,
                     "session.json was made for another scenario than scenario.json: make the session anew");
}

ply_status ply_class_plan_read(const char *text, const parley_scenario *scenario, const parley_game *game,
                               ply_class_plan *plan, ply_err *err) {
  const struct {
    const char *key;
    double low, high;
  } keys[] = {{"parley_class", 1, 1},
              {"minutes", 1, 600},
              {"players", 1, PLY_CLASS_MAX_PEOPLE},
              {"tables", 1, PLY_CLASS_MAX_TABLES},
              {"seed", 0, 9e15},
              {"scale", 1, 1e9},
              {"read_ms", 0, 1e9},
              {"talk_ms", 1000, 1e9},
              {"again_ms", 1000, 1e9},
              {"bot_ms", 10, 1e9},
              {"rounds", 0, PLY_CLASS_MAX_ROUNDS}};
  int64_t value[sizeof keys / sizeof *keys] = {0};
  cJSON *root = cJSON_Parse(text);
  ply_status status = root != NULL ? PLY_OK : ply_err_set(err, PLY_E_INPUT, "session.json is no JSON");
  for (size_t i = 0; i < sizeof keys / sizeof *keys && status == PLY_OK; i++)
    status = whole(root, keys[i].key, keys[i].low, keys[i].high, &value[i], err);
  *plan = (ply_class_plan){.minutes = (int)value[1],
                           .players = (int)value[2],
                           .n_tables = (int)value[3],
                           .seed = (uint64_t)value[4],
                           .scale = (int)value[5],
                           .read_ms = value[6],
                           .talk_ms = value[7],
                           .again_ms = value[8],
                           .bot_ms = value[9],
                           .rounds = (int)value[10],
                           .bots = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "bots")),
                           .alias = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "alias"))};
  if (status == PLY_OK) status = read_language(root, plan, err);
  if (status == PLY_OK) status = read_strategy(root, game, plan, err);
  if (status == PLY_OK) status = check_digest(root, scenario, err);
  if (status == PLY_OK) status = read_seats(root, game, plan, err);
  cJSON_Delete(root);
  return status;
}
