/* What a person who plays alone is told: proposals, instructions, help, the end. Names and whole points, in
 * words. */
#include "sim/class/paper/paper.h"
#include "sim/class/session/play.h"

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

/* ---- what the person is told ---- */

static void tell_roles(const ply_class_session *s, uint64_t roles, ply_text *out) {
  const char *comma = "";
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((roles >> r & 1) == 0) continue;
    ply_text_addf(out, "%s%s", comma, actor_name(s, r));
    comma = ", ";
  }
  if (roles == 0) ply_text_add(out, "nobody");
}

/* In how many choices two bundles differ; told in words where `out` is given. */
static int differences(const ply_class_session *s, uint64_t from, uint64_t to, ply_text *out) {
  int options[2][PLY_CLASS_ROLES], levels[2][PLY_CLASS_ROLES], n = 0;
  parley_game_unpack(s->game, from, options[0], levels[0]);
  parley_game_unpack(s->game, to, options[1], levels[1]);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    if (options[0][k] == options[1][k] || issue.derived) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", issue.name.name,
                    parley_game_option_at(s->game, k, options[1][k]).name);
    n++;
  }
  for (int i = 0; i < s->shape.n_actors; i++) {
    if (levels[0][i] == levels[1][i]) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", actor_name(s, i),
                    parley_game_level_at(s->game, levels[1][i]).name);
    n++;
  }
  return n;
}

/* What a proposal says: in full, or where little differs from an earlier one, that. */
static void tell_deal(const ply_class_session *s, int id, ply_text *out) {
  enum { LITTLE = 4 };
  uint64_t bundle = s->state.proposals[id].bundle;
  int like = -1, least = LITTLE + 1;
  for (int p = 0; p < id; p++) {
    int n = differences(s, s->state.proposals[p].bundle, bundle, NULL);
    if (n > 0 && n < least) {
      least = n;
      like = p;
    }
  }
  if (like < 0 || s->shape.n_issues <= LITTLE) {
    ply_class_deal_words(s, bundle, out);
    return;
  }
  ply_text_addf(out, "as #%d, but ", like + 1);
  differences(s, s->state.proposals[like].bundle, bundle, out);
}

void ply_play_tell_proposal(const parley_class_play *play, int id, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_proposal *p = &s->state.proposals[id];
  static const char *const statuses[] = {"", " (taken back)", " (agreed)", " (lapsed)"};
  int points[PLY_CLASS_ROLES];
  uint64_t parties = parley_game_parties(s->game, p->bundle);
  const char *line = parley_game_red_line(s->game, p->bundle, play->role);
  ply_text_addf(out, "#%d by %s%s: ", id + 1, actor_name(s, p->role), statuses[p->status]);
  tell_deal(s, id, out);
  ply_text_add(out, "\n   yes: ");
  tell_roles(s, p->accept, out);
  ply_text_add(out, "; no: ");
  tell_roles(s, p->reject, out);
  ply_text_add(out, "; still asked: ");
  tell_roles(s, parties & ~(p->accept | p->reject), out);
  if (ply_class_points_of(s, id, points))
    ply_text_addf(out, "\n   you: %d points (no deal: %d)", points[play->role],
                  s->scales[play->role].no_deal);
  if (line != NULL) ply_text_addf(out, "; your red line: %s", line);
  ply_text_add(out, "\n");
}

void ply_play_tell_table(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  bool any = false;
  for (int p = 0; p < s->state.n_proposals; p++) {
    if (s->state.proposals[p].status != PLY_OPEN) continue;
    ply_play_tell_proposal(play, p, out);
    any = true;
  }
  if (!any) ply_text_add(out, "No proposal is on the table.\n");
}

void ply_play_tell_brief(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  parley_game_actor me = parley_game_actor_at(s->game, play->role);
  ply_text_addf(out, "You are %s. %s\nPoints by option (no deal gives you %d):\n", me.name.name,
                me.brief != NULL ? me.brief : "", s->scales[play->role].no_deal);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    ply_text_addf(out, "  %s (%s%s)\n", issue.name.name, issue.name.id,
                  issue.derived ? ", follows from the rest" : "");
    for (int o = 0; o < issue.n_options; o++) {
      double points = ply_class_term(s, play->role, k, o, false);
      parley_name option = parley_game_option_at(s->game, k, o);
      ply_text_addf(out, "    %3.0f  %s (%s)\n", points, option.name, option.id);
    }
  }
}

void ply_play_tell_help(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  ply_text_add(out, "table                     the proposals on the table\n"
                    "brief                     your instructions and points\n"
                    "try ISSUE=OPTION,...      what a deal would give you; ACTOR=LEVEL for who joins\n"
                    "propose ISSUE=OPTION,...  put it on the table; what you leave out stays as in the\n"
                    "                          proposal named first (propose #3 clock=h24) or first option\n"
                    "accept N, reject N        vote on proposal N\n"
                    "withdraw N                take your proposal back\n"
                    "wait                      let the others move\n"
                    "quit                      leave the talks: no deal\n");
  if (s->shape.n_levels > 0) {
    ply_text_add(out, "levels:");
    for (int l = 0; l < s->shape.n_levels; l++)
      ply_text_addf(out, " %s", parley_game_level_at(s->game, l).id);
    ply_text_add(out, "\n");
  }
}

void ply_play_tell_end(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_end *end = &s->state.tables[0].end[0];
  int points[PLY_CLASS_ROLES];
  bool deal = end->status == PLY_TABLE_DEAL && ply_class_points_of(s, end->proposal, points);
  ply_text_add(out,
               deal ? "\nThere is a deal.\n" : "\nThere is no deal: everybody gets its value of no deal.\n");
  if (deal) ply_play_tell_proposal(play, end->proposal, out);
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "  %-20s %4d points, no deal %4d, gain %+d\n", actor_name(s, i),
                  deal ? points[i] : s->scales[i].no_deal, s->scales[i].no_deal,
                  deal ? points[i] - s->scales[i].no_deal : 0);
  const ply_class_found *found = ply_class_session_known(s);
  for (int d = 0; found != NULL && d < found->n_deals; d++) {
    const ply_class_deal *best = &found->deals[d];
    if (!ply_class_found_first(found, d) || !ply_class_points_all(s, best->bundle, points)) continue;
    ply_class_found_names(found, d, out);
    ply_text_addf(out, " would give you %d: ", points[play->role]);
    ply_class_deal_words(s, best->bundle, out);
    ply_text_add(out, "\n");
  }
  ply_text_add(out, "The payoffs are the assumptions of the scenario's author.\n");
}
