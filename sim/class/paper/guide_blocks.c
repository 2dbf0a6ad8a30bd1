/* The part of the teacher's guide on blocking: which roles and groups can stop each known deal, which would,
 * and whose veto weighs most. Groups are decided by the game itself (sim/coalition), not by a formula. */
#include "sim/class/session/blocks.h"
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <cjson/cJSON.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* "East, South, West" */
static void names(const ply_class_session *s, uint64_t roles, const char *between, ply_text *out) {
  const char *before = "";
  for (int i = 0; i < s->shape.n_actors; i++) {
    if ((roles >> i & 1) == 0) continue;
    ply_text_add(out, before);
    ply_words_escape(parley_game_actor_at(s->game, i).name.name, out);
    before = between;
  }
  if (roles == 0) ply_words_html(s->words, out, "nobody", NULL);
}

/* A key with the names of roles in the place "who". */
static void say_names(const ply_class_session *s, const char *key, uint64_t roles, int n, ply_text *out) {
  ply_text who;
  ply_text_init(&who);
  names(s, roles, ", ", &who);
  ply_words_html(s->words, out, key,
                 PLY_SAID(ply_markup("who", who.data != NULL ? who.data : ""), ply_number_word("n", n)));
  ply_text_done(&who);
}

void ply_class_blocks_words(const ply_class_session *s, const parley_blocking *b, ply_text *out) {
  say_names(s, "block_alone", b->alone, 0, out);
  if (b->any > 0) say_names(s, "block_any", b->of, b->any, out);
  for (int g = 0; g < b->n_groups; g++) {
    if (g == 0)
      ply_words_html(s->words, out, "block_together", NULL);
    else
      ply_text_add(out, " | ");
    names(s, b->groups[g], " + ", out);
  }
  if (b->more) ply_words_html(s->words, out, "block_more", NULL);
}

static void row(const ply_class_session *s, const char *name, uint64_t bundle, ply_text *out) {
  uint64_t refuse = ply_class_refusers(s, bundle, NULL), parties = parley_game_parties(s->game, bundle);
  parley_blocking blocks = parley_game_blocking(s->game, bundle);
  ply_text_add(out, "<tr><th scope=\"row\">");
  ply_words_escape(name, out);
  ply_text_add(out, "</th><td>");
  ply_class_blocks_words(s, &blocks, out);
  ply_text_add(out, "</td><td>");
  names(s, refuse, ", ", out);
  bool stopped = !parley_game_agreed(s->game, bundle, parties & ~refuse);
  if (refuse != 0) ply_words_html(s->words, out, stopped ? "block_blocked" : "block_outvoted", NULL);
  ply_text_add(out, "</td></tr>\n");
}

static void deals(const ply_class_session *s, ply_text *out) {
  const ply_class_found *found = ply_class_session_known(s);
  ply_text_add(out, "<div class=\"wide\"><table><thead><tr>");
  ply_words_tag(s->words, out, "th", "deal", NULL);
  ply_words_tag(s->words, out, "th", "block_who", NULL);
  ply_words_tag(s->words, out, "th", "block_would", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int d = 0; found != NULL && d < found->n_deals; d++)
    if (found->deals[d].found) row(s, ply_class_deal_name(s, &found->deals[d]), found->deals[d].bundle, out);
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
  ply_words_tag(s->words, out, "p", "weight_how", NULL);
  ply_text_add(out, "\n<table><thead><tr>");
  ply_words_tag(s->words, out, "th", "role", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "would_accept", NULL);
  ply_words_tag(s->words, out, "th class=\"n\"", "veto_weight", NULL);
  ply_text_add(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < s->shape.n_actors; i++) {
    const cJSON *one = get(by, parley_game_actor_at(s->game, i).name.id);
    const cJSON *accept = get(one, "would_accept"), *weight = get(one, "veto_weight");
    if (!cJSON_IsNumber(accept) || !cJSON_IsNumber(weight)) continue;
    ply_text_add(out, "<tr><td>");
    ply_words_escape(parley_game_actor_at(s->game, i).name.name, out);
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
  ply_words_tag(s->words, out, "h2", "block", NULL);
  ply_text_add(out, "\n");
  ply_words_tag(s->words, out, "p", "block_how", NULL);
  ply_text_add(out, "\n");
  deals(s, out);
  weights(s, solution, out);
  cJSON_Delete(solution);
}
