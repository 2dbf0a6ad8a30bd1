/* preview.html: all roles of one table in one window, playable from the file, without a server. The page
 * holds the game's names, every role's instructions and the compiled game itself (parley_game_render), from
 * which it works out what a form asks; so it tells every secret, and is for the teacher. Without the
 * program's pages it is a plain page to read. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"

#include <stdlib.h>

static void add_scales(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "scales", PLY_JSON_TIGHT);
  for (int r = 0; r < s->shape.n_actors; r++) {
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_number(json, "low", s->scales[r].low);
    ply_json_number(json, "unit", ply_class_unit(s, r));
    ply_json_number(json, "reservation", parley_game_actor_at(s->game, r).reservation);
    ply_json_int(json, "no_deal", s->scales[r].no_deal);
    ply_json_end(json);
  }
  ply_json_end(json);
}

/* Whose turn it is to offer, round after round, and what a round leaves of a gain. */
static void add_course(ply_json *json, const ply_class_session *s) {
  ply_json_ints(json, "order", s->course.order, s->course.n_order);
  ply_json_array(json, "discounts", PLY_JSON_TIGHT);
  for (int r = 0; r < s->shape.n_actors; r++)
    ply_json_number(json, NULL, ply_class_course_left(&s->course, r, 1));
  ply_json_end(json);
}

static void add_data(const ply_class_session *s, const char *rules, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, PLY_JSON_TIGHT);
  ply_class_write_game(&json, "game", s);
  ply_json_string(&json, "language", s->plan.language);
  ply_json_int(&json, "open_each", PLY_CLASS_OPEN_EACH);
  add_scales(&json, s);
  add_course(&json, s);
  ply_json_array(&json, "briefs", PLY_JSON_TIGHT);
  for (int r = 0; r < s->shape.n_actors; r++) ply_class_write_brief(&json, s, r);
  ply_json_end(&json);
  ply_json_raw(&json, "rules", rules);
  ply_json_end(&json);
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
