/* The solver's deals as the classroom speaks of them: read from the result's JSON, told in words. */
#include "sim/class/paper.h"

#include <cjson/cJSON.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

void ply_class_deals(const ply_class_session *s, const cJSON *solution, ply_class_deal *deals) {
  static const ply_class_deal rows[PLY_CLASS_DEALS] = {
      {.key = "nash", .name = "Nash"},
      {.key = "kalai_smorodinsky", .name = "Kalai-Smorodinsky"},
      {.key = "egalitarian", .name = "Egalitarian (the worst-off gain most)"},
      {.key = "utilitarian", .name = "Utilitarian (largest sum of payoffs)"},
  };
  for (int d = 0; d < PLY_CLASS_DEALS; d++) {
    const cJSON *row = get(get(solution, "solutions"), rows[d].key), *index = get(row, "index");
    deals[d] = rows[d];
    deals[d].found = cJSON_IsNumber(index) && index->valuedouble >= 0 &&
                     index->valuedouble < 9007199254740992.0 &&
                     (uint64_t)index->valuedouble < s->shape.n_bundles;
    if (deals[d].found) deals[d].bundle = (uint64_t)index->valuedouble;
  }
}

void ply_class_deal_words(const ply_class_session *s, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES], n = 0;
  parley_game_unpack(s->game, bundle, options, levels);
  for (int k = 0; k < s->shape.n_issues; k++)
    ply_text_addf(out, "%s%s: %s", k > 0 ? "; " : "", parley_game_issue_at(s->game, k).name.name,
                  parley_game_option_at(s->game, k, options[k]).name);
  for (int i = 0; i < s->shape.n_actors; i++)
    if (levels[i] > 0)
      ply_text_addf(out, "%s%s (%s)", n++ > 0 ? ", " : "; with ", parley_game_actor_at(s->game, i).name.name,
                    parley_game_level_at(s->game, levels[i]).name);
}
