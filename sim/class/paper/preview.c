/* preview.html: all roles of one table in one window, playable from the file, without a server. The page
 * holds the game's names, every role's instructions and the compiled game itself (parley_game_render), from
 * which it works out what a form asks; so it tells every secret, and is for the teacher. Without the
 * program's pages it is a plain page to read. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <stdlib.h>

static void add_scales(const ply_class_session *s, ply_text *out) {
  for (int r = 0; r < s->shape.n_actors; r++) {
    ply_text_add(out, r > 0 ? ",{\"low\":" : "{\"low\":");
    ply_text_number(out, s->scales[r].low);
    ply_text_add(out, ",\"unit\":");
    ply_text_number(out, ply_class_unit(s, r));
    ply_text_add(out, ",\"reservation\":");
    ply_text_number(out, parley_game_actor_at(s->game, r).reservation);
    ply_text_addf(out, ",\"no_deal\":%d}", s->scales[r].no_deal);
  }
}

/* Whose turn it is to offer, round after round, and what a round leaves of a gain. */
static void add_course(const ply_class_session *s, ply_text *out) {
  ply_text_add(out, ",\"order\":[");
  for (int i = 0; i < s->course.n_order; i++)
    ply_text_addf(out, "%s%d", i > 0 ? "," : "", s->course.order[i]);
  ply_text_add(out, "],\"discounts\":[");
  for (int r = 0; r < s->shape.n_actors; r++) {
    if (r > 0) ply_text_add(out, ",");
    ply_text_number(out, ply_class_course_left(&s->course, r, 1));
  }
  ply_text_add(out, "]");
}

static void add_data(const ply_class_session *s, const char *rules, ply_text *out) {
  ply_text_add(out, "{\"game\":");
  ply_class_view_game(s, out);
  ply_text_addf(out, ",\"language\":\"%s\",\"open_each\":%d,\"scales\":[", s->plan.language,
                PLY_CLASS_OPEN_EACH);
  add_scales(s, out);
  ply_text_add(out, "]");
  add_course(s, out);
  ply_text_add(out, ",\"briefs\":[");
  for (int r = 0; r < s->shape.n_actors; r++) {
    if (r > 0) ply_text_add(out, ",");
    ply_class_view_brief(s, r, out);
  }
  ply_text_add(out, "],\"rules\":");
  ply_text_add(out, rules);
  ply_text_add(out, "}");
}

void ply_class_preview(const ply_class_session *s, ply_text *out) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  char *rules = NULL, *page = NULL;
  ply_text data;
  ply_text_init(&data);
  if (parley_pages_missing() != NULL) {
    ply_class_preview_paper(s, out);
    return;
  }
  bool made = parley_game_render(s->game, &rules, NULL) == PARLEY_OK;
  if (made) add_data(s, rules, &data);
  made = made && !data.failed &&
         parley_page_render("preview.js", info.title != NULL ? info.title : info.id, data.data, true, &page,
                            NULL) == PARLEY_OK;
  if (made) ply_text_add(out, page);
  out->failed |= !made;
  parley_text_free(page);
  parley_text_free(rules);
  ply_text_done(&data);
}
