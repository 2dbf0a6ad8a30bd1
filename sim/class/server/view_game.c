/* What everybody may know of the game that is played: names of actors, issues, options, levels and designs, who is asked,
 * and how the lesson is held. No number of anybody's payoffs. */
#include "sim/class/server/view.h"

/* A plain game's player has levels of its own. */
static void write_own_levels(ply_json *json, const ply_class_session *s, int actor) {
  if (!parley_scenario_describe(s->scenario).plain_game) return;
  ply_json_array(json, "levels", PLY_JSON_TIGHT);
  for (int l = 0; l < parley_game_n_stands(s->game, actor); l++)
    ply_json_string(json, NULL, parley_game_stand_at(s->game, actor, l).name);
  ply_json_end(json);
}

static void write_actors(ply_json *json, const ply_class_session *s) {
  static const char *const consents[] = {"never", "required", "counted", "if_member", "when"};
  ply_json_array(json, "actors", PLY_JSON_TIGHT);
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(s->game, i);
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_class_write_text(json, "name", actor.name.name);
    ply_json_string(json, "consent", consents[actor.consent]);
    ply_json_bool(json, "candidate", actor.candidate);
    ply_json_bool(json, "seat", (s->state.playable >> i & 1) != 0);
    if (actor.candidate) write_own_levels(json, s, i);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void write_issues(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "issues", PLY_JSON_TIGHT);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_class_write_text(json, "name", issue.name.name);
    ply_json_bool(json, "derived", issue.derived);
    ply_json_int(json, "owner", s->course.owner[k]);
    ply_json_array(json, "options", PLY_JSON_TIGHT);
    for (int o = 0; o < issue.n_options; o++)
      ply_json_string(json, NULL, parley_game_option_at(s->game, k, o).name);
    ply_json_end(json);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void write_designs(ply_json *json, const ply_class_session *s) {
  ply_json_array(json, "designs", PLY_JSON_TIGHT);
  for (int d = 0; d < s->shape.n_designs; d++) {
    uint64_t bundle;
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_class_write_text(json, "name", parley_game_design_at(s->game, d, &bundle).name);
    ply_class_write_bundle(json, s, bundle);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_class_write_game(ply_json *json, const char *key, const ply_class_session *s) {
  parley_scenario_info info = parley_scenario_describe(s->scenario);
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_class_write_text(json, "title", info.title != NULL ? info.title : info.id);
  ply_class_write_text(json, "question", info.question);
  ply_json_bool(json, "alias", s->plan.alias);
  ply_json_int(json, "scale", s->plan.scale);
  ply_json_int(json, "minutes", s->plan.minutes);
  ply_json_int(json, "tables", s->plan.n_tables);
  ply_json_int(json, "quorum", s->shape.quorum);
  ply_json_string(json, "mode", ply_class_mode_name(s->course.mode));
  ply_json_int(json, "rounds", s->course.rounds);
  ply_json_bool(json, "rematch", s->course.rematch);
  write_actors(json, s);
  write_issues(json, s);
  ply_json_array(json, "levels", PLY_JSON_TIGHT);
  for (int l = 0; l < s->shape.n_levels; l++)
    ply_json_string(json, NULL, parley_game_level_at(s->game, l).name);
  ply_json_end(json);
  write_designs(json, s);
  ply_json_end(json);
}

void ply_class_view_game(const ply_class_session *s, ply_text *out) {
  ply_json json;
  ply_json_start(&json, out);
  ply_class_write_game(&json, NULL, s);
}
