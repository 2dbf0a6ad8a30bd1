/* The part of the teacher's guide on blocking: which roles and groups can stop each known deal, which would,
 * and whose veto weighs most. Groups are decided by the game itself (sim/coalition), not by a formula. */
#include "sim/class/session/blocks.h"
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* "East, South and West" */
static void names(const ply_class_session *s, uint64_t roles, const char *last, ply_text *out) {
  int left = __builtin_popcountll(roles);
  if (left == 0) ply_text_add(out, "nobody");
  for (int i = 0; i < s->shape.n_actors; i++) {
    if ((roles >> i & 1) == 0) continue;
    ply_class_html(parley_game_actor_at(s->game, i).name.name, out);
    left--;
    ply_text_add(out, left > 1 ? ", " : left == 1 ? last : "");
  }
}

void ply_class_blocks_words(const ply_class_session *s, const parley_blocking *b, ply_text *out) {
  ply_text_add(out, "each alone: ");
  names(s, b->alone, ", ", out);
  if (b->any > 0) {
    ply_text_addf(out, "; together: any %d of ", b->any);
    names(s, b->of, ", ", out);
  }
  for (int g = 0; g < b->n_groups; g++) {
    ply_text_add(out, g == 0 ? "; together: " : " | ");
    names(s, b->groups[g], " + ", out);
  }
  if (b->more) ply_text_add(out, " | and more groups");
}

static void row(const ply_class_session *s, const char *name, uint64_t bundle, ply_text *out) {
  parley_blocking blocks;
  uint64_t refuse = ply_class_refusers(s, bundle, NULL), parties = parley_game_parties(s->game, bundle);
  blocks = parley_game_blocking(s->game, bundle);
  ply_text_add(out, "<tr><th scope=\"row\">");
  ply_class_html(name, out);
  ply_text_add(out, "</th><td>");
  ply_class_blocks_words(s, &blocks, out);
  ply_text_add(out, "</td><td>");
  names(s, refuse, ", ", out);
  bool stopped = !parley_game_agreed(s->game, bundle, parties & ~refuse);
  ply_text_add(out, refuse == 0 ? "" : stopped ? ": blocked" : ": outvoted");
  ply_text_add(out, "</td></tr>\n");
}

static void deals(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  ply_text_add(out, "<div class=\"wide\"><table><thead><tr><th>Deal</th><th>Who can block it</th><th>Who "
                    "would: it is worse "
                    "than no deal, or across a red line</th></tr></thead><tbody>\n");
  for (int d = 0; found != NULL && d < found->n_deals; d++)
    if (found->deals[d].found) row(s, found->deals[d].name, found->deals[d].bundle, out);
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    parley_name name = parley_game_design_at(s->game, d, &bundle);
    row(s, name.name, bundle, out);
  }
  ply_text_add(out, "</tbody></table></div>\n");
}

static void weights(const ply_class_session *s, const cJSON *solution, ply_text *out) {
  const cJSON *by = get(get(solution, "acceptable"), "by_actor");
  if (by == NULL) return;
  ply_text_add(
      out,
      "<p>The veto weight is the number of packages that would become acceptable if that role accepted "
      "everything: who really stands in the way.</p>\n<table><thead><tr><th>Role</th><th class=\"n\">Would "
      "accept</th><th class=\"n\">Veto weight</th></tr></thead><tbody>\n");
  for (int i = 0; i < s->shape.n_actors; i++) {
    const cJSON *one = get(by, parley_game_actor_at(s->game, i).name.id);
    const cJSON *accept = get(one, "would_accept"), *weight = get(one, "veto_weight");
    if (!cJSON_IsNumber(accept) || !cJSON_IsNumber(weight)) continue;
    ply_text_add(out, "<tr><td>");
    ply_class_html(parley_game_actor_at(s->game, i).name.name, out);
    ply_text_add(out, "</td><td class=\"n\">");
    ply_class_count(accept->valuedouble, out);
    ply_text_add(out, "</td><td class=\"n\">");
    ply_class_count(weight->valuedouble, out);
    ply_text_add(out, "</td></tr>\n");
  }
  ply_text_add(out, "</tbody></table>\n");
}

void ply_class_guide_blocks(const ply_class_session *s, ply_text *out) {
  cJSON *solution = s->solution != NULL ? cJSON_Parse(s->solution) : NULL;
  ply_text_add(
      out,
      "<h2>Who can block</h2>\n<p>Blocking groups of each known deal: the roles whose no is enough although "
      "everybody else who is asked says yes, and the smallest groups that can do it together.</p>\n");
  deals(s, out);
  weights(s, solution, out);
  cJSON_Delete(solution);
}
